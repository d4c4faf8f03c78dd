//! The same source gives the same bytes, wherever and by whomever it is asked.

use ensue_tests::{Answer, ensue, example_alone, files_below, has_tool, run};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Every question whose answer is data or a picture.
const QUESTIONS: &[&[&str]] = &[
    &["graph", "--format", "json"],
    &["graph", "--format", "dot"],
    &["graph", "--format", "mermaid"],
    &["graph", "--format", "svg"],
    &["after", "PaymentCreated"],
    &["before", "PaymentCreated", "--format", "json"],
    &["doc", "--out", "site"],
    &["snapshot"],
];

#[test]
fn place_environment_and_order_of_files_change_nothing() {
    let forwards = example_alone("a", |_| {});
    let backwards =
        example_alone("another place/with a space/and-a-much-longer-name-than-the-first", |files| files.reverse());

    let plain = answers(&forwards.1, |arguments| {
        let mut command = ensue!();
        command.args(arguments);
        command
    });
    let strange = answers(&backwards.1, |arguments| {
        // A shell, since only it can set the umask; one processor, so that nothing runs at the same time.
        let one = if has_tool("taskset") { "taskset -c 0" } else { "" };
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("umask 077; exec {one} \"$0\" \"$@\""));
        command.arg(env!("CARGO_BIN_EXE_ensue-under-test")).args(arguments);
        command.env("HOME", "/nonexistent").env("TZ", "Pacific/Kiritimati").env("SOURCE_DATE_EPOCH", "0");
        command.env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8").env("XDG_CONFIG_HOME", "/nonexistent");
        command.env("RAYON_NUM_THREADS", "1").env("USER", "nobody").env("COLUMNS", "40");
        command
    });
    assert_eq!(plain.keys().collect::<Vec<_>>(), strange.keys().collect::<Vec<_>>());
    for (name, made) in &plain {
        assert!(made == &strange[name], "`{name}` differs");
    }
    assert!(plain.len() > QUESTIONS.len() + 10, "there are pages among them: {:?}", plain.keys());
}

/// No output holds the place on disk, a name of the machine, or a time.
#[test]
fn no_output_tells_where_it_was_made() {
    let place = example_alone("secret-place", |_| {});
    let made = answers(&place.1, |arguments| {
        let mut command = ensue!();
        command.args(arguments);
        command
    });
    for (name, bytes) in &made {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("secret-place"), "`{name}` holds the place on disk");
    }
}

/// All that the tool says and writes, by name.
fn answers(place: &Path, command: impl Fn(&[&str]) -> Command) -> BTreeMap<String, Vec<u8>> {
    let mut made = BTreeMap::new();
    for question in QUESTIONS {
        let Answer { status, stdout, stderr } = run(command(question).current_dir(place));
        assert_eq!(status, 0, "{question:?}: {stderr}");
        let answers_data = !matches!(question[0], "doc" | "snapshot");
        if answers_data {
            made.insert(question.join(" "), stdout.into_bytes());
        }
    }
    for file in files_below(&place.join("site")) {
        let bytes = std::fs::read(place.join("site").join(&file)).expect("the page can be read");
        made.insert(format!("site/{}", file.display()), bytes);
    }
    let snapshot = std::fs::read(place.join("ensue.json")).expect("the snapshot");
    made.insert("ensue.json".to_owned(), snapshot);
    made
}
