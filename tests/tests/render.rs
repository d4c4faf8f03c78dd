//! `cargo ensue render`: a difference that was written before, in every form, whoever wrote it.

use ensue_analyzer::diff::Diff;
use ensue_analyzer::render::{change, markdown, message, svg, text};
use ensue_tests::{Answer, assert_schema, change_example, commit_all, ensue, example_alone, run};
use fastrand::Rng;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// Every form, as `diff` has them.
const FORMATS: &[&str] = &["text", "json", "markdown", "svg", "html", "sarif", "github"];

/// The example, kept, with a change on top.
fn changed() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, place) = example_alone("repository", |_| {});
    commit_all(&place);
    change_example(&place);
    (folder, place)
}

fn diff(place: &Path, format: &str) -> Answer {
    run(ensue!().current_dir(place).args(["diff", "HEAD", "--format", format]))
}

/// `render` of what a file holds, in a directory that holds nothing else.
fn render(text: &str, format: &str) -> Answer {
    let folder = ensue_tests::folder(&[("diff.json", text)]);
    run(ensue!().current_dir(folder.path()).args(["render", "diff.json", "--format", format]))
}

#[test]
fn what_was_written_is_told_in_the_same_bytes() {
    let (_folder, place) = changed();
    let written = diff(&place, "json").stdout;
    drop(assert_schema("docs/diff.schema.json", &written));
    for format in FORMATS {
        let (direct, rendered) = (diff(&place, format), render(&written, format));
        assert_eq!((direct.status, rendered.status), (0, 0), "{rendered:#?}");
        assert!(!direct.stdout.is_empty() && direct.stdout == rendered.stdout, "{format}: {}", rendered.stdout);
        assert_eq!(rendered.stderr, "");
    }
}

#[test]
fn nothing_is_said_where_nothing_changed() {
    let (_folder, place) = example_alone("repository", |_| {});
    commit_all(&place);
    let written = diff(&place, "json").stdout;
    let told = render(&written, "text");
    assert_eq!((told.status, told.stdout.as_str(), told.stderr.as_str()), (0, "", ""), "{told:#?}");
}

#[test]
fn it_is_read_from_standard_input_too() {
    let (_folder, place) = changed();
    let folder = ensue_tests::folder(&[("diff.json", &diff(&place, "json").stdout)]);
    let file = fs::File::open(folder.path().join("diff.json")).expect("the file");
    let answer = run(ensue!().args(["render", "-"]).stdin(Stdio::from(file)));
    assert_eq!((answer.status, answer.stdout), (0, diff(&place, "text").stdout));
}

#[test]
fn what_is_no_difference_is_said_to_be_none() {
    for (text, expected) in [
        ("", "`./diff.json` is no difference (EOF while parsing"),
        ("{\"schema\": \"ensue/graph/1\"}", "its schema is `ensue/graph/1`, not `ensue/diff/1`"),
        ("{\"schema\": \"\\u001b[31m\\u202e\"}", "its schema is `⟨U+001B⟩[31m⟨U+202E⟩`"),
        ("{\"schema\": \"ensue/diff/1\"}", "missing field `base`"),
    ] {
        let answer = render(text, "text");
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{answer:#?}");
        assert!(answer.stderr.contains(expected) && answer.stderr.contains(": write one with"), "{answer:#?}");
    }
    let place = ensue_tests::folder(&[("a/b", "")]);
    let ask = |file: &str| run(ensue!().current_dir(place.path()).args(["render", file]));
    for (file, expected) in [("a", "is not a file; standard input is `-`"), ("c", "cannot read `")] {
        let answer = ask(file);
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{answer:#?}");
        assert!(answer.stderr.contains(expected), "{answer:#?}");
    }
    // As large as it says without a byte on the disk.
    fs::File::create(place.path().join("large")).and_then(|file| file.set_len((64 << 20) + 1)).expect("a file");
    let answer = ask("large");
    assert_eq!(answer.status, 2);
    assert!(answer.stderr.contains("has more than 64 MiB"), "{answer:#?}");
}

/// Whatever becomes of the data, it is refused or told, and what is told keeps to its limits.
#[test]
fn altered_data_is_refused_or_told() {
    let (_folder, place) = changed();
    let written = diff(&place, "json").stdout;
    let (mut told, mut refused) = (0, 0);
    for seed in 0..400 {
        let mut random = Rng::with_seed(seed);
        let mut data: Value = serde_json::from_str(&written).expect("JSON");
        for _ in 0..=random.usize(..3) {
            alter(&mut data, &mut random);
        }
        let Ok(diff) = Diff::from_json(data.to_string().as_bytes()) else {
            refused += 1;
            continue;
        };
        told += 1;
        drop(text::diff(&diff, Some(80)));
        let comment = markdown::document(&diff);
        assert!(comment.chars().count() <= markdown::MOST_CHARACTERS && !comment.contains('\u{202e}'), "{comment}");
        assert!(message::change::github(&diff).lines().count() <= 30);
        serde_json::from_str::<Value>(&message::change::sarif(&diff)).expect("JSON");
        if seed % 20 == 0 {
            drop(svg::document(&change::picture(&diff)) + &change::page(&diff));
        }
    }
    assert!(told > 50 && refused > 50, "{told} told, {refused} refused");
}

/// Goes down to a random place and puts something else there.
fn alter(data: &mut Value, random: &mut Rng) {
    let is_end = random.u8(..6) == 0;
    match data {
        Value::Array(items) if !items.is_empty() => {
            let at = random.usize(..items.len());
            match random.u8(..if is_end { 3 } else { 1 }) {
                0 => alter(&mut items[at], random),
                1 => drop(items.remove(at)),
                _ => items.push(items[at].clone()),
            }
        }
        Value::Object(fields) if !fields.is_empty() => {
            let at = random.usize(..fields.len());
            let value = fields.values_mut().nth(at).expect("it is there");
            if is_end { *value = Value::Null } else { alter(value, random) }
        }
        Value::String(text) => match random.u8(..4) {
            0 => text.push_str("\u{202e}`<b>@x #1\n"),
            1 => "payments".clone_into(text),
            2 => *text = "x".repeat(100_000),
            _ => "all(any(not(a), b), c)".clone_into(text),
        },
        other => {
            *other =
                [json!(0), json!(4_294_967_295_u32), json!(true), json!([]), json!("x")][random.usize(..5)].clone();
        }
    }
}
