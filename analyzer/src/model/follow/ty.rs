//! What is known of the type of a value.

use super::super::routines::RoutineId;
use crate::parse::body::ValueId;
use crate::resolve::ItemId;

/// A type that is made of more than this is not told.
const MAX_SIZE: usize = 48;

/// As much of a type as tells where a context goes, what is emitted, and whose methods are called. References are left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Ty {
    Unknown,
    /// Not known, and made of something that holds a context.
    Tainted,
    Context,
    /// A struct, union or enum of the tree.
    Item(ItemId, Vec<Ty>),
    /// A type of a crate outside the tree by its whole path; with an empty one what is made of such a type and holds the
    /// same, as an iterator of a vector does.
    Outside(String, Vec<Ty>),
    Tuple(Vec<Ty>),
    /// Whatever has these traits of the tree.
    Traits(Vec<ItemId>),
    Function(RoutineId, Vec<Ty>),
    /// A method of a trait of the tree, called by its path.
    Method(ItemId, String),
    /// What makes a struct, or an enum by one of its variants.
    Constructor(ItemId, Option<String>),
    /// A function outside the tree, by its path.
    OutsideFunction(String),
    /// A closure of this body, or of another one. What it does is counted where it stands.
    Closure(Option<ValueId>),
    /// One of these, as `cfg` or a branch decides.
    Any(Vec<Ty>),
}

impl Ty {
    /// One of several, as far as they are known.
    pub(crate) fn any(all: impl IntoIterator<Item = Ty>) -> Ty {
        let mut known = Vec::new();
        let mut is_tainted = false;
        for ty in all {
            match ty {
                Ty::Unknown => {}
                Ty::Tainted => is_tainted = true,
                Ty::Any(more) => known.extend(more),
                ty => known.push(ty),
            }
        }
        known.sort();
        known.dedup();
        match (known.len(), is_tainted) {
            (0, true) => Ty::Tainted,
            (0, false) => Ty::Unknown,
            (1, _) => known.remove(0),
            _ => Ty::Any(known).bounded(),
        }
    }

    /// Itself, unless it is made of too much.
    pub(crate) fn bounded(self) -> Ty {
        if self.size() <= MAX_SIZE {
            self
        } else if self.mentions_context() {
            Ty::Tainted
        } else {
            Ty::Unknown
        }
    }

    /// Whether nothing tells which methods it has.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Ty::Unknown | Ty::Tainted)
    }

    /// As seen from another body.
    pub(crate) fn elsewhere(self) -> Ty {
        match self {
            Ty::Closure(_) => Ty::Closure(None),
            Ty::Any(all) => Ty::any(all.into_iter().map(Ty::elsewhere)),
            Ty::Tuple(all) => Ty::Tuple(all.into_iter().map(Ty::elsewhere).collect()),
            Ty::Item(id, all) => Ty::Item(id, all.into_iter().map(Ty::elsewhere).collect()),
            Ty::Outside(path, all) => Ty::Outside(path, all.into_iter().map(Ty::elsewhere).collect()),
            other => other,
        }
    }

    /// Types that it is made of.
    pub(crate) fn parts(&self) -> &[Ty] {
        match self {
            Ty::Item(_, parts) | Ty::Outside(_, parts) | Ty::Tuple(parts) | Ty::Any(parts) | Ty::Function(_, parts) => {
                parts
            }
            _ => &[],
        }
    }

    fn size(&self) -> usize {
        1 + self.parts().iter().map(Ty::size).sum::<usize>()
    }

    fn mentions_context(&self) -> bool {
        matches!(self, Ty::Context | Ty::Tainted) || self.parts().iter().any(Ty::mentions_context)
    }
}
