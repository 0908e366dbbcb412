//! First messages of a conversation, as long as one may turn out to be no message: the copy of a note that only an older
//! copy of the data has, imported after the newer one.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::timestamp::Timestamp;

/// The first message of one side.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Opener {
    /// Its time.
    pub at: Timestamp,
    /// Time of the second message of this side.
    pub next: Option<Timestamp>,
    /// Its record.
    pub record: u32,
    /// Digest of its text ([`crate::domain::request::note_analysis::note_digest`]); `None` if it is longer than any note.
    pub digest: Option<u32>,
}

/// First messages of both sides.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Openers {
    /// The other's.
    pub theirs: Option<Opener>,
    /// The owner's.
    pub mine: Option<Opener>,
}

impl Openers {
    /// Returns the first message of a side, for update.
    pub fn side_mut(&mut self, mine: bool) -> &mut Option<Opener> {
        if mine { &mut self.mine } else { &mut self.theirs }
    }

    /// Returns the time of the first message, and whether it was the owner's.
    pub(super) fn first(&self) -> Option<(Timestamp, bool)> {
        let theirs = self.theirs.as_ref().map(|opener| (opener.at, false));
        let mine = self.mine.as_ref().map(|opener| (opener.at, true));
        theirs.into_iter().chain(mine).min_by_key(|(at, _)| *at)
    }

    pub(super) fn shift_dates(&mut self, by: TimeDelta) {
        for opener in [&mut self.theirs, &mut self.mine].into_iter().flatten() {
            opener.at = opener.at.shifted(by);
            opener.next = opener.next.map(|at| at.shifted(by));
        }
    }
}

impl Opener {
    /// True if it is the copy of one of these notes.
    pub(super) fn is_copy_of(&self, notes: &[u32]) -> bool {
        self.digest.is_some_and(|digest| notes.contains(&digest))
    }

    /// Returns what follows it on its side, if anything.
    pub(super) fn following(&self) -> Option<Self> {
        let next = |at| Self { at, next: None, record: self.record, digest: None };
        self.next.map(next)
    }
}
