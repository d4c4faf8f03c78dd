//! Both engines, on everything that has a shape of its own and on many plans drawn by lot.

use super::check::faults;
use super::{Layout, Link, Placement, Plan, Size, elk, parts, place, ranks};
use fastrand::Rng;
use std::ops::Range;

fn size(random: &mut Rng, width: Range<u32>, height: u32) -> Size {
    Size { width: f64::from(random.u32(width)), height: f64::from(height) }
}

fn plan(random: &mut Rng, boxes: usize, links: usize) -> Plan {
    let mut plan = Plan { boxes: (0..boxes).map(|_| size(random, 60..240, 46)).collect(), links: Vec::new() };
    for _ in 0..links {
        let from = random.usize(..boxes);
        // Mostly to a later box nearby, as in a cascade; sometimes anywhere, so that there are cycles and loops.
        let is_near = random.usize(..5) > 0;
        let to = if is_near { (from + 1 + random.usize(..6)).min(boxes - 1) } else { random.usize(..boxes) };
        let height = if random.usize(..4) == 0 { 28 } else { 14 };
        let label = (random.usize(..3) == 0).then(|| size(random, 20..160, height));
        plan.links.push(Link { from, to, label });
    }
    plan
}

fn chain(length: usize) -> Plan {
    let links = (1..length).map(|to| Link { from: to - 1, to, label: None }).collect();
    Plan { boxes: vec![Size { width: 90.0, height: 46.0 }; length], links }
}

type Engine = fn(&Plan) -> Placement;

fn engines() -> [(&'static str, Engine); 3] {
    [
        ("elk", |plan| parts::place(plan, |part| elk::Elk.place(part).unwrap_or_else(|| ranks::place(part)))),
        ("ranks", ranks::place),
        ("place", place),
    ]
}

#[test]
fn nothing_overlaps_in_any_plan() {
    let mut random = Rng::with_seed(2014);
    let mut plans: Vec<Plan> = (0..60)
        .map(|_| {
            let (boxes, links) = (random.usize(1..25), random.usize(..40));
            plan(&mut random, boxes, links)
        })
        .collect();
    plans.push(Plan::default());
    plans.push(plan(&mut random, 100, 150));
    plans.push(Plan { boxes: vec![Size { width: 90.0, height: 46.0 }; 70], links: Vec::new() });
    plans.push(chain(90));
    let declined = plans.iter().filter(|plan| elk::Elk.place(plan).is_none()).count();
    assert!(declined * 2 < plans.len(), "the engine answers most plans, not all but {declined}");
    for (name, engine) in engines() {
        for (nth, plan) in plans.iter().enumerate() {
            let placement = engine(plan);
            assert_eq!(faults(plan, &placement), Vec::<String>::new(), "{name}, plan {nth}: {plan:?}");
            assert_eq!(engine(plan), placement, "{name}, plan {nth} twice");
        }
    }
}

#[test]
fn starts_are_above_what_they_lead_to() {
    // 0 -> 1 -> 2 -> 1, and a link back to the start.
    let mut plan = chain(3);
    plan.links.extend([Link { from: 2, to: 1, label: None }, Link { from: 2, to: 0, label: None }]);
    for (name, engine) in engines() {
        let boxes = engine(&plan).boxes;
        assert!(boxes[0].y < boxes[1].y && boxes[1].y < boxes[2].y, "{name}: {boxes:?}");
    }
    // A second start, which leads to the end of a chain only, is beside the first.
    let mut plan = chain(4);
    plan.boxes.push(plan.boxes[0]);
    plan.links.push(Link { from: 4, to: 3, label: None });
    for (name, engine) in engines() {
        let boxes = engine(&plan).boxes;
        assert!(boxes[4].bottom() < boxes[1].y, "{name}: {boxes:?}");
    }
}

#[test]
fn plans_without_end_are_laid_out_in_the_end() {
    // A long chain with links from everywhere to its start: each would pass thousands of ranks.
    let mut plan = chain(3_000);
    plan.links.extend((1..3_000).map(|from| Link { from, to: 0, label: Some(Size { width: 40.0, height: 14.0 }) }));
    let placement = place(&plan);
    assert_eq!(faults(&plan, &placement), Vec::<String>::new());
    assert!(placement.boxes.windows(2).all(|pair| pair[0].bottom() < pair[1].y), "the chain runs downwards");
    assert!(placement.routes.iter().all(|route| route.points.len() > 1));
}

#[test]
fn what_the_checker_is_for_it_finds() {
    let plan = chain(3);
    let good = place(&plan);
    let spoil = |spoil: fn(&mut Placement)| {
        let mut placement = good.clone();
        spoil(&mut placement);
        faults(&plan, &placement).join("; ")
    };
    assert_eq!(faults(&plan, &good), Vec::<String>::new());
    assert!(spoil(|p| p.boxes[1] = p.boxes[0]).contains("box 0 overlaps box 1"));
    assert!(spoil(|p| p.boxes[1].width += 1.0).contains("box 1 has another size"));
    assert!(spoil(|p| p.boxes[1].x = f64::NAN).contains("box 1 has another size"));
    assert!(spoil(|p| p.routes[0].points[0].y -= 9.0).contains("the line of link 0"));
    assert!(spoil(|p| p.routes[0].points[0].x += 9.0).contains("link 0 does not run level and upright"));
    assert!(spoil(|p| p.routes[0].points.truncate(1)).contains("link 0"));
    assert!(spoil(|p| p.routes.truncate(1)).contains("not everything is placed"));
    assert!(spoil(|p| p.routes[0].points[1].y = p.boxes[2].y).contains("the line of link 0 overlaps box 1"));
}
