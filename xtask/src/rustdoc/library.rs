//! One library: what is written in it against what rustdoc says of it.

use super::build::Built;
use super::documented::{self, Definition, Documented, Place};
use super::judge::{Judge, Reason, Verdict};
use super::shape::{Arguments, Said, Shape, pair};
use super::tally::Tally;
use super::written::{self, Written};
use ensue_analyzer::parse::outline::Path;
use ensue_analyzer::resolve::Names;
use ensue_analyzer::source::Project;
use rustdoc_types::Id;
use std::collections::BTreeMap;

/// How a library came out.
pub(super) struct Compared {
    pub(super) tally: Tally,
    pub(super) findings: Vec<Finding>,
}

/// A path that is worth a look.
pub(super) struct Finding {
    pub(super) is_wrong: bool,
    pub(super) text: String,
}

/// Compares every signature that is written where rustdoc says that an item of this kind starts.
pub(super) fn compare(project: &Project, names: &Names, written: &written::Crate, built: &Built) -> Compared {
    let documented = documented::items(&built.documentation);
    let tally = Tally { documented: documented.values().map(Vec::len).sum(), ..Tally::default() };
    let mut library = Library {
        names,
        built,
        judge: Judge::new(names, project, &built.host, &built.crates),
        definitions: BTreeMap::new(),
        compared: Compared { tally, findings: Vec::new() },
    };
    for file in &written.unread {
        library.tell(true, format!("`{file}` could not be parsed"));
    }
    for item in &written.items {
        let file = project.relative(&names.files[item.file]);
        library.item(item, &(file, item.line, item.column), &documented);
    }
    library.compared
}

struct Library<'a> {
    names: &'a Names,
    built: &'a Built,
    judge: Judge<'a>,
    definitions: BTreeMap<u32, Option<Definition>>,
    compared: Compared,
}

impl Library<'_> {
    fn item(&mut self, item: &Written, place: &Place, documented: &BTreeMap<Place, Vec<Documented>>) {
        let here = documented.get(place).into_iter().flatten();
        let of_kind: Vec<&Documented> = here.filter(|it| kind(&it.signature) == kind(&item.signature)).collect();
        // A file that is mounted twice gives two items at one place, which nothing tells apart.
        let [said] = of_kind[..] else {
            self.compared.tally.elsewhere += 1;
            return;
        };
        self.compared.tally.items += 1;
        pair(&item.signature, &said.signature, &mut |path, said| self.path(item, place, path, said));
    }

    fn path(&mut self, item: &Written, place: &Place, path: &Path, said: Said<'_, Id>) -> Arguments {
        let is_self = path.segments.first().is_some_and(|first| first == "Self");
        let definition = match said {
            Said::Definition(id) if !is_self => self.definition(*id),
            Said::Primitive if self.judge.hides_primitive(item.module, path) => {
                self.compared.tally.count(Verdict::Wrong);
                let text = format!("WRONG {}: `{path}` is a type of the language", at(place, path));
                self.tell(true, text);
                return Arguments::Belong;
            }
            Said::Definition(_) | Said::Primitive | Said::Parameter | Said::Associated => {
                self.compared.tally.no_names += 1;
                return Arguments::Belong;
            }
            Said::Other => None,
        };
        let Some(definition) = definition else {
            self.compared.tally.not_shown += 1;
            return Arguments::Belong;
        };
        let (verdict, arguments) = self.judge.path(item.module, path, &definition);
        self.compared.tally.count(verdict);
        let word = match verdict {
            Verdict::Right | Verdict::RightOutside | Verdict::Unknown(Reason::Prelude) => return arguments,
            Verdict::Unknown(reason) => format!("unknown, {reason}"),
            Verdict::Wrong => "WRONG".to_owned(),
        };
        let text = format!(
            "{word}: {}: `{path}` in `{}` is `{}`; the analyzer says {}",
            at(place, path),
            self.names.module_path(item.module),
            definition.text(),
            self.judge.said(item.module, path, &definition)
        );
        self.tell(verdict == Verdict::Wrong, text);
        arguments
    }

    fn definition(&mut self, id: Id) -> Option<Definition> {
        let documentation = &self.built.documentation;
        self.definitions.entry(id.0).or_insert_with(|| documented::definition(documentation, id)).clone()
    }

    fn tell(&mut self, is_wrong: bool, text: String) {
        self.compared.findings.push(Finding { is_wrong, text });
    }
}

fn kind<P>(signature: &Shape<P>) -> &'static str {
    if let Shape::Group(kind, _) = signature { kind } else { "" }
}

fn at((file, line, _): &Place, path: &Path) -> String {
    let line = if path.line == 0 { *line } else { usize::try_from(path.line).unwrap_or(*line) };
    format!("{file}:{line}")
}
