//! What patterns take out of a value.

use super::read::Reader;
use super::scope::Name;
use super::tree::Pat;
use super::{Made, ValueId};

impl Reader {
    /// Binds the names in a pattern to what it takes out of a value.
    pub(super) fn bind(&mut self, pattern: &Pat, of: ValueId) {
        match pattern {
            Pat::Name(name, inner) => {
                // `None`, `LIMIT`: a path, not a name for something.
                if inner.is_some() || !name.starts_with(char::is_uppercase) {
                    self.scope.bind(name.clone(), Name::Local(of));
                }
                if let Some(inner) = inner {
                    self.bind(inner, of);
                }
            }
            Pat::Typed(inner, ty, line) => {
                let ty = self.scope.outside_type(ty.clone());
                let value = self.add(*line, Made::Typed(ty, Some(of)));
                self.bind(inner, value);
            }
            Pat::Guard(inner, guard) => {
                self.bind(inner, of);
                self.value(guard);
            }
            Pat::Or(cases) => cases.iter().for_each(|case| self.bind(case, of)),
            Pat::Tuple(parts) => self.bind_each(parts, of, |at| Made::Field(of, at)),
            Pat::TupleStruct(path, parts) => {
                let path = self.scope.outside(path.clone());
                self.bind_each(parts, of, |at| Made::Part(of, path.clone(), at));
            }
            Pat::Struct(path, fields) => {
                let path = self.scope.outside(path.clone());
                for (line, name, inner) in fields {
                    let value = self.add(*line, Made::Part(of, path.clone(), name.clone()));
                    self.bind(inner, value);
                }
            }
            Pat::Slice(elements) => {
                for (line, element) in elements {
                    let value = self.add(*line, Made::Element(of));
                    self.bind(element, value);
                }
            }
            Pat::Rest | Pat::Other => {}
        }
    }

    fn bind_each(&mut self, parts: &[(u32, Pat)], of: ValueId, made: impl Fn(String) -> Made) {
        let mut is_known = true;
        for (at, (line, part)) in parts.iter().enumerate() {
            // Behind `..` the position is counted from the end.
            is_known &= !matches!(part, Pat::Rest);
            let made = if is_known { made(at.to_string()) } else { Made::Element(of) };
            let value = self.add(*line, made);
            self.bind(part, value);
        }
    }
}
