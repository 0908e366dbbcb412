//! Decision history, newest first: current decisions and the earlier ones that they replaced.

use chrono::NaiveDate;

use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::{Decision, Verdict};
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence::pile::Pile;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::NoteCounts;
use crate::domain::search::{SearchTextBuilder, fold};
use crate::domain::text::dates::LocalDates;

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

/// Returns every decision that was not undone, newest first.
pub fn decisions(ledger: &Ledger) -> impl Iterator<Item = PastDecision<'_>> {
    let active = ledger.entries().iter().rev().filter(|posted| posted.is_active());
    active.map(|posted| &posted.entry).filter_map(|entry| past_decision(ledger, entry))
}

/// Returns the people of all decisions that match a query, newest first.
pub fn people_matching(ledger: &Ledger, query: &str, local: LocalDates) -> Vec<PersonKey> {
    let filter = HistoryFilter::new(query);
    let takes = |past: &PastDecision| {
        filter.matches(
            &search_text(past.decision, local.of(past.entry.at), past.invitation),
            &local.of(past.entry.at).to_string(),
        )
    };
    decisions(ledger).filter(takes).map(|past| past.decision.person.clone()).collect()
}

/// Returns the decision of an entry; `None` for another event or an undone one.
pub fn past_decision<'a>(ledger: &'a Ledger, entry: &'a Entry) -> Option<PastDecision<'a>> {
    let Event::Decided(decision) = &entry.event else { return None };
    let case = ledger.case(&decision.invitation)?;
    let status = ledger.decision_of(case).map(|(entry, _)| &entry.id);
    ledger.is_active(&entry.id).then(|| PastDecision {
        entry,
        decision,
        invitation: case.invitation(),
        is_current: status == Some(&entry.id),
    })
}

/// A history filter: words, all of which must match, and a date range.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HistoryFilter {
    words: Vec<String>,
    since: Option<String>,
    until: Option<String>,
}

impl HistoryFilter {
    /// Parses a query: words, and `since:2026-03` or `until:2026-03-31` (a prefix of a date is enough).
    pub fn new(query: &str) -> Self {
        let mut filter = Self::default();
        for word in fold(query).split_whitespace() {
            match word.split_once(':') {
                Some(("since", day)) => filter.since = Some(day.to_owned()),
                Some(("until", day)) => filter.until = Some(day.to_owned()),
                _ => filter.words.push(word.to_owned()),
            }
        }
        filter
    }

    /// True if `other` matches everything that this filter matches, e.g. after one more typed letter.
    pub fn refines(&self, other: &Self) -> bool {
        let Self { words, since, until } = self;
        let also = |wanted: &String| words.iter().any(|word| word.contains(wanted));
        (since, until) == (&other.since, &other.until) && other.words.iter().all(also)
    }

    /// True if a decision with this search text ([`search_text`]) and day (`2026-01-31`) passes the filter.
    pub fn matches(&self, words: &str, day: &str) -> bool {
        let Self { words: wanted, since, until } = self;
        wanted.iter().all(|word| words.contains(word))
            && since.as_deref().is_none_or(|since| day >= since)
            && until.as_deref().is_none_or(|until| day <= until || day.starts_with(until))
    }
}

/// Returns the folded search text of a decision: words, answers (`met:yes`), `#tags`, kinds of evidence
/// (`has:messages`), its pile then (`pile:note`) and the day (`2026-01-31`).
pub fn search_text(decision: &Decision, day: NaiveDate, invitation: &Invitation) -> String {
    let mut words = SearchTextBuilder::default();
    add_search_text(&mut words, decision, day, invitation);
    words.finish()
}

/// Adds a decision's search text to other text.
pub fn add_search_text(words: &mut SearchTextBuilder, decision: &Decision, day: NaiveDate, invitation: &Invitation) {
    let Decision {
        name,
        verdict,
        answers,
        reason,
        note,
        tags,
        invitation: _,
        person,
        checklist: _,
        questions: _,
        evidence,
    } = decision;
    for text in [name.raw(), person.as_str(), reason, note, &day.to_string()] {
        words.add(&[text]);
    }
    tags.iter().for_each(|tag| words.add(&["#", tag]));
    evidence.iter().for_each(|fact| words.add(&["has:", fact.kind.name()]));
    words.add(&[verdict.kind().label(), " pile:", pile(decision, invitation).name()]);
    match verdict {
        Verdict::Accept(details) => {
            words.add(&[&details.how_met]);
            words.add(&[&details.remember]);
        }
        Verdict::Decline(kind) => words.add(&[kind.label()]),
        Verdict::FollowUp { question, .. } => words.add(&[question]),
    }
    answers.iter().for_each(|(id, answer)| words.add(&[&id.0, ":", answer.name()]));
}

/// Returns the pile of a request at the time of the decision, from the evidence kept with it.
fn pile(decision: &Decision, invitation: &Invitation) -> Pile {
    if decision.evidence.iter().any(|fact| fact.kind == EvidenceKind::SameNote) {
        return Pile::Standard;
    }
    Pile::from_evidence(invitation, &decision.evidence, &NoteCounts::default())
}
