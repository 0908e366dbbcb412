//! Answers of a decision as a pattern, and what was judged right by it.

use chrono::{DateTime, Utc};
use foldhash::HashMap;

use crate::domain::care::query::BUILT_IN_QUESTIONS;
use crate::domain::decision::Decision;
use crate::domain::decision::care_event::{CareEvent, Judgement};
use crate::domain::decision::checklist::{Answer, Answers, QuestionId};
use crate::domain::decision::event::{EntryId, Event};
use crate::domain::decision::ledger::Ledger;

/// Pattern of answers: the first question with a yes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AnswerPattern {
    /// A yes to a question, by its place among the built-in ones, and its id.
    Yes(usize, QuestionId),
    /// No yes.
    NoYes,
}

impl AnswerPattern {
    /// Returns the pattern of a decision.
    pub fn of(answers: &Answers) -> Self {
        let place = |id: &QuestionId| {
            let built_in = BUILT_IN_QUESTIONS.iter().position(|built_in| *built_in == id.0);
            built_in.unwrap_or(BUILT_IN_QUESTIONS.len())
        };
        let yes = answers.iter().filter(|(_, answer)| *answer == Answer::Yes);
        let first = yes.map(|(id, _)| Self::Yes(place(id), id.clone())).min();
        first.unwrap_or(Self::NoYes)
    }

    /// Returns its label.
    pub fn label(&self) -> String {
        match self {
            Self::Yes(_, id) => match id.0.as_str() {
                "met" => "met before".to_owned(),
                "context" => "context only".to_owned(),
                "value" => "value only".to_owned(),
                other => format!("{other}: yes"),
            },
            Self::NoYes => "no yes".to_owned(),
        }
    }
}

/// Returns answers in letters, the built-in questions first: `yny`, `u` for unsure, `-` for a missing one; empty without
/// any answer.
pub fn letters(answers: &Answers) -> String {
    if answers.is_empty() {
        return String::new();
    }
    let letter = |answer: Option<Answer>| match answer {
        Some(Answer::Yes) => 'y',
        Some(Answer::No) => 'n',
        Some(Answer::Unsure) => 'u',
        None => '-',
    };
    let built_in = BUILT_IN_QUESTIONS.iter().map(|id| answers.get(&QuestionId((*id).into())));
    let own = answers.iter().filter(|(id, _)| !BUILT_IN_QUESTIONS.contains(&id.0.as_str()));
    built_in.chain(own.map(|(_, answer)| Some(answer))).map(letter).collect()
}

/// A decision that was looked back at.
#[derive(Clone, Copy, Debug)]
pub struct JudgedDecision<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// The newest judgement of it.
    pub judgement: &'a Judgement,
    /// Its time.
    pub at: DateTime<Utc>,
}

/// Returns the decisions that were judged, each with its newest judgement that has an answer; in no order.
pub fn judged(ledger: &Ledger) -> Vec<JudgedDecision<'_>> {
    let mut newest: HashMap<&EntryId, (DateTime<Utc>, &Judgement)> = HashMap::default();
    for posted in ledger.entries().iter().filter(|posted| posted.is_active()) {
        let Event::Care(event) = &posted.entry.event else { continue };
        if let CareEvent::Judged(judgement) = &**event
            && judgement.right.is_some()
        {
            newest.insert(&judgement.entry, (posted.entry.at, judgement));
        }
    }
    let with_decision = newest.into_iter().filter_map(|(id, (at, judgement))| match &ledger.entry(id)?.event {
        Event::Decided(decision) => Some(JudgedDecision { decision, judgement, at }),
        _ => None,
    });
    with_decision.collect()
}
