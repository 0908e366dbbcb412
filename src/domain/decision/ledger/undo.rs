//! Undo and redo: the next entry of each.

use super::{CaseStep, Ledger};
use crate::domain::decision::event::{Entry, EntryId, Event, SourceKind};

impl Ledger {
    /// Returns the entry that undo would retract: the person's last active action, where a redo counts as an action.
    /// Imports are excluded, except of requests typed in by hand: one key too many would empty the inbox.
    pub fn undoable(&self) -> Option<&Entry> {
        let originals = self.entries.iter().rev().map(|posted| match posted.repeats {
            Some(at) => &self.entries[at as usize],
            None => posted,
        });
        originals.filter(|posted| posted.is_active).map(|posted| &posted.entry).find(|entry| match &entry.event {
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
        self.redo.last().map(|at| self.repetition(*at))
    }

    /// Returns an undone entry by its id, and the event to append to redo it.
    pub fn redoable_entry(&self, id: &EntryId) -> Option<(&Entry, Event)> {
        let at = self.original(id)?;
        self.redo.contains(&at).then(|| self.repetition(at))
    }

    fn repetition(&self, at: u32) -> (&Entry, Event) {
        let entry = &self.entries[at as usize].entry;
        let mut event = entry.event.clone();
        if let Event::Imported { invitations, .. } = &mut event {
            let imported = self.cases.iter().filter(|case| case.steps.contains(&(at, CaseStep::Imported)));
            *invitations = imported.map(|case| case.invitation.clone()).collect();
        }
        (entry, event)
    }

    /// True if there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Updates the redo stack, before an entry is posted.
    pub(super) fn update_redo_stack(&mut self, entry: &Entry) {
        match (&entry.event, &entry.redo_of) {
            (Event::Retracted { entry: target }, _) => {
                let active = self.original(target).filter(|at| self.is_active_at(*at));
                self.redo.extend(active);
            }
            (_, Some(repeated)) => {
                let repeated = self.original(repeated);
                self.redo.retain(|at| Some(*at) != repeated);
            }
            (_, None) => self.redo.clear(),
        }
    }
}
