//! Many seeds at once, and what came of them.

use crate::compare::{Built, differences, holes, open_differences, read};
use crate::source::Source;
use crate::{Judge, generate};
use ensue_analyzer::model::Analysis;
use ensue_analyzer::source::Flags;
use ensue_grammar::graph::HoleReason;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

/// Where workspaces are built, under the target folder of this workspace.
pub struct Workshop {
    folder: PathBuf,
}

/// What came of the seeds.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How many were compared.
    pub cases: usize,
    /// How many of them were expected to leave no hole.
    pub whole: usize,
    /// Nodes and edges that both sides have.
    pub nodes: usize,
    /// As the nodes.
    pub edges: usize,
    /// Methods of archivers, of which both sides tell the same.
    pub methods: usize,
    /// Seeds whose workspace compiles, and whose sides differ.
    pub differing: BTreeSet<u64>,
    /// What went wrong, by seed.
    pub failures: BTreeMap<u64, String>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.counts())?;
        self.failures.iter().try_for_each(|(seed, failure)| write!(f, "\nseed {seed}:\n{failure}"))
    }
}

/// The root of this repository.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap_or(here)
}

impl Workshop {
    /// One with a name, so that two can work beside each other.
    #[must_use]
    pub fn new(name: &str) -> Workshop {
        Workshop { folder: root().join("target/differential").join(name) }
    }

    /// The workspace of a seed.
    #[must_use]
    pub fn source(&self, seed: u64) -> Source {
        generate(seed, &root().join("runtime").to_string_lossy())
    }

    /// Compares the two sides of each seed.
    ///
    /// # Panics
    /// When a thread cannot be started.
    #[must_use]
    pub fn judge(&self, seeds: impl IntoIterator<Item = u64, IntoIter: Send>) -> Verdict {
        let open = Mutex::new(seeds.into_iter());
        let verdict = Mutex::new(Verdict::default());
        let work = |worker: usize| {
            let judge = self.judge_of(worker);
            loop {
                let Some(seed) = open.lock().ok().and_then(|mut open| open.next()) else { return };
                let outcome = self.case(&judge, seed);
                if let Ok(mut verdict) = verdict.lock() {
                    verdict.add(seed, outcome);
                }
            }
        };
        thread::scope(|scope| {
            for worker in 0..thread::available_parallelism().map_or(1, usize::from) {
                let work = &work;
                scope.spawn(move || work(worker));
            }
        });
        verdict.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn judge_of(&self, worker: usize) -> Judge {
        let folder = self.folder.join(worker.to_string());
        Judge::new(folder, &root().join("Cargo.lock")).unwrap_or_else(|error| panic!("`Cargo.lock`: {error}"))
    }

    fn case(&self, judge: &Judge, seed: u64) -> Outcome {
        let source = self.source(seed);
        let (files, expected) = source.render();
        let analysis = match read(&files, &source.flags) {
            Ok(analysis) => analysis,
            Err(error) => return Outcome::failed(format!("the generator wrote no project: {error}")),
        };
        match judge.built(&files, &source.flags) {
            Err(refused) => Outcome::failed(format!("the generator wrote what does not compile:\n{refused}")),
            Ok(built) => {
                let differences = all_differences(&source, &analysis, &built);
                let (nodes, edges) = (analysis.graph.nodes.len(), analysis.graph.edges.len());
                let failure = (!differences.is_empty()).then(|| differences.join("\n"));
                let (is_whole, differs) = (expected.is_empty(), failure.is_some());
                Outcome { nodes, edges, methods: built.methods(), is_whole, differs, failure }
            }
        }
    }

    /// Makes a workspace that fails small, leaves it in a folder, and tells where that is and what differs there.
    #[must_use]
    pub fn shrunk(&self, seed: u64) -> String {
        let judge = self.judge_of(0);
        let source = self.source(seed);
        let Some(known) = sides(&judge, &source) else { return String::new() };
        let small = crate::shrink::shrink(source.clone(), |smaller| {
            // What the analysis cannot follow any more, rustc cannot either: that needs no build.
            holes_of(smaller).is_some_and(|holes| holes.is_subset(&holes_of(&source).unwrap_or_default()))
                && sides(&judge, smaller).is_some_and(|it| !it.1.is_disjoint(&known.1))
        });
        let folder = self.folder.join(format!("seed-{seed}"));
        let rest = sides(&judge, &small).map(|it| it.0.join("\n")).unwrap_or_default();
        match judge.write(&small.render().0, &folder) {
            Ok(()) => format!("a smaller workspace is in {}, where:\n{rest}", folder.display()),
            Err(error) => format!("a smaller workspace could not be written: {error}"),
        }
    }
}

/// The differences between what is read, with flags and without, and what was built.
fn all_differences(source: &Source, analysis: &Analysis, built: &Built) -> Vec<String> {
    let (files, expected) = source.render();
    let mut all = differences(analysis, &expected, built);
    if source.flags != Flags::default() {
        match read(&files, &Flags::default()) {
            Ok(open) => all.extend(open_differences(&open, analysis, built)),
            Err(error) => all.push(error),
        }
    }
    all
}

/// The differences of a workspace, if it compiles, and of which kinds they are.
fn sides(judge: &Judge, source: &Source) -> Option<(Vec<String>, BTreeSet<&'static str>)> {
    let (files, _) = source.render();
    let analysis = read(&files, &source.flags).ok()?;
    let all = all_differences(source, &analysis, &judge.built(&files, &source.flags).ok()?);
    let kinds = all.iter().filter_map(|line| KINDS.into_iter().find(|kind| line.contains(kind))).collect();
    Some((all, kinds))
}

fn holes_of(source: &Source) -> Option<BTreeSet<HoleReason>> {
    Some(holes(&read(&source.render().0, &source.flags).ok()?).into_iter().map(|(reason, ..)| reason).collect())
}

/// What kinds of differences there are, by words of [`differences`].
const KINDS: [&str; 7] =
    ["only read", "only linked", "no hole is expected", "a hole is expected", "programs", "no crate", "in no program"];

#[derive(Default)]
struct Outcome {
    nodes: usize,
    edges: usize,
    methods: usize,
    is_whole: bool,
    /// Whether it compiles, and the sides differ.
    differs: bool,
    failure: Option<String>,
}

impl Outcome {
    fn failed(failure: String) -> Outcome {
        Outcome { failure: Some(failure), ..Outcome::default() }
    }
}

impl Verdict {
    /// How much was compared, in one line.
    #[must_use]
    pub fn counts(&self) -> String {
        let Verdict { cases, whole, nodes, edges, methods, failures, .. } = self;
        let failed = failures.len();
        format!(
            "{cases} workspaces with {nodes} nodes, {edges} edges and {methods} methods of archivers, {whole} of them without \
             holes; {failed} failed"
        )
    }

    /// Takes up what came of further seeds.
    pub fn join(&mut self, other: Verdict) {
        self.cases += other.cases;
        self.whole += other.whole;
        self.nodes += other.nodes;
        self.edges += other.edges;
        self.methods += other.methods;
        self.differing.extend(other.differing);
        self.failures.extend(other.failures);
    }

    fn add(&mut self, seed: u64, outcome: Outcome) {
        self.cases += 1;
        self.nodes += outcome.nodes;
        self.edges += outcome.edges;
        self.methods += outcome.methods;
        self.whole += usize::from(outcome.is_whole);
        if outcome.differs {
            self.differing.insert(seed);
        }
        self.failures.extend(outcome.failure.map(|it| (seed, it)));
    }
}
