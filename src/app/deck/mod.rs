//! Decks: their cards, questions and actions. A session knows none of these, and `App` knows a deck only by its screen.

pub mod keep_or_let_go;
pub mod look_back;
mod person_card;
pub mod reach_out;
pub mod requests;
pub mod spec;
