//! Every kind of rule against an independent truth: each configuration and each program, one after the other.

use super::way_to::pairs;
use super::{Criteria, Criterion, Demand, Rule, Selector, Word};
use crate::analyses::worlds::{Place as Spot, World, each_graph_of};
use crate::analyses::{Direction, Guard, shortest};
use crate::lints::{Facts, Part, Place};
use crate::model::Analysis;
use ensue_grammar::graph::{EdgeKind, Graph, NodeKind};
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Sets of nodes that are others for each seed, and small enough that not everything breaks every rule.
fn parts(seed: u64, graph: &Graph) -> [Vec<usize>; 3] {
    let mut random = Rng::with_seed(seed);
    [3, 4, 4].map(|of| (0..graph.nodes.len()).filter(|_| random.usize(..of) == 0).collect())
}

fn selector(graph: &Graph, nodes: &[usize]) -> Selector {
    let place = Place { file: "ensue.toml".to_owned(), line: Some(1), part: Part::Line };
    let word = |at: &usize| Word { text: graph.nodes[*at].id.clone(), place: place.clone() };
    let criteria =
        |at: &usize| Criteria { place: place.clone(), all: vec![(Criterion::Path, vec![word(at)])], except: None };
    Selector { key: "from".to_owned(), any: nodes.iter().map(criteria).collect() }
}

/// The identities of what breaks a rule, without its name.
fn broken(facts: &Facts<'_>, demand: Demand) -> BTreeSet<Vec<String>> {
    let place = Place { file: "ensue.toml".to_owned(), line: Some(1), part: Part::Line };
    let rule = Rule { name: "ours".to_owned(), reason: None, place, demand };
    let found = rule.find(facts);
    let all: BTreeSet<Vec<String>> = found.iter().map(|it| it.about.clone()).collect();
    assert_eq!(all.len(), found.len(), "each identity is found once");
    all
}

fn each(mut with: impl FnMut(u64, &Facts<'_>, &[World])) {
    each_graph_of(0..40, |seed, graph, _, worlds| {
        let analysis = Analysis { graph: graph.clone(), ..Analysis::default() };
        with(seed, &Facts::new(&analysis), worlds);
    });
}

fn ids<const N: usize>(facts: &Facts<'_>, nodes: [usize; N]) -> Vec<String> {
    nodes.iter().map(|at| facts.graph.nodes[*at].id.clone()).collect()
}

/// The fewest steps of at least one to each place that is reached without going on from `stops`.
fn reached(world: &World, from: usize, barriers: &BTreeSet<usize>) -> BTreeMap<Spot, usize> {
    let mut steps = BTreeMap::new();
    let starts = world.places.iter().filter(|(node, _)| *node == from);
    let mut queue: VecDeque<(Spot, usize)> = starts.map(|place| (*place, 0)).collect();
    while let Some((place, so_far)) = queue.pop_front() {
        for (_, next) in world.after.get(&place).into_iter().flatten() {
            if !steps.contains_key(next) {
                steps.insert(*next, so_far + 1);
                if !barriers.contains(&next.0) {
                    queue.push_back((*next, so_far + 1));
                }
            }
        }
    }
    steps
}

/// Of each pair the fewest steps of a way past `through` on which lies no other of both sides.
fn pairs_of(worlds: &[World], from: &[usize], to: &[usize], through: &[usize]) -> BTreeMap<(usize, usize), usize> {
    let stops: BTreeSet<usize> = [from, to, through].concat().into_iter().collect();
    let mut pairs = BTreeMap::new();
    for world in worlds {
        for &start in from.iter().filter(|start| !through.contains(start)) {
            for ((end, _), steps) in reached(world, start, &stops) {
                if to.contains(&end) && !through.contains(&end) {
                    let known = pairs.entry((start, end)).or_insert(steps);
                    *known = steps.min(*known);
                }
            }
        }
    }
    pairs
}

#[test]
fn ways_that_must_not_be_are_found_as_they_are_in_some_world() {
    let mut breaks = 0;
    each(|seed, facts, worlds| {
        let [from, to, through] = parts(seed, facts.graph);
        let select = |nodes: &[usize]| selector(facts.graph, nodes);
        for through in [&[][..], &through] {
            let expected = pairs_of(worlds, &from, &to, through);
            let guards = through.iter().copied().collect();
            let found = pairs(facts, &select(&from), &select(&to), &guards);
            let found: BTreeMap<_, _> = found.iter().map(|it| ((it.from, it.to), it.way.len())).collect();
            assert_eq!(found, expected, "seed {seed}");
            let demand = match through {
                [] => Demand::NoWay { from: select(&from), to: select(&to) },
                _ => Demand::Pass { from: select(&from), to: Some(select(&to)), through: select(through) },
            };
            let named = expected.keys().map(|(from, to)| ids(facts, [*from, *to])).collect();
            assert_eq!(broken(facts, demand), named, "seed {seed}");
            breaks += expected.len();
        }
        // A rule is broken exactly when `cargo ensue path` knows a way.
        let is_way = from.iter().any(|&from| to.iter().any(|&to| shortest(&facts.index, from, to).is_some()));
        let demand = Demand::NoWay { from: select(&from), to: select(&to) };
        assert_eq!(!broken(facts, demand).is_empty(), is_way, "seed {seed}");
    });
    assert!(breaks > 50, "{breaks}");
}

/// The places from which a cascade can come to where no guard can follow, past every guard, and the latter.
fn around(world: &World, facts: &Facts<'_>, guards: &BTreeSet<usize>) -> (BTreeSet<Spot>, BTreeSet<Spot>) {
    let mut ahead: BTreeSet<Spot> = world.places.iter().filter(|it| guards.contains(&it.0)).copied().collect();
    let mut queue: Vec<Spot> = ahead.iter().copied().collect();
    while let Some(place) = queue.pop() {
        let causes = world.before.get(&place).into_iter().flatten().map(|(_, cause)| *cause);
        queue.extend(causes.filter(|cause| ahead.insert(*cause)));
    }
    let behind: BTreeSet<Spot> = world.places.difference(&ahead).copied().collect();
    let mut around = behind.clone();
    loop {
        let passes_by = |place: &&Spot| {
            let mut by_edge: BTreeMap<usize, bool> = BTreeMap::new();
            for (edge, next) in world.after.get(*place).into_iter().flatten() {
                *by_edge.entry(*edge).or_default() |= around.contains(next);
            }
            let listens = matches!(facts.graph.nodes[place.0].kind, NodeKind::Event | NodeKind::Effect);
            if listens { by_edge.values().all(|by| *by) } else { by_edge.values().any(|by| *by) }
        };
        let open = ahead.iter().filter(|place| !guards.contains(&place.0) && !around.contains(place));
        let new: Vec<Spot> = open.filter(passes_by).copied().collect();
        if new.is_empty() {
            return (around, behind);
        }
        around.extend(new);
    }
}

/// The fewest steps from a place through some places to one of others.
fn steps_to(world: &World, from: Spot, through: &BTreeSet<Spot>, ends: &BTreeSet<Spot>) -> Option<usize> {
    let mut known = BTreeSet::from([from]);
    let mut queue = VecDeque::from([(from, 0)]);
    while let Some((place, steps)) = queue.pop_front() {
        if ends.contains(&place) {
            return Some(steps);
        }
        let nexts = world.after.get(&place).into_iter().flatten().map(|(_, next)| *next);
        queue.extend(nexts.filter(|next| through.contains(next) && known.insert(*next)).map(|next| (next, steps + 1)));
    }
    None
}

#[test]
fn what_must_be_passed_is_missed_as_it_is_in_some_world() {
    let (mut breaks, mut holds) = (0, 0);
    each(|seed, facts, worlds| {
        let [from, _, mut through] = parts(seed, facts.graph);
        if seed % 2 == 0 {
            // What ends no way but in a guard is kept more often.
            through.extend((0..facts.graph.nodes.len()).filter(|at| facts.index.has_no_consequence(*at)));
        }
        let guards: BTreeSet<usize> = through.iter().copied().collect();
        let programs: BTreeSet<&str> =
            facts.graph.nodes.iter().flat_map(|it| &it.programs).map(String::as_str).collect();
        let mut expected: BTreeMap<usize, (Option<&str>, usize)> = BTreeMap::new();
        for world in worlds {
            let (around, behind) = around(world, facts, &guards);
            let is_known = |it: &&Spot| it.1.map_or(programs.is_empty(), |program| programs.contains(program));
            for &place in around.iter().filter(is_known).filter(|it| from.contains(&it.0)) {
                let steps = steps_to(world, place, &around, &behind).expect("it comes there");
                let missed = expected.entry(place.0).or_insert((place.1, steps));
                *missed = (*missed).min((place.1, steps));
            }
        }
        let guard = Guard::new(facts.graph, guards);
        for &start in &from {
            let found = guard.missed(start);
            let found = found.as_ref().map(|it| (it.program.as_deref(), it.way.len()));
            assert_eq!(found, expected.get(&start).copied(), "seed {seed}: from {start}");
        }
        let select = |nodes: &[usize]| selector(facts.graph, nodes);
        let demand = Demand::Pass { from: select(&from), to: None, through: select(&through) };
        let named = expected.keys().map(|from| ids(facts, [*from])).collect();
        assert_eq!(broken(facts, demand), named, "seed {seed}");
        breaks += expected.len();
        holds += from.len() - expected.len();
    });
    assert!(breaks > 30 && holds > 30, "{breaks} broken, {holds} kept");
}

#[test]
fn who_may_is_told_from_who_does_in_some_world() {
    let mut breaks = 0;
    each(|seed, facts, worlds| {
        let [may, what, _] = parts(seed, facts.graph);
        let select = |nodes: &[usize]| selector(facts.graph, nodes);
        for kind in [EdgeKind::Emits, EdgeKind::Requests] {
            let mut expected = BTreeSet::new();
            for world in worlds {
                for (place, nexts) in &world.after {
                    let of_kind = nexts.iter().filter(|(edge, _)| facts.graph.edges[*edge].kind == kind);
                    let others = of_kind.filter(|(_, to)| what.contains(&to.0) && !may.contains(&place.0));
                    expected.extend(others.map(|(_, to)| ids(facts, [place.0, to.0])));
                }
            }
            breaks += expected.len();
            let demand = Demand::Only { emitters: select(&may), kind, what: select(&what) };
            assert_eq!(broken(facts, demand), expected, "seed {seed}");
        }
    });
    assert!(breaks > 30, "{breaks}");
}

#[test]
fn limits_are_held_against_every_world() {
    let (mut deep, mut wide) = (0, 0);
    each(|seed, facts, worlds| {
        let all: Vec<usize> = (0..facts.graph.nodes.len()).collect();
        let steps = |start: usize| {
            let mut nearest: BTreeMap<usize, usize> = BTreeMap::new();
            for (node, steps) in worlds.iter().flat_map(|world| world.from(start, Direction::After).1) {
                let known = nearest.entry(node).or_insert(steps);
                *known = steps.min(*known);
            }
            nearest.remove(&start);
            nearest.into_values().max().unwrap_or(0)
        };
        let nexts = |start: usize| {
            let places = worlds.iter().flat_map(|world| &world.after).filter(|(place, _)| place.0 == start);
            places.flat_map(|(_, nexts)| nexts.iter().map(|next| next.1.0)).collect::<BTreeSet<_>>().len()
        };
        let depths: Vec<usize> = all.iter().map(|start| steps(*start)).collect();
        let widths: Vec<usize> = all.iter().map(|start| nexts(*start)).collect();
        let above = |most: usize, of: &[usize]| -> BTreeSet<Vec<String>> {
            all.iter().filter(|start| of[**start] > most).map(|start| ids(facts, [*start])).collect()
        };
        for most in 0..6 {
            let from = || selector(facts.graph, &all);
            let (too_deep, too_wide) = (above(most, &depths), above(most, &widths));
            assert_eq!(broken(facts, Demand::Depth { from: from(), most }), too_deep, "seed {seed}: {most}");
            assert_eq!(broken(facts, Demand::FanOut { from: from(), most }), too_wide, "seed {seed}: {most}");
            deep += too_deep.len();
            wide += too_wide.len();
        }
    });
    assert!(deep > 100 && wide > 100, "{deep} too deep, {wide} too wide");
}
