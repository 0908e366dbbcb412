//! Undo and redo: the next entry of each.

use super::{CaseStep, Ledger};
use crate::domain::decision::event::{Entry, Event, SourceKind};

impl Ledger {
    /// Returns the entry that undo would retract: the person's last active action. Imports are excluded, except of
    /// requests typed in by hand: one key too many would empty the inbox.
    pub fn undoable(&self) -> Option<&Entry> {
        let status = self.entries.iter().rev().filter(|posted| posted.is_active);
        status.map(|posted| &posted.entry).find(|entry| match &entry.event {
            Event::Decided(_)
            | Event::PersonDescribed { .. }
            | Event::CarriedOut { .. }
            | Event::GiftGiven { .. }
            | Event::Reopened { .. } => true,
            Event::Imported { origin, .. } => *origin == SourceKind::Hand,
            Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => false,
        })
    }

    /// Returns the entry that redo would repeat, and the event to append for it.
    pub fn redoable(&self) -> Option<(&Entry, Event)> {
        let id = self.redo.last()?;
        let at = self.position(id)?;
        let entry = &self.entries[at as usize].entry;
        let mut event = entry.event.clone();
        if let Event::Imported { invitations, .. } = &mut event {
            let brought = self.cases.iter().filter(|case| case.steps.contains(&(at, CaseStep::Imported)));
            *invitations = brought.map(|case| case.invitation.clone()).collect();
        }
        Some((entry, event))
    }

    /// True if there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Updates the redo stack, before an entry is posted.
    pub(super) fn update_redo_stack(&mut self, entry: &Entry) {
        match (&entry.event, &entry.redo_of) {
            (Event::Retracted { entry: target }, _) => {
                if self.is_active(target) {
                    self.redo.push(target.clone());
                }
            }
            (_, Some(repeated)) => self.redo.retain(|id| id != repeated),
            (_, None) => self.redo.clear(),
        }
    }
}
