//! `check`: where the wiring breaks a rule.

use crate::cli::args::{CheckArgs, Global};
use crate::cli::failure::Failure;
use crate::cli::project::Opened;
use crate::cli::screen::Screen;
use crate::lints::{self, Facts, Judged, Level};
use crate::render::{message, text};
use ensue_grammar::graph::Graph;

pub(in crate::cli) fn run(global: &Global, args: &CheckArgs, screen: &Screen) -> Result<(), Failure> {
    let opened = Opened::new(global, args.project.dir.as_deref())?;
    let configuration = opened.configuration(screen)?;
    let analysis = opened.analyze()?;
    let graph = &analysis.graph;
    let mut findings = lints::find(&Facts::new(graph, &analysis.programs));
    let max_holes = args.max_holes.or(configuration.max_holes);
    findings.extend(max_holes.map(|most| lints::holes_above(most, graph)).into_iter().flatten());
    let judged = lints::judge(findings, &configuration.levels);
    if !judged.is_empty() {
        let messages = message::text(&judged, &opened.sources(&judged), screen.width());
        screen.text(&(messages.trim_end().to_owned() + "\n" + &text::read(graph, screen.width())))?;
    }
    close(&judged, graph, screen)
}

/// Sums up, and gives the status.
fn close(judged: &[Judged], graph: &Graph, screen: &Screen) -> Result<(), Failure> {
    if let Some(line) = text::holes(&graph.holes) {
        screen.note(&line);
    }
    if judged.iter().any(|it| it.level == Level::Deny) {
        return Err(Failure::Denied(format!("found {}", message::summary(judged))));
    }
    screen.note(&if judged.is_empty() {
        format!("nothing found in {} nodes and {} edges", graph.nodes.len(), graph.edges.len())
    } else {
        format!("found {}", message::summary(judged))
    });
    Ok(())
}
