//! What macros make, and what they do not, put where the invocation stands.

use super::load::{Call, Load, Place};
use super::names::{Definition, ItemId, Made, ModuleId};
use crate::parse::Condition;
use crate::parse::expand::Piece;
use crate::parse::outline::{Item, ItemKind, Outline, Position};
use std::sync::Arc;

impl Load<'_> {
    /// Puts what an invocation made where it stands.
    pub(super) fn expanded(&mut self, call: usize, piece: Piece, outline: &Outline, condition: &Condition) {
        let Call { module, item, place, depth, outermost, .. } = &self.calls[call];
        let (module, item, file) = (*module, item.clone(), self.real(place.file));
        let place = Place { expansions: depth + 1, outermost: Some(*outermost), ..place.clone() };
        let condition = item.condition.and(condition);
        if matches!(&item.kind, ItemKind::Invocation(it) if it.position == Position::Body) {
            return self.made_body(module, Made { file, piece }, outline, &place);
        }
        let place = self.made(Made { file, piece }, outline, &place);
        for made in &outline.items {
            if condition == Condition::Always {
                self.item(module, made, &place);
            } else {
                let made = Item { condition: made.condition.and(&condition), ..(**made).clone() };
                self.item(module, &Arc::new(made), &place);
            }
        }
    }

    /// Puts the statements of a function that was made for them into the body that they stand in.
    pub(super) fn made_body(&mut self, module: ModuleId, made: Made, outline: &Outline, place: &Place) {
        let place = self.made(made, outline, place);
        for item in &outline.items {
            if let ItemKind::Block(items) = &item.kind {
                self.items(module, items, &place);
            }
        }
    }

    /// The place of what was made, as if it were a file.
    fn made(&mut self, made: Made, outline: &Outline, place: &Place) -> Place {
        self.files.learn_made(&outline.items);
        let file = self.files.made(made.file);
        self.names.files.push(self.files.all[file].path.clone());
        self.names.made.insert(file, made);
        Place { file, ..place.clone() }
    }

    /// The file that holds a place: for what a macro made, that of the invocation.
    pub(super) fn real(&self, file: usize) -> usize {
        self.names.made.get(&file).map_or(file, |made| made.file)
    }

    /// An invocation that is not expanded, as an item.
    pub(super) fn unexpanded(&mut self, call: usize) -> ItemId {
        let Call { module, item, place, .. } = &self.calls[call];
        let around = &self.names.modules[module.0];
        let condition = around.condition.and(&self.names.settled(*module, &item.condition));
        let id = ItemId(self.names.items.len());
        self.names.items.push(Definition { item: item.clone(), module: *module, file: place.file, condition });
        self.names.modules[module.0].items.push(id);
        id
    }

    /// The text of a file, or of what a macro made.
    pub(super) fn text(&self, file: usize) -> Option<Vec<u8>> {
        match self.names.made.get(&file) {
            Some(made) => Some(made.piece.text.clone().into_bytes()),
            None => self.files.text(file),
        }
    }
}
