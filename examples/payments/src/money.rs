//! Money: whole minor units and a currency, never a floating point number.

use crate::{PaymentError, PaymentId};
use derive_more::Display;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in one currency.
///
/// ```
/// use payments::{Currency, Money};
///
/// let price = Money::new(49_90, Currency::Eur);
/// assert_eq!(price.to_string(), "49.90 EUR");
/// assert_eq!(price.plus(Money::new(10, Currency::Eur))?, Money::new(50_00, Currency::Eur));
/// assert!(price.plus(Money::new(500, Currency::Jpy)).is_err());
/// # Ok::<(), payments::PaymentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// A currency that the shop takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, Serialize, Deserialize)]
pub enum Currency {
    /// Euro, in cents.
    #[display("EUR")]
    Eur,
    /// Yen, which has no smaller unit.
    #[display("JPY")]
    Jpy,
    /// US dollar, in cents.
    #[display("USD")]
    Usd,
}

impl Money {
    /// An amount in minor units: cents for the euro, yen for the yen.
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Money::new(0, currency)
    }

    /// Nothing, in the currency of this amount.
    #[must_use]
    pub fn nothing(self) -> Self {
        Money::zero(self.currency)
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Refuses nothing, and less.
    pub fn must_be_positive(self) -> Result<(), PaymentError> {
        if self.minor > 0 { Ok(()) } else { Err(PaymentError::NotPositive { amount: self }) }
    }

    /// Refuses nothing, less, and more than what `payment` has left.
    pub fn must_be_within(self, payment: PaymentId, left: Money) -> Result<(), PaymentError> {
        self.must_be_positive()?;
        if left.minus(self)?.minor < 0 {
            return Err(PaymentError::MoreThanLeft { payment, left, asked: self });
        }
        Ok(())
    }

    /// The sum of two amounts of one currency.
    pub fn plus(self, other: Money) -> Result<Money, PaymentError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference of two amounts of one currency.
    pub fn minus(self, other: Money) -> Result<Money, PaymentError> {
        self.combine(other, i64::checked_sub)
    }

    /// The same amount, the other way.
    pub fn negated(self) -> Result<Money, PaymentError> {
        Money::zero(self.currency).minus(self)
    }

    fn combine(self, other: Money, by: fn(i64, i64) -> Option<i64>) -> Result<Money, PaymentError> {
        if self.currency != other.currency {
            return Err(PaymentError::Currencies { one: self.currency, other: other.currency });
        }
        let minor = by(self.minor, other.minor).ok_or(PaymentError::TooMuchMoney)?;
        Ok(Money::new(minor, self.currency))
    }
}

impl Currency {
    /// Digits after the decimal point.
    fn digits(self) -> u32 {
        match self {
            Currency::Eur | Currency::Usd => 2,
            Currency::Jpy => 0,
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let unit = 10_u64.pow(self.currency.digits());
        let (major, minor) = (self.minor.unsigned_abs() / unit, self.minor.unsigned_abs() % unit);
        match self.currency.digits() {
            0 => write!(f, "{sign}{major} {}", self.currency),
            digits => write!(f, "{sign}{major}.{minor:0width$} {}", self.currency, width = digits as usize),
        }
    }
}
