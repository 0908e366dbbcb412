//! Agenda: follow-ups and owed gifts, by due date.

use chrono::{Days, NaiveDate};

use crate::domain::decision::event::CloseReason;
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::decision::{AcceptDetails, FollowUpMode, Gift, GiftBy, Verdict};
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::dates::LocalDates;

/// Kind of an agenda item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AgendaKind {
    /// A request that was put off.
    FollowUp {
        /// The mode.
        mode: FollowUpMode,
        /// The question asked; empty if none.
        question: String,
    },
    /// A first gift that is owed.
    OwedGift(Gift),
}

/// One line of the agenda.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgendaItem {
    /// The request.
    pub id: InvitationId,
    /// Its due date.
    pub day: NaiveDate,
    /// Its kind.
    pub kind: AgendaKind,
}

impl AgendaItem {
    /// True for a parked request.
    pub fn is_parked(&self) -> bool {
        matches!(self.kind, AgendaKind::FollowUp { mode: FollowUpMode::Park, .. })
    }
}

/// Returns all agenda items, earliest first; parked ones come last until their day.
pub fn agenda(ledger: &Ledger, today: NaiveDate, local: LocalDates) -> Vec<AgendaItem> {
    let mut items: Vec<AgendaItem> = ledger.cases().filter_map(|case| agenda_item(ledger, case, local)).collect();
    items.sort_by_key(|item| (item.is_parked() && item.day > today, item.day, item.id.clone()));
    items
}

/// Returns the agenda item of one request.
pub fn agenda_item(ledger: &Ledger, case: &InvitationCase, local: LocalDates) -> Option<AgendaItem> {
    let id = case.invitation().id.clone();
    let (_, decision) = ledger.decision_of(case)?;
    match (&decision.verdict, ledger.status_of(case)) {
        (Verdict::FollowUp { mode: way, question, .. }, Status::FollowUp(day) | Status::Parked(day)) => {
            Some(AgendaItem { id, day, kind: AgendaKind::FollowUp { mode: *way, question: question.clone() } })
        }
        (Verdict::Accept(details), Status::Accepted) => {
            let day = gift_due_date(ledger, case, details, local)?;
            Some(AgendaItem { id, day, kind: AgendaKind::OwedGift(details.gift) })
        }
        _ => None,
    }
}

/// Returns the due date of the current accept's first gift; `None` if nothing is owed, or not yet.
fn gift_due_date(
    ledger: &Ledger,
    case: &InvitationCase,
    details: &AcceptDetails,
    local: LocalDates,
) -> Option<NaiveDate> {
    if details.gift == Gift::Nothing || ledger.gift_given(case).is_some() {
        return None;
    }
    let seen = match ledger.closed_by(case) {
        Some((_, CloseReason::Vanished)) => return None,
        Some((entry, CloseReason::Connected)) => Some(entry.at),
        None => None,
    };
    let carried_out =
        ledger.carried_out(case).filter(|(_, how)| *how == crate::domain::decision::event::CarryOutResult::Done);
    let since = local.of(carried_out.map(|(entry, _)| entry.at).or(seen)?);
    match details.gift_by {
        GiftBy::Days(days) => since.checked_add_days(Days::new(days.into())),
        GiftBy::On(day) => Some(day),
    }
}
