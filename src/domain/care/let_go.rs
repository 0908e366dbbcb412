//! Connections that one let go of: removed on LinkedIn by hand, confirmed or contradicted by a later copy.

use chrono::{DateTime, Utc};

use crate::domain::care::clock::PlanData;
use crate::domain::decision::care_event::{CareEvent, Party, ReviewChoice};
use crate::domain::decision::carry_out::CarryOutState;
use crate::domain::decision::event::{Entry, EntryId};
use crate::domain::evidence::network::{FileKind, PersonFacts};
use crate::domain::person::key::PersonKey;

/// Somebody whom one let go of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetGo {
    /// The person.
    pub about: Party,
    /// The line that says so.
    pub review: EntryId,
    /// Its time.
    pub at: DateTime<Utc>,
    /// What became of it: contradicted if it was done by hand and a later copy still lists them.
    pub state: CarryOutState,
}

impl LetGo {
    /// True while there is something to click.
    pub fn is_pending(&self) -> bool {
        matches!(self.state, CarryOutState::Decided | CarryOutState::Contradicted)
    }
}

/// Returns what became of letting a person go; `None` if nobody did, or something newer ended it.
pub fn let_go_of(person: &PersonKey, data: PlanData<'_>) -> Option<LetGo> {
    let mut decided: Option<(&Entry, &Party)> = None;
    let mut removed: Option<&Entry> = None;
    for line in data.ledger.care_of(person) {
        match line.event {
            CareEvent::Reviewed(review) => {
                decided = (review.choice == ReviewChoice::LetGo).then_some((line.entry, &review.about));
                removed = None;
            }
            CareEvent::Disconnected { .. } => removed = Some(line.entry),
            _ => {}
        }
    }
    let (entry, about) = decided?;
    if !data.clock().of(person).is_let_go {
        return None;
    }
    let is_connected = data.network.get(person).is_some_and(PersonFacts::is_connected);
    let copy = data.network.time_of(FileKind::Connections).map(|at| data.local.of(at));
    let state = match removed {
        _ if !is_connected => CarryOutState::Confirmed,
        None => CarryOutState::Decided,
        Some(removed) if copy.is_some_and(|copy| copy > data.local.of(removed.at)) => CarryOutState::Contradicted,
        Some(_) => CarryOutState::Done,
    };
    Some(LetGo { about: about.clone(), review: entry.id.clone(), at: entry.at, state })
}

/// Returns everybody whom one let go of, newest first.
pub fn let_gos(data: PlanData<'_>) -> Vec<LetGo> {
    let mut all: Vec<LetGo> = data.ledger.people_with_entries().filter_map(|person| let_go_of(person, data)).collect();
    all.sort_by(|a, b| (b.at, &b.about.person).cmp(&(a.at, &a.about.person)));
    all
}
