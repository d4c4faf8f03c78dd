//! One reader for each annotation: the model, and all mistakes.

mod allow;
mod archiver;
mod data;
mod derive;
mod emits;
mod function;
mod parameters;

pub use allow::allow;
pub use archiver::archiver;
pub use data::{effect, event};
pub use derive::{one_of, resource, states};
pub use emits::emits;
pub use function::{controller, effect_handler, handler};

use super::{Annotation, Error, Kind, messages, subject::Subject};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{Attribute, Generics, Item, Meta, Path, Type, spanned::Spanned};

/// Tells which of our attributes a path names; the macros go by its last segment, the analyzer resolves it.
pub type Names<'a> = &'a dyn Fn(&Path) -> Option<Kind>;

/// Reads an annotation with the item below it: what it declares, as far as it could be read, and all mistakes.
///
/// Nothing is declared when the attribute stands on an item of another kind. `args` is what stands between the
/// parentheses of the attribute; a derive has none. `names` finds our other attributes on the item and on its methods.
///
/// ```
/// use ensue_grammar::annotation::{self, Annotation, Kind};
///
/// let args = "on = PaymentCreated, may_emits = [AuthCreated]".parse().unwrap();
/// let item = syn::parse_str("fn create_auth(event: &PaymentCreated) {}").unwrap();
/// let (declared, errors) = annotation::read(Kind::Handler, args, &item, &annotation::last_segment);
///
/// let Some(Annotation::Handler(handler)) = declared else { panic!("a handler on a function") };
/// assert!(handler.on.paths()[0].is_ident("PaymentCreated"));
/// assert_eq!(errors[0].problem, "`#[handler]` on `create_auth` does not know `may_emits`");
/// assert!(errors[0].remedy.starts_with("did you mean `may_emit`?"));
/// ```
#[must_use]
pub fn read(kind: Kind, args: TokenStream, item: &Item, names: Names<'_>) -> (Option<Annotation>, Vec<Error>) {
    let (declared, mut errors) = match (kind, item) {
        (Kind::Event, Item::Struct(_) | Item::Enum(_)) => some(event(args, item), Annotation::Event),
        (Kind::Effect, Item::Struct(_) | Item::Enum(_)) => some(effect(args, item), Annotation::Effect),
        (Kind::Handler, Item::Fn(function)) => some(handler(args, &function.sig), Annotation::Handler),
        (Kind::EffectHandler, Item::Fn(function)) => {
            some(effect_handler(args, &function.sig), Annotation::EffectHandler)
        }
        (Kind::Controller, Item::Fn(function)) => some(controller(args, &function.sig), Annotation::Controller),
        (Kind::Emits, Item::Fn(function)) => some(emits(args, &function.sig), Annotation::Emits),
        (Kind::Archiver, Item::Impl(block)) => some(archiver(args, block, names), Annotation::Archiver),
        (Kind::Allow, item) => some(allow(args, &name(item)), Annotation::Allow),
        (Kind::OneOf, Item::Enum(item)) => some(one_of(item), Annotation::OneOf),
        (Kind::Resource, Item::Struct(item)) => some(resource(item), Annotation::Resource),
        (Kind::Resource, Item::Enum(item)) => some(states(item), Annotation::States),
        (kind, item) => (None, vec![wrong_item(kind, item)]),
    };
    errors.extend(other_role(kind, &name(item), attributes(item), names));
    (declared, errors)
}

/// Goes by the last segment of a path: for readers that cannot resolve names.
#[must_use]
pub fn last_segment(path: &Path) -> Option<Kind> {
    Kind::from_name(&path.segments.last()?.ident.to_string())
}

/// What stands between the parentheses of an attribute.
#[must_use]
pub fn arguments(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::Path(_) => TokenStream::new(),
        Meta::List(list) => list.tokens.clone(),
        // `#[transition = ..]`: whatever follows is no key.
        Meta::NameValue(meta) => meta.value.to_token_stream(),
    }
}

fn some<T>((declared, errors): (T, Vec<Error>), wrap: fn(T) -> Annotation) -> (Option<Annotation>, Vec<Error>) {
    (Some(wrap(declared)), errors)
}

/// The attribute stands on an item of another kind.
#[must_use]
pub fn wrong_item(kind: Kind, item: &Item) -> Error {
    let expected = match kind {
        Kind::Event | Kind::Effect => "a struct or an enum",
        Kind::Handler | Kind::EffectHandler | Kind::Controller | Kind::Emits => "a function",
        Kind::Archiver => "an `impl` block",
        Kind::Transition => "a method in an `impl` block that has `#[archiver(resource = ..)]`",
        Kind::Allow => "an item with another of our attributes",
        Kind::OneOf => "an enum of references to events",
        Kind::Resource => "the struct of a resource, or the enum of its states",
    };
    let name = name(item);
    messages::wrong_item(&Subject::new(kind, &name), &name, expected)
}

/// Another attribute that gives the item a role, reported once: by the one above.
#[must_use]
pub fn other_role(kind: Kind, item: &Ident, attributes: &[Attribute], names: Names<'_>) -> Option<Error> {
    let has_role = |kind| !matches!(kind, Kind::Allow | Kind::OneOf | Kind::Resource);
    if !has_role(kind) {
        return None;
    }
    let ours = attributes.iter().filter_map(|attribute| Some((attribute, names(attribute.path())?)));
    let roles: Vec<_> = ours.filter(|(_, kind)| has_role(*kind)).collect();
    // In rustc the attribute that is being read is no longer among them; in source it is.
    let own = roles.iter().position(|(_, role)| *role == kind);
    let (attribute, other) = roles.get(own.map_or(0, |own| own + 1))?;
    Some(messages::two_roles(&Subject::new(kind, item), attribute, *other))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    }
}

/// The item's own name, or a word for an item that has none.
fn name(item: &Item) -> Ident {
    match item {
        Item::Const(item) => item.ident.clone(),
        Item::Enum(item) => item.ident.clone(),
        Item::Fn(item) => item.sig.ident.clone(),
        Item::Impl(item) => type_name(&item.self_ty),
        Item::Mod(item) => item.ident.clone(),
        Item::Static(item) => item.ident.clone(),
        Item::Struct(item) => item.ident.clone(),
        Item::Trait(item) => item.ident.clone(),
        Item::TraitAlias(item) => item.ident.clone(),
        Item::Type(item) => item.ident.clone(),
        Item::Union(item) => item.ident.clone(),
        other => Ident::new("item", first_span(other)),
    }
}

fn first_span(item: &Item) -> Span {
    item.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// The last name in a type's path, `Auths` of `crate::archivers::Auths<S>`.
fn type_name(ty: &Type) -> Ident {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.clone()),
        Type::Group(group) => Some(type_name(&group.elem)),
        Type::Paren(paren) => Some(type_name(&paren.elem)),
        _ => None,
    }
    .unwrap_or_else(|| format_ident!("item", span = ty.span()))
}

/// `<..>` with something inside.
fn is_generic(generics: &Generics) -> bool {
    !generics.params.is_empty()
}
