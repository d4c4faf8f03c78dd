//! `check --fix`: changes the source where there is exactly one thing to do.

use crate::cli::args::{CheckArgs, Global};
use crate::cli::failure::Failure;
use crate::cli::project::Opened;
use crate::cli::screen::{Screen, answer};
use crate::configuration::Configuration;
use crate::fixes;
use crate::lints::{self, Accepted, Facts};
use crate::render::patch;
use crate::source::{Overlay, Tree};

/// What one change makes possible is done in the next round; almost always there is one.
const ROUNDS: usize = 8;

/// Changes files; with `--dry-run` it shows the changes instead. All of them are tried in memory before: the graph must be as it was,
/// without what is removed.
pub(super) fn run(
    opened: &Opened,
    configuration: &Configuration,
    accepted: &[Accepted],
    (global, args): (&Global, &CheckArgs),
    screen: &Screen,
) -> Result<(), Failure> {
    if !global.configuration.is_everything() {
        let message = "`--fix` goes by all that could be compiled: leave out `--bin`, `--features` and the like";
        return Err(Failure::CannotRun(message.to_owned()));
    }
    let mut overlay = Overlay::new(opened.tree());
    let mut analysis = opened.analyze_in(&overlay);
    let (mut removed, mut sorted) = (0, 0);
    for _ in 0..ROUNDS {
        let findings = lints::find(&Facts::new(&analysis));
        let judged = lints::judge(findings, &configuration.levels, &analysis.allows);
        let (judged, _) = lints::without_accepted(judged, accepted);
        let plan = fixes::plan(&judged, &analysis, &|file| overlay.read(&opened.in_tree(file)).ok());
        if plan.files.is_empty() {
            break;
        }
        for (file, bytes) in &plan.files {
            overlay.edit(opened.in_tree(file), bytes.clone());
        }
        let after = opened.analyze_in(&overlay);
        if !plan.leads_to(&analysis.graph, &after.graph) {
            let files: Vec<String> = plan.files.keys().map(|file| format!("`{file}`")).collect();
            let message = "nothing was changed, since more would change than was meant: please report this with";
            return Err(Failure::CannotRun(format!("{message} {}", files.join(", "))));
        }
        removed += plan.removed.len();
        sorted += plan.sorted;
        analysis = after;
    }
    let edits = overlay.edits();
    if args.dry_run {
        let shown = edits.iter().map(|(path, old, new)| patch::unified(&opened.named(path), old, new));
        return answer(shown.collect::<String>().as_bytes());
    }
    let mut done = Vec::new();
    for (path, old, new) in &edits {
        let file = opened.named(path);
        match opened.tree().replace(path, old, new) {
            Ok(()) => done.push(format!("`{file}`")),
            Err(error) => {
                let before =
                    if done.is_empty() { String::new() } else { format!("; {} changed before", done.join(", ")) };
                return Err(Failure::CannotRun(format!(
                    "`{file}` {error}, so it is not changed{before}: run it again"
                )));
            }
        }
    }
    if !done.is_empty() {
        let told = [(removed, "removed", "entry", "entries"), (sorted, "sorted", "list", "lists")];
        let told = told.iter().filter(|it| it.0 > 0);
        let told: Vec<String> =
            told.map(|(n, what, one, more)| format!("{n} {} {what}", if *n == 1 { one } else { more })).collect();
        screen.note(&format!("changed {}: {}", done.join(", "), told.join(", ")));
    }
    Ok(())
}
