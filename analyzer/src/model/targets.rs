//! What the names inside annotations mean: events, effects and resources.

use super::annotated::Annotated;
use super::problems::Problems;
use crate::parse::outline::Path;
use crate::parse::{Condition, Kind};
use crate::resolve::{Def, Definition, ItemId, Names};
use ensue_grammar::graph::{Hole, HoleReason, Node, NodeKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Crates of the toolchain: nothing in them is an event.
const TOOLCHAIN: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// Names further away than this share of their letters are no help.
const NEAR: f64 = 0.6;

/// Nearest names are looked for among all. Who misses more than this many has one mistake in common, not so many.
const MAX_SEARCHES: usize = 200;

/// What a name must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wanted {
    Event,
    Effect,
}

/// What an item is.
struct Role {
    is: Wanted,
    id: Arc<str>,
    /// When it is that.
    condition: Condition,
}

/// Resolves names in annotations.
pub(super) struct Targets<'a> {
    names: &'a Names,
    /// What items are events or effects; both, where the name of an attribute means one or the other.
    roles: HashMap<ItemId, Vec<Role>>,
    /// Ids of events and effects.
    known: BTreeMap<Wanted, BTreeSet<Arc<str>>>,
    /// Events and effects of crates outside the tree that were named.
    outside: BTreeSet<(String, Wanted)>,
    /// Where such a crate was named first.
    outside_crates: BTreeMap<String, (String, u32)>,
    /// How often the nearest name may still be looked for.
    searches: usize,
}

/// Why a name means nothing.
enum Unresolved {
    /// It may mean something that cannot be seen.
    Perhaps(String),
    /// It does not, and perhaps this id was meant.
    Certainly(String, Option<String>),
}

/// Ids with the condition under which the name means them.
pub(super) type Ids = Vec<(Arc<str>, Condition)>;

impl<'a> Targets<'a> {
    pub(super) fn new(names: &'a Names, annotated: &[Annotated]) -> Targets<'a> {
        let mut targets = Targets {
            names,
            roles: HashMap::new(),
            known: BTreeMap::new(),
            outside: BTreeSet::new(),
            outside_crates: BTreeMap::new(),
            searches: MAX_SEARCHES,
        };
        for it in annotated {
            let wanted = match it.kind {
                Kind::Event => Wanted::Event,
                Kind::Effect => Wanted::Effect,
                _ => continue,
            };
            let id: Arc<str> = names.path_of(it.id).into();
            let role = Role { is: wanted, id: id.clone(), condition: it.condition.clone() };
            targets.roles.entry(it.id).or_default().push(role);
            targets.known.entry(wanted).or_default().insert(id);
        }
        // What has another role as well is neither: rustc refuses it.
        for it in annotated.iter().filter(|it| !matches!(it.kind, Kind::Event | Kind::Effect)) {
            if let Some(roles) = targets.roles.get_mut(&it.id) {
                roles.retain(|role| role.condition.and(&it.condition) == Condition::Never);
            }
        }
        targets
    }

    /// What a name means without saying so when it means nothing: for bodies, which are not annotations.
    pub(super) fn quietly(&self, at: &Definition, path: &Path) -> BTreeSet<(Wanted, Arc<str>)> {
        let meanings = self.names.resolve_type(at.module, path);
        meanings.iter().flat_map(|(def, _)| self.meant(def)).collect()
    }

    /// The events and effects that a type could be.
    pub(super) fn meant(&self, def: &Def) -> Vec<(Wanted, Arc<str>)> {
        match def {
            Def::Item(id) | Def::Variant(id, _) => {
                self.roles.get(id).into_iter().flatten().map(|role| (role.is, role.id.clone())).collect()
            }
            Def::Outside(path) => {
                let id: Arc<str> = path.as_str().into();
                vec![(Wanted::Event, id.clone()), (Wanted::Effect, id)]
            }
            Def::Module(_) | Def::Ensue(_) => Vec::new(),
        }
    }

    /// The events or effects that a name in an annotation means; what is wrong with it is reported.
    pub(super) fn of(&mut self, at: &Definition, path: &Path, wanted: Wanted, problems: &mut Problems<'_>) -> Ids {
        let meanings = self.names.resolve_type(at.module, path);
        let mut ids: BTreeMap<Arc<str>, Condition> = BTreeMap::new();
        let mut wrong = Vec::new();
        for (def, when) in &meanings {
            match self.id_of(def, wanted) {
                Ok((id, is_it)) => {
                    let condition = ids.entry(id).or_insert(Condition::Never);
                    *condition = condition.or(&when.and(&is_it));
                }
                Err(what) => wrong.push(what),
            }
        }
        if meanings.is_empty() {
            match self.unresolved(at, path, wanted) {
                Unresolved::Perhaps(why) => problems.hole(HoleReason::UnresolvedName, at, path.line, why),
                Unresolved::Certainly(why, near) => {
                    let told = problems.mistake("unknown_name", HoleReason::UnresolvedName, at, path, why);
                    told.instead = near.and_then(|near| self.instead(at, path, &near, wanted));
                }
            }
        } else if let Some(what) = wrong.first().filter(|_| ids.is_empty()) {
            let word = word(wanted);
            let message = format!("`{path}` is {what}, not an {word}: put `#[{word}]` on what is meant, or name one");
            let code = if wanted == Wanted::Event { "not_an_event" } else { "not_an_effect" };
            problems.mistake(code, HoleReason::Annotation, at, path, message);
        } else if is_ambiguous(&ids.values()) {
            let all: Vec<String> = ids.keys().map(|id| format!("`{id}`")).collect();
            let detail = format!("`{path}` can mean {}: name one by its whole path", all.join(" or "));
            problems.mistake("ambiguous_name", HoleReason::AmbiguousName, at, path, detail);
            return Vec::new();
        }
        for (def, _) in &meanings {
            if let Def::Outside(id) = def
                && ids.contains_key(id.as_str())
            {
                self.note_outside(id, wanted, at, path, problems);
            }
        }
        ids.into_iter().collect()
    }

    /// The path of a type, for example a resource; as written when it leads nowhere.
    pub(super) fn path_of_type(&self, at: &Definition, path: &Path) -> String {
        match self.names.resolve_type(at.module, path).first() {
            Some((Def::Item(id), _)) => self.names.path_of(*id),
            Some((Def::Outside(path), _)) => path.clone(),
            _ => path.to_string(),
        }
    }

    /// Nodes for the events and effects outside the tree, and a hole for each of their crates.
    pub(super) fn outside(&self, problems: &mut Problems<'_>) -> Vec<Node> {
        for (krate, (file, line)) in &self.outside_crates {
            let detail = format!("`{krate}` is not in the tree: what its events lead to there is not seen");
            let (file, line) = (Some(file.clone()), Some(*line));
            problems.holes.push(Hole { reason: HoleReason::ExternalCrate, file, line, detail });
        }
        self.outside.iter().map(|(id, wanted)| undefined(id, *wanted)).collect()
    }

    /// The id of what is wanted, and when it is that; or what it is instead.
    fn id_of(&self, def: &Def, wanted: Wanted) -> Result<(Arc<str>, Condition), String> {
        match def {
            Def::Item(id) => match self.roles.get(id).map_or(&[][..], Vec::as_slice) {
                [] => Err(format!("`{}`", self.names.path_of(*id))),
                [only] if only.is == wanted => Ok((only.id.clone(), Condition::Always)),
                roles => match roles.iter().find(|role| role.is == wanted) {
                    Some(role) => Ok((role.id.clone(), role.condition.clone())),
                    None => Err(format!("an {}", word(roles[0].is))),
                },
            },
            Def::Variant(id, _) => Err(format!("a variant of `{}`", self.names.path_of(*id))),
            Def::Module(module) => Err(format!("the module `{}`", self.names.module_path(*module))),
            Def::Ensue(path) => Err(format!("`ensue::{path}`")),
            Def::Outside(path) if TOOLCHAIN.contains(&crate_of(path)) => Err("of the toolchain".to_owned()),
            Def::Outside(path) => Ok((path.as_str().into(), Condition::Always)),
        }
    }

    fn note_outside(&mut self, id: &str, wanted: Wanted, at: &Definition, path: &Path, problems: &Problems<'_>) {
        if self.known.get(&wanted).is_some_and(|known| known.contains(id)) {
            return;
        }
        self.outside.insert((id.to_owned(), wanted));
        let place = (problems.file(at), path.line);
        let first = self.outside_crates.entry(crate_of(id).to_owned()).or_insert_with(|| place.clone());
        *first = place.min(first.clone());
    }

    fn unresolved(&mut self, at: &Definition, path: &Path, wanted: Wanted) -> Unresolved {
        if let Some(outside) = self.names.outside_globs(at.module).first().filter(|_| path.segments.len() == 1) {
            let why = format!("`{path}` may come from `use {outside}::*`, whose source is not in the tree");
            return Unresolved::Perhaps(why);
        }
        if self.names.is_blocked(at.module, path) {
            return Unresolved::Perhaps(format!("`{path}` leads into a module whose names are not all known"));
        }
        if self.searches == 0 {
            return Unresolved::Certainly(format!("`{path}` leads nowhere"), None);
        }
        self.searches -= 1;
        let near = self.nearest(path, wanted);
        let why = match near {
            Some(near) => format!("`{path}` leads nowhere: did you mean `{near}`?"),
            None => format!("`{path}` leads nowhere: no {} has a name like it", word(wanted)),
        };
        Unresolved::Certainly(why, near.map(str::to_owned))
    }

    /// What to write so that it means this id: the same path with another name at its end, else a path from the crate.
    fn instead(&self, at: &Definition, path: &Path, id: &str, wanted: Wanted) -> Option<String> {
        let (krate, rest) = id.split_once("::")?;
        let own = &self.names.krate(self.names.crate_of(at.module)).label;
        let mut renamed = path.clone();
        id.rsplit("::").next()?.clone_into(renamed.segments.last_mut()?);
        let start = if krate == own { "crate" } else { krate };
        let from_crate = [start].into_iter().chain(rest.split("::")).map(str::to_owned).collect();
        let whole = Path { absolute: false, segments: from_crate, line: path.line };
        let means = |written: &Path| {
            let found = self.names.resolve_type(at.module, written);
            found.iter().any(|(def, _)| self.id_of(def, wanted).is_ok_and(|(found, _)| *found == *id))
        };
        [renamed, whole].into_iter().find(means).map(|written| written.to_string())
    }

    /// The id that is nearest: by its last name, then as a whole, then the first of several.
    fn nearest(&self, path: &Path, wanted: Wanted) -> Option<&str> {
        let whole = path.to_string();
        let near = |id: &str| {
            let last = strsim::jaro_winkler(path.last(), id.rsplit("::").next().unwrap_or(id));
            (last, strsim::jaro_winkler(&whole, id))
        };
        let known = self.known.get(&wanted)?.iter().map(|id| (near(id), id));
        let best = known.reduce(|best, it| if it.0 > best.0 { it } else { best })?;
        (best.0.0 >= NEAR).then_some(&**best.1)
    }
}

/// Whether a name means several things, each under its condition, wherever it means one. Where it does so in some
/// configurations only, rustc refuses those, and the others have one meaning each.
pub(super) fn is_ambiguous<'c>(meanings: &(impl Iterator<Item = &'c Condition> + Clone)) -> bool {
    let is_alone = |(at, when): (usize, &Condition)| {
        let others = meanings.clone().enumerate().filter(|(other, _)| *other != at);
        others.fold(when.clone(), |rest, (_, other)| rest.and(&other.negate())) != Condition::Never
    };
    meanings.clone().nth(1).is_some() && !meanings.clone().enumerate().any(is_alone)
}

fn word(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Event => "event",
        Wanted::Effect => "effect",
    }
}

fn crate_of(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

fn undefined(id: &str, wanted: Wanted) -> Node {
    let kind = if wanted == Wanted::Event { NodeKind::Event } else { NodeKind::Effect };
    let (module, name) = id.rsplit_once("::").unwrap_or((id, id));
    let krate = crate_of(id).to_owned();
    Node { module: module.to_owned(), krate, defined: false, ..Node::new(id, kind, name) }
}
