//! Expansions that must compile without a word from rustc or clippy, whatever is warned about.
#![deny(
    warnings,
    future_incompatible,
    keyword_idents,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms,
    unused,
    absolute_paths_not_starting_with_crate,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    variant_size_differences,
    clippy::all,
    clippy::pedantic
)]
/// Facts, as a crate of their own would hold them.
pub mod events {
    use serde::{Deserialize, Serialize};

    /// Which authorisation.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
    pub struct AuthId(pub u32);

    impl std::fmt::Display for AuthId {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt(f)
        }
    }

    /// The customer asked us to take a payment.
    #[ensue::event(name = "payment.created", version = 2, moved = "old::events::PaymentCreated", tag = ["billing"])]
    #[derive(Debug)]
    pub struct PaymentCreated {
        /// Which.
        pub payment: u32,
    }

    /// Not serde: it never waits.
    #[ensue::event]
    #[derive(Debug)]
    pub struct AuthCreated {
        /// Which.
        pub auth: AuthId,
    }

    /// The money is ours.
    #[ensue::event]
    #[derive(Debug, Serialize, Deserialize)]
    pub struct AuthSucceeded {
        /// Which.
        pub auth: AuthId,
    }

    /// It is not.
    #[ensue::event]
    #[derive(Debug)]
    pub enum AuthFailed {
        /// The provider said no.
        Refused(AuthId),
    }

    /// Nobody answered.
    #[ensue::event]
    #[derive(Debug, Serialize, Deserialize)]
    pub struct AuthExpired {
        /// Which.
        pub auth: AuthId,
    }

    /// Tell the customer.
    #[ensue::effect]
    #[derive(Debug, Serialize, Deserialize)]
    pub struct SendReceipt {
        /// Of which.
        pub auth: AuthId,
    }

    /// Tell the books, in another program.
    #[ensue::effect(performed_by = "invoicing", completes_with = [AuthExpired])]
    #[derive(Debug, Serialize, Deserialize)]
    pub struct WriteInvoice {
        /// Of which.
        pub auth: AuthId,
    }
}

/// What owns the authorisations.
pub mod archivers {
    use super::events::{AuthCreated, AuthExpired, AuthFailed, AuthId, AuthSucceeded, SendReceipt};
    use ensue::{Cx, IllegalMove, Resource, archiver, emits};
    use std::collections::HashMap;
    use std::sync::{Mutex, PoisonError};

    /// The states of one.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
    pub enum AuthState {
        /// Begun.
        #[initial]
        Created,
        /// Waits.
        PendingFraud,
        /// Ended well.
        #[terminal]
        Succeeded,
    }

    /// One authorisation.
    #[derive(Debug, Resource)]
    pub struct Auth {
        #[id]
        id: AuthId,
        #[state]
        state: AuthState,
    }

    /// All of them.
    #[derive(Debug, Default)]
    pub struct Auths {
        all: Mutex<HashMap<AuthId, Auth>>,
    }

    #[archiver(resource = Auth, tag = ["billing"])]
    impl Auths {
        /// Begins one.
        #[emits(AuthCreated)]
        pub async fn create<Caller>(&self, payment: u32, cx: &mut Cx<'_, Caller>) {
            let auth = AuthId(payment);
            let begun = Auth { id: auth, state: AuthState::Created };
            self.all.lock().unwrap_or_else(PoisonError::into_inner).insert(auth, begun);
            std::future::ready(()).await;
            cx.emit(AuthCreated { auth });
        }

        /// Ends one well.
        ///
        /// # Errors
        /// When it is in another state.
        #[transition(from = [Created, PendingFraud], to = Succeeded, emits = [AuthSucceeded, requests(SendReceipt)])]
        pub async fn succeed<Caller>(&self, id: AuthId, cx: &mut Cx<'_, Caller>) -> Result<(), IllegalMove> {
            fn items_come_first() {}
            items_come_first();
            if let Some(auth) = self.all.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&id) {
                cx.change(auth, AuthState::Succeeded)?;
            }
            std::future::ready(()).await;
            cx.emit(AuthSucceeded { auth: id });
            cx.request(SendReceipt { auth: id });
            Ok(())
        }

        /// Asks its caller by `impl Trait`, and calls another method.
        #[emits(AuthCreated, scheduled(AuthExpired))]
        pub async fn renew(&self, id: AuthId, cx: &mut Cx<'_, impl Sized>) {
            self.create(id.0, cx).await;
            cx.schedule(std::time::Duration::from_secs(1), AuthExpired { auth: id });
        }

        /// How many there are.
        #[must_use]
        pub fn count(&self) -> usize {
            self.all.lock().unwrap_or_else(PoisonError::into_inner).len()
        }
    }

    /// A helper beside the archiver.
    #[emits(AuthFailed, scheduled(AuthExpired))]
    pub fn expire<Caller>(auth: AuthId, cx: &mut Cx<'_, Caller>) {
        cx.emit(AuthFailed::Refused(auth));
        cx.schedule(std::time::Duration::from_secs(60), AuthExpired { auth });
    }
}

/// What reacts.
pub mod handlers {
    use super::archivers::{Auth, Auths, expire};
    use super::events::{
        AuthCreated, AuthExpired, AuthFailed, AuthId, AuthSucceeded, PaymentCreated, SendReceipt, WriteInvoice,
    };
    use ensue::{Changed, Cx, IllegalMove, OneOf, controller, effect_handler, handler};

    /// Begins.
    #[handler(on = PaymentCreated, may_emit = [AuthCreated])]
    pub async fn create_auth(event: &PaymentCreated, auths: &Auths, cx: &mut Cx<'_, create_auth>) {
        auths.create(event.payment, cx).await;
    }

    /// Sends mail.
    pub trait Mailer: Send + Sync {
        /// Sends.
        fn send(&self, text: &str);
    }

    #[handler(
        on = AuthCreated,
        may_emit = [AuthSucceeded, AuthFailed, scheduled(AuthExpired)],
        may_request = [SendReceipt, WriteInvoice]
    )]
    async fn settle(
        event: &AuthCreated,
        auths: &Auths,
        mailer: &dyn Mailer,
        cx: &mut Cx<'_, settle>,
    ) -> Result<(), IllegalMove> {
        mailer.send("settles");
        expire(event.auth, cx);
        auths.succeed(event.auth, cx).await?;
        cx.request(WriteInvoice { auth: event.auth }).unique("invoice");
        Ok(())
    }

    #[derive(Debug, OneOf)]
    enum AuthEnded<'a> {
        Succeeded(&'a AuthSucceeded),
        Failed(&'a AuthFailed),
    }

    #[handler(on = [AuthSucceeded, AuthFailed], loops = "it does not", tag = "mail")]
    fn tell(event: AuthEnded<'_>, mailer: &dyn Mailer) {
        match event {
            AuthEnded::Succeeded(event) => mailer.send(&event.auth.to_string()),
            AuthEnded::Failed(AuthFailed::Refused(auth)) => mailer.send(&auth.to_string()),
        }
    }

    /// What two events have in common.
    pub trait OfAuth {
        /// Which.
        fn auth(&self) -> AuthId;
    }

    impl OfAuth for AuthSucceeded {
        fn auth(&self) -> AuthId {
            self.auth
        }
    }

    impl OfAuth for AuthExpired {
        fn auth(&self) -> AuthId {
            self.auth
        }
    }

    #[handler(on = [AuthSucceeded, AuthExpired], timing = deferred, exclusive = event.auth().0 % 7, precondition = is_open)]
    async fn count(event: &impl OfAuth, auths: &Auths) -> Result<(), std::io::Error> {
        std::future::ready(()).await;
        assert!(auths.count() > 0, "{}", event.auth());
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "a precondition waits as its handler does")]
    async fn is_open(event: &impl OfAuth, auths: &Auths) -> bool {
        auths.count() > 0 && event.auth().0 > 0
    }

    #[handler(on_change_of = [Auth], timing = after_commit)]
    fn watch(changed: &Changed<Auth>, mailer: &dyn Mailer) {
        mailer.send(&changed.id.to_string());
    }

    // A name that the expansion might use itself.
    #[handler(on = AuthExpired)]
    fn run(_: &AuthExpired) {}

    #[effect_handler(on = SendReceipt, may_emit = [AuthExpired])]
    async fn send_receipt(
        effect: &SendReceipt,
        mailer: &dyn Mailer,
        cx: &mut Cx<'_, send_receipt>,
    ) -> Result<(), String> {
        std::future::ready(()).await;
        mailer.send(&effect.auth.to_string());
        cx.emit(AuthExpired { auth: effect.auth });
        Ok(())
    }

    /// Begins it all.
    ///
    /// # Errors
    /// When there is no note.
    #[controller(route = "POST /payments/{payment}", may_emit = [PaymentCreated], resumes = AuthCreated)]
    pub async fn post_payment(payment: u32, note: String, cx: &mut Cx<'_, post_payment>) -> Result<AuthId, String> {
        std::future::ready(()).await;
        if note.is_empty() {
            return Err("a note is missing".to_owned());
        }
        cx.emit(PaymentCreated { payment });
        Ok(AuthId(payment))
    }

    #[ensue::allow(declared_never_emitted, reason = "to see that it is allowed")]
    #[controller(schedule = "0 3 * * *", may_emit = [PaymentCreated])]
    fn nightly(auths: &Auths) {
        assert!(auths.count() < 1_000);
    }

    #[cfg(any())]
    #[handler(on = Nothing)]
    fn left_out(event: &Nothing) {}

    #[handler(on = PaymentCreated)]
    #[cfg(any())]
    fn left_out_below(event: &Nothing) {}
}

#[test]
fn everything_is_registered() {
    use ensue::__private::{Entry, inventory};
    let mut found = Vec::new();
    for entry in inventory::iter::<Entry> {
        found.push(match entry {
            Entry::Item(item) => format!("item {} {} {}", item.id(), item.stable_name, item.version),
            Entry::Handler(handler) => format!("{} of {}", handler.meta.id(), handler.item.name),
            Entry::Controller(controller) => format!("controller {}", controller.meta.id()),
            Entry::Archiver(archiver) => {
                let methods: Vec<_> = archiver.methods.iter().map(|method| method.name).collect();
                format!("archiver {}::{} {}", archiver.module, archiver.name, methods.join(" "))
            }
        });
    }
    found.sort();
    let expected = [
        "archiver expansion::archivers::Auths create succeed renew",
        "controller expansion::handlers::nightly",
        "controller expansion::handlers::post_payment",
        "expansion::handlers::count of AuthExpired",
        "expansion::handlers::count of AuthSucceeded",
        "expansion::handlers::create_auth of PaymentCreated",
        "expansion::handlers::run of AuthExpired",
        "expansion::handlers::send_receipt of SendReceipt",
        "expansion::handlers::settle of AuthCreated",
        "expansion::handlers::tell of AuthFailed",
        "expansion::handlers::tell of AuthSucceeded",
        "expansion::handlers::watch of Auth",
        "item expansion::events::AuthCreated AuthCreated 1",
        "item expansion::events::AuthExpired AuthExpired 1",
        "item expansion::events::AuthFailed AuthFailed 1",
        "item expansion::events::AuthSucceeded AuthSucceeded 1",
        "item expansion::events::PaymentCreated payment.created 2",
        "item expansion::events::SendReceipt SendReceipt 1",
        "item expansion::events::WriteInvoice WriteInvoice 1",
    ];
    assert_eq!(found, expected);
}

/// The registry says where the name stands, not the attribute above it: there the analyzer sees it too.
#[test]
fn a_registered_function_has_the_line_of_its_name() {
    use ensue::__private::{Entry, inventory};
    let source = include_str!("expansion.rs");
    let mut seen = 0;
    for entry in inventory::iter::<Entry> {
        if let Entry::Handler(handler) = entry {
            let name = format!("fn {}(", handler.meta.name);
            let line = source.lines().nth(handler.meta.line as usize - 1);
            assert!(line.is_some_and(|line| line.contains(&name)), "{name} is not in {line:?}");
            assert!(handler.meta.file.ends_with("expansion.rs"));
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}
