//! `#[archiver]` on an impl block, with what stands on its methods.

use crate::block::{Block, Piece};
use crate::call::at;
use crate::emitter::{hidden, metas, option, place, text};
use crate::function::{Function, conditions};
use crate::{docs, through};
use ensue_grammar::annotation::{self, Archiver, Error, Kind, Method, Transition, last_segment, other_role};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{ItemImpl, Path, spanned::Spanned};

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut block = match Block::read(Kind::Archiver, item) {
        Ok(block) => block,
        Err(instead) => return instead,
    };
    let (archiver, mut errors) = annotation::archiver(args, &block.header, &last_segment);
    errors.extend(other_role(Kind::Archiver, &block.name, &block.header.attrs, &last_segment));
    for method in &archiver.methods {
        if let Some(Piece::Method(function)) = block.pieces.get_mut(method.index) {
            expand_method(function, method, &block.name, archiver.resource.as_ref());
        }
    }
    for piece in &mut block.pieces {
        if let Piece::Method(function) = piece {
            function
                .attrs
                .retain(|attribute| !matches!(last_segment(attribute.path()), Some(Kind::Transition | Kind::Emits)));
        }
    }
    let registration = if errors.is_empty() { registration(&block, &archiver) } else { TokenStream::new() };
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#block #registration #(#errors)*)
}

fn expand_method(function: &mut Function, method: &Method, owner: &Ident, resource: Option<&Path>) {
    docs::append(&mut function.attrs, &docs::of_method(method, resource));
    let Some(context) = &method.context else { return };
    through::ask_caller(function, context, &method.emissions);
    let name = format!("{}::{}", text(owner).value(), text(&method.name).value());
    let rule = match (&method.transition, resource) {
        (Some(transition), Some(resource)) => rule(transition, resource),
        _ => None,
    };
    through::step(function, context, &name, rule.as_ref());
}

/// What `cx.change` asks: the states by their variants, whatever data these carry.
fn rule(transition: &Transition, resource: &Path) -> Option<TokenStream> {
    let to = transition.to.as_ref()?;
    let written: Vec<_> = transition.from.iter().map(ToString::to_string).collect();
    let text = match &written[..] {
        [] => format!("-> {to}"),
        from => format!("{} -> {to}", from.join(" | ")),
    };
    let from = match &transition.from[..] {
        [] => quote!(|_| true),
        from => is_in(from, resource),
    };
    let to = is_in(std::slice::from_ref(to), resource);
    Some(quote! {
        ::ensue::__private::Rule {
            resource: ::core::any::TypeId::of::<#resource>,
            from: #from,
            to: #to,
            text: #text,
        }
    })
}

fn is_in(states: &[Ident], resource: &Path) -> TokenStream {
    let patterns = states.iter().map(|state| quote_spanned!(at(state.span())=> __State::#state { .. }));
    quote_spanned! {at(resource.span())=>
        |__state| {
            type __State = <#resource as ::ensue::Resource>::State;
            ::std::matches!(
                __state.downcast_ref::<__State>(),
                ::std::option::Option::Some(#(#patterns)|*)
            )
        }
    }
}

fn registration(block: &Block, archiver: &Archiver) -> TokenStream {
    let Some(resource) = &archiver.resource else { return TokenStream::new() };
    let item = place(&block.name);
    let owner = owner(&block.header);
    let methods = archiver.methods.iter().map(|method| {
        let conditions = match block.pieces.get(method.index) {
            Some(Piece::Method(function)) => function.conditions(),
            _ => Vec::new(),
        };
        let declared = declared(method);
        quote!(#(#conditions)* #declared)
    });
    let (moved, tags) = (option(archiver.moved.as_ref()), &archiver.tags);
    let archiver = quote! {
        struct __Beside;
        static __ARCHIVER: ::ensue::__private::ArchiverMeta = ::ensue::__private::ArchiverMeta {
            #item
            owner: #owner,
            beside: ::core::any::type_name::<__Beside>,
            resource: ::ensue::__private::ResourceRef::of::<#resource>(),
            methods: &[#(#methods),*],
            moved: #moved,
            tags: &[#(#tags),*],
        };
        ::ensue::__private::inventory::submit! { ::ensue::__private::Entry::Archiver(&__ARCHIVER) }
    };
    hidden(&conditions(&block.header.attrs), &archiver)
}

/// Asks the compiler where the type is defined: its impl block may stand elsewhere, or name it by an alias. A type with
/// parameters is not one type to ask about.
fn owner(header: &ItemImpl) -> TokenStream {
    let ty = &header.self_ty;
    let path = header.generics.params.is_empty().then(|| quote!(::core::any::type_name::<#ty>));
    option(path)
}

fn declared(method: &Method) -> TokenStream {
    let name = text(&method.name);
    let (from, to) = match &method.transition {
        Some(transition) => (&transition.from[..], transition.to.as_ref()),
        None => (&[][..], None),
    };
    let from = from.iter().map(text);
    let to = option(to.map(text).as_ref());
    let emits = metas(&method.emissions.emits, "Event");
    let schedules = metas(&method.emissions.schedules, "Event");
    let requests = metas(&method.emissions.requests, "Effect");
    quote! {
        ::ensue::__private::MethodMeta {
            name: #name,
            from: &[#(#from),*],
            to: #to,
            emits: &[#emits],
            schedules: &[#schedules],
            requests: &[#requests],
        }
    }
}
