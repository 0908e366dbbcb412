//! The collection of those who were accepted, and the page of one person.

use crate::domain::invitation::InvitationId;
use crate::domain::ledger::{Ledger, Standing};
use crate::domain::people::{Person, everybody};
use crate::domain::person::PersonKey;
use crate::domain::untrusted::Untrusted;

use super::Screen;

/// The collection.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PeopleScreen {
    /// Those who were accepted, by name.
    pub people: Vec<Person>,
    /// Who is marked.
    pub marked: usize,
}

impl PeopleScreen {
    /// Everybody with a standing accept.
    pub fn of(ledger: &Ledger) -> Self {
        let mut people = everybody(ledger);
        people.retain(|person| person.standing == Standing::Accepted);
        Self { people, marked: 0 }
    }
}

/// The page of one person.
#[derive(Debug)]
pub struct PersonPage {
    /// Who.
    pub key: PersonKey,
    /// Their name, as some file or the journal has it.
    pub name: Untrusted,
    /// The latest request, where there was one.
    pub latest: Option<InvitationId>,
    /// Lines scrolled.
    pub scroll: usize,
    /// The screen it was opened from.
    pub from: Box<Screen>,
}
