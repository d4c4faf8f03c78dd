use super::{Condition, Logic};
use crate::source::Platform;
use fastrand::Rng;
use std::collections::BTreeMap;

const PREDICATES: [&str; 9] = [
    "feature = \"a\"",
    "feature = \"b\"",
    "target_endian = \"big\"",
    "target_endian = \"little\"",
    "target_os = \"linux\"",
    "target_os = \"windows\"",
    "target_pointer_width = \"32\"",
    "unix",
    "windows",
];

/// A condition as it is written, and what it means in one world.
#[derive(Debug)]
enum Written {
    Is(usize),
    Not(Box<Written>),
    All(Vec<Written>),
    Any(Vec<Written>),
}

impl Written {
    fn random(random: &mut Rng, depth: usize) -> Written {
        let many = |random: &mut Rng| (0..=random.usize(..3)).map(|_| Written::random(random, depth - 1)).collect();
        match random.usize(..if depth == 0 { 1 } else { 4 }) {
            0 => Written::Is(random.usize(..PREDICATES.len())),
            1 => Written::Not(Box::new(Written::random(random, depth - 1))),
            2 => Written::All(many(random)),
            _ => Written::Any(many(random)),
        }
    }

    fn condition(&self) -> Condition {
        match self {
            Written::Is(at) => Condition::Is(PREDICATES[*at].to_owned()),
            Written::Not(inner) => inner.condition().negate(),
            Written::All(parts) => parts.iter().fold(Condition::Always, |all, part| all.and(&part.condition())),
            Written::Any(parts) => parts.iter().fold(Condition::Never, |any, part| any.or(&part.condition())),
        }
    }

    fn holds(&self, world: &[bool]) -> bool {
        match self {
            Written::Is(at) => world[*at],
            Written::Not(inner) => !inner.holds(world),
            Written::All(parts) => parts.iter().all(|part| part.holds(world)),
            Written::Any(parts) => parts.iter().any(|part| part.holds(world)),
        }
    }
}

/// Every way in which the predicates can be true together: both features as one likes, the rest as some target has it.
fn worlds() -> Vec<Vec<bool>> {
    let mut worlds = Vec::new();
    for bits in 0..1_usize << PREDICATES.len() {
        let world: Vec<bool> = (0..PREDICATES.len()).map(|at| bits & (1 << at) != 0).collect();
        let [_, _, big, little, linux, windows_os, _, unix, windows] = world[..] else { unreachable!() };
        // Written out by hand: the procedure has its own table.
        let is_real = big != little
            && !(linux && windows_os)
            && !(unix && windows)
            && (!linux || unix)
            && (!windows_os || windows && !unix);
        if is_real {
            worlds.push(world);
        }
    }
    worlds
}

#[test]
fn conditions_say_in_every_world_what_is_written() {
    let worlds = worlds();
    let mut random = Rng::with_seed(1);
    let (mut never, mut always) = (0, 0);
    for _ in 0..1_500 {
        let written = Written::random(&mut random, 3);
        let condition = written.condition();
        let truth: Vec<bool> = worlds.iter().map(|world| written.holds(world)).collect();
        let found: Vec<bool> = worlds.iter().map(|world| holds(&condition, world)).collect();
        assert_eq!(found, truth, "{written:?} became {condition}");
        assert_eq!(condition == Condition::Never, truth.iter().all(|it| !it), "{written:?} became {condition}");
        assert_eq!(condition == Condition::Always, truth.iter().all(|it| *it), "{written:?} became {condition}");
        assert_eq!(Condition::parse(&condition.to_string()), condition, "read back");
        never += usize::from(condition == Condition::Never);
        always += usize::from(condition == Condition::Always);
    }
    assert!(never > 10 && always > 10, "{never} of them never hold, {always} always");
}

#[test]
fn what_follows_is_what_holds_in_every_world_of_the_other() {
    let worlds = worlds();
    let mut random = Rng::with_seed(2);
    for _ in 0..1_000 {
        let (one, other) = (Written::random(&mut random, 2), Written::random(&mut random, 2));
        let conditions = [one.condition(), other.condition()];
        let mut logic = Logic::over(&conditions);
        let [first, second] = conditions.each_ref().map(|condition| logic.formula(condition));
        let follows = worlds.iter().all(|world| !one.holds(world) || other.holds(world));
        assert_eq!(logic.implies(first, second), follows, "{one:?} implies {other:?}");
        let together = worlds.iter().any(|world| one.holds(world) && other.holds(world));
        assert_eq!(logic.both(first, second).is_possible(), together, "{one:?} and {other:?}");
        assert!(logic.is_exact());
    }
}

fn holds(condition: &Condition, world: &[bool]) -> bool {
    let by_text: BTreeMap<&str, bool> = PREDICATES.into_iter().zip(world.iter().copied()).collect();
    let settled = condition.settled(&|text| Some(if by_text[text] { Condition::Always } else { Condition::Never }));
    assert!(matches!(settled, Condition::Always | Condition::Never));
    settled == Condition::Always
}

#[test]
fn what_is_too_large_may_hold() {
    // The sum of two numbers of 40 bits: the order of predicates is the worst there is for it.
    let bit = |name: &str, at: usize| Condition::Is(format!("feature = \"{name}{at:02}\""));
    let products = (0..40).map(|at| bit("a", at).and(&bit("b", at)));
    let sum = products.fold(Condition::Never, |any, product| any.or(&product));
    assert_eq!(sum, Condition::Tangled);
    let pairs: Vec<Condition> = (0..16).map(|at| bit("a", at).and(&bit("b", at))).collect();
    let all: Vec<&Condition> = pairs.iter().collect();
    let mut logic = Logic::within(256, all);
    let either = pairs.iter().fold(logic.formula(&Condition::Never), |any, pair| {
        let pair = logic.formula(pair);
        logic.either(any, pair)
    });
    assert!(!logic.is_exact());
    assert_eq!(either, logic.always());
}

#[test]
fn families_are_what_all_targets_of_a_system_say() {
    assert_eq!(Platform::families_of("linux"), Some([("unix", true), ("windows", false)]));
    assert_eq!(Platform::families_of("windows"), Some([("unix", false), ("windows", true)]));
    assert_eq!(Platform::families_of("uefi"), Some([("unix", false), ("windows", false)]));
    assert_eq!(Platform::families_of("hurd-on-a-toaster"), None);
}
