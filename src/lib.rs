//! invite-triage.

pub mod app;
pub mod domain;
pub mod ui;
