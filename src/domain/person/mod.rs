//! Person identity: one key per person, in every file and every export.

pub mod key;
