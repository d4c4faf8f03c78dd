//! The rules of the language and of cargo that names follow, each by itself: a test switches one off, and shows that some
//! workspace is then read wrongly. Whoever analyses follows all.

use std::collections::BTreeSet;

/// A rule. It is asked for at the one place that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// `exclude` keeps a directory out of a workspace.
    Exclude,
    /// `members` may hold patterns.
    MemberPatterns,
    /// `workspace = true` takes a dependency from the workspace.
    InheritedDependencies,
    /// `[patch]` says where a package lies.
    Patch,
    /// `package = ".."` gives a dependency another name in code.
    RenamedDependencies,
    /// A feature turns others, dependencies and their features on.
    Features,
    /// A target with `required-features` is not built without them.
    RequiredFeatures,
    /// `--cfg` sets a name.
    SetNames,
    /// `[lib] name` is what dependants call a library.
    LibraryNames,
    /// Targets of one name say their kind in ids.
    TargetClash,
    /// Targets of one name and kind say their package in ids.
    PackageClash,
    /// A program may name the library of its package.
    OwnLibrary,
    /// `#[path]` says where the file of a module is.
    PathAttribute,
    /// `a/mod.rs` is a file of the module `a`.
    ModRs,
    /// The modules in `a.rs` are in `a/`.
    ModuleFolders,
    /// The modules of an inline module are in a folder of its name.
    InlineFolders,
    /// `module_path!()` writes keywords with `r#`.
    RawIdentifiers,
    /// `extern crate a as b` in the root is known in all of the crate.
    ExternCrate,
    /// In edition 2015 the root has the name `std`.
    OldStd,
    /// In edition 2015 a `use` starts at the root.
    OldImports,
    /// In edition 2015 `::a` starts at the root.
    OldPaths,
    /// Since edition 2018 `::a` is a crate.
    NewPaths,
    /// A name in scope comes before a crate's.
    ScopeBeforeCrates,
    /// `super` is the module around, and more of them go further out.
    Super,
    /// `self` in a body is the module around the body.
    SelfInBodies,
    /// What a body does not define is looked for around it.
    AroundBodies,
    /// An explicit name wins over those of globs.
    ExplicitBeforeGlobs,
    /// A glob does not pass on what it shadows.
    ShadowedInGlobs,
    /// A glob brings what its module can see.
    GlobPrivacy,
    /// A glob passes a name on no further than the name itself may go.
    GlobReach,
    /// A `use` takes from each namespace what it can see.
    ImportPrivacy,
    /// A `use` does not lead to itself.
    NotItself,
    /// A `use` may lead to another one.
    ImportsOfImports,
    /// A glob may bring what a glob brought.
    GlobsOfGlobs,
    /// A type alias means what it stands for.
    Aliases,
    /// An attribute is what its name leads to.
    AttributeNames,
    /// An attribute in `cfg_attr` is there when its condition holds.
    CfgAttr,
    /// Macros of a module with `#[macro_use]` are known behind it.
    MacroUse,
    /// `#[macro_use] extern crate` brings the macros of a crate.
    MacroUseOfCrates,
    /// A macro may be named by a path, or by an import.
    MacroPaths,
    /// `$crate` is the crate of the macro that says it.
    DollarCrate,
    /// `include!` of a path that is written stands for the items of that file.
    Include,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 42] = [
        Rule::Exclude,
        Rule::MemberPatterns,
        Rule::InheritedDependencies,
        Rule::Patch,
        Rule::RenamedDependencies,
        Rule::Features,
        Rule::RequiredFeatures,
        Rule::SetNames,
        Rule::LibraryNames,
        Rule::TargetClash,
        Rule::PackageClash,
        Rule::OwnLibrary,
        Rule::PathAttribute,
        Rule::ModRs,
        Rule::ModuleFolders,
        Rule::InlineFolders,
        Rule::RawIdentifiers,
        Rule::ExternCrate,
        Rule::OldStd,
        Rule::OldImports,
        Rule::OldPaths,
        Rule::NewPaths,
        Rule::ScopeBeforeCrates,
        Rule::Super,
        Rule::SelfInBodies,
        Rule::AroundBodies,
        Rule::ExplicitBeforeGlobs,
        Rule::ShadowedInGlobs,
        Rule::GlobPrivacy,
        Rule::GlobReach,
        Rule::ImportPrivacy,
        Rule::NotItself,
        Rule::ImportsOfImports,
        Rule::GlobsOfGlobs,
        Rule::Aliases,
        Rule::AttributeNames,
        Rule::CfgAttr,
        Rule::MacroUse,
        Rule::MacroUseOfCrates,
        Rule::MacroPaths,
        Rule::DollarCrate,
        Rule::Include,
    ];
}

/// Which rules are followed: all, unless a test says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    off: BTreeSet<Rule>,
}

impl Rules {
    /// All but one.
    #[must_use]
    pub fn without(rule: Rule) -> Rules {
        Rules { off: BTreeSet::from([rule]) }
    }

    /// Whether a rule is followed.
    #[must_use]
    pub fn follow(&self, rule: Rule) -> bool {
        !self.off.contains(&rule)
    }
}
