//! `after` and `before`: what follows from a node, or leads to it.

use crate::analyses::{Direction, Index, tree};
use crate::cli::args::{Global, TextFormat, WalkArgs};
use crate::cli::failure::Failure;
use crate::cli::project::{Opened, node, tell_bound, tell_holes};
use crate::cli::screen::{Screen, answer};
use crate::render::{answers, text};

pub(in crate::cli) fn run(
    global: &Global,
    args: &WalkArgs,
    direction: Direction,
    screen: &Screen,
) -> Result<(), Failure> {
    let graph = Opened::new(global, None)?.analyze()?.graph;
    let root = node(&graph, &args.name)?;
    let index = Index::new(&graph);
    match args.format {
        TextFormat::Json => answer(answers::reach(&index, root, direction, args.depth).as_bytes()),
        TextFormat::Text => {
            let rows = tree(&index, root, direction, args.depth);
            let tree = text::tree(&index, &rows, direction, screen.width());
            screen.text(&(tree + &text::read(&graph, screen.width())))?;
            tell_holes(&graph, screen);
            tell_bound(&index, screen);
            Ok(())
        }
    }
}
