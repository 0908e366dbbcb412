//! Carry-out state of decisions: decided here, done on LinkedIn by hand, confirmed by a later export.

use strum::{EnumMessage, VariantArray};

use crate::domain::decision::event::{CarryOutResult, CloseReason};
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::decision::{DeclineKind, FollowUpMode, Verdict, VerdictKind};
use crate::domain::request::invitation::InvitationId;

/// Carry-out state of a decision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, EnumMessage)]
pub enum CarryOutState {
    /// Decided here, nothing else yet.
    #[strum(message = "to do")]
    Decided,
    /// Done on LinkedIn, as reported by the person.
    #[strum(message = "done")]
    Done,
    /// Nothing to do: the person found the request gone.
    #[strum(message = "gone")]
    RequestGone,
    /// Confirmed by an export: accepted and connected, or declined and gone.
    #[strum(message = "confirmed")]
    Confirmed,
    /// Accepted, but a later export still lists the request.
    #[strum(message = "not accepted yet?")]
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
}

/// Returns the carry-out state of a case; `None` if nothing is to be done on LinkedIn: no decision, or one that
/// only waits.
pub fn carry_out_state(ledger: &Ledger, case: &InvitationCase) -> Option<CarryOutState> {
    task(ledger, case)?;
    let (_, decision) = ledger.decision_of(case)?;
    let closed = ledger.close_reason_of(case);
    let state = match (closed, decision.verdict.kind(), ledger.carried_out(case)) {
        (Some(CloseReason::Connected), VerdictKind::Decline, None) => CarryOutState::Contradicted,
        (Some(CloseReason::Vanished), VerdictKind::Accept, _) => CarryOutState::Vanished,
        (Some(CloseReason::Vanished), _, _)
        | (Some(CloseReason::Connected), VerdictKind::Accept | VerdictKind::FollowUp, _) => CarryOutState::Confirmed,
        (_, _, Some((_, CarryOutResult::Done))) => CarryOutState::Done,
        (_, _, Some((_, CarryOutResult::NotThere))) => CarryOutState::RequestGone,
        (None, VerdictKind::Accept, None) if ledger.still_pending_there(case) => CarryOutState::StillPending,
        (None, _, None) => CarryOutState::Decided,
    };
    Some(state)
}

/// Clicks that a decision asks for on LinkedIn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CarryOutTask {
    /// Accept the request.
    Accept,
    /// Ignore the request.
    Ignore,
    /// Ignore it, and say that they are unknown.
    DontKnow,
    /// Report the profile.
    ReportSpam,
    /// Send the question without accepting.
    Reply,
    /// Remove a connection that was accepted before it was declined.
    RemoveConnection,
}

/// Returns the clicks for the current decision on a case; `None` if there is no decision, or it only waits.
pub fn task(ledger: &Ledger, case: &InvitationCase) -> Option<CarryOutTask> {
    let (_, decision) = ledger.decision_of(case)?;
    Some(match &decision.verdict {
        Verdict::Accept(_) => CarryOutTask::Accept,
        Verdict::FollowUp { mode: FollowUpMode::Ask, .. } => CarryOutTask::Reply,
        Verdict::FollowUp { mode: FollowUpMode::Wait | FollowUpMode::Park, .. } => return None,
        Verdict::Decline(_)
            if ledger.close_reason_of(case) == Some(CloseReason::Connected) || ledger.was_accepted_there(case) =>
        {
            CarryOutTask::RemoveConnection
        }
        Verdict::Decline(DeclineKind::Ignore) => CarryOutTask::Ignore,
        Verdict::Decline(DeclineKind::DontKnow) => CarryOutTask::DontKnow,
        Verdict::Decline(DeclineKind::Spam) => CarryOutTask::ReportSpam,
    })
}

/// What to click on LinkedIn for a task, and what comes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instructions {
    /// Path of clicks, with `›` between them.
    pub path: &'static str,
    /// What else to know about the clicks, a sentence; empty if nothing.
    pub hint: &'static str,
    /// Consequence, a sentence.
    pub consequence: &'static str,
}

impl CarryOutTask {
    /// Returns its label in a list: the button to click.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "Accept",
            Self::Ignore => "Ignore",
            Self::DontKnow => "Don't know",
            Self::ReportSpam => "Report",
            Self::Reply => "Reply",
            Self::RemoveConnection => "Remove",
        }
    }

    /// Returns what to click, and the consequence.
    pub fn instructions(self) -> Instructions {
        let (path, hint, consequence) = match self {
            Self::Accept => ("My Network › Invitations › Accept", "", "You're connected; they're notified."),
            Self::Ignore => ("My Network › Invitations › Ignore", "", DeclineKind::Ignore.consequence()),
            Self::DontKnow => (
                "My Network › Invitations › Ignore › I don't know this person",
                "The last link appears only for a moment, right after Ignore.",
                DeclineKind::DontKnow.consequence(),
            ),
            Self::ReportSpam => (
                "Profile › More › Report / Block",
                "Give the reason. Then ignore the request: My Network › Invitations › Ignore.",
                DeclineKind::Spam.consequence(),
            ),
            Self::Reply => (
                "My Network › Invitations › message sign",
                "Send your question; click neither Accept nor Ignore.",
                "They can answer, and the request stays as it is.",
            ),
            Self::RemoveConnection => {
                ("Profile › More › Remove connection", "", "You are no longer connected; they aren't notified.")
            }
        };
        Instructions { path, hint, consequence }
    }

    /// Returns its place in the list: accepts and replies first, what may be left as it is last.
    pub fn rank(self) -> u8 {
        match self {
            Self::Accept | Self::Reply => 0,
            Self::RemoveConnection | Self::DontKnow | Self::ReportSpam => 1,
            Self::Ignore => 2,
        }
    }
}

/// Returns the requests to carry out on LinkedIn, each with its task, in no order.
pub fn pending(ledger: &Ledger) -> impl Iterator<Item = (InvitationId, CarryOutTask)> {
    pending_cases(ledger).filter_map(|case| Some((case.invitation().id.clone(), task(ledger, case)?)))
}

/// Returns the decisions to carry out with a click on LinkedIn: all but questions to ask first, which come back as
/// follow-ups.
pub fn pending_clicks(ledger: &Ledger) -> impl Iterator<Item = InvitationId> {
    pending(ledger).filter(|(_, task)| *task != CarryOutTask::Reply).map(|(id, _)| id)
}

/// True if a request needs a click on LinkedIn: its decision is still to be carried out, and is no *ignore*, which may be
/// left as it is.
pub fn needs_click(ledger: &Ledger, case: &InvitationCase) -> bool {
    is_case_pending(ledger, case) && task(ledger, case) != Some(CarryOutTask::Ignore)
}

/// Returns the number of decisions to carry out.
pub fn pending_count(ledger: &Ledger) -> usize {
    pending_cases(ledger).count()
}

/// Returns the number of requests that LinkedIn should still list as received, as far as the last copy tells.
pub fn open_on_linkedin(ledger: &Ledger) -> usize {
    let is_open = |case: &&InvitationCase| match ledger.status_of(case) {
        Status::Pending | Status::FollowUp(_) | Status::Parked(_) => true,
        Status::Accepted | Status::Declined => is_case_pending(ledger, case),
        Status::Closed(_) | Status::Removed => false,
    };
    ledger.cards().filter(|case| ledger.is_from_linkedin(case)).filter(is_open).count()
}

fn pending_cases(ledger: &Ledger) -> impl Iterator<Item = &InvitationCase> {
    ledger.cards().filter(|case| is_case_pending(ledger, case))
}

/// True if the decision on a request is still to be carried out.
pub fn is_case_pending(ledger: &Ledger, case: &InvitationCase) -> bool {
    let state = carry_out_state(ledger, case);
    let is_open =
        matches!(state, Some(CarryOutState::Decided | CarryOutState::StillPending | CarryOutState::Contradicted));
    is_open && !ledger.has_died(&case.invitation().person)
}
