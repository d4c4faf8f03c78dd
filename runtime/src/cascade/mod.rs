//! The record of a cascade.

pub(crate) mod record;
