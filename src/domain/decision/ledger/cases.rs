//! Statements about requests: status, decision, carry-out, closing. Each is derived in one function here, and everybody
//! asks it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CaseStep, InvitationCase, Ledger, LedgerEntry, Wait};
use crate::domain::decision::event::{CarryOutResult, CloseReason, Entry, Event, SourceKind};
use crate::domain::decision::status::Status;
use crate::domain::decision::{Decision, FollowUpMode, Verdict, VerdictKind};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;

impl Ledger {
    /// Returns every request that was reported and not undone, in the order of arrival.
    pub fn cases(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases.iter().filter(|case| self.exists(case))
    }

    /// Returns one request per card: without those that a later request of the same person stands for.
    pub fn cards(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases().filter(|case| self.is_card(case))
    }

    /// Returns the requests that no import has closed.
    pub fn open_cases(&self) -> impl Iterator<Item = &InvitationCase> {
        self.cases().filter(|case| self.close_reason_of(case).is_none())
    }

    /// Returns the request with this id.
    pub fn case(&self, id: &InvitationId) -> Option<&InvitationCase> {
        self.case_index(id).map(|case| &self.cases[case as usize])
    }

    /// Returns all requests of a person, under whichever of their keys, in the order of arrival.
    pub fn cases_of<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = &'a InvitationCase> + use<'a> {
        let others = self.other_keys(person).into_iter().flat_map(|other| self.cases_of_person(other));
        let mut moved: Vec<u32> = others.collect();
        if !moved.is_empty() {
            moved.extend(self.cases_of_person(person));
            moved.sort_unstable();
        }
        let own = moved.is_empty().then(|| self.cases_of_person(person)).into_iter().flatten();
        own.chain(moved).map(|case| &self.cases[case as usize]).filter(|case| self.exists(case))
    }

    /// Returns the request of a person that was sent last.
    pub fn latest_case_of<'a>(&'a self, person: &PersonKey) -> Option<&'a InvitationCase> {
        InvitationCase::latest(self.cases_of(person))
    }

    /// Returns the requests under one key.
    fn cases_of_key<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = &'a InvitationCase> + use<'a> {
        self.cases_of_person(person).map(|case| &self.cases[case as usize]).filter(|case| self.exists(case))
    }

    pub(super) fn cases_of_person<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = u32> + use<'a> {
        let first = self
            .first_case_by_person
            .find(person.as_str(), |case| self.cases[case as usize].invitation.person.as_str());
        let later = first.and_then(|first| self.later_cases.get(&first)).into_iter().flatten().copied();
        first.into_iter().chain(later)
    }

    /// True if a request of this person is pending on this day.
    pub fn has_pending_request(&self, person: &PersonKey, today: NaiveDate) -> bool {
        self.cases_of(person).any(|case| self.status_of(case).is_pending_on(today))
    }

    /// Returns the status of a request.
    pub fn status(&self, id: &InvitationId) -> Status {
        self.case(id).map_or(Status::Removed, |case| self.status_of(case))
    }

    /// Returns the status of a case: its own, or that of the later request of the same person that stands for it.
    pub fn status_of(&self, case: &InvitationCase) -> Status {
        if self.exists(case) { self.own_status(self.card_of(case)) } else { Status::Removed }
    }

    /// Returns the status under which a case is counted; `None` if a later request of the same person stands for it.
    pub(super) fn counted_status(&self, case: &InvitationCase) -> Option<Status> {
        (self.exists(case) && self.is_card(case)).then(|| self.own_status(case))
    }

    fn own_status(&self, case: &InvitationCase) -> Status {
        match self.decision_of(case).map(|(_, decision)| &decision.verdict) {
            Some(Verdict::Accept(_)) => Status::Accepted,
            Some(Verdict::Decline(_)) => Status::Declined,
            Some(Verdict::FollowUp { due, mode, .. }) => {
                let status = if *mode == FollowUpMode::Park { Status::Parked } else { Status::FollowUp };
                self.close_reason_of(case).map_or(status(*due), Status::Closed)
            }
            None => self.close_reason_of(case).map_or(Status::Pending, Status::Closed),
        }
    }

    /// True if the import that brought a request was not undone, or a decision on it is active.
    fn exists(&self, case: &InvitationCase) -> bool {
        // The first step, an import, nearly always tells; few entries are looked at for many requests.
        case.steps.iter().any(|(at, step)| {
            let LedgerEntry { entry, is_active, .. } = &self.entries[*at as usize];
            *is_active && (*step == CaseStep::Imported || entry.is_decision())
        })
    }

    /// True if the request is a card of its own: no later request of the same person stands for it.
    pub fn is_card(&self, case: &InvitationCase) -> bool {
        !case.has_siblings || self.card_of(case).invitation.id == case.invitation.id
    }

    /// Returns the request that stands for this one: the later one of the same person whose decision answered it, or
    /// the newest one that is open and undecided as well; else itself.
    pub fn card_of<'a>(&'a self, case: &'a InvitationCase) -> &'a InvitationCase {
        if !case.has_siblings || self.decision_of(case).is_some() {
            return case;
        }
        let later =
            || self.cases_of_key(&case.invitation.person).filter(|o| o.invitation.is_later_than(&case.invitation));
        let answers = |other: &&InvitationCase| {
            self.decision_position(other).is_some_and(|decided| self.was_open_at(case, decided))
        };
        let is_open = |case: &InvitationCase| self.decision_of(case).is_none() && self.close_reason_of(case).is_none();
        let newest = |a: &'a InvitationCase, b: &'a InvitationCase| {
            if b.invitation.is_later_than(&a.invitation) { b } else { a }
        };
        let answered_by = later().filter(answers).reduce(newest);
        let open = || later().filter(|other| is_open(case) && is_open(other)).reduce(newest);
        answered_by.or_else(open).unwrap_or(case)
    }

    /// Returns the older requests that this one stands for.
    pub fn stands_for<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = &'a InvitationCase> {
        let siblings = case.has_siblings.then(|| self.cases_of_key(&case.invitation.person)).into_iter().flatten();
        let is_other = |other: &&InvitationCase| other.invitation.id != case.invitation.id;
        siblings.filter(is_other).filter(|other| self.card_of(other).invitation.id == case.invitation.id)
    }

    /// True if a request had arrived before an entry, and was neither closed nor decided by then.
    fn was_open_at(&self, case: &InvitationCase, position: u32) -> bool {
        let mut has_arrived = false;
        for (_, entry, step) in self.active_steps_newest_first(case).filter(|(at, ..)| *at < position) {
            match (step, &entry.event) {
                (CaseStep::Closed(_), _) | (CaseStep::Acted, Event::Decided(_)) => return false,
                (CaseStep::Acted, Event::Reopened { .. }) => return true,
                (CaseStep::Imported, _) => has_arrived = true,
                (CaseStep::Acted, _) => {}
            }
        }
        has_arrived
    }

    /// Returns the current decision on a case, with its entry; one from before a reopening is no longer current.
    pub fn decision_of<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, &'a Decision)> {
        self.current_decision(case).map(|(_, entry, decision)| (entry, decision))
    }

    fn decision_position(&self, case: &InvitationCase) -> Option<u32> {
        self.current_decision(case).map(|(at, ..)| at)
    }

    /// Returns the current decision on a case as [`Ledger::decision_of`] does, with the position of its entry.
    pub fn current_decision<'a>(&'a self, case: &'a InvitationCase) -> Option<(u32, &'a Entry, &'a Decision)> {
        self.active_steps_newest_first(case).find_map(|(at, entry, _)| match &entry.event {
            Event::Decided(decision) => Some(Some((at, entry, &**decision))),
            Event::Reopened { .. } => Some(None),
            _ => None,
        })?
    }

    /// Returns every decision on a case that was not undone, newest first.
    pub fn decisions_of<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = (&'a Entry, &'a Decision)> {
        self.active_steps_newest_first(case).filter_map(|(_, entry, _)| match &entry.event {
            Event::Decided(decision) => Some((entry, &**decision)),
            _ => None,
        })
    }

    /// Returns the times at which a request began or ceased to wait after it was received, oldest first.
    pub fn waits_of(&self, case: &InvitationCase) -> Vec<(DateTime<Utc>, Wait)> {
        let state = |(_, entry, step): (u32, &Entry, CaseStep)| {
            let state = match (step, &entry.event) {
                (CaseStep::Closed(_), _) => Wait::Over,
                (CaseStep::Acted, Event::Reopened { .. }) => Wait::Undecided,
                (CaseStep::Acted, Event::Decided(decision)) => match decision.verdict.kind() {
                    VerdictKind::Accept | VerdictKind::Decline => Wait::Over,
                    VerdictKind::FollowUp => Wait::FollowingUp,
                },
                (CaseStep::Acted | CaseStep::Imported, _) => return None,
            };
            Some((entry.at, state))
        };
        let mut waits: Vec<_> = self.active_steps_newest_first(case).filter_map(state).collect();
        waits.reverse();
        waits
    }

    /// Returns the steps of a case that were not undone, newest first.
    fn active_steps_newest_first<'a>(
        &'a self,
        case: &'a InvitationCase,
    ) -> impl Iterator<Item = (u32, &'a Entry, CaseStep)> {
        case.steps.iter().rev().filter_map(|(at, step)| {
            let LedgerEntry { entry, is_active, .. } = &self.entries[*at as usize];
            is_active.then_some((*at, entry, *step))
        })
    }

    /// Returns the reason why an import last closed a case; `None` if never closed, or reopened since.
    pub fn close_reason_of(&self, case: &InvitationCase) -> Option<CloseReason> {
        self.closed_by(case).map(|(_, reason)| reason)
    }

    /// Returns the import that last closed a case, with the reason; `None` as in [`Ledger::close_reason_of`].
    pub fn closed_by<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CloseReason)> {
        let last = self.active_steps_newest_first(case).find_map(|(_, entry, step)| match (step, &entry.event) {
            (CaseStep::Closed(reason), _) => Some(Some((entry, reason))),
            (CaseStep::Acted, Event::Reopened { .. }) => Some(None),
            (CaseStep::Acted | CaseStep::Imported, _) => None,
        });
        last.flatten()
    }

    /// Returns the entry and result of carrying out the current decision on LinkedIn; `None` if there is none, or if a
    /// later export still lists an accepted request.
    pub fn carried_out<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CarryOutResult)> {
        let (at, carried) = self.since_decided(case).find_map(|(at, entry)| match &entry.event {
            Event::CarriedOut(carried_out) => Some((at, (entry, carried_out.result))),
            _ => None,
        })?;
        let is_accepted = self.decision_of(case).is_some_and(|(_, d)| d.verdict.kind() == VerdictKind::Accept);
        (!(is_accepted && self.is_listed_after(case, at))).then_some(carried)
    }

    /// Returns the entry that carried out the current decision on LinkedIn, whatever later exports say of it.
    pub fn carried_out_by<'a>(&'a self, case: &'a InvitationCase) -> Option<(&'a Entry, CarryOutResult)> {
        self.since_decided(case).find_map(|(_, entry)| match &entry.event {
            Event::CarriedOut(carried_out) => Some((entry, carried_out.result)),
            _ => None,
        })
    }

    /// Returns the newest date of any export that listed all requests and connections.
    pub fn newest_full_import_date(&self) -> Option<DateTime<Utc>> {
        let active = self.full_imports.iter().filter(|at| self.is_active_at(**at));
        let dates = active.filter_map(|at| match &self.entries[*at as usize].entry.event {
            Event::Imported(import) => import.as_of,
            _ => None,
        });
        dates.max()
    }

    /// True if an earlier accept of this request was done on LinkedIn before the current decision: they may be a
    /// connection, whatever is decided now.
    pub fn was_accepted_there(&self, case: &InvitationCase) -> bool {
        let Some(decided) = self.decision_position(case) else { return false };
        let mut accepted = None;
        for (at, entry, _) in self.active_steps_newest_first(case).filter(|(at, ..)| *at < decided) {
            match &entry.event {
                Event::CarriedOut(carried_out) => accepted = accepted.or(Some((at, carried_out.result))),
                Event::Decided(earlier) => {
                    let is_done =
                        matches!(accepted.take(), Some((at, CarryOutResult::Done)) if !self.is_listed_after(case, at));
                    if is_done && earlier.verdict.kind() == VerdictKind::Accept {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// True if an export after the current decision on a request from LinkedIn still lists it.
    pub fn still_pending_there(&self, case: &InvitationCase) -> bool {
        self.decision_position(case).is_some_and(|decided| self.is_listed_after(case, decided))
    }

    /// True if an export that came after an entry still lists a request.
    fn is_listed_after(&self, case: &InvitationCase, position: u32) -> bool {
        self.is_from_linkedin(case)
            && self.close_reason_of(case).is_none()
            && self.last_full_import_position() > Some(position)
    }

    /// True if an export of LinkedIn's has listed a request, whatever source reported it first.
    pub fn is_from_linkedin(&self, case: &InvitationCase) -> bool {
        let by_linkedin =
            |entry: &Entry| matches!(&entry.event, Event::Imported(import) if import.origin == SourceKind::Linkedin);
        case.origin == SourceKind::Linkedin
            || self
                .active_steps_newest_first(case)
                .any(|(_, entry, step)| step == CaseStep::Imported && by_linkedin(entry))
    }

    /// Returns the entry that records the first gift of the current accept.
    pub fn gift_given<'a>(&'a self, case: &'a InvitationCase) -> Option<&'a Entry> {
        self.since_decided(case).map(|(_, entry)| entry).find(|entry| matches!(entry.event, Event::GiftGiven(_)))
    }

    /// Returns the entries that belong to the current decision on a case, newest first: those between it and the next
    /// decision, even an undone one.
    fn since_decided<'a>(&'a self, case: &'a InvitationCase) -> impl Iterator<Item = (u32, &'a Entry)> {
        let decided = self.decision_position(case);
        let after = case.steps.iter().filter(move |(at, _)| decided.is_some_and(|decided| *at > decided));
        let own = after.take_while(|(at, _)| !self.entries[*at as usize].entry.is_decision());
        let active =
            own.filter(|(at, _)| self.is_active_at(*at)).map(|(at, _)| (*at, &self.entries[*at as usize].entry));
        active.collect::<Vec<_>>().into_iter().rev()
    }

    /// Returns the last import that listed all requests and connections.
    pub fn last_full_import(&self) -> Option<&Entry> {
        self.last_full_import_position().map(|at| &self.entries[at as usize].entry)
    }

    /// Returns the newest date in the last export that listed all requests and connections.
    pub fn last_full_import_date(&self) -> Option<DateTime<Utc>> {
        match &self.last_full_import()?.event {
            Event::Imported(import) => import.as_of,
            _ => None,
        }
    }

    fn last_full_import_position(&self) -> Option<u32> {
        self.full_imports.iter().rev().copied().find(|at| self.is_active_at(*at))
    }

    /// Returns a person's address: the profile page, else the one on another network that their newest request with one
    /// has. Only the former is ever opened.
    pub fn address_of(&self, person: &PersonKey) -> Option<String> {
        let elsewhere =
            || InvitationCase::latest(self.cases_of(person).filter(|case| case.invitation().address().is_some()));
        person.profile_url().or_else(|| elsewhere()?.invitation().address())
    }

    /// Returns the import that first reported a request.
    pub fn imported_by(&self, case: &InvitationCase) -> Option<&Entry> {
        let mut imports = case.steps.iter().filter(|(_, step)| *step == CaseStep::Imported);
        imports.find(|(at, _)| self.is_active_at(*at)).map(|(at, _)| &self.entries[*at as usize].entry)
    }
}
