//! How far a decision has come: decided here, done on LinkedIn by hand, seen in a later export.

use strum::{EnumMessage, VariantArray};

use crate::domain::decision::event::{CarryOutResult, CloseReason};
use crate::domain::decision::ledger::{Case, Ledger};
use crate::domain::decision::{DeclineKind, Verdict, VerdictKind, Way};
use crate::domain::request::invitation::InvitationId;

/// How far a decision has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, EnumMessage)]
pub enum CarryOutState {
    /// Decided here, and nothing else yet.
    #[strum(message = "decided here")]
    Here,
    /// Done on LinkedIn, as the person says.
    #[strum(message = "done there")]
    There,
    /// The person found nothing to do: the request was no longer there.
    #[strum(message = "no longer there")]
    NotThere,
    /// An export shows it: accepted and connected, declined and gone.
    #[strum(message = "seen in the export")]
    Seen,
    /// Accepted, and an export that came later still lists the request.
    #[strum(message = "forgotten?")]
    Forgotten,
    /// Declined, and a connection now.
    #[strum(message = "connected anyway")]
    Contradicted,
    /// Accepted, and the request is gone without a connection.
    #[strum(message = "gone, not connected")]
    Vanished,
}

impl CarryOutState {
    /// What it is called, in a few words.
    pub fn words(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// The sign that stands for it in a list.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Here => "1",
            Self::There | Self::NotThere => "2",
            Self::Seen => "3",
            Self::Forgotten | Self::Contradicted | Self::Vanished => "!",
        }
    }
}

/// How far the decision that stands upon a case has come; `None` where nothing is to be done on LinkedIn: nothing
/// was decided, or it only waits.
pub fn stage(ledger: &Ledger, case: &Case) -> Option<CarryOutState> {
    let (_, decision) = ledger.decision_of(case)?;
    let kind = decision.verdict.kind();
    if matches!(decision.verdict, Verdict::FollowUp { way: Way::Wait | Way::Park, .. }) {
        return None;
    }
    let stage = match (ledger.closing_of(case), kind) {
        (Some(CloseReason::Connected), VerdictKind::Decline) => CarryOutState::Contradicted,
        (Some(CloseReason::Vanished), VerdictKind::Accept) => CarryOutState::Vanished,
        (Some(_), _) => CarryOutState::Seen,
        (None, _) => match ledger.carried_out(case) {
            Some((_, CarryOutResult::Done)) => CarryOutState::There,
            Some((_, CarryOutResult::NotThere)) => CarryOutState::NotThere,
            None if kind == VerdictKind::Accept && ledger.still_listed(case) => CarryOutState::Forgotten,
            None => CarryOutState::Here,
        },
    };
    Some(stage)
}

/// What is to be done on LinkedIn, the newest request first, as LinkedIn's own page has them.
pub fn to_carry_out(ledger: &Ledger) -> Vec<InvitationId> {
    let mut open: Vec<&Case> = open_ones(ledger).collect();
    open.sort_by_key(|case| std::cmp::Reverse((case.invitation().sent_at, &case.invitation().id)));
    open.into_iter().map(|case| case.invitation().id.clone()).collect()
}

/// How many are to be carried out.
pub fn left_to_carry_out(ledger: &Ledger) -> usize {
    open_ones(ledger).count()
}

/// Whether what was decided upon a request is to be carried out.
pub fn is_to_carry_out(ledger: &Ledger, id: &InvitationId) -> bool {
    ledger.case(id).is_some_and(|case| is_open(ledger, case))
}

fn open_ones(ledger: &Ledger) -> impl Iterator<Item = &Case> {
    ledger.cases().filter(|case| is_open(ledger, case))
}

fn is_open(ledger: &Ledger, case: &Case) -> bool {
    matches!(stage(ledger, case), Some(CarryOutState::Here | CarryOutState::Forgotten))
}

/// Where to click on LinkedIn for a verdict, and what comes of it.
pub fn clicks(verdict: &Verdict) -> (&'static str, &'static str) {
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
