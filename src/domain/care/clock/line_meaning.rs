//! What a line means for the clock of the people it is about.

use chrono::NaiveDate;

use super::last_contact::ContactKind;
use crate::domain::decision::care_event::{CareEvent, IntroductionStep};
use crate::domain::decision::ledger::CareEntry;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;

/// True for a line that does not change the list of its own day.
pub(super) fn is_of_the_day(event: &CareEvent) -> bool {
    match event {
        CareEvent::Contacted(_)
        | CareEvent::RhythmSet(_)
        | CareEvent::Postponed { .. }
        | CareEvent::PromiseKept { .. }
        | CareEvent::Reviewed(_) => true,
        CareEvent::Introduction(entry) => matches!(entry.step, IntroductionStep::Asked | IntroductionStep::Made),
        CareEvent::NoReplyNeeded { .. }
        | CareEvent::Pledged(_)
        | CareEvent::Promised(_)
        | CareEvent::PromiseDropped { .. }
        | CareEvent::SamePerson { .. }
        | CareEvent::Disconnected { .. }
        | CareEvent::Recommendable { .. }
        | CareEvent::Judged(_)
        | CareEvent::Invited(_) => false,
    }
}

/// True for a line that ends a date which was set before it.
pub(super) fn is_never(event: &CareEvent) -> bool {
    match event {
        CareEvent::RhythmSet(choice) => choice.rhythm == Some(Rhythm::Never) || choice.because.is_some(),
        CareEvent::Reviewed(review) => review.rhythm == Some(Rhythm::Never),
        _ => false,
    }
}

/// Returns the day and kind of the contact that a line is with a person.
pub(super) fn contact_of(line: &CareEntry, person: &PersonKey, local: LocalDates) -> Option<(NaiveDate, ContactKind)> {
    let written = || local.of(line.entry.at);
    match line.event {
        CareEvent::Contacted(contact) => Some((contact.on, ContactKind::Logged(contact.channel))),
        CareEvent::PromiseKept { .. } => Some((written(), ContactKind::Kept)),
        CareEvent::Introduction(step) => {
            let is_with = match step.step {
                IntroductionStep::Asked => step.party().is_some_and(|party| party.person == *person),
                IntroductionStep::Made => true,
                IntroductionStep::Proposed
                | IntroductionStep::Agreed
                | IntroductionStep::Declined
                | IntroductionStep::Outcome
                | IntroductionStep::Dropped => false,
            };
            is_with.then(|| (written(), ContactKind::Introduction))
        }
        _ => None,
    }
}
