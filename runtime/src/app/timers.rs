//! Controllers that a timer calls.

use super::App;
use crate::__private::{EmitterMeta, TimerCall};
use crate::{Cascade, CascadeError};
use std::fmt;

/// A controller with a `schedule`. See [`App::timers`].
#[derive(Clone, Copy)]
pub struct Timer<'a> {
    app: &'a App,
    meta: &'static EmitterMeta,
    call: TimerCall,
}

impl App {
    /// The controllers with a `schedule`, in the order of their ids.
    ///
    /// Nothing runs by itself: whatever keeps time for the program, a loop of its own or cron outside, asks what there is
    /// and [`run`](Timer::run)s what has come due. What the text of a schedule means is between the two.
    ///
    /// ```standalone_crate
    /// use ensue::{App, Cx, controller, event};
    ///
    /// #[event]
    /// struct NightCame;
    ///
    /// #[controller(schedule = "0 2 * * *", may_emit = [NightCame])]
    /// fn settle_nightly(cx: &mut Cx<'_, settle_nightly>) {
    ///     cx.emit(NightCame);
    /// }
    ///
    /// # pollster::block_on(async {
    /// let app = App::builder().build()?;
    /// for timer in app.timers().filter(|timer| timer.schedule() == "0 2 * * *") {
    ///     let cascade = timer.run().await?;
    ///     assert_eq!(cascade.emitted::<NightCame>().count(), 1);
    /// }
    /// # Ok::<(), ensue::BoxError>(())
    /// # }).unwrap();
    /// ```
    pub fn timers(&self) -> impl Iterator<Item = Timer<'_>> {
        self.0.registry.timers.iter().map(|(meta, call)| Timer { app: self, meta, call: *call })
    }
}

impl Timer<'_> {
    /// The path of the controller, as in `shop::settle_nightly`.
    #[must_use]
    pub fn id(&self) -> String {
        self.meta.id()
    }

    /// When it is to run: the text of the annotation.
    #[must_use]
    pub fn schedule(&self) -> &'static str {
        self.meta.schedule.unwrap_or_default()
    }

    /// Calls the controller, as [`App::call`] does. Its answer is for nobody; the record is given back.
    pub async fn run(&self) -> Result<Cascade, CascadeError> {
        (self.call)(self.app).await
    }
}

impl fmt::Debug for Timer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer").field("id", &self.id()).field("schedule", &self.schedule()).finish()
    }
}
