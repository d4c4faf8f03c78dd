//! What every attribute owes to an editor: whatever is typed so far, no panic, the item, and the names that it defines.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

type Expand = fn(TokenStream, &TokenStream) -> TokenStream;

/// An attribute, its arguments and its item, all as they should be.
struct Sample {
    expand: Expand,
    args: &'static str,
    item: &'static str,
}

const SAMPLES: &[Sample] = &[
    Sample {
        expand: crate::event::expand,
        args: r#"name = "paid", version = 2, moved = "old::Paid", tag = ["billing"]"#,
        item: "/// Paid.\n#[derive(Debug)] pub struct Paid { pub at: Time, pub(crate) who: Option<Vec<u8>> }",
    },
    Sample {
        expand: crate::effect::expand,
        args: r#"performed_by = "invoicing", completes_with = [Written, Failed]"#,
        item: "pub enum WriteInvoice { For(AuthId), All }",
    },
    Sample {
        expand: crate::handler::expand,
        args: r#"on = [A, b::B], may_emit = [C, scheduled(D)], may_request = [F], timing = deferred, exclusive = event.a(1), precondition = open, loops = "no", tag = ["x"]"#,
        item: "pub(crate) async fn settle(event: &impl Both, auths: &Auths, mailer: &dyn Mailer, cx: &mut Cx<'_, settle>) -> Result<(), Error> { let x = [1, 2]; auths.go(x, cx).await }",
    },
    Sample { expand: crate::handler::expand, args: "on_change_of = [Auth]", item: "fn watch(changed: Moved<'_>) {}" },
    Sample {
        expand: crate::effect_handler::expand,
        args: "on = SendReceipt, may_emit = [Sent]",
        item: "async fn send(effect: &SendReceipt, cx: &mut Cx<'_, send>) { cx.emit(Sent) }",
    },
    Sample {
        expand: crate::controller::expand,
        args: r#"route = "POST /payments", resumes = Waiting, may_emit = [Paid]"#,
        item: "pub async fn post(payment: NewPayment, mut note: String, auths: &Auths, cx: &mut Cx<'_, post>) -> Result<u8, E> { Ok(payment.id) }",
    },
    Sample {
        expand: crate::archiver::expand,
        args: "resource = Auth, tag = [\"billing\"]",
        item: "impl<S: Store> Auths<S> { const LIMIT: u8 = 3; \
            #[transition(from = [Created, Pending], to = Done, emits = [A, requests(F)])] \
            pub async fn done<C>(&self, id: AuthId, cx: &mut Cx<'_, C>) -> Result<(), E> where S: Sync { self.save(id); Ok(()) } \
            #[emits(A, scheduled(B))] fn create(&self, cx: &mut Cx<'_, impl Sized>) { cx.emit(A) } \
            fn load(&self) -> u8 { 7 } }",
    },
    Sample {
        expand: crate::emits::expand,
        args: "A, scheduled(B), requests(F)",
        item: "pub fn expire<C: Send>(id: AuthId, cx: &mut Cx<'_, C>) { cx.emit(A { id }) }",
    },
    Sample { expand: |_, item| crate::transition::expand(item), args: "", item: "fn done(&self) { self.x() }" },
    Sample { expand: crate::allow::expand, args: "a_lint, reason = \"since\"", item: "struct Paid;" },
    Sample {
        expand: |_, item| quote!(#item).into_iter().chain(crate::one_of::expand(item)).collect(),
        args: "",
        item: "enum Ended<'a> { Done(&'a A), Failed(&'a B) }",
    },
    Sample {
        expand: |_, item| quote!(#item).into_iter().chain(crate::resource::expand(item)).collect(),
        args: "",
        item: "struct Auth<T> { #[id] id: AuthId, #[state] state: State, rest: T }",
    },
];

#[test]
fn whatever_is_cut_off_the_attribute_the_item_and_its_names_stay() {
    for sample in SAMPLES {
        let item: TokenStream = sample.item.parse().unwrap();
        let whole = (sample.expand)(sample.args.parse().unwrap(), &item);
        let names = defined(&whole);
        for args in cuts(&sample.args.parse().unwrap()) {
            let expanded = (sample.expand)(args.clone(), &item);
            syn::parse2::<syn::File>(expanded.clone()).unwrap_or_else(|error| panic!("{error}: {args}\n{expanded}"));
            assert_eq!(defined(&expanded), names, "{args}");
            assert!(keeps_body(&item, &expanded), "loses the body: {args}\n{expanded}");
        }
    }
}

#[test]
fn whatever_is_cut_off_the_item_what_is_left_stays() {
    for sample in SAMPLES {
        for item in cuts(&sample.item.parse().unwrap()) {
            let expanded = (sample.expand)(sample.args.parse().unwrap(), &item);
            assert!(keeps_body(&item, &expanded), "{item}\n{expanded}");
        }
    }
}

#[test]
fn a_body_that_does_not_parse_keeps_the_function_and_its_type() {
    let cases: [(Expand, &str, &str, &[&str]); 4] = [
        (
            crate::handler::expand,
            "on = A, may_emit = [B]",
            "fn settle(event: &A, cx: &mut Cx<'_, settle>) { cx.emit(B { ; let = }) }",
            &["fn settle", "struct settle", "Emits < B > for settle", "; let ="],
        ),
        (
            crate::controller::expand,
            "may_emit = [B]",
            "async fn post(payment: P, cx: &mut Cx<'_, post>) { cx. }",
            &["fn post", "struct post { payment : P", "Emits < B > for post", "Controller for post", "{ cx . }"],
        ),
        (
            crate::emits::expand,
            "B",
            "fn help<C>(cx: &mut Cx<'_, C>) { cx.emit(B).. = }",
            &["fn help < C >", "Emits < B >"],
        ),
        (
            crate::archiver::expand,
            "resource = Auth",
            "impl Auths { #[emits(B)] fn create<C>(&self, cx: &mut Cx<'_, C>) { self.x. } fn other(&self) {} }",
            &["fn create < C >", "Emits < B >", "self . x .", "fn other"],
        ),
    ];
    for (expand, args, item, kept) in cases {
        let item: TokenStream = item.parse().unwrap();
        let expanded = expand(args.parse().unwrap(), &item).to_string();
        assert!(!expanded.contains("compile_error"), "speaks where rustc will: {expanded}");
        for kept in kept {
            assert!(expanded.contains(kept), "lost `{kept}`: {expanded}");
        }
    }
}

/// The names of types and functions at the top, sorted.
fn defined(expanded: &TokenStream) -> Vec<String> {
    let file = syn::parse2::<syn::File>(expanded.clone()).unwrap();
    let mut names: Vec<_> = file.items.iter().filter_map(name).collect();
    names.sort();
    names
}

fn name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Fn(item) => Some(format!("fn {}", item.sig.ident)),
        syn::Item::Struct(item) => Some(format!("struct {}", item.ident)),
        syn::Item::Enum(item) => Some(format!("enum {}", item.ident)),
        syn::Item::Impl(item) => Some(format!("impl {}", quote!(#item).into_iter().nth(1)?)),
        _ => None,
    }
}

/// Whether the innermost tokens of the item are all there, in their order.
fn keeps_body(item: &TokenStream, expanded: &TokenStream) -> bool {
    let wanted = leaves(item);
    let mut wanted = wanted.iter().peekable();
    for leaf in leaves(expanded) {
        wanted.next_if(|wanted| **wanted == leaf);
    }
    wanted.peek().is_none()
}

/// All tokens but brackets, without the attributes that `#[archiver]` takes off its methods.
fn leaves(tokens: &TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' && tokens.peek().is_some_and(is_ours) => {
                tokens.next();
            }
            TokenTree::Group(group) => all.extend(leaves(&group.stream())),
            other => all.push(other.to_string()),
        }
    }
    all
}

fn is_ours(attribute: &TokenTree) -> bool {
    let TokenTree::Group(group) = attribute else { return false };
    let first = group.stream().into_iter().next();
    first.is_some_and(|name| ["transition", "emits"].contains(&name.to_string().as_str()))
}

/// The tokens without their last one, without their last two, and so on into every group.
fn cuts(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = vec![TokenStream::new()];
    for (i, token) in tokens.iter().enumerate() {
        let before = &tokens[..i];
        if let TokenTree::Group(group) = token {
            all.extend(cuts(&group.stream()).into_iter().map(|inside| with_group(before, group.delimiter(), inside)));
        }
        all.push(tokens[..=i].iter().cloned().collect());
    }
    all
}

fn with_group(before: &[TokenTree], delimiter: Delimiter, inside: TokenStream) -> TokenStream {
    before.iter().cloned().chain([TokenTree::Group(Group::new(delimiter, inside))]).collect()
}
