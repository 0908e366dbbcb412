//! invite-triage.

pub mod domain;
pub mod store;
