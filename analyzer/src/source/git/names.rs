//! What people call commits.

use super::{Commit, Repository};
use crate::source::Error;
use gix::revision::spec::parse::Error as ParseError;

/// How many names an error lists.
const MOST_NAMES: usize = 5;

impl Repository {
    /// The commit that a revision names, as `git rev-parse` understands it: a branch, a tag, an id, `HEAD~2`.
    ///
    /// # Errors
    /// When it names nothing, several things, or something that is no commit.
    pub fn commit(&self, name: &str) -> Result<Commit, Error> {
        self.ask(|git| git.named(name))
    }

    fn named(&self, name: &str) -> Result<Commit, Error> {
        let no_commit = || Error::Revision { name: name.to_owned(), message: "is not a commit".to_owned() };
        if names_content(name) {
            return Err(no_commit());
        }
        self.check_one_meaning(name)?;
        let start = name.split(['^', '~', '@']).next().unwrap_or_default();
        let starts = if name.starts_with(":/") {
            // The history of each.
            self.git.references().ok().and_then(|all| Some(all.all().ok()?.filter_map(Result::ok).collect()))
        } else {
            self.git.try_find_reference(start).ok().flatten().map(|one| vec![one])
        };
        for mut reference in starts.unwrap_or_default() {
            self.check_tags(name, reference.follow_to_object().ok())?;
        }
        let spec = self.git.rev_parse(name).map_err(|error| self.unknown(name, &error))?;
        let Some(id) = spec.single() else {
            return Err(Error::Revision {
                name: name.to_owned(),
                message: "names several commits: give the two ends as two revisions".to_owned(),
            });
        };
        self.check_tags(name, Some(id))?;
        let object = id.object().map_err(|error| self.missing(name, &error))?;
        let commit = object
            .peel_to_commit()
            .map_err(|error| if error.is_not_found() { self.missing(name, &error) } else { no_commit() })?;
        Ok(Commit { id: commit.id.to_string(), name: name.to_owned() })
    }

    /// The default branch: what `origin/HEAD` says, else the one of `main` and `master` that exists.
    ///
    /// # Errors
    /// When none of them exists, or both `main` and `master` do.
    pub fn default_branch(&self) -> Result<Commit, Error> {
        self.ask(Repository::default_one)
    }

    fn default_one(&self) -> Result<Commit, Error> {
        if let Ok(Some(head)) = self.git.try_find_reference("refs/remotes/origin/HEAD") {
            let target = head.target().try_name().map(|name| name.shorten().to_string());
            let commit = self.commit("refs/remotes/origin/HEAD")?;
            return Ok(Commit { name: target.unwrap_or(commit.name), ..commit });
        }
        let exists = |name: &&str| matches!(self.git.try_find_reference(*name), Ok(Some(_)));
        for candidates in
            [["refs/heads/main", "refs/heads/master"], ["refs/remotes/origin/main", "refs/remotes/origin/master"]]
        {
            match candidates.iter().copied().filter(exists).collect::<Vec<_>>()[..] {
                [] => {}
                [full] => {
                    let name = full.trim_start_matches("refs/heads/").trim_start_matches("refs/remotes/").to_owned();
                    return Ok(Commit { name, ..self.commit(full)? });
                }
                _ => return Err(Error::NoDefaultBranch { both: true }),
            }
        }
        Err(Error::NoDefaultBranch { both: false })
    }

    /// The best common ancestor of two commits, called by the name of `branch`.
    ///
    /// # Errors
    /// When they have none, which in a shallow clone may only mean that it is not there.
    pub fn merge_base(&self, branch: &Commit, head: &Commit) -> Result<Commit, Error> {
        self.ask(|git| git.common_ancestor(branch, head))
    }

    fn common_ancestor(&self, branch: &Commit, head: &Commit) -> Result<Commit, Error> {
        let none = |message: String| Error::NoMergeBase {
            names: [branch.name.clone(), head.name.clone()],
            is_shallow: self.git.is_shallow().unwrap_or(false),
            message,
        };
        let id = |commit: &Commit| commit.id.parse::<gix::ObjectId>().map_err(|error| none(error.to_string()));
        let found = self.git.merge_base(id(branch)?, id(head)?).map_err(|error| none(error.to_string()))?;
        let found = found.ok_or_else(|| none(String::new()))?;
        Ok(Commit { id: found.to_string(), name: branch.name.clone() })
    }

    /// Tags of tags must come to an end: gix follows those that name each other for ever. Only forged ones can, whose ids
    /// are not those of their bytes.
    fn check_tags(&self, name: &str, id: Option<gix::Id<'_>>) -> Result<(), Error> {
        const MOST_TAGS: usize = 64;
        let mut id = id.map(gix::Id::detach);
        for _ in 0..MOST_TAGS {
            let object = id.and_then(|id| self.git.try_find_object(id).ok().flatten());
            let Some(tag) = object.and_then(|object| object.try_into_tag().ok()) else { return Ok(()) };
            id = tag.target_id().ok().map(gix::Id::detach);
        }
        let message = format!("leads through more than {MOST_TAGS} tags of tags");
        Err(Error::Revision { name: name.to_owned(), message })
    }

    /// A word that is a branch and a tag must mean the same by both.
    fn check_one_meaning(&self, name: &str) -> Result<(), Error> {
        let place = |folder: &str| {
            let mut reference = self.git.try_find_reference(&format!("refs/{folder}/{name}")).ok().flatten()?;
            self.check_tags(name, reference.follow_to_object().ok()).ok()?;
            reference.into_fully_peeled_id().ok().map(gix::Id::detach)
        };
        match (place("heads"), place("tags")) {
            (Some(branch), Some(tag)) if branch != tag => Err(Error::AmbiguousRevision {
                name: name.to_owned(),
                candidates: vec![format!("heads/{name}"), format!("tags/{name}")],
            }),
            _ => Ok(()),
        }
    }

    fn unknown(&self, name: &str, error: &gix::Error) -> Error {
        if let Some(ParseError::AmbiguousPrefix { candidates, .. }) = error.downcast_any_ref() {
            let candidates = candidates.iter().map(|(id, _)| id.to_string()).take(MOST_NAMES).collect();
            return Error::AmbiguousRevision { name: name.to_owned(), candidates };
        }
        Error::UnknownRevision {
            name: name.to_owned(),
            nearest: self.nearest(name),
            is_shallow: self.git.is_shallow().unwrap_or(false),
        }
    }

    fn missing(&self, name: &str, error: &gix::Error) -> Error {
        let is_shallow = self.git.is_shallow().unwrap_or(false);
        if is_shallow && error.is_not_found() {
            return Error::UnknownRevision { name: name.to_owned(), nearest: Vec::new(), is_shallow };
        }
        Error::Revision { name: name.to_owned(), message: super::revision::absent(&error.to_string(), self.is_partial) }
    }

    /// The branches and tags that are called most like `name`.
    fn nearest(&self, name: &str) -> Vec<String> {
        let Ok(references) = self.git.references() else { return Vec::new() };
        let Ok(all) = references.all() else { return Vec::new() };
        let names = all.filter_map(Result::ok).filter_map(|reference| {
            let short = reference.name().shorten().to_string();
            ["refs/heads/", "refs/tags/", "refs/remotes/"]
                .iter()
                .any(|folder| reference.name().as_bstr().starts_with(folder.as_bytes()))
                .then_some(short)
        });
        let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
        let distance =
            |short: &str| strsim::damerau_levenshtein(name, short).min(strsim::damerau_levenshtein(name, &last(short)));
        let mut near: Vec<(usize, String)> = names.map(|short| (distance(&short), short)).collect();
        near.retain(|(distance, _)| *distance <= name.chars().count().div_ceil(3).max(1));
        near.sort();
        near.dedup();
        near.into_iter().map(|(_, short)| short).take(MOST_NAMES).collect()
    }
}

/// Whether a name asks for files of a commit. gix looks for them in whatever a forged commit calls its tree, for ever when
/// that is the commit itself.
fn names_content(name: &str) -> bool {
    let by_message = name.starts_with(":/") || name.contains("^{/");
    !by_message && (name.contains(':') || ["^{tree}", "^{blob}"].iter().any(|kind| name.contains(kind)))
}
