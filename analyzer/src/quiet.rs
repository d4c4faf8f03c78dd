//! Threads for code of others that may panic on what it is given. Whoever starts one tells of it in words of its own, so
//! the panic itself is not printed.

use std::sync::Once;
use std::thread::{self, Builder};

const NAME: &str = "quiet";

/// The builder of such a thread.
pub(crate) fn thread(stack: usize) -> Builder {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) {
                before(info);
            }
        }));
    });
    Builder::new().name(NAME.to_owned()).stack_size(stack)
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
        run(std::thread::Builder::new(), "heard");
    }

    #[test]
    fn only_quiet_threads_are_quiet() {
        let tests = std::env::current_exe().expect("this program");
        let run =
            Command::new(tests).args(["--ignored", "--exact", "quiet::tests::two_panics", "--nocapture"]).output();
        let printed = String::from_utf8(run.expect("a run").stderr).expect("text");
        assert!(printed.contains("heard") && !printed.contains("unheard"), "{printed}");
    }
}
