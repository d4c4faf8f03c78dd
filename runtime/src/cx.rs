//! The context: the only way to emit, schedule, request and change, typed by who does it.

use crate::__private::{Core, Method, change};
use crate::cascade::record::{NONE, Way, What, index};
use crate::{
    Cascade, CascadeError, Changed, Effect, EmittedBy, Event, IllegalMove, MaySettle, Moved, RequestedBy, Resource,
    ScheduledBy, Stored, Ticket, When,
};
use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The context of the emitter `C`: it accepts only what `C` declares.
///
/// A handler or controller takes `cx: &mut Cx<'_, its_own_name>`. An archiver's method or a helper is generic over its
/// caller: `cx: &mut Cx<'_, impl Emits<AuthCreated>>`. Only the runtime makes a context.
pub struct Cx<'a, C: ?Sized> {
    core: &'a mut Core,
    way: u32,
    emitter: PhantomData<fn(*const C)>,
}

impl<'a, C: ?Sized> Cx<'a, C> {
    #[doc(hidden)]
    pub fn __new(core: &'a mut Core) -> Self {
        Cx { core, way: NONE, emitter: PhantomData }
    }

    #[doc(hidden)]
    pub fn __through(&mut self, method: &'static Method) -> Cx<'_, C> {
        let ways = &mut self.core.record.ways;
        let way = index(ways.len());
        ways.push(Way { method, from: self.way });
        Cx { core: self.core, way, emitter: PhantomData }
    }

    /// Emits `event`: its handlers run when the emitter has returned, in the same unit of work. Events run in the order in
    /// which they were emitted, the handlers of one in the order of their ids.
    pub fn emit<E: EmittedBy<C> + Event>(&mut self, event: E) {
        self.core.put(What::Emitted, self.way, E::META, Arc::new(event));
    }

    /// Emits `event` at a later time: a `Duration` from now, or a `SystemTime`. It waits as a ticket.
    pub fn schedule<E: ScheduledBy<C> + Event + Stored>(&mut self, when: impl Into<When>, event: E) -> &mut Ticket {
        self.core.order(What::Scheduled, self.way, when.into(), event, E::META)
    }

    /// Requests `effect`: once this unit of work is committed it waits as a ticket, for its effect handler or for a program
    /// outside.
    pub fn request<F: RequestedBy<C> + Effect>(&mut self, effect: F) -> &mut Ticket {
        self.core.order(What::Requested, self.way, When::Now, effect, F::META)
    }

    /// Changes the state of a resource, if a `#[transition]` around declares it; else nothing changes.
    pub fn change<R: Resource>(&mut self, resource: &mut R, to: R::State) -> Result<(), IllegalMove> {
        let mut methods = self.core.record.way(self.way).peekable();
        let innermost = methods.peek().copied();
        let mut rules = methods.filter_map(|method| method.rule.as_ref());
        let rule = rules.find(|rule| (rule.resource)() == TypeId::of::<R>());
        drop(rules);
        let moved = Moved {
            resource: R::NAME,
            id: resource.id().to_string(),
            by: innermost.map_or("code outside a `#[transition]`", |method| method.name),
            from: variant(resource.state()),
            to: variant(&to),
        };
        if !rule.is_some_and(|rule| (rule.from)(resource.state()) && (rule.to)(&to)) {
            return Err(IllegalMove { moved, declared: rule.map_or("nothing", |rule| rule.text) });
        }
        resource.set_state(to);
        self.core.put(What::Moved, self.way, change::<R>(), Arc::new(moved));
        self.touch(resource);
        Ok(())
    }

    /// Says that a resource has changed though its state has not: handlers with `on_change_of` are told.
    pub fn touch<R: Resource>(&mut self, resource: &R) {
        let key = (TypeId::of::<Changed<R>>(), resource.id().to_string());
        self.core.changed(key, self.way, change::<R>(), || Arc::new(Changed::<R> { id: resource.id().clone() }));
    }

    /// Runs what has been emitted so far, and all that follows from it, inside the same unit of work; gives back the record
    /// of that part, so that a reply can speak of the result. For controllers only.
    ///
    /// If it fails, the call fails, whatever the controller answers.
    ///
    /// ```standalone_crate
    /// use ensue::{App, CascadeError, Cx, controller, event, handler};
    ///
    /// #[event]
    /// struct Asked;
    /// #[event]
    /// struct Approved;
    ///
    /// #[handler(on = Asked, may_emit = [Approved])]
    /// fn approve(event: &Asked, cx: &mut Cx<'_, approve>) {
    ///     cx.emit(Approved);
    /// }
    ///
    /// #[controller(may_emit = [Asked])]
    /// async fn ask(cx: &mut Cx<'_, ask>) -> Result<bool, CascadeError> {
    ///     cx.emit(Asked);
    ///     let settled = cx.settle().await?;
    ///     Ok(settled.emitted::<Approved>().next().is_some())
    /// }
    ///
    /// # pollster::block_on(async {
    /// assert!(App::builder().build().unwrap().call(ask {}).await.unwrap().reply);
    /// # });
    /// ```
    ///
    /// What a handler emits is drained when it has returned, so that a handler cannot settle:
    ///
    /// ```compile_fail,E0277
    /// # use ensue::{Cx, event, handler};
    /// # #[event]
    /// # struct Asked;
    /// #[handler(on = Asked)]
    /// async fn approve(event: &Asked, cx: &mut Cx<'_, approve>) {
    ///     let _ = cx.settle().await; // `approve` cannot settle its cascade: only a controller can
    /// }
    /// ```
    pub async fn settle(&mut self) -> Result<Cascade, CascadeError>
    where
        C: MaySettle,
    {
        self.core.settle().await
    }
}

impl<C: ?Sized> fmt::Debug for Cx<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cx of {}", std::any::type_name::<C>())
    }
}

/// The identifier that a derived `Debug` starts with: a state's data is nobody's business in an error or an audit.
fn variant(state: &dyn fmt::Debug) -> String {
    let text = format!("{state:?}");
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if end == 0 { text } else { text[..end].to_owned() }
}
