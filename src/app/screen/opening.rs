//! The opening screen: what waits, in piles; one key starts.

use crate::domain::inbox::Inbox;
use crate::domain::pile::Pile;

/// The opening screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Opening {
    /// The piles that are not empty, warmest first, with their sizes.
    pub piles: Vec<(Pile, usize)>,
    /// Which row is marked; 0 is all of them.
    pub marked: usize,
}

impl Opening {
    /// The screen for what waits, all of it marked.
    pub fn of(inbox: &Inbox) -> Self {
        Self { piles: inbox.piles(), marked: 0 }
    }

    /// The pile that is marked; `None` for all of them.
    pub fn chosen(&self) -> Option<Pile> {
        self.marked.checked_sub(1).and_then(|row| self.piles.get(row)).map(|(pile, _)| *pile)
    }

    /// How many requests wait in all.
    pub fn waiting(&self) -> usize {
        self.piles.iter().map(|(_, size)| size).sum()
    }
}
