//! What comes in from the terminal, and when.

use chrono::{DateTime, NaiveDate, Utc};

use super::key::Key;

/// What the person did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// Pressed a key.
    Key(Key),
    /// Pasted text; never heard as keys.
    Paste(String),
    /// Clicked on a cell: column and row.
    Click(u16, u16),
    /// Changed the size of the window.
    Resized,
}

/// The time, as the shell hands it in: the app has no clock of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Now.
    pub now: DateTime<Utc>,
    /// Today where the person is.
    pub today: NaiveDate,
}
