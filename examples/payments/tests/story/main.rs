//! The shop's stories, as tests. Read them in this order: one handler alone, whole cascades, a cascade that is stopped
//! on its way, and what happens later.

mod cascades;
mod later;
mod one_handler;
mod stepping;

use ensue::{App, BoxError, ManualClock};
use payments::archivers::NewPayment;
use payments::{Card, Currency, Money, SimulatedMailer, SimulatedProvider, application};

/// A shop with simulated neighbours, and the clock that it looks at.
fn shop() -> Result<(App, ManualClock), BoxError> {
    let clock = ManualClock::default();
    let shop = application(SimulatedProvider, SimulatedMailer).clock(clock.clone()).build()?;
    Ok((shop, clock))
}

/// A customer who pays 49.90 EUR with this card. See [`SimulatedProvider`] for what the cards do.
fn customer(card: &str) -> NewPayment {
    NewPayment { amount: euro(49_90), card: Card::from(card), email: "ada@example.org".to_owned() }
}

fn euro(cents: i64) -> Money {
    Money::new(cents, Currency::Eur)
}
