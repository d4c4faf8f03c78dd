//! Names of the snapshot, and how the program writes them.

use crate::graph::{Graph, SCHEMA};
use std::collections::BTreeSet;

/// The graph of a text.
pub(crate) fn read(snapshot: &str) -> Result<Graph, String> {
    let snapshot: Graph = serde_json::from_str(snapshot).map_err(|error| error.to_string())?;
    if snapshot.schema != SCHEMA {
        return Err(format!("its schema is `{}`, expected `{SCHEMA}`", snapshot.schema));
    }
    Ok(snapshot)
}

/// How the program writes an id of the snapshot. It says `shop(bin)` itself where it was compiled beside a library of that name.
/// What else clashes only the snapshot tells apart: `shop(bin)` and `shop(example)` without a library, and `package/shop` where two
/// packages have crates of one name.
pub(super) fn spelled(id: &str, crates: &BTreeSet<&str>) -> String {
    let own = id.split_once('/').map_or(id, |(_, own)| own);
    if crates.contains(crate_of(own)) { own.to_owned() } else { as_linked(id) }
}

/// Whether an id of the snapshot is linked.
pub(crate) fn is_linked(id: &str, linked: &BTreeSet<String>, crates: &BTreeSet<&str>) -> bool {
    linked.contains(&spelled(id, crates))
}

/// An id without what tells crates of one name apart.
pub(crate) fn as_linked(id: &str) -> String {
    let krate = crate_of(id);
    let path = &id[krate.len()..];
    let name = krate.rsplit('/').next().unwrap_or(krate);
    let name = name.split('(').next().unwrap_or(name);
    format!("{name}{path}")
}

pub(crate) fn crate_of(id: &str) -> &str {
    id.split("::").next().unwrap_or(id)
}
