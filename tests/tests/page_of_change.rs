//! The page of a difference in a real browser: what is measured is what a reader sees.

use ensue_analyzer::diff::compare;
use ensue_analyzer::render::change;
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Node, NodeKind, Timing};
use ensue_tests::{BROWSER, Browser, has_tool, root};
use serde_json::{Value, json};
use std::path::PathBuf;

const WIDE: [u32; 2] = [1400, 1000];
const NARROW: [u32; 2] = [420, 900];

/// A page on which something is added, removed, changed and moved, and a timing differs.
fn page() -> (tempfile::TempDir, PathBuf) {
    let text = std::fs::read_to_string(root().join("examples/payments/ensue.json")).expect("the snapshot");
    let base: Graph = serde_json::from_str(&text).expect("a graph");
    let mut head = base.clone();
    let gone = "payments::handlers::shipments::cancel_shipment";
    head.nodes.retain(|node| node.id != gone);
    head.edges.retain(|edge| edge.from != gone && edge.to != gone);
    let (old, new) =
        ("payments::handlers::auths::request_auth", "payments::handlers::auths::ask_the_provider_about_it");
    for edge in &mut head.edges {
        for end in [&mut edge.from, &mut edge.to] {
            if end == old {
                new.clone_into(end);
            }
        }
        if edge.to.ends_with("release_shipment") {
            edge.timing = Timing::Inline;
        }
    }
    for node in &mut head.nodes {
        if node.id == old {
            (node.id, node.name, node.moved) =
                (new.to_owned(), "ask_the_provider_about_it".to_owned(), Some(old.to_owned()));
        }
        if node.name == "request_capture" {
            node.body = Some("0".repeat(16));
        }
    }
    let alarm = "payments::handlers::auths::raise_alarm";
    let event = "payments::events::FraudAlarm";
    head.nodes.push(Node::new(alarm, NodeKind::Handler, "raise_alarm"));
    head.nodes.push(Node::new(event, NodeKind::Event, "FraudAlarm <script>document.title='obeyed'</script>"));
    head.edges.push(Edge::new("payments::events::AuthPendingFraud", alarm, EdgeKind::Handles, Timing::Deferred));
    head.edges.push(Edge::new(alarm, event, EdgeKind::Emits, Timing::Inline));
    head.sort();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("change.html");
    std::fs::write(&file, change::page(&compare(&base, &head))).expect("the page can be written");
    (folder, file)
}

/// Where each card, line and text is that can be seen, by its id or its words.
const SEEN: &str = r#"(() => {
    const picture = [...document.querySelectorAll(".stage .picture")].find((it) => it.offsetParent !== null);
    const origin = picture.querySelector("svg").getBoundingClientRect();
    const seen = {};
    for (const element of picture.querySelectorAll("svg [id], svg text")) {
        const style = getComputedStyle(element);
        if (style.visibility === "hidden" || element.getClientRects().length === 0) continue;
        const { x, y, width, height } = element.getBoundingClientRect();
        const owner = element.closest("[id]");
        const name = element.id || `${owner && owner.id}/${element.textContent}`;
        seen[name] = [x - origin.x, y - origin.y, width, height].map((number) => Math.round(number * 100) / 100);
    }
    return seen;
})()"#;

fn choose(browser: &mut Browser, radio: &str) {
    browser.ask(&format!("document.getElementById('{radio}').click()"));
}

#[test]
fn before_after_and_merged_are_at_identical_places() {
    if !has_tool(BROWSER) {
        return;
    }
    let (_folder, file) = page();
    let mut browser = Browser::start();
    for scripts in [true, false] {
        browser.allow_scripts(scripts);
        browser.open(&file, WIDE, "light");
        let views = browser.ask("[...document.querySelectorAll('input[name=reach]')].map((it) => it.id)");
        assert!(views.as_array().is_some_and(|views| views.len() > 1), "the picture can be widened: {views}");
        for view in views.as_array().into_iter().flatten().filter_map(Value::as_str) {
            choose(&mut browser, view);
            let [merged, before, after] = ["when-merged", "when-before", "when-after"].map(|when| {
                choose(&mut browser, when);
                browser.ask(SEEN).as_object().cloned().expect("an object")
            });
            let of = |class: &str| {
                let ids = format!(
                    "[...document.querySelectorAll('#{} svg > .{class}')].map((it) => it.id)",
                    view.replace("reach", "view")
                );
                ids
            };
            for (class, present, absent) in [("added", &after, &before), ("removed", &before, &after)] {
                let ids = browser.ask(&of(class));
                let ids: Vec<&str> = ids.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                assert!(!ids.is_empty(), "something is {class}");
                for id in ids {
                    assert!(
                        merged.contains_key(id) && present.contains_key(id) && !absent.contains_key(id),
                        "{class} {id}"
                    );
                }
            }
            for side in [&before, &after] {
                assert!(side.len() < merged.len() + 4 && side.len() > 10);
                for (name, place) in side {
                    // The name that something had before is seen before only.
                    let is_own_name = name.ends_with("/request_auth");
                    assert!(
                        merged.get(name) == Some(place) || is_own_name,
                        "{name}: {place} and {:?}",
                        merged.get(name)
                    );
                }
            }
            assert!(before.keys().any(|name| name.ends_with("/request_auth")), "before has its own names");
        }
        assert_eq!(browser.requests().len(), 1, "the page loads nothing: {:?}", browser.requests());
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

/// Pairs of texts that lie on each other, and texts that stick out of their cards.
const CLASHES: &str = r#"(() => {
    const clashes = [];
    const picture = [...document.querySelectorAll(".stage .picture")].find((it) => it.offsetParent !== null);
    const shown = (element) => getComputedStyle(element).visibility !== "hidden" && element.getClientRects().length > 0;
    const texts = [...picture.querySelectorAll("svg text")].filter((it) => shown(it) && !it.closest(".badge"));
    const boxes = texts.map((it) => [it.textContent, it.getBoundingClientRect(), it.closest(".node")]);
    // Lines of text overlap by their leading alone.
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    boxes.forEach(([text, box, card], at) => {
        for (const [other, room] of boxes.slice(at + 1)) if (meet(box, room)) clashes.push(`${text} / ${other}`);
        for (const node of picture.querySelectorAll(".node")) {
            if (!shown(node)) continue;
            const outline = node.querySelector(".outline").getBoundingClientRect();
            if (node === card) {
                if (box.left < outline.left - 1 || box.right > outline.right + 1) clashes.push(`${text} sticks out`);
            } else if (meet(box, outline)) clashes.push(`${text} / card ${node.id}`);
        }
    });
    return [texts.length, clashes];
})()"#;

/// Texts whose colour is too near to that of what they stand on, as WCAG AA has it; marks need less.
const FAINT: &str = r#"(() => {
    const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const ground = (element) => {
        const node = element.closest("svg .node");
        const badge = element.closest(".badge");
        if (badge) return parse(getComputedStyle(badge.querySelector("circle")).fill);
        if (node) return parse(getComputedStyle(node.querySelector(".outline")).fill);
        for (let at = element; at; at = at.parentElement) {
            const [r, g, b, a = 1] = parse(getComputedStyle(at).backgroundColor);
            if (a > 0) return [r, g, b];
        }
        return [255, 255, 255];
    };
    for (const details of document.querySelectorAll("details")) details.open = true;
    const faint = [];
    let looked = 0;
    for (const element of document.body.querySelectorAll("*")) {
        const own = [...element.childNodes].some((it) => it.nodeType === 3 && it.textContent.trim() !== "");
        if (!own || element.getClientRects().length === 0 || element.closest("script,style,title,desc")) continue;
        const style = getComputedStyle(element);
        const colour = parse(element.closest("svg") ? style.fill : style.color);
        looked += 1;
        if (contrast(colour, ground(element)) < 4.5) faint.push(`${element.textContent}: ${style.fill} ${style.color} on ${ground(element)}`);
    }
    return [looked, faint];
})()"#;

#[test]
fn every_text_can_be_read_in_both_schemes_wide_and_narrow() {
    if !has_tool(BROWSER) {
        return;
    }
    let (_folder, file) = page();
    let mut browser = Browser::start();
    for size in [WIDE, NARROW] {
        for scheme in ["light", "dark"] {
            browser.open(&file, size, scheme);
            for (when, question) in [("when-merged", CLASHES), ("when-before", CLASHES), ("when-merged", FAINT)] {
                choose(&mut browser, when);
                let answer = browser.ask(question);
                assert!(answer[0].as_u64().is_some_and(|looked| looked > 20), "{answer}");
                assert_eq!(answer[1], json!([]), "{size:?} {scheme} {when}");
            }
            let wider = browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert_eq!(wider, json!(0), "{size:?}: the page itself never scrolls sideways");
        }
    }
}

#[test]
fn list_and_picture_choose_each_other() {
    if !has_tool(BROWSER) {
        return;
    }
    let (_folder, file) = page();
    let mut browser = Browser::start();
    browser.open(&file, WIDE, "light");
    let chosen = "[...document.querySelectorAll('ol.told > li[aria-current]')].map((it) => it.id)";
    let lit = "[...document.querySelectorAll('#view-near .lit')].map((it) => it.id.replace('near-', '')).sort()";
    let parts = |finding: &str| format!("document.getElementById('{finding}').dataset.parts.split(' ').sort()");
    assert_eq!(browser.ask(chosen), json!([]));
    for (key, finding) in [("j", "f1"), ("j", "f2"), ("k", "f1"), ("ArrowDown", "f2")] {
        browser.press(key);
        assert_eq!(browser.ask(chosen), json!([finding]), "{key}");
        assert_eq!(browser.ask(lit), browser.ask(&parts(finding)), "{key}");
        assert_eq!(browser.ask("document.activeElement.closest('li').id"), json!(finding), "the focus goes along");
    }
    browser.press("Escape");
    assert_eq!((browser.ask(chosen), browser.ask(lit)), (json!([]), json!([])));

    let card = browser.ask("document.querySelector('#view-near a.node.removed').id");
    browser.ask("document.querySelector('#view-near a.node.removed .name').dispatchEvent(new MouseEvent('click', {bubbles: true}))");
    let about = browser.ask(&format!(
        "[...document.querySelectorAll('ol.told > li[aria-current]')].map((it) => it.dataset.parts.split(' ').includes({card}.replace('near-', '')))"
    ));
    assert_eq!(about, json!([true]), "a card chooses a finding about it");

    for (key, radio) in
        [("b", "when-before"), ("a", "when-after"), ("m", "when-merged"), ("w", "reach-wide"), ("n", "reach-near")]
    {
        browser.press(key);
        assert_eq!(browser.ask(&format!("document.getElementById('{radio}').checked")), json!(true), "{key}");
    }
    browser.ask("document.getElementById('letters').click()");
    browser.press("b");
    assert_eq!(
        browser.ask("document.getElementById('when-before').checked"),
        json!(false),
        "letters can be switched off"
    );
    assert_ne!(browser.ask("document.title"), json!("obeyed"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
