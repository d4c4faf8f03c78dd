//! A snapshot, which is of all that could be compiled, against programs that are built with some of it: rustc decides what is there.

use ensue_tests::{Answer, ensue, folder, root, run};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const LIBRARY: &str = "\
use ensue::{Cx, archiver, controller, event, handler};

/// A parcel is packed.
#[event]
pub struct Packed;

/// It is a gift.
#[cfg(feature = \"gifts\")]
#[event]
pub struct Wrapped;

pub struct Parcel;
pub struct Parcels;

#[archiver(resource = Parcel)]
impl Parcels {
    #[emits(Packed)]
    pub fn pack<C>(&self, cx: &mut Cx<'_, C>) {
        cx.emit(Packed);
    }

    #[cfg(feature = \"gifts\")]
    #[emits(Wrapped)]
    pub fn wrap<C>(&self, cx: &mut Cx<'_, C>) {
        cx.emit(Wrapped);
    }

    #[cfg(feature = \"gifts\")]
    #[emits(Packed, Wrapped)]
    pub fn hand_over<C>(&self, cx: &mut Cx<'_, C>) {
        cx.emit(Packed);
        cx.emit(Wrapped);
    }

    #[cfg(not(feature = \"gifts\"))]
    #[emits(Packed)]
    pub fn hand_over<C>(&self, cx: &mut Cx<'_, C>) {
        cx.emit(Packed);
    }
}

#[cfg(feature = \"returns\")]
#[archiver(resource = Parcel)]
impl Parcels {
    #[emits(Packed)]
    pub fn pack_again<C>(&self, cx: &mut Cx<'_, C>) {
        cx.emit(Packed);
    }
}

#[cfg(feature = \"gifts\")]
#[controller(route = \"POST /gifts\", tag = [\"gifts\"])]
pub fn order(_: &mut Cx<'_, order>) {}

#[cfg(not(feature = \"gifts\"))]
#[controller(route = \"POST /parcels\")]
pub fn order(_: &mut Cx<'_, order>) {}

#[handler(on = Packed)]
fn send(_: &Packed) {}
";

const TEST: &str = "use app as _;\n\n#[test]\nfn fresh() {\n    ensue::assert_snapshot!();\n}\n";

const BUILDS: [&[&str]; 4] = [&[], &["--features", "gifts"], &["--features", "returns"], &["--all-features"]];

/// A package of a name of its own, since cargo takes two of one name in one target directory for the same.
fn place(name: &str) -> TempDir {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\ngifts = []\nreturns = []\n\n[lib]\nname = \"app\"\n\n\
         [dependencies]\nensue = {{ path = '{}' }}\n\n[workspace]\n",
        root().join("runtime").display()
    );
    let place = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", LIBRARY), ("tests/snapshot.rs", TEST)]);
    // What crates there are is known from an example, so that nothing is fetched.
    fs::copy(root().join("examples/shop/Cargo.lock"), place.path().join("Cargo.lock")).expect("the file can be copied");
    assert_eq!(run(ensue!().arg("snapshot").current_dir(place.path())).status, 0);
    place
}

fn test(dir: &Path, features: &[&str]) -> Answer {
    let mut tests = Command::new(env!("CARGO"));
    tests
        .args(["test", "--offline", "--test", "snapshot", "--target-dir"])
        .arg(root().join("target/shop"))
        .args(features);
    run(tests.current_dir(dir))
}

#[test]
fn every_build_agrees_with_the_snapshot_of_all() {
    let place = place("every-build");
    for features in BUILDS {
        let passed = test(place.path(), features);
        assert!(passed.status == 0 && passed.stdout.contains("test fresh ... ok"), "{features:?}: {passed:#?}");
    }
}

/// Each method that goes, or comes, is told by the builds that would have it, and by no other.
#[test]
fn a_method_that_went_is_missed_where_it_would_be() {
    let place = place("one-method");
    let always =
        "    #[emits(Packed)]\n    pub fn pack<C>(&self, cx: &mut Cx<'_, C>) {\n        cx.emit(Packed);\n    }\n";
    let gift = "    #[cfg(feature = \"gifts\")]\n    #[emits(Wrapped)]\n    pub fn wrap<C>(&self, cx: &mut Cx<'_, C>) {\n        \
                cx.emit(Wrapped);\n    }\n";
    for (from, to, told, is_told_by) in [
        (always, "", "`app::Parcels::pack` is in the snapshot, and not linked", [true, true, true, true]),
        (gift, "", "`app::Parcels::wrap` is in the snapshot, and not linked", [false, true, false, true]),
        (
            "pub fn pack_again<",
            "pub fn repack<",
            "`app::Parcels::repack` is linked, and not in the snapshot",
            [false, false, true, true],
        ),
    ] {
        assert_eq!(LIBRARY.matches(from).count(), 1, "{from}");
        fs::write(place.path().join("src/lib.rs"), LIBRARY.replace(from, to)).expect("the file can be written");
        for (features, is_told) in BUILDS.into_iter().zip(is_told_by) {
            let answer = test(place.path(), features);
            assert_eq!(answer.stdout.contains(told), is_told, "{features:?}: {answer:#?}");
            assert_eq!(answer.status != 0, is_told, "{features:?}: {answer:#?}");
        }
    }
}
