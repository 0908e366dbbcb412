//! Starts a decision on the selected request, from any screen: asks for missing answers, then opens a form.

use crate::domain::care::agenda::{AgendaKind, agenda_item};
use crate::domain::care::today::{OwedPromise, owed_promises_to};
use crate::domain::decision::checklist::Question;
use crate::domain::decision::{FollowUpMode, Gift, Incomplete, VerdictKind};
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::plural::in_words;

use super::command::Cx;
use super::decide::{card_of, draft_for, edit_draft, postpone, previous_question};
use super::form;
use super::ids::{ScreenId, Selection};
use super::model::Model;
use super::notification::Notification;

/// Returns the card of the selected request.
fn card(target: &Selection, cx: &Cx) -> Option<Selection> {
    target.case(&cx.model.ledger).map(|case| card_of(&case.invitation().id))
}

/// Starts an accept: asks for missing answers or a reason first, then for the details.
pub fn open_accept_form(target: &Selection, cx: &mut Cx) {
    let Some(card) = card(target, cx) else { return };
    let settings = &cx.model.settings;
    match draft_for(&card, cx.model, cx.drafts).first_missing(
        VerdictKind::Accept,
        &settings.checklist,
        settings.needs_yes_or_reason,
    ) {
        Some(Incomplete::Answer(open)) => {
            edit_draft(&card, cx, |_| {}); // only a card takes answers; its draft starts with the earlier ones
            cx.show(ScreenId::Triage, card);
            cx.notify(Notification::hint(answer_first(cx.model.settings.checklist.questions(), open)));
        }
        Some(Incomplete::Reason) => cx.open_form(&form::reason::FORM, card),
        None => cx.open_form(&form::accept::FORM, card),
    }
}

/// Returns what to do about an open question.
pub fn answer_first(questions: &[Question], open: usize) -> String {
    format!("Answer all {} first: {}", in_words(questions.len()), questions[open].text)
}

/// Opens the decline form.
pub fn open_decline_form(target: &Selection, cx: &mut Cx) {
    if let Some(card) = card(target, cx) {
        cx.open_form(&form::decline::FORM, card);
    }
}

/// Opens the follow-up form.
pub fn open_follow_up_form(target: &Selection, cx: &mut Cx) {
    if let Some(card) = card(target, cx) {
        cx.open_form(&form::follow_up::FORM, card);
    }
}

/// Puts the request off again with the same question, for the default follow-up time.
pub fn ask_again(target: &Selection, cx: &mut Cx) {
    let Some(card) = card(target, cx) else { return };
    if let Some(question) = previous_question(&card, cx.model) {
        postpone(&card, FollowUpMode::Ask, cx.model.settings.follow_up_days, question, cx);
    }
}

/// Parks the request for the default time.
pub fn park_for_default_days(target: &Selection, cx: &mut Cx) {
    let Some(card) = card(target, cx) else { return };
    let question = previous_question(&card, cx.model).unwrap_or_default();
    postpone(&card, FollowUpMode::Park, cx.model.settings.park_days, question, cx);
}

/// Returns the promise to the selected person that is due first.
pub fn owed_promise(target: &Selection, model: &Model) -> Option<OwedPromise> {
    let person = target.person(&model.ledger)?;
    owed_promises_to(&person, &model.ledger).into_iter().next()
}

/// Returns the gift owed to the selected person, and the request it belongs to.
pub fn owed_gift(target: &Selection, model: &Model) -> Option<(InvitationId, Gift)> {
    let person = target.person(&model.ledger)?;
    let mut items = model
        .ledger
        .cases_of(&person)
        .filter_map(|case| agenda_item(&model.ledger, &model.network, case, model.moment.local));
    items.find_map(|item| match item.kind {
        AgendaKind::OwedGift(gift) => Some((item.id, gift)),
        AgendaKind::FollowUp { .. } => None,
    })
}
