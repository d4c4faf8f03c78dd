//! What the command line accepts, and the texts that teach it.

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

const ABOUT: &str = "Draws what can follow from every event of a Rust program, and what a change makes newly possible";

const LONG_ABOUT: &str = "\
Draws what can follow from every event of a Rust program, and what a change makes newly possible.

It reads annotations such as `#[handler(on = PaymentCreated, may_emit = [AuthCreated])]` in the source of a cargo \
project. It builds nothing, runs nothing of the project, and uses no network.";

const AFTER_HELP: &str = "\
Examples:
  cargo ensue after 'POST /payments'      what this entry point can cause
  cargo ensue before ReceiptSent          what can lead to this event
  cargo ensue path OrderPlaced ParcelSent   a shortest way between the two, with its places in the source
  cargo ensue diff main                   what this branch makes newly possible, or ends
  cargo ensue doc --open                  a site of all pictures

NAMES
  A name is the identifier of an event, handler, controller, effect, effect handler or external, or more of its path
  (`shop::events::OrderPlaced`), or the route of a controller (`POST /orders`). Where two things share a path, put the
  kind before it: `handler:shop::refund`.

STATUS
  0  fine, also when nothing changed or a file does not parse (such a file is a hole in the picture)
  1  a lint or policy denies
  2  the command cannot be carried out: usage, no project, an unknown revision or name, a file that cannot be read

Answers go to standard output, messages to standard error.";

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
    /// When to use colours; `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(super) color: Color,
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
}

/// Write the graph of the project, or a part of it, as data or as one picture
///
/// `--from` keeps what can follow, `--to` what can lead there, both together what lies between.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  cargo ensue graph --format json | jq '.nodes[].id'
  cargo ensue graph --format svg --from 'POST /payments' --depth 4 > payments.svg
  cargo ensue graph --format dot --to ReceiptSent | dot -Tpng > receipts.png")]
pub(super) struct GraphArgs {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// Form of the answer: the data of every question (`ensue/graph/1`), Graphviz, or a picture
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
}

/// The project that a command is about.
#[derive(Debug, Args)]
pub(super) struct ProjectArg {
    /// A directory of a cargo project: a workspace means all of its members [default: the current directory]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) dir: Option<PathBuf>,
}
