//! Terminal input, and the time.

use chrono::{DateTime, NaiveDate, Utc};

use super::key::Key;
use super::view::ClickTarget;
use crate::domain::text::dates::LocalDates;

/// An input event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// Key press.
    Key(Key),
    /// Pasted text; never treated as keys.
    Paste(String),
    /// Click on a cell: column and row.
    Click(u16, u16),
    /// Turn of the wheel over a cell: column, row, and true if down.
    Wheel(u16, u16, bool),
    /// Change of the terminal size.
    Resized,
    /// What a click would do, named without a place: by a line of plain text or a command.
    Target(ClickTarget),
    /// Row of the list, to be selected.
    Row(usize),
    /// Text for the focused field, in place of what it holds.
    Text(String),
}

/// The time, passed in by the shell: the app has no clock of its own.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Current time.
    pub now: DateTime<Utc>,
    /// Current local date.
    pub today: NaiveDate,
    /// Local dates of other times.
    pub local: LocalDates,
}

impl Moment {
    /// Returns a moment in a time zone.
    pub fn new(now: DateTime<Utc>, local: LocalDates) -> Self {
        Self { now, today: local.of(now), local }
    }
}
