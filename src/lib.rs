//! invite-triage.

pub mod app;
pub mod domain;
pub mod export;
pub mod import;
pub mod shell;
pub mod store;
pub mod ui;
