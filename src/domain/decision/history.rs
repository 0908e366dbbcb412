//! What was decided, newest first: the old decisions beside the ones that stand.

use chrono::{DateTime, Utc};

use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::{Decision, Verdict};
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence::pile::Pile;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::DuplicateNotes;
use crate::domain::search::{SearchTextBuilder, fold};
use crate::domain::text::dates;

/// A decision of the past.
#[derive(Clone, Copy, Debug)]
pub struct PastDecision<'a> {
    /// Its line.
    pub entry: &'a Entry,
    /// What was decided.
    pub decision: &'a Decision,
    /// The request it was upon.
    pub invitation: &'a Invitation,
    /// Whether it is the one that counts; a later decision upon the same request replaces it.
    pub is_current: bool,
}

/// Every decision that was not taken back, newest first.
pub fn decisions(ledger: &Ledger) -> impl Iterator<Item = PastDecision<'_>> {
    ledger.entries().iter().rev().map(|posted| &posted.entry).filter_map(|entry| past_decision(ledger, entry))
}

/// Returns everybody whom a query finds among the decisions, newest first.
pub fn people_matching(ledger: &Ledger, query: &str) -> Vec<PersonKey> {
    let narrowing = HistoryFilter::new(query);
    let takes = |past: &PastDecision| {
        narrowing
            .matches(&search_text(past.decision, past.entry.at, past.invitation), &dates::format_iso(past.entry.at))
    };
    decisions(ledger).filter(takes).map(|past| past.decision.person.clone()).collect()
}

/// The decision of an entry, if it is one that was not taken back.
pub fn past_decision<'a>(ledger: &'a Ledger, entry: &'a Entry) -> Option<PastDecision<'a>> {
    let Event::Decided(decision) = &entry.event else { return None };
    let case = ledger.case(&decision.invitation)?;
    let standing = ledger.decision_of(case).map(|(entry, _)| &entry.id);
    ledger.is_active(&entry.id).then(|| PastDecision {
        entry,
        decision,
        invitation: case.invitation(),
        is_current: standing == Some(&entry.id),
    })
}

/// What narrows a history: words that must all be found, and days.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HistoryFilter {
    words: Vec<String>,
    since: Option<String>,
    until: Option<String>,
}

impl HistoryFilter {
    /// What a person typed: words, and `since:2026-03` or `until:2026-03-31` (the beginning of a day will do).
    pub fn new(query: &str) -> Self {
        let mut narrowing = Self::default();
        for word in fold(query).split_whitespace() {
            match word.split_once(':') {
                Some(("since", day)) => narrowing.since = Some(day.to_owned()),
                Some(("until", day)) => narrowing.until = Some(day.to_owned()),
                _ => narrowing.words.push(word.to_owned()),
            }
        }
        narrowing
    }

    /// Whether whatever this takes, the other takes too: a longer word is typed, say.
    pub fn refines(&self, other: &Self) -> bool {
        let Self { words, since, until } = self;
        let also = |wanted: &String| words.iter().any(|word| word.contains(wanted));
        (since, until) == (&other.since, &other.until) && other.words.iter().all(also)
    }

    /// Whether a decision with these words ([`search_text`]), made on this day (`2026-01-31`), is among the wanted ones.
    pub fn matches(&self, words: &str, day: &str) -> bool {
        let Self { words: wanted, since, until } = self;
        wanted.iter().all(|word| words.contains(word))
            && since.as_deref().is_none_or(|since| day >= since)
            && until.as_deref().is_none_or(|until| day <= until || day.starts_with(until))
    }
}

/// Everything of a decision that a person may look for, folded: words, answers (`met:yes`), `#tags`, the kinds of
/// evidence there was (`has:messages`), the pile it lay in (`pile:note`), and the day (`2026-01-31`).
pub fn search_text(decision: &Decision, at: DateTime<Utc>, invitation: &Invitation) -> String {
    let mut words = SearchTextBuilder::default();
    add_search_text(&mut words, decision, at, invitation);
    words.finish()
}

/// The same, behind other words.
pub fn add_search_text(words: &mut SearchTextBuilder, decision: &Decision, at: DateTime<Utc>, invitation: &Invitation) {
    let Decision { name, verdict, answers, reason, note, tags, invitation: _, person, checklist: _, evidence } =
        decision;
    for text in [name.raw(), person.as_str(), reason, note, &dates::format_iso(at)] {
        words.add(&[text]);
    }
    tags.iter().for_each(|tag| words.add(&["#", tag]));
    evidence.iter().for_each(|fact| words.add(&["has:", fact.kind.name()]));
    words.add(&[verdict.kind().past_tense(), " pile:", pile(decision, invitation).name()]);
    match verdict {
        Verdict::Accept(details) => {
            words.add(&[&details.how_met]);
            words.add(&[&details.remember]);
        }
        Verdict::Decline(kind) => words.add(&[kind.label()]),
        Verdict::FollowUp { question, .. } => words.add(&[question]),
    }
    answers.iter().for_each(|(id, answer)| words.add(&[&id.0, ":", answer.label()]));
}

/// The pile in which a request lay when it was decided, from what was known then.
fn pile(decision: &Decision, invitation: &Invitation) -> Pile {
    if decision.evidence.iter().any(|fact| fact.kind == EvidenceKind::SameNote) {
        return Pile::Standard;
    }
    Pile::from_evidence(invitation, &decision.evidence, &DuplicateNotes::default())
}
