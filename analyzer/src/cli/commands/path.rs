//! `path`: a shortest way.

use crate::analyses::{Index, shortest};
use crate::cli::args::{Global, PathArgs, TextFormat};
use crate::cli::failure::Failure;
use crate::cli::project::{Opened, node, tell_bound, tell_holes};
use crate::cli::screen::{Screen, answer};
use crate::render::{answers, text};

pub(in crate::cli) fn run(global: &Global, args: &PathArgs, screen: &Screen) -> Result<(), Failure> {
    let graph = Opened::new(global, None)?.analyze()?.graph;
    let (from, to) = (node(&graph, &args.from)?, node(&graph, &args.to)?);
    let index = Index::new(&graph);
    let way = shortest(&index, from, to);
    if args.format == TextFormat::Json {
        return answer(answers::way(&index, from, to, way.as_deref()).as_bytes());
    }
    match way {
        Some(way) => {
            let way = text::way(&index, &way, screen.width());
            screen.text(&(way + &text::read(&graph, screen.width())))?;
        }
        None => screen.note(&no_way(args, shortest(&index, to, from).is_some())),
    }
    tell_holes(&graph, screen);
    tell_bound(&index, screen);
    Ok(())
}

fn no_way(args: &PathArgs, is_one_back: bool) -> String {
    let PathArgs { from, to, .. } = args;
    if from == to {
        return format!("nothing that `{from}` can cause leads back to it");
    }
    let back = if is_one_back {
        format!("; the other way round there is one: `cargo ensue path '{to}' '{from}'`")
    } else {
        String::new()
    };
    format!("nothing that `{from}` can cause leads to `{to}`{back}")
}
