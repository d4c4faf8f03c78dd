//! `graph`: the data, or one picture.

use crate::analyses::slice;
use crate::cli::args::{Global, GraphArgs, GraphFormat};
use crate::cli::failure::Failure;
use crate::cli::project::{Opened, node, tell_holes};
use crate::cli::screen::{Screen, answer};
use crate::render::picture::Picture;
use crate::render::{dot, svg};
use std::mem::ManuallyDrop;

pub(in crate::cli) fn run(global: &Global, args: &GraphArgs, screen: &Screen) -> Result<(), Failure> {
    // It is left to the end of the process, which gives its memory back at once.
    let graph = ManuallyDrop::new(Opened::new(global, args.project.dir.as_deref())?.analyze()?.graph);
    let ends = |names: &[String]| names.iter().map(|name| node(&graph, name)).collect::<Result<Vec<_>, _>>();
    let (from, to) = (ends(&args.from)?, ends(&args.to)?);
    if args.depth.is_some() && from.is_empty() && to.is_empty() {
        let message = "`--depth` counts steps from a node: name it with `--from` or `--to`";
        return Err(Failure::CannotRun(message.to_owned()));
    }
    let part = slice(&graph, &from, &to, args.depth);
    let picture = || Picture::of(&part, |_| None);
    match args.format {
        // The data holds its own holes.
        GraphFormat::Json => return answer(part.to_json().as_bytes()),
        GraphFormat::Dot => answer(dot::document(&picture()).as_bytes())?,
        GraphFormat::Svg => answer(svg::document(&picture()).as_bytes())?,
    }
    tell_holes(&graph, screen);
    Ok(())
}
