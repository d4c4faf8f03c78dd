//! What can go wrong with a payment.

use crate::{Currency, Money, PaymentId};
use derive_more::{Display, Error, From};
use ensue::IllegalMove;

/// Why a step of a payment could not be taken. The cascade it belongs to ends with it.
#[derive(Debug, Clone, PartialEq, Display, Error, From)]
pub enum PaymentError {
    /// Something was asked to change in a way that its archiver does not allow.
    #[from]
    IllegalMove(IllegalMove),
    /// Nobody owns such a thing.
    #[display("there is no {what} {id}")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its number.
        id: String,
    },
    /// An amount of nothing, or less.
    #[display("an amount must be more than nothing, and {amount} is not")]
    NotPositive {
        /// What was asked for.
        amount: Money,
    },
    /// More was asked for than there is.
    #[display("payment {payment} has {left} left, less than the {asked} asked for")]
    MoreThanLeft {
        /// The payment.
        payment: PaymentId,
        /// What can still be captured, or refunded.
        left: Money,
        /// What was asked for.
        asked: Money,
    },
    /// Two currencies in one sum.
    #[display("{one} and {other} cannot be added: convert one of them first")]
    Currencies {
        /// The one.
        one: Currency,
        /// The other.
        other: Currency,
    },
    /// A sum that no integer holds.
    #[display("the sum is more money than there is")]
    TooMuchMoney,
}
