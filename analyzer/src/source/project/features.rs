//! The features of a package, and which of them turn on which.

use super::manifest::Manifest;
use std::collections::{BTreeMap, BTreeSet};

/// Each feature with what it turns on. An optional dependency is one too, unless a feature names it as `dep:name`.
pub(super) fn features(manifest: &Manifest) -> BTreeMap<String, Vec<String>> {
    let mut features = manifest.features.clone();
    let named: BTreeSet<&str> =
        manifest.features.values().flatten().filter_map(|entry| entry.strip_prefix("dep:")).collect();
    for (_, entry) in manifest.dependencies.iter().filter(|(_, entry)| entry.is_optional) {
        if !named.contains(entry.key.as_str()) {
            features.entry(entry.key.clone()).or_insert_with(|| vec![format!("dep:{}", entry.key)]);
        }
    }
    features
}

/// The features among these, and all that they turn on.
pub(super) fn turned_on<'f>(
    features: &'f BTreeMap<String, Vec<String>>,
    first: impl IntoIterator<Item = &'f str>,
) -> BTreeSet<&'f str> {
    let mut on = BTreeSet::new();
    let mut ahead: Vec<&str> = first.into_iter().collect();
    while let Some(name) = ahead.pop() {
        let Some((name, entries)) = features.get_key_value(name) else { continue };
        if on.insert(name.as_str()) {
            ahead.extend(entries.iter().filter_map(|entry| feature_of(entry)));
        }
    }
    on
}

/// The feature of the same package that an entry turns on: `other`, or the optional dependency of `name/feature`.
fn feature_of(entry: &str) -> Option<&str> {
    match entry.split_once('/') {
        Some((dependency, _)) => (!dependency.ends_with('?')).then_some(dependency),
        None => (!entry.starts_with("dep:")).then_some(entry),
    }
}
