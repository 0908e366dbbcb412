//! After the yes: what is due, who the person has, and what leaves as a contact.

pub mod agenda;
pub mod contact;
pub mod summary;
