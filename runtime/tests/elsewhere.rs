//! An effect that one program requests and another one performs. Each integration test is a program of its own: this one
//! has nobody to perform the effect.

use ensue::store::{Job, Memory, NewTicket, Store, Work};
use ensue::{App, Cx, ManualClock, Problem, controller, effect};
use pollster::block_on;
use serde::{Deserialize, Serialize};
use std::time::SystemTime;

#[effect(name = "pack")]
#[derive(Serialize, Deserialize)]
struct Pack {
    order: u32,
}

#[controller(may_request = [Pack])]
fn order(cx: &mut Cx<'_, order>) {
    cx.request(Pack { order: 7 });
}

#[test]
fn an_effect_needs_somebody_who_performs_it() {
    let error = App::builder().build().unwrap_err();
    assert!(
        matches!(error.problems(), [Problem::NoPerformer { effect, .. }] if effect == "elsewhere::Pack"),
        "{error}"
    );
    assert!(App::builder().performed_elsewhere::<Pack>().build().is_ok());
}

#[test]
fn the_ticket_can_be_handed_to_another_program() {
    let clock = ManualClock::default();
    let app = App::builder().performed_elsewhere::<Pack>().clock(clock).build().unwrap();
    block_on(app.call(order {})).unwrap();

    let tickets = block_on(app.store().tickets()).unwrap();
    let handed = serde_json::to_string(&tickets[0].order).unwrap();
    let received: NewTicket = serde_json::from_str(&handed).unwrap();
    assert_eq!(received, tickets[0].order);
    assert_eq!(received.job, Job::Perform { effect: "pack".to_owned() });

    let other = Memory::new();
    let mut work = Work::default();
    work.add.push(received);
    block_on(other.commit(work, SystemTime::UNIX_EPOCH)).unwrap();
    assert_eq!(block_on(other.tickets()).unwrap()[0].order, tickets[0].order);
}
