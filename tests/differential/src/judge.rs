//! What cargo and rustc make of a workspace.

use crate::compare::{Built, Program};
use ensue_analyzer::source::Flags;
use ensue_grammar::graph::Graph;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fmt, fs, io};

/// A folder in which workspaces are built, one at a time. What they share is built once.
pub struct Judge {
    folder: PathBuf,
    lock: Vec<u8>,
}

/// Why a workspace has no programs.
#[derive(Debug)]
pub enum Refused {
    /// A file could not be written or a program not be started.
    Io(io::Error),
    /// What rustc, cargo or the program itself said.
    Said(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Io(error) => error.fmt(f),
            Refused::Said(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Refused {}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Refused {
        Refused::Io(error)
    }
}

/// What is said after these follows from them.
const MESSAGES: usize = 3;

/// A target that was built.
struct Artifact {
    package: String,
    kind: String,
    name: String,
    executable: Option<PathBuf>,
    features: BTreeSet<String>,
}

impl Judge {
    /// Works in a folder, with the versions that a lock file names.
    ///
    /// # Errors
    /// When the lock file cannot be read.
    pub fn new(folder: impl Into<PathBuf>, lock: &Path) -> io::Result<Judge> {
        Ok(Judge { folder: folder.into(), lock: fs::read(lock)? })
    }

    /// Where the last workspace lies.
    #[must_use]
    pub fn workspace(&self) -> PathBuf {
        self.folder.join("workspace")
    }

    /// Builds a workspace by these flags, and runs its programs.
    ///
    /// # Errors
    /// When it cannot be built, or a program fails.
    pub fn built(&self, files: &BTreeMap<String, String>, flags: &Flags) -> Result<Built, Refused> {
        let folder = self.workspace();
        self.write(files, &folder)?;
        let output = self.cargo(flags).args(["--workspace", "--bins", "--examples"]).args(asked(flags)).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let messages: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        if !output.status.success() {
            let rendered = messages.iter().filter_map(|it| it["message"]["rendered"].as_str());
            let rendered = rendered.take(MESSAGES).collect::<String>();
            return Err(Refused::Said(format!("{rendered}{}", String::from_utf8_lossy(&output.stderr))));
        }
        let artifacts: Vec<Artifact> = messages.iter().filter_map(|it| artifact(it, &folder)).collect();
        let names = program_names(&artifacts);
        let mut built = Built { labels: labels(&artifacts), set: flags.cfg.clone(), ..Built::default() };
        for artifact in &artifacts {
            let package = artifact.package.replace('-', "_");
            built.features.entry(package).or_default().extend(artifact.features.iter().cloned());
        }
        let programs: Vec<&Artifact> = artifacts.iter().filter(|it| it.executable.is_some()).collect();
        for (program, name) in programs.iter().zip(names) {
            let Some(executable) = &program.executable else { continue };
            if programs.iter().filter(|other| other.executable == program.executable).count() > 1 {
                // Two programs of one name are one file: whichever was linked last.
                let kind = format!("--{}", program.kind);
                let output = self.cargo(flags).args(["--package", &program.package, &kind, &program.name]).output()?;
                if !output.status.success() {
                    return Err(Refused::Said(String::from_utf8_lossy(&output.stderr).into_owned()));
                }
            }
            built.programs.push(Program { name, linked: registered(executable)? });
        }
        Ok(built)
    }

    fn cargo(&self, flags: &Flags) -> Command {
        let set = flags.cfg.iter().flat_map(|it| ["--cfg", it]);
        let flags: Vec<&str> = ["-Awarnings"].into_iter().chain(set).collect();
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(["build", "--offline", "--message-format=json", "--target-dir"])
            .arg(self.folder.join("target"))
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .current_dir(self.workspace());
        command
    }

    /// Writes a workspace into a folder that it has for itself.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, files: &BTreeMap<String, String>, folder: &Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        for (path, text) in files {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(file, text)?;
        }
        fs::write(folder.join("Cargo.lock"), &self.lock)
    }
}

/// The flags for features, as cargo takes them.
fn asked(flags: &Flags) -> Vec<String> {
    let mut all = vec![format!("--features={}", flags.features.join(","))];
    all.extend(flags.all_features.then(|| "--all-features".to_owned()));
    all.extend(flags.no_default_features.then(|| "--no-default-features".to_owned()));
    all
}

/// What a program says of itself.
fn registered(executable: &Path) -> Result<Graph, Refused> {
    let output = Command::new(executable).output()?;
    if !output.status.success() {
        return Err(Refused::Said(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| Refused::Said(error.to_string()))
}

/// A target of the workspace itself.
fn artifact(message: &Value, folder: &Path) -> Option<Artifact> {
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    let manifest = Path::new(message["manifest_path"].as_str()?);
    if !manifest.starts_with(folder) {
        return None;
    }
    let package = message["package_id"].as_str()?;
    let target = &message["target"];
    Some(Artifact {
        package: package_name(package),
        kind: target["kind"][0].as_str()?.to_owned(),
        name: target["name"].as_str()?.to_owned(),
        executable: message["executable"].as_str().map(PathBuf::from),
        features: message["features"].as_array()?.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect(),
    })
}

/// The name in `path+file:///..#name@0.1.0`, or in `..name#0.1.0` where the folder has the package's name.
fn package_name(id: &str) -> String {
    let (place, end) = id.rsplit_once('#').unwrap_or((id, ""));
    match end.split_once('@') {
        Some((name, _)) => name.to_owned(),
        None => place.rsplit('/').next().unwrap_or(place).to_owned(),
    }
}

/// How ids should begin, by the rule: a name in code; where several targets have it all but libraries add their kind; and
/// where that is not enough the package comes first.
fn labels(artifacts: &[Artifact]) -> BTreeSet<String> {
    let code = |it: &Artifact| it.name.replace('-', "_");
    let mut all: Vec<String> = artifacts.iter().map(code).collect();
    let twice = repeated(&all);
    for (label, it) in all.iter_mut().zip(artifacts).filter(|(label, _)| twice.contains(*label)) {
        match it.kind.as_str() {
            "bin" => label.push_str("(bin)"),
            "example" => label.push_str("(example)"),
            _ => {}
        }
    }
    let twice = repeated(&all);
    for (label, it) in all.iter_mut().zip(artifacts).filter(|(label, _)| twice.contains(*label)) {
        *label = format!("{}/{label}", it.package);
    }
    all.into_iter().collect()
}

/// What the programs should be called: as their files; with the package, and then the kind, where two are called alike.
fn program_names(artifacts: &[Artifact]) -> Vec<String> {
    let programs: Vec<&Artifact> = artifacts.iter().filter(|it| it.executable.is_some()).collect();
    let mut all: Vec<String> = programs.iter().map(|it| it.name.clone()).collect();
    let twice = repeated(&all);
    for (name, it) in all.iter_mut().zip(&programs).filter(|(name, _)| twice.contains(*name)) {
        *name = format!("{}/{name}", it.package);
    }
    let twice = repeated(&all);
    for (name, it) in all.iter_mut().zip(&programs).filter(|(name, _)| twice.contains(*name)) {
        if it.kind == "example" {
            name.push_str("(example)");
        }
    }
    all
}

fn repeated(names: &[String]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    names.iter().filter(|name| !seen.insert(*name)).cloned().collect()
}
