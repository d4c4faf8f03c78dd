//! Which conditions can hold together: a small decision procedure, exact up to a bound.
//!
//! Formulas are reduced ordered binary decision diagrams: two that say the same are the same number. What predicates
//! have to do with each other, that no system is both Linux and macOS, is a formula as well, from which every
//! question starts.

use super::{Condition, TEST, predicate, unit_tests};
use crate::source::Platform;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How large all formulas of a graph together may become: far more than conditions that people write need.
const MAX_NODES: usize = 1 << 16;

/// How many predicates are told apart: operations recurse once for each.
const MAX_PREDICATES: usize = 1 << 10;

/// The key of predicates about which program runs. It cannot be one of source, where a name of somebody's own is known
/// together with its package.
pub const PROGRAM: &str = "program";

/// What a condition says, in one [`Logic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Formula(u32);

impl Formula {
    const NO: Formula = Formula(0);
    const YES: Formula = Formula(1);

    /// Whether it can ever hold.
    #[must_use]
    pub fn is_possible(self) -> bool {
        self != Formula::NO
    }
}

/// Formulas over the predicates of some conditions.
///
/// ```
/// # use ensue_analyzer::condition::{Condition, Logic};
/// let conditions = [r#"target_os = "linux""#, "windows", r#"feature = "mail""#].map(Condition::parse);
/// let mut logic = Logic::over(&conditions);
/// let [linux, windows, mail] = conditions.each_ref().map(|condition| logic.formula(condition));
/// assert!(logic.both(linux, mail).is_possible());
/// assert!(!logic.both(linux, windows).is_possible());
/// ```
#[derive(Debug)]
pub struct Logic {
    /// The predicates in the order in which formulas ask for them.
    variables: BTreeMap<String, u32>,
    /// The first two are no and yes.
    nodes: Vec<Node>,
    known: HashMap<Node, Formula>,
    conjunctions: HashMap<(Formula, Formula), Formula>,
    opposites: HashMap<Formula, Formula>,
    without_programs: HashMap<Formula, Formula>,
    /// The variables about which program runs, and whether it is the unit tests of a crate.
    programs: BTreeSet<u32>,
    /// What holds of the predicates whatever is compiled.
    world: Formula,
    is_exact: bool,
    most_nodes: usize,
}

/// Asks for a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    variable: u32,
    if_not: Formula,
    if_so: Formula,
}

/// Too large to be decided.
struct Full;

impl Logic {
    /// For questions about these conditions, and what is made of them.
    #[must_use]
    pub fn over<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Logic {
        Logic::within(MAX_NODES, conditions)
    }

    /// As [`Logic::over`], giving up earlier.
    pub(super) fn within<'c>(most_nodes: usize, conditions: impl IntoIterator<Item = &'c Condition>) -> Logic {
        let mut texts = BTreeSet::new();
        for condition in conditions {
            condition.each(&mut |text| {
                texts.insert(canonical(text));
            });
        }
        let is_exact = texts.len() <= MAX_PREDICATES;
        // Sorted, so that the values of one key are neighbours, which keeps formulas about them small.
        let variables: BTreeMap<String, u32> = texts.into_iter().take(MAX_PREDICATES).zip(0..).collect();
        let is_of_program = |text: &str| matches!(predicate(text), (PROGRAM | TEST, Some(_)));
        let programs = variables.iter().filter(|(text, _)| is_of_program(text)).map(|(_, it)| *it).collect();
        let end = Node { variable: u32::MAX, if_not: Formula::NO, if_so: Formula::NO };
        let mut logic = Logic {
            variables,
            nodes: vec![end, end],
            known: HashMap::new(),
            conjunctions: HashMap::new(),
            opposites: HashMap::new(),
            without_programs: HashMap::new(),
            programs,
            world: Formula::YES,
            is_exact,
            most_nodes,
        };
        if let Ok(world) = logic.world() {
            logic.world = world;
        }
        logic
    }

    /// What always holds: where a conjunction starts.
    #[must_use]
    pub fn always(&self) -> Formula {
        self.world
    }

    /// What a condition says. One that is too large to be decided says nothing.
    pub fn formula(&mut self, condition: &Condition) -> Formula {
        let read = self.read(condition).and_then(|it| self.and(it, self.world));
        self.or_weaker(read, self.world)
    }

    /// Both hold; where that is too large to be decided, the first does.
    pub fn both(&mut self, one: Formula, other: Formula) -> Formula {
        let both = self.and(one, other);
        self.or_weaker(both, one)
    }

    /// One of the two holds; where that is too large to be decided, anything may.
    pub fn either(&mut self, one: Formula, other: Formula) -> Formula {
        let either = self.or(one, other);
        self.or_weaker(either, self.world)
    }

    /// The first holds and the second does not; where that is too large to be decided, the first does.
    pub fn without(&mut self, one: Formula, other: Formula) -> Formula {
        let without = self.not(other).and_then(|not| self.and(one, not));
        self.or_weaker(without, one)
    }

    /// Whether `one` never holds without `other`. In doubt it does not follow.
    pub fn implies(&mut self, one: Formula, other: Formula) -> bool {
        let without = self.not(other).and_then(|not| self.and(one, not));
        without.is_ok_and(|without| !without.is_possible())
    }

    /// What remains of a formula when another program may go on. Where that is too large to be decided, nothing remains.
    pub fn in_any_program(&mut self, formula: Formula) -> Formula {
        if self.programs.is_empty() {
            return formula;
        }
        let rest = self.without_programs(formula).and_then(|rest| self.and(rest, self.world));
        self.or_weaker(rest, self.world)
    }

    /// Whether everything so far was decided. Otherwise formulas may hold where they should not, never the reverse.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.is_exact
    }

    fn or_weaker(&mut self, formula: Result<Formula, Full>, weaker: Formula) -> Formula {
        formula.unwrap_or_else(|Full| {
            self.is_exact = false;
            weaker
        })
    }

    fn read(&mut self, condition: &Condition) -> Result<Formula, Full> {
        match condition {
            Condition::Always => Ok(Formula::YES),
            Condition::Never => Ok(Formula::NO),
            Condition::Is(text) => self.variable(&canonical(text)),
            Condition::Not(inner) => self.read(inner).and_then(|inner| self.not(inner)),
            Condition::All(parts) => parts.iter().try_fold(Formula::YES, |all, part| {
                let part = self.read(part)?;
                self.and(all, part)
            }),
            Condition::Any(parts) => parts.iter().try_fold(Formula::NO, |any, part| {
                let part = self.read(part)?;
                self.or(any, part)
            }),
            Condition::Tangled => Err(Full),
        }
    }

    fn variable(&mut self, text: &str) -> Result<Formula, Full> {
        let variable = *self.variables.get(text).ok_or(Full)?;
        self.node(Node { variable, if_not: Formula::NO, if_so: Formula::YES })
    }

    fn node(&mut self, node: Node) -> Result<Formula, Full> {
        if node.if_not == node.if_so {
            return Ok(node.if_so);
        }
        if let Some(known) = self.known.get(&node) {
            return Ok(*known);
        }
        if self.nodes.len() >= self.most_nodes {
            return Err(Full);
        }
        let new = Formula(u32::try_from(self.nodes.len()).map_err(|_| Full)?);
        self.nodes.push(node);
        self.known.insert(node, new);
        Ok(new)
    }

    fn and(&mut self, one: Formula, other: Formula) -> Result<Formula, Full> {
        match (one, other) {
            (Formula::NO, _) | (_, Formula::NO) => return Ok(Formula::NO),
            (Formula::YES, it) | (it, Formula::YES) => return Ok(it),
            (one, other) if one == other => return Ok(one),
            _ => {}
        }
        let key = (one.min(other), one.max(other));
        if let Some(known) = self.conjunctions.get(&key) {
            return Ok(*known);
        }
        let variable = self.at(one).variable.min(self.at(other).variable);
        let (one, other) = (self.branches(one, variable), self.branches(other, variable));
        let if_not = self.and(one.0, other.0)?;
        let if_so = self.and(one.1, other.1)?;
        let both = self.node(Node { variable, if_not, if_so })?;
        self.conjunctions.insert(key, both);
        Ok(both)
    }

    fn not(&mut self, of: Formula) -> Result<Formula, Full> {
        match of {
            Formula::NO => return Ok(Formula::YES),
            Formula::YES => return Ok(Formula::NO),
            _ => {}
        }
        if let Some(known) = self.opposites.get(&of) {
            return Ok(*known);
        }
        let Node { variable, if_not, if_so } = self.at(of);
        let node = Node { variable, if_not: self.not(if_not)?, if_so: self.not(if_so)? };
        let opposite = self.node(node)?;
        self.opposites.insert(of, opposite);
        Ok(opposite)
    }

    fn or(&mut self, one: Formula, other: Formula) -> Result<Formula, Full> {
        let (not_one, not_other) = (self.not(one)?, self.not(other)?);
        let neither = self.and(not_one, not_other)?;
        self.not(neither)
    }

    /// That the formula holds for some program.
    fn without_programs(&mut self, of: Formula) -> Result<Formula, Full> {
        if of == Formula::NO || of == Formula::YES {
            return Ok(of);
        }
        if let Some(known) = self.without_programs.get(&of) {
            return Ok(*known);
        }
        let Node { variable, if_not, if_so } = self.at(of);
        let (if_not, if_so) = (self.without_programs(if_not)?, self.without_programs(if_so)?);
        let rest = if self.programs.contains(&variable) {
            self.or(if_not, if_so)?
        } else {
            self.node(Node { variable, if_not, if_so })?
        };
        self.without_programs.insert(of, rest);
        Ok(rest)
    }

    fn at(&self, formula: Formula) -> Node {
        self.nodes[formula.0 as usize]
    }

    /// What remains of a formula when a variable, none of its own being asked before, is off or on.
    fn branches(&self, of: Formula, variable: u32) -> (Formula, Formula) {
        let node = self.at(of);
        if node.variable == variable { (node.if_not, node.if_so) } else { (of, of) }
    }

    /// What predicates have to do with each other.
    fn world(&mut self) -> Result<Formula, Full> {
        let mut exclusive: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut systems: Vec<(String, String)> = Vec::new();
        let mut tests: Vec<(u32, u32)> = Vec::new();
        for (text, variable) in &self.variables {
            match predicate(text) {
                ("unix" | "windows", None) => exclusive.entry("family".to_owned()).or_default().push(*variable),
                (key, Some(value)) if SINGLE.contains(&key) => {
                    exclusive.entry(key.to_owned()).or_default().push(*variable);
                    if key == TEST {
                        let program = format!("{PROGRAM} = {:?}", unit_tests(&value));
                        tests.extend(self.variables.get(&program).map(|program| (*variable, *program)));
                    }
                    systems.extend((key == "target_os").then(|| (text.clone(), value)));
                }
                _ => {}
            }
        }
        let mut world = Formula::YES;
        for variables in exclusive.values() {
            let one = self.at_most_one(variables)?;
            world = self.and(world, one)?;
        }
        for (text, value) in systems {
            let system = self.variable(&text)?;
            for (family, belongs) in Platform::families_of(&value).into_iter().flatten() {
                let Ok(family) = self.variable(family) else { continue };
                let family = if belongs { family } else { self.not(family)? };
                let elsewhere = self.not(system)?;
                let implied = self.or(elsewhere, family)?;
                world = self.and(world, implied)?;
            }
        }
        // A program can link the same crate once more, as a dependency of what its tests depend on.
        for (tested, program) in tests {
            let node = |variable| Node { variable, if_not: Formula::NO, if_so: Formula::YES };
            let (tested, program) = (self.node(node(tested))?, self.node(node(program))?);
            let plain = self.not(tested)?;
            let implied = self.or(plain, program)?;
            world = self.and(world, implied)?;
        }
        let endians = ["target_endian = \"big\"", "target_endian = \"little\""].map(|text| self.variable(text));
        if let [Ok(big), Ok(little)] = endians {
            let one_of_them = self.or(big, little)?;
            world = self.and(world, one_of_them)?;
        }
        Ok(world)
    }

    /// That no two of these, given in the order of formulas, hold.
    fn at_most_one(&mut self, variables: &[u32]) -> Result<Formula, Full> {
        let (mut none, mut one) = (Formula::YES, Formula::YES);
        for &variable in variables.iter().rev() {
            one = self.node(Node { variable, if_not: one, if_so: none })?;
            none = self.node(Node { variable, if_not: none, if_so: Formula::NO })?;
        }
        Ok(one)
    }
}

/// Keys that have one value in each compilation; [`PROGRAM`] and [`TEST`] have one in each process.
const SINGLE: [&str; 10] = [
    PROGRAM,
    TEST,
    "panic",
    "target_abi",
    "target_arch",
    "target_endian",
    "target_env",
    "target_os",
    "target_pointer_width",
    "target_vendor",
];

/// One text for predicates that are the same by definition.
fn canonical(text: &str) -> String {
    match text {
        "target_family = \"unix\"" => "unix".to_owned(),
        "target_family = \"windows\"" => "windows".to_owned(),
        _ => text.to_owned(),
    }
}
