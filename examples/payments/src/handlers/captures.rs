//! The capture: asked for.

use crate::archivers::Captures;
use crate::events::{CaptureCreated, CaptureFailed, CaptureSucceeded};
use crate::{PaymentError, Provider, Verdict};
use ensue::{Cx, handler};

/// Asks the provider for the money.
#[handler(on = CaptureCreated, may_emit = [CaptureFailed, CaptureSucceeded])]
pub async fn request_capture(
    event: &CaptureCreated,
    captures: &Captures,
    provider: &dyn Provider,
    cx: &mut Cx<'_, request_capture>,
) -> Result<(), PaymentError> {
    let capture = captures.get(event.capture)?;
    match provider.capture(capture.id, capture.auth, capture.amount).await {
        Verdict::Approved => captures.succeed(capture.id, cx),
        Verdict::Refused(reason) => captures.fail(capture.id, reason, cx),
    }
}
