//! Nodes that are the same under another id, though no annotation says so.

use super::super::NodeMove;
use super::evidence::{Census, ENOUGH, Sign, Traits, confidence};
use ensue_grammar::graph::{EdgeKind, Graph, Node, NodeKey, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// How many nodes may share a sign for it to lead to candidates. Others are found by what they share with fewer.
const MOST_ALIKE: usize = 16;

/// How often what was found leads to more. Each time, nodes are known by neighbours that were found before.
const MOST_ROUNDS: usize = 16;

/// The moves between nodes that only base has and nodes that only head has, as far as they can be told from what the nodes
/// say of themselves (names, bodies, payloads, docs, routes) and from their neighbours.
///
/// Cautious: of two candidates that are nearly as good, neither is taken. The same pairs are found when the sides are
/// swapped. `known` are the moves that annotations tell; they are not among what is given back.
pub(super) fn infer(base: &Graph, head: &Graph, known: &[NodeMove]) -> Vec<NodeMove> {
    let (before, after) = (Side::new(base), Side::new(head));
    let mut search = Search {
        gone: before.missing_in(&after),
        come: after.missing_in(&before),
        before,
        after,
        there: BTreeMap::new(),
        ways: BTreeSet::new(),
    };
    for it in known {
        let (from, to) = ((it.from.as_str(), it.kind), (it.to.as_str(), it.kind));
        let nodes = search.before.traits.get(&from).zip(search.after.traits.get(&to));
        if let Some((from, to)) = nodes.map(|(from, to)| (from.node, to.node)) {
            search.take(from, to);
        }
    }
    let mut found = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let round = search.round();
        if round.is_empty() {
            break;
        }
        for (from, to, points) in round {
            search.take(from, to);
            let confidence = confidence(points);
            let before = from.clone();
            found.push(NodeMove { from: from.id.clone(), to: to.id.clone(), kind: to.kind, confidence, before });
        }
    }
    found
}

/// One of the two graphs.
struct Side<'g> {
    traits: BTreeMap<NodeKey<'g>, Traits<'g>>,
    census: Census<'g>,
    /// Of each node: what it is joined with, and how.
    joined: BTreeMap<NodeKey<'g>, BTreeSet<Join<'g>>>,
}

/// An edge as one of its ends sees it: its kind, whether it leads away, and the other end.
type Join<'g> = (EdgeKind, bool, NodeKey<'g>);

struct Search<'g> {
    before: Side<'g>,
    after: Side<'g>,
    /// What only one side has and was not found yet.
    gone: BTreeSet<NodeKey<'g>>,
    come: BTreeSet<NodeKey<'g>>,
    /// Ids of base as they are in head.
    there: BTreeMap<NodeKey<'g>, &'g str>,
    /// The modules from which, and to which, something went.
    ways: BTreeSet<(&'g str, &'g str)>,
}

impl<'g> Side<'g> {
    fn new(graph: &'g Graph) -> Side<'g> {
        let traits: BTreeMap<_, _> = graph.nodes.iter().map(|node| (node.key(), Traits::of(node))).collect();
        let mut census = Census::new();
        for (key, traits) in &traits {
            for sign in &traits.signs {
                *census.entry((key.1, sign.clone())).or_default() += 1;
            }
        }
        let mut joined: BTreeMap<NodeKey<'g>, BTreeSet<Join<'g>>> = BTreeMap::new();
        let index = crate::analyses::Index::new(graph);
        for (at, edge) in graph.edges.iter().enumerate() {
            if let Some((from, to)) = index.ends(at) {
                let (from, to) = (graph.nodes[from].key(), graph.nodes[to].key());
                joined.entry(from).or_default().insert((edge.kind, true, to));
                joined.entry(to).or_default().insert((edge.kind, false, from));
            }
        }
        Side { traits, census, joined }
    }

    /// The nodes for which the other side has none of the same id and kind: what a partner is looked for.
    fn missing_in(&self, other: &Side<'_>) -> BTreeSet<NodeKey<'g>> {
        self.traits.keys().filter(|key| !other.traits.contains_key(*key)).copied().collect()
    }

    fn is_rare(&self, kind: NodeKind, sign: &Sign<'g>) -> bool {
        self.census.get(&(kind, sign.clone())).is_none_or(|&count| count == 1)
    }
}

impl<'g> Search<'g> {
    /// The pairs of which each is the best candidate of the other by far.
    fn round(&self) -> Vec<(&'g Node, &'g Node, i32)> {
        let mut best: [BTreeMap<NodeKey<'g>, Best<'g>>; 2] = Default::default();
        for (old, new) in self.candidates() {
            let points = self.points(old, new);
            best[0].entry(old).or_default().offer(new, points);
            best[1].entry(new).or_default().offer(old, points);
        }
        let [of_old, of_new] = best;
        let pairs = of_old.into_iter().filter_map(|(old, best)| Some((old, best.clear()?, best.points)));
        pairs
            .filter(|(old, new, _)| of_new.get(new).and_then(Best::clear) == Some(*old))
            .map(|(old, new, points)| (self.before.traits[&old].node, self.after.traits[&new].node, points))
            .collect()
    }

    fn take(&mut self, from: &'g Node, to: &'g Node) {
        self.gone.remove(&from.key());
        self.come.remove(&to.key());
        self.there.insert(from.key(), &to.id);
        self.ways.insert((&from.module, &to.module));
    }

    /// Pairs that share something which few others share.
    fn candidates(&self) -> BTreeSet<(NodeKey<'g>, NodeKey<'g>)> {
        let mut signs: BTreeMap<(NodeKind, &Sign<'g>), [Vec<NodeKey<'g>>; 2]> = BTreeMap::new();
        let mut joins: BTreeMap<(NodeKind, Join<'g>), [Vec<NodeKey<'g>>; 2]> = BTreeMap::new();
        for (which, side, open) in [(0, &self.before, &self.gone), (1, &self.after, &self.come)] {
            for key in open {
                for sign in &side.traits[key].signs {
                    signs.entry((key.1, sign)).or_default()[which].push(*key);
                }
                for join in self.comparable(which, *key) {
                    joins.entry((key.1, join)).or_default()[which].push(*key);
                }
            }
        }
        let groups = signs.into_values().chain(joins.into_values());
        let few = groups.filter(|group| group.iter().all(|side| side.len() <= MOST_ALIKE));
        few.flat_map(|[old, new]| {
            old.into_iter().flat_map(move |old| new.clone().into_iter().map(move |new| (old, new)))
        })
        .collect()
    }

    fn points(&self, old: NodeKey<'g>, new: NodeKey<'g>) -> i32 {
        let is_rare = |sign: &Sign<'g>| self.before.is_rare(old.1, sign) && self.after.is_rare(old.1, sign);
        let own = self.before.traits[&old].points(&self.after.traits[&new], is_rare);
        own + self.neighbours(old, new) + self.company(old, new)
    }

    /// Whether the two are joined with the same nodes, as far as those can be compared.
    fn neighbours(&self, old: NodeKey<'g>, new: NodeKey<'g>) -> i32 {
        let (before, after) = (self.comparable(0, old), self.comparable(1, new));
        if before.is_empty() || after.is_empty() {
            return 0;
        }
        let common = before.intersection(&after).count();
        match (2 * common).cmp(&before.union(&after).count()) {
            _ if before == after => 2,
            std::cmp::Ordering::Less => -2,
            _ => 1,
        }
    }

    /// What a node is joined with, by the ids of head; without what only one side has, of which nothing is known yet.
    fn comparable(&self, which: usize, key: NodeKey<'g>) -> BTreeSet<Join<'g>> {
        let (side, open) = if which == 0 { (&self.before, &self.gone) } else { (&self.after, &self.come) };
        let joins = side.joined.get(&key).into_iter().flatten().filter(|join| !open.contains(&join.2));
        let id = |other: NodeKey<'g>| if which == 0 { *self.there.get(&other).unwrap_or(&other.0) } else { other.0 };
        joins.map(|&(kind, leads_away, other)| (kind, leads_away, (id(other), other.1))).collect()
    }

    /// Whether something else of the module is known to have gone the same way.
    fn company(&self, old: NodeKey<'g>, new: NodeKey<'g>) -> i32 {
        let (old, new) = (&self.before.traits[&old], &self.after.traits[&new]);
        i32::from(old.has_name_of(new) && self.ways.contains(&(old.node.module.as_str(), new.node.module.as_str())))
    }
}

/// The best candidate so far, and how far behind the next one is.
#[derive(Default)]
struct Best<'g> {
    of: Option<NodeKey<'g>>,
    points: i32,
    next: i32,
}

impl<'g> Best<'g> {
    fn offer(&mut self, candidate: NodeKey<'g>, points: i32) {
        if self.of.is_none() || points > self.points {
            self.next = if self.of.is_some() { self.points } else { i32::MIN };
            (self.of, self.points) = (Some(candidate), points);
        } else {
            self.next = self.next.max(points);
        }
    }

    /// The candidate, where there is enough for it and no other is as good.
    fn clear(&self) -> Option<NodeKey<'g>> {
        self.of.filter(|_| self.points >= ENOUGH && self.points > self.next)
    }
}
