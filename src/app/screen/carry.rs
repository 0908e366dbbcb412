//! Carrying out: what was decided here is done on LinkedIn, by hand, ten at a time.

use crate::app::action::Action;
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::Ledger;
use crate::domain::stage::{is_to_carry_out, to_carry_out};

use super::moved;

/// As many as LinkedIn's own page of requests shows.
const PORTION: usize = 10;

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CarryScreen {
    /// Everything that was to be carried out when the screen was opened.
    queue: Vec<InvitationId>,
    /// Which of it is still to be done.
    open: Vec<bool>,
    /// Which is marked; behind the last one of the queue when everything is done.
    marked: usize,
    /// Whether the portion that is in hand was done to its end.
    rests: bool,
}

impl CarryScreen {
    /// What is to be carried out, the first one marked.
    pub fn of(ledger: &Ledger) -> Self {
        let queue = to_carry_out(ledger);
        Self { open: vec![true; queue.len()], queue, marked: 0, rests: false }
    }

    /// Looks at all of it again, after much may have changed.
    pub fn look_again(&mut self, ledger: &Ledger) {
        self.open = self.queue.iter().map(|id| is_to_carry_out(ledger, id)).collect();
        self.go_to_next();
    }

    /// Looks at one request again, after it was carried out, say.
    pub fn settle(&mut self, id: &InvitationId, ledger: &Ledger) {
        if let Some(at) = self.find(id) {
            self.open[at] = is_to_carry_out(ledger, id);
        }
        self.go_to_next();
    }

    /// Marks the next one of the portion that is to be done.
    fn go_to_next(&mut self) {
        let from = self.marked - self.marked % PORTION;
        let to = (from + PORTION).min(self.open.len());
        let next = (self.marked..to).chain(from..self.marked.min(to)).find(|at| self.open[*at]);
        self.marked = next.unwrap_or(self.marked);
        self.rests = next.is_none();
    }

    /// Where a request is in the queue: mostly it is the marked one.
    fn find(&self, id: &InvitationId) -> Option<usize> {
        let is_it = |at: &usize| self.queue.get(*at) == Some(id);
        Some(self.marked).filter(is_it).or_else(|| (0..self.queue.len()).find(is_it))
    }

    /// Goes on to the next portion in which something is to be done.
    pub fn go_on(&mut self) {
        self.rests = false;
        self.marked = self.open.iter().position(|open| *open).unwrap_or(self.marked);
    }

    /// Moves the mark, from one portion into the next too.
    pub fn move_by(&mut self, action: Action, page: usize) {
        self.rests = false;
        self.marked = moved(self.marked, action, page, self.queue.len().saturating_sub(1));
    }

    /// Marks a request, if it is in the queue.
    pub fn mark(&mut self, id: &InvitationId) {
        self.rests = false;
        self.marked = self.find(id).unwrap_or(self.marked);
    }

    /// The ten in hand.
    pub fn portion(&self) -> &[InvitationId] {
        let from = self.marked - self.marked % PORTION;
        &self.queue[from.min(self.queue.len())..(from + PORTION).min(self.queue.len())]
    }

    /// Which of the ten is marked.
    pub fn place(&self) -> usize {
        self.marked % PORTION
    }

    /// The request that is marked; `None` when the portion is done.
    pub fn current(&self) -> Option<&InvitationId> {
        self.queue.get(self.marked).filter(|_| !self.rests)
    }

    /// How many are still to be done.
    pub fn left(&self) -> usize {
        self.open.iter().filter(|open| **open).count()
    }

    /// How many of the portion are done.
    pub fn done(&self) -> usize {
        let from = self.marked - self.marked % PORTION;
        self.open.iter().skip(from).take(PORTION).filter(|open| !**open).count()
    }
}
