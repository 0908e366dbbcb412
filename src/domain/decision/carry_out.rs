//! Carry-out state of decisions: decided here, done on LinkedIn by hand, confirmed by a later export.

use strum::{EnumMessage, VariantArray};

use crate::domain::decision::event::{CarryOutResult, CloseReason};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::decision::{DeclineKind, FollowUpMode, Verdict, VerdictKind};
use crate::domain::request::invitation::InvitationId;

/// Carry-out state of a decision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, EnumMessage)]
pub enum CarryOutState {
    /// Decided here, nothing else yet.
    #[strum(message = "decided here")]
    Decided,
    /// Done on LinkedIn, as reported by the person.
    #[strum(message = "done there")]
    Done,
    /// Nothing to do: the person found the request gone.
    #[strum(message = "no longer there")]
    RequestGone,
    /// Confirmed by an export: accepted and connected, or declined and gone.
    #[strum(message = "seen in the export")]
    Confirmed,
    /// Accepted, but a later export still lists the request.
    #[strum(message = "forgotten?")]
    StillPending,
    /// Declined, but connected now.
    #[strum(message = "connected anyway")]
    Contradicted,
    /// Accepted, but the request is gone without a connection.
    #[strum(message = "gone, not connected")]
    Vanished,
}

impl CarryOutState {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns its symbol in a list.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Decided => "1",
            Self::Done | Self::RequestGone => "2",
            Self::Confirmed => "3",
            Self::StillPending | Self::Contradicted | Self::Vanished => "!",
        }
    }
}

/// Returns the carry-out state of a case; `None` if nothing is to be done on LinkedIn: no decision, or one that
/// only waits.
pub fn carry_out_state(ledger: &Ledger, case: &InvitationCase) -> Option<CarryOutState> {
    let (_, decision) = ledger.decision_of(case)?;
    let kind = decision.verdict.kind();
    if matches!(decision.verdict, Verdict::FollowUp { mode: FollowUpMode::Wait | FollowUpMode::Park, .. }) {
        return None;
    }
    let stage = match (ledger.close_reason_of(case), kind) {
        (Some(CloseReason::Connected), VerdictKind::Decline) => CarryOutState::Contradicted,
        (Some(CloseReason::Vanished), VerdictKind::Accept) => CarryOutState::Vanished,
        (Some(_), _) => CarryOutState::Confirmed,
        (None, _) => match ledger.carried_out(case) {
            Some((_, CarryOutResult::Done)) => CarryOutState::Done,
            Some((_, CarryOutResult::NotThere)) => CarryOutState::RequestGone,
            None if kind == VerdictKind::Accept && ledger.still_pending_there(case) => CarryOutState::StillPending,
            None => CarryOutState::Decided,
        },
    };
    Some(stage)
}

/// Returns the requests to carry out on LinkedIn, newest first, like LinkedIn's own page.
pub fn pending(ledger: &Ledger) -> Vec<InvitationId> {
    let mut open: Vec<&InvitationCase> = pending_cases(ledger).collect();
    open.sort_by_key(|case| std::cmp::Reverse((case.invitation().sent_at, &case.invitation().id)));
    open.into_iter().map(|case| case.invitation().id.clone()).collect()
}

/// Returns the number of decisions to carry out.
pub fn pending_count(ledger: &Ledger) -> usize {
    pending_cases(ledger).count()
}

/// True if the decision on a request is still to be carried out.
pub fn is_pending(ledger: &Ledger, id: &InvitationId) -> bool {
    ledger.case(id).is_some_and(|case| is_case_pending(ledger, case))
}

fn pending_cases(ledger: &Ledger) -> impl Iterator<Item = &InvitationCase> {
    ledger.cases().filter(|case| is_case_pending(ledger, case))
}

fn is_case_pending(ledger: &Ledger, case: &InvitationCase) -> bool {
    matches!(carry_out_state(ledger, case), Some(CarryOutState::Decided | CarryOutState::StillPending))
}

/// Returns the clicks on LinkedIn for a verdict, and their consequence.
pub fn instructions(verdict: &Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Accept(_) => ("My Network, Invitations, Received: Accept.", "You are connected; they are told."),
        Verdict::Decline(kind @ DeclineKind::Ignore) => {
            ("My Network, Invitations, Received: Ignore.", kind.consequence())
        }
        Verdict::Decline(kind @ DeclineKind::DontKnow) => (
            "My Network, Invitations, Received: Ignore, then at once \"I don't know\" in the line that appears.",
            kind.consequence(),
        ),
        Verdict::Decline(kind @ DeclineKind::Spam) => (
            "Open the profile: More, Report / Block, and give the reason; then Ignore the request under My Network.",
            kind.consequence(),
        ),
        Verdict::FollowUp { .. } => (
            "My Network, Invitations, Received: the message sign beside the request, and send your question. \
             Neither Accept nor Ignore.",
            "They can answer, and the request stays as it is.",
        ),
    }
}
