//! What the command line accepts, and the texts that teach it.

use crate::source::{Flags, TargetKind};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

const ABOUT: &str = "Draws what can follow from every event of a Rust program, and what a change makes newly possible";

const LONG_ABOUT: &str = "\
Draws what can follow from every event of a Rust program, and what a change makes newly possible.

It reads annotations such as `#[handler(on = PaymentCreated, may_emit = [AuthCreated])]` in the source of a cargo \
project. It builds nothing, runs nothing of the project, and uses no network.";

const AFTER_HELP: &str = "\
Examples:
  cargo ensue after 'POST /payments'     what this entry point can cause
  cargo ensue before ReceiptSent         what can lead to this event
  cargo ensue path OrderPlaced Shipped   a shortest way between the two
  cargo ensue diff main                  what differs from main
  cargo ensue check                      where the wiring breaks a rule
  cargo ensue doc --open                 a site of all pictures

Names:
  A name is the identifier of an event, handler, controller, effect,
  effect handler or external, or more of its path (`events::Shipped`),
  or the route of a controller (`POST /orders`). Where two things share
  a path, put the kind before it: `handler:shop::refund`.

Configuration:
  The graph is of everything that could be compiled, each part with the
  condition under which it exists; nothing is joined whose conditions
  contradict each other. `--features`, `--target` and the like fix what
  cargo would compile, `--bin` shows one program:
    cargo ensue after OrderPlaced --bin worker --features default

Status:
  0  fine, also when nothing changed or a file does not parse (such a
     file is a hole in the picture)
  1  a lint denies, or more places cannot be seen than are allowed
  2  the command cannot be carried out: usage, `ensue.toml`, no project,
     an unknown revision or name, a file that cannot be read

Answers go to standard output, messages to standard error.";

const AFTER_EXAMPLES: &str = "\
Examples:
  cargo ensue after 'POST /payments'
  cargo ensue after AuthFailed --depth 2
  cargo ensue after AuthFailed --format json | jq -r '.reached[].id'";

const BEFORE_EXAMPLES: &str = "\
Examples:
  cargo ensue before ReceiptSent
  cargo ensue before ReceiptSent --format json | jq -r '.reached[] | select(.kind == \"controller\").id'";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "cargo-ensue", bin_name = "cargo ensue", version, about = ABOUT, long_about = LONG_ABOUT)]
#[command(after_help = AFTER_HELP, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What every command takes, before its name or after.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Work as if started in this directory
    #[arg(short = 'C', value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    pub(super) directory: Option<PathBuf>,
    /// Also read this directory, though it lies outside the git work tree (or workspace) of the project
    ///
    /// Without it a path that leads out of the tree, such as a path dependency beside the repository, is a hole.
    #[arg(long, value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    pub(super) allow_read: Vec<PathBuf>,
    /// When to use colours; `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(super) color: Color,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) configuration: Configuration,
}

/// What of all that could be compiled is meant.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own, as cargo has them")]
#[command(next_help_heading = "Configuration (default: everything that could be compiled, with its conditions)")]
pub(super) struct Configuration {
    /// Turn these features on, and the default ones; all others are off
    ///
    /// A name, or `package/name`; several are separated by commas. `--features default` is what `cargo build --workspace`
    /// compiles.
    #[arg(short = 'F', long, value_name = "FEATURES", global = true)]
    pub(super) features: Vec<String>,
    /// Leave the default features of the project's packages off
    #[arg(long, global = true)]
    pub(super) no_default_features: bool,
    /// Turn all features of the project's packages on
    #[arg(long, global = true)]
    pub(super) all_features: bool,
    /// Set a `cfg` of your own: `NAME`, or `NAME="VALUE"`
    #[arg(long, value_name = "SPEC", global = true)]
    pub(super) cfg: Vec<String>,
    /// Compile for this target triple
    #[arg(long, value_name = "TRIPLE", global = true)]
    pub(super) target: Option<String>,
    /// Only what this program does: a binary or an example
    ///
    /// Work that it leaves to others as a ticket stays, without what follows there.
    #[arg(long, value_name = "NAME", global = true)]
    pub(super) bin: Option<String>,
    /// Look at tests too, as programs of their own: integration tests, and each crate with the tests in it
    #[arg(long, global = true)]
    pub(super) tests: bool,
    /// Look at benchmarks too, as programs of their own, and at each crate as `cargo bench` compiles it
    #[arg(long, global = true)]
    pub(super) benches: bool,
    /// Look at tests and benchmarks too
    #[arg(long, global = true)]
    pub(super) all_targets: bool,
}

impl Configuration {
    /// Whether all that could be compiled is meant; tests and the like may come on top.
    pub(super) fn is_everything(&self) -> bool {
        let names = [&self.features, &self.cfg].iter().all(|names| names.is_empty());
        names && !self.no_default_features && !self.all_features && self.target.is_none() && self.bin.is_none()
    }

    /// As flags of the analysis.
    pub(super) fn flags(&self) -> Flags {
        let asked = [(self.tests, TargetKind::Test), (self.benches, TargetKind::Bench)];
        let targets = asked.into_iter().filter(|(is_asked, _)| *is_asked || self.all_targets).map(|(_, kind)| kind);
        Flags {
            features: self.features.clone(),
            no_default_features: self.no_default_features,
            all_features: self.all_features,
            cfg: self.cfg.clone(),
            target: self.target.clone(),
            targets: targets.collect(),
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Graph(GraphArgs),
    /// Show what can follow from a node, as a tree
    ///
    /// Every node is shown once, as near to the root as possible, and referred to elsewhere. A dashed line is a
    /// consequence that comes later: after commit, deferred, scheduled, or when a controller resumes.
    #[command(after_help = AFTER_EXAMPLES)]
    After(WalkArgs),
    /// Show what can lead to a node, as a tree
    ///
    /// The root is the consequence, its branches are the causes. Every node is shown once, as near to the root as
    /// possible, and referred to elsewhere.
    #[command(after_help = BEFORE_EXAMPLES)]
    Before(WalkArgs),
    Path(PathArgs),
    Doc(DocArgs),
    Diff(DiffArgs),
    Render(RenderArgs),
    Check(CheckArgs),
    Accept(AcceptArgs),
    Explain(ExplainArgs),
    Snapshot(SnapshotArgs),
    Init(InitArgs),
}

/// Write the graph of the project, or a part of it, as data or as one picture
///
/// `--from` keeps what can follow, `--to` what can lead there, both together what lies between.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue graph --format json | jq '.nodes[].id'
  cargo ensue graph --format svg --from 'POST /payments' > payments.svg
  cargo ensue graph --format dot --to ReceiptSent | dot -Tpng > sent.png")]
pub(super) struct GraphArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// Form of the answer: the data of every question (`ensue/graph/1`), Graphviz, Mermaid, or a picture
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(super) format: GraphFormat,
    /// Only what can follow from this node; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) from: Vec<String>,
    /// Only what can lead to this node; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) to: Vec<String>,
    /// Only what lies within this many steps; a step is an edge, so from event to event there are two
    #[arg(long, value_name = "N")]
    pub(super) depth: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    Json,
    Dot,
    Mermaid,
    Svg,
}

/// A node, and how far to go from it.
#[derive(Debug, Args)]
pub(super) struct WalkArgs {
    /// An event, handler, controller, effect, effect handler or external
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    /// How many steps to show; a step is an edge, so from event to event there are two
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub(super) depth: usize,
    /// Form of the answer: a tree to read, or data (`ensue/reach/1`)
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextFormat {
    Text,
    Json,
}

/// Show a shortest way from one node to another, with its places in the source
///
/// From a node to itself it is a shortest loop. When there is no way, standard output stays empty and the status is 0.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  cargo ensue path 'POST /payments' ReceiptSent")]
pub(super) struct PathArgs {
    /// Where the way begins
    #[arg(value_name = "FROM")]
    pub(super) from: String,
    /// Where it ends
    #[arg(value_name = "TO")]
    pub(super) to: String,
    /// Form of the answer: lines to read, or data (`ensue/path/1`)
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextFormat,
}

/// Write a site: an overview, and a page for each node with its picture
///
/// Prints the path of `index.html`. The folder is written as a whole: an existing one is replaced only if an earlier run
/// wrote it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue doc --open
  cargo ensue doc examples/shop --out site")]
pub(super) struct DocArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// The folder to write [default: `target/ensue/doc` under the workspace root]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// Show the site in the browser; this starts the system's opener (such as `xdg-open`), the only program that
    /// `cargo ensue` ever starts
    #[arg(long)]
    pub(super) open: bool,
}

/// Tell what a change makes newly possible, and what it ends
///
/// Compares two states of the project. When nothing changed, standard output stays empty.
#[derive(Debug, Args)]
#[command(after_help = "A state is one of
  REV, rev:REV   a revision of the git repository: `main`, `HEAD~3`
  worktree       the files as they are now
  index          the files as they are staged
  dir:PATH       the project in another directory
  file:PATH      a graph or snapshot that was written before

Examples:
  cargo ensue diff                   what this branch changes
  cargo ensue diff v1.2 v1.3         two revisions
  cargo ensue diff HEAD index        what the next commit changes
  cargo ensue diff file:ensue.json   the work tree against a snapshot
  cargo ensue diff --format json | jq .consequences")]
pub(super) struct DiffArgs {
    /// What to compare with [default: the merge base of HEAD and the default branch]
    #[arg(value_name = "BASE")]
    pub(super) base: Option<String>,
    /// What to judge [default: the work tree]
    #[arg(value_name = "HEAD")]
    pub(super) head: Option<String>,
    /// Form of the answer: sentences, data (`ensue/diff/1`), Markdown for a comment, a picture, a page that needs
    /// nothing else, SARIF 2.1.0, or annotations of a GitHub workflow
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Text,
    Json,
    Markdown,
    Svg,
    Html,
    Sarif,
    Github,
}

/// Tell a difference that `diff --format json` wrote, in another form
///
/// Needs neither the project nor what was compared, and gives the same bytes as `diff` with the same format. The file may come
/// from a stranger: it is held against the schema, and every text in it is escaped. The status says only whether it could be
/// told, 2 when not; that a finding is denied is the status of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue diff main --format json > diff.json
  cargo ensue render diff.json --format svg > diff.svg
  cargo ensue diff main --format json | cargo ensue render -")]
pub(super) struct RenderArgs {
    /// The difference (`ensue/diff/1`), at most 64 MiB; `-` is standard input
    #[arg(value_name = "DIFF.json", value_hint = ValueHint::FilePath)]
    pub(super) file: PathBuf,
    /// Form of the answer, as `diff` has it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
}

/// Write `ensue.json`, the graph without places in files, beside the manifest of the project
///
/// Keep it under version control: a program can check with it that every handler is linked, and a review sees how the
/// wiring changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue snapshot
  cargo ensue diff file:ensue.json   what changed since")]
pub(super) struct SnapshotArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
}

/// Tell where the wiring breaks a rule, and what to do about it
///
/// Every rule has a level: what is denied makes the status 1, what is warned about is shown, what is allowed is not.
/// `ensue.toml`, beside the manifest of DIR or above it in the workspace, says otherwise than the defaults.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue check
  cargo ensue check --max-holes 0
  cargo ensue check --locked
  cargo ensue check --fix --dry-run
  cargo ensue check --format sarif > ensue.sarif
  cargo ensue explain inline_loop

In `ensue.toml`:
  max-holes = 0

  [lints]
  inline_loop = \"warn\"

  [[rule]]
  name = \"web_sends_no_mail\"
  from = \"shop::web::**\"
  must-not-reach = { kind = \"effect\", tag = \"mail\" }")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// Form of the answer: messages to read, cargo's messages for an editor, SARIF 2.1.0, or annotations of a GitHub workflow
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
    /// Fail when the snapshot `ensue.json` does not say what the code says
    ///
    /// Bodies may differ: only what can follow from what is compared. The nearest snapshot from DIR to the workspace root
    /// counts, and what `cargo ensue snapshot` would write there with the same flags.
    #[arg(long)]
    pub(super) locked: bool,
    /// Change the source where there is exactly one thing to do, then tell the rest
    ///
    /// Entries of `may_emit` and `may_request` that `declared_never_emitted` shows are removed, and lists of what may be done are put in
    /// order. Only files that have not changed since they were read are written. Nothing is kept of what was there: commit before.
    #[arg(long)]
    pub(super) fix: bool,
    /// With `--fix`: write nothing, and show the changes as a patch
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
    /// Fail when more places than this cannot be seen [default: as `ensue.toml` says, else any number is fine]
    #[arg(long, value_name = "N")]
    pub(super) max_holes: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Json,
    Sarif,
    Github,
}

/// Accept findings of `check`, or of `diff`, each with the reason
///
/// Writes them to `ensue-accepted.toml`, beside `ensue.toml` or in the root of the workspace: an entry a line, by what the
/// finding is about, so that neither moved code nor other words lose it. `check` is silent about what is accepted, counts it,
/// and fails where an entry matches nothing any more.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue accept 1a2b3c4d --reason 'both ends check the amount'
  cargo ensue accept 5e6f7a8b --base main --reason 'agreed: the loop ends after three tries'

A change is judged by what its base accepts, so what `--base` accepts counts for changes that begin after this one.

So that branches merge which both accept something, in `.gitattributes`:
  ensue-accepted.toml merge=union")]
pub(super) struct AcceptArgs {
    /// Fingerprints, or their first digits, as `check` and `diff` show them
    #[arg(value_name = "FINGERPRINT", required = true)]
    pub(super) fingerprints: Vec<String>,
    /// Accept findings of `cargo ensue diff BASE` instead of those of `check`
    #[arg(long, value_name = "BASE")]
    pub(super) base: Option<String>,
    /// Why they are accepted
    #[arg(long, value_name = "TEXT", required = true, value_parser = said)]
    pub(super) reason: String,
}

/// A text that says something.
fn said(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("a reason is expected, in a few words") } else { Ok(text.to_owned()) }
}

/// Say what a lint, or a kind of rule, finds, why, and what to do about it
#[derive(Debug, Args)]
#[command(after_help = "Example:
  cargo ensue explain inline_loop")]
pub(super) struct ExplainArgs {
    /// The name of a lint, or the key of a kind of rule; without one all are listed
    #[arg(value_name = "LINT")]
    pub(super) name: Option<String>,
}

/// Write the files that a project begins with
///
/// `ensue.toml` with every key and its default, the snapshot `ensue.json`, a test for each library with annotations that holds it
/// against what is linked, and a workflow for GitHub that runs `check`. What is there already stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  cargo ensue init && cargo ensue check && cargo test")]
pub(super) struct InitArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
}

/// The project that a command is about.
#[derive(Debug, Args)]
pub(super) struct ProjectArg {
    /// A directory of a cargo project: a workspace means all of its members [default: the current directory]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) dir: Option<PathBuf>,
}
