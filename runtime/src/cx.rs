//! The context: the only way to emit, schedule, request and change, typed by who does it.

use crate::__private::{ItemMeta, Method, Payload};
use crate::cascade::record::{Entry, NONE, Record, Way, What, index};
use crate::{Effect, EmittedBy, Event, IllegalMove, Moved, RequestedBy, Resource, ScheduledBy, Stored, Ticket, When};
use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The context of the emitter `C`: it accepts only what `C` declares.
///
/// A handler or controller takes `cx: &mut Cx<'_, its_own_name>`. An archiver's method or a helper is generic over its
/// caller: `cx: &mut Cx<'_, impl Emits<AuthCreated>>`. A context is made by the runtime alone.
pub struct Cx<'a, C: ?Sized> {
    core: &'a mut Core,
    way: u32,
    emitter: PhantomData<fn(*const C)>,
}

/// A running call. Not part of the record, so that what it will hold (a transaction) need not be `Sync`.
#[derive(Default)]
pub struct Core {
    pub(crate) record: Record,
    /// Index of the run that holds the context.
    pub(crate) running: u32,
}

impl Core {
    fn put(&mut self, way: u32, what: What, item: &'static ItemMeta, body: Arc<Payload>) -> &mut Entry {
        let at = self.record.log.len();
        self.record.log.push(Entry { what, by: self.running, way, item, body, ticket: None });
        &mut self.record.log[at]
    }
}

impl<'a, C: ?Sized> Cx<'a, C> {
    #[doc(hidden)]
    pub fn __new(core: &'a mut Core) -> Self {
        Cx { core, way: NONE, emitter: PhantomData }
    }

    #[doc(hidden)]
    pub fn __through(&mut self, method: &'static Method) -> Cx<'_, C> {
        let way = index(self.core.record.ways.len());
        self.core.record.ways.push(Way { method, from: self.way });
        Cx { core: self.core, way, emitter: PhantomData }
    }

    /// Emits `event`: its handlers run when the emitter has returned, in the same unit of work. Events run in the order in
    /// which they were emitted, the handlers of one in the order of their ids.
    pub fn emit<E: EmittedBy<C> + Event>(&mut self, event: E) {
        self.core.put(self.way, What::Emitted, E::META, Arc::new(event));
    }

    /// Emits `event` at a later time: a `Duration` from now, or a `SystemTime`. It waits as a ticket.
    pub fn schedule<E: ScheduledBy<C> + Event + Stored>(&mut self, when: impl Into<When>, event: E) -> &mut Ticket {
        let entry = self.core.put(self.way, What::Scheduled, E::META, Arc::new(event));
        entry.ticket.insert(Box::new(Ticket::new(when.into())))
    }

    /// Requests `effect`: it is performed once this unit of work is committed, by its effect handler or a program outside.
    pub fn request<F: RequestedBy<C> + Effect>(&mut self, effect: F) -> &mut Ticket {
        let entry = self.core.put(self.way, What::Requested, F::META, Arc::new(effect));
        entry.ticket.insert(Box::new(Ticket::new(When::Now)))
    }

    /// Changes the state of a resource, if the `#[transition]` around declares it; else nothing changes.
    pub fn change<R: Resource>(&mut self, resource: &mut R, to: R::State) -> Result<(), IllegalMove> {
        let methods = self.core.record.way(self.way);
        let rules = methods.iter().rev().filter_map(|method| method.rule.as_ref());
        let rule = rules.into_iter().find(|rule| (rule.resource)() == TypeId::of::<R>());
        let moved = Moved {
            resource: R::NAME,
            id: resource.id().to_string(),
            by: methods.last().map_or("code outside a `#[transition]`", |method| method.name),
            from: variant(resource.state()),
            to: variant(&to),
        };
        if !rule.is_some_and(|rule| (rule.from)(resource.state()) && (rule.to)(&to)) {
            return Err(IllegalMove { moved, declared: rule.map_or("nothing", |rule| rule.text) });
        }
        resource.set_state(to);
        self.core.put(self.way, What::Moved, crate::__private::change::<R>(), Arc::new(moved));
        Ok(())
    }
}

/// The identifier that a derived `Debug` starts with: a state's data is nobody's business in an error or an audit.
fn variant(state: &dyn fmt::Debug) -> String {
    let text = format!("{state:?}");
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if end == 0 { text } else { text[..end].to_owned() }
}
