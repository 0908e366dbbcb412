//! People whom some journals have forgotten, found in the lines of others.
//!
//! Promise: what is left of the same lines is the same in whatever order they come together. A person who may come back
//! is gone from the lines before the one that says so. A line that makes a forgotten key and another one person becomes
//! one that says both were forgotten, the same on every machine: its id stays, and its counter is 0, so that the line that
//! forgot the one decides about both.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::forget::{PersonIdentity, people_in};
use super::journal_parser::trim_line;
use super::line;
use super::redact::{PersonMatcher, Redacted};
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::person::key::PersonKey;

/// Everybody whom the lines of some journals have forgotten.
#[derive(Debug, Default)]
pub(super) struct ForgottenPeople {
    /// Those who must stay away.
    always: PersonMatcher,
    /// Those who may come back, by counter and id of the line before which they are gone.
    before: BTreeMap<(u64, EntryId), PersonMatcher>,
    /// Id of the newest line that says that somebody was forgotten.
    newest: Option<EntryId>,
}

impl ForgottenPeople {
    /// Finds out who was forgotten, and what the entries call them; without those whom `known` leaves out already.
    pub(super) fn new(entries: &[Entry], known: &Ledger) -> Self {
        let is_tombstone = |entry: &&Entry| matches!(entry.event, Event::Forgotten { .. });
        let newest = entries.iter().rfind(is_tombstone).map(|entry| entry.id.clone());
        if newest.is_none() {
            return Self::default();
        }
        let ledger = Ledger::replay(entries.iter().cloned());
        let mut found = Self { newest, ..Self::default() };
        let is_known = |digest: &String| known.forgotten_by(digest).is_some_and(|(_, welcome)| !welcome);
        for digest in ledger.digests_ever_forgotten().filter(|digest| !is_known(digest)) {
            if let Some((entry, welcome)) = ledger.forgotten_by(digest) {
                found.matcher(entry, welcome).add_digests(std::slice::from_ref(digest));
            }
        }
        let people: HashSet<PersonKey> = entries.iter().flat_map(people_in).collect();
        for person in people.iter().filter(|person| !known.is_forgotten(person)) {
            if let Some((entry, welcome)) = ledger.forgotten_with(person) {
                PersonIdentity::find(person, entries, &Network::default()).add_to(found.matcher(entry, welcome));
            }
        }
        found
    }

    /// True if there is nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.always.is_empty() && self.before.is_empty()
    }

    fn matcher(&mut self, entry: &Entry, welcome: bool) -> &mut PersonMatcher {
        if welcome { self.before.entry((entry.n, entry.id.clone())).or_default() } else { &mut self.always }
    }

    /// Returns the matcher of those who must stay away.
    pub(super) fn staying_away(&self) -> &PersonMatcher {
        &self.always
    }

    /// Returns the id of the newest line that says that somebody was forgotten.
    pub(super) fn newest(&self) -> Option<&EntryId> {
        self.newest.as_ref()
    }

    /// Redacts lines of a journal.
    pub(super) fn redact(&self, bytes: &[u8]) -> Redacted {
        let mut pruned = Redacted::default();
        if self.is_empty() {
            pruned.bytes.extend_from_slice(bytes);
            return pruned;
        }
        for raw in bytes.split_inclusive(|b| *b == b'\n') {
            let (records, rest) = line::split_records(trim_line(raw));
            let mut left = Redacted::default();
            records.into_iter().for_each(|record| self.redact_record(record, &mut left));
            if !rest.is_empty() {
                left.add(self.always.redact(&[rest, b"\n"].concat()));
            }
            if !left.differs() {
                left.bytes = raw.to_vec();
            }
            pruned.add(left);
        }
        pruned
    }

    fn redact_record(&self, record: &[u8], left: &mut Redacted) {
        let line = [record, b"\n"].concat();
        let Some(entry) = line::parse(record).ok().map(|told| told.entry) else {
            return left.add(self.always.redact(&line));
        };
        let place = (entry.n, entry.id.clone());
        let later = self.before.range((std::ops::Bound::Excluded(place), std::ops::Bound::Unbounded));
        let matchers: Vec<&PersonMatcher> =
            [&self.always].into_iter().chain(later.map(|(_, matcher)| matcher)).collect();
        if let Some(tombstone) = matchers.iter().find_map(|matcher| tombstone(&entry, matcher)) {
            left.changed += 1;
            left.bytes.extend_from_slice(&tombstone);
            return;
        }
        let mut bytes = line;
        for matcher in matchers {
            let pruned = matcher.redact(&bytes);
            left.removed += pruned.removed;
            left.changed += pruned.changed;
            bytes = pruned.bytes;
        }
        left.bytes.extend_from_slice(&bytes);
    }
}

/// Returns what becomes of a line that makes a forgotten key and another one person.
fn tombstone(entry: &Entry, matcher: &PersonMatcher) -> Option<Vec<u8>> {
    let Event::Care(event) = &entry.event else { return None };
    let CareEvent::SamePerson { about, into } = &**event else { return None };
    if !matcher.is_key(&about.person) && !matcher.is_key(into) {
        return None;
    }
    let mut people = vec![about.person.digest(), into.digest()];
    people.sort_unstable();
    let event = Event::Forgotten { people, allow_reimport: true };
    line::encode(&Entry { n: 0, event, ..entry.clone() }).ok().map(|line| line.bytes)
}
