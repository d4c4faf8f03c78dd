//! What was read, in words: whole, for files that are kept, and in a line, for who looks at a screen.

use ensue_grammar::graph::{Skipped, Statement};

/// How reasons begin that the line need not tell file by file.
const PROC_MACROS: &str = "procedural macros:";
const TEST: &str = "an integration test:";
const BENCHMARK: &str = "a benchmark:";

/// How many names the line has of each kind.
const NAMED: usize = 3;

/// Everything that a statement says, a name and its values each; nothing is left out, and what is empty is.
///
/// ```
/// use ensue_analyzer::render::statement;
/// use ensue_grammar::graph::Statement;
/// let read = Statement { packages: vec!["shop".into()], cfg: "any".into(), files_read: 2, ..Statement::default() };
/// assert_eq!(statement::whole(&read), "packages: shop; configuration: any: all configurations together; files read: 2");
/// ```
#[must_use]
pub fn facts(statement: &Statement) -> Vec<(&'static str, Vec<String>)> {
    let Statement { packages, targets, cfg, files_read, skipped, build_scripts, proc_macros, features } = statement;
    let cfg = if cfg == "any" { "any: all configurations together" } else { cfg };
    let mut facts = vec![
        ("packages", packages.clone()),
        ("targets", targets.clone()),
        ("configuration", vec![cfg.to_owned()]),
        ("features beyond the default", features.clone()),
        ("files read", vec![files_read.to_string()]),
        ("build scripts, not run", build_scripts.clone()),
        ("procedural macros, not run", proc_macros.clone()),
        ("left out", skipped.iter().map(|Skipped { file, reason }| format!("{file}: {reason}")).collect()),
    ];
    facts.retain(|(_, values)| !values.is_empty());
    facts
}

/// All facts on one line.
#[must_use]
pub fn whole(statement: &Statement) -> String {
    let fact = |(name, values): (&str, Vec<String>)| format!("{name}: {}", values.join(", "));
    facts(statement).into_iter().map(fact).collect::<Vec<_>>().join("; ")
}

/// The same, short: of each kind the first names, and how many more there are.
///
/// ```
/// use ensue_analyzer::render::statement;
/// use ensue_grammar::graph::Statement;
/// let read = Statement {
///     packages: vec!["shop".into()],
///     targets: vec!["shop/bin/shop".into(), "shop/lib/shop".into()],
///     cfg: "any".into(),
///     files_read: 1,
///     build_scripts: vec!["build.rs".into()],
///     ..Statement::default()
/// };
/// let said = "read 1 file of shop (bin shop, lib shop) for any configuration · build script not run: build.rs";
/// assert_eq!(statement::parts(&read).join(" · "), said);
/// ```
#[must_use]
pub fn parts(statement: &Statement) -> Vec<String> {
    let Statement { packages, targets, cfg, files_read, skipped, build_scripts, proc_macros, features } = statement;
    let target = |target: &String| {
        let mut words = target.split('/');
        match (words.next(), words.next(), words.next()) {
            (Some(package), Some(kind), Some(name)) if packages.len() > 1 => format!("{package}/{kind} {name}"),
            (_, Some(kind), Some(name)) => format!("{kind} {name}"),
            _ => target.clone(),
        }
    };
    let files = if *files_read == 1 { "file" } else { "files" };
    let cfg = if cfg == "any" { "any configuration" } else { cfg };
    let mut parts =
        vec![format!("read {files_read} {files} of {} ({}) for {cfg}", some(packages), some_of(targets, target))];
    let is = |skipped: &Skipped, kinds: &[&str]| kinds.iter().any(|kind| skipped.reason.starts_with(kind));
    let is_other =
        |skipped: &&Skipped| !is(skipped, &[TEST, BENCHMARK, PROC_MACROS]) && !build_scripts.contains(&skipped.file);
    let others: Vec<String> = skipped.iter().filter(is_other).map(why).collect();
    let tests = skipped.iter().filter(|skipped| is(skipped, &[TEST, BENCHMARK])).count();
    for (one, many, values) in [
        ("feature beyond the default: ", "features beyond the default: ", features),
        ("build script not run: ", "build scripts not run: ", build_scripts),
        ("procedural macros not run: ", "procedural macros not run: ", proc_macros),
        ("left out: ", "left out: ", &others),
    ] {
        if !values.is_empty() {
            parts.push(format!("{}{}", if values.len() == 1 { one } else { many }, some(values)));
        }
    }
    if tests > 0 {
        parts.push(format!("tests and benchmarks left out: {tests}"));
    }
    parts
}

/// `tests/all.rs (an integration test)`: the reason as far as its first mark.
fn why(Skipped { file, reason }: &Skipped) -> String {
    let reason = reason.split([':', ';']).next().unwrap_or(reason);
    format!("{file} ({reason})")
}

fn some(values: &[String]) -> String {
    some_of(values, Clone::clone)
}

fn some_of(values: &[String], shown: impl Fn(&String) -> String) -> String {
    if values.is_empty() {
        return "nothing".to_owned();
    }
    let mut told = values.iter().take(NAMED).map(shown).collect::<Vec<_>>().join(", ");
    if values.len() > NAMED {
        told = format!("{told} +{} more", values.len() - NAMED);
    }
    told
}
