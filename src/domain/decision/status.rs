//! Status of requests, and counts by status.

use chrono::NaiveDate;
use strum::EnumDiscriminants;

use crate::domain::decision::event::CloseReason;

/// Status of a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EnumDiscriminants)]
#[strum_discriminants(name(StatusKind), doc = "A status without its details.")]
pub enum Status {
    /// Undecided.
    Pending,
    /// Put off until a day.
    FollowUp(NaiveDate),
    /// Put off until a day, and excluded from all counts until then.
    Parked(NaiveDate),
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Closed by an import while undecided or put off.
    Closed(CloseReason),
    /// The import that brought it was undone.
    Removed,
}

impl Status {
    /// Returns the status without its details.
    pub fn kind(self) -> StatusKind {
        self.into()
    }

    /// True if a request needs a decision on this day: undecided, or put off until then or earlier.
    pub fn is_pending_on(self, today: NaiveDate) -> bool {
        match self {
            Self::Pending => true,
            Self::FollowUp(due) | Self::Parked(due) => due <= today,
            Self::Accepted | Self::Declined | Self::Closed(_) | Self::Removed => false,
        }
    }
}

impl StatusKind {
    /// Returns its name for programs: `list --json`, `--status`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::FollowUp | Self::Parked => "follow_up",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Closed => "closed",
            Self::Removed => "gone",
        }
    }

    /// Returns its label on the screen, for a count: `12 following up`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "waiting",
            Self::FollowUp => "following up",
            Self::Parked => "parked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Closed => "closed without a decision",
            Self::Removed => "gone",
        }
    }
}

/// Number of requests by status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StatusCounts {
    /// Undecided.
    pub pending: usize,
    /// Put off.
    pub follow_up: usize,
    /// Parked: in no count of pending requests.
    pub parked: usize,
    /// Accepted.
    pub accepted: usize,
    /// Declined.
    pub declined: usize,
    /// Closed by an import.
    pub closed: usize,
}

impl StatusCounts {
    /// Returns the sum over all statuses, parked included.
    pub fn total(&self) -> usize {
        let Self { pending: waiting, follow_up, parked, accepted, declined, closed } = self;
        waiting + follow_up + parked + accepted + declined + closed
    }

    /// Returns every count with its status, in display order.
    pub fn iter(&self) -> impl Iterator<Item = (StatusKind, usize)> {
        let Self { pending, follow_up, parked, accepted, declined, closed } = *self;
        [
            (StatusKind::Pending, pending),
            (StatusKind::Accepted, accepted),
            (StatusKind::Declined, declined),
            (StatusKind::FollowUp, follow_up),
            (StatusKind::Parked, parked),
            (StatusKind::Closed, closed),
        ]
        .into_iter()
    }

    /// Returns the count of a status; `None` for removed requests.
    pub fn count_mut(&mut self, status: Status) -> Option<&mut usize> {
        match status {
            Status::Pending => Some(&mut self.pending),
            Status::FollowUp(_) => Some(&mut self.follow_up),
            Status::Parked(_) => Some(&mut self.parked),
            Status::Accepted => Some(&mut self.accepted),
            Status::Declined => Some(&mut self.declined),
            Status::Closed(_) => Some(&mut self.closed),
            Status::Removed => None,
        }
    }
}
