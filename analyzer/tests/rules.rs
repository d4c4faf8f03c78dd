//! Rules of a team from text to findings: the examples of all kinds, selectors, and what is found beside ways.

#[path = "graphs/support.rs"]
mod graphs;

use ensue_analyzer::configuration;
use ensue_analyzer::lints::{self, Facts, Finding, KINDS, Level};
use std::collections::BTreeSet;

/// What anybody would be told by default of code under the rules of a text, selectors that match nothing among it.
fn findings(code: &str, toml: &str) -> Vec<Finding> {
    let text = if code.starts_with("//- /") { code.to_owned() } else { format!("//- /src/lib.rs\n{code}") };
    let analysis = graphs::analyze(&text);
    let configuration =
        configuration::read("ensue.toml", toml.as_bytes()).unwrap_or_else(|mistakes| panic!("{toml}: {mistakes:#?}"));
    let facts = Facts::new(&analysis).under(&configuration.rules);
    let all = lints::find(&facts).into_iter().chain(lints::unmatched_selectors(&facts));
    let judged = lints::judge(all.collect(), &configuration.levels, &analysis.allows);
    judged.into_iter().map(|it| it.finding).collect()
}

fn told(code: &str, toml: &str) -> Vec<(String, Vec<String>)> {
    findings(code, toml).into_iter().map(|it| (it.rule, it.about)).collect()
}

#[test]
fn examples_break_their_rule_and_no_other() {
    for kind in KINDS {
        let names: BTreeSet<String> =
            findings(&kind.example.before(), kind.rule()).into_iter().map(|it| it.rule).collect();
        let read = configuration::read("ensue.toml", kind.rule().as_bytes()).expect("a rule");
        assert_eq!(read.rules.iter().map(|rule| rule.kind().key).collect::<Vec<_>>(), [kind.key]);
        assert_eq!(names, BTreeSet::from([read.rules[0].name.clone()]), "the example of `{}`", kind.key);
        assert_eq!(told(&kind.example.after(), kind.rule()), [], "the fixed example of `{}`", kind.key);
    }
}

/// Two controllers, an event with two handlers, an effect: enough to be told apart by every key.
const SHOP: &str = "\
//- /.github/CODEOWNERS
* @shop
src/mail/ @post postmaster@shop.example
//- /src/lib.rs
use ensue::{controller, event, handler, Cx};
pub mod mail;
/// Ordered.
#[event(name = \"order-placed\", tag = [\"public\"])]
pub struct OrderPlaced;
#[controller(route = \"POST /orders\", may_emit = [OrderPlaced])]
fn order(cx: &mut Cx<'_, order>) { cx.emit(OrderPlaced); }
#[controller(schedule = \"0 3 * * *\", may_emit = [OrderPlaced])]
fn nightly(cx: &mut Cx<'_, nightly>) { cx.emit(OrderPlaced); }
#[handler(on = OrderPlaced)]
fn pack(_: &OrderPlaced) {}
//- /src/mail/mod.rs
use ensue::{effect, effect_handler, handler, Cx};
use serde::{Deserialize, Serialize};
#[effect]
#[derive(Serialize, Deserialize)]
pub struct SendReceipt;
#[handler(on = crate::OrderPlaced, may_request = [SendReceipt])]
fn thank(_: &crate::OrderPlaced, cx: &mut Cx<'_, thank>) { cx.request(SendReceipt); }
#[effect_handler(on = SendReceipt)]
fn send(_: &SendReceipt) {}
";

/// The ids that a selector selects, asked by a rule that everything it selects breaks.
fn selected(selector: &str) -> Vec<String> {
    let rule = format!("[[rule]]\nname = \"ours\"\nfrom = {selector}\nmax-fan-out = 0\n");
    let found = told(SHOP, &rule).into_iter().filter(|(rule, _)| rule == "ours");
    let mut ids: Vec<String> = found.map(|(_, about)| about[0].clone()).collect();
    ids.sort();
    ids
}

#[test]
fn selectors_select_by_each_key() {
    let all = ["app::OrderPlaced", "app::mail::SendReceipt", "app::mail::thank", "app::nightly", "app::order"];
    for (selector, expected) in [
        ("\"**::*\"", &all[..]),
        ("\"*\"", &all),
        ("\"app::*\"", &[all[0], all[3], all[4]]),
        ("\"app::**\"", &all),
        ("\"**::mail::*\"", &all[1..3]),
        ("\"app::mail::t*k\"", &all[2..3]),
        ("\"thank\"", &all[2..3]),
        ("\"order-placed\"", &all[..1]),
        ("\"POST /*\"", &all[4..]),
        ("\"order\"", &all[4..]),
        ("[\"order\", { kind = \"effect\" }]", &[all[1], all[4]]),
        ("{ kind = \"controller\" }", &all[3..]),
        ("{ kind = [\"handler\", \"event\"] }", &[all[0], all[2]]),
        ("{ tag = \"public\" }", &all[..1]),
        ("{ owner = \"@POST\" }", &all[1..3]),
        ("{ owner = \"postmaster@shop.example\", kind = \"effect\" }", &all[1..2]),
        ("{ owner = \"@shop\", except = { kind = \"controller\" } }", &all[..1]),
        ("{ path = \"**::*\", except = [\"order\", \"app::mail::*\"] }", &[all[0], all[3]]),
    ] {
        assert_eq!(selected(selector), expected, "{selector}");
    }
}

#[test]
fn a_program_selects_what_it_can_contain() {
    let workspace = "\
//- /shop/src/lib.rs
/// Ordered.
#[ensue::event]
pub struct OrderPlaced;
#[ensue::handler(on = OrderPlaced)]
fn pack(_: &OrderPlaced) {}
//- /web/src/main.rs, depends on shop
#[ensue::controller(may_emit = [shop::OrderPlaced])]
fn order(cx: &mut ensue::Cx<'_, order>) { cx.emit(shop::OrderPlaced); }
fn main() {}
//- /tool/src/main.rs, depends on shop
#[ensue::controller(may_emit = [shop::OrderPlaced])]
fn import(cx: &mut ensue::Cx<'_, import>) { cx.emit(shop::OrderPlaced); }
fn main() {}
";
    let rule = "[[rule]]\nname = \"ours\"\nfrom = { program = \"web\" }\nmax-fan-out = 0\n";
    let ids: BTreeSet<String> = told(workspace, rule).into_iter().map(|(_, about)| about[0].clone()).collect();
    assert_eq!(ids.iter().map(String::as_str).collect::<Vec<_>>(), ["shop::OrderPlaced", "web::order"]);
}

/// The handler is linked into one program alone: in the other, what it guards is not guarded.
#[test]
fn what_must_be_passed_must_be_linked() {
    let workspace = "\
//- /shop/src/lib.rs
/// Ordered.
#[ensue::event]
pub struct OrderPlaced;
#[ensue::controller(may_emit = [OrderPlaced])]
fn order(cx: &mut ensue::Cx<'_, order>) { cx.emit(OrderPlaced); }
//- /check/src/lib.rs, depends on shop
#[ensue::handler(on = shop::OrderPlaced)]
fn check_stock(_: &shop::OrderPlaced) {}
//- /web/src/main.rs, depends on shop and check
use check as _;
fn main() {}
//- /tool/src/main.rs, depends on shop
fn main() {}
";
    let rule = "[[rule]]\nname = \"ours\"\nfrom = \"order\"\nmust-pass = \"check_stock\"\n";
    let found = findings(workspace, rule);
    let ours: Vec<&Finding> = found.iter().filter(|it| it.rule == "ours").collect();
    assert_eq!(ours.len(), 1, "{found:#?}");
    let note = "from `order` on, `check_stock` cannot follow in every configuration of `tool`";
    assert!(ours[0].notes.iter().any(|it| it == note), "{ours:#?}");
    let everywhere =
        workspace.replace("//- /tool/src/main.rs, depends on shop", "//- /tool/src/main.rs, depends on shop and check");
    assert_eq!(told(&everywhere, rule), []);
}

/// Whoever goes through an archiver that may, may; neither another archiver nor the emitter alone is enough.
#[test]
fn an_archiver_may_for_others() {
    let rule = "[[rule]]\nname = \"ours\"\nonly = \"app::Invoices\"\nmay-emit = \"Invoiced\"\n";
    let code = "\
use ensue::{archiver, controller, event, handler, Cx};
/// The customer was asked to pay.
#[event]
pub struct Invoiced;
pub struct Invoice;
pub struct Invoices;
#[archiver(resource = Invoice)]
impl Invoices {
    #[emits(Invoiced)]
    pub fn send<C>(&self, cx: &mut Cx<'_, C>) { cx.emit(Invoiced); }
}
pub struct Draft;
pub struct Drafts;
#[archiver(resource = Draft)]
impl Drafts {
    #[emits(Invoiced)]
    pub fn finish<C>(&self, cx: &mut Cx<'_, C>) { cx.emit(Invoiced); }
}
#[controller(may_emit = [Invoiced])]
fn bill(invoices: &Invoices, cx: &mut Cx<'_, bill>) { invoices.send(cx); }
#[controller(may_emit = [Invoiced])]
fn finish(drafts: &Drafts, cx: &mut Cx<'_, finish>) { drafts.finish(cx); }
#[controller(may_emit = [Invoiced])]
fn import(cx: &mut Cx<'_, import>) { cx.emit(Invoiced); }
#[handler(on = Invoiced)]
fn book(_: &Invoiced) {}
";
    let emitters: BTreeSet<String> = told(code, rule).into_iter().map(|(_, about)| about[0].clone()).collect();
    assert_eq!(emitters, ["app::finish", "app::import"].map(str::to_owned).into());
    let both = rule.replace("\"app::Invoices\"", "[\"app::Invoices\", \"app::Drafts\", \"import\"]");
    assert_eq!(told(code, &both), []);
}

#[test]
fn selectors_that_match_nothing_are_found_part_by_part() {
    for (rule, expected) in [
        ("from = \"ordr\"\nmax-depth = 9", &["`ordr`"][..]),
        ("from = [\"order\", \"app::Nothing\"]\nmax-depth = 9", &["`app::Nothing`"]),
        ("from = { kind = \"external\" }\nmax-depth = 9", &["`external`"]),
        ("from = { tag = [\"public\", \"private\"] }\nmax-depth = 9", &["`private`"]),
        ("from = { tag = \"public\", kind = \"handler\" }\nmax-depth = 9", &["kind `handler` with tag `public`"]),
        ("from = { path = \"order\", except = \"ordre\" }\nmax-depth = 9", &["`ordre`"]),
        ("from = \"order\"\nto = \"Sent\"\nmust-pass = \"gone\"", &["`Sent`", "`gone`"]),
        ("only = \"order\"\nmay-emit = \"SendReceipt\"", &["`SendReceipt`"]),
        ("only = \"*\"\nmay-emit = \"OrderPlaced\"", &[]),
    ] {
        let found = findings(SHOP, &format!("[[rule]]\nname = \"ours\"\n{rule}\n"));
        let unmatched = found.iter().filter(|it| it.rule == lints::UNMATCHED_SELECTOR);
        let what: Vec<&str> = unmatched.map(|it| it.about[2].as_str()).collect();
        assert_eq!(what, expected, "{rule}: {found:#?}");
    }
}

#[test]
fn code_allows_what_a_rule_finds() {
    let rule = "[[rule]]\nname = \"simple\"\nfrom = { kind = \"event\" }\nmax-fan-out = 1\n";
    let name = |code: &str| told(code, rule).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(name(SHOP), ["simple"]);
    let excused = SHOP.replace("#[event(", "#[ensue::allow(simple, reason = \"both are quick\")]\n#[event(");
    assert_eq!(name(&excused), Vec::<String>::new());
    let needless = excused.replace("#[handler(on = crate::OrderPlaced,", "#[ensue::handler(on = SendReceipts,");
    assert!(name(&needless).contains(&"unused_allow".to_owned()), "{:?}", name(&needless));
    let unknown = excused.replace("allow(simple", "allow(simpel");
    assert!(name(&unknown).contains(&"unknown_lint".to_owned()), "{:?}", name(&unknown));
}

#[test]
fn a_level_is_that_of_the_rule() {
    let rule =
        |level: &str| format!("[[rule]]\nname = \"simple\"\nfrom = {{ kind = \"event\" }}\nmax-fan-out = 1\n{level}");
    for (level, expected) in
        [("", Some(Level::Deny)), ("level = \"warn\"", Some(Level::Warn)), ("level = \"allow\"", None)]
    {
        let read = configuration::read("ensue.toml", rule(level).as_bytes()).expect("a rule");
        let analysis = graphs::analyze(SHOP);
        let facts = Facts::new(&analysis).under(&read.rules);
        let judged = lints::judge(lints::find(&facts), &read.levels, &analysis.allows);
        let found = judged.iter().find(|it| it.finding.rule == "simple");
        assert_eq!(found.map(|it| it.level), expected);
    }
}
