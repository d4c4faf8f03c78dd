//! What patterns take out of a value.

use super::super::types;
use super::read::Reader;
use super::scope::Name;
use super::{Made, ValueId};
use syn::{Member, Pat};

impl Reader {
    /// Binds the names in a pattern to what it takes out of a value.
    pub(super) fn bind(&mut self, pattern: &Pat, of: ValueId) {
        match pattern {
            Pat::Ident(bound) => {
                let name = types::name(&bound.ident);
                // `None`, `LIMIT`: a path, not a name for something.
                if bound.subpat.is_some() || !name.starts_with(char::is_uppercase) {
                    self.scope.bind(name, Name::Local(of));
                }
                if let Some((_, pattern)) = &bound.subpat {
                    self.bind(pattern, of);
                }
            }
            Pat::Type(typed) => {
                let ty = self.scope.outside_type(types::ty(&typed.ty));
                let value = self.add(types::line(&typed.ty), Made::Typed(ty, Some(of)));
                self.bind(&typed.pat, value);
            }
            Pat::Reference(it) => self.bind(&it.pat, of),
            Pat::Paren(it) => self.bind(&it.pat, of),
            Pat::Guard(it) => {
                self.bind(&it.pat, of);
                self.value(&it.guard);
            }
            Pat::Or(it) => {
                for case in &it.cases {
                    self.bind(case, of);
                }
            }
            Pat::Tuple(it) => self.bind_each(&it.elems, of, |at| Made::Field(of, at)),
            Pat::TupleStruct(it) => {
                let path = self.scope.outside(types::path(&it.path));
                self.bind_each(&it.elems, of, |at| Made::Part(of, path.clone(), at));
            }
            Pat::Struct(it) => {
                let path = self.scope.outside(types::path(&it.path));
                for field in &it.fields {
                    let name = member(&field.member);
                    let value = self.add(types::line(&field.member), Made::Part(of, path.clone(), name));
                    self.bind(&field.pat, value);
                }
            }
            Pat::Slice(it) => {
                for element in &it.elems {
                    let value = self.add(types::line(element), Made::Element(of));
                    self.bind(element, value);
                }
            }
            _ => {}
        }
    }

    fn bind_each<'p>(
        &mut self,
        patterns: impl IntoIterator<Item = &'p Pat>,
        of: ValueId,
        made: impl Fn(String) -> Made,
    ) {
        let mut is_known = true;
        for (at, pattern) in patterns.into_iter().enumerate() {
            // Behind `..` the position is counted from the end.
            is_known &= !matches!(pattern, Pat::Rest(_));
            let made = if is_known { made(at.to_string()) } else { Made::Element(of) };
            let value = self.add(types::line(pattern), made);
            self.bind(pattern, value);
        }
    }
}

pub(super) fn member(of: &Member) -> String {
    match of {
        Member::Named(name) => types::name(name),
        Member::Unnamed(at) => at.index.to_string(),
    }
}
