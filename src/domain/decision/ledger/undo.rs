//! What undo takes back and redo brings back.

use super::{Ledger, Step};
use crate::domain::decision::event::{Entry, Event, Origin};

impl Ledger {
    /// What undo would take back: the last thing the person did that stands. An import is not among them, but for
    /// what was typed in by hand: one key too many would empty the inbox.
    pub fn undoable(&self) -> Option<&Entry> {
        let standing = self.entries.iter().rev().filter(|posted| posted.stands);
        standing.map(|posted| &posted.entry).find(|entry| match &entry.event {
            Event::Decided(_)
            | Event::Described { .. }
            | Event::CarriedOut { .. }
            | Event::Kept { .. }
            | Event::Reopened { .. } => true,
            Event::Imported { origin, .. } => *origin == Origin::Hand,
            Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => false,
        })
    }

    /// What redo would bring back, and the event to append for it.
    pub fn redoable(&self) -> Option<(&Entry, Event)> {
        let id = self.redo.last()?;
        let at = self.position(id)?;
        let entry = &self.entries[at as usize].entry;
        let mut event = entry.event.clone();
        if let Event::Imported { invitations, .. } = &mut event {
            let brought = self.cases.iter().filter(|case| case.steps.contains(&(at, Step::Arrived)));
            *invitations = brought.map(|case| case.invitation.clone()).collect();
        }
        Some((entry, event))
    }

    /// Whether there is anything that redo would bring back.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Keeps in mind what redo would bring back, before an entry is posted.
    pub(super) fn remember_for_redo(&mut self, entry: &Entry) {
        match (&entry.event, &entry.again) {
            (Event::Retracted { entry: target }, _) => {
                if self.is_standing(target) {
                    self.redo.push(target.clone());
                }
            }
            (_, Some(repeated)) => self.redo.retain(|id| id != repeated),
            (_, None) => self.redo.clear(),
        }
    }
}
