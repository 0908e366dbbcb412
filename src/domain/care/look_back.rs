//! Looking back at decisions half a year old: who comes up, and what happened since.

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::domain::care::clock::PlanData;
use crate::domain::decision::care_event::{CareEvent, Judgement};
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::decision::{Decision, VerdictKind};
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates::{LocalDates, monday_of};

/// Most decisions to look back at in a week.
pub const A_WEEK: usize = 10;
/// Months after which a decision comes up, unless the configuration says otherwise.
pub const DEFAULT_MONTHS: u32 = 6;

/// A decision to look back at.
#[derive(Clone, Copy, Debug)]
pub struct LookBack<'a> {
    /// The request.
    pub case: &'a InvitationCase,
    /// The decision's journal entry.
    pub entry: &'a Entry,
    /// The decision.
    pub decision: &'a Decision,
}

/// Returns the decisions to look back at this week, oldest first: at most ten, less what was judged in it.
pub fn look_back(data: PlanData<'_>, months: u32) -> Vec<LookBack<'_>> {
    let PlanData { ledger, network, today, local, .. } = data;
    let left = A_WEEK.saturating_sub(judged_since(ledger, monday_of(today), local));
    if left == 0 {
        return Vec::new();
    }
    let old = ledger.cases().filter_map(|case| {
        let (entry, decision) = ledger.decision_of(case)?;
        is_due(entry, decision, data, months).then_some(LookBack { case, entry, decision })
    });
    let mut old: Vec<LookBack<'_>> = old.collect();
    old.sort_by_key(|one| (one.entry.at, one.entry.n));
    old.into_iter().filter(|one| one.is_worth_a_look(ledger, network)).take(left).collect()
}

/// True if a decision is old enough and was not judged, or its date to be asked again has come.
fn is_due(entry: &Entry, decision: &Decision, data: PlanData<'_>, months: u32) -> bool {
    let day = data.local.of(entry.at).checked_add_months(Months::new(months));
    day.is_some_and(|day| day <= data.today)
        && judgement_of(&entry.id, decision, data.ledger)
            .is_none_or(|(_, judged)| judged.due.is_some_and(|due| due <= data.today))
}

/// Returns the newest judgement of a decision.
pub fn judgement_of<'a>(
    entry: &EntryId,
    decision: &Decision,
    ledger: &'a Ledger,
) -> Option<(&'a Entry, &'a Judgement)> {
    ledger.care_of(&decision.person).rev().find_map(|line| match line.event {
        CareEvent::Judged(judgement) if judgement.entry == *entry => Some((line.entry, judgement)),
        _ => None,
    })
}

/// Returns how many decisions were judged since a day.
fn judged_since(ledger: &Ledger, day: NaiveDate, local: LocalDates) -> usize {
    let recent = ledger.entries().iter().rev().filter(|posted| posted.is_active()).map(|posted| &posted.entry);
    let recent = recent.take_while(|entry| local.of(entry.at) >= day);
    recent.filter(|entry| is_judgement(entry)).count()
}

fn is_judgement(entry: &Entry) -> bool {
    matches!(&entry.event, Event::Care(event) if matches!(**event, CareEvent::Judged(_)))
}

impl LookBack<'_> {
    /// True for an accept or a follow-up; for a decline, if something speaks against it.
    fn is_worth_a_look(&self, ledger: &Ledger, network: &Network) -> bool {
        match self.decision.verdict.kind() {
            VerdictKind::Accept | VerdictKind::FollowUp => true,
            VerdictKind::Decline => {
                let since = Since::new(self.case.invitation(), self.entry.at, ledger, network);
                since.asked_again || since.they_wrote || since.is_connected || self.decision.answers.any_yes()
            }
        }
    }
}

/// What happened after a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Since {
    /// They sent another request.
    pub asked_again: bool,
    /// They wrote after the decision.
    pub they_wrote: bool,
    /// They are a connection in the last copy.
    pub is_connected: bool,
}

impl Since {
    /// Returns what happened after a decision on a request.
    pub fn new(invitation: &Invitation, decided_at: DateTime<Utc>, ledger: &Ledger, network: &Network) -> Self {
        let known = network.get(&invitation.person);
        let connection = known.filter(|known| known.is_connected()).or_else(|| network.find_connection(invitation));
        let talk = connection.or(known).and_then(PersonFacts::conversation_stats);
        let asked = ledger.cases_of(&invitation.person).filter_map(|case| case.invitation().sent_at);
        Self {
            asked_again: asked.into_iter().any(|at| at > decided_at),
            they_wrote: talk.and_then(|talk| talk.last_received).is_some_and(|at| at.utc() > decided_at),
            is_connected: connection.is_some(),
        }
    }
}
