//! What one gave somebody, and asked of them.

use chrono::NaiveDate;

use crate::domain::decision::care_event::{Aim, CareEvent};
use crate::domain::decision::event::Event;
use crate::domain::decision::ledger::Ledger;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::plural::plural;

/// How often one gave somebody something, and asked for something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Aims {
    /// Contacts and gifts that gave something, and kept promises.
    pub given: usize,
    /// Contacts that asked for something.
    pub asked: usize,
}

impl Aims {
    /// Returns `you gave 2, asked 1`; `None` if neither was logged.
    pub fn in_short(self) -> Option<String> {
        (self.given + self.asked > 0).then(|| format!("you gave {}, asked {}", self.given, self.asked))
    }

    /// Returns `In your log: nothing given, one ask`.
    pub fn in_words(self) -> String {
        let given = if self.given == 0 { "nothing given".to_owned() } else { format!("given {}", times(self.given)) };
        let asked = if self.asked == 0 { "no ask yet".to_owned() } else { plural(self.asked, "ask") };
        format!("In your log: {given}, {asked}.")
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { plural(count, "time") }
}

/// Returns what was given to a person and asked of them so far.
pub fn aims_so_far(person: &PersonKey, ledger: &Ledger) -> Aims {
    let mut aims = Aims::default();
    let entries = ledger.care_of(person).map(|line| line.entry).chain(ledger.gifts_to(person).map(|(_, entry)| entry));
    for (_, aim) in entries.filter_map(|entry| aim_of(&entry.event)) {
        match aim {
            Aim::Give => aims.given += 1,
            Aim::Ask => aims.asked += 1,
            Aim::Neutral => {}
        }
    }
    aims
}

/// What was done for somebody, or asked of them, with its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DoneContact<'a> {
    /// The person.
    pub person: &'a PersonKey,
    /// Its local day.
    pub day: NaiveDate,
    /// What it was for.
    pub aim: Aim,
}

/// Returns every contact that was logged, promise that was kept and gift that was given, in the order of the journal.
pub fn done_contacts(ledger: &Ledger, local: LocalDates) -> Vec<DoneContact<'_>> {
    let active = ledger.entries().iter().filter(|posted| posted.is_active()).map(|posted| &posted.entry);
    active
        .filter_map(|entry| {
            let (person, aim) = aim_of(&entry.event)?;
            let day = match &entry.event {
                Event::Care(event) if let CareEvent::Contacted(contact) = &**event => contact.on,
                _ => local.of(entry.at),
            };
            Some(DoneContact { person, day, aim })
        })
        .collect()
}

/// Returns whom an event was for and with what aim; a promise that was kept and a gift give.
fn aim_of(event: &Event) -> Option<(&PersonKey, Aim)> {
    match event {
        Event::GiftGiven(gift) => Some((&gift.person, Aim::Give)),
        Event::Care(event) => match &**event {
            CareEvent::Contacted(contact) => Some((&contact.about.person, contact.aim)),
            CareEvent::PromiseKept { about, .. } => Some((&about.person, Aim::Give)),
            _ => None,
        },
        _ => None,
    }
}
