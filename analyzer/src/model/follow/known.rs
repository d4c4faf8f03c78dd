//! What is known of the toolchain: it is not in the tree, and nearly every body names it.

/// `unwrap` and the like: what the wrapper holds.
pub(super) fn unwraps(method: &str) -> bool {
    ["expect", "unwrap", "unwrap_or", "unwrap_or_default", "unwrap_or_else"].contains(&method)
}

/// Methods of wrappers, collections and iterators that give back one of them with the same in it.
pub(super) fn keeps(method: &str) -> bool {
    const KEEPS: &[&str] = &[
        "as_deref",
        "as_deref_mut",
        "as_mut",
        "as_mut_slice",
        "as_ref",
        "as_slice",
        "borrow",
        "borrow_mut",
        "by_ref",
        "chain",
        "cloned",
        "copied",
        "cycle",
        "deref",
        "deref_mut",
        "drain",
        "filter",
        "find",
        "first",
        "first_mut",
        "fuse",
        "get_mut",
        "inspect",
        "into_inner",
        "into_iter",
        "iter",
        "iter_mut",
        "last",
        "last_mut",
        "lock",
        "next",
        "next_back",
        "nth",
        "ok",
        "ok_or",
        "ok_or_else",
        "peekable",
        "pop",
        "read",
        "rev",
        "skip",
        "skip_while",
        "step_by",
        "take",
        "take_while",
        "to_vec",
        "write",
    ];
    KEEPS.contains(&method)
}

/// Methods that hand what a wrapper, collection or iterator holds to a function.
pub(super) fn hands_over(method: &str) -> bool {
    const HANDS_OVER: &[&str] = &[
        "all",
        "and_then",
        "any",
        "filter",
        "filter_map",
        "find",
        "flat_map",
        "for_each",
        "inspect",
        "is_some_and",
        "map",
        "retain",
        "try_for_each",
    ];
    HANDS_OVER.contains(&method)
}

/// Methods of wrappers, collections and iterators that do nothing else with what they hold.
pub(super) fn opens(method: &str) -> bool {
    unwraps(method) || keeps(method) || hands_over(method)
}

/// Functions that give back what they are given, in a wrapper.
pub(super) fn wraps(path: &str) -> bool {
    let mut names = path.rsplit("::");
    match (names.next(), names.next()) {
        (Some("Some" | "Ok"), _) | (Some("once"), Some("iter")) | (Some("new" | "pin"), Some("Box")) => true,
        (Some("new"), Some(owner)) => ["Arc", "Cell", "Mutex", "Pin", "Rc", "RefCell", "RwLock"].contains(&owner),
        _ => false,
    }
}

/// Functions of the prelude.
pub(super) fn is_prelude(name: &str) -> bool {
    ["Err", "None", "Ok", "Some"].contains(&name)
}

/// Methods of every type that give back the same type.
pub(super) fn copies(method: &str) -> bool {
    ["clone", "to_owned"].contains(&method)
}

/// Functions that derives and the language write, and that make the type which they belong to.
pub(super) fn makes(function: &str) -> bool {
    ["clone", "default", "from"].contains(&function)
}

/// Methods of a context that emit nothing.
pub(super) fn is_harmless(method: &str) -> bool {
    ["change", "settle", "touch", "tx"].contains(&method)
}

/// The traits of functions and closures.
pub(super) fn is_callable(path: &str) -> bool {
    ["AsyncFn", "AsyncFnMut", "AsyncFnOnce", "Fn", "FnMut", "FnOnce"].contains(&path)
}
