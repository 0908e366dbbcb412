//! The ledger: the journal folded into its current state.
//!
//! Promise: a ledger equals the replay of its entries, in the order of `n`, then `id`. [`Ledger::post`] is its only
//! mutator, is total (an entry that makes no sense changes nothing), and never reads the clock.

mod forgotten;
mod undo;

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};

use crate::domain::decision::event::{CarryOutResult, CloseReason, Description, Entry, EntryId, Event, SourceKind};
pub use crate::domain::decision::status::{Status, StatusCounts};
use crate::domain::decision::{Decision, FollowUpMode, Verdict, VerdictKind};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::slice_index::SliceIndex;

/// A request with its history.
#[derive(Clone, Debug)]
pub struct InvitationCase {
    invitation: Invitation,
    origin: SourceKind,
    /// Steps in order, each with the position of its entry in [`Ledger::entries`].
    steps: Vec<(u32, CaseStep)>,
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

impl InvitationCase {
    /// Returns the request.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// Returns the kind of source that reported it first.
    pub fn origin(&self) -> SourceKind {
        self.origin
    }
}

/// An entry in the ledger; requests of an import are moved into their cases.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The entry; `invitations` is empty for an import.
    pub entry: Entry,
    /// False once undone.
    is_active: bool,
}

/// State replayed from the journal.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
    entry_index: SliceIndex,
    retracted: HashSet<EntryId>,
    cases: Vec<InvitationCase>,
    case_index: SliceIndex,
    /// First case of each person.
    first_case_by_person: SliceIndex,
    /// Later cases of the few who asked again, by the first case, in the order of arrival.
    later_cases: HashMap<u32, Vec<u32>>,
    description_entries: HashMap<PersonKey, Vec<u32>>,
    /// Digest of a key to the entries that forget that person or let them back in.
    forget_entries: HashMap<String, Vec<u32>>,
    /// Redo stack: undone entries, the next to redo last.
    redo: Vec<EntryId>,
    status_counts: StatusCounts,
    /// Positions of imports that listed all requests and connections.
    full_imports: Vec<u32>,
    decisions: usize,
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
    /// # Panics
    ///
    /// On entry 4,294,967,296: positions are `u32`.
    pub fn post(&mut self, mut entry: Entry) {
        if self.position(&entry.id).is_some() {
            return;
        }
        let at = u32::try_from(self.entries.len()).expect("a journal holds fewer than four thousand million lines");
        self.update_redo_stack(&entry);
        let happened_to = match &entry.event {
            Event::Decided(decision) => Some(self.case_of_decision(decision)),
            event => event.invitation_id().and_then(|id| self.case_index(id)),
        };
        let mut arrived = Vec::new();
        match &mut entry.event {
            Event::Imported { invitations, as_of, .. } => {
                self.full_imports.extend(as_of.map(|_| at));
                arrived = std::mem::take(invitations);
            }
            Event::Decided(_)
            | Event::Reopened { .. }
            | Event::CarriedOut { .. }
            | Event::GiftGiven { .. }
            | Event::Unknown { .. } => {}
            Event::PersonDescribed { person, .. } => {
                self.description_entries.entry(person.clone()).or_default().push(at);
            }
            Event::Forgotten { people, allow_reimport: _ } => {
                people.iter().for_each(|digest| self.forget_entries.entry(digest.clone()).or_default().push(at));
            }
            Event::Retracted { entry } => {
                if self.retracted.insert(entry.clone()) {
                    self.recount_after_undo(entry);
                }
            }
        }
        let stands = !self.retracted.contains(&entry.id);
        self.decisions += usize::from(stands && entry.is_decision());
        self.entries.push(LedgerEntry { entry, is_active: stands });
        let entries = &self.entries;
        self.entry_index.insert(at, |at| &entries[at as usize].entry.id.0);
        if let Some(case) = happened_to {
            self.add_step(case, at, CaseStep::Acted);
        }
        self.apply_import(at, arrived);
    }

    /// Applies an import: adds its requests and closes others.
    fn apply_import(&mut self, at: u32, arrived: Vec<Invitation>) {
        let Event::Imported { origin, .. } = self.entries[at as usize].entry.event else { return };
        self.reserve(arrived.len());
        for invitation in arrived {
            let case = self.upsert_case(invitation, origin);
            self.add_step(case, at, CaseStep::Imported);
        }
        let Event::Imported { closed, .. } = &self.entries[at as usize].entry.event else { return };
        let known = closed.iter().filter_map(|closed| Some((self.case_index(&closed.invitation)?, closed.reason)));
        for (case, closing) in known.collect::<Vec<_>>() {
            self.add_step(case, at, CaseStep::Closed(closing));
        }
    }

    /// Adds a step to a case and updates the counts.
    fn add_step(&mut self, case: u32, at: u32, step: CaseStep) {
        let before = self.status_of(&self.cases[case as usize]);
        self.cases[case as usize].steps.push((at, step));
        self.recount(case, before);
    }

    /// Returns every entry, in order.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// Returns the number of requests by status.
    pub fn status_counts(&self) -> StatusCounts {
        self.status_counts
    }

    /// Returns the number of decisions that were not undone.
    pub fn decisions(&self) -> usize {
        self.decisions
    }

    /// Returns every request that was reported and not undone, in the order of arrival.
    pub fn cases(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases.iter().filter(|case| self.status_of(case) != Status::Removed)
    }

    /// Returns the requests that no import has closed.
    pub fn open_cases(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases().filter(|case| self.close_reason_of(case).is_none())
    }

    /// Returns the request with this id.
    pub fn case(&self, id: &InvitationId) -> Option<&InvitationCase> {
        self.case_index(id).map(|case| &self.cases[case as usize])
    }

    /// Returns all requests of a person, in the order of arrival.
    pub fn cases_of<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = &'a InvitationCase> + use<'a> {
        let first = self
            .first_case_by_person
            .find(person.as_str(), |case| self.cases[case as usize].invitation.person.as_str());
        let later = first.and_then(|first| self.later_cases.get(&first)).into_iter().flatten().copied();
        let all = first.into_iter().chain(later).map(|case| &self.cases[case as usize]);
        all.filter(|case| self.status_of(case) != Status::Removed)
    }

    /// True if a request of this person is pending on this day.
    pub fn has_pending_request(&self, person: &PersonKey, today: NaiveDate) -> bool {
        self.cases_of(person).any(|case| self.status_of(case).is_pending_on(today))
    }

    /// Returns the status of a request.
    pub fn status(&self, id: &InvitationId) -> Status {
        self.case(id).map_or(Status::Removed, |case| self.status_of(case))
    }

    /// Returns the status of a case.
    pub fn status_of(&self, case: &InvitationCase) -> Status {
        let decided = self.decision_of(case).map(|(_, decision)| decision);
        if decided.is_none() && self.imported_by(case).is_none() {
            return Status::Removed;
        }
        match decided.map(|decision| &decision.verdict) {
            Some(Verdict::Accept(_)) => Status::Accepted,
            Some(Verdict::Decline(_)) => Status::Declined,
            Some(Verdict::FollowUp { due, mode: way, .. }) => {
                let put_off = if *way == FollowUpMode::Park { Status::Parked } else { Status::FollowUp };
                self.close_reason_of(case).map_or(put_off(*due), Status::Closed)
            }
            None => self.close_reason_of(case).map_or(Status::Pending, Status::Closed),
        }
    }

    /// Returns the current decision on a case, with its entry.
    pub fn decision_of<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, &'a Decision)> {
        self.decisions_of(case).next()
    }

    /// Returns every decision on a case that was not undone, newest first.
    pub fn decisions_of<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = (&'a Entry, &'a Decision)> {
        self.active_steps_newest_first(case).filter_map(|(_, entry, _)| match &entry.event {
            Event::Decided(decision) => Some((entry, &**decision)),
            _ => None,
        })
    }

    /// Returns the steps of a case that were not undone, newest first.
    fn active_steps_newest_first<'a>(
        &'a self,
        case: &'a InvitationCase,
    ) -> impl Iterator<Item = (u32, &'a Entry, CaseStep)> {
        case.steps.iter().rev().filter_map(|(at, step)| {
            let LedgerEntry { entry, is_active: stands } = &self.entries[*at as usize];
            stands.then_some((*at, entry, *step))
        })
    }

    /// Returns the reason why an import last closed a case; `None` if never closed, or reopened since.
    pub fn close_reason_of(&self, case: &InvitationCase) -> Option<CloseReason> {
        self.closed_by(case).map(|(_, closing)| closing)
    }

    /// Returns the import that last closed a case, with the reason; `None` as in [`Ledger::close_reason_of`].
    pub fn closed_by<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CloseReason)> {
        let last = self.active_steps_newest_first(case).find_map(|(_, entry, step)| match (step, &entry.event) {
            (CaseStep::Closed(closing), _) => Some(Some((entry, closing))),
            (CaseStep::Acted, Event::Reopened { .. }) => Some(None),
            (CaseStep::Acted | CaseStep::Imported, _) => None,
        });
        last.flatten()
    }

    /// Returns the entry and result of carrying out the current decision on LinkedIn; `None` if there is none, or if a
    /// later export still lists an accepted request.
    pub fn carried_out<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CarryOutResult)> {
        let (at, carried) = self.since_decided(case).find_map(|(at, entry)| match &entry.event {
            Event::CarriedOut { result: how, .. } => Some((at, (entry, *how))),
            _ => None,
        })?;
        let accepted = self.decision_of(case).is_some_and(|(_, d)| d.verdict.kind() == VerdictKind::Accept);
        let missed = accepted && self.close_reason_of(case).is_none() && self.last_full_import_position() > Some(at);
        (!missed).then_some(carried)
    }

    /// True if an export after the current decision on a request from LinkedIn still lists it.
    pub fn still_pending_there(&self, case: &InvitationCase) -> bool {
        let decided = self.active_steps_newest_first(case).find(|(_, entry, _)| entry.is_decision()).map(|(at, ..)| at);
        case.origin == SourceKind::Linkedin
            && self.close_reason_of(case).is_none()
            && decided.is_some_and(|decided| self.last_full_import_position() > Some(decided))
    }

    /// Returns the entry that records the first gift of the current accept.
    pub fn gift_given<'a>(&'a self, case: &'a InvitationCase) -> Option<&'a Entry> {
        self.since_decided(case).map(|(_, entry)| entry).find(|entry| matches!(entry.event, Event::GiftGiven { .. }))
    }

    /// Returns the entries of a case after its current decision, newest first.
    fn since_decided<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = (u32, &'a Entry)> {
        self.active_steps_newest_first(case)
            .map(|(at, entry, _)| (at, entry))
            .take_while(|(_, entry)| !entry.is_decision())
    }

    /// Returns the last import that listed all requests and connections.
    pub fn last_full_import(&self) -> Option<&Entry> {
        self.last_full_import_position().map(|at| &self.entries[at as usize].entry)
    }

    /// Returns the import that first reported a request.
    pub fn imported_by(&self, case: &InvitationCase) -> Option<&Entry> {
        let arrived = case.steps.iter().filter(|(_, step)| *step == CaseStep::Imported);
        let first = arrived.map(|(at, _)| &self.entries[*at as usize]).find(|posted| posted.is_active)?;
        Some(&first.entry)
    }

    fn last_full_import_position(&self) -> Option<u32> {
        self.full_imports.iter().rev().copied().find(|at| self.is_active_at(*at))
    }

    /// Returns the details that the person last wrote about somebody.
    pub fn description_of(&self, person: &PersonKey) -> Option<&Description> {
        let told = self.description_entries.get(person)?;
        told.iter().rev().filter(|at| self.is_active_at(**at)).find_map(|at| {
            match &self.entries[*at as usize].entry.event {
                Event::PersonDescribed { description, .. } => Some(&**description),
                _ => None,
            }
        })
    }

    /// True if an entry exists and was not undone.
    pub fn is_active(&self, id: &EntryId) -> bool {
        self.position(id).is_some_and(|at| self.is_active_at(at))
    }

    /// Returns the entry with this id.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.position(id).map(|at| &self.entries[at as usize].entry)
    }

    fn is_active_at(&self, at: u32) -> bool {
        self.entries[at as usize].is_active
    }

    /// Returns the position of an entry.
    fn position(&self, id: &EntryId) -> Option<u32> {
        self.entry_index.find(&id.0, |at| &self.entries[at as usize].entry.id.0)
    }

    /// Returns the index of a request's case.
    fn case_index(&self, id: &InvitationId) -> Option<u32> {
        self.case_index.find(id.as_str(), |case| self.cases[case as usize].invitation.id.as_str())
    }

    /// Reserves room for `more` requests.
    fn reserve(&mut self, more: usize) {
        let Self { cases, case_index: by_invitation, first_case_by_person: by_person, .. } = self;
        cases.reserve(more);
        by_invitation.reserve(more, |case| cases[case as usize].invitation.id.as_str());
        by_person.reserve(more, |case| cases[case as usize].invitation.person.as_str());
    }

    fn upsert_case(&mut self, invitation: Invitation, origin: SourceKind) -> u32 {
        if let Some(case) = self.case_index(&invitation.id) {
            let known = &mut self.cases[case as usize].invitation;
            if known.sent().is_none() {
                known.sent_at = invitation.sent_at; // a later copy of the file may have a readable date
                known.raw_date = known.raw_date.take().filter(|_| invitation.sent().is_none()).or(invitation.raw_date);
            }
            known.note = known.note.take().or(invitation.note);
            known.headline = known.headline.take().or(invitation.headline);
            known.company = known.company.take().or(invitation.company);
            known.profile = known.profile.take().or(invitation.profile);
            return case;
        }
        let case = u32::try_from(self.cases.len()).expect("fewer than four thousand million requests");
        self.cases.push(InvitationCase { invitation, origin, steps: Vec::new() });
        let Self { cases, case_index: by_invitation, first_case_by_person: by_person, later_cases: later, .. } = self;
        by_invitation.insert(case, |case| cases[case as usize].invitation.id.as_str());
        let person = |case: u32| cases[case as usize].invitation.person.as_str();
        match by_person.find(person(case), person) {
            Some(first) => later.entry(first).or_default().push(case),
            None => {
                by_person.insert(case, person);
            }
        }
        case
    }

    /// Returns the case of a decision; creates it from the decision's own data if no import reported the request.
    fn case_of_decision(&mut self, decision: &Decision) -> u32 {
        if let Some(case) = self.case_index(&decision.invitation) {
            return case;
        }
        let told =
            decision.invitation.as_str().rsplit_once('@').and_then(|(_, at)| DateTime::parse_from_rfc3339(at).ok());
        let sent_at = told.map_or(DateTime::UNIX_EPOCH, |at| at.with_timezone(&Utc));
        let mut invitation = Invitation::new(decision.name.raw(), decision.person.as_str(), sent_at);
        invitation.id = decision.invitation.clone();
        invitation.person = decision.person.clone();
        self.upsert_case(invitation, SourceKind::Linkedin)
    }

    /// Updates counts after an undo: the decision no longer counts, and the status of its cases changes.
    fn recount_after_undo(&mut self, id: &EntryId) {
        let Some(at) = self.position(id) else { return };
        self.decisions -= usize::from(self.entries[at as usize].entry.is_decision());
        let before = |case: u32| (case, self.status_of(&self.cases[case as usize]));
        let touched: Vec<_> = self.cases_changed_by(at).into_iter().map(before).collect();
        self.entries[at as usize].is_active = false;
        touched.into_iter().for_each(|(case, before)| self.recount(case, before));
    }

    /// Returns the cases changed by an entry.
    fn cases_changed_by(&self, at: u32) -> Vec<u32> {
        let event = &self.entries[at as usize].entry.event;
        if !matches!(event, Event::Imported { .. }) {
            return event.invitation_id().and_then(|id| self.case_index(id)).into_iter().collect();
        }
        let touched = self.cases.iter().map(|case| case.steps.iter().any(|(by, _)| *by == at));
        (0..).zip(touched).filter_map(|(case, touched)| touched.then_some(case)).collect()
    }

    /// Moves a case from its earlier status to its current one in the counts.
    fn recount(&mut self, case: u32, before: Status) {
        let after = self.status_of(&self.cases[case as usize]);
        if let Some(place) = self.status_counts.count_mut(before) {
            *place -= 1;
        }
        if let Some(place) = self.status_counts.count_mut(after) {
            *place += 1;
        }
    }
}
