//! What of all that could be compiled is meant: everything by default, one configuration when flags say so.

use super::selection::{self, Wish};
use super::{Package, Platform, Project, Selected, Target, TargetKind};
use crate::rules::Rule;
use std::collections::BTreeSet;
use std::fmt;

/// What fixes the configuration, in cargo's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--features`: names, or `package/name`; several in one text are separated by commas or spaces.
    pub features: Vec<String>,
    /// `--no-default-features`
    pub no_default_features: bool,
    /// `--all-features`
    pub all_features: bool,
    /// `--cfg`: `name` or `name = "value"`.
    pub cfg: Vec<String>,
    /// `--target`: a triple.
    pub target: Option<String>,
    /// Kinds of targets that are only looked at when asked: tests and benchmarks.
    pub targets: BTreeSet<TargetKind>,
}

/// What is fixed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The flags that say it, canonical; empty when nothing is fixed.
    text: String,
    platform: Option<Platform>,
    /// Names, with values where they have one, that are set beside those of the target and the features.
    set: BTreeSet<(String, Option<String>)>,
    targets: BTreeSet<TargetKind>,
}

/// Why flags do not fit a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// No member of the project has this feature.
    Feature {
        /// As it was asked for.
        name: String,
        /// Features with a name like it, nearest first; all there are when they are few.
        nearest: Vec<String>,
    },
    /// No target has this triple.
    Target {
        /// As it was asked for.
        triple: String,
        /// Triples like it, nearest first.
        nearest: Vec<String>,
    },
    /// `--cfg` is given something that it cannot set.
    Cfg {
        /// As it was given.
        text: String,
        /// What to do instead.
        remedy: &'static str,
    },
}

/// How many names a message offers.
const OFFERED: usize = 3;

impl Project {
    /// The same project with its configuration fixed as far as flags say.
    ///
    /// # Errors
    /// When a flag names what the project, or rustc, does not have.
    pub fn configured(mut self, flags: &Flags) -> Result<Project, Unfit> {
        let platform = flags.target.as_deref().map(platform).transpose()?;
        let mut set = flags.cfg.iter().map(|text| cfg(text)).collect::<Result<BTreeSet<_>, _>>()?;
        if !self.rules.follow(Rule::SetNames) {
            set.clear();
        }
        if let Some(platform) = platform {
            selection::on_platform(&mut self.packages, platform);
        }
        if !flags.features.is_empty() || flags.no_default_features || flags.all_features {
            let wishes = wishes(&self.packages, flags)?;
            selection::select(&mut self.packages, &wishes, platform, &self.rules);
        }
        self.settings = Settings { text: flags.to_string(), platform, set, targets: flags.targets.clone() };
        Ok(self)
    }

    /// Whether targets of a kind are analysed. Procedural macros run inside the compiler; tests and benchmarks run beside
    /// the program, and are looked at when asked.
    #[must_use]
    pub fn is_analysed(&self, kind: TargetKind) -> bool {
        matches!(kind, TargetKind::Lib | TargetKind::Bin | TargetKind::Example) || self.settings.targets.contains(&kind)
    }

    /// Whether a library, binary or example is also looked at as cargo compiles it to run the tests in it.
    #[must_use]
    pub fn has_unit_tests(&self, package: &Package, target: &Target) -> bool {
        let is_asked = |kind, is_compiled| is_compiled && self.settings.targets.contains(&kind);
        matches!(target.kind, TargetKind::Lib | TargetKind::Bin | TargetKind::Example)
            && package.is_member
            && (is_asked(TargetKind::Test, target.is_tested) || is_asked(TargetKind::Bench, target.is_benched))
    }
}

impl Settings {
    /// The flags that fix it; nothing when it is everything that could be compiled.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        (!self.text.is_empty()).then_some(self.text.as_str())
    }

    /// Whether anything is compiled with `cfg(test)`.
    #[must_use]
    pub fn has_tests(&self) -> bool {
        !self.targets.is_empty()
    }

    /// Whether a `cfg` predicate other than `test`, `key` or `key = "value"`, holds in a package with these features; nothing when that is
    /// not fixed.
    #[must_use]
    pub fn holds(&self, selected: Option<&Selected>, key: &str, value: Option<&str>) -> Option<bool> {
        if self.set.contains(&(key.to_owned(), value.map(str::to_owned))) {
            return Some(true);
        }
        if let ("feature", Some(name)) = (key, value) {
            let selected = selected?;
            return match (selected.on.contains(name), selected.possible.contains(name)) {
                (true, _) => Some(true),
                (false, true) => None,
                (false, false) => Some(false),
            };
        }
        self.platform?.holds(key, value)
    }
}

fn platform(triple: &str) -> Result<Platform, Unfit> {
    Platform::of(triple).ok_or_else(|| Unfit::Target {
        triple: triple.to_owned(),
        nearest: nearest(triple, Platform::triples().map(str::to_owned)),
    })
}

/// The features that are asked for, each with the package that has it.
fn wishes(packages: &[Package], flags: &Flags) -> Result<Vec<Wish>, Unfit> {
    let members = || packages.iter().enumerate().filter(|(_, package)| package.is_member);
    let mut wishes: Vec<Wish> = Vec::new();
    for (at, package) in members() {
        if flags.all_features {
            wishes.extend(package.features.keys().map(|name| (at, name.clone())));
        }
        if !flags.no_default_features {
            wishes.push((at, "default".to_owned()));
        }
    }
    let names = flags.features.iter().flat_map(|text| text.split([',', ' ']));
    for name in names.filter(|name| !name.is_empty()) {
        let having = |feature: &str, of: &dyn Fn(&Package) -> bool| -> Vec<Wish> {
            let has = |package: &Package| feature == "default" || package.features.contains_key(feature);
            let all = members().filter(|(_, package)| of(package) && has(package));
            all.map(|(at, _)| (at, feature.to_owned())).collect()
        };
        let found = match name.split_once('/') {
            None => having(name, &|_| true),
            // It is a feature of the package of that name, and of the dependencies that are called so.
            Some((package, feature)) => {
                let depends = |it: &Package| it.dependencies.iter().any(|it| it.key == package);
                let of_dependencies = members().filter(|(_, it)| depends(it)).map(|(at, _)| (at, name.to_owned()));
                let mut found = having(feature, &|it| it.name == package);
                found.extend(of_dependencies);
                found
            }
        };
        if found.is_empty() {
            let own = |(_, package): (usize, &Package)| {
                package
                    .features
                    .keys()
                    .flat_map(|it| [it.clone(), format!("{}/{it}", package.name)])
                    .collect::<Vec<_>>()
            };
            let nearest = nearest(name, members().flat_map(own));
            return Err(Unfit::Feature { name: name.to_owned(), nearest });
        }
        wishes.extend(found);
    }
    Ok(wishes)
}

/// The name and value of `--cfg`.
fn cfg(text: &str) -> Result<(String, Option<String>), Unfit> {
    let unfit = |remedy| Unfit::Cfg { text: text.to_owned(), remedy };
    let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value.trim())));
    let name = name.trim();
    let is_name = name.chars().all(|c| c == '_' || c.is_alphanumeric()) && !name.starts_with(|c: char| c.is_numeric());
    match name {
        _ if !is_name || name.is_empty() => Err(unfit("write `--cfg NAME` or `--cfg 'NAME=\"VALUE\"'`")),
        "unix" | "windows" => Err(unfit("`--target TRIPLE` says for which system")),
        "test" => Err(unfit("`--tests` adds the unit tests of each crate, where it holds, and the integration tests")),
        "feature" => Err(unfit("`--features NAME` turns features on")),
        _ if name.starts_with("target_") && name != "target_feature" => {
            Err(unfit("`--target TRIPLE` says for which system"))
        }
        _ => {
            let unquoted = |value: &str| value.trim_matches('"').to_owned();
            Ok((name.to_owned(), value.map(unquoted)))
        }
    }
}

/// The names most like one, nearest first: those that it begins, where there are any.
fn nearest(name: &str, all: impl Iterator<Item = String>) -> Vec<String> {
    let farthest = name.chars().count().div_ceil(3).max(1);
    let mut near: Vec<(bool, usize, String)> =
        all.map(|it| (!it.starts_with(name), strsim::damerau_levenshtein(name, &it), it)).collect();
    near.retain(|(_, distance, _)| *distance <= farthest);
    near.sort();
    near.dedup();
    // What is only remotely alike is no help beside what is almost the same.
    let (begins, best) = near.first().map_or((false, 0), |(begins, distance, _)| (*begins, *distance));
    near.retain(|it| it.0 == begins && it.1 <= best + best / 2);
    near.into_iter().map(|(_, _, it)| it).take(OFFERED).collect()
}

impl fmt::Display for Flags {
    /// As on a command line, in one order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = Vec::new();
        let features: BTreeSet<&str> =
            self.features.iter().flat_map(|text| text.split([',', ' '])).filter(|name| !name.is_empty()).collect();
        if !features.is_empty() {
            words.push(format!("--features {}", features.into_iter().collect::<Vec<_>>().join(",")));
        }
        words.extend(self.no_default_features.then(|| "--no-default-features".to_owned()));
        words.extend(self.all_features.then(|| "--all-features".to_owned()));
        words.extend(self.target.iter().map(|triple| format!("--target {triple}")));
        let cfg: BTreeSet<&String> = self.cfg.iter().collect();
        words.extend(cfg.into_iter().map(|text| format!("--cfg {text}")));
        for kind in &self.targets {
            match kind {
                TargetKind::Test => words.push("--tests".to_owned()),
                TargetKind::Bench => words.push("--benches".to_owned()),
                _ => {}
            }
        }
        f.write_str(&words.join(" "))
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offer = |f: &mut fmt::Formatter<'_>, nearest: &[String], otherwise: &str| {
            if nearest.is_empty() {
                return f.write_str(otherwise);
            }
            let names: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
            let are = if let [_] = nearest { "name is" } else { "names are" };
            write!(f, ": the nearest {are} {}", names.join(", "))
        };
        match self {
            Unfit::Feature { name, nearest } => {
                write!(f, "no package of the project has the feature `{name}`")?;
                offer(f, nearest, ": `[features]` of the manifests has those there are")
            }
            Unfit::Target { triple, nearest } => {
                write!(f, "rustc has no target `{triple}`")?;
                offer(f, nearest, ": `rustc --print target-list` has those there are")
            }
            Unfit::Cfg { text, remedy } => write!(f, "`--cfg {text}` cannot be set: {remedy}"),
        }
    }
}

impl std::error::Error for Unfit {}
