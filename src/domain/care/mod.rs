//! Care after an accept: the agenda, people summaries, and contacts for export.

pub mod agenda;
pub mod contact;
pub mod role;
pub mod summary;
