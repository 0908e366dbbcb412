//! Statistics of the messages with one person.

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::opener::{Opener, Openers};
use super::timestamp::Timestamp;
use crate::domain::text::untrusted::Untrusted;

/// Statistics of one-to-one messages with a person; without sponsored, draft and spam ones and copies of notes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ConversationStats {
    /// Messages from me.
    pub sent: u32,
    /// Messages from the other.
    pub received: u32,
    /// Time of the first message.
    pub first: Timestamp,
    /// Time of the last message.
    pub last: Timestamp,
    /// True if the first message was mine.
    pub started_by_me: bool,
    /// True if the last message was mine.
    pub last_by_me: bool,
    /// Beginning of the last message, at most 120 characters.
    pub last_excerpt: Untrusted,
    /// Time of the last message from the other.
    pub last_received: Option<Timestamp>,
    /// Time of the last message from me.
    pub last_sent: Option<Timestamp>,
    /// Messages from the other since the last one from me, newest first, at most [`UNANSWERED_KEPT`].
    pub unanswered: SmallVec<[UnansweredMessage; 2]>,
    /// Unanswered messages after this time came with the last copy, or with an earlier one and nobody has answered
    /// since; `None` if there was no earlier copy with messages.csv.
    pub new_after: Option<Timestamp>,
    /// Messages from the day of the connection on; empty if that day is unknown.
    pub since_connected: SinceConnected,
    /// Messages by month, in the [`MONTHS_COUNTED`] up to the newest message of the copy; oldest first, empty months left out.
    pub months: SmallVec<[MonthCount; 1]>,
    /// First message of each side.
    pub openers: Openers,
}

/// A message from the other that was not answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnansweredMessage {
    /// Its time.
    pub at: Timestamp,
    /// True if it is a short text that came from several people (*Congrats on the new job!*), which is no contact.
    pub is_greeting: bool,
}

/// Unanswered messages that are kept of one person; nobody answers the older ones.
pub const UNANSWERED_KEPT: usize = 32;

/// Months that are counted one by one.
pub const MONTHS_COUNTED: u32 = 24;

/// One-to-one messages from the *Connected On* day (UTC) on: the result of an accept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SinceConnected {
    /// Messages from me.
    pub sent: u32,
    /// Messages from the other.
    pub received: u32,
    /// Time of the first message from the other.
    pub first_received: Option<Timestamp>,
}

/// One-to-one messages of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthCount {
    /// Months since January of the year 0: twelve times the year, plus the month counted from 0.
    pub month: u32,
    /// Messages from me.
    pub sent: u32,
    /// Messages from the other.
    pub received: u32,
}

impl ConversationStats {
    /// Shifts all times.
    pub(super) fn shift_dates(&mut self, by: TimeDelta) {
        let later = |at: Option<Timestamp>| at.map(|at| at.shifted(by));
        let [old_first, old_last] = [self.first, self.last].map(month_of);
        self.first = self.first.shifted(by);
        self.last = self.last.shifted(by);
        self.last_received = later(self.last_received);
        self.last_sent = later(self.last_sent);
        self.new_after = later(self.new_after);
        self.unanswered.iter_mut().for_each(|message| message.at = message.at.shifted(by));
        self.since_connected.first_received = later(self.since_connected.first_received);
        // The months spread between the new ends as they did between the old ones; those that meet are one.
        let [first, last] = [self.first, self.last].map(month_of);
        let months = last.saturating_sub(first);
        for known in &mut self.months {
            let since = known.month.saturating_sub(old_first);
            known.month = first + (since * months).checked_div(old_last.saturating_sub(old_first)).unwrap_or(months);
        }
        self.months.dedup_by(|next, known| {
            let more = if next.month == known.month { (next.sent, next.received) } else { (0, 0) };
            (known.sent, known.received) = (known.sent + more.0, known.received + more.1);
            next.month == known.month
        });
        self.openers.shift_dates(by);
    }

    /// Counts a message of this time.
    pub fn count(&mut self, at: Timestamp, mine: bool) {
        *if mine { &mut self.sent } else { &mut self.received } += 1;
        let last = if mine { &mut self.last_sent } else { &mut self.last_received };
        *last = (*last).max(Some(at));
        let month = month_of(at);
        let place = self.months.partition_point(|known| known.month < month);
        if self.months.get(place).is_none_or(|known| known.month != month) {
            self.months.insert(place, MonthCount { month, sent: 0, received: 0 });
        }
        let counted = &mut self.months[place];
        *if mine { &mut counted.sent } else { &mut counted.received } += 1;
    }

    /// Takes out the first message of each side that is the copy of one of these notes, and returns them. Those who were
    /// connected on a day lose it from the messages since then too.
    pub(super) fn take_note_copies(&mut self, notes: &[u32], connected_on: Option<NaiveDate>) -> Vec<Opener> {
        let mut copies = Vec::new();
        for mine in [false, true] {
            let opener = self.openers.side_mut(mine);
            let Some(copy) = opener.take_if(|opener| opener.is_copy_of(notes)) else { continue };
            *opener = copy.following();
            self.uncount(&copy, mine, connected_on.is_some_and(|on| copy.at.utc().date_naive() >= on));
            copies.push(copy);
        }
        if let Some((at, mine)) = self.openers.first() {
            (self.first, self.started_by_me) = (at, mine);
        }
        copies
    }

    /// Takes back what [`Self::count`] did for the first message of a side.
    fn uncount(&mut self, message: &Opener, mine: bool, since_connected: bool) {
        let less = |count: &mut u32| *count = count.saturating_sub(1);
        let Opener { at, next, .. } = *message;
        less(if mine { &mut self.sent } else { &mut self.received });
        if next.is_none() {
            *if mine { &mut self.last_sent } else { &mut self.last_received } = None;
        }
        if next.is_none() && self.last_by_me == mine {
            self.last_by_me = !mine;
            self.last = self.last_sent.max(self.last_received).unwrap_or(self.last);
            self.last_excerpt = Untrusted::default(); // the text of the other's last message was not kept
        }
        self.unanswered.retain(|theirs| mine || theirs.at != at);
        if let Some(month) = self.months.iter_mut().find(|known| known.month == month_of(at)) {
            less(if mine { &mut month.sent } else { &mut month.received });
        }
        self.months.retain(|month| month.sent + month.received > 0);
        if since_connected {
            let since = &mut self.since_connected;
            less(if mine { &mut since.sent } else { &mut since.received });
            since.first_received = if mine { since.first_received } else { next };
        }
    }

    /// Returns the number of messages of each month from the first to the last that is counted, empty months among them.
    pub fn by_month(&self) -> Vec<(u32, u32)> {
        let (Some(first), Some(last)) = (self.months.first(), self.months.last()) else { return Vec::new() };
        let count = |month: u32| {
            let found = self.months.iter().find(|known| known.month == month);
            (month, found.map_or(0, |known| known.sent + known.received))
        };
        (first.month..=last.month).map(count).collect()
    }

    /// Returns the unanswered messages that are new, newest first, greetings among them.
    pub fn new_unanswered(&self) -> impl Iterator<Item = &UnansweredMessage> {
        self.unanswered.iter().filter(|message| self.new_after.is_some_and(|after| message.at > after))
    }

    /// Drops months outside the [`MONTHS_COUNTED`] up to the copy's newest message.
    pub fn drop_old_months(&mut self, newest: Timestamp) {
        let last = month_of(newest);
        self.months.retain(|known| known.month + MONTHS_COUNTED > last && known.month <= last);
        self.months.shrink_to_fit();
    }
}

impl SinceConnected {
    /// Counts a message of this time, on or after the day of the connection.
    pub fn count(&mut self, at: Timestamp, mine: bool) {
        if mine {
            self.sent += 1;
        } else {
            self.received += 1;
            self.first_received = Some(self.first_received.map_or(at, |first| first.min(at)));
        }
    }
}

/// Returns the months since January of the year 0.
fn month_of(at: Timestamp) -> u32 {
    let at = at.utc();
    u32::try_from(at.year()).unwrap_or(0) * 12 + at.month0()
}
