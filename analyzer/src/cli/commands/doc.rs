//! `doc`: the site.

use crate::cli::args::{DocArgs, Global};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::project::{Opened, place, tell_holes};
use crate::cli::screen::{Screen, answer};
use crate::render::site;

pub(in crate::cli) fn run(global: &Global, args: &DocArgs, screen: &Screen) -> Result<(), Failure> {
    let opened = Opened::new(global, args.project.dir.as_deref())?;
    let graph = opened.analyze()?.graph;
    let root = opened.workspace_root();
    let out = match &args.out {
        Some(out) => place(global, Some(out)),
        None => root.join("target").join("ensue").join("doc"),
    };
    let index = output::write_folder(&out, &site::pages(&graph), &root)?.join(site::START);
    answer(format!("{}\n", index.display()).as_bytes())?;
    tell_holes(&graph, screen);
    if args.open {
        open::that_detached(&index).map_err(|error| Failure::of_path("open a browser for", &index, &error))?;
    }
    Ok(())
}
