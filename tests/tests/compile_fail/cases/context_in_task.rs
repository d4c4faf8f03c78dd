//! A context does not outlive its function: it cannot be sent to a spawned task or thread.

use ensue::{Cx, handler};
use events::{AuthCreated, AuthId, PaymentCreated};

fn spawn<F: Future<Output = ()> + Send + 'static>(_task: F) {}

#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub async fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
    let auth = AuthId(event.payment);
    spawn(async move { cx.emit(AuthCreated { auth }) });
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0521]: borrowed data escapes outside of function
  //= label: `cx` escapes the function body here
}

#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn in_thread(event: &PaymentCreated, cx: &mut Cx<'_, in_thread>) {
    let auth = AuthId(event.payment);
    std::thread::spawn(move || cx.emit(AuthCreated { auth }));
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0521]: borrowed data escapes outside of function
  //= label: `cx` escapes the function body here
}
