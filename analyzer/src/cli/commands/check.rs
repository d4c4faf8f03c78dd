//! `check`: where the wiring breaks a rule.

use crate::cli::args::{CheckArgs, CheckFormat, Global};
use crate::cli::failure::Failure;
use crate::cli::project::Opened;
use crate::cli::screen::{Screen, answer};
use crate::lints::{self, Facts, Judged, Level};
use crate::render::{message, text};
use ensue_grammar::graph::Graph;

pub(in crate::cli) fn run(global: &Global, args: &CheckArgs, screen: &Screen) -> Result<(), Failure> {
    let opened = Opened::new(global, args.project.dir.as_deref())?;
    let configuration = opened.configuration(screen)?;
    let analysis = opened.analyze()?;
    let graph = &analysis.graph;
    let mut findings = lints::find(&Facts::new(&analysis));
    let max_holes = args.max_holes.or(configuration.max_holes);
    if args.locked {
        let fresh = graph.clone().to_snapshot(analysis.programs.clone());
        findings.extend(lints::stale(&opened.snapshot()?, &fresh, &Facts::new(&analysis)));
    }
    findings.extend(max_holes.map(|most| lints::holes_above(most, graph)).into_iter().flatten());
    let judged = lints::judge(findings, &configuration.levels, &analysis.allows);
    let sources = opened.sources(&judged);
    match args.format {
        CheckFormat::Text if judged.is_empty() => {}
        CheckFormat::Text => {
            let messages = message::text(&judged, &sources, screen.width());
            screen.text(&(messages.trim_end().to_owned() + "\n" + &text::read(graph, screen.width())))?;
        }
        CheckFormat::Json => answer(message::json(&judged, &sources, graph).as_bytes())?,
        CheckFormat::Sarif => answer(message::sarif(&judged, &sources, &|file| opened.in_tree(file)).as_bytes())?,
        CheckFormat::Github => answer(message::github(&judged, &sources, &|file| opened.in_tree(file)).as_bytes())?,
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
