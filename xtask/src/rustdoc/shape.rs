//! A signature, with everything forgotten but its paths and how they are nested.
//!
//! What is written and what rustdoc says of it are both brought into this form, so that one function finds which path of
//! the one belongs to which answer of the other.

/// A type, a bound, or several of them. `P` is what is known of a path.
#[derive(Debug, Clone)]
pub(super) enum Shape<P> {
    /// A path with its arguments.
    Named(P, Vec<Shape<P>>),
    /// Anything made of other types, by its kind: both sides must be of one kind.
    Group(&'static str, Vec<Shape<P>>),
    /// A type parameter, or `Self`.
    Parameter,
    /// A type of the language.
    Primitive,
    /// `T::Item`, `<T as Trait>::Item`: the type, and the trait where it is written.
    Projection(Vec<Shape<P>>),
    /// What holds no path of a type: constants, lifetimes, `_`, `!`, `self`.
    Blank,
}

/// What rustdoc says where a path is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said<'a, A> {
    /// That it is this definition.
    Definition(&'a A),
    /// That it is a type of the language.
    Primitive,
    /// That it is a type parameter, or `Self`.
    Parameter,
    /// That it is an associated type.
    Associated,
    /// Nothing that can be compared: a constant, or a type of another form than the written one, as what a private alias
    /// stands for.
    Other,
}

/// Whether the arguments of two paths belong to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arguments {
    /// They do.
    Belong,
    /// They do not: rustdoc shows what an alias stands for.
    Differ,
}

/// Calls `judge` for each written path with what rustdoc says there.
pub(super) fn pair<W, A>(written: &Shape<W>, said: &Shape<A>, judge: &mut impl FnMut(&W, Said<'_, A>) -> Arguments) {
    match (written, said) {
        (Shape::Named(path, arguments), Shape::Named(answer, given)) => {
            if judge(path, Said::Definition(answer)) == Arguments::Belong && arguments.len() == given.len() {
                pair_all(arguments, given, judge);
            } else {
                other_all(arguments, judge);
            }
        }
        (Shape::Named(path, arguments), said) => {
            judge(
                path,
                match said {
                    Shape::Primitive => Said::Primitive,
                    Shape::Parameter => Said::Parameter,
                    Shape::Projection(_) => Said::Associated,
                    _ => Said::Other,
                },
            );
            other_all(arguments, judge);
        }
        (Shape::Group(one, parts), Shape::Group(other, given)) if one == other && parts.len() == given.len() => {
            pair_all(parts, given, judge);
        }
        (Shape::Projection(parts), Shape::Projection(given)) if parts.len() <= given.len() => {
            pair_all(parts, given, judge);
        }
        (Shape::Group(_, parts) | Shape::Projection(parts), _) => other_all(parts, judge),
        (Shape::Parameter | Shape::Primitive | Shape::Blank, _) => {}
    }
}

fn pair_all<W, A>(written: &[Shape<W>], said: &[Shape<A>], judge: &mut impl FnMut(&W, Said<'_, A>) -> Arguments) {
    for (written, said) in written.iter().zip(said) {
        pair(written, said, judge);
    }
}

fn other_all<W, A>(written: &[Shape<W>], judge: &mut impl FnMut(&W, Said<'_, A>) -> Arguments) {
    for written in written {
        pair(written, &Shape::Blank, judge);
    }
}
