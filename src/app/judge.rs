//! Builds judgements of past decisions. Knows no form, so that forms can end in one.

use chrono::NaiveDate;

use super::draft::Drafts;
use super::ids::{ScreenId, Selection};
use super::model::Model;
use crate::domain::decision::care_event::{CareEvent, Judgement, Party};
use crate::domain::decision::checklist::{Answer, QuestionId};
use crate::domain::decision::event::{Entry, Event, NewEvent};
use crate::domain::decision::{Decision, Draft};
use crate::domain::request::invitation::Invitation;

/// Id of the question.
pub const RIGHT: &str = "right";
/// Id of an answer in a draft: what happened since was shown.
pub const SEEN: &str = "seen";
/// Id of an answer in a draft: the one that was given before that.
pub const BEFORE: &str = "before";

/// Returns the draft of a card.
pub fn draft(card: &Selection, drafts: &Drafts) -> Draft {
    drafts.card_draft(ScreenId::LookBack, card).cloned().unwrap_or_default()
}

/// Returns the request of a card, with the decision that stands on it.
pub fn decision_on<'a>(card: &Selection, model: &'a Model) -> Option<(&'a Invitation, &'a Entry, &'a Decision)> {
    let Selection::Request(id) = card else { return None };
    let case = model.ledger.case(id)?;
    let (entry, decision) = model.ledger.decision_of(case)?;
    Some((case.invitation(), entry, decision))
}

/// Returns the event that judges a card, perhaps until a day. An answer counts as seen if it was given, or changed, after
/// what happened since was shown.
pub fn judgement(
    card: &Selection,
    right: Option<Answer>,
    due: Option<NaiveDate>,
    model: &Model,
    drafts: &Drafts,
) -> Option<NewEvent> {
    let (invitation, entry, decision) = decision_on(card, model)?;
    let draft = draft(card, drafts);
    let was_shown = draft.answers.get(&QuestionId(SEEN.into())).is_some();
    let before = draft.answers.get(&QuestionId(BEFORE.into()));
    let about = Party { person: decision.person.clone(), name: invitation.name.clone() };
    Some(NewEvent::from(Event::care(CareEvent::Judged(Judgement {
        entry: entry.id.clone(),
        invitation: invitation.id.clone(),
        about,
        right,
        seen: right.map(|right| was_shown && before != Some(right)),
        learnt: draft.note.trim().to_owned(),
        due,
    }))))
}
