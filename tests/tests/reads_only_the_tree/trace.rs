//! What a program asked of the system, by `strace`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The calls that a run made, each without the number of its thread.
pub(crate) struct Trace {
    pub(crate) output: Output,
    calls: Vec<String>,
}

/// All that the loader and the standard library open in any program of ours, apart from the libraries that it is linked
/// with: how many cores there are, and how large the first stack is.
const OF_THE_SYSTEM: [&str; 12] = [
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/proc/self/cgroup",
    "/proc/self/maps",
    "/proc/self/mountinfo",
    "/proc/sys/vm/overcommit_memory",
    "/sys/fs/cgroup/cgroup.controllers",
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/devices/system/cpu/online",
    "/sys/devices/system/cpu/possible",
];

/// The libraries, by the beginning of the file's name.
const LIBRARIES: [&str; 3] = ["libc.so.", "libgcc_s.so.", "libm.so."];

impl Trace {
    /// Runs a command under watch, in a directory.
    pub(crate) fn of(program: &str, arguments: &[&str], dir: &Path, kept: &Path) -> Trace {
        let output = Command::new("strace")
            .args(["-f", "-qq", "--decode-fds=path", "--trace=%process,%file,%network", "--string-limit=4096", "-o"])
            .arg(kept)
            .arg(program)
            .args(arguments)
            .current_dir(dir)
            // Cargo adds its own folders, in which the loader would look.
            .env_remove("LD_LIBRARY_PATH")
            .output()
            .expect("this test needs strace: `apt-get install strace`");
        let without_thread = |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_owned();
        let calls = String::from_utf8_lossy(&fs::read(kept).unwrap()).lines().map(without_thread).collect();
        Trace { output, calls }
    }

    /// Every call that starts a process or speaks to another, the start of the program itself left out.
    pub(crate) fn reaches_out(&self) -> Vec<&str> {
        let speaks = ["socket(", "socketpair(", "connect(", "bind(", "listen(", "sendto(", "sendmsg("];
        let is_one = |call: &&str| {
            let splits = call.starts_with("clone") && !call.contains("CLONE_THREAD");
            let starts = ["execve", "fork(", "vfork(", "posix_spawn"].iter().any(|name| call.starts_with(name));
            splits || starts || speaks.iter().any(|name| call.starts_with(name))
        };
        self.calls.iter().map(String::as_str).filter(is_one).skip(1).collect()
    }

    /// The files and directories that were opened beside what any program opens: by the name that was asked for, and by
    /// what came of it, whatever links led there. An attempt that failed counts, since only the disk made it fail.
    pub(crate) fn opened(&self) -> Vec<PathBuf> {
        const OPENS: [&str; 4] = ["open(", "openat(", "openat2(", "creat("];
        let opens = self.calls.iter().filter(|call| OPENS.iter().any(|name| call.starts_with(name)));
        let of_the_system = |call: &str| asked(call).and_then(|path| path.to_str().map(belongs_to_the_system));
        let ours = opens.filter(|call| of_the_system(call) != Some(true));
        ours.flat_map(|call| [asked(call), came(call)]).flatten().collect()
    }

    /// What was opened to be read in a way that follows links: with several names, or without the wish to fail at a link.
    /// A directory that is held open may list itself.
    pub(crate) fn follows_links(&self, first: &Path) -> Vec<PathBuf> {
        let reads = self.calls.iter().filter(|call| call.starts_with("open") && call.contains("O_RDONLY"));
        let is_strict = |call: &&String| {
            let name = call.split('"').nth(1).unwrap_or_default();
            let is_one = !name.contains('/') || Path::new(name) == first && !name.ends_with('/');
            name == "." || is_one && call.contains("O_NOFOLLOW")
        };
        reads.filter(|call| !is_strict(call)).filter_map(|call| asked(call)).collect()
    }
}

/// The path that a call asks for, seen from the directory that it names.
fn asked(call: &str) -> Option<PathBuf> {
    let (directory, rest) = call.split_once('"')?;
    let directory = directory.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path);
    Some(Path::new(directory).join(rest.split_once('"')?.0))
}

/// The path of what a call opened.
fn came(call: &str) -> Option<PathBuf> {
    let (_, opened) = call.rsplit_once(" = ")?;
    Some(PathBuf::from(opened.split_once('<')?.1.split_once('>')?.0))
}

fn belongs_to_the_system(path: &str) -> bool {
    let is_library = ["/lib/", "/lib64/", "/usr/lib/"].iter().any(|start| path.starts_with(start))
        && path.rsplit('/').next().is_some_and(|file| LIBRARIES.iter().any(|name| file.starts_with(name)));
    // Control groups of version 1 lie below a directory of each process.
    let is_quota = path.starts_with("/sys/fs/cgroup/")
        && ["/cpu.max", "/cpu.cfs_period_us", "/cpu.cfs_quota_us"].iter().any(|end| path.ends_with(end));
    OF_THE_SYSTEM.contains(&path) || is_library || is_quota
}
