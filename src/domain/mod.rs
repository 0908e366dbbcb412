//! What is true: plain values and pure functions. No files, no clock, no screen.
//!
//! The folders in the order of who may use whom: each uses only those before it, and `tests/house.rs` holds that.
//! A request is low, because evidence and decisions are about it; the inbox is high, because it needs them all.

pub mod text;
pub mod person;
pub mod request;
pub mod evidence;
pub mod decision;
pub mod inbox;
pub mod care;
pub mod message;
pub mod search;
