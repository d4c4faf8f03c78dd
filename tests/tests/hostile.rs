//! One hostile tree goes through every format: its names, docs, texts and paths hold everything that means something to a
//! terminal, a browser, Graphviz or a build log.

use ensue_tests::{Answer, commit_all, ensue, files_below, git, run};
use std::fmt::Write as _;
use std::path::Path;

/// Hides, reorders, commands, breaks out.
const EVIL: &str = "\u{1b}[31mred\u{7}\u{8}\u{7f}\u{9b}2J\u{202e}\u{2066}\u{200e}\u{2028}<script>alert(1)</script>\
    <img src=x onerror=alert(1)>\"]; evil [label=\"x\\\" onload=\"alert(1)' ]]> --> &lt;b&gt; ##[error]evil \
    [x](javascript:alert(1)) ![x](http://evil.example/x.png)";

/// A path that can lie on a disk.
const EVIL_FILE: &str = "ev\u{1b}[31mil\u{202e}<img src=x onerror=alert(1)>\"]\n::error::x.rs";

/// What a terminal or a build log obeys, and what makes text read as something else.
fn commands(c: char) -> bool {
    let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n') || bidi || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Says what is wrong, nothing when all is well.
type Check = fn(&str) -> String;

#[test]
fn every_format_disarms_a_hostile_tree() {
    let tree = hostile_tree();
    let branch = "evil<script>alert(1)</script>";
    git(tree.path(), &["branch", branch]);
    let source = tree.path().join("src/lib.rs");
    let text = std::fs::read_to_string(&source).expect("the file");
    std::fs::write(&source, format!("{text}{}", addition())).expect("the file");

    let formats: &[(&[&str], Check)] = &[
        (&["graph", "--format", "json"], check_json),
        (&["graph", "--format", "dot"], check_dot),
        (&["graph", "--format", "mermaid"], check_mermaid),
        (&["graph", "--format", "svg"], check_svg),
        (&["after", "Paid"], check_text),
        (&["after", "Paid", "--color", "never"], check_text),
        (&["after", "Paid", "--format", "json"], check_json),
        (&["before", "Shipped"], check_text),
        (&["before", "Shipped", "--format", "json"], check_json),
        (&["path", "Paid", "Shipped"], check_text),
        (&["diff", branch], check_text),
        (&["diff", branch, "--format", "json"], check_json),
        (&["diff", branch, "--format", "markdown"], check_text),
        (&["diff", branch, "--format", "sarif"], check_json),
        (&["diff", branch, "--format", "svg"], check_svg),
    ];
    let mut wrong = String::new();
    for (arguments, check) in formats {
        let answer = ask(tree.path(), arguments);
        assert_eq!(answer.status, 0, "{arguments:?}: {answer:#?}");
        assert!(!answer.stdout.is_empty(), "{arguments:?} says something");
        for problem in [check(&answer.stdout), check_text(&answer.stderr)] {
            if !problem.is_empty() {
                let _ = writeln!(wrong, "{arguments:?}: {problem}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_page_disarms_a_hostile_tree() {
    let tree = hostile_tree();
    let answer = ask(tree.path(), &["doc", "--out", "site"]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    let mut wrong = check_text(&format!("{}{}", answer.stdout, answer.stderr));
    let site = tree.path().join("site");
    let mut pages = 0;
    for file in files_below(&site) {
        let name = file.to_str().expect("names are text").to_owned();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_./".contains(c)) || name.len() > 100
        {
            let _ = writeln!(wrong, "the name {name:?} does not survive every disk");
        }
        let text = std::fs::read_to_string(site.join(&file)).expect("pages are text");
        let problem = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => {
                pages += 1;
                check_html(&text)
            }
            Some("svg") => check_svg(&text),
            _ => check_text(&text),
        };
        if !problem.is_empty() {
            let _ = writeln!(wrong, "{name}: {problem}");
        }
    }
    assert!(pages > 5, "there are pages");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_snapshot_disarms_a_hostile_tree() {
    let tree = hostile_tree();
    let answer = ask(tree.path(), &["snapshot"]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    let text = std::fs::read_to_string(tree.path().join("ensue.json")).expect("the snapshot");
    assert_eq!(check_json(&text), "");
}

/// A name on the command line may come from a script that took it from elsewhere.
#[test]
fn messages_disarm_what_was_asked() {
    let tree = hostile_tree();
    for arguments in [["after", EVIL], ["after", EVIL_FILE], ["diff", EVIL], ["graph", EVIL], ["graph", EVIL_FILE]] {
        let answer = ask(tree.path(), &arguments);
        assert_eq!(answer.status, 2, "{answer:#?}");
        assert_eq!(check_text(&answer.stderr), "", "{}", answer.stderr);
    }
}

/// The checks would pass on anything if they saw nothing.
#[test]
fn the_checks_see_what_is_wrong() {
    for wrong in ["a\u{1b}[31m", "a\u{202e}b", "  ::error::x", "a ##[error]x", "a\rb"] {
        assert_ne!(check_text(wrong), "", "{wrong:?}");
    }
    assert_ne!(check_dot("digraph { a [label=\"x\"]; evil [label=\"\"]; }\n\"open"), "");
    assert_ne!(check_dot("digraph { a [label=<b>x</b>]; }"), "");
    assert_eq!(check_dot("digraph {\n  \"a\" [label=\"x\\\"]; evil\"];\n  \"a\" -> \"b\";\n}\n"), "");
    assert_ne!(check_mermaid("flowchart TD\n    N0[\"x\"]; evil[\"\"]"), "");
    assert_ne!(check_mermaid("flowchart TD\n    N0[\"<script>\"]"), "");
    assert_ne!(check_mermaid("flowchart TD\n    %%{init: {}}%%"), "");
    assert_eq!(check_mermaid("flowchart TD\n    N0([\"event<br><b>A#34;</b>\"]):::Event\n    N0 -->|\"b\"| N0\n"), "");
    assert_ne!(check_svg("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"), "");
    assert_ne!(check_svg("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>"), "");
    assert_ne!(check_svg("<svg><a href=\"javascript:x\"/></svg>"), "");
    assert_ne!(check_html("<p>a<img src=x></p>"), "");
    assert_ne!(check_html("<p onclick='x'>a</p>"), "");
    assert_ne!(check_html("<a href=\"javascript:alert(1)\">a</a>"), "");
    assert_ne!(check_html("<a href=x>a</a>"), "");
    assert_eq!(check_html("<!doctype html><p class=\"a\">&lt;img src=x&gt; <a href=\"../x.html#y\">a</a></p>"), "");
}

fn ask(folder: &Path, arguments: &[&str]) -> Answer {
    run(ensue!().current_dir(folder).args(arguments))
}

/// A tree whose every text is hostile, committed.
fn hostile_tree() -> tempfile::TempDir {
    let literal = format!("{EVIL:?}");
    // Without what the grammar refuses in a text.
    let printable: String = EVIL.chars().filter(|c| !c.is_control()).collect();
    let printable = format!("{printable:?}");
    let path = format!("{EVIL_FILE:?}");
    let source = format!(
        "//! {EVIL}
use ensue::{{Cx, controller, effect, effect_handler, event, handler}};

/// {EVIL}
/// ::error file=x::evil
///
/// # <script>alert(1)</script>
#[event(tag = [{printable}])]
pub struct Paid {{
    /// {EVIL}
    pub amount: [u8; {{ {literal}.len() }}],
}}

#[event(name = {printable})]
pub struct Named;
#[event(name = {literal})]
pub struct NamedWithControls;
#[event]
pub struct Shipped;

#[handler(on = Paid, may_emit = [Shipped], loops = {printable}, exclusive = {printable}, timing = deferred)]
#[cfg(feature = {literal})]
pub fn ship(_event: &Paid, _cx: &mut Cx<'_, ship>) {{ let _ = {literal}; }}

#[effect(performed_by = {printable}, completes_with = [Paid])]
pub struct Print {{ pub text: String }}

#[controller(route = {route:?}, may_emit = [Paid], may_request = [Print])]
pub async fn post_payment(amount: u32, _cx: &mut Cx<'_, post_payment>) {{}}

#[controller(schedule = {printable}, may_emit = [Named, NoSuchEvent])]
pub async fn nightly(_cx: &mut Cx<'_, nightly>) {{}}

#[path = {path}]
mod strange;
#[path = \"broken/\\u{{1b}}[31m<b>.rs\"]
mod broken;
#[path = {literal}]
mod missing;
include!({literal});
",
        route = "GET /<script>alert(1)</script>\"]",
    );
    let files: &[(&str, &str)] = &[
        ("Cargo.toml", "[package]\nname = \"evil\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n"),
        ("src/lib.rs", &source),
        (
            &format!("src/{EVIL_FILE}"),
            "#[ensue::event]\npub struct Strange;\n#[ensue::handler(on = crate::Shipped)]\nfn hidden() {}\n",
        ),
        ("src/broken/\u{1b}[31m<b>.rs", "pub struct {"),
    ];
    let folder = ensue_tests::folder(files);
    commit_all(folder.path());
    folder
}

fn addition() -> String {
    "\n/// \u{1b}[31m\n#[handler(on = Shipped, may_emit = [Named])]\npub fn announce(_event: &Shipped, _cx: &mut Cx<'_, announce>) {}\n"
        .to_owned()
}

fn check_text(text: &str) -> String {
    let mut wrong = String::new();
    if let Some(c) = text.chars().find(|c| commands(*c)) {
        let line = text.lines().find(|line| line.contains(c)).unwrap_or(text);
        let _ = write!(wrong, "holds {c:?} in {line:?}. ");
    }
    if let Some(line) = text.lines().find(|line| line.trim_start().starts_with("::") || line.contains("##[")) {
        let _ = write!(wrong, "commands a build log by {line:?}. ");
    }
    wrong
}

fn check_json(text: &str) -> String {
    let json: Result<serde_json::Value, _> = serde_json::from_str(text);
    match json {
        Ok(_) => check_text(text),
        Err(error) => error.to_string(),
    }
}

/// Outside of quoted strings there is only what we write ourselves.
fn check_dot(text: &str) -> String {
    let mut quoted = false;
    let mut outside = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (quoted, c) {
            (_, '"') => quoted = !quoted,
            (true, '\\') => {
                characters.next();
            }
            (true, _) => {}
            (false, _) => outside.push(c),
        }
    }
    let mut wrong = check_text(text);
    if quoted {
        wrong.push_str("a string does not end. ");
    }
    if let Some(c) = outside.chars().find(|c| !c.is_ascii_alphanumeric() && !" \n_{}[]=;,.-:#>".contains(*c)) {
        let _ = write!(wrong, "{c:?} stands outside of quotes. ");
    }
    if outside.contains("evil") {
        wrong.push_str("a name of the tree stands outside of quotes. ");
    }
    wrong
}

/// Each line is one of the few that we write, and a label holds nothing that Mermaid, HTML or Markdown reads.
fn check_mermaid(text: &str) -> String {
    let mut wrong = check_text(text);
    for line in text.lines().map(str::trim_start) {
        let said = line.strip_prefix("accTitle: ").or_else(|| line.strip_prefix("%% "));
        if let Some(said) = said {
            if said.contains(['{', '}', ';', '#', '<', '>', '"', '`']) {
                let _ = write!(wrong, "{said:?} is more than words. ");
            }
            continue;
        }
        if line.starts_with("classDef ") || line == "flowchart TD" {
            continue;
        }
        for (at, part) in line.split('"').enumerate() {
            let is_label = at % 2 == 1;
            let words = part.replace("<br>", "").replace("<b>", "").replace("</b>", "");
            let also = if is_label { " _/:,()⟨⟩→…+#;" } else { " ([])/>|-.:," };
            let is_fine = |c: char| c.is_ascii_alphanumeric() || is_label && c.is_alphanumeric() || also.contains(c);
            if let Some(c) = words.chars().find(|c| !is_fine(*c)) {
                let _ = write!(wrong, "{c:?} stands in {line:?}. ");
            }
            if !is_label && part.contains("evil") {
                let _ = write!(wrong, "a name of the tree stands outside of quotes in {line:?}. ");
            }
        }
    }
    wrong
}

fn check_svg(text: &str) -> String {
    let document = match roxmltree::Document::parse(text) {
        Ok(document) => document,
        Err(error) => return error.to_string(),
    };
    let mut wrong = check_text(text);
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let attributes: Vec<(&str, &str)> = element.attributes().map(|it| (it.name(), it.value())).collect();
        wrong.push_str(&check_element(element.tag_name().name(), &attributes));
    }
    for node in document.descendants().filter(roxmltree::Node::is_text) {
        if node.parent().is_none_or(|parent| parent.tag_name().name() != "style") {
            wrong.push_str(&check_text(node.text().unwrap_or_default()));
        }
    }
    wrong
}

/// Reads tags as a browser does; it knows no other quotes than `"`, which is what the templates write.
fn check_html(text: &str) -> String {
    let mut wrong = check_text(text);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if rest.starts_with('/') || rest.starts_with('!') {
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let (name, mut tag) = rest.split_at(length);
        if name.is_empty() {
            let _ = write!(wrong, "a bare `<` before {:?}. ", rest.chars().take(20).collect::<String>());
            continue;
        }
        let mut attributes = Vec::new();
        loop {
            tag = tag.trim_start();
            let end = tag.find(['=', '>', '/', ' ', '\n']).unwrap_or(tag.len());
            let (attribute, after) = tag.split_at(end);
            if let Some(value) = after.strip_prefix("=\"") {
                let (value, after) = value.split_once('"').unwrap_or((value, ""));
                attributes.push((attribute, value));
                tag = after;
            } else if let Some(after) = after.strip_prefix('=') {
                let _ = write!(wrong, "the attribute `{attribute}` has no quotes. ");
                tag = after;
            } else {
                attributes.extend((!attribute.is_empty()).then_some((attribute, "")));
                tag = after;
                if tag.is_empty() || tag.starts_with('>') {
                    break;
                }
                if attribute.is_empty() {
                    tag = &tag[1..];
                }
            }
        }
        rest = tag;
        wrong.push_str(&check_element(name, &attributes));
        if name == "style" {
            rest = rest.split_once("</style>").map_or("", |(_, after)| after);
        }
    }
    wrong
}

/// Nothing runs, nothing is loaded from elsewhere, nothing is sent.
fn check_element(name: &str, attributes: &[(&str, &str)]) -> String {
    const NEVER: &[&str] =
        &["script", "iframe", "object", "embed", "form", "img", "image", "base", "foreignObject", "evil"];
    let mut wrong = String::new();
    if NEVER.iter().any(|never| name.eq_ignore_ascii_case(never)) {
        let _ = write!(wrong, "there is a `<{name}>`. ");
    }
    for (attribute, value) in attributes {
        let attribute = attribute.to_ascii_lowercase();
        if attribute.starts_with("on") || attribute.contains(['<', '"', '\'']) {
            let _ = write!(wrong, "`<{name}>` has the attribute `{attribute}`. ");
        }
        if ["href", "src", "action", "xlink:href"].contains(&attribute.as_str()) {
            let scheme = value.split(['/', '#', '?']).next().unwrap_or_default();
            let known = name == "a" && ["http:", "https:", "mailto:"].contains(&scheme);
            if (scheme.contains(':') || scheme.contains("&#")) && !known {
                let _ = write!(wrong, "`<{name}>` leads to {value:?}. ");
            }
        }
    }
    wrong
}
