//! Source that ends in the middle, as while somebody types: at every token of every fixture.

use crate::fixtures;
use crate::input::Input;
use crate::seeds;
use crate::source::tokens;
use std::sync::OnceLock;

/// Files, of which one ends early; and where it may end.
struct Whole {
    files: Vec<(String, Vec<u8>)>,
    /// The one that is cut.
    at: usize,
    ends: Vec<usize>,
}

/// All that the suite cuts: each source file of each fixture, at the beginning of each token.
pub(crate) fn of_fixtures() -> u64 {
    fixtures_to_cut().iter().map(|whole| whole.ends.len() as u64).sum()
}

/// The fixtures first, one cut a case; then all other source that is there.
pub(crate) fn cut(case: u64) -> Input {
    let mut left = case;
    for whole in fixtures_to_cut().iter().chain(more_to_cut()).cycle() {
        let Some(&end) = usize::try_from(left).ok().and_then(|at| whole.ends.get(at)) else {
            left -= whole.ends.len() as u64;
            continue;
        };
        let mut files = whole.files.clone();
        files[whole.at].1.truncate(end);
        return Input::package(files);
    }
    Input::default()
}

fn fixtures_to_cut() -> &'static [Whole] {
    static FIXTURES: OnceLock<Vec<Whole>> = OnceLock::new();
    FIXTURES.get_or_init(|| {
        let bytes = |(path, text): (String, String)| (path, text.into_bytes());
        let all = fixtures::all().into_iter().map(|(_, text)| fixtures::files(&text).into_iter().map(bytes).collect());
        all.flat_map(|files: Vec<(String, Vec<u8>)>| {
            let sources = (0..files.len()).filter(|at| files[*at].0 != "Cargo.toml").collect::<Vec<_>>();
            sources.into_iter().map(move |at| whole(files.clone(), at))
        })
        .collect()
    })
}

fn more_to_cut() -> &'static [Whole] {
    static MORE: OnceLock<Vec<Whole>> = OnceLock::new();
    let file = |text: &String| whole(vec![("src/lib.rs".to_owned(), text.clone().into_bytes())], 0);
    MORE.get_or_init(|| seeds::sources().iter().map(file).collect())
}

fn whole(files: Vec<(String, Vec<u8>)>, at: usize) -> Whole {
    let ends = tokens(&files[at].1);
    Whole { files, at, ends }
}
