//! Forgotten people, and those that imports may bring back.

use super::Ledger;
use crate::domain::decision::event::Event;
use crate::domain::person::key::PersonKey;

impl Ledger {
    /// True if anybody was ever forgotten.
    pub fn has_forgotten(&self) -> bool {
        !self.forget_entries.is_empty()
    }

    /// True if this person was forgotten and imports must leave them out.
    pub fn is_forgotten(&self, person: &PersonKey) -> bool {
        self.has_forgotten() && self.forget_record(&person.digest()).is_some_and(|(_, welcome)| !welcome)
    }

    /// Returns the digests of everybody who must stay forgotten.
    pub fn forgotten_digests(&self) -> impl Iterator<Item = &String> {
        self.forget_entries.keys().filter(|digest| self.forget_record(digest).is_some_and(|(_, welcome)| !welcome))
    }

    /// Returns all digests that were forgotten together with this person's key.
    pub fn forgotten_aliases(&self, person: &PersonKey) -> &[String] {
        self.forget_record(&person.digest()).map_or(&[], |(people, _)| people)
    }

    /// Returns the latest record for a digest: all digests forgotten with it, and if imports may bring them back.
    fn forget_record(&self, digest: &str) -> Option<(&[String], bool)> {
        let at = self.forget_entries.get(digest)?.iter().rev().find(|at| self.is_active_at(**at))?;
        match &self.entries[*at as usize].entry.event {
            Event::Forgotten { people, allow_reimport: welcome } => Some((people, *welcome)),
            _ => None,
        }
    }
}
