//! `render`: a difference that was written before, in another form.

use super::diff::tell;
use crate::cli::args::{Global, RenderArgs};
use crate::cli::failure::Failure;
use crate::cli::project::place;
use crate::cli::screen::Screen;
use crate::diff::Diff;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// In bytes. A difference of ten thousand nodes has a tenth of it.
const LARGEST: u64 = 64 << 20;

pub(in crate::cli) fn run(global: &Global, args: &RenderArgs, screen: &Screen) -> Result<(), Failure> {
    let (bytes, shown) = if args.file.as_os_str() == "-" {
        let name = Path::new("standard input");
        (limited(io::stdin().lock(), name)?, "standard input".to_owned())
    } else {
        let path = place(global, Some(&args.file));
        (read(&path)?, format!("`{}`", path.display()))
    };
    let diff = Diff::from_json(&bytes).map_err(|error| {
        let remedy = "write one with `cargo ensue diff --format json`, by the same version";
        Failure::CannotRun(format!("{shown} is no difference ({error}): {remedy}"))
    })?;
    tell(&diff, args.format, screen)
}

/// What a regular file holds: a pipe would make us wait, and a device never ends.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| Failure::of_path("read", path, &error);
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Failure::CannotRun(format!("`{}` is not a file; standard input is `-`", path.display())));
    }
    limited(File::open(path).map_err(failed)?, path)
}

fn limited(from: impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| Failure::of_path("read", path, &error))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("`{}` has more than {} MiB, which no difference needs", path.display(), LARGEST >> 20);
        return Err(Failure::CannotRun(message));
    }
    Ok(bytes)
}
