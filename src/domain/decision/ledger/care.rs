//! Entries about people, and pledges: those that were not undone, in order.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{CareEntry, Ledger, OpenPromise};
use crate::domain::decision::care_event::{Absence, CareEvent, IntroductionEntry, Pledge};
use crate::domain::decision::event::{Description, Entry, EntryId, Event};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;

impl Ledger {
    /// Returns the entries of keeping in touch with a person, oldest first.
    pub fn care_of<'a>(&'a self, person: &PersonKey) -> impl DoubleEndedIterator<Item = CareEntry<'a>> + use<'a> {
        self.entries_about(person).filter_map(|(position, entry)| match &entry.event {
            Event::Care(event) => Some(CareEntry { position, entry, event }),
            _ => None,
        })
    }

    /// Returns what the person wrote about somebody, oldest first.
    pub fn descriptions_of<'a>(
        &'a self,
        person: &PersonKey,
    ) -> impl DoubleEndedIterator<Item = (&'a Entry, &'a Description)> + use<'a> {
        self.entries_about(person).filter_map(|(_, entry)| match &entry.event {
            Event::PersonDescribed(described) => Some((entry, &described.description)),
            _ => None,
        })
    }

    /// Returns the gifts that were given to a person, oldest first, each with its position.
    pub fn gifts_to<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = (u32, &'a Entry)> + use<'a> {
        self.entries_about(person).filter(|(_, entry)| matches!(entry.event, Event::GiftGiven(_)))
    }

    /// Returns the entries about a person that outlive a request, under whichever of their keys, oldest first, each with
    /// its position.
    pub fn entries_about<'a>(
        &'a self,
        person: &PersonKey,
    ) -> impl DoubleEndedIterator<Item = (u32, &'a Entry)> + use<'a> {
        let of = |person: &PersonKey| self.person_entries.get(person).map_or(&[][..], Vec::as_slice);
        let mut positions = Cow::Borrowed(of(person));
        let others = self.other_keys(person);
        if !others.is_empty() {
            let all = positions.to_mut();
            others.into_iter().for_each(|other| all.extend(of(other)));
            all.sort_unstable();
            all.dedup();
        }
        let positions = (0..positions.len()).map(move |place| positions[place]);
        positions.filter(|at| self.is_active_at(*at)).map(|at| (at, &self.entries[at as usize].entry))
    }

    /// Returns everybody whom an entry of keeping in touch, or a description, is about, by the present key; undone ones
    /// too, in no order.
    pub fn people_with_entries(&self) -> impl Iterator<Item = &PersonKey> {
        let own = self.person_entries.keys().filter(|person| !self.is_earlier_key(person));
        let moved = self.confirmed_new_addresses().map(|(_, now)| now);
        own.chain(moved.filter(|now| !self.person_entries.contains_key(*now) && !self.is_earlier_key(now)))
    }

    /// Returns the pledges, oldest first.
    pub fn pledges(&self) -> impl DoubleEndedIterator<Item = (u32, &Entry, &Pledge)> {
        let active = self.pledge_entries.iter().filter(|at| self.is_active_at(**at));
        active.filter_map(|at| {
            let entry = &self.entries[*at as usize].entry;
            match &entry.event {
                Event::Care(event) => match &**event {
                    CareEvent::Pledged(pledge) => Some((*at, entry, pledge)),
                    _ => None,
                },
                _ => None,
            }
        })
    }

    /// Returns the steps of all introductions, oldest first.
    pub fn introduction_steps(&self) -> impl Iterator<Item = (&Entry, &IntroductionEntry)> {
        let active = self.introduction_entries.iter().filter(|at| self.is_active_at(**at));
        active.filter_map(|at| {
            let entry = &self.entries[*at as usize].entry;
            let Event::Care(event) = &entry.event else { return None };
            if let CareEvent::Introduction(step) = &**event { Some((entry, step)) } else { None }
        })
    }

    /// Returns the local date of the newest entry, by its own time.
    pub fn newest_day(&self, local: LocalDates) -> Option<NaiveDate> {
        self.newest_at.map(|at| local.of(at))
    }

    /// True if a rhythm was chosen for anybody.
    pub fn has_rhythm_choices(&self) -> bool {
        self.rhythm_entries.iter().any(|at| self.is_active_at(*at))
    }

    /// True once the rhythm was chosen on purpose: nobody is asked to reach out before that without an explanation.
    pub fn has_chosen_rhythm(&self) -> bool {
        self.has_rhythm_choices() || self.pledges().next().is_some()
    }

    /// True if the person has died, as their newest rhythm says: then nothing asks about them any more.
    pub fn has_died(&self, person: &PersonKey) -> bool {
        let newest = self.care_of(person).rev().find_map(|line| match line.event {
            CareEvent::RhythmSet(choice) => Some(choice.because),
            _ => None,
        });
        newest.flatten() == Some(Absence::Died)
    }

    /// Returns the promises to a person that are owed, in the order they were made.
    pub fn open_promises<'a>(&'a self, person: &PersonKey) -> Vec<OpenPromise<'a>> {
        self.open_promises_among(self.care_of(person))
    }

    /// Returns the promises among these lines that are owed, in the order they were made.
    pub fn open_promises_among<'a>(&self, lines: impl Iterator<Item = CareEntry<'a>>) -> Vec<OpenPromise<'a>> {
        self.promises_among(lines).0
    }

    /// Returns the lines that kept a promise to a person, each promise once.
    pub fn kept_promises<'a>(&'a self, person: &PersonKey) -> Vec<&'a Entry> {
        self.promises_among(self.care_of(person)).1
    }

    /// Returns the promises among these lines that are owed, and the lines that kept others.
    fn promises_among<'a>(&self, lines: impl Iterator<Item = CareEntry<'a>>) -> (Vec<OpenPromise<'a>>, Vec<&'a Entry>) {
        let (mut open, mut kept): (Vec<OpenPromise>, Vec<&Entry>) = (Vec::new(), Vec::new());
        for CareEntry { entry, event, .. } in lines {
            match event {
                CareEvent::Promised(promise) => {
                    let earlier = promise.promise.as_ref().and_then(|id| self.place_of_promise(&open, id));
                    match earlier {
                        Some(at) => open[at] = OpenPromise { promise, entry, ..open[at] },
                        None => open.push(OpenPromise { made: entry, promise, entry }),
                    }
                }
                CareEvent::PromiseKept { promise, .. } | CareEvent::PromiseDropped { promise, .. } => {
                    if let Some(at) = self.place_of_promise(&open, promise) {
                        open.remove(at);
                        kept.extend(Some(entry).filter(|_| matches!(event, CareEvent::PromiseKept { .. })));
                    }
                }
                _ => {}
            }
        }
        (open, kept)
    }

    /// Returns the place of a promise by the id of its first line, or of a line that moved its date, or a redo of one.
    fn place_of_promise(&self, open: &[OpenPromise], id: &EntryId) -> Option<usize> {
        let id = self.original(id).map(|at| &self.entries[at as usize].entry.id)?;
        open.iter().position(|known| known.made.id == *id || known.entry.id == *id)
    }
}
