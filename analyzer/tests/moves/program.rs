//! Programs made by chance, and edits of them of which one knows what they mean.

use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const THINGS: [&str; 14] = [
    "order", "payment", "invoice", "stock", "refund", "user", "card", "shipment", "coupon", "report", "basket",
    "ledger", "price", "label",
];
const FACTS: [&str; 10] =
    ["created", "sent", "failed", "settled", "cancelled", "changed", "booked", "expired", "approved", "seen"];
const DEEDS: [&str; 10] =
    ["create", "send", "settle", "cancel", "book", "check", "notify", "archive", "print", "count"];
const TYPES: [&str; 5] = ["u64", "String", "bool", "Vec<u8>", "i128"];
const FIELDS: [&str; 8] = ["id", "amount", "reason", "at", "name", "code", "by", "note"];

/// What a definition is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Event,
    Handler,
    Controller,
}

#[derive(Clone)]
struct Definition {
    kind: Kind,
    module: String,
    name: String,
    doc: Option<String>,
    /// Of an event.
    fields: Vec<(String, &'static str)>,
    /// Of a handler: positions of events.
    on: usize,
    emits: Vec<usize>,
    route: Option<String>,
    body: Vec<String>,
}

/// Definitions, of which those that were taken away are kept as `None`, so that positions stay.
#[derive(Clone)]
pub(crate) struct Program {
    definitions: Vec<Option<Definition>>,
    next: usize,
}

/// What an edit did.
#[derive(Default)]
pub(crate) struct Truth {
    /// Ids before and after.
    pub(crate) moves: BTreeSet<(String, String)>,
    /// How many definitions were taken away for another of the same kind.
    pub(crate) replaced: usize,
}

const EVENTS: usize = 20;
const HANDLERS: usize = 30;
const CONTROLLERS: usize = 10;
const EDITS: usize = 10;

impl Program {
    pub(crate) fn random(rng: &mut Rng) -> Program {
        let mut program = Program { definitions: Vec::new(), next: 0 };
        let kinds = [(Kind::Event, EVENTS), (Kind::Handler, HANDLERS), (Kind::Controller, CONTROLLERS)];
        for (kind, count) in kinds {
            for _ in 0..count {
                let definition = program.definition(rng, kind);
                program.definitions.push(Some(definition));
            }
        }
        program
    }

    /// One whose path is that of no other, of the same words as all others.
    fn definition(&mut self, rng: &mut Rng, kind: Kind) -> Definition {
        let module = pick(rng, &["sales", "money", "goods", "people"]);
        let name = self.name(rng, kind);
        let fields: BTreeMap<String, &str> =
            (0..rng.usize(0..4)).map(|_| (pick(rng, &FIELDS), rng.choice(TYPES).unwrap_or("u8"))).collect();
        let doc = rng.bool().then(|| format!("The {} is {}.", pick(rng, &THINGS), pick(rng, &FACTS)));
        let emits = (0..rng.usize(0..3)).map(|_| rng.usize(0..EVENTS)).collect::<BTreeSet<_>>().into_iter().collect();
        let body = (0..rng.usize(0..6)).map(|_| statement(rng)).collect();
        let is_event = kind == Kind::Event;
        self.next += 1;
        Definition {
            kind,
            module,
            name,
            doc,
            fields: if is_event { fields.into_iter().collect() } else { Vec::new() },
            on: rng.usize(0..EVENTS),
            emits: if is_event { Vec::new() } else { emits },
            route: (kind == Kind::Controller && rng.bool())
                .then(|| format!("POST /{}/{}", pick(rng, &THINGS), self.next)),
            body,
        }
    }

    /// A name that nothing has: of two words, or of three where those are taken.
    fn name(&self, rng: &mut Rng, kind: Kind) -> String {
        let mut words = Vec::new();
        loop {
            let thing = rng.choice(THINGS).unwrap_or_default();
            match kind {
                Kind::Event => words.extend([thing, rng.choice(FACTS).unwrap_or_default()]),
                Kind::Handler | Kind::Controller => words.extend([rng.choice(DEEDS).unwrap_or_default(), thing]),
            }
            let name = match kind {
                Kind::Event => words.iter().map(|word| capital(word)).collect(),
                Kind::Handler | Kind::Controller => words.join("_"),
            };
            if self.definitions.iter().flatten().all(|it| it.name != name) {
                return name;
            }
        }
    }

    fn place(&self, event: usize) -> String {
        self.definitions[event].as_ref().map(Definition::path).unwrap_or_default()
    }

    /// One file with a module for each name of one.
    pub(crate) fn source(&self) -> String {
        let modules: BTreeSet<&str> = self.definitions.iter().flatten().map(|it| it.module.as_str()).collect();
        let mut text = String::new();
        for module in modules {
            let _ = writeln!(text, "pub mod {module} {{\n    use ensue::{{controller, event, handler, Cx}};");
            for definition in self.definitions.iter().flatten().filter(|it| it.module == module) {
                self.write(definition, &mut text);
            }
            text.push_str("}\n");
        }
        text
    }

    fn write(&self, it: &Definition, text: &mut String) {
        let Definition { name, fields, body, .. } = it;
        if let Some(doc) = &it.doc {
            let _ = writeln!(text, "    /// {doc}");
        }
        let emits: Vec<String> = it.emits.iter().map(|&event| format!("crate::{}", self.place(event))).collect();
        let list = emits.join(", ");
        let may_emit = if emits.is_empty() { String::new() } else { format!("may_emit = [{list}]") };
        let mut body = body.clone();
        body.extend(emits.iter().map(|event| format!("cx.emit({event}::new());")));
        let body = body.join(" ");
        let cx = if emits.is_empty() { String::new() } else { format!("cx: &mut Cx<'_, {name}>") };
        let _ = match it.kind {
            Kind::Event => {
                let fields: Vec<String> = fields.iter().map(|(name, ty)| format!("pub {name}: {ty}")).collect();
                writeln!(text, "    #[event]\n    pub struct {name} {{ {} }}", fields.join(", "))
            }
            Kind::Handler => {
                let event = format!("crate::{}", self.place(it.on));
                let head = [format!("on = {event}"), may_emit].join(", ");
                writeln!(text, "    #[handler({head})]\n    pub fn {name}(event: &{event}, {cx}) {{ {body} }}")
            }
            Kind::Controller => {
                let route = it.route.iter().map(|route| format!("route = \"{route}\""));
                let keys: Vec<String> = route.chain([may_emit]).filter(|key| !key.is_empty()).collect();
                writeln!(text, "    #[controller({})]\n    pub fn {name}({cx}) {{ {body} }}", keys.join(", "))
            }
        };
    }

    /// Another program, and what was done: as many definitions are given another path as are replaced.
    pub(crate) fn edited(&self, rng: &mut Rng) -> (Program, Truth) {
        let mut head = self.clone();
        let mut open: Vec<usize> = (0..self.definitions.len()).collect();
        rng.shuffle(&mut open);
        let moved: Vec<usize> = open.drain(..EDITS).collect();
        let replaced: Vec<usize> = open.drain(..EDITS).collect();
        for &at in &moved {
            head.give_another_path(rng, at);
        }
        for &at in &replaced {
            head.replace(rng, at);
        }
        let id = |program: &Program, at: usize| format!("app::{}", program.place(at));
        let truth =
            Truth { moves: moved.iter().map(|&at| (id(self, at), id(&head, at))).collect(), replaced: replaced.len() };
        (head, truth)
    }

    /// Another name, another module, or both; sometimes with another edit.
    fn give_another_path(&mut self, rng: &mut Rng, at: usize) {
        let Some(mut it) = self.definitions[at].clone() else { return };
        let way = rng.usize(0..6);
        if [0, 1, 3, 5].contains(&way) {
            it.name = if way == 1 { self.name(rng, it.kind) } else { Program::similar_name(rng, &it) };
        }
        if [2, 3, 4].contains(&way) {
            it.module = pick(rng, &["billing", "depot", "staff"]);
        }
        if way >= 4 {
            match it.kind {
                Kind::Event => it.fields.push((format!("added_{}", self.next), "u64")),
                Kind::Handler | Kind::Controller => it.body.push(statement(rng)),
            }
            self.next += 1;
        }
        self.definitions[at] = Some(it);
    }

    /// A name that shares the first word or the last, as those of other things do.
    fn name_alike(&self, rng: &mut Rng, it: &Definition) -> String {
        loop {
            let name = self.name(rng, it.kind);
            let shares = match it.kind {
                Kind::Event => name[..4] == it.name[..4] || name[name.len() - 4..] == it.name[it.name.len() - 4..],
                Kind::Handler | Kind::Controller => {
                    name.split('_').any(|word| it.name.split('_').any(|own| own == word))
                }
            };
            if shares {
                return name;
            }
        }
    }

    /// The name and a word more.
    fn similar_name(rng: &mut Rng, it: &Definition) -> String {
        let more = rng.choice(["new", "first", "plain", "full"]).unwrap_or_default();
        match it.kind {
            Kind::Event => capital(more) + &it.name,
            Kind::Handler | Kind::Controller => format!("{}_{more}", it.name),
        }
    }

    /// Something else of the same kind, often where it was, joined with the same.
    fn replace(&mut self, rng: &mut Rng, at: usize) {
        let Some(old) = self.definitions[at].clone() else { return };
        let mut new = self.definition(rng, old.kind);
        if rng.bool() {
            new.module.clone_from(&old.module);
        }
        if rng.bool() {
            new.on = old.on;
        }
        if rng.bool() {
            new.emits.clone_from(&old.emits);
        }
        if rng.bool() {
            new.name = self.name_alike(rng, &old);
        }
        if rng.bool() {
            new.fields.extend(old.fields.first().cloned());
            new.fields.sort_unstable();
            new.fields.dedup_by(|a, b| a.0 == b.0);
        }
        self.definitions[at] = Some(new);
    }
}

impl Definition {
    fn path(&self) -> String {
        format!("{}::{}", self.module, self.name)
    }
}

fn pick(rng: &mut Rng, from: &[&str]) -> String {
    rng.choice(from.iter().copied()).unwrap_or_default().to_owned()
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// A line of a body.
fn statement(rng: &mut Rng) -> String {
    let mut word = || rng.choice(THINGS).unwrap_or_default();
    format!("let {} = {}.{}({});", word(), word(), word(), word())
}
