//! The action and the workflows: read by a YAML parser, with nothing in them but what was meant.

use ensue_tests::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use yaml_rust2::{Yaml, YamlLoader};

const ACTIONS: [&str; 2] = ["action.yml", "ci/comment/action.yml"];
const WORKFLOWS: [&str; 3] =
    ["ci/workflows/ensue-comment.yml", "ci/workflows/ensue-diff.yml", "ci/workflows/ensue-site.yml"];

/// What stands where users write their own.
const OURS: [&str; 2] = ["<owner>/ensue@<commit>", "<owner>/ensue/ci/comment@<commit>"];

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read(path: &str) -> Yaml {
    parsed(path, &text(path))
}

fn parsed(path: &str, text: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(documents.len(), 1, "{path}");
    documents.remove(0)
}

/// A workflow that `init` writes is held to the same.
fn all() -> Vec<(String, Yaml)> {
    let mut all: Vec<(String, Yaml)> =
        ACTIONS.iter().chain(&WORKFLOWS).map(|path| ((*path).to_owned(), read(path))).collect();
    let written = ensue_analyzer::render::workflow::github("a 'b'");
    all.push(("init".to_owned(), parsed("init", &written)));
    all
}

/// The file that the action uploads, in the folder that a runner has for files of a job.
pub(crate) fn uploaded(temp: &Path) -> PathBuf {
    let action = read("action.yml");
    let mut paths = steps(&action).into_iter().filter_map(|step| step["with"]["path"].as_str());
    let path = paths.next().expect("something is uploaded").strip_prefix("${{ runner.temp }}/");
    temp.join(path.expect("it is a file of the job"))
}

/// All steps of an action or workflow.
fn steps(file: &Yaml) -> Vec<&Yaml> {
    let jobs = file["jobs"].as_hash().into_iter().flatten().map(|(_, job)| &job["steps"]);
    let lists = jobs.chain([&file["runs"]["steps"]]);
    lists.filter_map(Yaml::as_vec).flatten().collect()
}

fn keys(yaml: &Yaml) -> BTreeSet<&str> {
    yaml.as_hash().into_iter().flatten().filter_map(|(key, _)| key.as_str()).collect()
}

fn pairs(yaml: &Yaml) -> Vec<(&str, &str)> {
    let pairs = yaml.as_hash().into_iter().flatten();
    pairs.map(|(key, value)| (key.as_str().unwrap_or("?"), value.as_str().unwrap_or("?"))).collect()
}

/// The steps that run a command, with it.
fn commands(file: &Yaml) -> Vec<(&Yaml, &str)> {
    steps(file).into_iter().filter_map(|step| Some((step, step["run"].as_str()?))).collect()
}

#[test]
fn every_key_is_one_that_a_runner_knows() {
    let among = |path: &str, yaml: &Yaml, known: &[&str]| {
        let unknown: Vec<&str> = keys(yaml).difference(&known.iter().copied().collect()).copied().collect();
        assert!(!yaml.is_badvalue() && unknown.is_empty(), "{path}: {unknown:?}");
    };
    for (path, file) in all() {
        if file["runs"].is_badvalue() {
            among(&path, &file, &["name", "on", "permissions", "concurrency", "jobs"]);
            among(&path, &file["on"], &["push", "pull_request", "workflow_run"]);
            assert!(keys(&file["concurrency"]).is_subset(&["group", "cancel-in-progress"].into()), "{path}");
            for (_, job) in file["jobs"].as_hash().expect("jobs") {
                let known = ["if", "needs", "permissions", "environment", "runs-on", "timeout-minutes", "steps"];
                among(&path, job, &known);
                assert!(job["runs-on"].as_str() == Some("ubuntu-24.04") && job["timeout-minutes"].as_i64() == Some(15));
            }
        } else {
            among(&path, &file, &["name", "description", "inputs", "runs"]);
            among(&path, &file["runs"], &["using", "steps"]);
            assert_eq!(file["runs"]["using"].as_str(), Some("composite"), "{path}");
            for (_, input) in file["inputs"].as_hash().expect("inputs") {
                among(&path, input, &["description", "default"]);
                assert!(input["description"].as_str().is_some() && input["default"].as_str().is_some(), "{path}");
            }
        }
        assert!(!steps(&file).is_empty(), "{path}");
        for step in steps(&file) {
            among(&path, step, &["name", "id", "if", "uses", "with", "shell", "working-directory", "env", "run"]);
            assert_ne!(step["uses"].is_badvalue(), step["run"].is_badvalue(), "{path}: a step is one or the other");
            // An action says in what its commands run; a workflow need not.
            let needs_shell = !file["runs"].is_badvalue() && !step["run"].is_badvalue();
            assert!(!needs_shell || step["shell"].as_str() == Some("bash"), "{path}");
        }
    }
}

#[test]
fn nothing_is_pasted_into_a_shell() {
    for (path, file) in all() {
        for (_, command) in commands(&file) {
            assert!(!command.contains("${{"), "{path}: `{command}`: hand it over in `env`, and quote it");
            // A variable stands in double quotes.
            let unquoted = command.split('"').step_by(2).any(|part| part.contains('$'));
            assert!(!unquoted, "{path}: `{command}`");
        }
        for step in steps(&file) {
            let used = format!("{step:?}");
            for name in used.split("inputs.").skip(1).map(|rest| rest.split([' ', '}']).next().unwrap_or_default()) {
                assert!(!file["inputs"][name].is_badvalue(), "{path}: `{name}` is no input");
            }
        }
    }
}

#[test]
fn what_runs_is_named_by_a_commit_or_a_version() {
    let version = env!("CARGO_PKG_VERSION");
    for path in ACTIONS {
        assert_eq!(read(path)["inputs"]["version"]["default"].as_str(), Some(version), "{path}");
    }
    for (path, file) in all() {
        for step in steps(&file) {
            let Some(uses) = step["uses"].as_str() else { continue };
            let (name, commit) = uses.split_once('@').unwrap_or_else(|| panic!("{path}: `{uses}` names no commit"));
            let is_pinned = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!((is_pinned && name.starts_with("actions/")) || OURS.contains(&uses), "{path}: `{uses}`");
        }
        for (_, command) in commands(&file).iter().filter(|(_, command)| command.contains("cargo install")) {
            let words: Vec<&str> = command.split(' ').collect();
            let version = if path.ends_with("action.yml") { "\"$ENSUE_VERSION\"" } else { version };
            assert_eq!(words[..6], ["cargo", "install", "cargo-ensue", "--version", version, "--locked"], "{path}");
            assert!(matches!(words[6..], [] | ["--root", "\"$RUNNER_TEMP/ensue\""]), "{path}");
        }
    }
    // One commit of an action everywhere, with its version beside it.
    let lines: BTreeSet<String> = ACTIONS
        .iter()
        .chain(&WORKFLOWS)
        .flat_map(|path| text(path).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| Some(line.split_once("uses: actions/")?.1.to_owned()))
        .collect();
    let names: BTreeSet<&str> = lines.iter().filter_map(|line| line.split('@').next()).collect();
    assert_eq!(lines.len(), names.len(), "{lines:#?}");
    assert!(
        lines.iter().all(|line| line.split_once(" # v").is_some_and(|(_, version)| version.split('.').count() == 3))
    );
}

/// Whatever a tree says of toolchains would be read where `cargo` is started, so it is started before there is a tree, or elsewhere.
#[test]
fn the_tool_is_installed_out_of_the_reach_of_the_tree() {
    for (path, file) in all() {
        // Who uses an action may have fetched the tree before.
        let mut is_there = ACTIONS.contains(&path.as_str());
        for step in steps(&file) {
            is_there |= step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@"));
            let command = step["run"].as_str().unwrap_or_default();
            let is_elsewhere = step["working-directory"].as_str() == Some("${{ runner.temp }}");
            assert!(!is_there || is_elsewhere || !command.starts_with("cargo "), "{path}: `{command}`");
        }
    }
}

/// A name that is misspelt on one side would be an empty variable on the other.
#[test]
fn a_script_gets_what_it_asks_for() {
    let scripts = |folder: &str, ending: &str| -> String {
        let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
        let paths = entries.map(|entry| entry.expect("an entry can be read").path());
        let scripts = paths.filter(|path| path.extension().is_some_and(|it| it == ending));
        scripts.map(|path| fs::read_to_string(path).expect("a script")).collect()
    };
    for (path, command, asked) in [
        ("action.yml", "bash \"$GITHUB_ACTION_PATH/ci/diff.sh\"", scripts("ci", "sh")),
        ("ci/comment/action.yml", "node \"$GITHUB_ACTION_PATH/main.mjs\"", scripts("ci/comment", "mjs")),
    ] {
        let file = read(path);
        let (step, _) = *commands(&file).iter().find(|(_, run)| *run == command).expect("the step is there");
        let words = asked.split(|letter: char| letter != '_' && !letter.is_ascii_uppercase());
        let asked: BTreeSet<&str> = words.filter(|word| word.starts_with("ENSUE_")).collect();
        assert!(asked.len() > 1, "{path}");
        assert_eq!(keys(&step["env"]), asked, "{path}");
        let script = command.split('"').nth(1).and_then(|path| path.strip_prefix("$GITHUB_ACTION_PATH/"));
        let beside = root().join(path).with_file_name(script.expect("it lies beside the action"));
        assert!(beside.is_file(), "{}", beside.display());
    }
    let action = read("action.yml");
    let ids: BTreeSet<&str> = steps(&action).iter().filter_map(|step| step["id"].as_str()).collect();
    assert_eq!(ids, ["compare"].into());
    let status = steps(&action).last().and_then(|step| step["env"]["ENSUE_STATUS"].as_str());
    assert_eq!(status, Some("${{ steps.compare.outputs.status }}"));
}

#[test]
fn nobody_gets_more_rights_than_the_task_needs() {
    let may = |path: &str| {
        let file = read(path);
        let mut all = vec![pairs(&file["permissions"]).into_iter().map(owned).collect::<Vec<_>>()];
        for (_, job) in file["jobs"].as_hash().expect("jobs") {
            all.extend(
                job["permissions"].as_hash().map(|_| pairs(&job["permissions"]).into_iter().map(owned).collect()),
            );
        }
        all
    };
    let right = |name: &str, level: &str| (name.to_owned(), level.to_owned());
    assert_eq!(may("ci/workflows/ensue-diff.yml"), [[right("contents", "read")]]);
    assert_eq!(may("ci/workflows/ensue-comment.yml"), [[right("actions", "read"), right("pull-requests", "write")]]);
    assert_eq!(
        may("ci/workflows/ensue-site.yml"),
        [vec![right("contents", "read")], vec![right("pages", "write"), right("id-token", "write")]]
    );
    for (path, file) in all() {
        for step in steps(&file).iter().filter(|step| step["uses"].as_str().is_some_and(|it| it.contains("checkout"))) {
            assert_eq!(step["with"]["persist-credentials"].as_bool(), Some(false), "{path}");
        }
    }
}

fn owned((name, level): (&str, &str)) -> (String, String) {
    (name.to_owned(), level.to_owned())
}

#[test]
fn who_may_write_sees_nothing_of_the_pull_request() {
    let [diff, comment] = ["ci/workflows/ensue-diff.yml", "ci/workflows/ensue-comment.yml"].map(read);
    assert_eq!(keys(&diff["on"]), ["pull_request"].into());
    assert_eq!(keys(&comment["on"]), ["workflow_run"].into());
    assert_eq!(comment["on"]["workflow_run"]["workflows"].as_vec(), Some(&vec![diff["name"].clone()]));
    let writing = read("ci/comment/action.yml");
    let uses = [&comment, &writing].map(|file| steps(file).iter().filter_map(|step| step["uses"].as_str()).count());
    assert_eq!(uses, [1, 0], "nothing but our own action, which uses no other");
    // The token is handed to one step, which is none that builds.
    let with_token: Vec<&str> = commands(&writing)
        .iter()
        .filter(|(step, _)| format!("{step:?}").contains("token"))
        .map(|(_, run)| *run)
        .collect();
    assert_eq!(with_token, ["node \"$GITHUB_ACTION_PATH/main.mjs\""]);
    // Both sides call the artifact the same.
    let artifact = |file: &Yaml| file["inputs"]["artifact"]["default"].as_str().map(str::to_owned);
    assert_eq!(artifact(&writing), artifact(&read("action.yml")));

    let site = read("ci/workflows/ensue-site.yml");
    assert_eq!(site["jobs"]["publish"]["if"].as_str(), Some("github.event_name == 'push'"));
}
