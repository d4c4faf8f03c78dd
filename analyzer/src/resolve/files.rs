//! Source files by path: each is read and looked at once, however often modules mount it, and again when more is known of
//! what to look for.

use crate::parse::outline::{Given, Item};
use crate::parse::{self, Look, Outline, Unread, Words};
use crate::source::{Project, ReadError, Tree};
use ensue_grammar::graph::HoleReason;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rounds in which names lead through further silent files. Who asks more often asks for most, and is given all at once.
const MAX_ASKED: usize = 2;

/// How often all files may be searched for words that were learnt. After that, everything counts.
const MAX_LESSONS: usize = 4;

/// How much of the tree is looked into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Effort {
    /// What mentions Ensue, and what names lead through.
    #[default]
    Needed,
    /// Everything, each item by the parser: slow, and a check of the other one.
    Whole,
}

/// What was read so far.
pub(super) struct Files<'a> {
    tree: &'a dyn Tree,
    project: &'a Project,
    effort: Effort,
    by_path: BTreeMap<String, usize>,
    /// Files that stand in bodies.
    plain: BTreeMap<String, usize>,
    pub(super) all: Vec<File>,
    words: Words,
    /// Words that any file may use, in the order in which they were learnt.
    learnt: Vec<String>,
    /// How often words were learnt.
    lessons: usize,
    /// How often it was asked for silent files.
    asked: usize,
    /// How often files were searched again.
    searches: usize,
}

/// A file that was asked for.
pub(super) struct File {
    pub(super) path: String,
    pub(super) content: Content,
    /// How many of the learnt words were known when it was looked at.
    known: usize,
    /// How often words had been learnt then.
    lessons: usize,
    /// Modules that have it.
    mounts: usize,
    /// Whether a name leads through it.
    is_asked: bool,
}

/// What became of a file.
#[derive(Clone)]
pub(super) enum Content {
    /// Its items are known.
    Outlined(Arc<Outline>),
    /// Nothing in it mentions Ensue, and it leads nowhere.
    Silent,
    /// There is no such file.
    Missing,
    /// It is there, and its items are not known.
    Unread(Unread),
}

impl Content {
    /// Whether more of it is told when somebody asks.
    fn is_silent(&self) -> bool {
        match self {
            Content::Outlined(outline) => outline.lacks_items(),
            Content::Silent => true,
            Content::Missing | Content::Unread(_) => false,
        }
    }
}

impl<'a> Files<'a> {
    pub(super) fn new(tree: &'a dyn Tree, project: &'a Project, effort: Effort) -> Files<'a> {
        let (by_path, all, learnt) = (BTreeMap::new(), Vec::new(), Vec::new());
        let words = if project.settings.has_tests() { Words::usual() } else { Words::usual().without_tests() };
        Files {
            tree,
            project,
            effort,
            by_path,
            plain: BTreeMap::new(),
            all,
            words,
            learnt,
            lessons: 0,
            asked: 0,
            searches: 0,
        }
    }

    /// Reads those of the paths that were not read before, on all cores.
    pub(super) fn read(&mut self, paths: impl IntoIterator<Item = String>) {
        let first = self.all.len();
        for path in paths {
            if let Some(known) = self.by_path.get(&path) {
                self.all[*known].mounts += 1;
                continue;
            }
            self.by_path.insert(path.clone(), self.all.len());
            let (content, known) = (Content::Missing, self.learnt.len());
            self.all.push(File { path, content, known, lessons: self.lessons, mounts: 1, is_asked: false });
        }
        self.look_at(&(first..self.all.len()).collect::<Vec<usize>>());
    }

    /// Looks again at the files to which words that were learnt since may make a difference. Tells whether any was.
    pub(super) fn read_for_new_words(&mut self) -> bool {
        let is_stale = |file: &File| {
            let is_text = matches!(file.content, Content::Outlined(_) | Content::Silent);
            // What is private to one module reaches a file that several have by another way than that of reading.
            is_text && (file.known < self.learnt.len() || (file.mounts > 1 && file.lessons < self.lessons))
        };
        let stale: Vec<usize> = (0..self.all.len()).filter(|at| is_stale(&self.all[*at])).collect();
        for at in &stale {
            (self.all[*at].known, self.all[*at].lessons) = (self.learnt.len(), self.lessons);
        }
        self.searches += usize::from(!stale.is_empty());
        if self.searches > MAX_LESSONS {
            self.words = self.words.or_anything();
        }
        self.look_at(&stale);
        !stale.is_empty()
    }

    /// The modules are walked anew: only what was read from files stays.
    pub(super) fn begin_again(&mut self) {
        let (by_path, mut at) = (&self.by_path, 0..);
        self.all.retain(|file| at.next() == by_path.get(&file.path).copied());
        self.plain.clear();
        self.all.iter_mut().for_each(|file| file.mounts = 0);
        self.by_path = self.all.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
    }

    /// From now on unknown names count, since the modules that may give them cannot be read.
    pub(super) fn be_wary(&mut self) -> bool {
        let is_new = self.effort == Effort::Needed && !self.words.is_wary();
        if is_new {
            self.words = self.words.wary();
            let texts = |at: &usize| matches!(self.all[*at].content, Content::Outlined(_) | Content::Silent);
            self.look_at(&(0..self.all.len()).filter(texts).collect::<Vec<usize>>());
        }
        is_new
    }

    /// Outlines silent files through which names lead. Tells whether any was silent.
    pub(super) fn ask(&mut self, files: &BTreeSet<usize>) -> bool {
        self.asked += 1;
        let all = || (0..self.all.len()).collect::<BTreeSet<usize>>();
        let files = if !files.is_empty() && self.asked > MAX_ASKED { &all() } else { files };
        let silent: Vec<usize> = files.iter().copied().filter(|at| self.all[*at].content.is_silent()).collect();
        for at in &silent {
            self.all[*at].is_asked = true;
        }
        self.look_at(&silent);
        !silent.is_empty()
    }

    fn look_at(&mut self, files: &[usize]) {
        let (tree, project, effort) = (self.tree, self.project, self.effort);
        let (words, all) = (&self.words, &self.all);
        let looked = parse::on_all_cores(files.len(), |at| {
            let file = &all[files[at]];
            let look = match (effort, file.is_asked) {
                (Effort::Whole, _) => Look::Whole,
                (Effort::Needed, true) => Look::Names(words),
                (Effort::Needed, false) => Look::For(words),
            };
            content(tree, project, &file.path, look)
        });
        for (at, content) in files.iter().zip(looked) {
            let lost = || {
                let detail = "no thread could be started".into();
                Content::Unread(Unread { reason: HoleReason::Unreadable, line: None, detail })
            };
            let content = content.unwrap_or_else(lost);
            if let Content::Outlined(outline) = &content {
                self.learn(outline);
            }
            self.all[*at].content = content;
        }
    }

    fn learn(&mut self, outline: &Outline) {
        let new: Vec<&Given> = outline.gives.iter().filter(|given| !self.words.knows_anywhere(&given.name)).collect();
        if !new.is_empty() {
            self.learnt.extend(new.iter().filter(|given| !given.is_private).map(|given| given.name.clone()));
            self.lessons += 1;
            self.words = self.words.with(new.iter().map(|given| given.name.clone()));
        }
    }

    /// Learns the names that items give which a macro made.
    pub(super) fn learn_made(&mut self, items: &[Arc<Item>]) {
        let mut made = Outline::default();
        self.words.given(items, &mut made.gives);
        self.learn(&made);
    }

    /// What stands for a file with what a macro made in it: its name is no path.
    pub(super) fn made(&mut self, file: usize) -> usize {
        let path = format!("{}\0{}", self.all[file].path, self.all.len());
        self.stand_in(path)
    }

    fn stand_in(&mut self, path: String) -> usize {
        let (known, lessons) = (self.learnt.len(), self.lessons);
        self.all.push(File { path, content: Content::Missing, known, lessons, mounts: 0, is_asked: false });
        self.all.len() - 1
    }

    /// The text of a file, read again.
    pub(super) fn text(&self, file: usize) -> Option<Vec<u8>> {
        self.tree.read(&self.all[file].path).ok()
    }

    /// A file that was read before, by its index.
    pub(super) fn get(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    pub(super) fn exists(&self, path: &str) -> bool {
        self.get(path).is_some_and(|at| !matches!(self.all[at].content, Content::Missing))
    }

    /// A file that is no module.
    pub(super) fn read_plain(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.tree.read(path)
    }

    /// Stands for a file that is no module.
    pub(super) fn plain(&mut self, path: &str) -> usize {
        if let Some(known) = self.plain.get(path) {
            return *known;
        }
        let at = self.stand_in(path.to_owned());
        self.plain.insert(path.to_owned(), at);
        at
    }

    /// Whether everything is read, needed or not.
    pub(super) fn needs_all(&self) -> bool {
        self.effort == Effort::Whole
    }

    /// A path as outputs write it.
    pub(super) fn shown(&self, path: &str) -> String {
        self.project.relative(path)
    }

    /// How many were read and understood.
    pub(super) fn count(&self) -> usize {
        self.all.iter().filter(|file| matches!(file.content, Content::Outlined(_) | Content::Silent)).count()
    }

    /// Files that are there and have no outline, with the reason; sorted.
    pub(super) fn unread(&self) -> Vec<(String, String)> {
        let why = |at: &usize| match &self.all[*at].content {
            Content::Unread(unread) => Some((self.all[*at].path.clone(), unread.detail.clone())),
            Content::Outlined(_) | Content::Silent | Content::Missing => None,
        };
        self.by_path.values().filter_map(why).collect()
    }
}

thread_local! {
    /// The bytes of one file after the other.
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn content(tree: &dyn Tree, project: &Project, path: &str, look: Look<'_>) -> Content {
    BYTES.with_borrow_mut(|bytes| {
        match tree.read_into(path, bytes) {
            Ok(()) => {}
            Err(ReadError::Missing) => return Content::Missing,
            Err(error) => return Content::Unread(unread(&project.relative(path), &error)),
        }
        match parse::outline(bytes, look) {
            Ok(Some(outline)) => Content::Outlined(Arc::new(outline)),
            Ok(None) => Content::Silent,
            Err(unread) => Content::Unread(unread),
        }
    })
}

/// `path` as outputs write it.
fn unread(path: &str, error: &ReadError) -> Unread {
    let reason = if *error == ReadError::Outside { HoleReason::OutsideTheTree } else { HoleReason::Unreadable };
    Unread { reason, line: None, detail: format!("`{path}` {error}") }
}
