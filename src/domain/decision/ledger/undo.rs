//! Undo and redo: the next entry of each.

use super::{CaseStep, Ledger};
use crate::domain::decision::event::{Entry, EntryId, Event, NewEvent, SourceKind};

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
            | Event::PersonDescribed(_)
            | Event::Care(_)
            | Event::CarriedOut(_)
            | Event::GiftGiven(_)
            | Event::Reopened { .. } => true,
            Event::Imported(import) => import.origin == SourceKind::Hand,
            Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => false,
        })
    }

    /// Returns the active entries that were written together with this one and are taken back with it, oldest first.
    pub fn batch_of<'a>(&'a self, entry: &'a Entry) -> Vec<&'a Entry> {
        let Some(batch) = &entry.batch else { return vec![entry] };
        let lines = self.entries.iter().filter(|posted| posted.is_active && posted.repeats.is_none());
        lines.map(|posted| &posted.entry).filter(|other| other.batch.as_ref() == Some(batch)).collect()
    }

    /// Returns the events that repeat what was undone last: one, or those of a batch. `None` if nothing was undone.
    pub fn redo(&self) -> Option<Vec<NewEvent>> {
        let last = *self.redo.last()?;
        Some(self.repetitions(last))
    }

    /// Returns the events that repeat an undone entry; `None` if it was not undone, or cannot be redone any more.
    pub fn redo_of_entry(&self, id: &EntryId) -> Option<Vec<NewEvent>> {
        let at = self.original(id)?;
        self.redo.contains(&at).then(|| self.repetitions(at))
    }

    fn repetitions(&self, at: u32) -> Vec<NewEvent> {
        let batch = self.entries[at as usize].entry.batch.as_ref();
        let is_of_batch =
            |other: &&u32| batch.is_some() && self.entries[**other as usize].entry.batch.as_ref() == batch;
        let mut lines: Vec<u32> = self.redo.iter().filter(is_of_batch).copied().collect();
        lines.sort_unstable();
        if lines.is_empty() {
            lines.push(at);
        }
        lines
            .into_iter()
            .map(|at| {
                let (entry, event) = self.repetition(at);
                NewEvent { event, redo_of: Some(entry.id.clone()) }
            })
            .collect()
    }

    fn repetition(&self, at: u32) -> (&Entry, Event) {
        let entry = &self.entries[at as usize].entry;
        let mut event = entry.event.clone();
        if let Event::Imported(import) = &mut event {
            let imported = self.cases.iter().filter(|case| case.steps.contains(&(at, CaseStep::Imported)));
            import.invitations = imported.map(|case| case.invitation.clone()).collect();
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
