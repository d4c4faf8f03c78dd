//! Every rule on the example of every rule.

use super::{closure, edits, pairs};
use crate::analyses::sample::graph;
use crate::diff::{Diff, EdgeId, RULES, Verdict, compare};
use ensue_grammar::graph::{Graph, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// What each example is found to be, besides by its own rule: a change may be several things.
const BESIDES: &[(&str, &[&str])] = &[("performer-gone", &["handler-unreachable"])];

fn sides(text: &crate::example::Example) -> (Graph, Graph) {
    (graph(&text.before()), graph(&text.after()))
}

fn rules(diff: &Diff) -> Vec<&str> {
    let mut names: Vec<&str> = diff.findings.iter().map(|it| it.rule.as_str()).collect();
    names.dedup();
    names
}

#[test]
fn each_example_is_found_by_its_rule_and_by_those_that_also_fit() {
    let besides: BTreeMap<&str, &[&str]> = BESIDES.iter().copied().collect();
    for rule in RULES {
        let (base, head) = sides(&rule.example);
        let diff = compare(&base, &head);
        let mut expected = vec![rule.name];
        expected.extend(besides.get(rule.name).into_iter().copied().flatten());
        expected.sort_unstable();
        assert_eq!(rules(&diff), expected, "the example of `{}`: {:#?}", rule.name, diff.findings);
        assert_eq!(diff.verdict == Verdict::Breaking, rule.breaks, "{}", rule.name);
        assert!(compare(&base, &base).findings.is_empty() && compare(&head, &head).findings.is_empty());
    }
}

#[test]
fn each_message_stands_alone() {
    let told: Vec<String> = RULES
        .iter()
        .flat_map(|rule| {
            let (base, head) = sides(&rule.example);
            compare(&base, &head).findings.into_iter().filter(|it| it.rule == rule.name)
        })
        .map(|it| format!("{}: {} [{}] {}", it.rule, it.message, it.about.join(" "), it.line.unwrap_or(0)))
        .collect();
    let expected = "\
completion-gone: `carrier` may still tell `Lost`, which it is no longer expected to [external:carrier app::Lost] 5\n\
effect-gained: `buy` can now cause the effect `SendReceipt` [app::SendReceipt app::buy] 1\n\
effect-lost: `buy` can no longer cause the effect `SendReceipt` [app::SendReceipt app::buy] 1\n\
entry-gone: the entry point `POST /gifts` is gone; it could cause the event `Bought` [app::give] 2\n\
entry-new: the entry point `POST /gifts` is new; it can cause the event `Bought` [app::give] 2\n\
event-unhandled: nothing handles `Cancelled` any more; `unpack` did [app::Cancelled app::unpack] 3\n\
handler-unreachable: no entry point leads to `thank` any more; `buy` did [app::thank] 4\n\
hole-new: src/app.rs cannot be seen: not seen; `pack`, which was there, is not seen any more [app::pack] 1\n\
loop-gone: `Failed` can no longer cause itself; it was a loop inline all the way round; the step from `request` to `Failed` closes it [app::Failed app::Retried app::request app::retry] 2\n\
loop-narrowed: the loop of `Failed` no longer leads through `Noted` and 1 more; it was one with a deferred step; the step from `retry` to `Noted` closes it [app::Failed app::Noted app::note app::retry] 2\n\
loop-new: `Failed` can now cause itself, inline all the way round; the step from `request` to `Failed` closes it [app::Failed app::Retried app::request app::retry] 2\n\
loop-widened: the loop of `Failed` now also leads through `Noted` and 1 more, with a deferred step; the step from `retry` to `Noted` closes it [app::Failed app::Noted app::note app::retry] 2\n\
payload-incompatible: `Packed` may be waiting, and its payload cannot be read any more: `note` is gone; raise its `version` [app::Packed] 2\n\
performer-gone: `Print` may be waiting, and nobody performs it any more [app::Print] 2\n\
resource-gained: `buy` can now touch `Parcels` through `Parcels` [app::Parcels app::buy] 1\n\
resource-lost: `buy` can no longer touch `Parcels` through `Parcels` [app::Parcels app::buy] 1\n\
route-changed: the route of `buy` was `POST /orders` and is `POST /v2/orders` [app::buy] 1\n\
schedule-changed: the schedule of `buy` was `every 1h` and is `every 24h` [app::buy] 1\n\
step-to-background: `pack` moved from the request into the background for `buy` [app::pack app::buy] 3\n\
step-to-request: `pack` moved from the background into the request for `buy` [app::pack app::buy] 3";
    assert!(told.join("\n") == expected, "this was said:\n{}", told.join("\n"));
}

/// What is gained in one direction is lost in the other, of all rules that come in twos.
#[test]
fn swapping_the_sides_swaps_the_rules() {
    const TWINS: [(&str, &str); 6] = [
        ("effect-gained", "effect-lost"),
        ("entry-new", "entry-gone"),
        ("loop-new", "loop-gone"),
        ("loop-widened", "loop-narrowed"),
        ("resource-gained", "resource-lost"),
        ("step-to-background", "step-to-request"),
    ];
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (base, head) in edits().chain(pairs()) {
        let (there, back) = (compare(&base, &head), compare(&head, &base));
        for (one, other) in TWINS {
            for (one, other) in [(one, other), (other, one)] {
                let about = |diff: &Diff, rule: &str| -> BTreeSet<BTreeSet<String>> {
                    let found = diff.findings.iter().filter(|it| it.rule == rule);
                    found.map(|it| it.about.iter().cloned().collect()).collect()
                };
                assert_eq!(about(&there, one), about(&back, other), "{one}");
                *seen.entry(one).or_default() += about(&there, one).len();
            }
        }
        for rule in ["route-changed", "schedule-changed"] {
            let number = |diff: &Diff| diff.findings.iter().filter(|it| it.rule == rule).count();
            assert_eq!(number(&there), number(&back));
        }
    }
    for (one, other) in TWINS {
        assert!(seen[one] + seen[other] > 20, "the graphs are too alike to prove anything: {seen:?}");
    }
}

#[test]
fn a_graph_beside_itself_is_nothing_to_any_rule() {
    for (base, head) in edits() {
        assert!(compare(&base, &base).findings.is_empty() && compare(&head, &head).findings.is_empty());
    }
}

/// Effects, resources and steps of entry points, by the dullest method there is: every way of every entry point.
#[test]
fn what_entry_points_do_is_told_as_brute_force_finds_it() {
    let mut seen = 0;
    for (base, head) in edits() {
        let diff = compare(&base, &head);
        let (before, after) = (Doings::of(&base), Doings::of(&head));
        let told = |rule: &str| -> BTreeSet<(String, String)> {
            let found = diff.findings.iter().filter(|it| it.rule == rule);
            found.flat_map(|it| it.about[1..].iter().map(|entry| (entry.clone(), it.about[0].clone()))).collect()
        };
        let entries: BTreeSet<&String> =
            head.nodes.iter().filter(|node| node.kind == NodeKind::Controller).map(|node| &node.id).collect();
        let only =
            |here: &BTreeSet<(String, String)>, there: &BTreeSet<(String, String)>| -> BTreeSet<(String, String)> {
                here.difference(there).filter(|(entry, _)| entries.contains(entry)).cloned().collect()
            };
        assert_eq!(told("effect-gained"), only(&after.effects, &before.effects));
        assert_eq!(told("effect-lost"), only(&before.effects, &after.effects));
        assert_eq!(told("resource-gained"), only(&after.resources, &before.resources));
        assert_eq!(told("resource-lost"), only(&before.resources, &after.resources));
        let moved = |from: &Doings, to: &Doings| -> BTreeSet<(String, String)> {
            let moved = from.within.iter().filter(|pair| to.at_all.contains(*pair) && !to.within.contains(*pair));
            moved.filter(|(_, step)| differs_before(step, &base, &head)).cloned().collect()
        };
        assert_eq!(told("step-to-background"), moved(&before, &after));
        assert_eq!(told("step-to-request"), moved(&after, &before));
        seen += told("step-to-background").len() + told("resource-lost").len() + told("effect-lost").len();
    }
    assert!(seen > 100, "the graphs are too alike to prove anything: {seen}");
}

/// Whether an edge to a node is on one side only, or leads through another archiver.
fn differs_before(step: &str, base: &Graph, head: &Graph) -> bool {
    let to = |graph: &Graph| -> BTreeSet<(EdgeId, Vec<String>)> {
        let edges = graph.edges.iter().filter(|edge| edge.to == step);
        edges.map(|edge| (EdgeId::of(edge), edge.through.clone())).collect()
    };
    to(base) != to(head)
}

/// What each entry point does, as pairs of its id and another.
struct Doings {
    effects: BTreeSet<(String, String)>,
    resources: BTreeSet<(String, String)>,
    within: BTreeSet<(String, String)>,
    at_all: BTreeSet<(String, String)>,
}

impl Doings {
    fn of(graph: &Graph) -> Doings {
        let inline =
            Graph { edges: graph.edges.iter().filter(|edge| !edge.is_durable()).cloned().collect(), ..graph.clone() };
        let is_entry = |id: &String| graph.nodes.iter().any(|node| node.kind == NodeKind::Controller && &node.id == id);
        let of_entries = |graph: &Graph| -> BTreeSet<(String, String)> {
            closure(graph).into_iter().filter(|(from, to)| is_entry(from) && from != to).collect()
        };
        let (at_all, within) = (of_entries(graph), of_entries(&inline));
        let reaches = |entry: &String, node: &String| entry == node || at_all.contains(&(entry.clone(), node.clone()));
        let mut resources = BTreeSet::new();
        for entry in graph.nodes.iter().map(|node| &node.id).filter(|id| is_entry(id)) {
            for edge in graph.edges.iter().filter(|edge| reaches(entry, &edge.from)) {
                let archivers = edge.through.iter().filter_map(|path| path.strip_suffix("::add"));
                resources.extend(archivers.map(|archiver| (entry.clone(), archiver.to_owned())));
            }
        }
        let effects = at_all.iter().filter(|(_, to)| to.starts_with("app::effect") && !to.contains("handler"));
        Doings { effects: effects.cloned().collect(), resources, within, at_all }
    }
}
