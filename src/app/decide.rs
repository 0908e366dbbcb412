//! Builds decisions on a request. Knows no form, so that forms can end in a decision.

use crate::domain::care::role::Role;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::care::they_wrote::news_about;
use crate::domain::decision::event::Event;
use crate::domain::decision::{Decision, Draft, FollowUpMode, Incomplete, Verdict};
use crate::domain::message::TemplateValues;
use crate::domain::request::invitation::InvitationId;

use super::action::Action;
use super::command::{Command, Cx};
use super::draft::Drafts;
use super::ids::{ScreenId, Selection};
use super::model::Model;

/// Returns the request as a card. Drafts are keyed by it, wherever the request was selected.
pub fn card_of(id: &InvitationId) -> Selection {
    Selection::Request(id.clone())
}

/// Returns the draft of a card; without one, the active decision minus its reason, which belonged to the old verdict.
pub fn draft_for(card: &Selection, model: &Model, drafts: &Drafts) -> Draft {
    let draft = drafts.card_draft(ScreenId::Triage, card).filter(|draft| !draft.is_empty());
    let decided = || card.case(&model.ledger).and_then(|case| model.ledger.decision_of(case));
    match draft {
        Some(draft) => draft.clone(),
        None => {
            decided().map_or_else(Draft::default, |(_, d)| Draft { reason: String::new(), ..Draft::from_decision(d) })
        }
    }
}

/// Changes the draft of a card.
pub fn edit_draft(card: &Selection, cx: &mut Cx, change: impl FnOnce(&mut Draft)) {
    let mut draft = draft_for(card, cx.model, cx.drafts);
    change(&mut draft);
    *cx.drafts.card_draft_mut(ScreenId::Triage, card) = draft;
}

/// Appends a decision; if the draft is incomplete, starts an accept, which asks for the rest.
pub fn decide(card: &Selection, verdict: Verdict, cx: &mut Cx) {
    match decision(card, verdict, cx.model, cx.drafts) {
        Some(Ok(decision)) => cx.append(Event::decided(decision)),
        Some(Err(Incomplete::Answer(_) | Incomplete::Reason)) => cx.commands.push(Command::Perform(Action::Accept)),
        None => {}
    }
}

/// Returns the decision that a card's draft makes with a verdict, or the reason why it is incomplete; `None` if no
/// request is selected.
pub fn decision(
    card: &Selection,
    verdict: Verdict,
    model: &Model,
    drafts: &Drafts,
) -> Option<Result<Decision, Incomplete>> {
    let invitation = card.case(&model.ledger)?.invitation();
    let evidence = model.evidence_finder().evidence(invitation, model.moment.local);
    let (checklist, needs_reason) = (&model.settings.checklist, model.settings.needs_yes_or_reason);
    Some(draft_for(card, model, drafts).decide(invitation, verdict, checklist, needs_reason, evidence))
}

/// Puts a request off by a number of days.
pub fn postpone(card: &Selection, way: FollowUpMode, days: u32, question: String, cx: &mut Cx) {
    if let Some(due) = cx.model.moment.today.checked_add_days(chrono::Days::new(days.into())) {
        decide(card, Verdict::FollowUp { due, mode: way, question }, cx);
    }
}

/// Returns the question of the active follow-up; the rendered template if it has none.
pub fn previous_question(card: &Selection, model: &Model) -> Option<String> {
    let (_, decision) = model.ledger.decision_of(card.case(&model.ledger)?)?;
    match &decision.verdict {
        Verdict::FollowUp { question, .. } if !question.is_empty() => Some(question.clone()),
        Verdict::FollowUp { .. } => render_template("ask_first", card, model),
        Verdict::Accept(_) | Verdict::Decline(_) => None,
    }
}

/// Returns a template rendered for the selected person.
pub fn render_template(template: &str, to: &Selection, model: &Model) -> Option<String> {
    Some(model.settings.template(template)?.render(&template_values(to, model)?))
}

/// Returns the template values for the selected person.
pub fn template_values(to: &Selection, model: &Model) -> Option<TemplateValues> {
    let person = to.person(&model.ledger)?;
    let name = to.name(&model.ledger, &model.network);
    let (_, company) = Role::of(&person, &model.ledger, &model.network).display();
    let (how_met, _) = how_met_and_notes(&person, &model.ledger);
    let news = model.network.get(&person).and_then(|known| news_about(known, model.plan_data()));
    Some(TemplateValues {
        name: name.sanitized(),
        company,
        how_met,
        my_name: model.network.owner.name.sanitized(),
        my_news: String::new(),
        new_job: news.map(|news| news.now).unwrap_or_default(),
        ..TemplateValues::default()
    })
}
