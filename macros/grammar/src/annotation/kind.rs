//! The names of the annotations, and what each stands on.

use std::fmt;

/// An annotation of Ensue, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `#[event]` on a struct or enum.
    Event,
    /// `#[effect]` on a struct or enum.
    Effect,
    /// `#[handler]` on a function.
    Handler,
    /// `#[effect_handler]` on a function.
    EffectHandler,
    /// `#[controller]` on a function.
    Controller,
    /// `#[archiver]` on an impl block.
    Archiver,
    /// `#[transition]` on a method of an archiver.
    Transition,
    /// `#[emits]` on a method of an archiver, or on any other function with a context.
    Emits,
    /// `#[allow]` beside any of these.
    Allow,
    /// `#[derive(OneOf)]` on an enum of references to events.
    OneOf,
    /// `#[derive(Resource)]` on a struct, and on the enum of its states.
    Resource,
}

impl Kind {
    /// Every annotation, in the order of the documentation.
    pub const ALL: [Kind; 11] = [
        Kind::Event,
        Kind::Effect,
        Kind::Handler,
        Kind::EffectHandler,
        Kind::Controller,
        Kind::Archiver,
        Kind::Transition,
        Kind::Emits,
        Kind::Allow,
        Kind::OneOf,
        Kind::Resource,
    ];

    /// The attribute of this name, as the runtime exports it; derives have [`Kind::from_derive`].
    ///
    /// ```
    /// # use ensue_grammar::annotation::Kind;
    /// assert_eq!(Kind::from_name("handler"), Some(Kind::Handler));
    /// assert_eq!(Kind::from_name("OneOf"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| !kind.is_derive() && kind.name() == name)
    }

    /// The derive of this name, as in `#[derive(ensue::Resource)]`.
    #[must_use]
    pub fn from_derive(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.is_derive() && kind.name() == name)
    }

    /// The name that the runtime exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Event => "event",
            Kind::Effect => "effect",
            Kind::Handler => "handler",
            Kind::EffectHandler => "effect_handler",
            Kind::Controller => "controller",
            Kind::Archiver => "archiver",
            Kind::Transition => "transition",
            Kind::Emits => "emits",
            Kind::Allow => "allow",
            Kind::OneOf => "OneOf",
            Kind::Resource => "Resource",
        }
    }

    /// Whether it is written inside `#[derive(..)]`.
    #[must_use]
    pub fn is_derive(self) -> bool {
        matches!(self, Kind::OneOf | Kind::Resource)
    }
}

/// As it is written: `#[handler]`, `#[derive(OneOf)]`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_derive() { write!(f, "#[derive({})]", self.name()) } else { write!(f, "#[{}]", self.name()) }
    }
}
