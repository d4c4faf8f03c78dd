//! CODEOWNERS: who owns the file that a node is defined in.

use crate::pattern::path_matches;
use crate::source::{Project, Tree, path};
use ensue_grammar::graph::Node;
use std::collections::BTreeMap;

/// Where the file may lie in a repository; the first that is there counts.
const PLACES: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/// A larger file counts for nothing, at GitHub as well.
const MOST_BYTES: usize = 3 * 1024 * 1024;

/// A line of the file.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    /// Of names that are compared one by one.
    pattern: Vec<String>,
    owners: Vec<String>,
}

/// Tells each node its owners.
pub(super) fn tell(tree: &dyn Tree, project: &Project, nodes: &mut [Node]) {
    let Some((dir, text)) = find(tree, project) else { return };
    let lines = lines(&text);
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in nodes {
        let Some(file) = node.file.as_deref().and_then(|file| path::join(&project.root, file)) else { continue };
        if path::is_within(&file, &dir) {
            let of_file = known.entry(file).or_insert_with_key(|file| owners(&lines, &path::relative(&dir, file)));
            node.owners.clone_from(of_file);
        }
    }
}

/// The file, and the directory that its patterns are about: that of the repository, which holds the workspace.
fn find(tree: &dyn Tree, project: &Project) -> Option<(String, String)> {
    let dirs = std::iter::successors(Some(project.root.as_str()), |dir| path::parent(dir));
    let mut all = dirs.flat_map(|dir| PLACES.map(|place| (dir, path::child(dir, place))));
    let (dir, bytes) = all.find_map(|(dir, file)| Some((dir, tree.read(&file).ok()?)))?;
    (bytes.len() <= MOST_BYTES).then(|| (dir.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
}

/// The owners of a file: those of the last line that matches it, which may have none.
fn owners(lines: &[Line], file: &str) -> Vec<String> {
    let file: Vec<&str> = file.split('/').collect();
    let last = lines.iter().rev().find(|line| path_matches(&line.pattern, &file));
    last.map(|line| line.owners.clone()).unwrap_or_default()
}

/// The lines that say something. One with a mistake counts for nothing, and so does what is no pattern here though it is one
/// in `.gitignore`: `!` and `[`.
fn lines(text: &str) -> Vec<Line> {
    text.lines().flat_map(line).collect()
}

fn line(text: &str) -> Vec<Line> {
    let mut words = words(text).into_iter();
    let Some(pattern) = words.next().filter(|it| !it.starts_with('!') && !it.contains(['[', ']'])) else {
        return Vec::new();
    };
    let owners: Vec<String> = words.collect();
    if !owners.iter().all(|owner| owner.contains('@')) {
        return Vec::new();
    }
    patterns(&pattern).into_iter().map(|pattern| Line { pattern, owners: owners.clone() }).collect()
}

/// The words of a line up to a comment. A backslash takes its meaning from a space.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_inside = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '#' if !is_inside => break,
            ' ' | '\t' => {
                is_inside = false;
                continue;
            }
            _ => {}
        }
        let character = if character == '\\' { characters.next() } else { Some(character) };
        match words.last_mut().filter(|_| is_inside) {
            Some(word) => word.extend(character),
            None => words.push(character.into_iter().collect()),
        }
        is_inside = true;
    }
    words
}

/// What a pattern matches: a file, or a directory and all in it.
fn patterns(text: &str) -> Vec<Vec<String>> {
    let mut names: Vec<&str> = text.split('/').collect();
    let is_directory = names.len() > 1 && names.last() == Some(&"");
    if is_directory {
        names.pop();
    }
    match names.as_slice() {
        // The root itself, which is no file.
        [] | [""] => return Vec::new(),
        ["", ..] => drop(names.remove(0)),
        // Without a slash in front or in between it may lie anywhere.
        [_] => names.insert(0, "**"),
        _ => {}
    }
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    let inside = own(&[names.as_slice(), &["**"]].concat());
    match names.last() {
        _ if is_directory => vec![inside],
        // `docs/*` is what lies in the directory itself.
        Some(&("*" | "**")) => vec![own(&names)],
        _ => vec![own(&names), inside],
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, owners};

    /// What GitHub's own page about the file says of its examples.
    #[test]
    fn the_documented_examples_have_their_owners() {
        let text = "\
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/scripts/ @doctocat @octocat
**/logs @octocat-logs
/apps/github
";
        let lines = lines(text);
        for (file, expected) in [
            ("a.rs", "@global-owner1 @global-owner2"),
            ("deep/down/a.rs", "@global-owner1 @global-owner2"),
            ("web/a.js", "@js-owner"),
            ("a.go", "docs@example.com"),
            ("notes/a.txt", "@octo-org/octocats"),
            ("build/logs/a.rs", "@octocat-logs"),
            ("build/a.rs", "@global-owner1 @global-owner2"),
            ("docs/getting-started.md", "docs@example.com"),
            ("docs/build-app/troubleshooting.md", "@global-owner1 @global-owner2"),
            ("src/apps/a.rs", "@octocat"),
            ("scripts/a.rs", "@doctocat @octocat"),
            ("src/scripts/a.rs", "@global-owner1 @global-owner2"),
            ("deeply/nested/logs/a.rs", "@octocat-logs"),
            ("apps/github", ""),
            ("apps/github/a.rs", ""),
            ("apps/gitlab/a.rs", "@octocat"),
        ] {
            assert_eq!(owners(&lines, file).join(" "), expected, "{file}");
        }
    }

    #[test]
    fn what_is_no_pattern_here_counts_for_nothing() {
        let text = "* @all\n!a.rs @not\n[ab].rs @not\na.rs nobody\n/ @root\nwith\\ space.rs @space\n\\#a @hash\n   \n";
        let lines = lines(text);
        for (file, expected) in [("a.rs", "@all"), ("with space.rs", "@space"), ("#a", "@hash"), ("src/b.rs", "@all")] {
            assert_eq!(owners(&lines, file).join(" "), expected, "{file}");
        }
    }
}
