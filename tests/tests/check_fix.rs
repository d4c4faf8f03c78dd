//! `check --fix` as a process, with rustc as the judge of what it leaves.

use ensue_tests::{Answer, copy_of, ensue, files_below, folder, git, root, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

const SOURCE: &str = "\
use ensue::{controller, event, handler, Cx};
/// Paid.
#[event]
pub struct Paid;
/// Sent.
#[event]
pub struct Sent;
/* ü */ #[controller(may_emit = [Sent, Paid])]
fn pay(cx: &mut Cx<'_, pay>) { cx.emit(Paid); }
#[controller(
    route = \"GET /\",
    may_emit = [
        Paid, // never

        Sent,
    ],
)]
fn send(cx: &mut Cx<'_, send>) { cx.emit(Sent); }
#[handler(on = [Sent, Paid])]
fn book(_: &dyn std::any::Any) {}
";

fn place() -> TempDir {
    place_of(SOURCE)
}

fn place_of(source: &str) -> TempDir {
    folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", source)])
}

fn check(dir: &Path, arguments: &[&str]) -> Answer {
    run(ensue!().current_dir(dir).arg("check").args(arguments))
}

fn source(dir: &Path) -> String {
    fs::read_to_string(dir.join("src/lib.rs")).expect("the source")
}

/// Everything below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, String> {
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(folder.join(path)).expect("a text"));
    files_below(folder).into_iter().map(read).collect()
}

/// Entries that nothing does, planted in a copy of the shop: `--fix` gives back the shop, byte for byte, and before and after rustc
/// takes it.
#[test]
fn what_is_planted_is_gone_and_rustc_is_content() {
    let (_folder, shop) = copy_of("examples/shop");
    let manifest = fs::read_to_string(shop.join("Cargo.toml")).expect("the manifest");
    let runtime = format!("{:?}", root().join("runtime"));
    fs::write(shop.join("Cargo.toml"), manifest.replace("\"../../runtime\"", &runtime)).expect("it can be written");
    assert_eq!(check(&shop, &["--fix"]).status, 0);
    let (before, graph) = (contents(&shop), graph(&shop));
    let plants = [
        ("web/src/controllers.rs", "may_emit = [OrderPlaced]", "may_emit = [OrderCancelled, OrderPlaced]"),
        (
            "web/src/controllers.rs",
            "may_emit = [OrderCancelled]",
            "may_emit = [\n    OrderCancelled,\n    OrderPlaced, // or so\n]",
        ),
        ("warehouse/src/handlers.rs", "may_emit = [Packed]", "may_emit = [Packed, ParcelCancelled, scheduled(Packed)]"),
        // Whoever calls it has to declare it too, and is put right after it.
        ("warehouse/src/archiver.rs", "emits = [parcel::Packed]", "emits = [parcel::Cancelled, parcel::Packed]"),
        ("warehouse/src/handlers.rs", "may_emit = [ParcelCancelled]", "may_emit = [ParcelCancelled,Sent]"),
        (
            "warehouse/src/handlers.rs",
            "timing = deferred, may_request = [BookCarrier]",
            "timing = deferred, may_emit = [Returned], may_request = [BookCarrier]",
        ),
        ("warehouse/src/handlers.rs", "on = [Sent, Returned]", "on = [Sent, Returned], may_request = StopOrder"),
    ];
    for (file, text, planted) in plants {
        let source = fs::read_to_string(shop.join(file)).expect("the source");
        assert_eq!(source.matches(text).count(), 1, "{text}");
        fs::write(shop.join(file), source.replace(text, planted)).expect("it can be written");
    }
    compiles(&shop);
    let found = check(&shop, &[]);
    assert_eq!(found.stdout.matches("warning[declared_never_emitted]").count(), plants.len() + 1, "{found:#?}");

    let fixed = check(&shop, &["--fix"]);
    assert_eq!((fixed.status, fixed.stdout.as_str()), (0, ""), "{fixed:#?}");
    let told = "changed `warehouse/src/archiver.rs`, `warehouse/src/handlers.rs`, `web/src/controllers.rs`: \
                8 entries removed\n";
    assert!(fixed.stderr.starts_with(told), "{fixed:#?}");
    // The comment went with its entry; the list stays as it was laid out.
    let laid_out = before[Path::new("web/src/controllers.rs")].replace("[OrderCancelled]", "[\n    OrderCancelled,\n]");
    let mut expected = before;
    expected.insert("web/src/controllers.rs".into(), laid_out);
    assert_eq!(contents(&shop), expected);
    assert_eq!(self::graph(&shop), graph);
    compiles(&shop);
    let again = check(&shop, &["--fix"]);
    assert!(again.status == 0 && !again.stderr.contains("changed"), "{again:#?}");
    assert_eq!(contents(&shop), expected);
}

/// What can follow from what, without lines.
fn graph(dir: &Path) -> String {
    assert_eq!(run(ensue!().arg("snapshot").arg(dir)).status, 0);
    fs::read_to_string(dir.join("ensue.json")).expect("the snapshot")
}

fn compiles(dir: &Path) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--quiet", "--locked", "--workspace", "--target-dir"]).arg(root().join("target/shop"));
    let answer = run(cargo.current_dir(dir));
    assert_eq!(answer.status, 0, "{answer:#?}");
}

/// What a message offers, carried out by somebody who knows only bytes, or only lines and columns, is what `--fix` does; and so is
/// the patch.
#[test]
fn each_format_carries_the_same_edit() {
    let fixed = {
        let place = place();
        assert_eq!(
            check(place.path(), &["--fix"]).stderr.lines().next(),
            Some("changed `src/lib.rs`: 2 entries removed")
        );
        source(place.path())
    };
    assert_eq!(
        fixed,
        SOURCE.replace("[Sent, Paid])]\nfn pay", "[Paid])]\nfn pay").replace("        Paid, // never\n", "")
    );

    let place = place();
    let patch = check(place.path(), &["--fix", "--dry-run"]);
    assert_eq!((patch.status, source(place.path())), (0, SOURCE.to_owned()), "nothing is written: {patch:#?}");
    fs::write(place.path().join("fix.patch"), &patch.stdout).expect("the file can be written");
    git(place.path(), &["apply", "fix.patch"]);
    assert_eq!(source(place.path()), fixed);

    let place = self::place();
    let lines = check(place.path(), &["--format", "json"]).stdout;
    let messages = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut edits = Vec::new();
    for message in messages {
        for child in message["message"]["children"].as_array().into_iter().flatten() {
            for span in child["spans"].as_array().expect("a list") {
                assert_eq!(span["suggestion_applicability"], "MachineApplicable");
                let rows = span["text"].as_array().expect("a list").len() as u64;
                assert_eq!(rows, number(&span["line_end"]) - number(&span["line_start"]) + 1);
                let by_lines = [("line_start", "column_start"), ("line_end", "column_end")];
                let by_lines = by_lines.map(|(line, column)| byte(number(&span[line]), number(&span[column])));
                let bytes = ["byte_start", "byte_end"].map(|key| usize::try_from(number(&span[key])).expect("small"));
                assert_eq!(by_lines, bytes);
                edits.push((bytes[0]..bytes[1], span["suggested_replacement"].as_str().expect("a text").to_owned()));
            }
        }
    }
    assert_eq!(carried_out(edits), fixed);

    let sarif: Value = serde_json::from_str(&check(place.path(), &["--format", "sarif"]).stdout).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let offered = results.iter().flat_map(|result| result["fixes"].as_array().into_iter().flatten());
    let changes = offered.map(|it| {
        let change = &it["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "src/lib.rs");
        let (region, by) = (&change["replacements"][0]["deletedRegion"], &change["replacements"][0]["insertedContent"]);
        let at = |line: &str, column: &str| byte(number(&region[line]), number(&region[column]));
        let range = at("startLine", "startColumn")..at("endLine", "endColumn");
        (range, by["text"].as_str().expect("a text").to_owned())
    });
    assert_eq!(carried_out(changes.collect()), fixed);
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is a number"))
}

/// Where a line and column, counted in characters from 1, are in the source.
fn byte(line: u64, column: u64) -> usize {
    let (line, column) = (usize::try_from(line).expect("small"), usize::try_from(column).expect("small"));
    let start: usize = SOURCE.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let within: usize = SOURCE[start..].chars().take(column - 1).map(char::len_utf8).sum();
    start + within
}

fn carried_out(mut edits: Vec<(std::ops::Range<usize>, String)>) -> String {
    assert_eq!(edits.len(), 2);
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    edits.into_iter().fold(SOURCE.to_owned(), |mut text, (range, by)| {
        text.replace_range(range, &by);
        text
    })
}

/// Whatever ends its lines, and whether its last one ends: git takes the patch, and what it makes of it is what `--fix` makes.
#[test]
fn git_takes_the_patch_of_any_lines() {
    let mixed: String = SOURCE
        .split_inclusive('\n')
        .enumerate()
        .map(|(at, line)| if at % 3 == 0 { line.replace('\n', "\r\n") } else { line.to_owned() })
        .collect();
    for text in [
        SOURCE.replace('\n', "\r\n"),
        mixed,
        SOURCE.trim_end().to_owned(),
        SOURCE.replace('\n', "\r\n").trim_end().to_owned(),
    ] {
        let (patched, fixed) = (place_of(&text), place_of(&text));
        let patch = check(patched.path(), &["--fix", "--dry-run"]).stdout;
        fs::write(patched.path().join("fix.patch"), &patch).expect("the patch");
        git(patched.path(), &["apply", "--whitespace=nowarn", "fix.patch"]);
        assert_eq!(check(fixed.path(), &["--fix"]).status, 0);
        let now = source(fixed.path());
        assert!(now != text && !now.contains("never"), "{now}");
        assert_eq!(source(patched.path()), now);
    }
}

#[test]
fn the_examples_are_as_it_leaves_them() {
    for example in ["payments", "shop"] {
        let answer = check(&root().join("examples").join(example), &["--fix", "--dry-run"]);
        assert_eq!((answer.status, answer.stdout.as_str()), (0, ""), "{example}: {answer:#?}");
    }
}

#[test]
fn what_is_allowed_stays() {
    for (configuration, source) in [
        ("[lints]\ndeclared_never_emitted = \"allow\"\n", SOURCE.to_owned()),
        ("", SOURCE.replace("/* ü */ ", "#[ensue::allow(declared_never_emitted, reason = \"soon\")]\n")),
    ] {
        let place = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &source), ("ensue.toml", configuration)]);
        assert_eq!(check(place.path(), &["--fix"]).status, 0);
        let now = self::source(place.path());
        assert!(now.contains("may_emit = [Paid, Sent])]\nfn pay"), "put in order, and kept: {now}");
    }
}

/// Of a list that a macro writes, one that others ask for, and one whose comment may be about more than an entry nothing changes.
#[test]
fn what_is_not_certain_stays() {
    let cases = [
        (
            "#[controller(may_emit = [Sent, /* or */ Paid])]",
            "since it is not certain to which entry a comment in the list belongs",
        ),
        (
            "macro_rules! made { ($($it:item)*) => { $(#[controller(may_emit = [Sent, Paid])] $it)* } }\nmade! {",
            "remove it from `may_emit`",
        ),
    ];
    for (attribute, told) in cases {
        let end = if attribute.ends_with('{') { " }" } else { "" };
        let source = SOURCE
            .replace("/* ü */ #[controller(may_emit = [Sent, Paid])]", attribute)
            .replace("cx.emit(Paid); }", &format!("cx.emit(Paid); }}{end}"))
            .replace("        Paid, // never\n", "");
        let place = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &source)]);
        let answer = check(place.path(), &["--fix"]);
        assert!(answer.stdout.contains("`app::pay` declares `app::Sent` and never emits it"), "{answer:#?}");
        assert!(answer.stdout.contains(told), "{answer:#?}");
        assert_eq!(self::source(place.path()), source);
    }
}

#[test]
fn one_configuration_is_not_enough_to_go_by() {
    for flag in ["--all-features", "--no-default-features", "--features=x", "--cfg=y", "--bin=app"] {
        let place = place();
        let answer = check(place.path(), &["--fix", flag]);
        let told = "`--fix` goes by all that could be compiled: leave out `--bin`, `--features` and the like";
        assert!(answer.status == 2 && (answer.stderr.contains(told) || flag == "--features=x"), "{answer:#?}");
        assert_eq!(source(place.path()), SOURCE);
    }
    let place = place();
    let offered = check(place.path(), &["--format", "json", "--no-default-features"]).stdout;
    assert!(offered.contains("declared_never_emitted") && !offered.contains("MachineApplicable"), "{offered}");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let place = place();
    let real = place.path().join("elsewhere.rs");
    fs::rename(place.path().join("src/lib.rs"), &real).expect("ours");
    std::os::unix::fs::symlink("../elsewhere.rs", place.path().join("src/lib.rs")).expect("a link");
    let answer = check(place.path(), &["--fix"]);
    assert!(
        answer.status == 2 && answer.stderr.contains("`src/lib.rs` is a link, so it is not changed"),
        "{answer:#?}"
    );
    assert_eq!(fs::read_to_string(real).expect("the source"), SOURCE);
}
