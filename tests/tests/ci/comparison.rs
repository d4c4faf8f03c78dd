//! `ci/diff.sh` where the action runs it: in a clone of the merge and its two parents.

use crate::files::uploaded;
use ensue_tests::{Answer, ensue, git, root, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A name that a shell would take apart.
const DIRECTORY: &str = "a 'b' $(touch broken)";

/// A repository with a pull request, as its host keeps it, and a runner.
struct Place {
    folder: TempDir,
    base: String,
    merge: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let origin = folder.path().join("origin");
        fs::create_dir_all(origin.join(DIRECTORY).join("src")).expect("folders can be made");
        git(&origin, &["init", "--quiet"]);
        commit(&origin, "#[handler(on = Paid)]\nfn settle(_: &Paid) {}\n", "one");
        commit(&origin, "#[handler(on = Paid)]\nfn settle(_: &Paid) {}\n\n#[event]\npub struct Seen;\n", "two");
        git(&origin, &["switch", "--quiet", "--create", "change", "HEAD~1"]);
        commit(
            &origin,
            "#[event]\npub struct Sent;\n\n#[handler(on = Paid, may_emit = [Sent])]\nfn settle(_: &Paid, cx: &mut Cx<'_, settle>) \
             {\n    cx.emit(Sent);\n}\n",
            "three",
        );
        // What the host makes of both, on no branch.
        git(&origin, &["switch", "--quiet", "--detach", "main"]);
        git(&origin, &["merge", "--quiet", "--no-ff", "--strategy-option", "theirs", "--message", "merge", "change"]);
        git(&origin, &["update-ref", "refs/pull/7/merge", "HEAD"]);
        let (base, merge) = (id(&origin, "main"), id(&origin, "HEAD"));
        Self { folder, base, merge }
    }

    /// What the runner does before our script: the merge and so many commits of its history.
    fn fetch(&self, depth: &str) {
        let clone = self.workspace();
        fs::create_dir_all(&clone).expect("the folder can be made");
        git(&clone, &["init", "--quiet"]);
        let origin = format!("file://{}", self.folder.path().join("origin").display());
        git(&clone, &["fetch", "--quiet", "--no-tags", "--depth", depth, &origin, "refs/pull/7/merge"]);
        git(&clone, &["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn compare(&self, event: &str) -> Answer {
        self.judge(event, "0")
    }

    fn judge(&self, event: &str, verdict: &str) -> Answer {
        let temp = self.folder.path();
        let mut script = Command::new("bash");
        script.arg(root().join("ci/diff.sh")).current_dir(self.workspace()).envs([
            ("GITHUB_EVENT_NAME", event),
            ("GITHUB_SHA", &self.merge),
            ("ENSUE_DIRECTORY", DIRECTORY),
            ("VERDICT", verdict),
        ]);
        script.env("GITHUB_WORKSPACE", self.workspace()).env("RUNNER_TEMP", temp);
        script.env("GITHUB_OUTPUT", temp.join("output")).env("GITHUB_STEP_SUMMARY", temp.join("summary"));
        run(script.env("ENSUE_TOOL", tool(temp)))
    }
}

/// The tool, with a verdict of the comparison that a variable asks for.
fn tool(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("tool");
    let real = ensue!().get_program().to_string_lossy().into_owned();
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = render ]; then exec '{real}' \"$@\"; fi\n'{real}' \"$@\" && exit \"${{VERDICT:-0}}\"\n"
    );
    fs::write(&path, script).expect("the file can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be made to run");
    path
}

fn commit(origin: &Path, items: &str, message: &str) {
    let project = origin.join(DIRECTORY);
    let manifest =
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n";
    let common = "use ensue::{Cx, controller, event, handler};\n\n#[event]\npub struct Paid;\n\n\
                  #[controller(may_emit = [Paid])]\nfn pay(cx: &mut Cx<'_, pay>) {\n    cx.emit(Paid);\n}\n\n";
    fs::write(project.join("Cargo.toml"), manifest).expect("the file can be written");
    fs::write(project.join("src/lib.rs"), format!("{common}{items}")).expect("the file can be written");
    git(origin, &["add", "--all"]);
    git(origin, &["commit", "--quiet", "--message", message]);
}

fn id(repository: &Path, revision: &str) -> String {
    run(Command::new("git").current_dir(repository).args(["rev-parse", revision])).stdout.trim().to_owned()
}

#[test]
fn the_merge_is_compared_with_what_it_is_merged_into() {
    let place = Place::new();
    place.fetch("2");
    let answer = place.compare("pull_request");
    assert_eq!(answer.status, 0, "{answer:#?}");
    assert_eq!(place.file("output"), "status=0\n");
    let file = uploaded(place.folder.path());
    let diff: Value = serde_json::from_slice(&fs::read(&file).expect("the file is there")).expect("it is JSON");
    assert_eq!((&diff["base"], &diff["head"]), (&place.base.as_str().into(), &place.merge.as_str().into()));
    let gained: Vec<&Value> = diff["consequences"].as_array().expect("a list").iter().collect();
    assert!(gained.iter().any(|one| one["from"] == "shop::pay" && one["to"] == "shop::Sent"), "{gained:#?}");
    let told = run(ensue!().arg("render").arg(&file).args(["--format", "markdown"]));
    assert!(told.status == 0 && told.stdout.starts_with("### review: "), "{told:#?}");
    assert_eq!(place.file("summary"), told.stdout);
    assert!(!place.workspace().join("broken").exists());
}

/// The job fails in its last step, when the difference is kept.
#[test]
fn what_is_denied_is_kept_and_told() {
    let place = Place::new();
    place.fetch("2");
    let answer = place.judge("pull_request", "1");
    assert_eq!((answer.status, place.file("output").as_str()), (0, "status=1\n"), "{answer:#?}");
    assert!(answer.stdout.starts_with("::error title=ensue::a finding is denied: "), "{answer:#?}");
    assert!(uploaded(place.folder.path()).exists() && place.file("summary").starts_with("### review: "));
}

#[test]
fn what_cannot_be_compared_leaves_nothing_to_comment() {
    let place = Place::new();
    place.fetch("1");
    let answer = place.compare("pull_request");
    assert_eq!(answer.status, 2, "{answer:#?}");
    assert!(answer.stderr.contains("shallow clone: `git fetch "), "{answer:#?}");
    assert!(answer.stdout.starts_with("::error title=ensue::nothing was compared"), "{answer:#?}");
    assert!(!uploaded(place.folder.path()).exists());
    assert_eq!(place.file("output"), "");
}

#[test]
fn only_a_pull_request_has_something_to_compare() {
    let place = Place::new();
    place.fetch("2");
    for event in ["push", "pull_request_target", "workflow_run"] {
        let answer = place.compare(event);
        assert_eq!((answer.status, place.file("output").as_str()), (2, ""), "{answer:#?}");
        assert!(answer.stdout.contains("only `on: pull_request` has something to compare"), "{answer:#?}");
    }
}
