//! Care after an accept: the agenda, the calendar, people summaries and queries over them, and contacts for export.

pub mod agenda;
pub mod aims;
pub mod calendar;
pub mod clock;
pub mod contact;
pub mod introduction;
pub mod let_go;
pub mod log;
pub mod look_back;
pub mod new_address;
pub mod open_tasks;
pub mod own_request;
pub mod pledge;
pub mod query;
pub mod recommendation;
pub mod review_order;
pub mod role;
pub mod summary;
pub mod talk_sheet;
pub mod they_wrote;
pub mod today;
