//! Domain model: plain values and pure functions. No files, no clock, no screen.
//!
//! The folders below are in dependency order: each uses only those before it (enforced by `tests/house.rs`).
//! Requests come early, because evidence and decisions are about them; the inbox comes late, because it needs them all.

pub mod text;
pub mod search;
pub mod person;
pub mod request;
pub mod evidence;
pub mod decision;
pub mod inbox;
pub mod care;
pub mod insight;
pub mod message;
