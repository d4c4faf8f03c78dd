//! What the macros cost the compiler: crates of the same functions under `#[ensue::handler]`, under
//! `#[tracing::instrument]`, and bare.
//!
//! The crates are checked in turn, with the processor time of cargo and of the compilers that it starts. What the bare
//! crate takes is subtracted, so that what remains is the attribute: its expansion, and the work that it leaves to rustc.
//! The events lie in a crate of their own, which is checked once and not counted.

use super::process::measure;
use super::targets::Figure;
use crate::root;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Functions in a crate: every other one waits.
const FUNCTIONS: usize = 500;

/// Events that the functions share.
const EVENTS: usize = 50;

/// Counted rounds; one more comes first.
const ROUNDS: usize = 5;

/// The same functions, as they differ in their attribute.
struct Variant {
    /// Also the name of the crate.
    name: &'static str,
    dependency: &'static str,
    attribute: fn(on: usize, emitted: usize) -> String,
    /// The type of the context of function `n`.
    context: fn(n: usize) -> String,
}

/// The first is what the others are compared with.
const VARIANTS: &[Variant] = &[
    Variant { name: "bare", dependency: "", attribute: |_, _| String::new(), context: |_| "Plain".to_owned() },
    Variant {
        name: "handler",
        dependency: "",
        attribute: |on, emitted| format!("#[ensue::handler(on = E{on}, may_emit = [E{emitted}])]\n"),
        context: |n| format!("ensue::Cx<'_, f{n}>"),
    },
    Variant {
        name: "instrument",
        dependency: "tracing = \"0.1\"\n",
        attribute: |_, _| "#[tracing::instrument]\n".to_owned(),
        context: |_| "Plain".to_owned(),
    },
    Variant {
        name: "instrument_skip_all",
        dependency: "tracing = \"0.1\"\n",
        attribute: |_, _| "#[tracing::instrument(skip_all)]\n".to_owned(),
        context: |_| "Plain".to_owned(),
    },
];

/// What one function takes, in milliseconds, by variant.
type Costs = Vec<f64>;

pub(super) fn row(row: &'static str) -> Result<Vec<Figure>, String> {
    let dir = root().join("target/bench").join(row);
    write(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    println!("{FUNCTIONS} functions in a crate, every other one async; {ROUNDS} checks of each in turn");
    let mut clean = vec![Vec::new(); VARIANTS.len()];
    let mut incremental = vec![Vec::new(); VARIANTS.len()];
    for round in 0..=ROUNDS {
        for (at, variant) in VARIANTS.iter().enumerate() {
            let [all, changed] = round_of(&dir, variant, round)?;
            if round > 0 {
                clean[at].push(all);
                incremental[at].push(changed);
            }
        }
    }
    let clean = costs("clean check", &clean);
    let incremental = costs("incremental check", &incremental);
    Ok(vec![
        Figure { row, what: "clean : instrument", value: clean[1] / clean[2] },
        Figure { row, what: "incremental : instrument", value: incremental[1] / incremental[2] },
    ])
}

/// Processor seconds of a check of everything, and of one after a change that no function sees.
fn round_of(dir: &Path, variant: &Variant, round: usize) -> Result<[f64; 2], String> {
    let put = |change| {
        let path = dir.join(variant.name).join("src/lib.rs");
        fs::write(&path, format!("{}\npub const CHANGE: usize = {change};\n", source(variant)))
            .and_then(|()| if change % 2 == 0 { forget(dir, variant.name) } else { Ok(()) })
            .map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut check = Command::new(env!("CARGO"));
    check.args(["check", "--quiet", "--package", variant.name]).current_dir(dir).env_remove("CARGO_TARGET_DIR");
    let mut seconds = [0.0; 2];
    for (at, seconds) in seconds.iter_mut().enumerate() {
        put(2 * round + at)?;
        *seconds = measure(&mut check).map_err(|problem| format!("cargo check of `{}` {problem}", variant.name))?.cpu;
    }
    Ok(seconds)
}

/// Takes away what the compiler remembers of a crate.
fn forget(dir: &Path, name: &str) -> io::Result<()> {
    let remembered = dir.join("target/debug/incremental");
    if !remembered.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(remembered)? {
        let entry = entry?;
        let file = entry.file_name();
        if file.to_string_lossy().rsplit_once('-').is_some_and(|(of, _)| of == name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// By the least of each, which other work on the machine disturbs least.
fn costs(what: &str, seconds: &[Vec<f64>]) -> Costs {
    let least = |side: &Vec<f64>| side.iter().copied().fold(f64::INFINITY, f64::min);
    let median = |side: &Vec<f64>| {
        let mut sorted = side.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    };
    #[expect(clippy::cast_precision_loss, reason = "a count of functions")]
    let each = |seconds: f64, bare: f64| (seconds - bare) * 1e3 / FUNCTIONS as f64;
    let bare = [least(&seconds[0]), median(&seconds[0])];
    println!("  {what:18} bare                 {:8.0} ms least {:8.0} ms median", bare[0] * 1e3, bare[1] * 1e3);
    let mut costs = vec![0.0];
    for (variant, side) in VARIANTS.iter().zip(seconds).skip(1) {
        let (by_least, by_median) = (each(least(side), bare[0]), each(median(side), bare[1]));
        println!("  {what:18} {:20} {by_least:8.2} ms least {by_median:8.2} ms median, each function", variant.name);
        costs.push(by_least);
    }
    costs
}

fn write(dir: &Path) -> io::Result<()> {
    let mut members: Vec<_> = VARIANTS.iter().map(|variant| variant.name).collect();
    members.push("facts");
    put(dir.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    let package = |name: &str, dependencies: &str| {
        let runtime = root().join("runtime");
        let runtime = runtime.to_string_lossy();
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\nensue = {{ path = {runtime:?} }}\n{dependencies}"
        )
    };
    put(dir.join("facts/Cargo.toml"), &package("facts", ""))?;
    put(dir.join("facts/src/lib.rs"), &facts())?;
    for variant in VARIANTS {
        let dependencies = format!("facts = {{ path = \"../facts\" }}\n{}", variant.dependency);
        put(dir.join(variant.name).join("Cargo.toml"), &package(variant.name, &dependencies))?;
        put(dir.join(variant.name).join("src/lib.rs"), "")?;
    }
    Ok(())
}

fn put(path: PathBuf, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
    fs::write(path, text)
}

/// What the functions speak of, in a crate that all variants share.
fn facts() -> String {
    let mut out = String::from(
        "
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Default)]
pub struct Store;

impl Store {
    pub fn total(&self, id: u64) -> Result<u64, Failure> {
        if id == 0 { Err(\"nothing\".into()) } else { Ok(id) }
    }

    pub async fn load(&self, id: u64) -> Result<u64, Failure> {
        self.total(id)
    }
}

/// What functions without a proof emit to.
#[derive(Debug, Default)]
pub struct Plain(usize);

impl Plain {
    pub fn emit<E: ensue::Event>(&mut self, event: E) {
        drop(event);
        self.0 += 1;
    }
}
",
    );
    for event in 0..EVENTS {
        let _ = write!(
            out,
            "\n#[ensue::event]\n#[derive(Debug, Clone)]\npub struct E{event} {{\n    pub id: u64,\n    pub amount: u64,\n}}\n"
        );
    }
    out
}

fn source(variant: &Variant) -> String {
    let mut out = String::from("use facts::*;\n");
    for n in 0..FUNCTIONS {
        let (on, emitted) = (n % EVENTS, (n + 7) % EVENTS);
        let (attribute, context) = ((variant.attribute)(on, emitted), (variant.context)(n));
        let (keyword, total) =
            if n % 2 == 0 { ("async fn", "store.load(event.id).await?") } else { ("fn", "store.total(event.id)?") };
        let _ = write!(
            out,
            "
/// Adds up what event {on} brings.
{attribute}pub {keyword} f{n}(event: &E{on}, store: &Store, cx: &mut {context}) -> Result<(), Failure> {{
    let mut total = {total};
    for (index, digit) in event.id.to_string().bytes().enumerate() {{
        match digit {{
            b'0' => continue,
            b'1'..=b'8' if index > 3 => total = total.wrapping_mul(u64::from(digit)),
            _ => total += event.amount,
        }}
    }}
    if total > {n} {{
        cx.emit(E{emitted} {{ id: event.id, amount: total }});
    }}
    Ok(())
}}
"
        );
    }
    out
}
