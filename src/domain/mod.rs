//! What is true: plain values and pure functions. Knows no files, no clock, no screen.

pub mod arrival;
pub mod checklist;
pub mod decision;
pub mod event;
pub mod evidence;
pub mod invitation;
pub mod ledger;
pub mod network;
pub mod person;
pub mod rhythm;
pub mod untrusted;
