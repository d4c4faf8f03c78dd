//! What annotations say, where nothing is wrong with them.
//!
//! The grammar alone says what is wrong and how to mend it. Here each of its rules is kept by form: what is not plainly
//! within all of them is left to it.

use super::super::annotation::{
    Annotation, Archiver, Controller, Effect, Event, Handler, Method, On, Reading, Transition,
};
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Attribute, Generic, Path, Type};
use super::super::{Condition, PROOF};
use super::attributes::{Attributes, Candidate};
use super::block::Said;
use super::cursor::Cursor;
use super::function::{Given, Signature};
use ensue_grammar::annotation::Kind;
use ensue_grammar::graph::Timing;
use std::ops::Range;

/// What an annotation stands on.
pub(super) enum Subject<'a> {
    /// A struct or enum.
    Data {
        is_generic: bool,
    },
    Function(&'a Signature<'a>),
    Method(&'a Signature<'a>),
    /// With what its methods declare, when it is an archiver.
    Impl {
        is_of_trait: bool,
        declared: Vec<Method>,
    },
}

/// Which annotation an attribute is by its usual name.
pub(super) fn role_of(path: &Path) -> Option<Kind> {
    Kind::from_name(path.last())
}

impl Cursor<'_> {
    /// The documentation of an item that may be annotated, and what its attributes say.
    pub(super) fn annotations(&mut self, own: Attributes, subject: &Subject<'_>) -> Result<Said, Unsure> {
        if own.candidates.iter().filter_map(|it| role_of(&it.path)).count() > 1 {
            return Err(Unsure);
        }
        let mut attributes = Vec::with_capacity(own.candidates.len());
        for candidate in own.candidates {
            let reading = match role_of(&candidate.path) {
                // It says something together with its block alone.
                Some(Kind::Transition) if matches!(subject, Subject::Method(_)) => None,
                Some(kind) => {
                    let says = self.says(kind, candidate.arguments.clone(), subject)?;
                    Some(Reading { kind, says: Some(says), mistakes: Vec::new() })
                }
                None => None,
            };
            attributes.push(Attribute {
                path: candidate.path,
                condition: Condition::Always,
                reading,
                may_be_helper: own.has_foreign_derive,
                item: own.start,
                position: candidate.position,
            });
        }
        Ok((own.doc, attributes))
    }

    fn says(&mut self, kind: Kind, given: Range<usize>, subject: &Subject<'_>) -> Result<Annotation, Unsure> {
        match (kind, subject) {
            (Kind::Event, Subject::Data { is_generic: false }) => {
                let mut arguments = self.split(given)?;
                let event = Event {
                    name: arguments.text(self, "name")?,
                    version: 1,
                    moved: None,
                    tags: arguments.texts(self, "tag")?,
                };
                arguments.end()?;
                Ok(Annotation::Event(event))
            }
            (Kind::Effect, Subject::Data { is_generic: false }) => self.effect(given),
            (Kind::Handler | Kind::EffectHandler, Subject::Function(signature)) => self.handler(kind, given, signature),
            (Kind::Controller, Subject::Function(signature)) => self.controller(given, signature),
            (Kind::Emits, Subject::Function(signature) | Subject::Method(signature)) => {
                self.has_context(signature, &[])?;
                let entries = self.listed(given)?;
                Ok(Annotation::Emits(self.emissions(entries)?))
            }
            (Kind::Archiver, Subject::Impl { is_of_trait: false, declared }) => {
                let mut arguments = self.split(given)?;
                let resource = Some(arguments.path(self, "resource")?.ok_or(Unsure)?);
                arguments.texts(self, "tag")?;
                arguments.end()?;
                Ok(Annotation::Archiver(Archiver { resource, methods: declared.clone() }))
            }
            _ => Err(Unsure),
        }
    }

    fn effect(&mut self, given: Range<usize>) -> Result<Annotation, Unsure> {
        let mut arguments = self.split(given)?;
        let event =
            Event { name: arguments.text(self, "name")?, version: 1, moved: None, tags: arguments.texts(self, "tag")? };
        let performed_by = arguments.text(self, "performed_by")?;
        let completes_with = arguments.paths(self, "completes_with")?;
        arguments.end()?;
        if performed_by.is_some() != completes_with.is_some() {
            return Err(Unsure);
        }
        Ok(Annotation::Effect(Effect { event, performed_by, completes_with: completes_with.unwrap_or_default() }))
    }

    fn handler(&mut self, kind: Kind, given: Range<usize>, of: &Signature<'_>) -> Result<Annotation, Unsure> {
        let mut arguments = self.split(given)?;
        let on = match (arguments.paths(self, "on")?, arguments.paths(self, "on_change_of")?) {
            (Some(on), None) => On::Each(on),
            (None, Some(of)) if kind == Kind::Handler => On::ChangeOf(of),
            _ => return Err(Unsure),
        };
        let timing = match (arguments.word(self, "timing")?.as_deref(), kind) {
            (None, _) | (Some("inline"), Kind::Handler) => Timing::Inline,
            (Some("after_commit"), Kind::Handler) => Timing::AfterCommit,
            (Some("deferred"), _) => Timing::Deferred,
            _ => return Err(Unsure),
        };
        let handler = Handler {
            on,
            emissions: arguments.may(self)?,
            timing,
            exclusive: None,
            precondition: arguments.path(self, "precondition")?,
            loops: arguments.text(self, "loops")?,
            moved: None,
            tags: arguments.texts(self, "tag")?,
        };
        arguments.end()?;
        is_free(of)?;
        let (event, others) = of.parameters.split_first().ok_or(Unsure)?;
        if !self.is_shared(event) {
            return Err(Unsure);
        }
        self.are_resources(others.iter())?;
        Ok(Annotation::Handler(handler))
    }

    fn controller(&mut self, given: Range<usize>, of: &Signature<'_>) -> Result<Annotation, Unsure> {
        let mut arguments = self.split(given)?;
        let route = arguments.text(self, "route")?;
        let controller = Controller {
            schedule: None,
            resumes: arguments.path(self, "resumes")?,
            emissions: arguments.may(self)?,
            moved: None,
            tags: arguments.texts(self, "tag")?,
            route,
        };
        arguments.end()?;
        let is_route = |text: &str| {
            let parts = text.split_once(' ');
            parts.is_some_and(|(method, path)| {
                ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method)
                    && path.starts_with('/')
                    && !path.contains(char::is_whitespace)
            })
        };
        if controller.route.as_deref().is_some_and(|route| !is_route(route)) {
            return Err(Unsure);
        }
        is_free(of)?;
        let is_taken = |given: &&Given| self.is_reference(given);
        let (taken, arguments): (Vec<&Given>, Vec<&Given>) = of.parameters.iter().partition(is_taken);
        for given in arguments {
            let borrows =
                |kind, text: &str| matches!(kind, TokenKind::Mark(b'&') | TokenKind::Lifetime) || text == "impl";
            if !given.is_named || is_context(&given.ty) || self.any(given.written.clone(), borrows) {
                return Err(Unsure);
            }
        }
        self.are_resources(taken.into_iter())?;
        Ok(Annotation::Controller(controller))
    }

    /// What a method of an archiver declares, if anything.
    pub(super) fn archiver_method(
        &mut self,
        own: &Attributes,
        of: &Signature<'_>,
        around: &[Generic],
    ) -> Result<Option<Method>, Unsure> {
        if self.any(of.tokens.clone(), |_, text| PROOF.contains(&text)) {
            return Err(Unsure);
        }
        let ours = |it: &&Candidate| matches!(role_of(&it.path), Some(Kind::Transition | Kind::Emits));
        let Some(candidate) = own.candidates.iter().find(ours) else { return Ok(None) };
        self.has_context(of, around)?;
        let (emissions, transition) = if role_of(&candidate.path) == Some(Kind::Emits) {
            let entries = self.listed(candidate.arguments.clone())?;
            (self.emissions(entries)?, None)
        } else {
            let mut arguments = self.split(candidate.arguments.clone())?;
            let from = arguments.states(self, "from")?;
            let to = Some(arguments.state(self, "to")?.ok_or(Unsure)?);
            let emissions = arguments.emissions(self, "emits")?;
            arguments.end()?;
            (emissions, Some(Transition { from, to }))
        };
        Ok(Some(Method { name: of.name.to_owned(), emissions, transition, condition: Condition::Always }))
    }

    /// `&T` or `&dyn T`, and no context.
    fn is_shared(&self, given: &Given) -> bool {
        let referent = given.written.start + 1..given.written.end;
        let is_simple = !self.any(referent, |kind, text| matches!(kind, TokenKind::Mark(b'&')) || text == "impl");
        let is_lasting = self
            .any(given.written.start + 1..given.written.end.min(given.written.start + 2), |kind, _| {
                kind == TokenKind::Lifetime
            });
        let is_known = match &given.ty {
            Type::Path(path, _) => path.segments != ["str"],
            Type::Bounds(_) => true,
            _ => false,
        };
        self.is_reference(given) && is_simple && !is_lasting && is_known && !given.by_mut && !is_context(&given.ty)
    }

    fn is_reference(&self, given: &Given) -> bool {
        self.any(given.written.start..given.written.start + 1, |kind, _| kind == TokenKind::Mark(b'&'))
    }

    /// Each resource once, and the context once.
    fn are_resources<'g>(&self, given: impl Iterator<Item = &'g Given>) -> Result<(), Unsure> {
        let mut shared: Vec<&str> = Vec::new();
        let mut contexts = 0;
        for given in given {
            if given.by_mut {
                contexts += 1;
                continue;
            }
            let written = self.text_of(given.written.clone());
            // Without spaces the same type is the same text.
            let has_spaces = written.strip_prefix("&dyn ").unwrap_or(written).contains(char::is_whitespace);
            if !self.is_shared(given) || has_spaces || shared.contains(&written) {
                return Err(Unsure);
            }
            shared.push(written);
        }
        if contexts > 1 { Err(Unsure) } else { Ok(()) }
    }

    /// `cx: &mut Cx<'_, C>` for any caller `C`, and nothing else by `&mut`.
    fn has_context(&self, of: &Signature<'_>, around: &[Generic]) -> Result<(), Unsure> {
        let mut by_mut = of.parameters.iter().filter(|given| given.by_mut);
        let (Some(given), None) = (by_mut.next(), by_mut.next()) else { return Err(Unsure) };
        let Type::Path(_, arguments) = &given.ty else { return Err(Unsure) };
        let [Type::Path(Path { segments, absolute: false, .. }, of_caller)] = &arguments[..] else {
            return Err(Unsure);
        };
        let declared = of.generics.types[..of.generics.declared].iter().chain(around);
        let is_any = |name: &String| declared.clone().any(|generic| generic.name == *name);
        let is_caller = matches!(&segments[..], [name] if is_any(name)) && of_caller.is_empty();
        let is_plain = !self.any(given.written.clone(), |_, text| matches!(text, "(" | "[" | "impl" | "dyn" | "="));
        if is_context(&given.ty) && given.is_named && is_caller && is_plain { Ok(()) } else { Err(Unsure) }
    }
}

fn is_context(ty: &Type) -> bool {
    matches!(ty, Type::Path(path, _) if path.last() == "Cx")
}

/// What the application calls stands alone: no `self`, no type parameters, nothing unsafe.
fn is_free(of: &Signature<'_>) -> Result<(), Unsure> {
    if of.has_receiver || of.is_unsafe || of.generics.is_any { Err(Unsure) } else { Ok(()) }
}
