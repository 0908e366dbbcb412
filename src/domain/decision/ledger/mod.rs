//! The ledger: the journal folded into its current state.
//!
//! Promise: a ledger equals the replay of its entries, in the order of `n`, then `id`. [`Ledger::post`] is its only
//! mutator, is total (an entry that makes no sense changes nothing), and never reads the clock.

mod care;
mod cases;
mod forgotten;
mod same_person;
mod undo;

use chrono::{DateTime, Utc};
use foldhash::{HashMap, HashSet};

use crate::domain::decision::Decision;
use crate::domain::decision::care_event::{CareEvent, Promise};
use crate::domain::decision::event::{CloseReason, Description, Entry, EntryId, Event, NoteRecord, SourceKind};
pub use crate::domain::decision::status::{Status, StatusCounts};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::request::note_analysis::note_digest;
use crate::domain::text::slice_index::SliceIndex;

/// A request with its history.
#[derive(Clone, Debug)]
pub struct InvitationCase {
    invitation: Invitation,
    origin: SourceKind,
    /// Steps in order, each with the position of its entry in [`Ledger::entries`].
    steps: Vec<(u32, CaseStep)>,
    /// True if the same person sent other requests too.
    has_siblings: bool,
}

/// Effect of an entry on a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum CaseStep {
    /// Reported by an import.
    Imported,
    /// Closed by an import.
    Closed(CloseReason),
    /// Decided on, reopened, carried out or given a gift.
    Acted,
}

/// Whether a request waits, from some time on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// It waits for a first decision.
    Undecided,
    /// It was followed up.
    FollowingUp,
    /// It was accepted, declined or closed by an import.
    Over,
}

impl InvitationCase {
    /// Returns the request.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// Returns the one that was sent last, which need not be the last to arrive: a copy may list the newest first.
    pub fn latest<'a>(cases: impl Iterator<Item = &'a Self>) -> Option<&'a Self> {
        cases.reduce(|known, case| if case.invitation.is_later_than(&known.invitation) { case } else { known })
    }
}

/// An entry in the ledger; requests of an import are moved into their cases.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The entry; `invitations` is empty for an import.
    pub entry: Entry,
    /// False once undone, and for a redo, which is only another name of the entry it repeats.
    is_active: bool,
    /// For a redo: position of the entry it repeats.
    repeats: Option<u32>,
}

impl LedgerEntry {
    /// True unless the entry was undone or is a redo.
    pub fn is_active(&self) -> bool {
        self.is_active
    }
}

/// An entry of keeping in touch, with its position in the journal, by which entries of one day are ordered.
#[derive(Clone, Copy, Debug)]
pub struct CareEntry<'a> {
    /// Its position in [`Ledger::entries`].
    pub position: u32,
    /// The entry.
    pub entry: &'a Entry,
    /// What it says.
    pub event: &'a CareEvent,
}

/// A promise that is owed, with the date that was set last.
#[derive(Clone, Copy, Debug)]
pub struct OpenPromise<'a> {
    /// The line that made it.
    pub made: &'a Entry,
    /// The promise, as last set.
    pub promise: &'a Promise,
    /// Time of that line.
    pub entry: &'a Entry,
}

/// State replayed from the journal.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
    entry_index: SliceIndex,
    /// Ids of undone entries; an entry that is read after its retraction is undone from the start.
    retracted: HashSet<EntryId>,
    cases: Vec<InvitationCase>,
    case_index: SliceIndex,
    /// First case of each person.
    first_case_by_person: SliceIndex,
    /// Later cases of the few who asked again, by the first case, in the order of arrival.
    later_cases: HashMap<u32, Vec<u32>>,
    /// Entries about a person that outlive a request: descriptions, gifts and keeping in touch, in order.
    person_entries: HashMap<PersonKey, Vec<u32>>,
    /// Entries with a pledge, in order.
    pledge_entries: Vec<u32>,
    /// Entries with a step of an introduction, in order.
    introduction_entries: Vec<u32>,
    /// Entries that say that two keys are one person, in order.
    same_person_entries: Vec<u32>,
    /// Entries with a rhythm for one person, in order.
    rhythm_entries: Vec<u32>,
    /// Digests of all notes on requests, by person; what was reported once stays known.
    note_digests: HashMap<PersonKey, Vec<u32>>,
    /// Digest of a key to the entries that forget that person or let them back in.
    forget_entries: HashMap<String, Vec<u32>>,
    /// Redo stack: positions of undone entries, the next to redo last.
    redo: Vec<u32>,
    status_counts: StatusCounts,
    /// Positions of imports that listed all requests and connections.
    full_imports: Vec<u32>,
    decisions: usize,
    /// Latest time of any entry.
    newest_at: Option<DateTime<Utc>>,
}

impl Ledger {
    /// Replays entries into a ledger.
    pub fn replay(entries: impl IntoIterator<Item = Entry>) -> Self {
        let entries = entries.into_iter();
        let mut ledger = Self::default();
        let lines = entries.size_hint().0;
        ledger.entries.reserve(lines);
        ledger.entry_index.reserve(lines, |_| "");
        for entry in entries {
            ledger.post(entry);
        }
        ledger
    }

    /// Applies an entry. A known id changes nothing.
    ///
    /// A redo makes the entry that it repeats active again, where and when that one happened, with everything that
    /// came after it. If that entry is missing, the redo counts as an event of its own.
    ///
    /// # Panics
    ///
    /// On entry 4,294,967,296: positions are `u32`.
    pub fn post(&mut self, mut entry: Entry) {
        if self.position(&entry.id).is_some() {
            return;
        }
        let at = u32::try_from(self.entries.len()).expect("a journal holds fewer than four thousand million lines");
        self.update_redo_stack(&entry);
        self.newest_at = self.newest_at.max(Some(entry.at));
        let is_retracted = self.retracted.contains(&entry.id);
        let is_retraction = |entry: &Entry| matches!(entry.event, Event::Retracted { .. });
        let repeated = entry.redo_of.as_ref().filter(|_| !is_retraction(&entry)).and_then(|id| self.original(id));
        let repeats = repeated.filter(|at| !is_retraction(&self.entries[*at as usize].entry));
        if let Some(repeats) = repeats {
            self.push(LedgerEntry { entry, is_active: false, repeats: Some(repeats) });
            self.set_active(repeats, !is_retracted);
            return;
        }
        let affected_case = match &entry.event {
            Event::Decided(decision) => Some(self.case_of_decision(decision)),
            event => event.invitation_id().and_then(|id| self.case_index(id)),
        };
        let mut new_requests = Vec::new();
        match &mut entry.event {
            Event::Imported(import) => {
                self.full_imports.extend(import.as_of.map(|_| at));
                self.remember_notes(&import.invitations, std::mem::take(&mut import.notes));
                new_requests = std::mem::take(&mut import.invitations);
            }
            Event::Decided(_) | Event::Reopened { .. } | Event::CarriedOut(_) | Event::Unknown { .. } => {}
            Event::PersonDescribed(described) => {
                self.person_entries.entry(described.person.clone()).or_default().push(at);
            }
            Event::GiftGiven(gift) => self.person_entries.entry(gift.person.clone()).or_default().push(at),
            Event::Care(event) => {
                for party in event.parties() {
                    self.person_entries.entry(party.person.clone()).or_default().push(at);
                }
                match **event {
                    CareEvent::Pledged(_) => self.pledge_entries.push(at),
                    CareEvent::Introduction(_) => self.introduction_entries.push(at),
                    CareEvent::SamePerson { .. } => self.same_person_entries.push(at),
                    CareEvent::RhythmSet(_) => self.rhythm_entries.push(at),
                    _ => {}
                }
            }
            Event::Forgotten { people, allow_reimport: _ } => {
                people.iter().for_each(|digest| self.forget_entries.entry(digest.clone()).or_default().push(at));
            }
            Event::Retracted { entry: target } => {
                self.retracted.insert(target.clone());
                if let Some(target) = self.original(target) {
                    self.set_active(target, false);
                }
            }
        }
        self.decisions += usize::from(!is_retracted && entry.is_decision());
        self.push(LedgerEntry { entry, is_active: !is_retracted, repeats: None });
        if let Some(case) = affected_case {
            self.add_step(case, at, CaseStep::Acted);
        }
        self.apply_import(at, new_requests);
    }

    fn push(&mut self, posted: LedgerEntry) {
        let at = u32::try_from(self.entries.len()).expect("checked by the caller");
        self.entries.push(posted);
        let entries = &self.entries;
        self.entry_index.insert(at, |at| &entries[at as usize].entry.id.0);
    }

    /// Applies an import: adds its requests and closes others.
    fn apply_import(&mut self, at: u32, new_requests: Vec<Invitation>) {
        let Event::Imported(import) = &self.entries[at as usize].entry.event else { return };
        let origin = import.origin;
        self.reserve(new_requests.len());
        for invitation in new_requests {
            let case = self.upsert_case(invitation, origin);
            self.add_step(case, at, CaseStep::Imported);
        }
        let Event::Imported(import) = &self.entries[at as usize].entry.event else { return };
        let known =
            import.closed.iter().filter_map(|closed| Some((self.case_index(&closed.invitation)?, closed.reason)));
        for (case, reason) in known.collect::<Vec<_>>() {
            self.add_step(case, at, CaseStep::Closed(reason));
        }
    }

    fn remember_notes(&mut self, invitations: &[Invitation], notes: Vec<NoteRecord>) {
        let with_note = invitations.iter().filter_map(|invitation| Some((invitation, invitation.note.as_ref()?)));
        let in_requests = with_note.map(|(invitation, note)| NoteRecord {
            person: invitation.person.clone(),
            digest: note_digest(note.raw()),
        });
        for NoteRecord { person, digest } in in_requests.chain(notes) {
            let known = self.note_digests.entry(person).or_default();
            if !known.contains(&digest) {
                known.push(digest);
            }
        }
    }

    /// Returns the digests of all notes that imports reported, by person.
    pub fn note_digests(&self) -> &HashMap<PersonKey, Vec<u32>> {
        &self.note_digests
    }

    /// Adds a step to a case and updates the counts.
    fn add_step(&mut self, case: u32, at: u32, step: CaseStep) {
        self.count_group(case, false);
        self.cases[case as usize].steps.push((at, step));
        self.count_group(case, true);
    }

    /// Adds a case and the others of the same person to the counts, or removes them.
    fn count_group(&mut self, case: u32, add: bool) {
        if self.cases[case as usize].has_siblings {
            self.group_of(case).into_iter().for_each(|case| self.count(case, add));
        } else {
            self.count(case, add);
        }
    }

    /// Undoes or redoes an entry: its effects go or come back where they happened.
    fn set_active(&mut self, at: u32, is_active: bool) {
        if self.entries[at as usize].is_active == is_active {
            return;
        }
        let mut affected: Vec<u32> =
            self.cases_changed_by(at).into_iter().flat_map(|case| self.group_of(case)).collect();
        affected.sort_unstable();
        affected.dedup();
        affected.iter().for_each(|case| self.count(*case, false));
        self.entries[at as usize].is_active = is_active;
        affected.iter().for_each(|case| self.count(*case, true));
        if self.entries[at as usize].entry.is_decision() {
            self.decisions = if is_active { self.decisions + 1 } else { self.decisions - 1 };
        }
    }

    /// Adds a case to the counts, or removes it; requests that a later one of the same person stands for are not
    /// counted.
    fn count(&mut self, case: u32, add: bool) {
        let Some(status) = self.counted_status(&self.cases[case as usize]) else { return };
        if let Some(count) = self.status_counts.count_mut(status) {
            *count = if add { *count + 1 } else { *count - 1 };
        }
    }

    /// Returns a case and the others of the same person.
    fn group_of(&self, case: u32) -> Vec<u32> {
        if !self.cases[case as usize].has_siblings {
            return vec![case];
        }
        self.cases_of_person(&self.cases[case as usize].invitation.person).collect()
    }

    /// Returns every entry, in order.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// Returns the number of cards by status: a request and the older ones that it stands for count once.
    pub fn status_counts(&self) -> StatusCounts {
        self.status_counts
    }

    /// Returns the number of decisions that were not undone.
    pub fn decisions(&self) -> usize {
        self.decisions
    }

    /// Returns the details that the person last wrote about somebody.
    pub fn description_of(&self, person: &PersonKey) -> Option<&Description> {
        self.descriptions_of(person).last().map(|(_, description)| description)
    }

    /// True if an entry exists and was not undone.
    pub fn is_active(&self, id: &EntryId) -> bool {
        self.original(id).is_some_and(|at| self.is_active_at(at))
    }

    /// Returns the entry with this id.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.position(id).map(|at| &self.entries[at as usize].entry)
    }

    fn is_active_at(&self, at: u32) -> bool {
        self.entries[at as usize].is_active
    }

    /// Returns the position of an entry in [`Ledger::entries`].
    pub fn position(&self, id: &EntryId) -> Option<u32> {
        self.entry_index.find(&id.0, |at| &self.entries[at as usize].entry.id.0)
    }

    /// Returns the id of an entry; of a redo, that of the entry it repeats. `None` if there is no such entry.
    pub fn original_id(&self, id: &EntryId) -> Option<&EntryId> {
        self.original(id).map(|at| &self.entries[at as usize].entry.id)
    }

    /// Returns the position of an entry; of a redo, that of the entry it repeats.
    fn original(&self, id: &EntryId) -> Option<u32> {
        self.position(id).map(|at| self.entries[at as usize].repeats.unwrap_or(at))
    }

    /// Returns the index of a request's case.
    fn case_index(&self, id: &InvitationId) -> Option<u32> {
        self.case_index.find(id.as_str(), |case| self.cases[case as usize].invitation.id.as_str())
    }

    /// Reserves room for `more` requests.
    fn reserve(&mut self, more: usize) {
        let Self { cases, case_index, first_case_by_person, .. } = self;
        cases.reserve(more);
        case_index.reserve(more, |case| cases[case as usize].invitation.id.as_str());
        first_case_by_person.reserve(more, |case| cases[case as usize].invitation.person.as_str());
    }

    fn upsert_case(&mut self, invitation: Invitation, origin: SourceKind) -> u32 {
        if let Some(case) = self.case_index(&invitation.id) {
            let known = &mut self.cases[case as usize].invitation;
            if known.sent_at.is_none() {
                known.sent_at = invitation.sent_at; // a later copy of the file may have a readable date
                known.raw_date = known.raw_date.take().filter(|_| invitation.sent_at.is_none()).or(invitation.raw_date);
            }
            known.note = known.note.take().or(invitation.note);
            known.headline = known.headline.take().or(invitation.headline);
            known.company = known.company.take().or(invitation.company);
            known.profile = known.profile.take().or(invitation.profile);
            return case;
        }
        let case = u32::try_from(self.cases.len()).expect("fewer than four thousand million requests");
        self.cases.push(InvitationCase { invitation, origin, steps: Vec::new(), has_siblings: false });
        let Self { cases, case_index, first_case_by_person, later_cases, .. } = self;
        case_index.insert(case, |case| cases[case as usize].invitation.id.as_str());
        let person = |case: u32| cases[case as usize].invitation.person.as_str();
        match first_case_by_person.find(person(case), person) {
            Some(first) => {
                later_cases.entry(first).or_default().push(case);
                cases[first as usize].has_siblings = true;
                cases[case as usize].has_siblings = true;
            }
            None => {
                first_case_by_person.insert(case, person);
            }
        }
        case
    }

    /// Returns the case of a decision; creates it from the decision's own data if no import reported the request.
    fn case_of_decision(&mut self, decision: &Decision) -> u32 {
        if let Some(case) = self.case_index(&decision.invitation) {
            return case;
        }
        let sent_at_in_id =
            decision.invitation.as_str().rsplit_once('@').and_then(|(_, at)| DateTime::parse_from_rfc3339(at).ok());
        let sent_at = sent_at_in_id.map(|at| at.with_timezone(&Utc)).filter(|at| *at != DateTime::UNIX_EPOCH);
        let mut invitation = Invitation::new(decision.name.raw(), decision.person.as_str(), sent_at);
        invitation.id = decision.invitation.clone();
        invitation.person = decision.person.clone();
        self.upsert_case(invitation, SourceKind::Linkedin)
    }

    /// Returns the cases changed by an entry.
    fn cases_changed_by(&self, at: u32) -> Vec<u32> {
        let event = &self.entries[at as usize].entry.event;
        if !matches!(event, Event::Imported(_)) {
            return event.invitation_id().and_then(|id| self.case_index(id)).into_iter().collect();
        }
        let changed = self.cases.iter().map(|case| case.steps.iter().any(|(by, _)| *by == at));
        (0..).zip(changed).filter_map(|(case, changed)| changed.then_some(case)).collect()
    }
}
