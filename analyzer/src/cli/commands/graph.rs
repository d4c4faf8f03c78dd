//! `graph`: the data, or one picture.

use crate::analyses::slice;
use crate::cli::args::{Global, GraphArgs, GraphFormat};
use crate::cli::failure::Failure;
use crate::cli::project::{Opened, node, tell_holes};
use crate::cli::screen::{Screen, answer, answer_by};
use crate::render::picture::Picture;
use crate::render::{dot, mermaid, modules, svg};
use ensue_grammar::graph::Graph;
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
        GraphFormat::Json => return answer_by(|out| part.write_json(out)),
        GraphFormat::Dot => answer(dot::document(&picture()).as_bytes())?,
        GraphFormat::Mermaid => answer(flowchart(&part, &picture(), screen)?.as_bytes())?,
        GraphFormat::Svg => answer(svg::document(&picture()).as_bytes())?,
    }
    tell_holes(&graph, screen);
    Ok(())
}

/// A flowchart that Mermaid draws: of all nodes, or else of the modules.
fn flowchart(part: &Graph, picture: &Picture, screen: &Screen) -> Result<String, Failure> {
    mermaid::document(picture).or_else(|all| {
        let by_module = mermaid::document(&modules::picture(part)).map_err(|modules| {
            let remedy = "show a part: name where it begins or ends with `--from` or `--to`";
            Failure::CannotRun(format!("too much for one picture, even by module ({modules}): {remedy}"))
        })?;
        screen.note(&format!("showing modules, since all nodes would be too much for Mermaid ({all})"));
        Ok(by_module)
    })
}
