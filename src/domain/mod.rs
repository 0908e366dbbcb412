//! What is true: plain values and pure functions. Knows no files, no clock, no screen.

pub mod agenda;
pub mod arrival;
pub mod checklist;
pub mod contact;
pub mod decision;
pub mod event;
pub mod evidence;
pub mod hint;
pub mod inbox;
pub mod invitation;
pub mod ledger;
pub mod message;
pub mod network;
pub mod person;
pub mod pile;
pub mod places;
pub mod renewal;
pub mod rhythm;
pub mod search;
pub mod stage;
pub mod history;
pub mod people;
pub mod text;
pub mod untrusted;
pub mod when;
