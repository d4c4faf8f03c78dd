//! Who may know whom: between the crates, and between the stages of the analyzer.

use ensue_tests::{files_below, root};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::process::Command;

/// The crates of the workspace that each published crate may depend on, tests included. Analyzer and runtime never meet.
const CRATES: &[(&str, &[&str])] = &[
    ("ensue-grammar", &[]),
    ("ensue-macros", &["ensue-grammar"]),
    ("ensue", &["ensue-macros", "ensue-grammar"]),
    ("ensue-templates", &[]),
    ("cargo-ensue", &["ensue-grammar", "ensue-templates"]),
];

/// What only tests need: the macros' own tests are programs that use the runtime.
const TESTS_ONLY: &[(&str, &str)] = &[("ensue-macros", "ensue")];

/// The stages of the analyzer, each with the earlier ones that it may name.
const STAGES: &[(&str, &[&str])] = &[
    ("digest", &[]),
    ("example", &[]),
    ("quiet", &[]),
    ("rules", &[]),
    ("pattern", &[]),
    ("source", &["quiet", "rules"]),
    ("condition", &["source"]),
    ("parse", &["digest", "quiet", "source", "condition"]),
    ("resolve", &["rules", "source", "condition", "parse"]),
    ("model", &["digest", "rules", "pattern", "source", "condition", "parse", "resolve"]),
    ("analyses", &["condition", "model"]),
    ("lints", &["digest", "example", "pattern", "parse", "model", "analyses"]),
    ("fixes", &["parse", "model", "lints"]),
    ("diff", &["digest", "example", "pattern", "model", "analyses"]),
    ("configuration", &["source", "analyses", "lints", "diff"]),
    ("render", &["quiet", "model", "analyses", "lints", "diff"]),
    ("cli", &["source", "parse", "resolve", "model", "analyses", "lints", "fixes", "configuration", "diff", "render"]),
];

/// The only stages that touch the world.
const WORLDLY: &[&str] = &["source", "cli"];

/// What of `std` touches the world.
const WORLD_MODULES: &[&str] = &["fs", "env", "process", "net"];

/// Crates that touch the world, besides `std`.
const WORLD_CRATES: &[&str] = &["gix", "walkdir"];

/// Methods of paths that ask the disk, and clocks: neither names a module of [`WORLD_MODULES`].
const WORLD_WORDS: &[&str] =
    &["canonicalize", "read_dir", "read_link", "symlink_metadata", "try_exists", "is_symlink", "SystemTime", "Instant"];

#[test]
fn crates_depend_in_one_direction() {
    let metadata = metadata();
    let published: BTreeSet<&str> = CRATES.iter().map(|(name, _)| *name).collect();
    for package in metadata["packages"].as_array().expect("a list") {
        let name = package["name"].as_str().expect("a name");
        let dependencies: BTreeSet<&str> = package["dependencies"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|dependency| {
                let target = dependency["name"].as_str().unwrap_or_default();
                !(dependency["kind"] == "dev" && TESTS_ONLY.contains(&(name, target)))
            })
            .filter_map(|dependency| dependency["path"].as_str().and(dependency["name"].as_str()))
            .collect();
        match CRATES.iter().find(|(known, _)| *known == name) {
            Some((_, allowed)) => {
                let wrong: Vec<_> = dependencies.iter().filter(|it| !allowed.contains(it)).collect();
                assert!(wrong.is_empty(), "`{name}` must not depend on {wrong:?}");
            }
            None => assert!(
                package["publish"] == serde_json::json!([]) && !published.contains(name),
                "`{name}` is published and has no place in `CRATES`"
            ),
        }
    }
}

#[test]
fn the_runtime_is_small_by_default() {
    let output = cargo(&["tree", "-p", "ensue", "-e", "normal", "--prefix", "none", "--locked", "--offline"]);
    for heavy in ["tokio", "sqlx", "axum", "tracing", "chrono"] {
        let named = output.lines().any(|line| line.split(' ').next() == Some(heavy));
        assert!(!named, "`ensue` pulls in `{heavy}` without being asked:\n{output}");
    }
}

#[test]
fn stages_name_only_earlier_stages() {
    let mut wrong = Vec::new();
    for (file, stage, module, code) in stage_files() {
        let (_, allowed) = STAGES.iter().find(|(name, _)| *name == stage).unwrap_or_else(|| {
            panic!("`{file}` belongs to no stage: give `{stage}` a place in `STAGES` and in docs/architecture.md")
        });
        for named in named_stages(&code, &module) {
            let is_stage = STAGES.iter().any(|(name, _)| *name == named);
            if is_stage && named != stage && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{file} names `{named}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "a stage knows only those before it:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_first_and_the_last_stage_touch_the_world() {
    let mut wrong = Vec::new();
    for (file, stage, _, code) in stage_files() {
        if WORLDLY.contains(&stage.as_str()) {
            continue;
        }
        for path in paths_after(&code, "std") {
            if WORLD_MODULES.contains(&path.as_str()) {
                wrong.push(format!("{file} names `std::{path}`"));
            }
        }
        for word in words(&code) {
            if WORLD_CRATES.contains(&word.as_str()) || WORLD_WORDS.contains(&word.as_str()) {
                wrong.push(format!("{file} names `{word}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "stages between `source` and `cli` are functions over data:\n{}", wrong.join("\n"));
}

/// The tests above would pass on anything if the reading below saw nothing.
#[test]
fn what_is_looked_for_is_seen() {
    let code = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let module = ["model".to_owned(), "edges".to_owned()];
    let named = |text: &str| named_stages(&code(text), &module);
    assert_eq!(named("use crate::render::svg;"), ["render"]);
    assert_eq!(named("use crate::{parse::Outline, diff};"), ["parse", "diff"]);
    assert_eq!(named("fn f() { format!(\"{}\", crate::cli::x()) }"), ["cli"]);
    assert_eq!(named("use super::super::render;"), ["render"]);
    assert_eq!(named("use super::nodes;"), Vec::<String>::new());
    assert_eq!(paths_after(&code("use std::{fs, io}; fn f() { std::env::var(X) }"), "std"), ["fs", "io", "env"]);
    assert_eq!(named("#[cfg(test)] mod tests { use crate::cli; }"), Vec::<String>::new());
    assert_eq!(named("/// [`crate::cli`]\nfn f() { \"crate::cli\"; }"), Vec::<String>::new());
}

/// Every source file below a stage's folder: its path, its stage, its module path in the crate, its code.
fn stage_files() -> Vec<(String, String, Vec<String>, TokenStream)> {
    let source = root().join("analyzer/src");
    let mut files = Vec::new();
    for path in files_below(&source) {
        let name = path.to_str().expect("our own names are text").to_owned();
        let is_root = ["lib.rs", "main.rs"].contains(&name.as_str());
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if is_root || !is_rust || name.ends_with("tests.rs") || name.contains("tests/") {
            continue;
        }
        let module: Vec<String> =
            name.trim_end_matches(".rs").trim_end_matches("/mod").split('/').map(str::to_owned).collect();
        let text = std::fs::read_to_string(source.join(&path)).expect("the file can be read");
        let code = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        files.push((name, module[0].clone(), module, code));
    }
    assert!(files.len() >= STAGES.len(), "each stage has at least one file");
    files
}

/// The stages that code in this module names: by `crate::` and by enough `super::`.
fn named_stages(code: &TokenStream, module: &[String]) -> Vec<String> {
    let mut named = paths_after(code, "crate");
    let climb = vec!["super"; module.len()].join("::");
    named.extend(paths_after(code, &climb));
    named
}

/// The names that follow a path in the code, in `path::name` and in `path::{name, name::..}`.
fn paths_after(code: &TokenStream, path: &str) -> Vec<String> {
    let path: Vec<&str> = path.split("::").collect();
    let mut found = Vec::new();
    each_level(code, &mut |tokens| {
        for at in 0..tokens.len() {
            let rest = path.iter().try_fold(&tokens[at..], |rest, segment| after_segment(rest, segment));
            // A longer chain of `super` is another path.
            let longer = at >= 3 && path[0] == "super" && is_word(&tokens[at - 3], "super");
            match rest.and_then(<[TokenTree]>::first) {
                Some(TokenTree::Ident(name)) if !longer => found.push(name.to_string()),
                Some(TokenTree::Group(group)) if !longer && group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let entries = inner.split(|token| is_punct(token, ','));
                    found.extend(entries.filter_map(|entry| entry.first()).map(ToString::to_string));
                }
                _ => {}
            }
        }
    });
    found
}

fn after_segment<'a>(tokens: &'a [TokenTree], segment: &str) -> Option<&'a [TokenTree]> {
    match tokens {
        [word, one, two, rest @ ..] if is_word(word, segment) && is_punct(one, ':') && is_punct(two, ':') => Some(rest),
        _ => None,
    }
}

fn words(code: &TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each_level(code, &mut |tokens| {
        found.extend(tokens.iter().filter_map(|token| match token {
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        }));
    });
    found
}

/// Shows every sequence of neighbouring tokens, those of groups too, but not what only tests contain.
fn each_level(code: &TokenStream, look: &mut impl FnMut(&[TokenTree])) {
    let mut tokens: Vec<TokenTree> = code.clone().into_iter().collect();
    while let Some(at) = tokens.windows(2).position(is_cfg_test) {
        let item = &tokens[at + 2..];
        let end = item.iter().position(|token| is_punct(token, ';') || is_brace(token)).unwrap_or(item.len() - 1);
        tokens.drain(at..=at + 2 + end);
    }
    look(&tokens);
    for token in &tokens {
        if let TokenTree::Group(group) = token {
            each_level(&group.stream(), look);
        }
    }
}

fn is_cfg_test(pair: &[TokenTree]) -> bool {
    let attribute = pair[1].to_string().replace(' ', "");
    is_punct(&pair[0], '#') && attribute == "[cfg(test)]"
}

fn is_brace(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == word)
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn metadata() -> serde_json::Value {
    let text = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"]);
    serde_json::from_str(&text).expect("cargo prints JSON")
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints text")
}
