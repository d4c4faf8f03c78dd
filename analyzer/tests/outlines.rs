//! What is told from tokens is what the parser would tell, for every source file at hand.

use ensue_analyzer::parse::outline::{Function, Impl, Item, ItemKind, Outline, Trait};
use ensue_analyzer::parse::{Look, Words, on_all_cores, outline};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[test]
fn outlines_of_this_workspace_are_those_of_the_parser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let folders = ["analyzer", "examples", "macros", "runtime", "templates", "tests", "xtask"];
    let files: Vec<PathBuf> = folders.iter().flat_map(|folder| sources(&root.join(folder))).collect();
    compare(&files, 200);
}

/// By hand: what other people wrote. `SOURCES` names a folder; else it is what cargo downloaded.
#[test]
#[ignore = "reads all packages that cargo downloaded: minutes"]
fn outlines_of_other_packages_are_those_of_the_parser() {
    let downloaded = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo/registry/src"));
    let folder = std::env::var_os("SOURCES").map(PathBuf::from).or_else(downloaded).expect("a folder");
    compare(&sources(&folder), 1_000);
}

fn compare(files: &[PathBuf], at_least: usize) {
    let (all, usual) = (Words::any(), Words::usual());
    let compared = on_all_cores(files.len(), |at| {
        let text = fs::read(&files[at]).expect("a file");
        // What the parser refuses may stand in a body that is not looked into.
        let Ok(Some(whole)) = outline(&text, Look::Whole) else { return Some(None) };
        let close = outline(&text, Look::Names(&all)).ok().flatten()?;
        let glance = outline(&text, Look::Names(&usual)).ok().flatten()?;
        let read = as_read(&whole.items, &close.items);
        if close.items != read || close.condition != whole.condition {
            return Some(Some(difference(&close.items, &read)));
        }
        let (glance, whole) = (bare(&glance), bare(&whole));
        Some((glance != whole).then(|| difference(&glance, &whole)))
    });
    let (mut count, mut wrong) = (0, Vec::new());
    for (file, compared) in files.iter().zip(compared) {
        match compared {
            Some(Some(None)) => count += 1,
            Some(Some(Some(difference))) => wrong.push(format!("{}: {difference}", file.display())),
            Some(None) | None => wrong.push(format!("{}: no outline", file.display())),
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), files.len(), wrong.join("\n"));
    assert!(count >= at_least, "only {count} files were found");
}

/// What the parser tells, without the bodies that were left out: in those nothing names Ensue.
fn as_read(whole: &[Arc<Item>], close: &[Arc<Item>]) -> Vec<Arc<Item>> {
    if whole.len() != close.len() {
        return whole.to_vec();
    }
    whole.iter().zip(close).map(|(whole, close)| Arc::new(item_as_read(whole, close))).collect()
}

fn item_as_read(whole: &Item, close: &Item) -> Item {
    let mut item = whole.clone();
    let methods = |whole: &[Item], close: &[Item]| -> Vec<Item> {
        whole.iter().enumerate().map(|(at, it)| close.get(at).map_or(it.clone(), |of| item_as_read(it, of))).collect()
    };
    match (&mut item.kind, &close.kind) {
        (ItemKind::Function(it), ItemKind::Function(of)) if of.does.is_none() => {
            *it = Function { does: None, ..(**it).clone() }.into();
        }
        (ItemKind::Impl(it), ItemKind::Impl(of)) => {
            *it = Impl { methods: methods(&it.methods, &of.methods), ..(**it).clone() }.into();
        }
        (ItemKind::Trait(it), ItemKind::Trait(of)) => {
            *it = Trait { methods: methods(&it.methods, &of.methods), ..(**it).clone() }.into();
        }
        (ItemKind::Module(it), ItemKind::Module(of)) => {
            if let (Some(whole), Some(close)) = (&it.items, &of.items) {
                it.items = Some(as_read(whole, close));
            }
        }
        (ItemKind::Block(it), ItemKind::Block(of)) => *it = as_read(it, of),
        _ => {}
    }
    item
}

/// The first items that differ.
fn difference(ours: &[Arc<Item>], theirs: &[Arc<Item>]) -> String {
    let at = ours.iter().zip(theirs).position(|(our, their)| our != their).unwrap_or(ours.len().min(theirs.len()));
    let shown = |items: &[Arc<Item>]| format!("{:?}", items.get(at)).chars().take(600).collect::<String>();
    format!("{} and {} items, of which\n  {}\n  {}", ours.len(), theirs.len(), shown(ours), shown(theirs))
}

/// What is left of an outline where nothing speaks of Ensue: names, and what stands outside of bodies.
fn bare(of: &Outline) -> Vec<Arc<Item>> {
    bare_items(&of.items)
}

fn bare_items(items: &[Arc<Item>]) -> Vec<Arc<Item>> {
    let counts = |item: &&Arc<Item>| !matches!(item.kind, ItemKind::Block(_) | ItemKind::Invocation(_));
    items.iter().filter(counts).map(|item| Arc::new(bare_item(item))).collect()
}

fn bare_item(of: &Item) -> Item {
    let mut item = Item { doc: None, attributes: Vec::new(), ..of.clone() };
    match &of.kind {
        ItemKind::Module(it) => {
            let items = it.items.as_deref().map(bare_items);
            item.kind = ItemKind::Module(outline::Module { items, ..it.clone() });
        }
        ItemKind::Function(it) => item.kind = ItemKind::Function(without_body(it).into()),
        ItemKind::Trait(it) => {
            let methods = it.methods.iter().map(bare_item).collect();
            item.kind = ItemKind::Trait(Trait { methods, ..(**it).clone() }.into());
        }
        ItemKind::Impl(it) => {
            let methods = it.methods.iter().map(bare_item).collect();
            item.kind = ItemKind::Impl(Impl { methods, ..(**it).clone() }.into());
            item.line = 0;
        }
        ItemKind::MacroRules(it) => {
            let attributes = Vec::new();
            item.kind = ItemKind::MacroRules(outline::MacroRules { attributes, ..it.clone() });
        }
        _ => {}
    }
    item
}

fn without_body(of: &Function) -> Function {
    Function { does: None, body: None, ..of.clone() }
}

/// All Rust files in a folder, but for what tests keep as wrong on purpose.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_link = fs::symlink_metadata(&path).is_ok_and(|it| it.is_symlink());
            if path.is_dir() && !is_link && path.file_name().is_none_or(|name| name != "target") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
