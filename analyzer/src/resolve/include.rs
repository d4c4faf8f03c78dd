//! `include!`: of a path that is written, followed; of one that is computed, a hole where it could hold annotations.

use super::load::{Declared, Load, MAX_DEPTH, Mount, Place, directory};
use super::names::{CrateId, Extern, Made, ModuleId};
use crate::parse::expand::Piece;
use crate::parse::outline::{Include, Item, Position};
use crate::parse::{self, Look, Unread};
use crate::rules::Rule;
use crate::source::ReadError;
use crate::source::path::join;
use ensue_grammar::graph::HoleReason;
use std::collections::BTreeSet;

/// Files that stand in bodies altogether: files that include each other twice would double without end.
const MAX_INCLUDES: usize = 10_000;

impl Load<'_> {
    /// Follows an `include!` that stands in a module or in a body of it.
    pub(super) fn include(
        &mut self,
        module: ModuleId,
        item: &Item,
        include: &Include,
        position: Position,
        place: &Place,
    ) {
        let Include::File(path) = include else {
            return self.computed(module, item, position, place);
        };
        if !self.names.rules.follow(Rule::Include) {
            return;
        }
        let what = format!("`include!(\"{path}\")`");
        let Some(path) = join(directory(&self.files.all[self.real(place.file)].path), path) else {
            return self.outside(item, path, place);
        };
        let declared = Declared { what, place: Some((place.file, item.line)), around: place.around.clone() };
        let depth = place.depth + 1;
        if depth > MAX_DEPTH || self.included >= MAX_INCLUDES {
            // Told once: files that include each other twice lead here as often as there are includes.
            if !std::mem::replace(&mut self.is_full, true) {
                let detail =
                    format!("includes end here: more than {MAX_DEPTH} in each other, or {MAX_INCLUDES} in all");
                self.hole(HoleReason::Unreadable, place.file, Some(item.line), detail);
            }
            return;
        }
        if position != Position::Items {
            let place = Place { depth, ..place.clone() };
            return self.include_in_body(module, item.line, &path, &declared, &place);
        }
        self.included += 1;
        // The items are read as those of a module that are told in two files: nothing else tells the two apart.
        let (candidates, relative, sequence) = (vec![path], vec![None], self.later(None, place));
        self.pending.push(Mount { module, candidates, relative, declared, depth, sequence });
    }

    /// In a body the file is an expression: most are tables of numbers, which are not parsed.
    fn include_in_body(&mut self, module: ModuleId, line: u32, path: &str, declared: &Declared, place: &Place) {
        let bytes = match self.files.read_plain(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let reason =
                    if error == ReadError::Outside { HoleReason::OutsideTheTree } else { HoleReason::Unreadable };
                let detail = format!("{}: `{}` {error}", declared.what, self.files.shown(path));
                return self.hole(reason, place.file, Some(line), detail);
            }
        };
        if !bytes.contains(&b'#') && !bytes.contains(&b'!') {
            return;
        }
        self.included += 1;
        let file = self.files.plain(path);
        self.names.files.extend(self.files.all.iter().skip(self.names.files.len()).map(|file| file.path.clone()));
        if declared.around.contains(&file) {
            let detail = format!("{} is `{}`, which it is inside of", declared.what, self.files.shown(path));
            return self.hole(HoleReason::Unreadable, place.file, Some(line), detail);
        }
        let text = String::from_utf8_lossy(&bytes);
        let count = u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1);
        let lines = std::iter::once(1).chain(1..=count).chain([count]).collect();
        let piece = Piece { text: format!("fn _body() {{\n{text}\n}}"), lines };
        let outline = parse::on_all_cores(1, |_| parse::outline(piece.text.as_bytes(), Look::Whole)).pop().flatten();
        match outline {
            Some(Ok(Some(outline))) => {
                let mut place = place.clone();
                place.around.push(file);
                self.made_body(module, Made { file, piece }, &outline, &place);
            }
            Some(Err(Unread { reason, line, detail })) => {
                let line = line.and_then(|line| piece.lines.get(line as usize - 1).copied());
                self.hole(reason, file, line, detail);
            }
            Some(Ok(None)) | None => {}
        }
    }

    fn computed(&mut self, module: ModuleId, item: &Item, position: Position, place: &Place) {
        if position == Position::Items {
            self.names.modules[module.0].unread = true;
        }
        if self.knows_annotations(self.names.modules[module.0].krate) {
            let detail = "`include!` of a path that is computed, such as a file that a build script writes".into();
            self.hole(HoleReason::MacroGenerated, place.file, Some(item.line), detail);
        }
    }

    /// Whether code of a crate can name an annotation: it or a crate of the tree that it depends on depends on Ensue.
    fn knows_annotations(&self, krate: CrateId) -> bool {
        let mut open = vec![krate];
        let mut seen = BTreeSet::new();
        while let Some(krate) = open.pop() {
            for target in self.names.crates[krate.0].externs.values() {
                match target {
                    Extern::Ensue => return true,
                    Extern::Tree(krate) if seen.insert(*krate) => open.push(*krate),
                    Extern::Tree(_) | Extern::Outside(_) => {}
                }
            }
        }
        false
    }
}
