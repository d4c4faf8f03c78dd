//! `#[derive(Resource)]`, on a resource and on the enum of its states.

use crate::call::at;
use ensue_grammar::annotation::{self, Error, Kind, Resource, wrong_item};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Item, ItemStruct, spanned::Spanned};

pub(crate) fn expand(item: &TokenStream) -> TokenStream {
    let (generated, errors) = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Struct(item)) => {
            let (resource, errors) = annotation::resource(&item);
            (implementation(&item, &resource), errors)
        }
        // The states are read by the analyzer; here they only have to be right.
        Ok(Item::Enum(item)) => (TokenStream::new(), annotation::states(&item).1),
        Ok(other) => (TokenStream::new(), vec![wrong_item(Kind::Resource, &other)]),
        Err(unfinished) => return unfinished.into_compile_error(),
    };
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#generated #(#errors)*)
}

/// Nothing without both fields: what is missing has been said.
fn implementation(item: &ItemStruct, resource: &Resource) -> TokenStream {
    let (Some(id), Some(state)) = (&resource.id, &resource.state) else { return TokenStream::new() };
    let name = &item.ident;
    let text = crate::emitter::text(name);
    let (impl_generics, type_generics, clause) = item.generics.split_for_impl();
    let (id_name, id_type, state_name, state_type) = (&id.name, &id.ty, &state.name, &state.ty);
    let id_alias = quote_spanned!(at(id_type.span())=> type Id = #id_type;);
    let state_alias = quote_spanned!(at(state_type.span())=> type State = #state_type;);
    quote! {
        #[automatically_derived]
        impl #impl_generics ::ensue::Resource for #name #type_generics #clause {
            #id_alias
            #state_alias
            const NAME: &'static str = #text;
            fn id(&self) -> &Self::Id {
                &self.#id_name
            }
            fn state(&self) -> &Self::State {
                &self.#state_name
            }
            fn set_state(&mut self, to: Self::State) {
                self.#state_name = to;
            }
        }
    }
}
