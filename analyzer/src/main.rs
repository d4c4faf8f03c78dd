//! `cargo ensue`.
fn main() -> std::process::ExitCode {
    ensue_analyzer::cli::main()
}
