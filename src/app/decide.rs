//! A decision on a request, wherever it is selected: the event. Knows no form, so that forms can end in it.

use crate::domain::decision::{Draft, Missing, Verdict, Way};
use crate::domain::event::Event;
use crate::domain::invitation::InvitationId;
use crate::domain::message::Fill;
use crate::domain::people::{met, role};

use super::action::Action;
use super::command::{Command, Cx};
use super::draft::Drafts;
use super::ids::{ScreenId, Selection};
use super::model::Model;

/// Returns the request as a card of its deck: drafts are kept by it, from wherever it was selected.
pub fn card(id: &InvitationId) -> Selection {
    Selection::Request(id.clone())
}

/// Returns what is considered on a request; where something was decided already, that, without the reason: it was one
/// for what was decided then.
pub fn considered(id: &InvitationId, model: &Model, drafts: &Drafts) -> Draft {
    let draft = drafts.card(ScreenId::Triage, &card(id)).filter(|draft| !draft.is_empty());
    let decided = || model.ledger.case(id).and_then(|case| model.ledger.decision_of(case));
    match draft {
        Some(draft) => draft.clone(),
        None => decided().map_or_else(Draft::default, |(_, d)| Draft { reason: String::new(), ..Draft::of(d) }),
    }
}

/// Changes what is considered on a request.
pub fn consider(id: &InvitationId, cx: &mut Cx, change: impl FnOnce(&mut Draft)) {
    let mut draft = considered(id, cx.model, cx.drafts);
    change(&mut draft);
    *cx.drafts.card_mut(ScreenId::Triage, &card(id)) = draft;
}

/// Asks for a decision to be written; for what it lacks, if it lacks something.
pub fn decide(id: &InvitationId, verdict: Verdict, cx: &mut Cx) {
    let model = cx.model;
    let Some(case) = model.ledger.case(id) else { return };
    let evidence = model.witness().evidence(case.invitation());
    let (checklist, needs_reason) = (&model.settings.checklist, model.settings.needs_yes_or_reason);
    match considered(id, model, cx.drafts).decide(case.invitation(), verdict, checklist, needs_reason, evidence) {
        Ok(decision) => cx.append(Event::decided(decision)),
        Err(Missing::Answer(_) | Missing::Reason) => cx.out.push(Command::Act(Action::Accept)),
    }
}

/// Puts a request off for so many days.
pub fn put_off(id: &InvitationId, way: Way, days: u32, question: String, cx: &mut Cx) {
    if let Some(due) = cx.model.moment.today.checked_add_days(chrono::Days::new(days.into())) {
        decide(id, Verdict::FollowUp { due, way, question }, cx);
    }
}

/// Returns what was asked with the follow-up that stands.
pub fn asked_before(id: &InvitationId, model: &Model) -> Option<String> {
    let (_, decision) = model.ledger.decision_of(model.ledger.case(id)?)?;
    match &decision.verdict {
        Verdict::FollowUp { question, .. } if !question.is_empty() => Some(question.clone()),
        Verdict::FollowUp { .. } => filled("ask_first", &card(id), model),
        Verdict::Accept(_) | Verdict::Decline(_) => None,
    }
}

/// Returns a template, filled with what is known of whoever is selected.
pub fn filled(template: &str, to: &Selection, model: &Model) -> Option<String> {
    Some(model.settings.template(template)?.filled(&fill(to, model)?))
}

/// Returns what templates can be filled with.
pub fn fill(to: &Selection, model: &Model) -> Option<Fill> {
    let person = to.person(&model.ledger)?;
    let name = to.name(&model.ledger, &model.network);
    let (_, company) = role(&person, &model.ledger, &model.network);
    let (how_met, _) = met(&person, &model.ledger);
    Some(Fill { name: name.plain(), company, how_met, my_name: model.network.me.name.plain() })
}
