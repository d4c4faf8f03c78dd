//! Whose method is called.

use super::super::routines::{Owner, RoutineId};
use super::ty::Ty;
use super::types::{MAX_DEPTH, Types};
use crate::parse::outline::ItemKind;
use crate::resolve::{Def, ItemId};
use std::collections::BTreeSet;

/// Traits in traits that are searched for a method.
const MAX_TRAITS: usize = 256;

/// What a method call leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// These: several when `cfg` decides.
    Routines(Vec<RoutineId>),
    /// What a trait declares, where the type that has the trait is not told.
    Dispatch(RoutineId),
}

impl Types<'_> {
    /// What a method of this name on a value of this type is, if the type has one that is written in the tree.
    pub(super) fn method(&self, of: &Ty, name: &str) -> Option<Found> {
        self.method_at(of, name, 0)
    }

    fn method_at(&self, of: &Ty, name: &str, depth: usize) -> Option<Found> {
        if depth > MAX_DEPTH {
            return None;
        }
        match of {
            Ty::Context => self.method_of(Owner::Context, name),
            Ty::Item(id, _) => self.method_of(Owner::Item(*id), name),
            Ty::Traits(traits) => self.method_of_traits(traits, name),
            // A wrapper from elsewhere, such as `Arc<Auths>`.
            Ty::Outside(_, parts) | Ty::Any(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    match self.method_at(part, name, depth + 1) {
                        Some(Found::Routines(more)) => found.extend(more),
                        Some(dispatch @ Found::Dispatch(_)) if parts.len() == 1 => return Some(dispatch),
                        Some(Found::Dispatch(_)) | None => {}
                    }
                }
                found.sort_unstable();
                found.dedup();
                (!found.is_empty()).then_some(Found::Routines(found))
            }
            _ => None,
        }
    }

    /// A method of a type, or one that a trait of the tree gives it.
    pub(super) fn method_of(&self, owner: Owner, name: &str) -> Option<Found> {
        let own = self.routines.methods(owner, name);
        if !own.is_empty() {
            return Some(Found::Routines(own.to_vec()));
        }
        let traits: Vec<ItemId> = self.routines.traits.get(&owner).into_iter().flatten().copied().collect();
        let given = self.in_traits(&traits, name)?;
        self.routines.all[given].body.is_some().then_some(Found::Routines(vec![given]))
    }

    fn method_of_traits(&self, traits: &[ItemId], name: &str) -> Option<Found> {
        let declared = self.in_traits(traits, name)?;
        Some(match &self.implementations(declared)[..] {
            [(_, only)] if !self.are_more(declared) => Found::Routines(vec![*only]),
            _ => Found::Dispatch(declared),
        })
    }

    /// The method of this name that one of the traits, or what they ask for, declares.
    fn in_traits(&self, traits: &[ItemId], name: &str) -> Option<RoutineId> {
        let mut seen: BTreeSet<ItemId> = traits.iter().copied().collect();
        let mut open: Vec<ItemId> = traits.to_vec();
        while let Some(id) = open.pop() {
            if let Some(first) = self.routines.methods(Owner::Item(id), name).first() {
                return Some(*first);
            }
            let at = self.names.item(id);
            let ItemKind::Trait(it) = &at.item.kind else { continue };
            for bound in &it.supertraits {
                for def in &*self.meanings.of_type(at.module, &bound.path) {
                    if let Def::Item(id) = def
                        && seen.len() < MAX_TRAITS
                        && seen.insert(*id)
                    {
                        open.push(*id);
                    }
                }
            }
        }
        None
    }

    /// What a method that a trait declares is for each type that has the trait.
    pub(super) fn implementations(&self, declared: RoutineId) -> Vec<(Ty, RoutineId)> {
        let routine = &self.routines.all[declared];
        let Some(Owner::Item(of)) = routine.owner else { return Vec::new() };
        let types = self.routines.implementors.get(&of).into_iter().flat_map(|known| &known.types);
        let mut found = Vec::new();
        for owner in types {
            let this = match owner {
                Owner::Item(id) => Ty::Item(*id, Vec::new()),
                Owner::Context => Ty::Context,
            };
            match self.routines.methods(*owner, routine.name) {
                [] if routine.body.is_some() => found.push((this, declared)),
                own => found.extend(own.iter().map(|own| (this.clone(), *own))),
            }
        }
        found
    }

    /// Whether types that are not told by name may have the trait of a method.
    pub(super) fn are_more(&self, declared: RoutineId) -> bool {
        let Some(Owner::Item(of)) = self.routines.all[declared].owner else { return true };
        self.routines.implementors.get(&of).is_none_or(|known| known.are_more)
    }
}
