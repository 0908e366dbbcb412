//! Connection requests: the request itself, and what its note says about it.

pub mod invitation;
pub mod note_analysis;
