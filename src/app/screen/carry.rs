//! Carrying out: what was decided here is done on LinkedIn, by hand, ten at a time.

use crate::domain::invitation::InvitationId;
use crate::domain::ledger::Ledger;
use crate::domain::stage::to_carry_out;

/// As many as LinkedIn's own page of requests shows.
const PORTION: usize = 10;

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CarryScreen {
    /// The requests in hand.
    pub portion: Vec<InvitationId>,
    /// Which is marked.
    pub marked: usize,
    /// Which of them are still to be done.
    open: Vec<bool>,
    /// How many are to be done in all, in this portion and behind it.
    left: usize,
}

impl CarryScreen {
    /// The first ones that are to be carried out.
    pub fn of(ledger: &Ledger) -> Self {
        let left = to_carry_out(ledger);
        let portion: Vec<InvitationId> = left.iter().take(PORTION).cloned().collect();
        Self { open: vec![true; portion.len()], portion, marked: 0, left: left.len() }
    }

    /// The same portion after something changed; the mark goes to the next one that is to be done.
    pub fn again(&self, ledger: &Ledger) -> Self {
        let left = to_carry_out(ledger);
        let open: Vec<bool> = self.portion.iter().map(|id| left.contains(id)).collect();
        let mut places = (self.marked..open.len()).chain(0..self.marked.min(open.len()));
        let marked = places.find(|at| open[*at]).unwrap_or(open.len());
        Self { portion: self.portion.clone(), marked, open, left: left.len() }
    }

    /// Marks a request, if it is in hand.
    pub fn mark(&mut self, id: &InvitationId) {
        self.marked = self.portion.iter().position(|other| other == id).unwrap_or(self.marked);
    }

    /// The request that is marked; `None` when the portion is done.
    pub fn current(&self) -> Option<&InvitationId> {
        self.portion.get(self.marked)
    }

    /// How many are still to be done.
    pub fn left(&self) -> usize {
        self.left
    }

    /// How many of the portion are done.
    pub fn done(&self) -> usize {
        self.open.iter().filter(|open| !**open).count()
    }
}
