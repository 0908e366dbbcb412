//! Decision history, newest first: current decisions and the earlier ones that they replaced.

use chrono::NaiveDate;

use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::{Decision, Verdict};
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence::pile::Pile;
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::NoteCounts;
use crate::domain::search::fields::Field;

/// A decision in the history.
#[derive(Clone, Copy, Debug)]
pub struct PastDecision<'a> {
    /// Its journal entry.
    pub entry: &'a Entry,
    /// The decision.
    pub decision: &'a Decision,
    /// The request decided on.
    pub invitation: &'a Invitation,
    /// True unless a later decision on the same request replaces it.
    pub is_current: bool,
}

/// Returns the lines of every decision that was not undone, newest first.
pub fn lines(ledger: &Ledger) -> impl Iterator<Item = (&Entry, &Decision)> {
    let active = ledger.entries().iter().rev().filter(|posted| posted.is_active());
    active.filter_map(|posted| match &posted.entry.event {
        Event::Decided(decision) => Some((&posted.entry, &**decision)),
        _ => None,
    })
}

/// Returns every decision that was not undone, newest first.
pub fn decisions(ledger: &Ledger) -> impl Iterator<Item = PastDecision<'_>> {
    lines(ledger).filter_map(|(entry, decision)| with_request(ledger, entry, decision))
}

/// Returns the decision of an entry; `None` for another event or an undone one.
pub fn past_decision<'a>(ledger: &'a Ledger, entry: &'a Entry) -> Option<PastDecision<'a>> {
    let Event::Decided(decision) = &entry.event else { return None };
    ledger.is_active(&entry.id).then(|| with_request(ledger, entry, decision))?
}

fn with_request<'a>(ledger: &'a Ledger, entry: &'a Entry, decision: &'a Decision) -> Option<PastDecision<'a>> {
    let case = ledger.case(&decision.invitation)?;
    let current = ledger.decision_of(case).map(|(entry, _)| &entry.id);
    Some(PastDecision { entry, decision, invitation: case.invitation(), is_current: current == Some(&entry.id) })
}

/// Returns what a search looks in: the name, the words, the verdict and the day (`2026-01-31`) of a decision.
pub fn fields(decision: &Decision, day: NaiveDate) -> Vec<Field> {
    let mut fields = vec![Field::new("", decision.name.raw())];
    let kind = decision.verdict.kind().label();
    let mut add = |label, text: &str| fields.push(Field::new(label, text));
    add("reason", &decision.reason);
    add("your note", &decision.note);
    match &decision.verdict {
        Verdict::Accept(details) => {
            add("how you met", &details.how_met);
            add("to remember", &details.remember);
        }
        Verdict::Decline(kind) => add("how", kind.label()),
        Verdict::FollowUp { question, .. } => add("your question", question),
    }
    decision.tags.iter().for_each(|tag| add("tag", tag));
    add("decided", &format!("{kind} {day}"));
    add("profile", decision.person.as_str());
    fields
}

/// Returns the pile of a request at the time of the decision, from the evidence kept with it.
pub fn pile_then(decision: &Decision, invitation: &Invitation) -> Pile {
    if decision.evidence.iter().any(|fact| fact.kind == EvidenceKind::SameNote) {
        return Pile::Standard;
    }
    Pile::from_evidence(invitation, &decision.evidence, &NoteCounts::default())
}
