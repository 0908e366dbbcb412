//! Who was forgotten, and who is welcome again.

use super::Ledger;
use crate::domain::decision::event::Event;
use crate::domain::person::key::PersonKey;

impl Ledger {
    /// Whether anybody was ever forgotten.
    pub fn has_forgotten(&self) -> bool {
        !self.forgotten.is_empty()
    }

    /// Whether this person was forgotten and is to be left out of what imports bring.
    pub fn is_forgotten(&self, person: &PersonKey) -> bool {
        self.has_forgotten() && self.forget_record(&person.digest()).is_some_and(|(_, welcome)| !welcome)
    }

    /// The digests of everybody who is to stay forgotten.
    pub fn forgotten_digests(&self) -> impl Iterator<Item = &String> {
        self.forgotten.keys().filter(|digest| self.forget_record(digest).is_some_and(|(_, welcome)| !welcome))
    }

    /// All digests that were forgotten together with this person's key.
    pub fn forgotten_aliases(&self, person: &PersonKey) -> &[String] {
        self.forget_record(&person.digest()).map_or(&[], |(people, _)| people)
    }

    /// The last word about a digest.
    fn forget_record(&self, digest: &str) -> Option<(&[String], bool)> {
        let at = self.forgotten.get(digest)?.iter().rev().find(|at| self.is_active_at(**at))?;
        match &self.entries[*at as usize].entry.event {
            Event::Forgotten { people, allow_reimport: welcome } => Some((people, *welcome)),
            _ => None,
        }
    }
}
