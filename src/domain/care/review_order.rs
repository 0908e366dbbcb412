//! Keep or let go: which connections one may look at, and in which order.

use chrono::NaiveDate;

use crate::domain::care::clock::{PersonClock, PlanData};
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::PersonFacts;
use crate::domain::person::key::PersonKey;

/// Fewest messages of one's own without an answer that are a reason to look.
const MIN_OWN_MESSAGES: u32 = 2;
/// Logged contacts in a row without an answer that are a reason to look.
const MIN_UNANSWERED_CONTACTS: usize = 2;

/// Why a connection is looked at, in the order of the deck.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SilenceKind {
    /// Never a message, either way.
    NoMessage,
    /// Messages from me only, two or more.
    OnlyMine,
    /// The last two logged contacts were not answered, and nothing came since.
    Unanswered,
    /// None of these.
    Other,
}

/// Returns the connections to look at, silent ones first: neither decided here nor looked at before, and nobody who is
/// muted or let go.
pub fn review_order(data: PlanData<'_>) -> Vec<PersonKey> {
    let clock = data.clock();
    let candidates = data.network.people().filter(|known| is_candidate(known, data.ledger));
    let mut people: Vec<(SilenceKind, Option<NaiveDate>, &PersonKey)> = candidates
        .filter_map(|known| {
            let of_one = clock.of_facts(known);
            let silence = silence_of(known, data);
            is_listed(&of_one).then(|| (silence, of_one.last_contact.map(|last| last.day), &known.key))
        })
        .collect();
    people.sort_unstable();
    people.into_iter().map(|(.., person)| person.clone()).collect()
}

/// True if a person may still be looked at.
pub fn is_to_review(person: &PersonKey, data: PlanData<'_>) -> bool {
    let known = data.network.get(person).filter(|known| is_candidate(known, data.ledger));
    known.is_some_and(|known| is_listed(&data.clock().of_facts(known)))
}

/// True for a connection that was neither decided here nor looked at before.
fn is_candidate(known: &PersonFacts, ledger: &Ledger) -> bool {
    let is_reviewed = || ledger.care_of(&known.key).any(|line| matches!(line.event, CareEvent::Reviewed(_)));
    let is_decided = || ledger.cases_of(&known.key).any(|case| ledger.decision_of(case).is_some());
    known.is_connected() && !known.name.is_blank() && !is_decided() && !is_reviewed()
}

fn is_listed(of_one: &PersonClock) -> bool {
    !of_one.is_muted()
}

/// Returns why a connection is looked at; a copy without messages says nothing about them.
pub fn silence_of(known: &PersonFacts, data: PlanData<'_>) -> SilenceKind {
    let talk = known.conversation_stats();
    match talk {
        None if data.network.has_messages() => return SilenceKind::NoMessage,
        Some(talk) if talk.received == 0 && talk.sent >= MIN_OWN_MESSAGES => return SilenceKind::OnlyMine,
        Some(_) | None => {}
    }
    let last_received = talk.and_then(|talk| talk.last_received).map(|at| data.local.of(at));
    let mut contacts: Vec<(NaiveDate, u32, Option<bool>)> = data
        .ledger
        .care_of(&known.key)
        .filter_map(|line| match line.event {
            CareEvent::Contacted(contact) if contact.on <= data.today => {
                Some((contact.on, line.position, contact.answered))
            }
            _ => None,
        })
        .collect();
    contacts.sort_unstable();
    let newest = contacts.len().checked_sub(MIN_UNANSWERED_CONTACTS).map(|from| &contacts[from..]);
    let is_unanswered = newest.is_some_and(|newest| {
        let first = newest.first().map(|(day, ..)| *day);
        newest.iter().all(|(_, _, answered)| *answered == Some(false)) && last_received < first
    });
    if is_unanswered { SilenceKind::Unanswered } else { SilenceKind::Other }
}
