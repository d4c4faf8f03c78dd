//! Typed events whose consequences the compiler proves.
