//! The attributes of Ensue.
