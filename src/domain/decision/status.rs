//! Where requests stand, and how many where.

use chrono::NaiveDate;

use crate::domain::decision::event::CloseReason;

/// Where a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// Nothing was decided.
    Waiting,
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
    Gone,
}

impl Standing {
    /// Whether a request asks for a decision on this day: undecided, or put off until then or earlier.
    pub fn waits_on(self, today: NaiveDate) -> bool {
        match self {
            Self::Waiting => true,
            Self::FollowUp(due) | Self::Parked(due) => due <= today,
            Self::Accepted | Self::Declined | Self::Closed(_) | Self::Gone => false,
        }
    }
}

/// How many requests stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StatusCounts {
    /// Nothing decided.
    pub waiting: usize,
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
    pub fn all(&self) -> usize {
        let Self { waiting, follow_up, parked, accepted, declined, closed } = self;
        waiting + follow_up + parked + accepted + declined + closed
    }

    /// The count of those who stand there.
    pub(super) fn place(&mut self, standing: Standing) -> Option<&mut usize> {
        match standing {
            Standing::Waiting => Some(&mut self.waiting),
            Standing::FollowUp(_) => Some(&mut self.follow_up),
            Standing::Parked(_) => Some(&mut self.parked),
            Standing::Accepted => Some(&mut self.accepted),
            Standing::Declined => Some(&mut self.declined),
            Standing::Closed(_) => Some(&mut self.closed),
            Standing::Gone => None,
        }
    }
}
