//! Searches with conditions against an independent truth: every configuration and every program, one after the other.

use super::sample::random_with_conditions;
use super::{Direction, Index, Mark, RowKind, loops, search, slice, tree};
use crate::condition::Condition;
use ensue_grammar::graph::{Graph, Timing};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

/// A node, and the program that it happens in; `None` is one that is not in the tree.
pub(crate) type Place = (usize, Option<&'static str>);

const PROGRAMS: [Option<&str>; 4] = [Some("one"), Some("two"), Some("three"), None];

/// One configuration: which nodes and edges of a graph exist, and what is next to what.
pub(crate) struct World {
    /// What exists.
    pub(crate) places: BTreeSet<Place>,
    /// The edges from each, with where they lead.
    pub(crate) after: BTreeMap<Place, Vec<(usize, Place)>>,
    /// The edges to each, with where they come from.
    pub(crate) before: BTreeMap<Place, Vec<(usize, Place)>>,
}

/// What is true of each predicate, in each configuration there can be.
fn configurations() -> Vec<BTreeMap<&'static str, bool>> {
    let mut all = Vec::new();
    for (linux, macos, unix, windows) in [
        (true, false, true, false),
        (false, true, true, false),
        (false, false, true, false),
        (false, false, false, true),
        (false, false, false, false),
    ] {
        for features in 0..4 {
            all.push(BTreeMap::from([
                ("target_os = \"linux\"", linux),
                ("target_os = \"macos\"", macos),
                ("unix", unix),
                ("windows", windows),
                ("feature = \"a\"", features & 1 != 0),
                ("app/feature = \"a\"", features & 1 != 0),
                ("other/feature = \"a\"", features & 2 != 0),
            ]));
        }
    }
    all
}

impl World {
    fn of(graph: &Graph, index: &Index<'_>, configuration: &BTreeMap<&str, bool>) -> World {
        let holds = |condition: &Option<String>| {
            let truth = |text: &str| Some(if configuration[text] { Condition::Always } else { Condition::Never });
            let condition = condition.as_deref().map_or(Condition::Always, Condition::parse);
            condition.settled(&truth) == Condition::Always
        };
        let can_be = |(node, program): Place| {
            let node = &graph.nodes[node];
            let is_there = node.programs.is_empty() || node.programs.iter().any(|it| Some(it.as_str()) == program);
            is_there && holds(&node.condition)
        };
        let all = (0..graph.nodes.len()).flat_map(|node| PROGRAMS.map(|program| (node, program)));
        let places = all.filter(|place| can_be(*place)).collect();
        let mut world = World { places, after: BTreeMap::new(), before: BTreeMap::new() };
        for (at, edge) in graph.edges.iter().enumerate() {
            let Some((from, to)) = index.ends(at).filter(|_| holds(&edge.condition)) else { continue };
            for one in PROGRAMS {
                for other in PROGRAMS {
                    let (from, to) = ((from, one), (to, other));
                    let crosses = matches!(edge.timing, Timing::Deferred | Timing::Scheduled);
                    if can_be(from) && can_be(to) && (crosses || one == other) {
                        world.after.entry(from).or_default().push((at, to));
                        world.before.entry(to).or_default().push((at, from));
                    }
                }
            }
        }
        world
    }

    /// The steps to every place, none for those where it starts and any number for the way back to one.
    pub(crate) fn from(&self, start: usize, direction: Direction) -> (BTreeSet<Place>, BTreeMap<usize, usize>) {
        let next = if direction == Direction::After { &self.after } else { &self.before };
        let mut places: BTreeSet<Place> = PROGRAMS.iter().map(|program| (start, *program)).collect();
        let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue: VecDeque<(Place, usize)> = places.iter().map(|place| (*place, 0)).collect();
        while let Some((place, so_far)) = queue.pop_front() {
            for (_, to) in next.get(&place).into_iter().flatten() {
                let known = steps.entry(to.0).or_insert(so_far + 1);
                *known = (*known).min(so_far + 1);
                if places.insert(*to) {
                    queue.push_back((*to, so_far + 1));
                }
            }
        }
        (places, steps)
    }
}

fn each_graph(with: impl FnMut(u64, &Graph, &Index<'_>, &[World])) {
    each_graph_of(0..100, with);
}

/// The graphs of some seeds, each with all its worlds.
pub(crate) fn each_graph_of(seeds: Range<u64>, mut with: impl FnMut(u64, &Graph, &Index<'_>, &[World])) {
    for seed in seeds {
        let graph = random_with_conditions(seed);
        let index = Index::new(&graph);
        let worlds: Vec<World> = configurations().iter().map(|it| World::of(&graph, &index, it)).collect();
        with(seed, &graph, &index, &worlds);
        assert!(index.is_exact());
    }
}

#[test]
fn what_is_reached_and_in_how_many_steps_is_so_in_some_world() {
    let mut kept_apart = 0;
    each_graph(|seed, graph, index, worlds| {
        for (start, direction) in (0..graph.nodes.len()).flat_map(|n| [(n, Direction::After), (n, Direction::Before)]) {
            let found = search(index, &[start], direction);
            let truths: Vec<BTreeMap<usize, usize>> = worlds.iter().map(|it| it.from(start, direction).1).collect();
            let everywhere = without_conditions(index, start, direction);
            for (node, reaches) in everywhere.into_iter().enumerate() {
                let steps = truths.iter().filter_map(|steps| steps.get(&node)).min().copied();
                let length = found.reaches(node).then(|| found.way_length(node));
                assert_eq!(length, steps, "seed {seed}: {start} to {node}, {direction:?}");
                assert_eq!(found.way(node).map(|way| way.len()), steps);
                kept_apart += usize::from(reaches && steps.is_none());
            }
        }
    });
    assert!(kept_apart > 100, "conditions matter in {kept_apart} questions");
}

/// What would be reached if everything could happen together.
fn without_conditions(index: &Index<'_>, start: usize, direction: Direction) -> Vec<bool> {
    let mut reached = vec![false; index.graph().nodes.len()];
    let mut ahead = vec![start];
    while let Some(node) = ahead.pop() {
        for (_, next) in index.steps(node, direction) {
            if !std::mem::replace(&mut reached[next], true) {
                ahead.push(next);
            }
        }
    }
    reached
}

#[test]
fn a_slice_is_what_lies_on_a_way_in_some_world() {
    each_graph(|seed, graph, index, worlds| {
        let nodes = graph.nodes.len();
        for (from, to) in (0..nodes).map(|from| (from, (from * 7 + 3) % nodes)) {
            let (mut expected_nodes, mut expected_edges) = (BTreeSet::new(), BTreeSet::new());
            for world in worlds {
                let (after, _) = world.from(from, Direction::After);
                let (before, _) = world.from(to, Direction::Before);
                expected_nodes.extend(after.intersection(&before).map(|(node, _)| *node));
                for (place, nexts) in world.after.iter().filter(|(place, _)| after.contains(place)) {
                    let closing = nexts.iter().filter(|(_, next)| before.contains(next));
                    let joins = closing.filter(|(_, next)| next.0 != place.0 || before.contains(place));
                    expected_edges.extend(joins.map(|(edge, _)| *edge));
                }
            }
            let part = slice(graph, &[from], &[to], None);
            let found: BTreeSet<usize> = part
                .nodes
                .iter()
                .map(|it| graph.nodes.iter().position(|other| other.key() == it.key()).unwrap())
                .collect();
            // A start that exists in no world has no state; whether it is drawn alone says nothing.
            let alone = |set: &BTreeSet<usize>| {
                set.iter().copied().filter(|it| from != to || *it != from).collect::<BTreeSet<_>>()
            };
            assert_eq!(alone(&found), alone(&expected_nodes), "seed {seed}: from {from} to {to}");
            let found: BTreeSet<usize> = part
                .edges
                .iter()
                .map(|it| graph.edges.iter().position(|other| other.key() == it.key()).unwrap())
                .collect();
            assert_eq!(found, expected_edges, "seed {seed}: edges from {from} to {to}");
            let _ = index;
        }
    });
}

#[test]
fn every_row_of_a_tree_can_happen_with_those_above_it_and_no_edge_is_missing() {
    each_graph(|seed, graph, index, worlds| {
        for (root, direction) in (0..graph.nodes.len()).flat_map(|n| [(n, Direction::After), (n, Direction::Before)]) {
            let rows = tree(index, root, direction, usize::MAX);
            let mut ways: Vec<BTreeSet<(usize, Place)>> = Vec::new();
            let mut shown = BTreeSet::new();
            let mut firsts = BTreeSet::from([root]);
            for row in &rows {
                ways.truncate(row.level);
                let places = match row.kind {
                    RowKind::Root(node) => {
                        let start = |world: usize| PROGRAMS.iter().map(move |program| (world, (node, *program)));
                        (0..worlds.len()).flat_map(start).collect()
                    }
                    RowKind::Node(edge, node, mark) => {
                        shown.insert(edge);
                        assert!(
                            mark != Mark::Elsewhere
                                || firsts.contains(&node)
                                || rows
                                    .iter()
                                    .any(|row| matches!(row.kind, RowKind::Node(_, it, Mark::Here) if it == node)),
                            "seed {seed}"
                        );
                        if mark == Mark::Here {
                            firsts.insert(node);
                        }
                        let before = ways.last().unwrap();
                        let go = |(world, place): &(usize, Place)| {
                            let nexts = if direction == Direction::After {
                                &worlds[*world].after
                            } else {
                                &worlds[*world].before
                            };
                            let nexts = nexts.get(place).into_iter().flatten().filter(|(it, _)| *it == edge);
                            nexts.map(|(_, to)| (*world, *to)).collect::<Vec<_>>()
                        };
                        before.iter().flat_map(go).collect::<BTreeSet<_>>()
                    }
                    RowKind::More(_) => unreachable!("nothing is beyond"),
                };
                assert!(!places.is_empty() || row.level == 0, "seed {seed}: a row that cannot happen, from {root}");
                ways.push(places);
            }
            let mut expected = BTreeSet::new();
            for world in worlds {
                let (places, _) = world.from(root, direction);
                let nexts = if direction == Direction::After { &world.after } else { &world.before };
                expected.extend(places.iter().filter_map(|it| nexts.get(it)).flatten().map(|(edge, _)| *edge));
            }
            assert_eq!(shown, expected, "seed {seed}: the tree of {root}, {direction:?}");
        }
    });
}

#[test]
fn loops_close_in_some_world() {
    each_graph(|seed, graph, index, worlds| {
        let found: BTreeSet<usize> = loops(index).into_iter().flatten().collect();
        let closes = |node: &usize| worlds.iter().any(|it| it.from(*node, Direction::After).1.contains_key(node));
        let expected: BTreeSet<usize> = (0..graph.nodes.len()).filter(closes).collect();
        assert_eq!(found, expected, "seed {seed}");
    });
}
