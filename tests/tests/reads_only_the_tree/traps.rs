//! Every way that we know in which a tree can make the ordinary tools run a program or open a file. Each program leaves a
//! mark when it runs, so that it is seen to be live, and to be left alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A folder with the programs of the traps, and the marks that they leave.
pub(crate) struct Traps {
    top: PathBuf,
}

/// The programs: their names, and how they go on after their mark, so that the next trap can spring too.
const PROGRAMS: &[(&str, &str)] = &[
    ("alias", ""),
    ("askpass", ""),
    ("clean", "cat"),
    ("credential", ""),
    ("credential-provider", ""),
    ("external-diff", ""),
    ("fsmonitor", ""),
    ("gpg", "exit 1"),
    ("linker", "exec cc \"$@\""),
    ("pager", "cat"),
    ("process", "exit 1"),
    ("runner", ""),
    ("rustc", "exec RUSTC \"$@\""),
    ("rustc-wrapper", "exec \"$@\""),
    ("rustc-workspace-wrapper", "exec \"$@\""),
    ("rustdoc", ""),
    ("smudge", "cat"),
    ("ssh", "exit 1"),
    ("textconv", "cat \"$1\""),
    ("toolchain/bin/cargo", ""),
    ("toolchain/bin/rustc", ""),
    ("uploadpack", "exit 1"),
    ("hooks/post-checkout", ""),
    ("hooks/post-index-change", ""),
    ("hooks/pre-commit", ""),
    ("hooks/reference-transaction", ""),
];

impl Traps {
    /// Writes the programs into a folder.
    pub(crate) fn new(top: &Path) -> Traps {
        let traps = Traps { top: top.to_owned() };
        fs::create_dir_all(traps.top.join("ran")).unwrap();
        for (name, goes_on) in PROGRAMS {
            let file = traps.program(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            let goes_on = goes_on.replace("RUSTC", &real_rustc().display().to_string());
            let mark = traps.mark(name).display().to_string();
            fs::write(&file, format!("#!/bin/sh\n: > '{mark}'\n{goes_on}\n")).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        traps
    }

    fn program(&self, name: &str) -> PathBuf {
        self.top.join("evil").join(name)
    }

    fn mark(&self, name: &str) -> PathBuf {
        self.top.join("ran").join(name.replace('/', "-"))
    }

    /// What ran, sorted; and forgets it.
    pub(crate) fn sprung(&self) -> Vec<String> {
        let entries = fs::read_dir(self.top.join("ran")).unwrap().map(|entry| entry.unwrap());
        let mut names: Vec<String> = entries
            .map(|entry| {
                fs::remove_file(entry.path()).unwrap();
                entry.file_name().into_string().unwrap()
            })
            .collect();
        names.sort();
        names
    }

    /// A text in which `EVIL/name` is the path of a program, `RAN` the folder of marks, `SECRET` a folder beside the tree.
    fn filled(&self, text: &str) -> String {
        let path = |name: &str| self.top.join(name).display().to_string();
        text.replace("EVIL", &path("evil")).replace("RAN", &path("ran")).replace("SECRET", &path("secret"))
    }

    /// `.cargo/config.toml`.
    pub(crate) fn cargo_config(&self) -> String {
        self.filled(
            "include = [\"../../secret/included.toml\"]\n\
             [build]\nrustc = \"EVIL/rustc\"\nrustc-wrapper = \"EVIL/rustc-wrapper\"\nrustdoc = \"EVIL/rustdoc\"\n\
             rustc-workspace-wrapper = \"EVIL/rustc-workspace-wrapper\"\n\
             [target.'cfg(all())']\nlinker = \"EVIL/linker\"\nrunner = \"EVIL/runner\"\n\
             [alias]\nensue = \"run --bin by-alias\"\ngraph = \"run --bin by-alias\"\n\
             [env]\nSET_BY_CONFIG = \"yes\"\n\
             [registry]\nglobal-credential-providers = [\"EVIL/credential-provider\"]\n\
             [registries.evil]\nindex = \"sparse+http://127.0.0.1:9/\"\ncredential-provider = [\"EVIL/credential-provider\"]\n\
             [source.crates-io]\nreplace-with = \"away\"\n[source.away]\ndirectory = \"SECRET\"\n\
             [net]\ngit-fetch-with-cli = true\n",
        )
    }

    /// `rust-toolchain.toml`.
    pub(crate) fn toolchain(&self) -> String {
        self.filled("[toolchain]\npath = \"EVIL/toolchain\"\n")
    }

    /// `build.rs`, which marks what `[env]` gave it too.
    pub(crate) fn build_script(&self) -> String {
        self.filled(
            "fn main() {\n    std::fs::write(\"RAN/build-script\", \"\").unwrap();\n    \
             for (name, mark) in [(\"SET_BY_CONFIG\", \"RAN/env\"), (\"SET_BY_INCLUDE\", \"RAN/included\")] {\n        \
             if std::env::var_os(name).is_some() {\n            std::fs::write(mark, \"\").unwrap();\n        }\n    }\n}\n",
        )
    }

    /// The library of a package of procedural macros.
    pub(crate) fn proc_macro(&self) -> String {
        self.filled(
            "extern crate proc_macro;\n#[proc_macro]\npub fn make(_: proc_macro::TokenStream) -> proc_macro::TokenStream {\n    \
             std::fs::write(\"RAN/proc-macro\", \"\").unwrap();\n    proc_macro::TokenStream::new()\n}\n",
        )
    }

    /// A program that the alias starts.
    pub(crate) fn by_alias(&self) -> String {
        self.filled("fn main() {\n    std::fs::write(\"RAN/by-alias\", \"\").unwrap();\n}\n")
    }

    /// What is added to the configuration of a repository.
    pub(crate) fn git_config(&self) -> String {
        self.filled(
            "[core]\n\tfsmonitor = EVIL/fsmonitor\n\thooksPath = EVIL/hooks\n\tattributesFile = SECRET/attributes\n\
             \texcludesFile = SECRET/ignored\n\tpager = EVIL/pager\n\tsshCommand = EVIL/ssh\n\taskPass = EVIL/askpass\n\
             [include]\n\tpath = SECRET/config\n[includeIf \"onbranch:main\"]\n\tpath = SECRET/config-of-main\n\
             [alias]\n\tst = !EVIL/alias\n[credential]\n\thelper = EVIL/credential\n[gpg]\n\tprogram = EVIL/gpg\n\
             [diff]\n\texternal = EVIL/external-diff\n[diff \"evil\"]\n\ttextconv = EVIL/textconv\n\
             [filter \"evil\"]\n\tprocess = EVIL/process\n[filter \"plain\"]\n\tclean = EVIL/clean\n\tsmudge = EVIL/smudge\n\
             [submodule \"m\"]\n\tupdate = !EVIL/alias\n\
             [remote \"origin\"]\n\turl = SECRET/remote.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\tuploadpack = EVIL/uploadpack\n",
        )
    }
}

/// `.gitattributes`, so that the filters and the textconv apply.
pub(crate) const ATTRIBUTES: &str = "*.rs filter=evil diff=evil\n*.md filter=plain\n";

/// `.gitmodules`.
pub(crate) const MODULES: &str = "[submodule \"m\"]\n\tpath = m\n\turl = ext::sh -c evil\n\tupdate = !evil\n";

/// The compiler itself, not what stands in for it on the path and would look into the tree.
pub(crate) fn real_rustc() -> PathBuf {
    Path::new(env!("CARGO")).with_file_name("rustc")
}
