//! Forgotten people, and those that imports may bring back.

use super::Ledger;
use crate::domain::decision::event::{Entry, Event};
use crate::domain::person::key::PersonKey;

impl Ledger {
    /// True if anybody was ever forgotten.
    pub fn has_forgotten(&self) -> bool {
        !self.forget_entries.is_empty()
    }

    /// True if this person was forgotten under any of their keys, and imports must leave them out.
    pub fn is_forgotten(&self, person: &PersonKey) -> bool {
        self.forgotten_with(person).is_some_and(|(_, welcome)| !welcome)
    }

    /// Returns all digests that were ever forgotten, in no order.
    pub fn digests_ever_forgotten(&self) -> impl Iterator<Item = &String> {
        self.forget_entries.keys()
    }

    /// Returns all digests that were forgotten together with this person's key.
    pub fn forgotten_aliases(&self, person: &PersonKey) -> &[String] {
        match self.forgotten_with(person).map(|(entry, _)| &entry.event) {
            Some(Event::Forgotten { people, .. }) => people,
            _ => &[],
        }
    }

    /// Returns the latest entry that forgets a person under any of their keys, and if imports may bring them back.
    pub fn forgotten_with(&self, person: &PersonKey) -> Option<(&Entry, bool)> {
        if !self.has_forgotten() {
            return None;
        }
        let keys = [person].into_iter().chain(self.other_keys(person));
        self.forget_record(keys.filter_map(|key| self.forget_position(&key.digest())).max()?)
    }

    /// Returns the latest entry that forgets the person with a digest, and if imports may bring them back.
    pub fn forgotten_by(&self, digest: &str) -> Option<(&Entry, bool)> {
        self.forget_record(self.forget_position(digest)?)
    }

    /// Returns the position of the latest entry that forgets a digest, or one that was forgotten together with it: each
    /// entry is about one person.
    fn forget_position(&self, digest: &str) -> Option<u32> {
        let entries_of = |digest: &str| self.forget_entries.get(digest).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<u32> = entries_of(digest).to_vec();
        let mut next = 0;
        while let Some(at) = found.get(next).copied() {
            next += 1;
            if !self.is_active_at(at) {
                continue;
            }
            let Event::Forgotten { people, .. } = &self.entries[at as usize].entry.event else { continue };
            for other in people.iter().flat_map(|digest| entries_of(digest)) {
                if !found.contains(other) {
                    found.push(*other);
                }
            }
        }
        found.into_iter().filter(|at| self.is_active_at(*at)).max()
    }

    fn forget_record(&self, at: u32) -> Option<(&Entry, bool)> {
        let entry = &self.entries[at as usize].entry;
        if let Event::Forgotten { allow_reimport: welcome, .. } = entry.event { Some((entry, welcome)) } else { None }
    }
}
