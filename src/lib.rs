//! invite-triage.

pub mod domain;
