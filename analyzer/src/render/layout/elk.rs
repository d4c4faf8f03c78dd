//! The engine `elkrs`, a port of the Eclipse Layout Kernel.
//!
//! It draws well and is young: hundreds of places in it may panic. It therefore runs on a thread of its own, with a stack
//! for its recursion, a limit on what it is asked, and silence about its panics, which mean no more than "not this one".

use super::{Layout, Placement, Plan, Point, Rect, Route, Size};
use serde_json::{Value, json};

/// Beyond this many boxes, links and labels together the engine takes many seconds: its time grows with their cube.
const MOST_PARTS: usize = 1_500;

/// Up to here a picture is read as a whole, and straight lines are worth their width and time.
const FEW_PARTS: usize = 200;

const STACK: usize = 512 << 20;

/// The engine.
#[derive(Debug, Clone, Copy)]
pub struct Elk;

impl Layout for Elk {
    fn place(&self, plan: &Plan) -> Option<Placement> {
        if parts(plan) > MOST_PARTS || has_several_loops(plan) {
            return None;
        }
        let request = request(plan).to_string();
        let answer = crate::quiet::thread(STACK)
            .spawn(move || elkrs::create_elk().layout_json(&request))
            .ok()?
            .join()
            .ok()?
            .ok()?;
        read(&answer, plan)
    }
}

fn parts(plan: &Plan) -> usize {
    plan.boxes.len() + plan.links.len() + plan.links.iter().filter(|link| link.label.is_some()).count()
}

/// The engine sets the words of several loops of one box on top of each other.
fn has_several_loops(plan: &Plan) -> bool {
    let mut seen = vec![false; plan.boxes.len()];
    plan.links.iter().filter(|link| link.from == link.to).any(|link| std::mem::replace(&mut seen[link.from], true))
}

fn request(plan: &Plan) -> Value {
    let mut entered = vec![false; plan.boxes.len()];
    for link in &plan.links {
        entered[link.to] = true;
    }
    let boxes: Vec<Value> = plan
        .boxes
        .iter()
        .zip(entered)
        .enumerate()
        .map(|(at, (size, entered))| {
            // Starts are on top, however far down what they lead to.
            let layer = if entered { "NONE" } else { "FIRST" };
            json!({
                "id": format!("b{at}"), "width": size.width, "height": size.height,
                "layoutOptions": {"org.eclipse.elk.layered.layering.layerConstraint": layer},
            })
        })
        .collect();
    let links: Vec<Value> = plan
        .links
        .iter()
        .enumerate()
        .map(|(at, link)| {
            let labels: Vec<Value> = link
                .label
                .iter()
                // The engine leaves out a label without text, and never looks into the text.
                .map(|size| json!({"id": format!("t{at}"), "text": "x", "width": size.width, "height": size.height}))
                .collect();
            json!({
                "id": format!("l{at}"),
                "sources": [format!("b{}", link.from)],
                "targets": [format!("b{}", link.to)],
                "labels": labels,
            })
        })
        .collect();
    json!({"id": "plan", "layoutOptions": options(plan), "children": boxes, "edges": links})
}

/// Measured against its other settings: these put a start on top and cross the fewest lines. In small pictures lines
/// run straight (`BRANDES_KOEPF`), which makes large ones twice as wide.
fn options(plan: &Plan) -> Value {
    let few = parts(plan) <= FEW_PARTS;
    json!({
        "org.eclipse.elk.algorithm": "org.eclipse.elk.layered",
        "org.eclipse.elk.direction": "DOWN",
        "org.eclipse.elk.edgeRouting": "ORTHOGONAL",
        "org.eclipse.elk.padding": "[top=0,left=0,bottom=0,right=0]",
        "org.eclipse.elk.separateConnectedComponents": "false",
        "org.eclipse.elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
        "org.eclipse.elk.layered.nodePlacement.strategy": if few { "BRANDES_KOEPF" } else { "LINEAR_SEGMENTS" },
        "org.eclipse.elk.layered.thoroughness": if few { "30" } else { "7" },
        "org.eclipse.elk.edgeLabels.placement": "CENTER",
        "org.eclipse.elk.spacing.nodeNode": "28",
        "org.eclipse.elk.spacing.edgeNode": "16",
        "org.eclipse.elk.spacing.edgeEdge": "14",
        "org.eclipse.elk.spacing.edgeLabel": "4",
        "org.eclipse.elk.layered.spacing.nodeNodeBetweenLayers": "34",
        "org.eclipse.elk.layered.spacing.edgeNodeBetweenLayers": "16",
        "org.eclipse.elk.layered.spacing.edgeEdgeBetweenLayers": "12",
        // Lines leave a box where its outline is straight, whatever its shape.
        "org.eclipse.elk.spacing.portsSurrounding": "[top=0,left=20,bottom=0,right=20]",
    })
}

fn read(answer: &Value, plan: &Plan) -> Option<Placement> {
    let mut placement = Placement {
        size: Size::default(),
        boxes: plan.boxes.iter().map(|_| Rect::default()).collect(),
        routes: plan.links.iter().map(|_| Route::default()).collect(),
    };
    for found in list(answer, "children") {
        *placement.boxes.get_mut(index(found)?)? = rect(found)?;
    }
    for found in list(answer, "edges") {
        let section = list(found, "sections").first()?;
        let route = placement.routes.get_mut(index(found)?)?;
        route.points.push(point(&section["startPoint"])?);
        for bend in list(section, "bendPoints") {
            route.points.push(point(bend)?);
        }
        route.points.push(point(&section["endPoint"])?);
        route.label = list(found, "labels").first().and_then(rect);
    }
    placement.trim();
    Some(placement)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The number in an identifier such as `b12`.
fn index(value: &Value) -> Option<usize> {
    value["id"].as_str()?.get(1..)?.parse().ok()
}

fn rect(value: &Value) -> Option<Rect> {
    let point = point(value)?;
    Some(Rect { x: point.x, y: point.y, width: value["width"].as_f64()?, height: value["height"].as_f64()? })
}

fn point(value: &Value) -> Option<Point> {
    Some(Point { x: value["x"].as_f64()?, y: value["y"].as_f64()? })
}
