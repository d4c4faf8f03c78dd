//! Code of others that may panic on what it is given. Whoever runs it tells of that in words of its own, so the panic itself
//! is not printed.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread::{self, Builder};

const NAME: &str = "quiet";

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The builder of a thread for it, with a stack of its own.
pub(crate) fn thread(stack: usize) -> Builder {
    hush();
    Builder::new().name(NAME.to_owned()).stack_size(stack)
}

/// Runs it on this thread; nothing when it panics. What it was changing then must not be used again.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    hush();
    let before = IS_QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IS_QUIET.set(before);
    result.ok()
}

fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) && !IS_QUIET.get() {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    /// The test below runs this one alone and looks at what is printed.
    #[test]
    #[ignore = "panics on purpose"]
    fn two_panics() {
        let run = |thread: std::thread::Builder, text: &'static str| {
            assert!(thread.spawn(move || panic!("{text}")).expect("a thread").join().is_err());
        };
        run(super::thread(1 << 20), "unheard");
        assert_eq!(super::caught(|| 1), Some(1));
        assert_eq!(super::caught(|| panic!("unheard")), None::<u8>);
        run(std::thread::Builder::new(), "heard");
    }

    #[test]
    fn only_what_should_be_is_quiet() {
        let tests = std::env::current_exe().expect("this program");
        let run =
            Command::new(tests).args(["--ignored", "--exact", "quiet::tests::two_panics", "--nocapture"]).output();
        let printed = String::from_utf8(run.expect("a run").stderr).expect("text");
        assert!(printed.contains("heard") && !printed.contains("unheard"), "{printed}");
    }
}
