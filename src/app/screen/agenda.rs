//! What waits for its day: requests that were put off, and gifts that are owed.

use chrono::NaiveDate;

use crate::domain::agenda::{Item, agenda};
use crate::domain::ledger::Ledger;

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AgendaScreen {
    /// Everything that waits, the earliest first.
    pub items: Vec<Item>,
    /// Which is marked.
    pub marked: usize,
}

impl AgendaScreen {
    /// Everything that waits for its day.
    pub fn of(ledger: &Ledger, today: NaiveDate) -> Self {
        Self { items: agenda(ledger, today), marked: 0 }
    }

    /// The item that is marked.
    pub fn item(&self) -> Option<&Item> {
        self.items.get(self.marked)
    }
}
