//! The snapshot `ensue.json` against what is linked.

mod compare;
mod file;
mod names;

pub(crate) use names::{as_linked, crate_of, is_linked, read};

use crate::app::Linked;
use crate::linked;
use compare::Program;
use std::fmt::Write;

/// Fails the test when the snapshot `ensue.json` does not say what is linked into it.
///
/// The nearest snapshot counts, from the package of the test up to the workspace root; `cargo ensue snapshot` writes it. Nodes and
/// edges of the crates that the test links are compared: what is missing on either side fails, and so does a route, a stable
/// name, a version or the like that differs. Write it once for each package with annotations:
///
/// ```no_run
/// #[test]
/// fn the_snapshot_is_fresh() {
///     ensue::assert_snapshot!();
/// }
/// ```
///
/// - What another program has is not missing. A test of a whole program names it, and then all crates that it links must be
///   linked here: `ensue::assert_snapshot!(program = "worker")`. In a test under `tests/` name the library too, `use worker as
///   _;`, or nothing of it is linked.
/// - What exists under a condition, such as a feature, is not missing while nothing else is linked that has the same condition in
///   the same crate. Of variants under different conditions what they say differently is not compared.
/// - Methods of archivers are compared like nodes.
/// - What the test defines itself, in its module and below it, is left out, and so is what comes from outside of the workspace.
///
/// # Panics
/// When the two differ, with all differences and what to do; and when there is no snapshot.
#[macro_export]
macro_rules! assert_snapshot {
    ($(program = $program:expr $(,)?)?) => {
        $crate::__private::assert_snapshot(&$crate::__private::Asked {
            dir: ::core::env!("CARGO_MANIFEST_DIR"),
            package: ::core::env!("CARGO_PKG_NAME"),
            module: ::core::module_path!(),
            program: ::core::option::Option::None$(.or(::core::option::Option::Some($program)))?,
        })
    };
}

/// Where [`assert_snapshot!`] stands, and what it is about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The directory of the package.
    pub dir: &'a str,
    /// Its name.
    pub package: &'a str,
    /// The module of the test.
    pub module: &'a str,
    /// The program that the test is of.
    pub program: Option<&'a str>,
}

/// What [`assert_snapshot!`] does.
///
/// # Panics
/// As it says.
#[track_caller]
pub fn assert_snapshot(asked: &Asked<'_>) {
    let (shown, text) = file::nearest(asked.dir).unwrap_or_else(|why| panic!("{why}"));
    let kept = read(&text).unwrap_or_else(|why| panic!("`{shown}` cannot be used: {why}"));
    let program = Program { graph: linked(), places: Linked::collect().places(), asked: *asked };
    let differences = compare::differences(kept, &program).unwrap_or_else(|why| panic!("`{shown}`: {why}"));
    if differences.is_empty() {
        return;
    }
    let list = differences.iter().fold(String::new(), |mut list, difference| {
        let _ = write!(list, "\n  {difference}");
        list
    });
    panic!(
        "`{shown}` does not say what is linked here:{list}\n\
         if the code is right, write the snapshot anew with `cargo ensue snapshot`"
    );
}
