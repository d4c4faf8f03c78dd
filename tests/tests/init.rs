//! `init` in projects that have nothing yet, or something.

use ensue_tests::{Answer, ensue, files_below, folder, git, root, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use yaml_rust2::{Yaml, YamlLoader};

const LIBRARY: &str = "\
use ensue::{Cx, controller, event, handler};

/// A customer ordered.
#[event]
pub struct OrderPlaced;

#[controller(route = \"POST /orders\", may_emit = [OrderPlaced])]
pub fn order(cx: &mut Cx<'_, order>) {
    cx.emit(OrderPlaced);
}

#[handler(on = OrderPlaced)]
fn pack(_: &OrderPlaced) {}
";

/// A library and a program that uses it, as `cargo new` would leave them.
fn place() -> TempDir {
    let package = |name: &str, dependency: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n"
        )
    };
    let library = package("shop-core", &format!("ensue = {{ path = '{}' }}", root().join("runtime").display()));
    folder(&[
        ("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"core\", \"web\"]\n"),
        ("core/Cargo.toml", &library),
        ("core/src/lib.rs", LIBRARY),
        ("web/Cargo.toml", &package("shop-web", "shop-core = { path = \"../core\" }")),
        ("web/src/main.rs", "use shop_core as _;\n\nfn main() {}\n"),
    ])
}

fn init(dir: &Path) -> Answer {
    run(ensue!().current_dir(dir).arg("init"))
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files_below(folder).into_iter().map(|path| (path.clone(), fs::read(folder.join(path)).expect("a file"))).collect()
}

/// The files that a run says it wrote, relative to the project.
fn written(answer: &Answer, dir: &Path) -> Vec<String> {
    let dir = dir.canonicalize().expect("the folder exists");
    let relative =
        |line: &str| Path::new(line).strip_prefix(&dir).expect("it lies in the project").display().to_string();
    answer.stdout.lines().map(relative).collect()
}

#[test]
fn a_fresh_workspace_passes_its_checks_and_tests() {
    let place = place();
    let answer = init(place.path());
    assert_eq!(answer.status, 0, "{answer:#?}");
    let all = ["ensue.toml", "ensue.json", ".github/workflows/ensue.yml", "core/tests/ensue_snapshot.rs"];
    assert_eq!(written(&answer, place.path()), all);
    assert!(answer.stderr.starts_with("next: `cargo ensue check`, `cargo test`"), "{answer:#?}");

    let check = run(ensue!().current_dir(place.path()).args(["check", "--locked", "--max-holes", "0"]));
    assert_eq!((check.status, check.stdout.as_str()), (0, ""), "{check:#?}");
    // What crates there are is known from an example, so that nothing is fetched.
    fs::copy(root().join("examples/shop/Cargo.lock"), place.path().join("Cargo.lock")).expect("the file can be copied");
    let test = || {
        let mut tests = Command::new(env!("CARGO"));
        tests.args(["test", "--offline", "--workspace", "--target-dir"]).arg(root().join("target/shop"));
        run(tests.current_dir(place.path()))
    };
    let passed = test();
    assert!(passed.status == 0 && passed.stdout.contains("test the_snapshot_is_fresh ... ok"), "{passed:#?}");
    // It is a test: it fails where the snapshot says something else.
    let library = place.path().join("core/src/lib.rs");
    let changed = fs::read_to_string(&library).expect("the source").replace("fn pack(", "fn send(");
    fs::write(&library, changed).expect("the file can be written");
    let failed = test();
    assert!(
        failed.status != 0 && failed.stdout.contains("handler `shop_core::pack` is in the snapshot, and not linked")
    );
}

#[test]
fn twice_is_harmless_and_nothing_is_overwritten() {
    let place = place();
    fs::write(place.path().join("ensue.toml"), "max-holes = 7\n").expect("the file can be written");
    assert_eq!(init(place.path()).status, 0);
    let before = contents(place.path());
    assert!(before.contains(&("ensue.toml".into(), b"max-holes = 7\n".to_vec())));
    for dir in [place.path().to_owned(), place.path().join("core")] {
        let again = init(&dir);
        assert_eq!((again.status, again.stdout.as_str()), (0, ""), "{again:#?}");
        assert!(again.stderr.contains("ensue.toml`, which is there already"), "{again:#?}");
        assert_eq!(contents(place.path()), before);
    }
}

#[test]
fn all_or_nothing_is_written() {
    let place = place();
    fs::write(place.path().join(".github"), "no folder").expect("the file can be written");
    let before = contents(place.path());
    let answer = init(place.path());
    assert!(answer.status == 2 && answer.stderr.contains("cannot write `"), "{answer:#?}");
    assert_eq!((contents(place.path()), answer.stdout.as_str()), (before, ""));

    let place = self::place();
    fs::write(place.path().join("ensue.toml"), "max-hole = 7\n").expect("the file can be written");
    let before = contents(place.path());
    let answer = init(place.path());
    assert!(answer.status == 2 && answer.stderr.contains("unknown key `max-hole`"), "{answer:#?}");
    assert_eq!(contents(place.path()), before);
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_file_elsewhere() {
    let (place, elsewhere) = (place(), tempfile::tempdir().expect("a temporary folder"));
    std::os::unix::fs::symlink(elsewhere.path(), place.path().join(".github")).expect("a link");
    let before = contents(place.path());
    let answer = init(place.path());
    assert!(
        answer.status == 2 && answer.stderr.contains("is a link, and no output is written through one"),
        "{answer:#?}"
    );
    assert_eq!((contents(place.path()), contents(elsewhere.path())), (before, Vec::new()));
}

/// The workflow belongs to the repository, wherever the project lies in it; it may read and nothing else, and all that it runs is
/// named by a digest or a version.
#[test]
fn the_workflow_lies_where_it_is_looked_for() {
    let place = folder(&[
        ("it's here/Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n"),
        ("it's here/src/lib.rs", LIBRARY),
    ]);
    git(place.path(), &["init", "--quiet"]);
    assert_eq!(init(&place.path().join("it's here")).status, 0);
    let attributes = fs::read_to_string(place.path().join("it's here/.gitattributes")).expect("the attributes");
    assert_eq!(attributes, "ensue-accepted.toml merge=union\n");
    let workflow = fs::read_to_string(place.path().join(".github/workflows/ensue.yml")).expect("the workflow");
    let documents = YamlLoader::load_from_str(&workflow).expect("YAML");
    let [document] = &documents[..] else { panic!("one document: {documents:?}") };
    let keys = |of: &Yaml| -> Vec<String> {
        let table = of.as_hash().unwrap_or_else(|| panic!("a table: {of:?}"));
        table.keys().map(|key| key.as_str().expect("a text").to_owned()).collect()
    };
    assert_eq!(keys(document), ["name", "on", "permissions", "jobs"]);
    assert_eq!(keys(&document["on"]), ["push", "pull_request"]);
    assert_eq!(
        (keys(&document["permissions"]), document["permissions"]["contents"].as_str()),
        (vec!["contents".to_owned()], Some("read"))
    );
    assert_eq!(keys(&document["jobs"]), ["check"]);
    let job = &document["jobs"]["check"];
    assert!(job["runs-on"].as_str().is_some() && job["timeout-minutes"].as_i64().is_some(), "{job:?}");
    let mut places = Vec::new();
    for step in job["steps"].as_vec().expect("steps") {
        match (step["uses"].as_str(), step["run"].as_str()) {
            (Some(action), None) => {
                let (_, digest) = action.split_once('@').expect("a version");
                assert!(digest.len() == 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
                assert_eq!(step["with"]["persist-credentials"].as_bool(), Some(false), "{step:?}");
            }
            (None, Some(command)) => {
                let is_pinned =
                    !command.contains("install") || command.contains(" --version ") && command.contains(" --locked");
                assert!(is_pinned && !command.contains("${{"), "{command}");
                places.extend(step["working-directory"].as_str());
            }
            other => panic!("{other:?} is not expected"),
        }
    }
    assert_eq!(places, ["it's here"]);
}
