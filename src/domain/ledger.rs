//! What the journal adds up to.
//!
//! Promise: a ledger equals the replay of the entries posted so far, in the order of `n`, then `id`. `post` is
//! its only mutator, is total (an entry that makes no sense changes nothing), and never reads the clock.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};

use super::arrival::Origin;
use super::decision::{Decision, Verdict, VerdictKind, Way};
use super::event::{Carried, Closing, Description, Entry, EntryId, Event};
use super::invitation::{Invitation, InvitationId};
use super::person::PersonKey;

/// Where a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// Nothing was decided.
    Waiting,
    /// Put off until a day.
    FollowUp(NaiveDate),
    /// Put off until a day, and out of all counts until then.
    Parked(NaiveDate),
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
    /// Closed by an import before anything was decided, or while it was put off.
    Closed(Closing),
    /// The import that brought it was taken back.
    Gone,
}

impl Standing {
    /// Whether a request asks for a decision on this day: undecided, or put off until then or earlier.
    pub fn waits_on(self, today: NaiveDate) -> bool {
        match self {
            Self::Waiting => true,
            Self::FollowUp(due) | Self::Parked(due) => due <= today,
            Self::Accepted | Self::Declined | Self::Closed(_) | Self::Gone => false,
        }
    }
}

/// One request and everything that happened to it.
#[derive(Clone, Debug)]
pub struct Case {
    invitation: Invitation,
    origin: Origin,
    /// Imports that told of it (positions in [`Ledger::entries`]).
    arrived: Vec<u32>,
    /// Decisions upon it, closings, re-openings and what was done about it, in order.
    steps: Vec<u32>,
    /// How the imports among them closed it.
    closings: Vec<(u32, Closing)>,
}

impl Case {
    /// The request.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// What kind of source told of it first.
    pub fn origin(&self) -> Origin {
        self.origin
    }
}

/// An entry as the ledger keeps it: the requests of an import live in the cases.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The entry; of an import, `invitations` is empty.
    pub entry: Entry,
    /// The cases it touches.
    cases: Vec<u32>,
    /// Whether it was not taken back.
    stands: bool,
}

/// How many requests stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Nothing decided.
    pub waiting: usize,
    /// Put off.
    pub follow_up: usize,
    /// Parked: known, and in no count of what waits.
    pub parked: usize,
    /// Accepted.
    pub accepted: usize,
    /// Declined.
    pub declined: usize,
    /// Closed by an import.
    pub closed: usize,
}

/// What the journal adds up to.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<Posted>,
    by_entry: HashMap<EntryId, u32>,
    retracted: HashSet<EntryId>,
    cases: Vec<Case>,
    by_invitation: HashMap<InvitationId, u32>,
    by_person: HashMap<PersonKey, Vec<u32>>,
    described: HashMap<PersonKey, Vec<u32>>,
    /// Digest of a key to the lines that forget that person or welcome them again.
    forgotten: HashMap<String, Vec<u32>>,
    /// Retracted entries that redo would bring back, the next one last.
    redo: Vec<EntryId>,
    tally: Tally,
    /// Imports that listed all requests and connections there were.
    listings: Vec<u32>,
    decisions: usize,
    unknown: usize,
}

impl Ledger {
    /// The ledger of these entries.
    pub fn replay(entries: impl IntoIterator<Item = Entry>) -> Self {
        let entries = entries.into_iter();
        let mut ledger = Self::default();
        ledger.entries.reserve(entries.size_hint().0);
        ledger.by_entry.reserve(entries.size_hint().0);
        for entry in entries {
            ledger.post(entry);
        }
        ledger
    }

    /// Takes in one more entry. One that is already there changes nothing.
    pub fn post(&mut self, mut entry: Entry) {
        if self.by_entry.contains_key(&entry.id) {
            return;
        }
        let at = u32::try_from(self.entries.len()).expect("a journal holds fewer than four thousand million lines");
        self.remember_for_redo(&entry);
        let mut touched = Vec::new();
        match &mut entry.event {
            Event::Imported { origin, invitations, closed, as_of, source: _ } => {
                let origin = *origin;
                self.listings.extend(as_of.map(|_| at));
                self.cases.reserve(invitations.len());
                self.by_invitation.reserve(invitations.len());
                self.by_person.reserve(invitations.len());
                for invitation in std::mem::take(invitations) {
                    let case = self.case_for(invitation, origin);
                    touched.push((case, Step::Arrived));
                }
                for closed in closed.iter() {
                    if let Some(case) = self.by_invitation.get(&closed.invitation) {
                        touched.push((*case, Step::Closed(closed.closing)));
                    }
                }
            }
            Event::Decided(decision) => touched.push((self.case_of(decision), Step::Happened)),
            Event::Reopened { invitation } | Event::CarriedOut { invitation, .. } | Event::Kept { invitation, .. } => {
                touched.extend(self.by_invitation.get(invitation).map(|case| (*case, Step::Happened)));
            }
            Event::Described { person, .. } => self.described.entry(person.clone()).or_default().push(at),
            Event::Forgotten { people, welcome: _ } => {
                people.iter().for_each(|digest| self.forgotten.entry(digest.clone()).or_default().push(at));
            }
            Event::Unknown { .. } => self.unknown += 1,
            Event::Retracted { entry } => {
                if self.retracted.insert(entry.clone()) {
                    self.undo_figures_of(entry);
                }
            }
        }
        let id = entry.id.clone();
        let stands = !self.retracted.contains(&id);
        let counts = stands && matches!(entry.event, Event::Decided(_));
        self.by_entry.insert(id, at);
        let mut cases: Vec<u32> = touched.iter().map(|(case, _)| *case).collect();
        cases.sort_unstable();
        cases.dedup(); // one that arrived and was closed at once is still one
        self.entries.push(Posted { entry, cases, stands });
        self.decisions += usize::from(counts);
        for (case, step) in touched {
            let before = self.standing_of(&self.cases[case as usize]);
            let changed = &mut self.cases[case as usize];
            match step {
                Step::Arrived => changed.arrived.push(at),
                Step::Happened => changed.steps.push(at),
                Step::Closed(closing) => {
                    changed.steps.push(at);
                    changed.closings.push((at, closing));
                }
            }
            self.count(case, before);
        }
    }

    /// Every entry, in order.
    pub fn entries(&self) -> &[Posted] {
        &self.entries
    }

    /// How many requests stand where.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Decisions in the journal that were not taken back.
    pub fn decisions(&self) -> usize {
        self.decisions
    }

    /// Lines that a newer version wrote.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// Every request that was ever told of and not taken back, in the order of arrival.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| self.standing_of(case) != Standing::Gone)
    }

    /// Requests that no import has closed.
    pub fn open_cases(&self) -> impl Iterator<Item = &Case> {
        self.cases().filter(|case| self.closing_of(case).is_none())
    }

    /// The request with this id.
    pub fn case(&self, id: &InvitationId) -> Option<&Case> {
        self.by_invitation.get(id).map(|case| &self.cases[*case as usize])
    }

    /// All requests of a person, in the order of arrival.
    pub fn cases_of<'a>(&'a self, person: &PersonKey) -> impl Iterator<Item = &'a Case> + use<'a> {
        self.by_person
            .get(person)
            .into_iter()
            .flatten()
            .map(|case| &self.cases[*case as usize])
            .filter(|case| self.standing_of(case) != Standing::Gone)
    }

    /// Whether a request of this person asks for a decision on this day.
    pub fn waits_for(&self, person: &PersonKey, today: NaiveDate) -> bool {
        self.cases_of(person).any(|case| self.standing_of(case).waits_on(today))
    }

    /// Where a request stands.
    pub fn standing(&self, id: &InvitationId) -> Standing {
        self.case(id).map_or(Standing::Gone, |case| self.standing_of(case))
    }

    /// Where a case stands.
    pub fn standing_of(&self, case: &Case) -> Standing {
        let decided = self.decision_of(case).map(|(_, decision)| decision);
        if decided.is_none() && !case.arrived.iter().any(|at| self.stands(*at)) {
            return Standing::Gone;
        }
        match decided.map(|decision| &decision.verdict) {
            Some(Verdict::Accept(_)) => Standing::Accepted,
            Some(Verdict::Decline(_)) => Standing::Declined,
            Some(Verdict::FollowUp { due, way, .. }) => {
                let put_off = if *way == Way::Park { Standing::Parked } else { Standing::FollowUp };
                self.closing_of(case).map_or(put_off(*due), Standing::Closed)
            }
            None => self.closing_of(case).map_or(Standing::Waiting, Standing::Closed),
        }
    }

    /// The decision that stands for a case, and its entry.
    pub fn decision_of<'a>(&'a self, case: &'a Case) -> Option<(&'a Entry, &'a Decision)> {
        self.decisions_of(case).next()
    }

    /// Every decision upon a case that was not taken back, newest first.
    pub fn decisions_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = (&'a Entry, &'a Decision)> {
        case.steps.iter().rev().filter(|at| self.stands(**at)).filter_map(|at| {
            let entry = &self.entries[*at as usize].entry;
            match &entry.event {
                Event::Decided(decision) => Some((entry, decision)),
                _ => None,
            }
        })
    }

    /// How the last import that spoke of a case closed it, unless it was opened again.
    pub fn closing_of(&self, case: &Case) -> Option<Closing> {
        self.closed_by(case).map(|(_, closing)| closing)
    }

    /// The same, with the import's line.
    pub fn closed_by(&self, case: &Case) -> Option<(&Entry, Closing)> {
        let at = case.steps.iter().rev().copied().filter(|at| self.stands(*at)).find(|at| {
            matches!(self.entries[*at as usize].entry.event, Event::Imported { .. } | Event::Reopened { .. })
        })?;
        let (_, closing) = case.closings.iter().find(|(closed_at, _)| *closed_at == at)?;
        Some((&self.entries[at as usize].entry, *closing))
    }

    /// What was done on LinkedIn, by hand, about the decision that stands, with the line that says so; `None` where
    /// it was not, or where an export that came later still lists an accepted request.
    pub fn carried_out<'a>(&'a self, case: &'a Case) -> Option<(&'a Entry, Carried)> {
        let (at, carried) = self.since_decided(case).find_map(|(at, entry)| match &entry.event {
            Event::CarriedOut { how, .. } => Some((at, (entry, *how))),
            _ => None,
        })?;
        let accepted = self.decision_of(case).is_some_and(|(_, d)| d.verdict.kind() == VerdictKind::Accept);
        let missed = accepted && self.closing_of(case).is_none() && self.last_listing() > Some(at);
        (!missed).then_some(carried)
    }

    /// Whether an export that came after the standing decision on a request from LinkedIn still lists it.
    pub fn still_listed(&self, case: &Case) -> bool {
        let decided = case.steps.iter().rev().copied().filter(|at| self.stands(*at)).find(|at| self.decides(*at));
        case.origin == Origin::Linkedin
            && self.closing_of(case).is_none()
            && decided.is_some_and(|decided| self.last_listing() > Some(decided))
    }

    /// The line that says that the first gift of a standing accept was given.
    pub fn kept<'a>(&'a self, case: &'a Case) -> Option<&'a Entry> {
        self.since_decided(case).map(|(_, entry)| entry).find(|entry| matches!(entry.event, Event::Kept { .. }))
    }

    /// What happened to a case after the decision that stands, newest first.
    fn since_decided<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = (u32, &'a Entry)> {
        let standing = case.steps.iter().rev().copied().filter(|at| self.stands(*at));
        standing.take_while(|at| !self.decides(*at)).map(|at| (at, &self.entries[at as usize].entry))
    }

    fn decides(&self, at: u32) -> bool {
        matches!(self.entries[at as usize].entry.event, Event::Decided(_))
    }

    /// The last import that listed all requests and connections.
    pub fn last_listing_import(&self) -> Option<&Entry> {
        self.last_listing().map(|at| &self.entries[at as usize].entry)
    }

    /// The import that first told of a request.
    pub fn told_by(&self, case: &Case) -> Option<&Entry> {
        let first = case.arrived.iter().copied().find(|at| self.stands(*at))?;
        Some(&self.entries[first as usize].entry)
    }

    fn last_listing(&self) -> Option<u32> {
        self.listings.iter().rev().copied().find(|at| self.stands(*at))
    }

    /// What the person completed about somebody.
    pub fn description_of(&self, person: &PersonKey) -> Option<&Description> {
        let told = self.described.get(person)?;
        told.iter().rev().filter(|at| self.stands(**at)).find_map(|at| match &self.entries[*at as usize].entry.event {
            Event::Described { description, .. } => Some(description),
            _ => None,
        })
    }

    /// Whether anybody was ever forgotten.
    pub fn has_forgotten(&self) -> bool {
        !self.forgotten.is_empty()
    }

    /// Whether this person was forgotten and is to be left out of what imports bring.
    pub fn is_forgotten(&self, person: &PersonKey) -> bool {
        self.has_forgotten() && self.forgetting(&person.digest()).is_some_and(|(_, welcome)| !welcome)
    }

    /// The digests of everybody who is to stay forgotten.
    pub fn digests_forgotten(&self) -> impl Iterator<Item = &String> {
        self.forgotten.keys().filter(|digest| self.forgetting(digest).is_some_and(|(_, welcome)| !welcome))
    }

    /// All digests that were forgotten together with this person's key.
    pub fn forgotten_with(&self, person: &PersonKey) -> &[String] {
        self.forgetting(&person.digest()).map_or(&[], |(people, _)| people)
    }

    /// The last word about a digest.
    fn forgetting(&self, digest: &str) -> Option<(&[String], bool)> {
        let at = self.forgotten.get(digest)?.iter().rev().find(|at| self.stands(**at))?;
        match &self.entries[*at as usize].entry.event {
            Event::Forgotten { people, welcome } => Some((people, *welcome)),
            _ => None,
        }
    }

    /// Whether an entry is there and was not taken back.
    pub fn is_standing(&self, id: &EntryId) -> bool {
        self.by_entry.contains_key(id) && !self.retracted.contains(id)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.by_entry.get(id).map(|at| &self.entries[*at as usize].entry)
    }

    /// What undo would take back: the last thing the person did that stands. An import is not among them, but for
    /// what was typed in by hand: one key too many would empty the inbox.
    pub fn undoable(&self) -> Option<&Entry> {
        self.entries.iter().rev().map(|posted| &posted.entry).find(|entry| {
            let by_person = match &entry.event {
                Event::Decided(_)
                | Event::Described { .. }
                | Event::CarriedOut { .. }
                | Event::Kept { .. }
                | Event::Reopened { .. } => true,
                Event::Imported { origin, .. } => *origin == Origin::Hand,
                Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => false,
            };
            by_person && !self.retracted.contains(&entry.id)
        })
    }

    /// What redo would bring back, and the event to append for it.
    pub fn redoable(&self) -> Option<(&Entry, Event)> {
        let id = self.redo.last()?;
        let posted = &self.entries[*self.by_entry.get(id)? as usize];
        let mut event = posted.entry.event.clone();
        if let Event::Imported { invitations, closed, .. } = &mut event {
            let closed_ids: HashSet<&InvitationId> = closed.iter().map(|c| &c.invitation).collect();
            let brought = posted.cases.iter().map(|case| &self.cases[*case as usize].invitation);
            *invitations = brought.filter(|i| !closed_ids.contains(&i.id)).cloned().collect();
        }
        Some((&posted.entry, event))
    }

    /// When the first line was written.
    pub fn began(&self) -> Option<DateTime<Utc>> {
        self.entries.first().map(|posted| posted.entry.at)
    }

    fn stands(&self, at: u32) -> bool {
        self.entries[at as usize].stands
    }

    fn case_for(&mut self, invitation: Invitation, origin: Origin) -> u32 {
        if let Some(case) = self.by_invitation.get(&invitation.id).copied() {
            let known = &mut self.cases[case as usize].invitation;
            if known.sent().is_none() {
                known.sent_at = invitation.sent_at; // a later copy of the file may have a date that can be read
                known.sent_as = known.sent_as.take().filter(|_| invitation.sent().is_none()).or(invitation.sent_as);
            }
            known.note = known.note.take().or(invitation.note);
            known.headline = known.headline.take().or(invitation.headline);
            known.company = known.company.take().or(invitation.company);
            known.profile = known.profile.take().or(invitation.profile);
            return case;
        }
        let case = u32::try_from(self.cases.len()).expect("fewer than four thousand million requests");
        self.by_invitation.insert(invitation.id.clone(), case);
        self.by_person.entry(invitation.person.clone()).or_default().push(case);
        self.cases.push(Case { invitation, origin, arrived: Vec::new(), steps: Vec::new(), closings: Vec::new() });
        case
    }

    /// The case of a decision; one that no import told of is made from what the decision itself carries.
    fn case_of(&mut self, decision: &Decision) -> u32 {
        if let Some(case) = self.by_invitation.get(&decision.invitation) {
            return *case;
        }
        let told =
            decision.invitation.as_str().rsplit_once('@').and_then(|(_, at)| DateTime::parse_from_rfc3339(at).ok());
        let sent_at = told.map_or(DateTime::UNIX_EPOCH, |at| at.with_timezone(&Utc));
        let mut invitation = Invitation::new(decision.name.as_written(), decision.person.as_str(), sent_at);
        invitation.id = decision.invitation.clone();
        invitation.person = decision.person.clone();
        self.case_for(invitation, Origin::Linkedin)
    }

    /// After an entry was taken back: its decision no longer counts, and its cases stand elsewhere.
    fn undo_figures_of(&mut self, id: &EntryId) {
        let Some(at) = self.by_entry.get(id).copied() else { return };
        let posted = &self.entries[at as usize];
        self.decisions -= usize::from(matches!(posted.entry.event, Event::Decided(_)));
        let before = |case: &u32| (*case, self.standing_of(&self.cases[*case as usize]));
        let cases: Vec<_> = posted.cases.iter().map(before).collect();
        self.entries[at as usize].stands = false;
        cases.into_iter().for_each(|(case, before)| self.count(case, before));
    }

    /// Moves a case from where it stood to where it stands now.
    fn count(&mut self, case: u32, before: Standing) {
        let after = self.standing_of(&self.cases[case as usize]);
        if let Some(place) = self.tally.place(before) {
            *place -= 1;
        }
        if let Some(place) = self.tally.place(after) {
            *place += 1;
        }
    }

    fn remember_for_redo(&mut self, entry: &Entry) {
        match (&entry.event, &entry.again) {
            (Event::Retracted { entry: target }, _) => {
                if self.by_entry.contains_key(target) && !self.retracted.contains(target) {
                    self.redo.push(target.clone());
                }
            }
            (_, Some(repeated)) => self.redo.retain(|id| id != repeated),
            (_, None) => self.redo.clear(),
        }
    }
}

enum Step {
    Arrived,
    Happened,
    Closed(Closing),
}

impl Tally {
    /// Everything that was ever asked and still counts, the parked ones too.
    pub fn all(&self) -> usize {
        let Self { waiting, follow_up, parked, accepted, declined, closed } = self;
        waiting + follow_up + parked + accepted + declined + closed
    }

    /// How many decisions stand upon requests, by kind.
    pub fn by_verdict(&self, kind: VerdictKind) -> usize {
        match kind {
            VerdictKind::Accept => self.accepted,
            VerdictKind::Decline => self.declined,
            VerdictKind::FollowUp => self.follow_up,
        }
    }

    fn place(&mut self, standing: Standing) -> Option<&mut usize> {
        match standing {
            Standing::Waiting => Some(&mut self.waiting),
            Standing::FollowUp(_) => Some(&mut self.follow_up),
            Standing::Parked(_) => Some(&mut self.parked),
            Standing::Accepted => Some(&mut self.accepted),
            Standing::Declined => Some(&mut self.declined),
            Standing::Closed(_) => Some(&mut self.closed),
            Standing::Gone => None,
        }
    }
}
