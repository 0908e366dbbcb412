//! People with a new address: every line about the one key counts for the other.

use super::Ledger;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::Event;
use crate::domain::person::key::PersonKey;

impl Ledger {
    /// Returns the earlier key and the present one of everybody with a new address.
    pub fn confirmed_new_addresses(&self) -> impl Iterator<Item = (&PersonKey, &PersonKey)> {
        let active = self.same_person_entries.iter().filter(|at| self.is_active_at(**at));
        active.filter_map(|at| {
            let Event::Care(event) = &self.entries[*at as usize].entry.event else { return None };
            if let CareEvent::SamePerson { about, into } = &**event { Some((&about.person, into)) } else { None }
        })
    }

    /// True if a key is an earlier one of somebody.
    pub fn is_earlier_key(&self, person: &PersonKey) -> bool {
        self.confirmed_new_addresses().any(|(earlier, now)| earlier == person && now != person)
    }

    /// Returns the key that a person has now: the same for who never moved. Where lines contradict one another, the
    /// newest one counts.
    pub fn present_key<'a>(&'a self, person: &'a PersonKey) -> &'a PersonKey {
        let others = self.other_keys(person);
        if others.is_empty() {
            return person;
        }
        let moves: Vec<&PersonKey> = self.confirmed_new_addresses().map(|(_, now)| now).collect();
        let theirs = || moves.iter().rev().copied().filter(|now| *now == person || others.contains(now));
        theirs().find(|now| !self.is_earlier_key(now)).or_else(|| theirs().next()).unwrap_or(person)
    }

    /// Returns the other keys of a person.
    pub fn other_keys(&self, person: &PersonKey) -> Vec<&PersonKey> {
        let mut keys: Vec<&PersonKey> = Vec::new();
        if self.same_person_entries.is_empty() {
            return keys;
        }
        loop {
            let is_known = |key: &PersonKey| key == person || keys.contains(&key);
            let mut pairs = self.confirmed_new_addresses().flat_map(|(one, other)| [(one, other), (other, one)]);
            let Some((_, other)) = pairs.find(|(one, other)| is_known(one) && !is_known(other)) else { break };
            keys.push(other);
        }
        keys
    }
}
