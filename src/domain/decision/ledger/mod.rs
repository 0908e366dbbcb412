//! What the journal adds up to.
//!
//! Promise: a ledger equals the replay of the entries posted so far, in the order of `n`, then `id`. `post` is
//! its only mutator, is total (an entry that makes no sense changes nothing), and never reads the clock.

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

/// One request and everything that happened to it.
#[derive(Clone, Debug)]
pub struct InvitationCase {
    invitation: Invitation,
    origin: SourceKind,
    /// What happened to it, in order; by which entries (positions in [`Ledger::entries`]).
    steps: Vec<(u32, CaseStep)>,
}

/// What an entry did to a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum CaseStep {
    /// An import told of it.
    Imported,
    /// An import closed it.
    Closed(CloseReason),
    /// It was decided upon, opened again, or something was done about it.
    Acted,
}

impl InvitationCase {
    /// The request.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// What kind of source told of it first.
    pub fn origin(&self) -> SourceKind {
        self.origin
    }
}

/// An entry as the ledger keeps it: the requests of an import live in the cases.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The entry; of an import, `invitations` is empty.
    pub entry: Entry,
    /// Whether it was not taken back.
    is_active: bool,
}

/// What the journal adds up to.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
    by_entry: SliceIndex,
    retracted: HashSet<EntryId>,
    cases: Vec<InvitationCase>,
    by_invitation: SliceIndex,
    /// The first request of each person.
    by_person: SliceIndex,
    /// The later ones of the few who asked again, in the order of arrival, by the first.
    later: HashMap<u32, Vec<u32>>,
    described: HashMap<PersonKey, Vec<u32>>,
    /// Digest of a key to the lines that forget that person or welcome them again.
    forgotten: HashMap<String, Vec<u32>>,
    /// Retracted entries that redo would bring back, the next one last.
    redo: Vec<EntryId>,
    status_counts: StatusCounts,
    /// Imports that listed all requests and connections there were.
    full_imports: Vec<u32>,
    decisions: usize,
}

impl Ledger {
    /// The ledger of these entries.
    pub fn replay(entries: impl IntoIterator<Item = Entry>) -> Self {
        let entries = entries.into_iter();
        let mut ledger = Self::default();
        let lines = entries.size_hint().0;
        ledger.entries.reserve(lines);
        ledger.by_entry.reserve(lines, |_| "");
        for entry in entries {
            ledger.post(entry);
        }
        ledger
    }

    /// Takes in one more entry. One that is already there changes nothing.
    ///
    /// # Panics
    ///
    /// With the 4,294,967,296th entry: places are kept as `u32`.
    pub fn post(&mut self, mut entry: Entry) {
        if self.position(&entry.id).is_some() {
            return;
        }
        let at = u32::try_from(self.entries.len()).expect("a journal holds fewer than four thousand million lines");
        self.update_redo_stack(&entry);
        let happened_to = match &entry.event {
            Event::Decided(decision) => Some(self.case_of_decision(decision)),
            event => request_of(event).and_then(|id| self.case_index(id)),
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
            Event::PersonDescribed { person, .. } => self.described.entry(person.clone()).or_default().push(at),
            Event::Forgotten { people, allow_reimport: _ } => {
                people.iter().for_each(|digest| self.forgotten.entry(digest.clone()).or_default().push(at));
            }
            Event::Retracted { entry } => {
                if self.retracted.insert(entry.clone()) {
                    self.recount_after_undo(entry);
                }
            }
        }
        let stands = !self.retracted.contains(&entry.id);
        self.decisions += usize::from(stands && decides(&entry));
        self.entries.push(LedgerEntry { entry, is_active: stands });
        let entries = &self.entries;
        self.by_entry.insert(at, |at| &entries[at as usize].entry.id.0);
        if let Some(case) = happened_to {
            self.add_step(case, at, CaseStep::Acted);
        }
        self.apply_import(at, arrived);
    }

    /// Lets an import bring its requests and close others.
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

    /// One more step of a request, which may stand elsewhere after it.
    fn add_step(&mut self, case: u32, at: u32, step: CaseStep) {
        let before = self.status_of(&self.cases[case as usize]);
        self.cases[case as usize].steps.push((at, step));
        self.recount(case, before);
    }

    /// Every entry, in order.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// How many requests stand where.
    pub fn status_counts(&self) -> StatusCounts {
        self.status_counts
    }

    /// Decisions in the journal that were not taken back.
    pub fn decisions(&self) -> usize {
        self.decisions
    }

    /// Every request that was ever told of and not taken back, in the order of arrival.
    pub fn cases(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases.iter().filter(|case| self.status_of(case) != Status::Removed)
    }

    /// Requests that no import has closed.
    pub fn open_cases(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases().filter(|case| self.close_reason_of(case).is_none())
    }

    /// The request with this id.
    pub fn case(&self, id: &InvitationId) -> Option<&InvitationCase> {
        self.case_index(id).map(|case| &self.cases[case as usize])
    }

    /// All requests of a person, in the order of arrival.
    pub fn cases_of<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = &'a InvitationCase> + use<'a> {
        let first = self.by_person.find(person.as_str(), |case| self.cases[case as usize].invitation.person.as_str());
        let later = first.and_then(|first| self.later.get(&first)).into_iter().flatten().copied();
        let all = first.into_iter().chain(later).map(|case| &self.cases[case as usize]);
        all.filter(|case| self.status_of(case) != Status::Removed)
    }

    /// Whether a request of this person asks for a decision on this day.
    pub fn has_pending_request(&self, person: &PersonKey, today: NaiveDate) -> bool {
        self.cases_of(person).any(|case| self.status_of(case).is_pending_on(today))
    }

    /// Where a request stands.
    pub fn status(&self, id: &InvitationId) -> Status {
        self.case(id).map_or(Status::Removed, |case| self.status_of(case))
    }

    /// Where a case stands.
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

    /// The decision that stands for a case, and its entry.
    pub fn decision_of<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, &'a Decision)> {
        self.decisions_of(case).next()
    }

    /// Every decision upon a case that was not taken back, newest first.
    pub fn decisions_of<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = (&'a Entry, &'a Decision)> {
        self.active_steps_newest_first(case).filter_map(|(_, entry, _)| match &entry.event {
            Event::Decided(decision) => Some((entry, &**decision)),
            _ => None,
        })
    }

    /// What happened to a case and was not taken back, newest first.
    fn active_steps_newest_first<'a>(
        &'a self,
        case: &'a InvitationCase,
    ) -> impl Iterator<Item = (u32, &'a Entry, CaseStep)> {
        case.steps.iter().rev().filter_map(|(at, step)| {
            let LedgerEntry { entry, is_active: stands } = &self.entries[*at as usize];
            stands.then_some((*at, entry, *step))
        })
    }

    /// How the last import that spoke of a case closed it, unless it was opened again.
    pub fn close_reason_of(&self, case: &InvitationCase) -> Option<CloseReason> {
        self.closed_by(case).map(|(_, closing)| closing)
    }

    /// The same, with the import's line.
    pub fn closed_by<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CloseReason)> {
        let last = self.active_steps_newest_first(case).find_map(|(_, entry, step)| match (step, &entry.event) {
            (CaseStep::Closed(closing), _) => Some(Some((entry, closing))),
            (CaseStep::Acted, Event::Reopened { .. }) => Some(None),
            (CaseStep::Acted | CaseStep::Imported, _) => None,
        });
        last.flatten()
    }

    /// What was done on LinkedIn, by hand, about the decision that stands, with the line that says so; `None` where
    /// it was not, or where an export that came later still lists an accepted request.
    pub fn carried_out<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CarryOutResult)> {
        let (at, carried) = self.since_decided(case).find_map(|(at, entry)| match &entry.event {
            Event::CarriedOut { how, .. } => Some((at, (entry, *how))),
            _ => None,
        })?;
        let accepted = self.decision_of(case).is_some_and(|(_, d)| d.verdict.kind() == VerdictKind::Accept);
        let missed = accepted && self.close_reason_of(case).is_none() && self.last_full_import_position() > Some(at);
        (!missed).then_some(carried)
    }

    /// Whether an export that came after the standing decision on a request from LinkedIn still lists it.
    pub fn still_pending_there(&self, case: &InvitationCase) -> bool {
        let decided = self.active_steps_newest_first(case).find(|(_, entry, _)| decides(entry)).map(|(at, ..)| at);
        case.origin == SourceKind::Linkedin
            && self.close_reason_of(case).is_none()
            && decided.is_some_and(|decided| self.last_full_import_position() > Some(decided))
    }

    /// The line that says that the first gift of a standing accept was given.
    pub fn gift_given<'a>(&'a self, case: &'a InvitationCase) -> Option<&'a Entry> {
        self.since_decided(case).map(|(_, entry)| entry).find(|entry| matches!(entry.event, Event::GiftGiven { .. }))
    }

    /// What happened to a case after the decision that stands, newest first.
    fn since_decided<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = (u32, &'a Entry)> {
        self.active_steps_newest_first(case).map(|(at, entry, _)| (at, entry)).take_while(|(_, entry)| !decides(entry))
    }

    /// The last import that listed all requests and connections.
    pub fn last_full_import(&self) -> Option<&Entry> {
        self.last_full_import_position().map(|at| &self.entries[at as usize].entry)
    }

    /// The import that first told of a request.
    pub fn imported_by(&self, case: &InvitationCase) -> Option<&Entry> {
        let arrived = case.steps.iter().filter(|(_, step)| *step == CaseStep::Imported);
        let first = arrived.map(|(at, _)| &self.entries[*at as usize]).find(|posted| posted.is_active)?;
        Some(&first.entry)
    }

    fn last_full_import_position(&self) -> Option<u32> {
        self.full_imports.iter().rev().copied().find(|at| self.is_active_at(*at))
    }

    /// What the person completed about somebody.
    pub fn description_of(&self, person: &PersonKey) -> Option<&Description> {
        let told = self.described.get(person)?;
        told.iter().rev().filter(|at| self.is_active_at(**at)).find_map(|at| {
            match &self.entries[*at as usize].entry.event {
                Event::PersonDescribed { description, .. } => Some(&**description),
                _ => None,
            }
        })
    }

    /// Whether an entry is there and was not taken back.
    pub fn is_active(&self, id: &EntryId) -> bool {
        self.position(id).is_some_and(|at| self.is_active_at(at))
    }

    /// The entry with this id.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.position(id).map(|at| &self.entries[at as usize].entry)
    }

    fn is_active_at(&self, at: u32) -> bool {
        self.entries[at as usize].is_active
    }

    /// The position of an entry.
    fn position(&self, id: &EntryId) -> Option<u32> {
        self.by_entry.find(&id.0, |at| &self.entries[at as usize].entry.id.0)
    }

    /// The place of a request among the cases.
    fn case_index(&self, id: &InvitationId) -> Option<u32> {
        self.by_invitation.find(id.as_str(), |case| self.cases[case as usize].invitation.id.as_str())
    }

    /// Makes room for so many more requests.
    fn reserve(&mut self, more: usize) {
        let Self { cases, by_invitation, by_person, .. } = self;
        cases.reserve(more);
        by_invitation.reserve(more, |case| cases[case as usize].invitation.id.as_str());
        by_person.reserve(more, |case| cases[case as usize].invitation.person.as_str());
    }

    fn upsert_case(&mut self, invitation: Invitation, origin: SourceKind) -> u32 {
        if let Some(case) = self.case_index(&invitation.id) {
            let known = &mut self.cases[case as usize].invitation;
            if known.sent().is_none() {
                known.sent_at = invitation.sent_at; // a later copy of the file may have a date that can be read
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
        let Self { cases, by_invitation, by_person, later, .. } = self;
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

    /// The case of a decision; one that no import told of is made from what the decision itself carries.
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

    /// After an entry was taken back: its decision no longer counts, and its cases stand elsewhere.
    fn recount_after_undo(&mut self, id: &EntryId) {
        let Some(at) = self.position(id) else { return };
        self.decisions -= usize::from(decides(&self.entries[at as usize].entry));
        let before = |case: u32| (case, self.status_of(&self.cases[case as usize]));
        let touched: Vec<_> = self.cases_changed_by(at).into_iter().map(before).collect();
        self.entries[at as usize].is_active = false;
        touched.into_iter().for_each(|(case, before)| self.recount(case, before));
    }

    /// The cases to which an entry did something.
    fn cases_changed_by(&self, at: u32) -> Vec<u32> {
        let event = &self.entries[at as usize].entry.event;
        if !matches!(event, Event::Imported { .. }) {
            return request_of(event).and_then(|id| self.case_index(id)).into_iter().collect();
        }
        let touched = self.cases.iter().map(|case| case.steps.iter().any(|(by, _)| *by == at));
        (0..).zip(touched).filter_map(|(case, touched)| touched.then_some(case)).collect()
    }

    /// Moves a case from where it stood to where it stands now.
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

/// The request that something happened to, of an event that is about one.
fn request_of(event: &Event) -> Option<&InvitationId> {
    match event {
        Event::Decided(decision) => Some(&decision.invitation),
        Event::Reopened { invitation } | Event::CarriedOut { invitation, .. } | Event::GiftGiven { invitation, .. } => {
            Some(invitation)
        }
        Event::Imported { .. }
        | Event::Retracted { .. }
        | Event::PersonDescribed { .. }
        | Event::Forgotten { .. }
        | Event::Unknown { .. } => None,
    }
}

fn decides(entry: &Entry) -> bool {
    matches!(entry.event, Event::Decided(_))
}
