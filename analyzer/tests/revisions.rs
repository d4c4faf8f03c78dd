//! Repositories made by the real git, read as bytes.
#![cfg(unix)]

mod support;

use ensue_analyzer::source::{EntryKind, Error, ReadError, Repository, Tree};
use std::path::Path;
use std::process::Command;
use support::{Folder, git};

/// A repository in `repo` whose commits `one`, `two`, `three` each say their own name in `file.rs`.
fn three_commits() -> (Folder, [String; 3]) {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("repo")).unwrap();
    folder.git("repo", &["init", "--quiet"]);
    let ids = ["one", "two", "three"].map(|text| {
        folder.write("repo/file.rs", text);
        folder.commit("repo", text)
    });
    (folder, ids)
}

fn open(dir: &Path) -> Repository {
    Repository::around(dir, &[]).unwrap()
}

fn file_at(repository: &Repository, name: &str) -> String {
    let commit = repository.commit(name).unwrap();
    String::from_utf8(repository.tree(&commit).unwrap().read("file.rs").unwrap()).unwrap()
}

fn error(repository: &Repository, name: &str) -> String {
    repository.commit(name).unwrap_err().to_string()
}

#[test]
fn names_mean_what_they_mean_to_git() {
    let (folder, ids) = three_commits();
    folder.git("repo", &["tag", "--annotate", "--message", "x", "v1.0", &ids[0]]);
    folder.git("repo", &["branch", "feature/später", &ids[1]]);
    folder.git("repo", &["checkout", "--quiet", "--detach", &ids[1]]);
    folder.git("repo", &["pack-refs", "--all"]);
    folder.git("repo", &["gc", "--quiet", "--prune=now"]);
    let repository = open(&folder.path("repo"));
    for name in
        ["HEAD", "HEAD~1", "main", "main~2", "v1.0", "v1.0^{commit}", "feature/später", "heads/main", &ids[2][..9]]
    {
        let truth = folder.git("repo", &["rev-parse", &format!("{name}^{{commit}}")]);
        assert_eq!(repository.commit(name).unwrap().id, truth, "{name}");
    }
    assert_eq!(file_at(&repository, "main~2"), "one");
    assert_eq!(file_at(&repository, "HEAD"), "two");
    assert_eq!(repository.commit("main").unwrap().short(), &ids[2][..10]);
}

#[test]
fn names_that_mean_nothing_are_told_with_the_nearest() {
    let (folder, ids) = three_commits();
    folder.git("repo", &["branch", "release-2024"]);
    folder.git("repo", &["tag", "release-2025"]);
    folder.git("repo", &["branch", "both", &ids[0]]);
    folder.git("repo", &["tag", "both", &ids[1]]);
    let repository = open(&folder.path("repo"));
    assert_eq!(
        error(&repository, "release-2026"),
        "no branch, tag or commit is called `release-2026`: the nearest names are `release-2024`, `release-2025`"
    );
    assert_eq!(
        error(&repository, "xyzzy-plugh"),
        "no branch, tag or commit is called `xyzzy-plugh`: `git branch --all` and `git tag` list what there is"
    );
    assert_eq!(error(&repository, "both"), "`both` names several commits: write one of `heads/both`, `tags/both`");
    assert_eq!(
        error(&repository, "main~2..main"),
        "the revision `main~2..main`: names several commits: give the two ends as two revisions"
    );
    assert_eq!(error(&repository, "main^{tree}"), "the revision `main^{tree}`: is not a commit");
    for odd in ["", "~", "main~99999999999999999999", "../../etc/passwd", "@{", "\0", ":/", "^", "a b"] {
        assert!(repository.commit(odd).is_err(), "{odd:?}");
    }
}

#[test]
fn an_ambiguous_id_lists_its_candidates() {
    let folder = Folder::new();
    folder.git("", &["init", "--quiet"]);
    // Their ids never change, and among so many some begin alike.
    let commit = |number: u32| format!("commit refs/heads/main\ncommitter A <a@b> {number} +0000\ndata 0\n\n");
    folder.write("stream", (0..600).map(commit).collect::<String>());
    let stream = std::fs::File::open(folder.path("stream")).unwrap();
    let import =
        Command::new("git").current_dir(folder.path("")).args(["fast-import", "--quiet"]).stdin(stream).status();
    assert!(import.unwrap().success());
    let ids = folder.git("", &["rev-list", "main"]);
    let mut ids: Vec<&str> = ids.lines().collect();
    ids.sort_unstable();
    let alike = ids.windows(2).find(|pair| pair[0][..4] == pair[1][..4]).expect("two ids begin alike");
    let error = error(&open(&folder.path("")), &alike[0][..4]);
    for id in alike {
        let candidate = format!("`{}", &id[..5]);
        assert!(error.contains("names several commits: write one of") && error.contains(&candidate), "{error}");
    }
}

#[test]
fn the_default_branch_is_found_or_asked_for() {
    let (folder, ids) = three_commits();
    let base = |dir: &str| {
        let repository = open(&folder.path(dir));
        let branch = repository.default_branch()?;
        Ok::<_, Error>((branch.name.clone(), repository.merge_base(&branch, &repository.commit("HEAD")?)?.id))
    };
    assert_eq!(base("repo").unwrap(), ("main".to_owned(), ids[2].clone()));
    folder.git("repo", &["checkout", "--quiet", "-b", "feature", &ids[1]]);
    folder.commit("repo", "four");
    assert_eq!(base("repo").unwrap(), ("main".to_owned(), ids[1].clone()));

    folder.git("", &["clone", "--quiet", "repo", "clone"]);
    assert_eq!(base("clone").unwrap().0, "origin/feature");
    folder.git("clone", &["remote", "set-head", "origin", "--delete"]);
    assert_eq!(base("clone").unwrap(), ("origin/main".to_owned(), ids[1].clone()));

    folder.git("repo", &["branch", "master"]);
    assert!(base("repo").unwrap_err().to_string().contains("both `main` and `master` exist"));
    folder.git("repo", &["branch", "--delete", "--force", "master", "main"]);
    assert!(base("repo").unwrap_err().to_string().contains("no default branch to compare with"));
    folder.git("repo", &["branch", "main", &ids[0]]);
    folder.git("repo", &["checkout", "--quiet", "--orphan", "alone"]);
    folder.commit("repo", "another history");
    assert_eq!(
        base("repo").unwrap_err().to_string(),
        "`main` and `HEAD` have no common ancestor: name the revision to compare with, as in `cargo ensue diff main`"
    );
}

#[test]
fn every_layout_of_a_repository_is_found() {
    let (folder, ids) = three_commits();
    folder.git("repo", &["worktree", "add", "--quiet", "--detach", "../linked", &ids[0]]);
    folder.git("", &["clone", "--quiet", "--bare", "repo", "bare.git"]);
    folder.git("", &["clone", "--quiet", "--separate-git-dir", "elsewhere", "repo", "separate"]);
    folder.git("repo", &["submodule", "--quiet", "add", "../bare.git", "inside/module"]);
    folder.commit("repo", "with a submodule");
    std::fs::create_dir_all(folder.path("repo/inside/folder")).unwrap();
    for (dir, head, place) in [
        ("repo/inside/folder", "three", "inside/folder"),
        ("linked", "one", ""),
        ("bare.git", "three", ""),
        ("bare.git/refs", "three", ""),
        ("separate", "three", ""),
        ("repo/inside/module", "three", ""),
    ] {
        let repository = open(&folder.path(dir));
        assert_eq!((file_at(&repository, "HEAD").as_str(), repository.dir()), (head, place), "{dir}");
    }
    let repository = open(&folder.path("repo"));
    let tree = repository.tree(&repository.commit("HEAD").unwrap()).unwrap();
    assert_eq!(tree.kind("inside/module"), Ok(EntryKind::Other));
    assert_eq!(tree.read("inside/module/file.rs"), Err(ReadError::Missing));
}

/// The files of a tree, each with its text.
fn files(tree: &dyn Tree, dir: &str, found: &mut Vec<(String, String)>) {
    for entry in tree.entries(dir).unwrap() {
        let path = if dir.is_empty() { entry.name.clone() } else { format!("{dir}/{}", entry.name) };
        match entry.kind {
            EntryKind::Directory => files(tree, &path, found),
            EntryKind::File => {
                let text = String::from_utf8(tree.read(&path).unwrap()).unwrap();
                found.push((path, text));
            }
            EntryKind::Other => {}
        }
    }
}

/// What git itself would commit.
fn staged(folder: &Folder, dir: &str) -> Vec<(String, String)> {
    let tree = folder.git(dir, &["write-tree"]);
    let names = folder.git(dir, &["ls-tree", "-r", "--name-only", "-z", &tree]);
    let names = names.split('\0').filter(|name| !name.is_empty());
    let mut files: Vec<(String, String)> = names
        .map(|name| (name.to_owned(), folder.git(dir, &["cat-file", "blob", &format!("{tree}:{name}")])))
        .collect();
    files.sort();
    files
}

#[test]
fn the_index_is_what_git_would_commit() {
    let (folder, _) = three_commits();
    for (path, text) in [("a/b/c/one.rs", "1"), ("a/b/two.rs", "2"), ("a.rs", "3"), ("später/x.rs", "4")] {
        folder.write(&format!("repo/{path}"), text);
    }
    folder.commit("repo", "folders");
    folder.write("repo/a/b/two.rs", "staged");
    folder.write("repo/new/folder/added.rs", "added");
    folder.git("repo", &["add", "--all"]);
    folder.git("repo", &["rm", "--quiet", "a.rs"]);
    folder.write("repo/a/b/two.rs", "not staged");
    folder.write("repo/announced.rs", "announced");
    folder.git("repo", &["add", "--intent-to-add", "announced.rs"]);
    folder.write("repo/untracked.rs", "untracked");
    let is_as_git_says = |dir: &str| {
        let mut found = Vec::new();
        files(&open(&folder.path(dir)).index().unwrap(), "", &mut found);
        found.sort();
        assert_eq!(found, staged(&folder, dir), "{dir}");
        found
    };
    let found = is_as_git_says("repo");
    assert!(found.contains(&("a/b/two.rs".to_owned(), "staged".to_owned())) && found.len() == 5, "{found:?}");
    for version in ["3", "4"] {
        folder.git("repo", &["update-index", "--index-version", version]);
        is_as_git_says("repo");
    }
    folder.git("repo", &["worktree", "add", "--quiet", "--detach", "../linked", "HEAD~1"]);
    is_as_git_says("linked");
    folder.git("", &["clone", "--quiet", "--sparse", "repo", "sparse"]);
    folder.git("sparse", &["sparse-checkout", "set", "--cone", "--sparse-index", "a/b/c"]);
    assert!(folder.git("sparse", &["ls-files", "--sparse", "-z"]).contains("später/\0"), "a folder is one entry");
    is_as_git_says("sparse");
    folder.git("", &["init", "--quiet", "fresh"]);
    is_as_git_says("fresh");
}

#[test]
fn an_index_that_cannot_be_meant_says_what_to_do() {
    let (folder, ids) = three_commits();
    let message = |dir: &str| open(&folder.path(dir)).index().err().map(|error| error.to_string()).unwrap_or_default();
    folder.git("repo", &["update-index", "--split-index"]);
    assert!(message("repo").contains("`git update-index --no-split-index` makes it one"), "{}", message("repo"));
    folder.git("repo", &["update-index", "--no-split-index"]);
    assert_eq!(message("repo"), "");

    let index = folder.path("repo/.git/index");
    let good = std::fs::read(&index).unwrap();
    for (bad, why) in [
        (good[..good.len() - 1].to_vec(), "is damaged: `git read-tree HEAD` writes it anew"),
        (b"DIRC".to_vec(), "is cut off"),
        ([&[b'X'; 12][..], &[0; 20]].concat(), "is not understood"),
    ] {
        std::fs::write(&index, bad).unwrap();
        assert!(message("repo").contains(why), "{}", message("repo"));
    }
    std::fs::write(&index, &good).unwrap();

    folder.git("repo", &["checkout", "--quiet", "-b", "other", &ids[0]]);
    folder.write("repo/file.rs", "another");
    folder.commit("repo", "another");
    let merge = Command::new("git").current_dir(folder.path("repo")).args(["merge", "--quiet", "main"]).output();
    assert!(!merge.unwrap().status.success());
    assert!(
        message("repo").contains("several versions of `file.rs`, for a merge is not resolved"),
        "{}",
        message("repo")
    );

    folder.git("", &["clone", "--quiet", "--bare", "repo", "bare.git"]);
    assert!(message("bare.git").contains("it is bare, so it has no index"), "{}", message("bare.git"));
}

#[test]
fn what_a_clone_lacks_is_named() {
    let (folder, ids) = three_commits();
    folder.git("repo", &["config", "uploadpack.allowFilter", "true"]);
    let source = format!("file://{}", folder.path("repo").display());
    folder.git("", &["clone", "--quiet", "--depth=1", &source, "shallow"]);
    let shallow = open(&folder.path("shallow"));
    assert_eq!(file_at(&shallow, "HEAD"), "three");
    assert_eq!(
        error(&shallow, "HEAD~2"),
        "no branch, tag or commit is called `HEAD~2` in this shallow clone: `git fetch --unshallow --tags` brings all"
    );
    folder.git("", &["clone", "--quiet", "--filter=blob:none", "--no-checkout", &source, "partial"]);
    let partial = open(&folder.path("partial"));
    let tree = partial.tree(&partial.commit(&ids[0]).unwrap()).unwrap();
    let blob = folder.git("repo", &["rev-parse", &format!("{}:file.rs", ids[0])]);
    assert_eq!(
        tree.read("file.rs").unwrap_err().to_string(),
        format!(
            "cannot be read: object {blob} is not in this clone, which is partial: \
             `git fetch --refetch --no-filter` brings everything"
        )
    );
    folder.git("partial", &["fetch", "--quiet", "--refetch", "--no-filter"]);
    assert_eq!(file_at(&open(&folder.path("partial")), &ids[0]), "one");
}

#[test]
fn what_cannot_be_read_says_so() {
    let folder = Folder::of([("plain/file.rs", "")]);
    let message = |dir: &str| Repository::around(&folder.path(dir), &[]).err().unwrap().to_string();
    assert!(message("plain").contains("is not in a git repository"), "{}", message("plain"));
    assert!(message("missing").contains("is not a directory"), "{}", message("missing"));
    for format in ["--object-format=sha256", "--ref-format=reftable"] {
        let name = &format[2..8];
        folder.git("", &["init", "--quiet", format, name]);
        folder.commit(name, "x");
    }
    assert!(message("object").contains("named by `sha256`, and only `sha1` is read"), "{}", message("object"));
    assert!(message("ref-fo").contains("stored as `reftable`, and only `files` is read"), "{}", message("ref-fo"));
    folder.write("stray/.git", "gitdir: ../nowhere\n");
    assert!(message("stray").contains("`git worktree repair` mends it"), "{}", message("stray"));
    folder.write("odd/.git", "\u{1b}[31m");
    assert!(message("odd").contains("does not say `gitdir: `"), "{}", message("odd"));
    git(&folder.path("plain"), &["init", "--quiet"]);
    assert!(error(&open(&folder.path("plain")), "HEAD").contains("no branch, tag or commit is called `HEAD`"));
}

#[test]
fn a_repository_leads_nowhere_else() {
    let (folder, ids) = three_commits();
    folder.git("", &["clone", "--quiet", "--shared", "repo", "borrows"]);
    let error = Repository::around(&folder.path("borrows"), &[]).err().unwrap();
    assert!(
        matches!(&error, Error::RepositoryOutside { target, .. } if *target == folder.path("repo/.git/objects")),
        "{error:?}"
    );
    assert!(error.to_string().contains("`--allow-read` with that directory permits it"), "{error}");
    let allowed = Repository::around(&folder.path("borrows"), &[folder.path("repo")]).unwrap();
    assert_eq!(file_at(&allowed, &ids[0]), "one");

    folder.write("passwords", "secret");
    for hostile in ["refs/heads/evil", "objects/aa/evil", "packed-refs", "FETCH_HEAD", "logs/evil"] {
        folder.git("", &["clone", "--quiet", "--no-local", "repo", "victim"]);
        let place = format!("victim/.git/{hostile}");
        std::fs::remove_file(folder.path(&place)).ok();
        folder.link(&place, folder.path("passwords"));
        let error = Repository::around(&folder.path("victim"), &[]).err();
        assert!(matches!(error, Some(Error::RepositoryOutside { .. })), "{hostile}: {error:?}");
        std::fs::remove_dir_all(folder.path("victim")).unwrap();
    }
    folder.git("", &["clone", "--quiet", "--no-local", "repo", "pipe"]);
    assert!(Command::new("mkfifo").arg(folder.path("pipe/.git/refs/heads/pipe")).status().unwrap().success());
    let error = Repository::around(&folder.path("pipe"), &[]).err().unwrap();
    assert!(error.to_string().contains("neither a file nor a directory"), "{error}");
}

#[test]
fn an_object_that_unpacks_to_too_much_is_refused() {
    let folder = Folder::new();
    folder.git("", &["init", "--quiet"]);
    folder.write("bomb.rs", vec![b' '; 40 << 20]);
    folder.write("fine.rs", "fn fine() {}");
    folder.commit("", "bomb");
    for packed in [false, true] {
        if packed {
            folder.git("", &["gc", "--quiet"]);
        }
        let repository = open(&folder.path(""));
        let tree = repository.tree(&repository.commit("HEAD").unwrap()).unwrap();
        assert_eq!(tree.read("bomb.rs"), Err(ReadError::TooLarge(40 << 20)));
        assert_eq!(tree.read("fine.rs").unwrap(), b"fn fine() {}");
    }
}

/// gix panics on what is broken here, or goes in a circle.
#[test]
fn what_stops_the_reader_is_an_error() {
    let (folder, _) = three_commits();
    folder.write("repo/.git/shallow", "x\n");
    let repository = open(&folder.path("repo"));
    let message = error(&repository, "main~1");
    assert!(message.contains("`git fsck` tells what is wrong"), "{message}");
    assert_eq!(file_at(&repository, "main"), "three");

    // A tag that is kept under the name of the object that it names, and a commit that is its own tree.
    let (folder, _) = three_commits();
    let [tag, tree] = ["main", "main^{tree}"].map(|of| folder.git("repo", &["rev-parse", of]));
    let place = |id: &str| folder.path(&format!("repo/.git/objects/{}/{}", &id[..2], &id[2..]));
    folder.git("repo", &["tag", "--annotate", "--message", "x", "v1"]);
    let annotated = folder.git("repo", &["rev-parse", "v1"]);
    let replace = |id: &str, by: &str| {
        let bytes = std::fs::read(place(by)).unwrap();
        let _ = std::fs::remove_file(place(id));
        std::fs::write(place(id), bytes).unwrap();
    };
    replace(&tree, &tag);
    let repository = open(&folder.path("repo"));
    assert!(error(&repository, "main^{tree}").contains("is not a commit"));
    assert!(error(&repository, "main:file.rs").contains("is not a commit"));
    assert!(repository.tree(&repository.commit("main").unwrap()).is_err());
    replace(&tag, &annotated);
    let repository = open(&folder.path("repo"));
    for name in ["main", "v1", "v1~1", "v1^{commit}", ":/one", &tag] {
        assert!(error(&repository, name).contains("tags of tags"), "{name}");
    }
}
