//! What rustdoc says: the signatures of a crate by the place where they are written, each path with its definition.

use super::shape::Shape;
use rustdoc_types::{
    AssocItemConstraintKind, Crate, GenericArg, GenericArgs, GenericBound, GenericParamDefKind, Generics, Id, ItemEnum,
    ItemKind, Path, Term, Type, WherePredicate,
};
use std::collections::BTreeMap;

/// Where an item starts: its file relative to the directory of the workspace, line and column, both from 1.
pub(super) type Place = (String, usize, usize);

/// An item as rustdoc sees it.
pub(super) struct Documented {
    pub(super) signature: Shape<Id>,
}

/// Where a definition is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) krate: String,
    /// Modules and name, without the crate.
    pub(super) path: Vec<String>,
    pub(super) kind: ItemKind,
    /// File, first and last line, of an item of the documented crate.
    pub(super) lines: Option<(String, usize, usize)>,
}

impl Definition {
    /// The whole path.
    pub(super) fn text(&self) -> String {
        let parts: Vec<&str> = std::iter::once(&self.krate).chain(&self.path).map(String::as_str).collect();
        parts.join("::")
    }
}

/// All items with a place, by where they start. What derives and macros make starts where the macro is called.
pub(super) fn items(krate: &Crate) -> BTreeMap<Place, Vec<Documented>> {
    let mut found: BTreeMap<Place, Vec<Documented>> = BTreeMap::new();
    for item in krate.index.values().filter(|item| item.crate_id == 0) {
        let Some(span) = &item.span else { continue };
        let Some(signature) = signature(&item.inner) else { continue };
        let place = (span.filename.to_string_lossy().into_owned(), span.begin.0, span.begin.1);
        found.entry(place).or_default().push(Documented { signature });
    }
    found
}

/// The definition of an id.
pub(super) fn definition(krate: &Crate, id: Id) -> Option<Definition> {
    let summary = krate.paths.get(&id)?;
    let (name, path) = summary.path.split_first()?;
    let name = match summary.crate_id {
        0 => name,
        other => krate.external_crates.get(&other).map_or(name, |it| &it.name),
    };
    let span = krate.index.get(&id).filter(|item| item.crate_id == 0).and_then(|item| item.span.as_ref());
    let lines = span.map(|span| (span.filename.to_string_lossy().into_owned(), span.begin.0, span.end.0));
    Some(Definition { krate: name.clone(), path: path.to_vec(), kind: summary.kind, lines })
}

fn signature(item: &ItemEnum) -> Option<Shape<Id>> {
    let parts = match item {
        ItemEnum::Union(it) => vec![generics(&it.generics)],
        ItemEnum::Struct(it) => vec![generics(&it.generics)],
        ItemEnum::Enum(it) => vec![generics(&it.generics)],
        ItemEnum::StructField(it) => vec![ty(it)],
        ItemEnum::Function(it) => {
            let inputs = it.sig.inputs.iter().map(|(_, input)| ty(input)).collect();
            vec![generics(&it.generics), Shape::Group("inputs", inputs), output(it.sig.output.as_ref())]
        }
        ItemEnum::Trait(it) => vec![generics(&it.generics), bounds("bounds", &it.bounds)],
        ItemEnum::TraitAlias(it) => vec![generics(&it.generics), bounds("bounds", &it.params)],
        ItemEnum::Impl(it) if !it.is_synthetic && it.blanket_impl.is_none() => {
            let of_trait = it.trait_.iter().map(path).collect();
            vec![generics(&it.generics), Shape::Group("trait", of_trait), ty(&it.for_)]
        }
        ItemEnum::TypeAlias(it) => vec![generics(&it.generics), ty(&it.type_)],
        ItemEnum::Constant { type_, .. } | ItemEnum::AssocConst { type_, .. } => vec![ty(type_)],
        ItemEnum::Static(it) => vec![ty(&it.type_)],
        ItemEnum::AssocType { generics: of, bounds: asked, type_ } => {
            let given = Shape::Group("given", type_.iter().map(ty).collect());
            vec![generics(of), bounds("bounds", asked), given]
        }
        ItemEnum::Use(it) => match it.id {
            Some(id) => vec![Shape::Named(id, Vec::new())],
            None => return None,
        },
        _ => return None,
    };
    Some(Shape::Group(kind(item), parts))
}

/// The word for items of a kind on both sides.
fn kind(item: &ItemEnum) -> &'static str {
    match item {
        ItemEnum::Union(_) | ItemEnum::Struct(_) | ItemEnum::Enum(_) => "type",
        ItemEnum::StructField(_) => "field",
        ItemEnum::Function(_) => "function",
        ItemEnum::Trait(_) | ItemEnum::TraitAlias(_) => "trait",
        ItemEnum::Impl(_) => "impl",
        ItemEnum::TypeAlias(_) => "alias",
        ItemEnum::Constant { .. } | ItemEnum::AssocConst { .. } | ItemEnum::Static(_) => "value",
        ItemEnum::AssocType { .. } => "associated type",
        ItemEnum::Use(it) if it.is_glob => "glob",
        ItemEnum::Use(_) => "import",
        _ => "other",
    }
}

fn ty(of: &Type) -> Shape<Id> {
    match of {
        Type::ResolvedPath(it) => path(it),
        Type::DynTrait(it) => Shape::Group("dyn", it.traits.iter().map(|it| path(&it.trait_)).collect()),
        Type::Generic(_) => Shape::Parameter,
        Type::Primitive(_) => Shape::Primitive,
        Type::FunctionPointer(it) => {
            let inputs = it.sig.inputs.iter().map(|(_, input)| ty(input)).collect();
            Shape::Group("fn", vec![Shape::Group("inputs", inputs), output(it.sig.output.as_ref())])
        }
        Type::Tuple(parts) => Shape::Group("tuple", parts.iter().map(ty).collect()),
        Type::Slice(it) => Shape::Group("slice", vec![ty(it)]),
        Type::Array { type_, .. } => Shape::Group("array", vec![ty(type_)]),
        Type::Pat { .. } | Type::Infer => Shape::Blank,
        Type::ImplTrait(it) => bounds("impl trait", it),
        Type::RawPointer { type_, .. } => Shape::Group("pointer", vec![ty(type_)]),
        Type::BorrowedRef { type_, .. } => Shape::Group("reference", vec![ty(type_)]),
        Type::QualifiedPath { self_type, trait_, .. } => {
            Shape::Projection(std::iter::once(ty(self_type)).chain(trait_.iter().map(path)).collect())
        }
    }
}

fn path(of: &Path) -> Shape<Id> {
    Shape::Named(of.id, of.args.as_deref().map(arguments).unwrap_or_default())
}

fn arguments(of: &GenericArgs) -> Vec<Shape<Id>> {
    match of {
        GenericArgs::AngleBracketed { args, constraints } => {
            let types = args.iter().filter_map(|argument| match argument {
                GenericArg::Lifetime(_) => None,
                GenericArg::Type(it) => Some(ty(it)),
                GenericArg::Const(_) | GenericArg::Infer => Some(Shape::Blank),
            });
            let constraints = constraints.iter().map(|constraint| {
                let of = constraint.args.as_deref().map(arguments).unwrap_or_default();
                let by = match &constraint.binding {
                    AssocItemConstraintKind::Equality(Term::Type(it)) => ty(it),
                    AssocItemConstraintKind::Equality(Term::Constant(_)) => Shape::Blank,
                    AssocItemConstraintKind::Constraint(it) => bounds("bounds", it),
                };
                Shape::Group("constraint", vec![Shape::Group("of", of), by])
            });
            types.chain(constraints).collect()
        }
        GenericArgs::Parenthesized { inputs, output: given } => {
            vec![Shape::Group("inputs", inputs.iter().map(ty).collect()), output(given.as_ref())]
        }
        GenericArgs::ReturnTypeNotation => Vec::new(),
    }
}

fn output(of: Option<&Type>) -> Shape<Id> {
    Shape::Group("output", of.iter().map(|it| ty(it)).collect())
}

fn bounds(word: &'static str, of: &[GenericBound]) -> Shape<Id> {
    let traits = of.iter().filter_map(|bound| match bound {
        GenericBound::TraitBound { trait_, .. } => Some(path(trait_)),
        GenericBound::Outlives(_) | GenericBound::Use(_) => None,
    });
    Shape::Group(word, traits.collect())
}

fn generics(of: &Generics) -> Shape<Id> {
    let parameters = of.params.iter().filter_map(|parameter| match &parameter.kind {
        GenericParamDefKind::Type { bounds: asked, default, is_synthetic: false } => {
            let default = Shape::Group("default", default.iter().map(ty).collect());
            Some(Shape::Group("parameter", vec![bounds("bounds", asked), default]))
        }
        GenericParamDefKind::Const { type_, .. } => Some(Shape::Group("constant", vec![ty(type_)])),
        _ => None,
    });
    let predicates = of.where_predicates.iter().filter_map(|predicate| match predicate {
        WherePredicate::BoundPredicate { type_, bounds: asked, .. } => {
            Some(Shape::Group("predicate", vec![ty(type_), bounds("bounds", asked)]))
        }
        _ => None,
    });
    Shape::Group(
        "generics",
        vec![Shape::Group("parameters", parameters.collect()), Shape::Group("where", predicates.collect())],
    )
}
