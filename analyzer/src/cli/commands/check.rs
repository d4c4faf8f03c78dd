//! `check`: where the wiring breaks a rule.

use super::fix;
use crate::cli::args::{CheckArgs, CheckFormat, Global};
use crate::cli::failure::Failure;
use crate::cli::project::{Opened, tell_bound};
use crate::cli::screen::{Screen, answer};
use crate::fixes;
use crate::lints::{self, Facts, Judged, Level};
use crate::render::{message, text};
use ensue_grammar::graph::Graph;

pub(in crate::cli) fn run(global: &Global, args: &CheckArgs, screen: &Screen) -> Result<(), Failure> {
    let opened = Opened::new(global, args.project.dir.as_deref())?;
    let (configuration, accepted) = opened.said(screen)?;
    if args.fix {
        fix::run(&opened, &configuration, &accepted, (global, args), screen)?;
        if args.dry_run {
            return Ok(());
        }
    }
    let analysis = opened.analyze()?;
    let graph = &analysis.graph;
    let facts = Facts::new(&analysis).under(&configuration.rules);
    let mut findings = lints::find(&facts);
    // Of a part nobody knows what the rest needs.
    if global.configuration.is_everything() && opened.is_beside_manifest(&opened.acceptance_file()) {
        findings.extend(lints::unmatched_selectors(&facts));
        findings.extend(lints::unused_acceptances(&findings, &accepted));
    }
    if args.locked {
        let fresh = graph.clone().to_snapshot(analysis.programs.clone());
        findings.extend(lints::stale(&opened.snapshot()?, &fresh, &facts));
    }
    let max_holes = args.max_holes.or(configuration.max_holes);
    findings.extend(max_holes.map(|most| lints::holes_above(most, graph)).into_iter().flatten());
    let judged = lints::judge(findings, &configuration.levels, &analysis.allows);
    let (mut open, accepted) = lints::without_accepted(judged, &accepted);
    // What one configuration never does another one may.
    if global.configuration.is_everything() {
        fixes::offer(&mut open, &|file| opened.bytes(file));
    }
    let judged: Vec<Judged> = open.into_iter().map(|it| lints::offered(it, &configuration.rules)).collect();
    let sources = opened.sources(&judged);
    match args.format {
        CheckFormat::Text if judged.is_empty() => {}
        CheckFormat::Text => {
            let messages = message::text(&judged, &sources, screen.width());
            screen.text(&(messages.trim_end().to_owned() + "\n" + &text::read(graph, screen.width())))?;
        }
        CheckFormat::Json => answer(message::json(&judged, &sources, graph).as_bytes())?,
        CheckFormat::Sarif => {
            let place = |file: &str| opened.in_tree(file);
            answer(message::sarif(&judged, &configuration.rules, &sources, &place).as_bytes())?;
        }
        CheckFormat::Github => answer(message::github(&judged, &sources, &|file| opened.in_tree(file)).as_bytes())?,
    }
    if let Some(line) = text::holes(&graph.holes) {
        screen.note(&line);
    }
    tell_bound(&facts.index, screen);
    close(&judged, accepted, graph, screen)
}

/// Sums up, and gives the status.
fn close(judged: &[Judged], accepted: usize, graph: &Graph, screen: &Screen) -> Result<(), Failure> {
    let found = if judged.is_empty() {
        format!("nothing found in {} nodes and {} edges", graph.nodes.len(), graph.edges.len())
    } else {
        format!("found {}", message::summary(judged))
    };
    let told = if accepted == 0 { found } else { format!("{found}; {accepted} accepted") };
    if judged.iter().any(|it| it.level == Level::Deny) {
        return Err(Failure::Denied(told));
    }
    screen.note(&told);
    Ok(())
}
