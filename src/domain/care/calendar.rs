//! What is due, as entries of a calendar: one for each follow-up, each owed gift and each promise, one for all decisions
//! that are to be carried out, and one for those to reach out to on each of the next days.
//!
//! An entry is known by its source, the journal line that made it or its day, so that importing again replaces it. What
//! was done since the last export goes out once more as cancelled. For that, [`CalendarRecord`]s remember what calendars
//! hold.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::domain::care::agenda::{AgendaKind, agenda_item};
use crate::domain::care::clock::{FewSettings, PlanData, ReachOutPlan};
use crate::domain::care::contact::{ContactFilter, tags_of, unique_tags};
use crate::domain::care::summary::name_of;
use crate::domain::care::today::{OwedPromise, owed_promises};
use crate::domain::decision::care_event::{CareEvent, Party};
use crate::domain::decision::carry_out::pending_clicks;
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::{InvitationCase, Ledger, LedgerEntry};
use crate::domain::decision::{Decision, Gift, Verdict};
use crate::domain::evidence::network::Network;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// Source of the entry for all carry-outs, which no single line makes.
const CARRY_OUTS: &str = "carry-outs";
/// Beginning of the source of an entry for those to reach out to; its day follows.
const REACH_OUT: &str = "reach-out:";
/// Business days for which a calendar says whom to reach out to.
const REACH_OUT_DAYS: usize = 20;

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarTask {
    /// A request that was put off comes back.
    FollowUp,
    /// A first gift is owed.
    OwedGift(Gift),
    /// Something was promised.
    Promise(Untrusted),
    /// People to reach out to.
    ReachOut(Vec<Party>),
    /// Decisions are to be carried out on LinkedIn; their number, without questions to ask.
    CarryOut(usize),
    /// The line that made the entry is gone.
    Unknown,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarEntry {
    /// Id of the journal line that made it; a fixed word for the carry-outs; the day for those to reach out to.
    pub source: String,
    /// The person; `None` for an entry about several or nobody in particular.
    pub person: Option<PersonKey>,
    /// Their name; blank if unknown.
    pub name: Untrusted,
    /// What is to be done.
    pub task: CalendarTask,
    /// The local date.
    pub day: NaiveDate,
    /// Time of the newest line about it.
    pub changed_at: DateTime<Utc>,
    /// Number of earlier exports that said something else.
    pub sequence: u32,
    /// True if it was done, taken back or forgotten since an earlier export.
    pub is_cancelled: bool,
    /// What a shared calendar should not show.
    pub details: CalendarDetails,
}

/// Details of an entry, for one's own calendar.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CalendarDetails {
    /// For a follow-up: the question to ask.
    pub question: Option<Untrusted>,
    /// The private note.
    pub note: Option<Untrusted>,
    /// The request's note.
    pub message: Option<Untrusted>,
    /// Tags.
    pub tags: Vec<Untrusted>,
    /// The profile's address, or one on another network.
    pub address: Option<String>,
}

/// What a calendar holds since the last export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CalendarRecord {
    /// Source of the entry.
    pub source: String,
    /// Its date.
    pub day: NaiveDate,
    /// Its sequence number.
    pub sequence: u32,
    /// For the carry-outs: their number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// For those to reach out to: a checksum of who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// True if it was cancelled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// Days after which nobody needs to know any more that an entry was cancelled.
const CANCELLED_KEPT_DAYS: i64 = 400;

impl CalendarRecord {
    fn is_outdated(&self, today: NaiveDate) -> bool {
        self.cancelled && (today - self.day).num_days() > CANCELLED_KEPT_DAYS
    }
}

/// Which entries go into a calendar.
#[derive(Clone, Copy)]
pub struct CalendarScope<'a> {
    /// Today's local date, on which the carry-outs stand.
    pub today: NaiveDate,
    /// Business days, and the most people to reach out to on one.
    pub few: &'a FewSettings,
    /// The person's time zone.
    pub local: LocalDates,
    /// Status of the requests.
    pub filter: ContactFilter,
    /// True for the people it is about.
    pub is_meant: &'a dyn Fn(&PersonKey) -> bool,
    /// True if the carry-outs and those to reach out to are meant, too.
    pub is_whole: bool,
}

/// Entries to write, and what calendars hold afterwards.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    /// Entries: what is due by date, then what is cancelled.
    pub entries: Vec<CalendarEntry>,
    /// What to remember for the next export.
    pub records: Vec<CalendarRecord>,
}

impl Calendar {
    /// Returns the calendar; `previous` is what the last export remembered.
    pub fn new(ledger: &Ledger, network: &Network, scope: &CalendarScope, previous: &[CalendarRecord]) -> Self {
        let known: HashMap<&str, &CalendarRecord> = previous.iter().map(|old| (old.source.as_str(), old)).collect();
        let mut due = due_entries(ledger, network, scope);
        for entry in &mut due {
            entry.sequence = known.get(entry.source.as_str()).map_or(0, |old| {
                let is_same =
                    !old.cancelled && (old.day, old.count, old.people) == (entry.day, entry.count(), entry.checksum());
                old.sequence + u32::from(!is_same)
            });
        }
        let is_due: HashSet<String> = due.iter().map(|entry| entry.source.clone()).collect();
        let is_done = |old: &&CalendarRecord| !old.cancelled && !is_due.contains(&old.source);
        due.retain(|entry| scope.includes(entry));
        due.sort_by(|a, b| (a.day, &a.source).cmp(&(b.day, &b.source)));
        let done = previous.iter().filter(is_done).map(|old| cancelled_entry(ledger, old));
        let done: Vec<CalendarEntry> = done.filter(|entry| scope.includes_person(entry)).collect();
        let entries: Vec<CalendarEntry> = due.into_iter().chain(done).collect();
        let written: HashSet<&str> = entries.iter().map(|entry| entry.source.as_str()).collect();
        let is_kept = |old: &&CalendarRecord| !written.contains(old.source.as_str()) && !old.is_outdated(scope.today);
        let kept = previous.iter().filter(is_kept).cloned();
        let records = kept.chain(entries.iter().map(CalendarEntry::record)).collect();
        Self { entries, records }
    }

    /// Returns the people in it.
    pub fn people(&self) -> HashSet<&PersonKey> {
        let reach_outs = self.entries.iter().flat_map(CalendarEntry::reach_outs);
        let people = self.entries.iter().filter_map(|entry| entry.person.as_ref());
        people.chain(reach_outs.map(|party| &party.person)).collect()
    }
}

impl CalendarScope<'_> {
    fn includes(&self, entry: &CalendarEntry) -> bool {
        let is_asked_for = match entry.task {
            CalendarTask::FollowUp => !matches!(self.filter, ContactFilter::Accepted | ContactFilter::Declined),
            CalendarTask::OwedGift(_) | CalendarTask::Promise(_) => {
                !matches!(self.filter, ContactFilter::FollowUp | ContactFilter::Declined)
            }
            CalendarTask::ReachOut(_) | CalendarTask::CarryOut(_) | CalendarTask::Unknown => true,
        };
        is_asked_for && self.includes_person(entry)
    }

    fn includes_person(&self, entry: &CalendarEntry) -> bool {
        entry.person.as_ref().map_or(self.is_whole, |person| (self.is_meant)(person))
    }
}

/// True if what a calendar holds has the carry-outs or those to reach out to among it.
pub fn is_whole(records: &[CalendarRecord]) -> bool {
    let is_of_all = |source: &str| source == CARRY_OUTS || source.starts_with(REACH_OUT);
    records.iter().any(|record| is_of_all(&record.source) && !record.cancelled)
}

impl CalendarEntry {
    /// Returns the number of carry-outs.
    fn count(&self) -> Option<usize> {
        if let CalendarTask::CarryOut(count) = self.task { Some(count) } else { None }
    }

    /// Returns the people to reach out to.
    fn reach_outs(&self) -> &[Party] {
        if let CalendarTask::ReachOut(people) = &self.task { people } else { &[] }
    }

    /// Returns a checksum of the people to reach out to; `None` for none.
    fn checksum(&self) -> Option<u32> {
        let keys: Vec<&str> = self.reach_outs().iter().map(|party| party.person.as_str()).collect();
        (!keys.is_empty()).then(|| crc32fast::hash(keys.join("\n").as_bytes()))
    }

    fn record(&self) -> CalendarRecord {
        CalendarRecord {
            source: self.source.clone(),
            day: self.day,
            sequence: self.sequence,
            count: self.count().filter(|_| !self.is_cancelled),
            people: self.checksum(),
            cancelled: self.is_cancelled,
        }
    }

    /// Returns an entry without details, about nobody in particular.
    fn new(source: String, task: CalendarTask, day: NaiveDate, changed_at: DateTime<Utc>) -> Self {
        Self {
            source,
            person: None,
            name: Untrusted::default(),
            task,
            day,
            changed_at,
            sequence: 0,
            is_cancelled: false,
            details: CalendarDetails::default(),
        }
    }

    fn of_decision(entry: &Entry, decision: &Decision, day: NaiveDate, changed_at: DateTime<Utc>) -> Self {
        let task = match &decision.verdict {
            Verdict::FollowUp { .. } => CalendarTask::FollowUp,
            Verdict::Accept(details) => CalendarTask::OwedGift(details.gift),
            Verdict::Decline(_) => CalendarTask::Unknown,
        };
        let (person, name) = (Some(decision.person.clone()), decision.name.clone());
        Self { person, name, ..Self::new(entry.id.0.clone(), task, day, changed_at) }
    }

    fn of_promise(
        id: &EntryId,
        Party { person, name }: &Party,
        text: Untrusted,
        day: NaiveDate,
        changed_at: DateTime<Utc>,
    ) -> Self {
        let (person, name) = (Some(person.clone()), name.clone());
        Self { person, name, ..Self::new(id.0.clone(), CalendarTask::Promise(text), day, changed_at) }
    }
}

/// Returns everything that is due, unsorted.
fn due_entries(ledger: &Ledger, network: &Network, scope: &CalendarScope) -> Vec<CalendarEntry> {
    let of_requests = ledger.cases().filter_map(|case| due_entry(ledger, network, case, scope.local));
    let promises = owed_promises(ledger).into_iter().map(|promise| promise_entry(ledger, promise));
    let reach_outs = if scope.is_whole { reach_outs(ledger, network, scope) } else { Vec::new() };
    of_requests.chain(promises).chain(carry_outs(ledger, scope.today)).chain(reach_outs).collect()
}

fn promise_entry(ledger: &Ledger, promise: OwedPromise) -> CalendarEntry {
    let OwedPromise { id, about, text, due, set_at } = promise;
    let described = ledger.description_of(&about.person);
    let tags = described.into_iter().flat_map(|described| unique_tags(described.tags.iter()));
    let address = ledger.present_key(&about.person).profile_url();
    let details = CalendarDetails { tags: tags.map(Untrusted::from).collect(), address, ..CalendarDetails::default() };
    CalendarEntry { details, ..CalendarEntry::of_promise(&id, &about, text, due, set_at) }
}

/// Returns an entry for each of the next business days on which it is time to reach out to somebody, as if all were done
/// on their day; none before a rhythm was chosen on purpose.
fn reach_outs(ledger: &Ledger, network: &Network, scope: &CalendarScope) -> Vec<CalendarEntry> {
    if !ledger.has_chosen_rhythm() {
        return Vec::new();
    }
    let &CalendarScope { today, local, few: settings, .. } = scope;
    let data = PlanData { ledger, network, settings, today, local };
    let ahead = ReachOutPlan::new(data).ahead(data, REACH_OUT_DAYS);
    let pledged_at = ledger.pledges().next_back().map(|(_, entry, _)| entry.at);
    let entry = |(day, people): (NaiveDate, Vec<PersonKey>)| {
        let people: Vec<PersonKey> = people.into_iter().filter(|person| (scope.is_meant)(person)).collect();
        let changed_at = people.iter().filter_map(|person| newest_line_of(ledger, person)).max().max(pledged_at)?;
        let party = |person| Party { name: name_of(&person, ledger, network), person };
        let task = CalendarTask::ReachOut(people.into_iter().map(party).collect());
        Some(CalendarEntry::new(format!("{REACH_OUT}{day}"), task, day, changed_at))
    };
    let entries = ahead.into_iter().filter_map(entry);
    entries.filter(|entry| !entry.reach_outs().is_empty()).collect()
}

/// Returns the time of the newest line that moves a person on the contact clock.
fn newest_line_of(ledger: &Ledger, person: &PersonKey) -> Option<DateTime<Utc>> {
    let lines = ledger.care_of(person).map(|line| line.entry.at);
    let of_requests = ledger.cases_of(person).flat_map(|case| {
        let decided = ledger.decision_of(case).map(|(entry, _)| entry.at);
        let carried_out = ledger.carried_out(case).map(|(entry, _)| entry.at);
        [decided, carried_out, ledger.gift_given(case).map(|entry| entry.at)]
    });
    lines.chain(of_requests.flatten()).max()
}

fn due_entry(ledger: &Ledger, network: &Network, case: &InvitationCase, local: LocalDates) -> Option<CalendarEntry> {
    let item = agenda_item(ledger, network, case, local)?;
    let (entry, decision) = ledger.decision_of(case)?;
    let carried_out = ledger.carried_out(case).map(|(entry, _)| entry.at);
    let changed_at = carried_out.max(ledger.closed_by(case).map(|(entry, _)| entry.at)).max(Some(entry.at))?;
    let question = match &item.kind {
        AgendaKind::FollowUp { question, .. } => Untrusted::non_blank(question),
        AgendaKind::OwedGift(_) => None,
    };
    let described = ledger.description_of(&decision.person);
    let details = CalendarDetails {
        question,
        note: Untrusted::non_blank(&decision.note),
        message: case.invitation().note.clone(),
        tags: tags_of(Some(decision), described).map(Untrusted::from).collect(),
        address: ledger.present_key(&decision.person).profile_url().or_else(|| case.invitation().address()),
    };
    Some(CalendarEntry { details, ..CalendarEntry::of_decision(entry, decision, item.day, changed_at) })
}

/// Returns the entry for all decisions that are to be carried out on LinkedIn; `None` if there are none. Questions that
/// are to be asked first do not count: their follow-ups have entries of their own.
fn carry_outs(ledger: &Ledger, today: NaiveDate) -> Option<CalendarEntry> {
    let cases = pending_clicks(ledger).filter_map(|id| ledger.case(&id));
    let decided: Vec<_> = cases.filter_map(|case| ledger.decision_of(case)).collect();
    let changed_at = decided.iter().map(|(entry, _)| entry.at).max()?;
    let task = CalendarTask::CarryOut(decided.len());
    Some(CalendarEntry::new(CARRY_OUTS.to_owned(), task, today, changed_at))
}

/// Returns the entry that takes an earlier one back.
fn cancelled_entry(ledger: &Ledger, old: &CalendarRecord) -> CalendarEntry {
    let id = EntryId(old.source.clone());
    let changed_at = newest_line_about(ledger, &id);
    let entry = match ledger.entry(&id).map(|entry| (entry, &entry.event)) {
        Some((entry, Event::Decided(decision))) => CalendarEntry::of_decision(entry, decision, old.day, changed_at),
        Some((_, Event::Care(event))) if let CareEvent::Promised(promise) = &**event => {
            let text = Untrusted::from(promise.text.as_str());
            CalendarEntry::of_promise(&id, &promise.about, text, old.day, changed_at)
        }
        _ => {
            let task = match old.count {
                Some(count) => CalendarTask::CarryOut(count),
                None if old.source.starts_with(REACH_OUT) => CalendarTask::ReachOut(Vec::new()),
                None => CalendarTask::Unknown,
            };
            CalendarEntry::new(old.source.clone(), task, old.day, changed_at)
        }
    };
    CalendarEntry { sequence: old.sequence + 1, is_cancelled: true, ..entry }
}

/// Returns the time of the newest line about the decision or promise of another line; of the newest line at all if there
/// is none.
fn newest_line_about(ledger: &Ledger, id: &EntryId) -> DateTime<Utc> {
    let invitation = ledger.entry(id).and_then(|entry| entry.event.invitation_id());
    let is_about = |posted: &&LedgerEntry| match &posted.entry.event {
        Event::Retracted { entry } => entry == id,
        Event::Care(event) => match &**event {
            CareEvent::PromiseKept { promise, .. } | CareEvent::PromiseDropped { promise, .. } => promise == id,
            _ => false,
        },
        Event::Imported(import) => import.closed.iter().any(|closed| Some(&closed.invitation) == invitation),
        event => invitation.is_some() && event.invitation_id() == invitation,
    };
    let lines = ledger.entries();
    let newest = lines.iter().rev().find(is_about).or(lines.last());
    newest.map(|posted| posted.entry.at).unwrap_or_default()
}
