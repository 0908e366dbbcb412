//! The contact clock: when one was last in touch with somebody, and when it is time again.
//!
//! Everything is derived from the journal and the last copy, in local dates. Days that lines and messages have are those
//! of the time zone in force then; dates stand as they are.

mod ahead;
mod applied_rhythm;
mod business_days;
mod few;
mod last_contact;
mod line_meaning;
mod person_clock;
mod plan_data;
mod planned;
mod rhythm;
mod sum;

pub use applied_rhythm::{AppliedRhythm, Group, RhythmSource};
pub use business_days::{BusinessDays, BusinessWeek};
pub use few::{ReachOut, ReachOutPlan};
pub use last_contact::{ContactKind, LastContact};
pub use person_clock::{Clock, Due, Lines, Link, PersonClock};
pub use plan_data::{FewSettings, PlanData};
pub use sum::ReachOutSum;

use crate::domain::decision::event::Event;
use crate::domain::person::key::PersonKey;

/// Returns the people whom an entry of the journal moves on the clock.
pub fn people_of(event: &Event) -> Vec<&PersonKey> {
    match event {
        Event::Decided(decision) => vec![&decision.person],
        Event::CarriedOut(carried_out) => vec![&carried_out.person],
        Event::GiftGiven(gift) => vec![&gift.person],
        Event::PersonDescribed(described) => vec![&described.person],
        Event::Care(event) => event.parties().iter().map(|party| &party.person).collect(),
        Event::Imported(_)
        | Event::Retracted { .. }
        | Event::Reopened { .. }
        | Event::Forgotten { .. }
        | Event::Unknown { .. } => Vec::new(),
    }
}
