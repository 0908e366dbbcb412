//! Connection requests and the analysis of their notes.

pub mod invitation;
pub mod note_analysis;
pub mod pasted;
