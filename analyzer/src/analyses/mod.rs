//! The analyses stage.
