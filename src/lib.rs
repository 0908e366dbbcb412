//! invite-triage.

pub mod domain;
pub mod export;
