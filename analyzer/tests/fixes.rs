//! Changes that findings ask for: on every fixture, and on lists of any shape.

#[path = "graphs/support.rs"]
mod graphs;

use ensue_analyzer::fixes::{Plan, plan};
use ensue_analyzer::lints::{self, Facts, Levels};
use ensue_analyzer::model::Analysis;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;

type Files = BTreeMap<String, String>;

fn analysis(files: &Files) -> Analysis {
    let parts: Vec<String> = files.iter().map(|(path, text)| format!("//- /{path}\n{text}")).collect();
    graphs::analyze(&parts.concat())
}

/// What is to be changed in a project, and the project after it.
fn fixed(files: &Files, before: &Analysis) -> (Plan, Files) {
    let judged = lints::judge(lints::find(&Facts::new(before)), &Levels::default(), &before.allows);
    let plan = plan(&judged, before, &|file| files.get(file).map(|text| text.clone().into_bytes()));
    let mut after = files.clone();
    for (file, bytes) in &plan.files {
        let text = String::from_utf8(bytes.clone()).expect("text stays text");
        assert_ne!(after.insert(file.clone(), text.clone()).as_ref(), Some(&text), "`{file}` changes");
    }
    (plan, after)
}

/// Whatever stands in the fixtures of the language: only what is meant changes, and all of it at once.
#[test]
fn fixtures_are_changed_once_and_no_more_than_is_meant() {
    let (mut removed, mut sorted) = (0, 0);
    for (name, text) in graphs::all() {
        let files: Files = graphs::files(&text).into_iter().collect();
        let before = analysis(&files);
        let (changes, after_files) = fixed(&files, &before);
        let after = analysis(&after_files);
        assert!(changes.leads_to(&before.graph, &after.graph), "{name}: {changes:#?}");
        for (file, text) in &after_files {
            assert_eq!(without_lists(text), without_lists(&files[file]), "{name}: {file}");
        }
        let (again, _) = fixed(&after_files, &after);
        assert_eq!(again, Plan::default(), "{name}");
        removed += changes.removed.len();
        sorted += changes.sorted;
    }
    assert!(removed > 0 && sorted > 0, "{removed} removed, {sorted} sorted: the fixtures show both");
}

/// The lines of a file without those of annotations, which are where something may change.
fn without_lists(text: &str) -> Vec<String> {
    let mut kept = Vec::new();
    let mut open = 0_usize;
    for line in text.lines() {
        let begins = open == 0 && line.contains("#[");
        if begins || open > 0 {
            open = (open + line.matches('[').count()).saturating_sub(line.matches(']').count());
            // Behind an attribute that ends on its line the item may follow.
            kept.extend(line.rsplit_once(']').filter(|_| open == 0).map(|(_, rest)| rest.to_owned()));
        } else {
            kept.push(line.to_owned());
        }
    }
    kept
}

/// What a handler does and declares, in a list of some shape.
struct Case {
    /// Each with whether it is done.
    entries: Vec<(String, bool)>,
    list: String,
}

/// Numbers that look random, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a small number") % end
    }
}

/// Layouts as people write them: before the first entry, between two, behind the last.
const SHAPES: &[(&str, &str, &str)] = &[
    ("[", ", ", "]"),
    ("[", ",", "]"),
    ("[ ", " , ", ", ]"),
    ("[\n        ", ",\n        ", ",\n    ]"),
    ("[\n        ", ",\n        ", "\n    ]"),
    ("[\r\n\t\t", ",\r\n\t\t", ",\r\n\t]"),
    ("[\n", "\n,\n", "\n]"),
    ("[", ",\n              ", "]"),
    ("[\n        ", ", // one\n        ", ", // last\n    ]"),
    ("[\n        // first\n        ", ",\n        // next\n        ", ",\n    ]"),
    ("[\n        // all of them\n        ", ",\n        ", ",\n    ]"),
    ("[", ", /* and */ ", "]"),
    ("[ // these\n        ", ",\n        ", "\n        // and no more\n    ]"),
];

fn case(random: &mut Random) -> Case {
    let mut names: Vec<&str> = vec!["A", "B", "C", "scheduled(A)", "scheduled(B)", "crate::C", "self::D", "r#E"];
    // Two names of one event would be one too many.
    let other = if random.below(2) == 0 { "crate::C" } else { "C" };
    names.retain(|name| *name != other);
    let mut entries = Vec::new();
    for _ in 0..=random.below(5) {
        let name = names.remove(random.below(names.len()));
        entries.push((name.to_owned(), random.below(2) == 0));
    }
    let (before, between, behind) = SHAPES[random.below(SHAPES.len())];
    let written: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    let list = format!("{before}{}{behind}", written.join(between));
    Case { entries, list }
}

fn source(case: &Case, random: &mut Random) -> String {
    let mut text = "use ensue::{Cx, controller, event, handler};\n".to_owned();
    if random.below(4) == 0 {
        text.insert(0, '\u{feff}');
    }
    for event in ["A", "B", "C", "D", "r#E"] {
        let derives = "#[derive(serde::Serialize, serde::Deserialize)]";
        text.extend(["/// ", event, ".\n#[event]\n", derives, "\npub struct ", event, ";\n"]);
    }
    text.push_str("#[handler(on = [A, B, C, D, r#E])]\nfn hear(_: &dyn std::any::Any) {}\n");
    let others =
        [("", ""), ("route = \"GET /\", ", ""), ("", ", tag = [\"ü\"]"), ("\n    route = \"GET /\",\n    ", ",\n")];
    let (before, behind) = others[random.below(others.len())];
    let arguments = format!("{before}may_emit = {}{behind}", case.list);
    let attribute = match random.below(3) {
        0 => format!("#[cfg_attr(all(), doc = \"x\", controller({arguments}))]"),
        _ => format!("#[controller({arguments})]"),
    };
    text.extend([&attribute, " // as it is\nfn act(cx: &mut Cx<'_, act>) {\n    let _ = &cx;\n"]);
    for (name, _) in case.entries.iter().filter(|(_, is_done)| *is_done) {
        match name.strip_prefix("scheduled(") {
            Some(rest) => text.extend(["    cx.schedule(wait(), ", rest, ";\n"]),
            None => text.extend(["    cx.emit(", name, ");\n"]),
        }
    }
    text.push_str("}\nfn wait() -> std::time::Duration { std::time::Duration::ZERO }\n/* the end */");
    text
}

/// The tokens of the entries of `may_emit`, in order; nothing when there is no such argument.
fn entries_of(text: &str) -> Vec<String> {
    fn find(tokens: TokenStream) -> Option<Vec<String>> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if word == "may_emit" => {
                    let Some(TokenTree::Group(list)) = tokens.get(at + 2) else { panic!("a list") };
                    let list = list.stream().to_string().replace(' ', "");
                    return Some(list.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect());
                }
                TokenTree::Group(group) => {
                    if let Some(found) = find(group.stream()) {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        None
    }
    find(text.trim_start_matches('\u{feff}').parse().expect("tokens")).unwrap_or_default()
}

/// What the list must hold afterwards: what is done, first what is emitted and then what is scheduled, each by its path.
fn expected(case: &Case) -> Vec<String> {
    let mut done: Vec<&String> = case.entries.iter().filter(|(_, is_done)| *is_done).map(|(name, _)| name).collect();
    done.sort_by_key(|name| (name.starts_with("scheduled("), name.replace("r#", "").replace("::", "\0")));
    done.into_iter().cloned().collect()
}

/// Comments, in any order.
fn comments(text: &str) -> Vec<String> {
    let mut all: Vec<String> =
        text.lines().filter_map(|line| Some(line.split_once("//")?.1.trim().to_owned())).collect();
    all.extend(text.split("/*").skip(1).map(|rest| rest.split("*/").next().unwrap_or_default().to_owned()));
    all.sort();
    all
}

#[test]
fn lists_of_any_shape_hold_what_is_done_in_order() {
    let (mut changed, mut refused) = (0, 0);
    for seed in 0..400 {
        let mut random = Random(seed);
        let case = case(&mut random);
        let text = source(&case, &mut random);
        let files: Files = [
            (
                "Cargo.toml",
                "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\nserde = \"1\"\n",
            ),
            ("src/lib.rs", &text),
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into();
        let before = analysis(&files);
        let (plan, after_files) = fixed(&files, &before);
        let now = &after_files["src/lib.rs"];
        let after = analysis(&after_files);
        assert!(plan.leads_to(&before.graph, &after.graph), "{seed}: {text}\n{now}");
        assert_eq!(fixed(&after_files, &after).0, Plan::default(), "{seed}: {now}");
        // Of what stands before and behind the annotation not a byte is another.
        let outside = |text: &str| {
            let (start, end) = (text.find("fn hear").expect("the start"), text.find(" // as it is").expect("the end"));
            (text[..start].to_owned(), text[end..].to_owned())
        };
        assert_eq!(outside(now), outside(&text), "{seed}");
        let lost: Vec<_> = comments(&text).into_iter().filter(|it| !comments(now).contains(it)).collect();
        if entries_of(now) == expected(&case) {
            changed += usize::from(*now != text);
            // A comment goes with its entry only.
            assert!(lost.is_empty() || plan.removed.len() >= lost.len(), "{seed}: {lost:?}\n{now}");
        } else {
            assert!(lost.is_empty(), "{seed}: {lost:?}");
            assert!(
                case.list.contains("/*") || case.list.contains("//"),
                "{seed}: only a comment is a reason\n{text}\n{now}"
            );
            refused += 1;
        }
    }
    assert!(changed > 150 && refused > 20, "{changed} lists changed, {refused} left alone");
}
