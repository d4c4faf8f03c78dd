//! The worker's side: one step alone, and the whole afternoon.

use ensue::BoxError;
use ensue::test::handler;
use pollster::block_on;
use shop_events::{BookCarrier, OrderId, PackOrder, Packed, ParcelCancelled, ParcelId, StopOrder};
use shop_warehouse::handlers::{book_carrier, pack_order, stop_order};
use shop_warehouse::{ParcelState, Parcels};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

const ORDER: OrderId = OrderId(7);

fn teapot() -> PackOrder {
    PackOrder { order: ORDER, article: "a teapot".to_owned(), address: "Ada, 1 Hill Street".to_owned() }
}

#[test]
fn what_is_requested_is_packed() -> Result<(), BoxError> {
    let parcels = Arc::new(Parcels::default());
    let seen = block_on(handler::<pack_order>(&teapot()).with_shared(Arc::clone(&parcels)))?;
    let packed: Vec<_> = seen.emitted::<Packed>().map(|packed| packed.parcel).collect();
    assert_eq!(packed, [ParcelId(1)]);
    assert_eq!(parcels.get(ParcelId(1))?.order, ORDER);
    Ok(())
}

#[test]
fn the_carrier_fetches_what_still_stands_at_the_gate() -> Result<(), BoxError> {
    let parcels = Arc::new(Parcels::default());
    let packed = block_on(handler::<pack_order>(&teapot()).with_shared(Arc::clone(&parcels)))?;
    let event = packed.emitted::<Packed>().next().ok_or("nothing was packed")?;
    let booked = || Ok::<_, BoxError>(block_on(handler::<book_carrier>(event).with_shared(Arc::clone(&parcels)))?);
    assert_eq!(booked()?.requested::<BookCarrier>().count(), 1);

    let stop = StopOrder { order: ORDER };
    let stopped = block_on(handler::<stop_order>(&stop).with_shared(Arc::clone(&parcels)))?;
    assert_eq!(stopped.emitted::<ParcelCancelled>().count(), 1);
    assert_eq!(parcels.get(ParcelId(1))?.state, ParcelState::Cancelled);
    assert_eq!(booked()?.requested::<BookCarrier>().count(), 0);
    Ok(())
}

#[test]
fn the_afternoon_is_as_the_readme_tells_it() -> Result<(), BoxError> {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_worker")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    worker.stdin.take().ok_or("no input")?.write_all(include_bytes!("../../tickets.jsonl"))?;
    let told = worker.wait_with_output()?;
    assert!(told.status.success(), "{told:?}");
    let told = String::from_utf8(told.stdout)?;
    if cfg!(feature = "gifts") {
        assert_eq!(told.matches("emits Wrapped").count(), 3, "{told}");
        return Ok(());
    }
    let readme = include_str!("../../README.md");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    assert!(shown.lines().count() > 20, "the README shows the afternoon");
    assert!(told.starts_with(shown), "the README shows another afternoon than:\n{told}");
    Ok(())
}
