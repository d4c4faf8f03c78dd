//! From a workspace on which two sides differ to a small one on which they still do.

use crate::source::Source;

/// How often a smaller workspace is tried: each time costs a build.
const TRIES: usize = 150;

/// Takes parts away for as long as `fails` says that the rest still fails.
pub fn shrink(mut source: Source, mut fails: impl FnMut(&Source) -> bool) -> Source {
    let mut tries = 0;
    let mut at_once = source.parts().len().div_ceil(2);
    loop {
        let mut shrunk = false;
        let mut from = 0;
        loop {
            let parts = source.parts();
            if from >= parts.len() || tries >= TRIES {
                break;
            }
            let gone: Vec<_> = parts.iter().skip(from).take(at_once).cloned().collect();
            let smaller = source.without(&gone);
            tries += 1;
            if fails(&smaller) {
                source = smaller;
                shrunk = true;
            } else {
                from += at_once;
            }
        }
        if tries >= TRIES || (at_once == 1 && !shrunk) {
            return source;
        }
        at_once = (at_once / 2).max(1);
    }
}
