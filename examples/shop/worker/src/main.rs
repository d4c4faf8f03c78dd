//! An afternoon in the warehouse. The tickets come in on standard input, as the web has left them, one a line.

use ensue::store::{Memory, NewTicket, Store, Work};
use ensue::{App, BoxError, Cascade, Clock, ManualClock};
use shop_events::{BookCarrier, Returned, Sent};
use shop_worker::application;
use std::io::{self, BufRead, Write};

fn main() -> Result<(), BoxError> {
    pollster::block_on(afternoon())
}

async fn afternoon() -> Result<(), BoxError> {
    let clock = ManualClock::default();
    let tickets = Memory::new();
    tickets.commit(received(io::stdin().lock())?, clock.now()).await?;
    let shop = application().store(tickets).clock(clock).build()?;

    let report = shop.run_due().await?;
    report.ran.iter().try_for_each(|ran| tell(&ran.to_string()))?;
    carrier(&shop).await
}

/// The tickets that the web has left.
fn received(input: impl BufRead) -> Result<Work, BoxError> {
    let mut work = Work::default();
    for line in input.lines() {
        work.add.push(serde_json::from_str::<NewTicket>(&line?)?);
    }
    Ok(work)
}

/// The carrier, another company: it asks what is to be fetched, delivers what it can, and reports.
async fn carrier(shop: &App) -> Result<(), BoxError> {
    for booking in shop.outstanding::<BookCarrier>().await? {
        let parcel = booking.effect.parcel;
        if booking.effect.address == "nowhere" {
            let reason = "nobody lives there".to_owned();
            reported(&shop.complete(&booking, Returned { parcel, reason }).await?.cascade)?;
        } else {
            let tracking = format!("T{parcel}");
            reported(&shop.complete(&booking, Sent { parcel, tracking }).await?.cascade)?;
        }
    }
    Ok(())
}

fn reported(cascade: &Cascade) -> io::Result<()> {
    tell(&format!("the carrier reports:\n{cascade}"))
}

fn tell(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}
