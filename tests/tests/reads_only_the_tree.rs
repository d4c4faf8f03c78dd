//! Promise 3.2, watched from outside: under `strace` the tool starts no program, speaks to no network, and opens nothing
//! beyond the tree and what the system itself loads, whatever a repository asks for.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A repository that asks for programs and files in every way that git and cargo know, beside a directory that is none of
/// its business.
struct Hostile {
    top: PathBuf,
    _guard: TempDir,
}

impl Hostile {
    fn new() -> Hostile {
        let guard = TempDir::new().unwrap();
        let hostile = Hostile { top: guard.path().canonicalize().unwrap(), _guard: guard };
        let evil = hostile.path("repo/evil.sh");
        for (path, text) in [
            ("secret/Cargo.toml", "[package]\nname = \"away\"\n"),
            ("secret/src/lib.rs", "#[ensue::event] pub struct Secret;"),
            ("secret/config", "[core]\n\tbare = true\n"),
            ("repo/Cargo.toml", "[package]\nname = \"app\"\n[dependencies]\naway = { path = \"../secret\" }\n"),
            (
                "repo/src/lib.rs",
                "mod linked;\n#[path = \"../../secret/src/lib.rs\"]\nmod away;\ninclude!(\"/etc/hostname\");\n",
            ),
            ("repo/build.rs", "fn main() { std::fs::write(\"RAN\", \"\").unwrap() }"),
            ("repo/.gitattributes", "*.rs filter=evil diff=evil\n"),
            ("repo/.gitmodules", "[submodule \"m\"]\n\tpath = m\n\turl = ext::sh -c evil\n\tupdate = !evil\n"),
            ("repo/rust-toolchain.toml", "[toolchain]\npath = \"evil\"\n"),
            ("repo/.cargo/config.toml", "[build]\nrustc = \"EVIL\"\nrustc-wrapper = \"EVIL\"\n"),
            ("repo/evil.sh", "#!/bin/sh\ntouch EVIL.ran\n"),
        ] {
            hostile.write(path, &text.replace("EVIL", &evil.display().to_string()));
        }
        fs::set_permissions(&evil, fs::Permissions::from_mode(0o755)).unwrap();
        symlink("../../secret/src/lib.rs", hostile.path("repo/src/linked.rs")).unwrap();
        hostile.git(&["init", "--quiet", "--initial-branch=main"]);
        for message in ["one", "two"] {
            hostile.write("repo/src/more.rs", message);
            hostile.git(&["add", "--all"]);
            hostile.git(&["-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--message", message]);
        }
        hostile.lay_traps(&evil);
        hostile
    }

    /// Only now, since the real git would step into them.
    fn lay_traps(&self, evil: &Path) {
        let config = fs::read_to_string(self.path("repo/.git/config")).unwrap();
        let traps = "[core]\n\tfsmonitor = EVIL\n\thooksPath = .\n\tworktree = SECRET\n\tattributesFile = SECRET/a\n\
                     \tpager = EVIL\n\tsshCommand = EVIL\n\taskPass = EVIL\n[include]\n\tpath = SECRET/config\n\
                     [includeIf \"onbranch:main\"]\n\tpath = SECRET/config\n[diff \"evil\"]\n\ttextconv = EVIL\n\
                     [filter \"evil\"]\n\tclean = EVIL\n\tsmudge = EVIL\n\tprocess = EVIL\n[gpg]\n\tprogram = EVIL\n";
        let traps = traps.replace("EVIL", &evil.display().to_string());
        let traps = traps.replace("SECRET", &self.path("secret").display().to_string());
        self.write("repo/.git/config", &(config + &traps));
        for hook in ["post-checkout", "post-index-change", "reference-transaction"] {
            let hook = self.path(&format!("repo/.git/hooks/{hook}"));
            fs::create_dir_all(hook.parent().unwrap()).unwrap();
            fs::copy(evil, hook).unwrap();
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.path("repo")).args(arguments);
        let status = git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").status();
        assert!(status.expect("the tests need git").success(), "git {arguments:?}");
    }

    /// Runs the tool in the repository, and gives back its standard output and the system calls it made.
    fn watch(&self, arguments: &[&str]) -> (String, Vec<String>) {
        let trace = self.path("trace");
        let output = Command::new("strace")
            .args(["-f", "-qq", "--trace=%process,%file,%network", "--string-limit=4096", "-o"])
            .arg(&trace)
            .arg(env!("CARGO_BIN_EXE_ensue-under-test"))
            .args(arguments)
            .current_dir(self.path("repo"))
            // Cargo adds its own folders, in which the loader would look.
            .env_remove("LD_LIBRARY_PATH")
            .output()
            .expect("this test needs strace: `apt-get install strace`");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let calls = String::from_utf8_lossy(&fs::read(trace).unwrap()).lines().map(call).collect();
        (String::from_utf8(output.stdout).unwrap(), calls)
    }
}

/// A line of the trace without the number of its thread.
fn call(line: &str) -> String {
    line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_owned()
}

/// The paths that were opened; an attempt that failed counts, since only the disk made it fail.
fn opened(calls: &[String]) -> impl Iterator<Item = &str> {
    let opens = calls
        .iter()
        .filter(|call| ["open(", "openat(", "openat2(", "creat("].iter().any(|name| call.starts_with(name)));
    opens.filter_map(|call| call.split('"').nth(1))
}

/// What the loader and the standard library open in any program.
fn belongs_to_the_system(path: &str) -> bool {
    ["/lib", "/usr/lib", "/etc/ld.so.", "/proc/self/", "/sys/fs/cgroup/", "/sys/devices/system/cpu", "/dev/null"]
        .iter()
        .any(|start| path.starts_with(start))
}

#[test]
fn a_hostile_repository_gets_nothing_run_and_nothing_else_opened() {
    let hostile = Hostile::new();
    let repo = hostile.path("repo");
    for arguments in [
        &["graph", "--format", "json"][..],
        &["diff", "HEAD~1", "--format", "json"],
        &["diff", "HEAD~1", "HEAD", "--format", "json"],
        &["diff", "--format", "json"],
    ] {
        let (output, calls) = hostile.watch(arguments);
        assert!(!output.contains("Secret"), "{arguments:?}: {output}");
        let starts = calls.iter().filter(|call| call.starts_with("execve")).count();
        assert_eq!(starts, 1, "{arguments:?} starts only itself");
        for call in &calls {
            let forks = call.starts_with("fork(") || call.starts_with("vfork(");
            let splits = call.starts_with("clone") && !call.contains("CLONE_THREAD");
            let speaks = ["socket(", "connect(", "bind(", "sendto("].iter().any(|name| call.starts_with(name));
            assert!(!forks && !splits && !speaks, "{arguments:?}: {call}");
        }
        for path in opened(&calls) {
            let place = repo.join(path);
            assert!(
                (place.starts_with(&repo) && !path.contains("..")) || belongs_to_the_system(path),
                "{arguments:?} opens `{path}`"
            );
        }
        let files = opened(&calls).filter(|path| path.ends_with("Cargo.toml") || path.contains("/.git/"));
        assert!(files.count() > 0, "{arguments:?} reads the repository, and the trace shows it");
    }
    assert!(!hostile.path("repo/evil.sh.ran").exists() && !hostile.path("repo/RAN").exists());
}

/// Without it the test above could be blind.
#[test]
fn what_is_allowed_is_seen_to_be_opened() {
    let hostile = Hostile::new();
    let secret = hostile.path("secret");
    let (_, calls) = hostile.watch(&["graph", "--format", "json", "--allow-read", secret.to_str().unwrap()]);
    assert!(opened(&calls).any(|path| Path::new(path) == secret.join("src/lib.rs")), "{calls:#?}");
}
