//! What one gave somebody, and asked of them.

use crate::domain::decision::care_event::{Aim, CareEvent};
use crate::domain::decision::ledger::Ledger;
use crate::domain::person::key::PersonKey;
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
    for line in ledger.care_of(person) {
        match line.event {
            CareEvent::Contacted(contact) => match contact.aim {
                Aim::Give => aims.given += 1,
                Aim::Ask => aims.asked += 1,
                Aim::Neutral => {}
            },
            CareEvent::PromiseKept { .. } => aims.given += 1,
            _ => {}
        }
    }
    aims.given += ledger.gifts_to(person).count();
    aims
}
