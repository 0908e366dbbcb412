//! Insights: figures over requests, decisions, exports and the log, each with what it counts. None ranks a person.

pub mod backlog;
pub mod blocks;
pub mod letter;
pub mod months;
pub mod outcome;
pub mod patterns;
pub mod text;
