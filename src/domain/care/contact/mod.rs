//! Contacts for export: one per person, built from the journal and the snapshot.
//!
//! Promise: only people with a current accept, unless the filter asks for others; the same journal and the same
//! snapshot always give the same contacts in the same order, with the same ids.
//! Connections without a decision are built from the snapshot and from what was written down about them.

mod fields;
mod selection;

pub use fields::{Contact, DecidedRequest, tags_of, unique_tags};
pub use selection::{ContactFilter, ContactIter, Contacts, contacts};
