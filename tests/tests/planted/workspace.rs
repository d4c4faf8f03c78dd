//! Correct workspaces from seeds: things that go from state to state, each step taken in another way.

use fastrand::Rng;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A workspace as files, and what plants need to know of it.
pub(crate) struct Workspace {
    /// By path.
    pub(crate) files: BTreeMap<String, String>,
    /// Folders of the packages with handlers.
    pub(crate) packages: Vec<String>,
    /// Events that are emitted at once, as all packages name them.
    pub(crate) events: Vec<String>,
    /// Those of them whose stable names nothing shares.
    pub(crate) unshared: Vec<String>,
}

const THINGS: [&str; 6] = ["Order", "Parcel", "Invoice", "Loan", "Visa", "Meal"];
const STATES: [&str; 5] = ["Begun", "Checked", "Approved", "Sent", "Closed"];

/// How a thing comes from one state to the next.
#[derive(Clone, Copy)]
enum Way {
    /// A handler, with what is written about its timing.
    Handler(&'static str),
    /// A handler that may also give up.
    Branch,
    /// A timer.
    Timer,
    /// A controller that resumes.
    Answer,
    /// A controller that runs by itself.
    Sweep,
    /// An effect that is performed here.
    Effect,
    /// An effect that is performed elsewhere.
    External,
}

const WAYS: [Way; 9] = [
    Way::Handler(""),
    Way::Handler(", timing = after_commit"),
    Way::Handler(", timing = deferred"),
    Way::Branch,
    Way::Timer,
    Way::Answer,
    Way::Sweep,
    Way::Effect,
    Way::External,
];

/// A kind of things, with a package of its own.
struct Domain {
    /// `order`, its package and the module of its events.
    name: String,
    /// `Order`
    thing: &'static str,
    states: &'static [&'static str],
    /// From each state but the last.
    ways: Vec<Way>,
    /// The event with which a thing before it ends, and that begins this one.
    begins_on: Option<String>,
    /// Which of several ways of writing the same is taken.
    style: Rng,
}

/// The workspace of a seed.
pub(crate) fn workspace(seed: u64) -> Workspace {
    let mut random = Rng::with_seed(seed);
    let mut things = THINGS;
    random.shuffle(&mut things);
    let mut domains: Vec<Domain> = Vec::new();
    for thing in things.into_iter().take(random.usize(1..=3)) {
        let states = &STATES[..random.usize(2..=STATES.len())];
        let ways = states[1..].iter().map(|_| WAYS[random.usize(..WAYS.len())]).collect();
        let begins_on = domains.last().filter(|_| random.bool()).map(Domain::last_event);
        domains.push(Domain { name: thing.to_lowercase(), thing, states, ways, begins_on, style: random.fork() });
    }
    let mut files = BTreeMap::new();
    let mut facts = String::from("//! What happens, and what is asked for.\n");
    for domain in &mut domains {
        let _ = writeln!(facts, "pub mod {};", domain.name);
        files.insert(format!("facts/src/{}.rs", domain.name), domain.facts());
        let modules = "//! One kind of things.\nmod archiver;\nmod handlers;\npub use archiver::*;\n";
        files.insert(format!("{}/src/lib.rs", domain.name), modules.to_owned());
        files.insert(format!("{}/src/archiver.rs", domain.name), domain.archiver());
        files.insert(format!("{}/src/handlers.rs", domain.name), domain.handlers());
        files.insert(format!("{}/Cargo.toml", domain.name), manifest(&domain.name, &["facts"]));
    }
    files.insert("facts/src/lib.rs".to_owned(), facts);
    files.insert("facts/Cargo.toml".to_owned(), manifest("facts", &[]));
    let packages: Vec<String> = domains.iter().map(|domain| domain.name.clone()).collect();
    let linked: Vec<&str> = packages.iter().map(String::as_str).collect();
    for program in &["web", "worker"][..random.usize(1..=2)] {
        let mut main = String::new();
        for package in &packages {
            let _ = writeln!(main, "use {package} as _;");
        }
        main.push_str("fn main() {}\n");
        files.insert(format!("{program}/src/main.rs"), main);
        files.insert(format!("{program}/Cargo.toml"), manifest(program, &linked));
    }
    files.insert(
        "Cargo.toml".to_owned(),
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\nexclude = [\"target\"]\n".to_owned(),
    );
    let events: Vec<String> =
        domains.iter().flat_map(|domain| domain.states.iter().map(|state| domain.event(state))).collect();
    Workspace { files, packages, unshared: events.clone(), events }
}

/// The manifest of a package that depends on others of the workspace.
pub(crate) fn manifest(name: &str, needs: &[&str]) -> String {
    let mut text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n"
    );
    for needed in needs {
        let _ = writeln!(text, "{needed} = {{ path = \"../{needed}\" }}");
    }
    text
}

impl Domain {
    /// The path of the event that tells of a state.
    fn event(&self, state: &str) -> String {
        format!("facts::{}::{}{state}", self.name, self.thing)
    }

    fn last_event(&self) -> String {
        self.event(self.states[self.states.len() - 1])
    }

    /// The events of each state, and what the ways between need.
    fn facts(&self) -> String {
        let Domain { thing, states, .. } = self;
        let mut text =
            format!("//! About `{thing}`.\nuse ensue::{{effect, event}};\nuse serde::{{Deserialize, Serialize}};\n");
        let mut event = |name: String| {
            let _ = write!(text, "\n/// It is so.\n#[event]\n#[derive(Serialize, Deserialize)]\npub struct {name};\n");
        };
        for state in *states {
            event(format!("{thing}{state}"));
        }
        let mut effects = String::new();
        for (way, state) in self.ways.iter().zip(*states) {
            let mut effect = |arguments: &str| {
                let derives = "#[derive(Serialize, Deserialize)]";
                let _ =
                    write!(effects, "\n/// Please.\n#[effect{arguments}]\n{derives}\npub struct {thing}{state}Wish;\n");
            };
            match way {
                Way::Branch => event(format!("{thing}{state}Refused")),
                Way::Timer => event(format!("{thing}{state}Due")),
                Way::Effect => {
                    event(format!("{thing}{state}Done"));
                    effect("");
                }
                Way::External => {
                    event(format!("{thing}{state}Done"));
                    effect(&format!("(performed_by = \"partner\", completes_with = [{thing}{state}Done])"));
                }
                Way::Handler(_) | Way::Answer | Way::Sweep => {}
            }
        }
        text + &effects
    }

    /// A transition to each state.
    fn archiver(&mut self) -> String {
        let Domain { name, thing, states, .. } = self;
        let mut text = format!(
            "//! Keeps `{thing}`.\nuse ensue::{{archiver, emits, Cx, IllegalMove, Resource}};\nuse facts::{name};\n\n\
             #[derive(Clone, Copy, Debug, Resource)]\npub enum {thing}State {{\n"
        );
        let refuses = self.ways.iter().any(|way| matches!(way, Way::Branch));
        for (at, state) in states.iter().enumerate() {
            let mark = if at == 0 { "    #[initial]\n" } else { "" };
            let mark = if at + 1 == states.len() { "    #[terminal]\n" } else { mark };
            let _ = writeln!(text, "{mark}    {state},");
        }
        if refuses {
            text.push_str("    #[terminal]\n    Refused,\n");
        }
        let _ = write!(
            text,
            "}}\n\n#[derive(Resource)]\npub struct {thing} {{\n    #[id]\n    id: u32,\n    #[state]\n    state: {thing}State,\n\
             }}\n\nfn moved<C>(it: &mut {thing}, to: {thing}State, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {{\n    \
             cx.change(it, to)\n}}\n\n#[derive(Default)]\npub struct {thing}s;\n\n#[archiver(resource = {thing})]\nimpl {thing}s {{\n"
        );
        let mut helpers = String::new();
        let first = std::iter::once((None, states[0]));
        let steps: Vec<(Option<&str>, &str)> =
            first.chain(states.windows(2).map(|two| (Some(two[0]), two[1]))).collect();
        for (from, to) in steps {
            let event = format!("{name}::{thing}{to}");
            let from = from.map(|from| format!("from = [{from}], ")).unwrap_or_default();
            let change = match self.style.usize(..3) {
                0 => format!("moved(&mut it, {thing}State::{to}, cx)?"),
                1 => format!("(|cx: &mut Cx<'_, C>| cx.change(&mut it, {thing}State::{to}))(cx)?"),
                _ => format!("cx.change(&mut it, {thing}State::{to})?"),
            };
            let emit = if self.style.bool() {
                format!("cx.emit({event})")
            } else {
                let tell = format!("tell_{}", to.to_lowercase());
                let body = format!("(cx: &mut Cx<'_, C>) {{\n    cx.emit({event});\n}}\n");
                let _ = write!(helpers, "\n#[emits({event})]\nfn {tell}<C>{body}");
                format!("{tell}(cx)")
            };
            let _ = write!(
                text,
                "    #[transition({from}to = {to}, emits = [{event}])]\n    pub fn to_{}<C>(&self, cx: &mut Cx<'_, C>) -> \
                 Result<(), IllegalMove> {{\n        let mut it = self.one();\n        {change};\n        {emit};\n        \
                 Ok(())\n    }}\n\n",
                to.to_lowercase()
            );
        }
        for (way, state) in self.ways.iter().zip(*states) {
            if matches!(way, Way::Branch) {
                let _ = write!(
                    text,
                    "    #[transition(from = [{state}], to = Refused, emits = [{name}::{thing}{state}Refused])]\n    pub fn \
                     refuse_{}<C>(&self, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {{\n        cx.change(&mut \
                     self.one(), {thing}State::Refused)?;\n        cx.emit({name}::{thing}{state}Refused);\n        Ok(())\n    \
                     }}\n\n",
                    state.to_lowercase()
                );
            }
        }
        let _ = write!(
            text,
            "    pub fn one(&self) -> {thing} {{\n        {thing} {{ id: 1, state: {thing}State::{} }}\n    }}\n}}\n",
            states[0]
        );
        if helpers.is_empty() { text.replace("archiver, emits, Cx", "archiver, Cx") } else { text + &helpers }
    }

    /// Who begins, who goes on, and who listens at the end.
    fn handlers(&mut self) -> String {
        let (names_paths, watches) = (self.style.bool(), self.style.bool());
        let Domain { name, thing, states, .. } = &*self;
        let glob = if names_paths { String::new() } else { format!("use facts::{name}::*;\n") };
        let text = format!(
            "//! What follows for `{thing}`.\n#![allow(unused_imports)]\nuse crate::archiver::{{{thing}, {thing}s}};\nuse \
             ensue::{{controller, effect_handler, handler, Changed, Cx, IllegalMove}};\n{glob}use std::time::Duration;\n\n\
             impl {thing} {{\n    fn is_fine(&self) -> bool {{\n        true\n    }}\n}}\n"
        );
        let mut out = Handlers { domain: self, names_paths, text };
        out.begin();
        for (at, way) in self.ways.iter().enumerate() {
            out.step(*way, states[at], states[at + 1]);
        }
        let last = out.path(states[states.len() - 1]);
        out.listener(&format!("handler(on = {last}, timing = after_commit)"), &format!("end_{name}"), &last);
        if watches {
            let changed = format!("Changed<{thing}>");
            out.listener(&format!("handler(on_change_of = [{thing}])"), &format!("watch_{name}"), &changed);
        }
        out.text
    }
}

/// The handlers of a domain as they are written.
struct Handlers<'d> {
    domain: &'d Domain,
    /// Whether events are named by their whole paths.
    names_paths: bool,
    text: String,
}

impl Handlers<'_> {
    /// What the annotations call an event or effect of the domain.
    fn path(&self, rest: &str) -> String {
        let Domain { name, thing, .. } = self.domain;
        if self.names_paths { format!("facts::{name}::{thing}{rest}") } else { format!("{thing}{rest}") }
    }

    /// What stands for itself and does nothing.
    fn listener(&mut self, annotation: &str, function: &str, hears: &str) {
        let _ = write!(self.text, "\n#[{annotation}]\nfn {function}(_: &{hears}) {{}}\n");
    }

    /// What does something with a context.
    fn emitter(&mut self, annotation: &str, function: &str, hears: Option<&str>, body: &str) {
        let event = hears.map(|event| format!("_: &{event}, ")).unwrap_or_default();
        let things =
            if body.contains("things.") { format!("things: &{}s, ", self.domain.thing) } else { String::new() };
        let _ = write!(
            self.text,
            "\n#[{annotation}]\nfn {function}({event}{things}cx: &mut Cx<'_, {function}>) -> Result<(), IllegalMove> {{\n    \
             {body}\n}}\n"
        );
    }

    fn begin(&mut self) {
        let Domain { name, states, begins_on, .. } = self.domain;
        let (first, body) = (self.path(states[0]), format!("things.to_{}(cx)", states[0].to_lowercase()));
        if let Some(event) = begins_on {
            let annotation = format!("handler(on = {event}, may_emit = [{first}])");
            self.emitter(&annotation, &format!("begin_{name}"), Some(event), &body);
        } else {
            let annotation = format!("controller(route = \"POST /{name}\", may_emit = [{first}])");
            self.emitter(&annotation, &format!("post_{name}"), None, &body);
        }
    }

    /// From one state to the next.
    fn step(&mut self, way: Way, from: &str, to: &str) {
        let go = format!("{}_{}", self.domain.name, to.to_lowercase());
        let step = format!("things.to_{}(cx)", to.to_lowercase());
        let (on, next) = (self.path(from), self.path(to));
        match way {
            Way::Handler(timing) => {
                self.emitter(&format!("handler(on = {on}, may_emit = [{next}]{timing})"), &go, Some(&on), &step);
            }
            Way::Branch => {
                let refused = self.path(&format!("{from}Refused"));
                let refuse = format!("things.refuse_{}(cx)", from.to_lowercase());
                let body = format!("if things.one().is_fine() {{ {step} }} else {{ {refuse} }}");
                self.emitter(&format!("handler(on = {on}, may_emit = [{next}, {refused}])"), &go, Some(&on), &body);
                self.listener(&format!("handler(on = {refused})"), &format!("sorry_{go}"), &refused);
            }
            Way::Timer => {
                let due = self.path(&format!("{from}Due"));
                let wait = format!("cx.schedule(Duration::from_secs(9), {due});\n    Ok(())");
                let annotation = format!("handler(on = {on}, may_emit = [scheduled({due})])");
                self.emitter(&annotation, &format!("wait_{go}"), Some(&on), &wait);
                self.emitter(&format!("handler(on = {due}, may_emit = [{next}])"), &go, Some(&due), &step);
            }
            Way::Answer => {
                let annotation = format!("controller(route = \"POST /{go}\", resumes = {on}, may_emit = [{next}])");
                self.emitter(&annotation, &go, None, &step);
            }
            Way::Sweep => {
                let annotation = format!("controller(schedule = \"0 3 * * *\", may_emit = [{next}])");
                self.emitter(&annotation, &go, None, &step);
                self.listener(&format!("handler(on = {on})"), &format!("note_{go}"), &on);
            }
            Way::Effect | Way::External => {
                let (wish, done) = (self.path(&format!("{from}Wish")), self.path(&format!("{from}Done")));
                let ask = format!("cx.request({wish});\n    Ok(())");
                let annotation = format!("handler(on = {on}, may_request = [{wish}])");
                self.emitter(&annotation, &format!("ask_{go}"), Some(&on), &ask);
                if matches!(way, Way::Effect) {
                    let annotation = format!("effect_handler(on = {wish}, may_emit = [{done}])");
                    let body = format!("cx.emit({done});\n    Ok(())");
                    self.emitter(&annotation, &format!("perform_{go}"), Some(&wish), &body);
                }
                self.emitter(&format!("handler(on = {done}, may_emit = [{next}])"), &go, Some(&done), &step);
            }
        }
    }
}
