//! Renames and moves that nobody wrote down: how many are told, and how many are told that are none.
//!
//! Programs are written from seeds and edited by a script, which knows what it did. Half of the edits give something
//! another path, the other half take something away and put something else of its kind in its place.
#![allow(clippy::print_stdout, reason = "the figures that the documents give")]

#[path = "../graphs/support.rs"]
mod fixtures;
mod program;

use ensue_analyzer::diff::compare;
use fastrand::Rng;
use fixtures::analyze_files;
use program::Program;
use std::collections::BTreeSet;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

#[test]
fn moves_are_told_and_replacements_are_not() {
    let (mut moves, mut told, mut right, mut replaced) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    let mut missed = Vec::new();
    for seed in 0..20 {
        let mut rng = Rng::with_seed(seed);
        let base = Program::random(&mut rng);
        let (head, truth) = base.edited(&mut rng);
        let [before, after] = [&base, &head].map(|program| {
            let source = program.source();
            let analysis =
                analyze_files([("Cargo.toml".to_owned(), MANIFEST.to_owned()), ("src/lib.rs".to_owned(), source)]);
            assert_eq!((analysis.graph.holes.as_slice(), analysis.graph.diagnostics.as_slice()), (&[][..], &[][..]));
            analysis.graph
        });
        let answer: BTreeSet<(String, String)> =
            compare(&before, &after).nodes.moved.into_iter().map(|it| (it.from, it.to)).collect();
        let back = compare(&after, &before).nodes.moved.into_iter().map(|it| (it.to, it.from)).collect();
        assert_eq!(answer, back, "seed {seed}: the same pairs, seen from the other side");
        moves += truth.moves.len();
        replaced += truth.replaced;
        told += answer.len();
        right += answer.intersection(&truth.moves).count();
        wrong.extend(answer.difference(&truth.moves).map(|pair| (seed, pair.clone())));
        missed.extend(truth.moves.difference(&answer).map(|pair| (seed, pair.clone())));
    }
    println!("{moves} moves and {replaced} replacements: {told} moves are told, {right} of them rightly");
    assert!(moves >= 200 && replaced >= 200, "{moves} moves, {replaced} replacements");
    assert!(right * 100 >= told * 98, "of {told} moves that are told {right} are right: {wrong:#?}");
    assert!(right * 100 >= moves * 90, "of {moves} moves {right} are told: {missed:#?}");
}
