//! The last contact with somebody.

use chrono::NaiveDate;

use crate::domain::decision::care_event::Channel;
use crate::domain::text::dates;

/// What the last contact was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ContactKind {
    /// The day of the connection, which is no contact of its own.
    Connected,
    /// The accept was carried out.
    Accepted,
    /// A message from the other.
    TheirMessage,
    /// A message from me.
    MyMessage,
    /// A gift was given or a promise kept.
    Kept,
    /// An introduction.
    Introduction,
    /// A logged contact.
    Logged(Channel),
}

/// The last contact with somebody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LastContact {
    /// Its local date.
    pub day: NaiveDate,
    /// What it was.
    pub kind: ContactKind,
}

impl LastContact {
    /// Returns the label of a row: the day of the connection alone is no contact.
    pub fn label(self) -> &'static str {
        if self.kind == ContactKind::Connected { "Connected" } else { "Last contact" }
    }

    /// Returns what stands under [`LastContact::label`].
    pub fn under_label(self, today: NaiveDate) -> String {
        if self.kind == ContactKind::Connected { dates::format_plain(self.day, today) } else { self.in_words(today) }
    }

    /// Returns what it was and when, as a line of its own: `last contact: a call, 3 May`.
    pub fn with_label(self, today: NaiveDate) -> String {
        let words = self.in_words(today);
        let is_none = matches!(self.kind, ContactKind::Connected | ContactKind::Accepted);
        if is_none { words } else { format!("last contact: {words}") }
    }

    /// Returns what it was and when: `a call, 3 May`.
    pub fn in_words(self, today: NaiveDate) -> String {
        let day = dates::format_plain(self.day, today);
        match self.kind {
            ContactKind::Connected => format!("connected {day}"),
            ContactKind::Accepted => format!("accepted {day}"),
            ContactKind::TheirMessage => format!("their message, {day}"),
            ContactKind::MyMessage => format!("your message, {day}"),
            ContactKind::Kept => format!("a word kept, {day}"),
            ContactKind::Introduction => format!("an introduction, {day}"),
            ContactKind::Logged(Channel::Message) => format!("a message, {day}"),
            ContactKind::Logged(Channel::Mail) => format!("a mail, {day}"),
            ContactKind::Logged(Channel::Call) => format!("a call, {day}"),
            ContactKind::Logged(Channel::Video) => format!("a video call, {day}"),
            ContactKind::Logged(Channel::Meeting) => format!("a meeting, {day}"),
            ContactKind::Logged(Channel::Other) => format!("in touch, {day}"),
        }
    }
}
