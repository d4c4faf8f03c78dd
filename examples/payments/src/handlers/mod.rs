//! What follows from an event, one file for each concern.
//!
//! A handler decides; it asks archivers to do it. It emits nothing by itself, so what it may emit is what the
//! archivers' methods that it calls emit, and the compiler compares the two lists.

pub mod auths;
pub mod captures;
pub mod invoices;
pub mod payments;
pub mod receipts;
pub mod refunds;
pub mod settlements;
pub mod shipments;
