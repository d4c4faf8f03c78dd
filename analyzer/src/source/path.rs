//! Paths in a tree: `/` between names, relative to the root of the tree, without `.` and `..`; the root is empty.

/// The path that `relative` means from the directory `base`, with `.` and `..` taken away by name alone, as cargo does.
///
/// Nothing when it leaves the root, or is absolute.
///
/// ```
/// # use ensue_analyzer::source::path::join;
/// assert_eq!(join("crates/app", "../events/./src").as_deref(), Some("crates/events/src"));
/// assert_eq!(join("crates", "../..").as_deref(), None);
/// assert_eq!(join("crates", "/etc/passwd").as_deref(), None);
/// ```
#[must_use]
pub fn join(base: &str, relative: &str) -> Option<String> {
    if is_absolute(relative) {
        return None;
    }
    let mut parts: Vec<&str> = parts(base).collect();
    for part in parts_of_text(relative) {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// How `path` is written from the directory `base`, with as many leading `..` as needed.
///
/// ```
/// # use ensue_analyzer::source::path::relative;
/// assert_eq!(relative("work", "work/src/lib.rs"), "src/lib.rs");
/// assert_eq!(relative("work/app", "work/events/src/lib.rs"), "../events/src/lib.rs");
/// ```
#[must_use]
pub fn relative(base: &str, path: &str) -> String {
    // Most are asked for from a directory around them.
    if is_within(path, base) {
        return path[base.len()..].trim_start_matches('/').to_owned();
    }
    let (base, path): (Vec<&str>, Vec<&str>) = (parts(base).collect(), parts(path).collect());
    let common = base.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = base[common..].iter().map(|_| "..");
    up.chain(path[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// Whether `path` is the directory `dir` or lies in it.
#[must_use]
pub fn is_within(path: &str, dir: &str) -> bool {
    dir.is_empty() || path.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The directory that holds `path`; nothing for the root.
#[must_use]
pub fn parent(path: &str) -> Option<&str> {
    if path.is_empty() { None } else { Some(path.rsplit_once('/').map_or("", |(dir, _)| dir)) }
}

/// The path of `name` in `dir`.
#[must_use]
pub fn child(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// The last name of a path; empty for the root.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The names of a path, from the root.
pub(super) fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// The names of a path as somebody wrote it, where Windows would also accept `\`.
fn parts_of_text(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| c == '/' || (cfg!(windows) && c == '\\')).filter(|part| !part.is_empty())
}

fn is_absolute(text: &str) -> bool {
    text.starts_with('/') || std::path::Path::new(text).has_root() || has_drive(text)
}

/// `C:` anywhere is a Windows drive there and merely an odd name elsewhere; neither is a path inside a tree on Windows.
fn has_drive(text: &str) -> bool {
    cfg!(windows) && text.as_bytes().get(1) == Some(&b':')
}
