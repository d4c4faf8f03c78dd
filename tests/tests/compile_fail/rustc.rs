//! rustc on one file, with the built runtime and the shared crates beside it.

use crate::marks::Place;
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A compiler that knows where the crates are.
pub(crate) struct Rustc {
    arguments: Vec<OsString>,
    out: PathBuf,
}

/// What rustc says, once.
#[derive(Debug, Default)]
pub(crate) struct Message {
    /// `error`, `warning`, `note` or `help`.
    pub(crate) level: String,
    /// As `E0277`, or the name of a lint.
    pub(crate) code: Option<String>,
    pub(crate) text: String,
    /// Primary spans in the case itself.
    pub(crate) places: Vec<Place>,
    /// Of all its spans.
    pub(crate) labels: Vec<String>,
    pub(crate) children: Vec<Message>,
    /// As a person sees it.
    pub(crate) rendered: String,
}

impl Rustc {
    /// Builds the runtime with cargo, then the named crates of the folder, each seeing the earlier ones.
    pub(crate) fn with_crates(folder: &Path, names: &[&str]) -> Rustc {
        let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compile_fail");
        std::fs::create_dir_all(&out).expect("the folder can be made");
        let mut rustc = Rustc { arguments: runtime(), out };
        // A crate that another one names is looked for in folders, whatever `--extern` says.
        let search = equals("dependency", &rustc.out);
        rustc.arguments.extend(["-L".into(), search]);
        for name in names {
            let messages = rustc.check(&folder.join(name).with_extension("rs"));
            let errors: Vec<&str> = messages.iter().map(|message| message.rendered.as_str()).collect();
            assert!(errors.is_empty(), "`{name}` must compile silently:\n{}", errors.join("\n"));
            let library = rustc.out.join(format!("lib{name}.rmeta"));
            rustc.arguments.extend(["--extern".into(), equals(name, &library)]);
        }
        rustc
    }

    /// What rustc says of a library that is this one file.
    pub(crate) fn check(&self, file: &Path) -> Vec<Message> {
        let mut command = Command::new("rustc");
        command.args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--error-format=json"]);
        command.args(&self.arguments).arg("--out-dir").arg(&self.out).arg(file);
        let output = command.output().expect("rustc starts");
        let text = String::from_utf8(output.stderr).expect("rustc prints text");
        let name = file.to_str().expect("our own names are text");
        text.lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["$message_type"] == "diagnostic")
            .map(|message| read(&message, name))
            // The last one only counts the others.
            .filter(|message| !message.text.starts_with("aborting due to") && message.level != "failure-note")
            .filter(|message| !message.text.ends_with("warning emitted") && !message.text.ends_with("warnings emitted"))
            .collect()
    }
}

/// The arguments that make `ensue` and `serde` known.
fn runtime() -> Vec<OsString> {
    let arguments = ["build", "--package", "ensue", "--message-format=json", "--locked", "--quiet"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(ensue_tests::root()).output();
    let output = output.expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("cargo prints text");
    let mut arguments = Vec::new();
    for artifact in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let name = artifact["target"]["name"].as_str().unwrap_or_default();
        let files = artifact["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let library = files.map(Path::new).find(|file| file.extension().is_some_and(|it| it == "rlib"));
        if let Some(library) = library.filter(|_| ["ensue", "serde"].contains(&name)) {
            arguments.extend(["--extern".into(), equals(name, library)]);
            if name == "ensue" {
                let folder = library.parent().expect("a library lies in a folder");
                arguments.extend(["-L".into(), equals("dependency", &folder.join("deps"))]);
            }
        }
    }
    arguments
}

fn equals(name: &str, file: &Path) -> OsString {
    let mut argument = OsString::from(format!("{name}="));
    argument.push(file);
    argument
}

fn read(message: &Value, file: &str) -> Message {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let spans = list(&message["spans"]);
    Message {
        level: text(&message["level"]),
        code: message["code"]["code"].as_str().map(str::to_owned),
        text: text(&message["message"]),
        places: spans
            .iter()
            .filter(|span| span["is_primary"] == true && span["file_name"] == file)
            .map(place)
            .collect(),
        labels: spans.iter().map(|span| text(&span["label"])).collect(),
        children: list(&message["children"]).iter().map(|child| read(child, file)).collect(),
        rendered: text(&message["rendered"]),
    }
}

fn place(span: &Value) -> Place {
    let number = |name: &str| usize::try_from(span[name].as_u64().unwrap_or(0)).unwrap_or(0);
    let end = if number("line_start") == number("line_end") {
        // A place between two characters is shown as one.
        number("column_end").max(number("column_start") + 1)
    } else {
        span["text"][0]["text"].as_str().map_or(0, |line| line.chars().count() + 1)
    };
    Place { line: number("line_start"), start: number("column_start"), end }
}
