//! `#[derive(OneOf)]` and `#[derive(Resource)]`.

use super::parameters::peel;
use crate::annotation::{
    Error, Kind, Mark, Member, OneOf, Resource, State, States, Variant, messages, subject::Subject,
};
use syn::{Attribute, Field, Fields, GenericParam, ItemEnum, ItemStruct, Meta, Type};

/// The helper attributes of `#[derive(Resource)]`.
const MARKS: [&str; 4] = ["id", "state", "initial", "terminal"];

/// Reads an enum with `#[derive(OneOf)]`: one lifetime, and in each variant one reference to an event.
#[must_use]
pub fn one_of(item: &ItemEnum) -> (OneOf, Vec<Error>) {
    let of = Subject::new(Kind::OneOf, &item.ident);
    let mut errors = Vec::new();
    let parameters: Vec<_> = item.generics.params.iter().collect();
    if !matches!(parameters[..], [GenericParam::Lifetime(_)]) {
        errors.push(match parameters[..] {
            [] => messages::one_of_generics(&of, &item.ident),
            _ => messages::one_of_generics(&of, &item.generics.params),
        });
    }
    let mut variants = Vec::new();
    for variant in &item.variants {
        let event = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => match peel(&fields.unnamed[0].ty) {
                Type::Reference(reference) if reference.mutability.is_none() => Some((*reference.elem).clone()),
                _ => None,
            },
            _ => None,
        };
        match (event, &variant.fields) {
            (Some(event), _) => variants.push(Variant { name: variant.ident.clone(), event }),
            (None, Fields::Unit) => errors.push(messages::bad_variant(&of, &variant.ident, &variant.ident)),
            (None, fields) => errors.push(messages::bad_variant(&of, &variant.ident, fields)),
        }
    }
    (OneOf { variants }, errors)
}

/// Reads a struct with `#[derive(Resource)]`: one field with `#[id]`, one with `#[state]`.
#[must_use]
pub fn resource(item: &ItemStruct) -> (Resource, Vec<Error>) {
    let of = Subject::new(Kind::Resource, &item.ident);
    let mut errors = Vec::new();
    let mut resource = Resource::default();
    for (position, field) in item.fields.iter().enumerate() {
        for (attribute, mark) in marks(&field.attrs) {
            let place = match mark {
                "id" => &mut resource.id,
                "state" => &mut resource.state,
                _ => {
                    errors.push(messages::misplaced_mark(&of, attribute));
                    continue;
                }
            };
            if !matches!(attribute.meta, Meta::Path(_)) {
                errors.push(messages::misplaced_mark(&of, attribute));
            }
            if place.is_some() {
                errors.push(messages::second_member(&of, attribute, mark));
            } else {
                *place = Some(member(field, position));
            }
        }
    }
    for (mark, place) in [("id", &resource.id), ("state", &resource.state)] {
        if place.is_none() {
            errors.push(messages::no_member(&of, mark));
        }
    }
    (resource, errors)
}

/// Reads an enum with `#[derive(Resource)]`: the states of a resource.
#[must_use]
pub fn states(item: &ItemEnum) -> (States, Vec<Error>) {
    let of = Subject::new(Kind::Resource, &item.ident);
    let mut errors = Vec::new();
    let mut states = Vec::new();
    for variant in &item.variants {
        let mut found = Vec::new();
        for (attribute, mark) in marks(&variant.attrs) {
            let mark = match mark {
                "initial" => Some(Mark::Initial),
                "terminal" => Some(Mark::Terminal),
                _ => None,
            };
            let mark = mark.filter(|mark| !found.contains(mark) && matches!(attribute.meta, Meta::Path(_)));
            match mark {
                Some(mark) => found.push(mark),
                None => errors.push(messages::misplaced_mark(&of, attribute)),
            }
        }
        for field in &variant.fields {
            errors.extend(marks(&field.attrs).map(|(attribute, _)| messages::misplaced_mark(&of, attribute)));
        }
        states.push(State { name: variant.ident.clone(), marks: found });
    }
    (States { states }, errors)
}

fn marks(attributes: &[Attribute]) -> impl Iterator<Item = (&Attribute, &'static str)> {
    attributes.iter().filter_map(|attribute| {
        let mark = MARKS.into_iter().find(|mark| attribute.path().is_ident(mark))?;
        Some((attribute, mark))
    })
}

fn member(field: &Field, position: usize) -> Member {
    let name = match &field.ident {
        Some(name) => syn::Member::Named(name.clone()),
        None => syn::Member::Unnamed(position.into()),
    };
    Member { name, ty: field.ty.clone() }
}
