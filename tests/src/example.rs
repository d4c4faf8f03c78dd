//! The examples as projects of their own, to be changed and moved about.

use crate::{files_below, root};
use std::path::{Path, PathBuf};

/// A copy of `examples/payments` in a workspace that holds nothing else, at `name` in a temporary folder. Its files are written in
/// the order that `order` leaves.
///
/// # Panics
/// When the system refuses to read or write.
pub fn example_alone(name: &str, order: impl Fn(&mut Vec<PathBuf>)) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join(name);
    let example = root().join("examples/payments");
    let mut files = files_below(&example);
    order(&mut files);
    std::fs::create_dir_all(&place).expect("the folder can be made");
    std::fs::write(place.join("Cargo.toml"), manifest()).expect("the manifest");
    copy(&example, files, &place.join("examples/payments"));
    (folder, place)
}

/// The file, what stands there, and what takes its place.
const CHANGE: &[(&str, &str, &str)] = &[
    // A new event, and a handler that emits it.
    (
        "events.rs",
        "/// The provider wants somebody to look at the payment first",
        "/// Somebody is to look at an authorisation at once.\n#[event]\npub struct FraudAlarm {\n    /// The authorisation.\n    \
         pub auth: AuthId,\n}\n\n/// The provider wants somebody to look at the payment first",
    ),
    (
        "handlers/auths.rs",
        "/// The bank holds the money for seven days",
        "/// Nobody waits for the provider alone.\n#[handler(on = AuthPendingFraud, may_emit = [crate::events::FraudAlarm])]\n\
         pub fn raise_alarm(event: &AuthPendingFraud, cx: &mut Cx<'_, raise_alarm>) {\n    \
         cx.emit(crate::events::FraudAlarm { auth: event.auth });\n}\n\n/// The bank holds the money for seven days",
    ),
    // The shipment moves from the background into the request.
    ("handlers/shipments.rs", "on = PaymentSettled, timing = deferred,", "on = PaymentSettled,"),
    // An expired payment no longer cancels its shipment.
    ("handlers/shipments.rs", "#[handler(on = PaymentExpired, may_emit = [ShipmentCancelled])]\n", ""),
];

/// Changes a copy of `examples/payments` that stands alone at `place`: a handler is new and emits a new event, a shipment moves from
/// the background into the request, and an expired payment no longer cancels its shipment.
///
/// # Panics
/// When the example is no longer what the change was written for.
pub fn change_example(place: &Path) {
    for (file, old, new) in CHANGE {
        let file = place.join("examples/payments/src").join(file);
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {}", file.display());
        std::fs::write(file, text.replace(old, new)).expect("the file can be written");
    }
}

/// A copy of a project of the repository that is a workspace of its own, in a temporary folder.
///
/// # Panics
/// When the system refuses to read or write.
#[must_use]
pub fn copy_of(project: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join("project");
    let project = root().join(project);
    copy(&project, files_below(&project), &place);
    (folder, place)
}

fn copy(from: &Path, files: Vec<PathBuf>, to: &Path) {
    for file in files {
        let target = to.join(&file);
        std::fs::create_dir_all(target.parent().expect("a file lies in a folder")).expect("the folder can be made");
        std::fs::copy(from.join(&file), target).expect("the file can be copied");
    }
}

/// A manifest that gives the example what it inherits from ours.
fn manifest() -> String {
    let ours = std::fs::read_to_string(root().join("Cargo.toml")).expect("our manifest");
    let (_, inherited) = ours.split_once("[workspace.package]").expect("the packages inherit");
    format!("[workspace]\nresolver = \"3\"\nmembers = [\"examples/payments\"]\n\n[workspace.package]{inherited}")
}
