//! What was decided, newest first: the old decisions beside the ones that stand.

use chrono::{DateTime, Utc};

use super::decision::{Decision, Verdict};
use super::event::{Entry, Event};
use super::ledger::Ledger;
use super::search::fold;
use super::when;

/// A decision of the past.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Its line.
    pub entry: &'a Entry,
    /// What was decided.
    pub decision: &'a Decision,
    /// Whether it is the one that counts; a later decision upon the same request replaces it.
    pub is_standing: bool,
}

/// Every decision that was not taken back, newest first.
pub fn of(ledger: &Ledger) -> impl Iterator<Item = Past<'_>> {
    ledger.entries().iter().rev().map(|posted| &posted.entry).filter_map(|entry| past(ledger, entry))
}

/// The decision of an entry, if it is one that was not taken back.
pub fn past<'a>(ledger: &'a Ledger, entry: &'a Entry) -> Option<Past<'a>> {
    let Event::Decided(decision) = &entry.event else { return None };
    let case = ledger.case(&decision.invitation)?;
    let standing = ledger.decision_of(case).map(|(entry, _)| &entry.id);
    ledger.is_standing(&entry.id).then(|| Past { entry, decision, is_standing: standing == Some(&entry.id) })
}

/// Whether every word of a query is found in what the decision says, whatever the accents and the case.
pub fn holds(past: &Past, query: &str) -> bool {
    let text = words(past.decision, past.entry.at);
    fold(query).split_whitespace().all(|word| text.contains(word))
}

/// Everything of a decision that a person may look for, folded: words, answers (`met:yes`), `#tags`, the kinds of
/// evidence there was (`has:messages`), and the day (`2026-01-31`).
pub fn words(decision: &Decision, at: DateTime<Utc>) -> String {
    let Decision { name, verdict, answers, reason, note, tags, invitation: _, person, checklist: _, evidence } =
        decision;
    let mut all =
        vec![name.as_written().to_owned(), person.as_str().to_owned(), reason.clone(), note.clone(), when::iso(at)];
    all.extend(tags.iter().map(|tag| format!("#{tag}")));
    all.extend(evidence.iter().map(|fact| format!("has:{}", fact.kind.name())));
    all.push(verdict.kind().past().to_owned());
    match verdict {
        Verdict::Accept(details) => all.extend([details.how_met.clone(), details.remember.clone()]),
        Verdict::Decline(kind) => all.push(kind.words().to_owned()),
        Verdict::FollowUp { question, .. } => all.push(question.clone()),
    }
    all.extend(answers.iter().map(|(id, answer)| format!("{}:{}", id.0, answer.word())));
    fold(&all.join(" "))
}
