//! Agenda: follow-ups and owed gifts, by due date.

use chrono::{Days, NaiveDate};

use crate::domain::decision::event::CloseReason;
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::decision::{AcceptDetails, FollowUpMode, Gift, GiftBy, Verdict};
use crate::domain::evidence::network::{ConversationStats, Network};
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
    /// Who wrote since: they after the follow-up was decided, or you after the two of you connected.
    pub wrote_since: Option<Author>,
}

/// The side that wrote a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Author {
    /// The owner of the data.
    Me,
    /// The other person.
    Other,
}

impl AgendaItem {
    /// True for a parked request.
    pub fn is_parked(&self) -> bool {
        matches!(self.kind, AgendaKind::FollowUp { mode: FollowUpMode::Park, .. })
    }
}

/// Returns all agenda items, earliest first; parked ones come last until their day.
pub fn agenda(ledger: &Ledger, network: &Network, today: NaiveDate, local: LocalDates) -> Vec<AgendaItem> {
    let mut items: Vec<AgendaItem> =
        ledger.cases().filter_map(|case| agenda_item(ledger, network, case, local)).collect();
    items.sort_by_key(|item| (item.is_parked() && item.day > today, item.day, item.id.clone()));
    items
}

/// Returns the agenda item of one request. A hello is not owed any more once the copy has a message of one's own since
/// the connection; any other gift still is, since a message need not have been it.
pub fn agenda_item(ledger: &Ledger, network: &Network, case: &InvitationCase, local: LocalDates) -> Option<AgendaItem> {
    let id = case.invitation().id.clone();
    let (entry, decision) = ledger.decision_of(case).filter(|(_, decision)| !ledger.has_died(&decision.person))?;
    let talk = network.get(&decision.person).and_then(|known| known.conversation_stats());
    match (&decision.verdict, ledger.status_of(case)) {
        (Verdict::FollowUp { mode: way, question, .. }, Status::FollowUp(day) | Status::Parked(day)) => {
            let kind = AgendaKind::FollowUp { mode: *way, question: question.clone() };
            let they_wrote = talk.is_some_and(|talk| !talk.last_by_me && talk.last.utc() > entry.at);
            Some(AgendaItem { id, day, kind, wrote_since: they_wrote.then_some(Author::Other) })
        }
        (Verdict::Accept(details), Status::Accepted) => {
            let day = gift_due_date(ledger, case, details, local)?;
            let you_wrote = talk.is_some_and(has_written_since_connected);
            let is_owed = !(you_wrote && details.gift == Gift::Hello);
            let kind = AgendaKind::OwedGift(details.gift);
            is_owed.then_some(AgendaItem { id, day, kind, wrote_since: you_wrote.then_some(Author::Me) })
        }
        _ => None,
    }
}

/// True if the owner wrote on or after the day of the connection.
pub fn has_written_since_connected(talk: &ConversationStats) -> bool {
    talk.since_connected.sent > 0
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
