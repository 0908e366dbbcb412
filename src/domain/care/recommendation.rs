//! Recommendations: for whom one could write one, for whom one did, and who wrote one for oneself.

use chrono::NaiveDate;

use crate::domain::care::clock::PlanData;
use crate::domain::decision::care_event::{Absence, CareEvent};
use crate::domain::decision::checklist::{Answer, QuestionId};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::{FactKind, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::plural::{number, plural};

/// Question of a look at a connection that asks the same.
pub const QUESTION: &str = "recommend";

/// Returns whether one could recommend a person, as last answered; `None` if nobody asked.
pub fn could_recommend(person: &PersonKey, ledger: &Ledger) -> Option<Answer> {
    ledger.care_of(person).rev().find_map(|line| answer_of(line.event))
}

/// Returns everybody whom one was asked about until a day, each with the newest answer.
pub fn asked_until(ledger: &Ledger, until: NaiveDate, local: LocalDates) -> Vec<(&PersonKey, Answer)> {
    let newest = |person| {
        let mut lines = ledger.care_of(person).rev().filter(|line| local.of(line.entry.at) <= until);
        Some((person, lines.find_map(|line| answer_of(line.event))?))
    };
    ledger.people_with_entries().filter_map(newest).collect()
}

/// Returns what an entry says about whether one could recommend its person.
fn answer_of(event: &CareEvent) -> Option<Answer> {
    match event {
        CareEvent::Recommendable { could, .. } => Some(*could),
        CareEvent::Reviewed(review) => review.answers.get(&QuestionId(QUESTION.into())),
        _ => None,
    }
}

/// True if one has recommended a person, as the last copy says.
pub fn has_recommended(known: &PersonFacts) -> bool {
    known.facts.iter().any(|fact| matches!(fact.kind, FactKind::RecommendedByMe))
}

/// How many people one was asked about, and how many of them one could recommend.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RecommendableShare {
    /// People asked about.
    pub asked: usize,
    /// People whom one could recommend.
    pub could: usize,
}

impl RecommendableShare {
    /// Returns the share over everybody asked about.
    pub fn of(ledger: &Ledger) -> Self {
        Self::count(ledger.people_with_entries().filter_map(|person| could_recommend(person, ledger)))
    }

    /// Returns the share over everybody asked about until a day.
    pub fn until(ledger: &Ledger, day: NaiveDate, local: LocalDates) -> Self {
        Self::count(asked_until(ledger, day, local).into_iter().map(|(_, answer)| answer))
    }

    fn count(answers: impl Iterator<Item = Answer>) -> Self {
        answers.fold(Self::default(), |share, answer| Self {
            asked: share.asked + 1,
            could: share.could + usize::from(answer == Answer::Yes),
        })
    }

    /// Returns `You could recommend 14 of the 120 people you were asked about.`
    pub fn in_words(self) -> String {
        match self.asked {
            0 => "You haven't been asked about anyone yet.".to_owned(),
            1 if self.could == 1 => "You could recommend the one person you were asked about.".to_owned(),
            1 => "You could not recommend the one person you were asked about yet.".to_owned(),
            asked => {
                format!(
                    "You could recommend {} of the {} you were asked about.",
                    number(self.could),
                    plural(asked, "person")
                )
            }
        }
    }
}

/// Returns the people whom one could recommend and has not, in no order; nobody who is muted or let go.
pub fn to_recommend(data: PlanData<'_>) -> Vec<PersonKey> {
    let clock = data.clock();
    let is_open = |person: &&PersonKey| {
        could_recommend(person, data.ledger) == Some(Answer::Yes)
            && !data.network.get(person).is_some_and(has_recommended)
            && !clock.of(person).is_muted()
    };
    data.ledger.people_with_entries().filter(is_open).cloned().collect()
}

/// Returns the people who recommended me and got no recommendation back, sorted by key.
pub fn recommended_me(data: PlanData<'_>) -> Vec<PersonKey> {
    let clock = data.clock();
    let is_open = |known: &&PersonFacts| {
        known.facts.iter().any(|fact| matches!(fact.kind, FactKind::RecommendedMe))
            && !has_recommended(known)
            && clock.of(&known.key).absence != Some(Absence::Died)
    };
    data.network.people().filter(is_open).map(|known| known.key.clone()).collect()
}
