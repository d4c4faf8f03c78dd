//! Macros of the standard library and of crates that are in most bodies: they are not in the tree.

/// Whether a macro goes by a name of the standard library, or of crates that are in most bodies, so that it is not kept
/// for each call. A macro of the tree that makes annotated items and has such a name is told of where it is defined.
#[must_use]
pub fn is_ordinary(name: &str) -> bool {
    is_one(ORDINARY_THAT_RUN, name) || is_one(ORDINARY, name)
}

/// Whether a macro of this name, when it is from outside the tree, runs each of its arguments, once or as a branch decides.
#[must_use]
pub fn runs_arguments(name: &str) -> bool {
    is_one(ORDINARY_THAT_RUN, name) || ["join", "try_join"].contains(&name)
}

/// Whether a name is in a sorted list: this is asked for most macros that a tree calls.
fn is_one(list: &[&str], name: &str) -> bool {
    list.binary_search(&name).is_ok()
}

const ORDINARY_THAT_RUN: &[&str] = &[
    "anyhow",
    "assert",
    "assert_eq",
    "assert_ne",
    "bail",
    "dbg",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "ensure",
    "eprint",
    "eprintln",
    "error",
    "format",
    "format_args",
    "info",
    "matches",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "vec",
    "warn",
    "write",
    "writeln",
];

const ORDINARY: &[&str] = &[
    "assert_matches",
    "cfg",
    "column",
    "compile_error",
    "concat",
    "env",
    "file",
    "include_bytes",
    "include_str",
    "json",
    "line",
    "log",
    "module_path",
    "option_env",
    "quote",
    "stringify",
];

#[cfg(test)]
mod tests {
    use super::{ORDINARY, ORDINARY_THAT_RUN};

    #[test]
    fn the_lists_are_sorted_and_have_nothing_in_common() {
        assert!(ORDINARY.is_sorted() && ORDINARY_THAT_RUN.is_sorted());
        assert!(ORDINARY.iter().all(|name| !ORDINARY_THAT_RUN.contains(name)));
    }
}
