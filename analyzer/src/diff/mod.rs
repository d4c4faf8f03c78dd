//! The diff stage.
