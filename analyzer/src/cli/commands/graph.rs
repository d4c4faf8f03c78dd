//! `graph`: the data, or one picture.

use crate::analyses::{find, slice};
use crate::cli::args::{Global, GraphArgs, GraphFormat};
use crate::cli::failure::Failure;
use crate::cli::project::Opened;
use crate::cli::screen::answer;

pub(in crate::cli) fn run(global: &Global, args: &GraphArgs) -> Result<(), Failure> {
    let graph = Opened::work_tree(global, args.project.dir.as_deref())?.analyze().graph;
    let ends = |names: &[String]| names.iter().map(|name| find(&graph, name)).collect::<Result<Vec<_>, _>>();
    let part = slice(&graph, &ends(&args.from)?, &ends(&args.to)?, args.depth);
    match args.format {
        GraphFormat::Json => answer(part.to_json().as_bytes()),
    }
}
