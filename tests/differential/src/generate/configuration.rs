//! Features and other `cfg`: what packages have, what a build turns on, and predicates of which it is known whether they hold.

use super::Draft;
use super::packages::{DEFAULT, Package, Root};
use std::collections::BTreeSet;

const FEATURES: [&str; 5] = ["red", "blue", "fast", "mail", "slow"];

/// What is set beside features, in every workspace that sets anything: what all of them share is built once.
const SET: [&str; 2] = ["spin", "mode=\"fast\""];

/// Predicates that every crate has, and whether they hold where the programs are run. Nobody sets the names among them.
const EVERYWHERE: [(&str, bool); 4] =
    [("unix", cfg!(unix)), ("windows", cfg!(windows)), ("halt", false), ("mode = \"slow\"", false)];

/// A `cfg` predicate, and whether it holds.
pub(super) type Predicate = (String, bool);

/// Gives some workspaces features, and some other names that are set; decides what the build turns on.
pub(super) fn configure(draft: &mut Draft, packages: &mut [Package], root: Root) {
    if draft.random.percent(30) {
        draft.source.flags.cfg = SET.map(str::to_owned).to_vec();
    }
    // Of two programs of one name cargo builds one file, and the second time around not by the features of all packages.
    if !draft.random.percent(45) || has_namesakes(packages) {
        return;
    }
    for at in 0..packages.len() {
        features(draft, packages, at);
    }
    requirements(draft, packages);
    wish(draft, packages, root);
    let on = turned_on(packages, root, draft);
    for (package, on) in packages.iter_mut().zip(&on) {
        package.on = on.iter().filter(|it| package.features.contains_key(*it)).cloned().collect();
        for dependency in &mut package.dependencies {
            dependency.optional = dependency.optional.map(|_| on.contains(&format!("dep:{}", dependency.key)));
        }
    }
}

fn has_namesakes(packages: &[Package]) -> bool {
    let names: Vec<&String> = packages.iter().flat_map(|it| &it.programs).map(|it| &it.name).collect();
    let distinct: BTreeSet<&&String> = names.iter().collect();
    distinct.len() < names.len()
}

/// The features of a package, and which of its dependencies need one.
fn features(draft: &mut Draft, packages: &mut [Package], at: usize) {
    let random = &mut draft.random;
    let (before, rest) = packages.split_at_mut(at);
    let package = &mut rest[0];
    let mut names = FEATURES;
    random.shuffle(&mut names);
    for name in names.into_iter().take(random.below(4)) {
        let mut turns_on = Vec::new();
        if let Some(other) = random.pick(&package.features.keys().cloned().collect::<Vec<_>>())
            && random.percent(40)
        {
            turns_on.push(other.clone());
        }
        package.features.insert(name.to_owned(), turns_on);
    }
    let mut own: Vec<String> = package.features.keys().cloned().collect();
    for dependency in &mut package.dependencies {
        dependency.optional = random.percent(35).then_some(false);
        if dependency.optional.is_some() {
            let name = format!("with-{}", dependency.key);
            own.push(name.clone());
            package.features.insert(name, vec![format!("dep:{}", dependency.key)]);
        }
        let theirs: Vec<&String> = before[dependency.on].features.keys().filter(|it| *it != DEFAULT).collect();
        let Some(feature) = random.pick(&theirs) else { continue };
        let mark = if dependency.optional.is_some() && random.percent(60) { "?" } else { "" };
        if let Some(name) = random.pick(&own)
            && random.percent(50)
        {
            let wish = format!("{}{mark}/{feature}", dependency.key);
            package.features.entry(name.clone()).or_default().push(wish);
        } else if random.percent(50) {
            dependency.features.push((*feature).clone());
        }
        if !dependency.is_inherited && random.percent(30) {
            dependency.features.retain(|it| it != DEFAULT);
        }
    }
    if let Some(name) = random.pick(&own)
        && random.percent(50)
    {
        package.features.insert(DEFAULT.to_owned(), vec![name.clone()]);
    }
}

/// Programs that are built with a feature only.
fn requirements(draft: &mut Draft, packages: &mut [Package]) {
    for package in packages {
        let own: Vec<String> = package.features.keys().cloned().collect();
        for program in &mut package.programs {
            if draft.random.percent(20) {
                program.requires = draft.random.pick(&own).cloned();
            }
        }
    }
}

/// What the build asks for.
fn wish(draft: &mut Draft, packages: &[Package], root: Root) {
    let random = &mut draft.random;
    let flags = &mut draft.source.flags;
    let is_asked = |at: usize| root != Root::Alone || at + 1 == packages.len();
    flags.all_features = random.percent(15);
    flags.no_default_features = random.percent(50);
    let mut chosen = Vec::new();
    for (_, package) in packages.iter().enumerate().filter(|(at, _)| is_asked(*at)) {
        for name in package.features.keys().filter(|it| *it != DEFAULT) {
            if random.percent(50) {
                // Without a workspace older editions take the package's own name for a dependency's.
                let is_plain = root == Root::Alone || random.percent(50);
                let name = if is_plain { name.clone() } else { format!("{}/{name}", package.name) };
                chosen.push(name);
            }
        }
    }
    chosen.sort();
    chosen.dedup();
    flags.features = chosen;
    if flags.features.is_empty() && !flags.all_features {
        // Something must be said of features, or all are left open.
        flags.no_default_features = true;
    }
}

/// What is on in each package: features, and `dep:key` of optional dependencies.
fn turned_on(packages: &[Package], root: Root, draft: &Draft) -> Vec<BTreeSet<String>> {
    let flags = &draft.source.flags;
    let mut on: Vec<BTreeSet<String>> = vec![BTreeSet::new(); packages.len()];
    let mut is_built = vec![false; packages.len()];
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, package) in packages.iter().enumerate() {
        is_built[at] = root != Root::Alone || at + 1 == packages.len();
        let is_wished = |name: &str| {
            let with_package = format!("{}/{name}", package.name);
            let is_default = name == DEFAULT && !flags.no_default_features;
            flags.all_features || is_default || flags.features.iter().any(|it| *it == name || *it == with_package)
        };
        let wished = package.features.keys().filter(|name| is_built[at] && is_wished(name));
        open.extend(wished.map(|name| (at, name.clone())));
    }
    // Until nothing follows any more: few packages, few features.
    loop {
        let before = (on.clone(), is_built.clone());
        while let Some((at, name)) = open.pop() {
            on[at].insert(name);
        }
        for (at, package) in packages.iter().enumerate().filter(|(at, _)| before.1[*at]) {
            // What is asked of a package by its name is asked of the dependencies that are called so as well.
            let is_asked = root != Root::Alone || at + 1 == packages.len();
            let asked = flags.features.iter().filter(|it| is_asked && it.contains('/'));
            let by_features = on[at].iter().flat_map(|name| package.features.get(name).into_iter().flatten());
            let turned: Vec<String> = by_features.chain(asked).cloned().collect();
            for dependency in &package.dependencies {
                let dep = format!("dep:{}", dependency.key);
                let strong = format!("{}/", dependency.key);
                let is_on =
                    dependency.optional.is_none() || turned.iter().any(|it| *it == dep || it.starts_with(&strong));
                if !is_on {
                    continue;
                }
                on[at].insert(dep);
                is_built[dependency.on] = true;
                let weak = format!("{}?/", dependency.key);
                let asked = turned.iter().filter_map(|it| it.strip_prefix(&strong).or_else(|| it.strip_prefix(&weak)));
                let asked = asked.map(str::to_owned).chain(dependency.features.iter().cloned());
                let theirs = &packages[dependency.on].features;
                open.extend(asked.filter(|it| theirs.contains_key(it)).map(|it| (dependency.on, it)));
            }
            open.extend(turned.into_iter().filter(|it| package.features.contains_key(it)).map(|it| (at, it)));
        }
        if (on.clone(), is_built.clone()) == before && open.iter().all(|(at, name)| on[*at].contains(name)) {
            return on;
        }
    }
}

/// The predicates of a package's crates.
pub(super) fn predicates(draft: &Draft, package: &Package) -> Vec<Predicate> {
    let features = package.features.keys().map(|name| (format!("feature = \"{name}\""), package.on.contains(name)));
    let is_set = !draft.source.flags.cfg.is_empty();
    let set = SET.map(|name| (name.replace('=', " = "), is_set));
    let all = EVERYWHERE.map(|(text, holds)| (text.to_owned(), holds));
    features.chain(set).chain(all).collect()
}

impl Draft {
    /// A predicate that holds where a module is built, or one that does not.
    pub(super) fn predicate(&mut self, module: usize, holds: bool) -> String {
        let krate = self.world.modules[module].krate;
        self.predicate_within(krate, holds, 2)
    }

    fn predicate_within(&mut self, krate: usize, holds: bool, depth: usize) -> String {
        let form = if depth == 0 { 0 } else { self.random.below(6) };
        match form {
            3 => format!("not({})", self.predicate_within(krate, !holds, depth - 1)),
            4 | 5 => {
                // One part decides; the other may be anything.
                let word = if form == 4 { "all" } else { "any" };
                let decides = (word == "any") == holds;
                let other = if decides { self.random.percent(50) } else { holds };
                let parts = [holds, other].map(|holds| self.predicate_within(krate, holds, depth - 1));
                format!("{word}({}, {})", parts[0], parts[1])
            }
            _ => {
                let all = &self.world.crates[krate].predicates;
                let Some((text, is_true)) = self.random.pick(all) else { return "all()".to_owned() };
                if *is_true == holds { text.clone() } else { format!("not({text})") }
            }
        }
    }
}
