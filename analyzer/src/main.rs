//! `cargo ensue`.

/// An analysis makes and drops millions of small pieces on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    ensue_analyzer::cli::main()
}
