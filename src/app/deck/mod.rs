//! The decks: who is in one, what is asked, what its keys do. A session knows none of it; a deck is known to `App` only
//! by its screen.

pub mod requests;
pub mod spec;
