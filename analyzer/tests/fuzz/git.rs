//! Git directories in which something is broken: objects, whose bytes are changed before they are packed away, refs,
//! configuration, packs with theirs, the index. git itself made the repository that they come from.

use crate::input::Input;
use crate::random::Random;
use crate::source::damage_with;
use crate::support::Folder;
use ensue_analyzer::model::analyze;
use ensue_analyzer::source::{Repository, load};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// A git directory, whole.
struct Whole {
    /// Beside the objects of `loose`: refs, configuration; packs with all objects in one of the two.
    files: Vec<(String, Vec<u8>)>,
    loose: Vec<Object>,
}

#[derive(Clone)]
struct Object {
    id: String,
    kind: String,
    content: Vec<u8>,
}

/// The files below `.git`, with up to four things broken.
pub(crate) fn damaged(random: &mut Random) -> Input {
    let Whole { files, loose } = random.pick(made());
    let (mut files, mut loose) = (files.clone(), loose.clone());
    for _ in 0..=random.below(4) {
        match random.below(8) {
            0..4 if !loose.is_empty() => break_object(&mut loose, random),
            4 => {
                let (path, text) = *random.pick(MORE);
                files.retain(|(known, _)| known != path);
                files.push((path.to_owned(), text.into()));
            }
            5 => drop(files.remove(random.below(files.len()))),
            _ => {
                let at = random.below(files.len());
                damage(&mut files[at].1, random);
                if files[at].0 == "index" {
                    unseal(&mut files[at].1);
                }
            }
        }
    }
    let stored = loose.iter().map(|it| (format!("objects/{}/{}", &it.id[..2], &it.id[2..]), it.stored(random)));
    files.extend(stored.collect::<Vec<_>>());
    Input { files }
}

/// Reads all revisions that the repository may still have, and its index.
pub(crate) fn judge(input: &Input) {
    let folder = Folder::new();
    for dir in ["refs/heads", "objects/pack"] {
        fs::create_dir_all(folder.path(".git").join(dir)).expect("a folder");
    }
    for (path, bytes) in &input.files {
        folder.write(&format!(".git/{path}"), bytes);
    }
    let Ok(repository) = Repository::around(&folder.path(""), &[]) else { return };
    let _ = repository.default_branch();
    let commits: Vec<_> = NAMES.iter().filter_map(|name| repository.commit(name).ok()).collect();
    for pair in commits.windows(2) {
        let _ = repository.merge_base(&pair[0], &pair[1]);
    }
    let trees = commits.iter().map(|commit| repository.tree(commit)).chain([repository.index()]);
    for tree in trees.flatten() {
        let Ok(project) = load(&tree, repository.dir()) else { continue };
        crate::judge::sound(&analyze(&tree, &project).graph);
    }
}

const NAMES: &[&str] =
    &["HEAD", "main", "main~1", "HEAD^{tree}", "v1", "side", "mian", "@{-1}", "main@{1}", "00", ":/one"];

/// Leaves the sum of an index out, as git does on demand, so that what is damaged is read all the same.
fn unseal(index: &mut [u8]) {
    let sum = index.len().saturating_sub(20);
    index[sum..].fill(0);
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    damage_with(bytes, random, PIECES, &["ref: refs/heads/main\n".to_owned()]);
}

fn break_object(loose: &mut Vec<Object>, random: &mut Random) {
    let at = random.below(loose.len());
    match random.below(6) {
        // Another one in its place: of another kind, or a tree that holds itself.
        0 | 1 => {
            let Object { kind, content, .. } = random.pick(loose).clone();
            loose[at] = Object { id: loose[at].id.clone(), kind, content };
        }
        2 => drop(loose.remove(at)),
        // What it names is itself.
        3 => {
            let Object { id, content, .. } = &mut loose[at];
            let own: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).unwrap_or(0)).collect();
            let end = content.len().saturating_sub(own.len());
            content.splice(end.., own);
        }
        _ => damage(&mut loose[at].content, random),
    }
    if loose.is_empty() {
        loose.push(Object { id: "0".repeat(40), kind: "tree".to_owned(), content: Vec::new() });
    }
}

impl Object {
    /// As git keeps it, with a head that may be wrong.
    fn stored(&self, random: &mut Random) -> Vec<u8> {
        let size = if random.one_in(50) { usize::MAX >> random.below(64) } else { self.content.len() };
        let kind = if random.one_in(50) { *random.pick(&["tree", "tag", "", "blob blob"]) } else { &self.kind };
        let mut bytes = format!("{kind} {size}\0").into_bytes();
        bytes.extend_from_slice(&self.content);
        zlib(&bytes)
    }
}

/// In the format of zlib, with nothing made smaller.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 0xffff;
    let mut out = vec![0x78, 0x01];
    let last = bytes.len().saturating_sub(1) / BLOCK;
    for (at, block) in bytes.chunks(BLOCK).enumerate() {
        let length = u16::try_from(block.len()).expect("a block is short");
        out.push(u8::from(at == last));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let step = |(a, b): (u32, u32), byte: &u8| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    };
    let (a, b) = bytes.iter().fold((1, 0), step);
    out.extend_from_slice(&(b << 16 | a).to_be_bytes());
    out
}

/// One repository with loose objects, one with all of them in a pack, and deltas.
fn made() -> &'static [Whole; 2] {
    static MADE: OnceLock<[Whole; 2]> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = Folder::of(FILES);
        folder.git("", &["init", "--quiet"]);
        folder.commit("", "one");
        folder.git("", &["tag", "--annotate", "--message", "x", "v1"]);
        folder.link("src/link.rs", "lib.rs");
        folder.write("src/lib.rs", format!("{}mod more;\nmod link;\n", FILES[1].1.repeat(40)));
        folder.commit("", "two");
        folder.git("", &["branch", "side", "HEAD~1"]);
        let all = folder.git("", &["cat-file", "--batch-all-objects", "--batch-check"]);
        let loose = all.lines().map(|line| object(&folder.path(""), line)).collect();
        let rest = files_below(&folder.path(".git"));
        let rest = rest.into_iter().filter(|(path, _)| !path.starts_with("objects/")).collect();
        folder.git("", &["repack", "-adf", "--quiet"]);
        folder.git("", &["pack-refs", "--all"]);
        folder.git("", &["commit-graph", "write", "--reachable"]);
        [Whole { files: rest, loose }, Whole { files: files_below(&folder.path(".git")), loose: Vec::new() }]
    })
}

fn object(dir: &Path, line: &str) -> Object {
    let [id, kind] = [0, 1].map(|at| line.split(' ').nth(at).expect("a word").to_owned());
    let output = std::process::Command::new("git").current_dir(dir).args(["cat-file", &kind, &id]).output();
    Object { id, kind, content: output.expect("git").stdout }
}

fn files_below(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut ahead, mut found) = (vec![dir.to_owned()], Vec::new());
    while let Some(next) = ahead.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("a file").path();
            let name = path.strip_prefix(dir).expect("inside").to_string_lossy().into_owned();
            match path.is_dir() {
                true if name != "hooks" => ahead.push(path),
                true => {}
                false => found.push((name, fs::read(&path).expect("a file"))),
            }
        }
    }
    found.sort();
    found
}

const FILES: [(&str, &str); 3] = [
    (
        "Cargo.toml",
        "[workspace]\nmembers = [\"*\", \"src/*\"]\n[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n",
    ),
    ("src/lib.rs", "#[ensue::event]\npub struct A;\n"),
    ("src/more.rs", "#[ensue::handler(on = crate::A)]\nfn f(_: &crate::A) {}\n"),
];

/// Files that make a git directory another one.
const MORE: &[(&str, &str)] = &[
    ("objects/info/alternates", "../../.git/objects\n\"\\\n"),
    ("objects/info/alternates", "objects\n.\n..\n"),
    ("objects/info/commit-graph", "CGPH\u{1}\u{1}\u{1}"),
    ("objects/info/multi-pack-index", "MIDX"),
    ("objects/pack/pack-0.idx", "\u{7f}tOc"),
    ("objects/pack/pack-0.pack", "PACK"),
    ("shallow", "0000000000000000000000000000000000000000\nx\n"),
    ("commondir", "."),
    ("commondir", "../.git/refs"),
    ("HEAD", "ref: HEAD\n"),
    ("HEAD", "ref: refs/heads/../../HEAD\n"),
    ("refs/heads/main", "ref: refs/heads/side\n"),
    ("refs/heads/side", "ref: refs/heads/main\n"),
    ("refs/replace/x", "ref: refs/heads/main\n"),
    ("packed-refs", "# pack-refs with: peeled fully-peeled sorted \n^x\n"),
    ("config", "[core]\n\trepositoryformatversion = 9\n\tbare = true\n\tworktree = /\n"),
    ("config", "[include]\n\tpath = config\n[extensions]\n\tworktreeConfig\n\tpartialClone = a\n"),
    ("config", "[core]\n\tpackedGitLimit = 0\n\tdeltaBaseCacheLimit = 99999999999999999999\n\tabbrev = 999\n"),
];

const PIECES: &[&str] = &[
    "ref: refs/heads/main\n",
    "ref: HEAD",
    "tree ",
    "parent ",
    "author ",
    "committer A <a> 1 +0000\n",
    "gpgsig ",
    "100644 a\0",
    "100644 .\0",
    "100644 ../a\0",
    "40000 src\0",
    "120000 link.rs\0",
    "160000 more\0",
    "99999999999999999999 ",
    "0000000000000000000000000000000000000000",
    "\0",
    "\n",
    "\n\n",
    " ",
    "/",
    "../..",
    "[core]\n",
    "[remote \"a\"]\n",
    "[extensions]\nobjectFormat = sha256\n",
    "\u{ff}",
    "\u{7f}\u{7f}\u{7f}\u{7f}",
    "PACK",
    "refs/heads/",
    "^",
    "# pack-refs with: ",
];
