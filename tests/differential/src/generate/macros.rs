//! Macros that write what listens: with what they are given, from where they are in scope, by a path, from another crate.

use super::Draft;
use crate::source::Part;
use crate::world::{Attribute, Def, ItemKind, Position, Route, spelled};

/// Text in which some places may be filled by the arguments of a macro.
#[derive(Clone)]
pub(super) struct Template {
    text: String,
    gaps: Vec<Gap>,
}

/// A place in a template.
#[derive(Clone)]
struct Gap {
    mark: String,
    value: String,
    /// What a macro may take it for.
    fragments: &'static [&'static str],
}

impl Template {
    pub(super) fn new() -> Template {
        Template { text: String::new(), gaps: Vec::new() }
    }

    /// A mark for a value, to be written into the text.
    pub(super) fn gap(&mut self, value: &str, fragments: &'static [&'static str]) -> String {
        let mark = format!("\u{e000}{}\u{e001}", self.gaps.len());
        self.gaps.push(Gap { mark: mark.clone(), value: value.to_owned(), fragments });
        mark
    }

    pub(super) fn with_text(mut self, text: String) -> Template {
        self.text = text;
        self
    }

    /// The text as it is without a macro.
    pub(super) fn plain(&self) -> String {
        self.gaps.iter().fold(self.text.clone(), |text, gap| text.replace(&gap.mark, &gap.value))
    }
}

/// What may be given to a macro for a name, a type, and a value.
pub(super) const NAME: &[&str] = &["ident", "tt"];
pub(super) const TYPE: &[&str] = &["path", "ty", "tts"];
pub(super) const VALUE: &[&str] = &["expr", "literal", "tt"];
pub(super) const VISIBILITY: &[&str] = &["vis"];

impl Draft {
    /// A template as text, sometimes as what a macro writes.
    pub(super) fn by_macro(&mut self, module: usize, template: &Template) -> String {
        if !self.random.percent(9) {
            return template.plain();
        }
        let name = format!("write_{}", self.number());
        let (matcher, written, given) = self.parts_of(template);
        let [matcher, written, given] = match self.random.below(3) {
            // Once, as a repetition.
            0 if !matcher.is_empty() => {
                [format!("$( {matcher} );* $(;)?"), format!("$( {written} )*"), format!("{given};")]
            }
            _ => [matcher, written, given],
        };
        let rules = match self.random.below(3) {
            0 => format!("() => {{}};\n(@write {matcher}) => {{\n{written}\n}};\n"),
            _ => format!("({matcher}) => {{\n{written}\n}};\n"),
        };
        let given = if rules.contains("@write") { format!("@write {given}") } else { given };
        let definition = format!("macro_rules! {name} {{\n{rules}}}");
        match self.random.below(4) {
            0 => format!("#[macro_use]\nmod holds_{name} {{\n{definition}\n}}\n{name}!({given});"),
            1 if !self.is_old(module) => {
                format!("{definition}\nuse {name} as other_{name};\nother_{name}! {{ {given} }}")
            }
            _ => format!("{definition}\n{name}!({given});"),
        }
    }

    /// The matcher of a macro, what it writes, and what it is given.
    fn parts_of(&mut self, template: &Template) -> (String, String, String) {
        let (mut matchers, mut given, mut written) = (Vec::new(), Vec::new(), template.text.clone());
        for (at, gap) in template.gaps.iter().enumerate() {
            let fragment = self.random.pick(gap.fragments).copied().filter(|_| self.random.percent(60));
            let in_place = match fragment {
                None => gap.value.clone(),
                Some("tts") => {
                    matchers.push(format!("[$($p{at}:tt)*],"));
                    given.push(format!("[{}],", gap.value));
                    format!("$($p{at})*")
                }
                Some(fragment) => {
                    matchers.push(format!("$p{at}:{fragment},"));
                    given.push(format!("{},", gap.value));
                    format!("$p{at}")
                }
            };
            written = written.replace(&gap.mark, &in_place);
        }
        if self.random.percent(60) {
            written = with_dollar_crate(&written);
        }
        (matchers.join(" "), written, given.join(" "))
    }
}

/// `crate` at the beginning of paths as `$crate`.
fn with_dollar_crate(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split("crate::").enumerate() {
        if at > 0 {
            let begins = !out.ends_with(|c: char| c.is_alphanumeric() || "_:$#".contains(c));
            out.push_str(if begins { "$crate::" } else { "crate::" });
        }
        out.push_str(piece);
    }
    out
}

/// Lets some libraries export macros that others call.
pub(super) fn exported(draft: &mut Draft) {
    for _ in 0..draft.random.below(3) {
        let modules: Vec<usize> = (0..draft.world.modules.len()).filter(|it| draft.has_items(*it)).collect();
        if let Some(module) = draft.random.pick(&modules).copied() {
            export(draft, module);
        }
    }
}

/// A macro of another crate that writes a handler of that crate's event here.
fn export(draft: &mut Draft, module: usize) -> Option<()> {
    let routes = draft.routes_to(module, |kind| matches!(kind, ItemKind::Event { .. }));
    let routes: Vec<(Route, usize)> = routes.into_iter().filter_map(|it| draft.library_of(module, it)).collect();
    let (route, library) = draft.random.pick(&routes)?.clone();
    let begins = usize::from(route.segments[0].is_empty()) + 1;
    let (way, inside) = route.segments.split_at(begins);
    let places: Vec<usize> = (0..draft.world.modules.len())
        .filter(|it| draft.world.modules[*it].krate == library && draft.has_items(*it))
        .collect();
    let place = draft.random.pick(&places).copied()?;
    let name = format!("told_{}", draft.number());
    let event: Vec<String> = inside.iter().map(|it| spelled(it)).collect();
    let event = format!("$crate::{}", event.join("::"));
    let handler = Attribute::Handler.name();
    let definition = format!(
        "#[macro_export]\nmacro_rules! {name} {{\n($name:ident) => {{\n#[::ensue::{handler}(on = {event})]\n\
         fn $name(_event: &{event}) {{}}\n}};\n}}"
    );
    draft.world.modules[place].parts.push(Part::new(definition));
    let way = way.iter().map(|it| spelled(it)).collect::<Vec<_>>().join("::");
    let function = format!("x{}", draft.number());
    let text = match draft.random.below(3) {
        0 => {
            let root = draft.world.crates[draft.world.modules[module].krate].root;
            let krate = way.trim_start_matches(':');
            let text = format!("#[macro_use]\nextern crate {krate} as with_{name};");
            draft.world.modules[root].parts.push(Part::new(text));
            format!("{name}!({function});")
        }
        1 => format!("use {way}::{name} as {name}_too;\n{name}_too!({function});"),
        _ => format!("{way}::{name}!({function});"),
    };
    draft.world.modules[module].parts.push(Part::new(text));
    draft.write(module, crate::world::Namespace::Types, &route);
    Some(())
}

impl Draft {
    /// Whether a module is of the edition in which paths begin at the root.
    fn is_old(&self, module: usize) -> bool {
        self.world.crates[self.world.modules[module].krate].edition < 2018
    }

    /// A route that goes through the root of another crate's library by the name of that crate, and the library.
    fn library_of(&self, module: usize, route: Route) -> Option<(Route, usize)> {
        let begins = usize::from(route.segments.first()?.is_empty()) + 1;
        let way = route.segments.get(..begins)?;
        let krate = &self.world.crates[self.world.modules[module].krate];
        let Def::Module(root) = krate.externs.get(way.last()?)? else { return None };
        let leads = self.world.follow(module, Position::Plain, way)?;
        let of = self.world.modules[*root].krate;
        // Paths that a macro writes are those of its edition: where these differ the analysis refuses it.
        let is_library = leads.to == Def::Module(*root)
            && of != self.world.modules[module].krate
            && self.is_old(*root) == self.is_old(module);
        (is_library && route.segments.len() > begins).then_some((route, of))
    }
}
