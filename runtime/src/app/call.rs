//! Calls of controllers.

use super::unit::Line;
use super::{App, guarded, outside};
use crate::__private::{Core, Resources};
use crate::test::Gate;
use crate::{BoxError, BoxFuture, Cascade, CascadeError, Controller, Event};
use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

/// The end of a call: the controller's answer, and all that happened.
#[derive(Debug)]
pub struct Done<R> {
    /// What the controller answered.
    pub reply: R,
    /// What happened.
    pub cascade: Cascade,
}

/// Prints the record; the reply need not be printable.
impl<R> fmt::Display for Done<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cascade.fmt(f)
    }
}

/// A call that has not begun; a test may put a gate into it.
pub(crate) type Start<'a, R> =
    Box<dyn FnOnce(Option<Arc<Gate>>) -> BoxFuture<'a, Result<Done<R>, CascadeError>> + Send + 'a>;

impl App {
    /// Calls a controller and runs all that follows from it, as one unit of work.
    ///
    /// A call is a struct literal of the controller's by-value arguments: `app.call(post_payment { payment }).await?`.
    pub async fn call<K: Controller>(&self, controller: K) -> Result<Done<K::Reply>, CascadeError> {
        self.call_with(controller, None).await
    }

    pub(crate) async fn call_with<K: Controller>(
        &self,
        controller: K,
        gate: Option<Arc<Gate>>,
    ) -> Result<Done<K::Reply>, CascadeError> {
        let mut core = Core::new(Some(self.clone()), gate);
        core.start(K::META);
        if let Err(error) = outside("call") {
            return Err(core.error(error.into()));
        }
        let unregistered;
        let resources = match self.0.registry.controllers.get(&TypeId::of::<K>()) {
            Some(resources) => resources,
            None => match self.resolve::<K>() {
                Ok(resources) => {
                    unregistered = resources;
                    &unregistered
                }
                Err(error) => return Err(core.error(error)),
            },
        };
        let ran = guarded(async {
            let reply = controller.run(resources, &mut core).await?;
            Ok((reply, self.settle_up(&mut core).await?))
        });
        let ran = ran.await;
        let (reply, cascade) = self.end(core, ran, Line::default()).await?;
        Ok(Done { reply, cascade })
    }

    /// A unit of work that begins with an event from elsewhere: a test.
    pub(crate) async fn emit_with<E: Event>(
        &self,
        event: E,
        gate: Option<Arc<Gate>>,
    ) -> Result<Done<()>, CascadeError> {
        let core = Core::new(Some(self.clone()), gate);
        if let Err(error) = outside("emit") {
            return Err(core.error(error.into()));
        }
        let cascade = self.unit_of(core, (E::META, Arc::new(event)), None, Line::default()).await?;
        Ok(Done { reply: (), cascade })
    }

    /// For a controller that is not registered, because it was written by hand.
    fn resolve<K: Controller>(&self) -> Result<Resources, BoxError> {
        Resources::resolve(K::NEEDS, |type_id| self.0.shared.find(type_id))
            .map_err(|missing| missing_text(K::META.name, &missing).into())
    }
}

/// For one function: an application tells all at once when it is built.
pub(crate) fn missing_text(name: &str, missing: &[crate::__private::Need]) -> String {
    let names: Vec<_> = missing.iter().map(|need| format!("`{}`", (need.name)())).collect();
    format!("`{name}` needs {}: add it with `.with(..)`", names.join(", "))
}
