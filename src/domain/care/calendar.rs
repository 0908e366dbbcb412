//! What is due, as entries of a calendar: one for each follow-up and each owed gift, and one for all decisions that are
//! to be carried out.
//!
//! An entry is known by its source, the journal line that made it, so that importing again replaces it. What was done
//! since the last export goes out once more as cancelled. For that, [`CalendarRecord`]s remember what calendars hold.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::domain::care::agenda::{AgendaKind, agenda_item};
use crate::domain::care::contact::{ContactFilter, tags_of};
use crate::domain::decision::carry_out::{self, CarryOutTask};
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::{InvitationCase, Ledger, LedgerEntry};
use crate::domain::decision::{Decision, Gift, Verdict};
use crate::domain::evidence::network::Network;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// Source of the entry for all carry-outs, which no single line makes.
const CARRY_OUTS: &str = "carry-outs";

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarTask {
    /// A request that was put off comes back.
    FollowUp,
    /// A first gift is owed.
    OwedGift(Gift),
    /// Decisions are to be carried out on LinkedIn; their number, without questions to ask.
    CarryOut(usize),
    /// The line that made the entry is gone.
    Unknown,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarEntry {
    /// Id of the journal line that made it; a fixed word for the carry-outs.
    pub source: String,
    /// The person; `None` for the carry-outs.
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
    /// The person's time zone.
    pub local: LocalDates,
    /// Status of the requests.
    pub filter: ContactFilter,
    /// True for the people it is about.
    pub is_meant: &'a dyn Fn(&PersonKey) -> bool,
    /// True for the carry-outs too, which are about nobody in particular.
    pub has_carry_outs: bool,
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
                let is_same = !old.cancelled && (old.day, old.count) == (entry.day, entry.count());
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
        self.entries.iter().filter_map(|entry| entry.person.as_ref()).collect()
    }
}

impl CalendarScope<'_> {
    fn includes(&self, entry: &CalendarEntry) -> bool {
        let is_asked_for = match entry.task {
            CalendarTask::FollowUp => matches!(self.filter, ContactFilter::FollowUp | ContactFilter::Decided),
            CalendarTask::OwedGift(_) => matches!(self.filter, ContactFilter::Accepted | ContactFilter::Decided),
            CalendarTask::CarryOut(_) | CalendarTask::Unknown => true,
        };
        is_asked_for && self.includes_person(entry)
    }

    fn includes_person(&self, entry: &CalendarEntry) -> bool {
        entry.person.as_ref().map_or(self.has_carry_outs, |person| (self.is_meant)(person))
    }
}

/// True if what a calendar holds has the carry-outs among it.
pub fn has_carry_outs(records: &[CalendarRecord]) -> bool {
    records.iter().any(|record| record.source == CARRY_OUTS && !record.cancelled)
}

impl CalendarEntry {
    /// Returns the number of carry-outs.
    fn count(&self) -> Option<usize> {
        if let CalendarTask::CarryOut(count) = self.task { Some(count) } else { None }
    }

    fn record(&self) -> CalendarRecord {
        CalendarRecord {
            source: self.source.clone(),
            day: self.day,
            sequence: self.sequence,
            count: self.count().filter(|_| !self.is_cancelled),
            cancelled: self.is_cancelled,
        }
    }

    fn of_decision(entry: &Entry, decision: &Decision, day: NaiveDate, changed_at: DateTime<Utc>) -> Self {
        let task = match &decision.verdict {
            Verdict::FollowUp { .. } => CalendarTask::FollowUp,
            Verdict::Accept(details) => CalendarTask::OwedGift(details.gift),
            Verdict::Decline(_) => CalendarTask::Unknown,
        };
        Self {
            source: entry.id.0.clone(),
            person: Some(decision.person.clone()),
            name: decision.name.clone(),
            task,
            day,
            changed_at,
            sequence: 0,
            is_cancelled: false,
            details: CalendarDetails::default(),
        }
    }
}

/// Returns everything that is due, unsorted.
fn due_entries(ledger: &Ledger, network: &Network, scope: &CalendarScope) -> Vec<CalendarEntry> {
    let of_requests = ledger.cases().filter_map(|case| due_entry(ledger, network, case, scope.local));
    of_requests.chain(carry_outs(ledger, scope.today)).collect()
}

fn due_entry(ledger: &Ledger, network: &Network, case: &InvitationCase, local: LocalDates) -> Option<CalendarEntry> {
    let item = agenda_item(ledger, network, case, local)?;
    let (entry, decision) = ledger.decision_of(case)?;
    let carried_out = ledger.carried_out(case).map(|(entry, _)| entry.at);
    let changed_at = carried_out.max(ledger.closed_by(case).map(|(entry, _)| entry.at)).max(Some(entry.at))?;
    let own = |text: &str| Some(Untrusted::from(text)).filter(|text| !text.is_blank());
    let question = match &item.kind {
        AgendaKind::FollowUp { question, .. } => own(question),
        AgendaKind::OwedGift(_) => None,
    };
    let described = ledger.description_of(&decision.person);
    let details = CalendarDetails {
        question,
        note: own(&decision.note),
        message: case.invitation().note.clone(),
        tags: tags_of(decision, described).map(Untrusted::from).collect(),
        address: case.invitation().address(),
    };
    Some(CalendarEntry { details, ..CalendarEntry::of_decision(entry, decision, item.day, changed_at) })
}

/// Returns the entry for all decisions that are to be carried out on LinkedIn; `None` if there are none. Questions that
/// are to be asked first do not count: their follow-ups have entries of their own.
fn carry_outs(ledger: &Ledger, today: NaiveDate) -> Option<CalendarEntry> {
    let tasks = carry_out::pending(ledger).filter(|(_, task)| *task != CarryOutTask::Reply);
    let cases = tasks.filter_map(|(id, _)| ledger.case(&id));
    let decided: Vec<_> = cases.filter_map(|case| ledger.decision_of(case)).collect();
    let changed_at = decided.iter().map(|(entry, _)| entry.at).max()?;
    Some(carry_out_entry(decided.len(), today, changed_at))
}

fn carry_out_entry(count: usize, day: NaiveDate, changed_at: DateTime<Utc>) -> CalendarEntry {
    CalendarEntry {
        source: CARRY_OUTS.to_owned(),
        person: None,
        name: Untrusted::default(),
        task: CalendarTask::CarryOut(count),
        day,
        changed_at,
        sequence: 0,
        is_cancelled: false,
        details: CalendarDetails::default(),
    }
}

/// Returns the entry that takes an earlier one back.
fn cancelled_entry(ledger: &Ledger, old: &CalendarRecord) -> CalendarEntry {
    let id = EntryId(old.source.clone());
    let changed_at = newest_line_about(ledger, &id);
    let entry = match ledger.entry(&id).map(|entry| (entry, &entry.event)) {
        Some((entry, Event::Decided(decision))) => CalendarEntry::of_decision(entry, decision, old.day, changed_at),
        _ => CalendarEntry {
            source: old.source.clone(),
            task: old.count.map_or(CalendarTask::Unknown, CalendarTask::CarryOut),
            ..carry_out_entry(0, old.day, changed_at)
        },
    };
    CalendarEntry { sequence: old.sequence + 1, is_cancelled: true, ..entry }
}

/// Returns the time of the newest line about the decision of another line; of the newest line at all if there is none.
fn newest_line_about(ledger: &Ledger, id: &EntryId) -> DateTime<Utc> {
    let invitation = ledger.entry(id).and_then(|entry| entry.event.invitation_id());
    let is_about = |posted: &&LedgerEntry| match &posted.entry.event {
        Event::Retracted { entry } => entry == id,
        Event::Imported { closed, .. } => closed.iter().any(|closed| Some(&closed.invitation) == invitation),
        event => invitation.is_some() && event.invitation_id() == invitation,
    };
    let lines = ledger.entries();
    let newest = lines.iter().rev().find(is_about).or(lines.last());
    newest.map(|posted| posted.entry.at).unwrap_or_default()
}
