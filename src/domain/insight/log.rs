//! Figures over the log: what was given and asked, promises, whom one could recommend, introductions.

use chrono::NaiveDate;
use foldhash::HashMap;
use serde::Serialize;

use crate::domain::decision::care_event::{Aim, CareEvent, IntroductionEntry, IntroductionStep, Party};
use crate::domain::decision::checklist::{Answer, QuestionId};
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;

/// What a contact was for, with its day; a promise that was kept and a first gift give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DoneContact<'a> {
    /// The person.
    pub person: &'a PersonKey,
    /// Its local day.
    pub day: NaiveDate,
    /// What it was for.
    pub aim: Aim,
}

/// Returns every contact that was logged, promise that was kept and gift that was given, in the order of the journal.
pub fn done_contacts(ledger: &Ledger, local: LocalDates) -> Vec<DoneContact<'_>> {
    let active = ledger.entries().iter().filter(|posted| posted.is_active()).map(|posted| &posted.entry);
    active
        .filter_map(|entry| {
            let day = local.of(entry.at);
            match &entry.event {
                Event::GiftGiven { person, .. } => Some(DoneContact { person, day, aim: Aim::Give }),
                Event::Care(event) => match &**event {
                    CareEvent::Contacted(contact) => {
                        Some(DoneContact { person: &contact.about.person, day: contact.on, aim: contact.aim })
                    }
                    CareEvent::PromiseKept { about, .. } => {
                        Some(DoneContact { person: &about.person, day, aim: Aim::Give })
                    }
                    _ => None,
                },
                _ => None,
            }
        })
        .collect()
}

/// A promise whose day has come, or that was kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DuePromise<'a> {
    /// The person.
    pub person: &'a PersonKey,
    /// The day it was kept; of one that is owed, the day that was set last.
    pub day: NaiveDate,
    /// True once it is kept.
    pub is_kept: bool,
}

/// Returns the promises that were kept, and those that are owed and whose day has come; dropped ones are neither.
pub fn due_promises(ledger: &Ledger, today: NaiveDate, local: LocalDates) -> Vec<DuePromise<'_>> {
    let mut promises = Vec::new();
    for person in ledger.people_with_entries() {
        let kept = ledger.kept_promises(person).into_iter();
        promises.extend(kept.map(|entry| DuePromise { person, day: local.of(entry.at), is_kept: true }));
        let owed = ledger.open_promises(person).into_iter().map(|open| open.promise.due).filter(|due| *due <= today);
        promises.extend(owed.map(|day| DuePromise { person, day, is_kept: false }));
    }
    promises
}

/// Whether one could recommend somebody, as last answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recommendable<'a> {
    /// The person.
    pub person: &'a PersonKey,
    /// The answer.
    pub could: Answer,
}

/// Returns the newest answer about everybody whom one was asked about until a day.
pub fn recommendable(ledger: &Ledger, until: NaiveDate, local: LocalDates) -> Vec<Recommendable<'_>> {
    let question = QuestionId("recommend".into());
    let answer = |event: &CareEvent| match event {
        CareEvent::Recommendable { could, .. } => Some(*could),
        CareEvent::Reviewed(review) => review.answers.get(&question),
        _ => None,
    };
    let newest = |person| {
        let mut lines = ledger.care_of(person).rev().filter(|line| local.of(line.entry.at) <= until);
        let could = lines.find_map(|line| answer(line.event))?;
        Some(Recommendable { person, could })
    };
    ledger.people_with_entries().filter_map(newest).collect()
}

/// What came of an introduction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntroductionState {
    /// Neither made nor ended.
    Open,
    /// Made.
    Made,
    /// Made, and something came of it.
    WithOutcome,
    /// Declined or dropped before it was made.
    Ended,
}

/// An introduction.
#[derive(Clone, Copy, Debug)]
pub struct Introduction<'a> {
    /// The two people.
    pub between: &'a [Party; 2],
    /// Its first line.
    pub first: &'a Entry,
    /// What came of it.
    pub state: IntroductionState,
}

/// Returns every introduction, in the order of their first lines.
pub fn introductions(ledger: &Ledger) -> Vec<Introduction<'_>> {
    let mut all: Vec<Introduction<'_>> = Vec::new();
    let mut places: HashMap<&EntryId, usize> = HashMap::default();
    for posted in ledger.entries().iter().filter(|posted| posted.is_active()) {
        let Event::Care(event) = &posted.entry.event else { continue };
        let CareEvent::Introduction(IntroductionEntry { introduction, between, step, .. }) = &**event else { continue };
        let first = introduction.as_ref().map_or(Some(&posted.entry.id), |id| ledger.original_id(id));
        let Some(first) = first else { continue };
        let place = *places.entry(first).or_insert_with(|| {
            all.push(Introduction { between, first: &posted.entry, state: IntroductionState::Open });
            all.len() - 1
        });
        let known = &mut all[place];
        known.state = match (step, known.state) {
            (IntroductionStep::Made, _) => IntroductionState::Made,
            (IntroductionStep::Outcome, _) => IntroductionState::WithOutcome,
            (IntroductionStep::Declined | IntroductionStep::Dropped, IntroductionState::Open) => {
                IntroductionState::Ended
            }
            (_, state) => state,
        };
    }
    all
}
