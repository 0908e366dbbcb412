//! Where requests stand, and how many where.

use chrono::NaiveDate;

use crate::domain::decision::event::CloseReason;

/// Where a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Nothing was decided.
    Pending,
    /// Put off until a day.
    FollowUp(NaiveDate),
    /// Put off until a day, and out of all counts until then.
    Parked(NaiveDate),
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Closed by an import before anything was decided, or while it was put off.
    Closed(CloseReason),
    /// The import that brought it was taken back.
    Removed,
}

impl Status {
    /// Whether a request asks for a decision on this day: undecided, or put off until then or earlier.
    pub fn is_pending_on(self, today: NaiveDate) -> bool {
        match self {
            Self::Pending => true,
            Self::FollowUp(due) | Self::Parked(due) => due <= today,
            Self::Accepted | Self::Declined | Self::Closed(_) | Self::Removed => false,
        }
    }
}

/// How many requests stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StatusCounts {
    /// Nothing decided.
    pub pending: usize,
    /// Put off.
    pub follow_up: usize,
    /// Parked: known, and in no count of what waits.
    pub parked: usize,
    /// Accepted.
    pub accepted: usize,
    /// Declined.
    pub declined: usize,
    /// Closed by an import.
    pub closed: usize,
}

impl StatusCounts {
    /// Everything that was ever asked and still counts, the parked ones too.
    pub fn total(&self) -> usize {
        let Self { pending: waiting, follow_up, parked, accepted, declined, closed } = self;
        waiting + follow_up + parked + accepted + declined + closed
    }

    /// The count of those who stand there.
    pub(super) fn count_mut(&mut self, standing: Status) -> Option<&mut usize> {
        match standing {
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
