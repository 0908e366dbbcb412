//! The talk sheet: what to talk about with somebody, and what is known of it.

use chrono::NaiveDate;

use crate::domain::care::clock::{Clock, LastContact, PersonClock};
use crate::domain::care::role::Role;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::care::today::{OwedPromise, owed_promises_to};
use crate::domain::decision::care_event::Party;
use crate::domain::decision::event::Description;
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::evidence::network::Network;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// A topic of a talk: a field of what is written about the person.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Its name in the journal and in JSON.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// A question that brings it up.
    pub prompt: &'static str,
    /// Returns the text.
    pub text: fn(&Description) -> &String,
    /// Returns the text, to change it.
    pub text_mut: fn(&mut Description) -> &mut String,
}

/// All topics, in display order.
pub const TOPICS: [Topic; 5] = [
    Topic {
        name: "goals",
        label: "Goals",
        prompt: "What do they want to reach this year?",
        text: |described| &described.goals,
        text_mut: |described| &mut described.goals,
    },
    Topic {
        name: "dreams",
        label: "Dreams",
        prompt: "What would they do if nothing stood in the way?",
        text: |described| &described.dreams,
        text_mut: |described| &mut described.dreams,
    },
    Topic {
        name: "seeks",
        label: "Looking for",
        prompt: "Who or what would help them now?",
        text: |described| &described.seeks,
        text_mut: |described| &mut described.seeks,
    },
    Topic {
        name: "offers",
        label: "Can offer",
        prompt: "What do they know or do that others could use?",
        text: |described| &described.offers,
        text_mut: |described| &mut described.offers,
    },
    Topic {
        name: "i_can",
        label: "What I can do for them",
        prompt: "Which small thing could I do for them this month?",
        text: |described| &described.i_can,
        text_mut: |described| &mut described.i_can,
    },
];

/// What is known before a talk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TalkSheet {
    /// The person.
    pub about: Party,
    /// Their role.
    pub role: Role,
    /// The texts of [`TOPICS`].
    pub topics: [Untrusted; TOPICS.len()],
    /// How you met.
    pub how_met: Untrusted,
    /// What to remember.
    pub remember: Untrusted,
    /// The last contact.
    pub last_contact: Option<LastContact>,
    /// How often to be in touch.
    pub rhythm: Option<Rhythm>,
    /// What is owed to them, by date.
    pub promises: Vec<OwedPromise>,
}

impl TalkSheet {
    /// Returns the talk sheet of a person.
    pub fn new(about: Party, ledger: &Ledger, network: &Network, today: NaiveDate, local: LocalDates) -> Self {
        let person = &about.person;
        let described = ledger.description_of(person).cloned().unwrap_or_default();
        let (how_met, remember) = how_met_and_notes(person, ledger);
        let PersonClock { last_contact, rhythm, .. } = Clock::of_contacts(ledger, network, today, local).of(person);
        Self {
            role: Role::of(person, ledger, network),
            topics: TOPICS.map(|topic| Untrusted::from((topic.text)(&described).as_str())),
            how_met: Untrusted::new(how_met),
            remember: Untrusted::new(remember),
            last_contact,
            rhythm: rhythm.map(|applied| applied.rhythm),
            promises: owed_promises_to(person, ledger),
            about,
        }
    }
}
