//! Terminal input, and the time.

use chrono::{DateTime, NaiveDate, Utc};

use super::key::Key;

/// An input event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// Key press.
    Key(Key),
    /// Pasted text; never treated as keys.
    Paste(String),
    /// Click on a cell: column and row.
    Click(u16, u16),
    /// Change of the terminal size.
    Resized,
}

/// The time, passed in by the shell: the app has no clock of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Current time.
    pub now: DateTime<Utc>,
    /// Current local date.
    pub today: NaiveDate,
}
