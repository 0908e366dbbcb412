//! Everything for today: what comes back, what is owed, who wrote, whom to reach out to.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda};
use crate::domain::care::clock::{PlanData, ReachOut, ReachOutPlan};
use crate::domain::care::introduction::{Introduction, introductions};
use crate::domain::care::look_back::look_back;
use crate::domain::care::they_wrote::{JobNews, WaitingMessage, job_news, they_wrote};
use crate::domain::decision::care_event::Party;
use crate::domain::decision::event::EntryId;
use crate::domain::decision::ledger::Ledger;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// A promise that is owed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwedPromise {
    /// The line that made it.
    pub id: EntryId,
    /// The person.
    pub about: Party,
    /// What was promised.
    pub text: Untrusted,
    /// By when.
    pub due: NaiveDate,
    /// Time of the line that set the date.
    pub set_at: DateTime<Utc>,
}

/// One thing for today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TodayItem {
    /// A request that comes back, or a gift that is owed.
    Request(AgendaItem),
    /// A promise.
    Promise(OwedPromise),
    /// An introduction with a next step.
    Introduction(Introduction),
    /// Somebody wrote.
    Wrote(WaitingMessage),
    /// Short greetings and thanks, folded into one.
    Greetings(Vec<WaitingMessage>),
    /// Somebody to reach out to.
    ReachOut(ReachOut),
    /// Somebody has a new job.
    News(JobNews),
    /// Decisions to look back at; their number.
    LookBack(usize),
}

/// A section of the day, in display order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TodaySection {
    /// Follow-ups whose day has come.
    ComeBack,
    /// Gifts and promises that are owed.
    Owed,
    /// Introductions on their way.
    Introductions,
    /// Messages that wait for an answer.
    TheyWrote,
    /// Today's few.
    ReachOut,
    /// New jobs.
    News,
    /// Decisions to look back at.
    LookBack,
    /// Follow-ups to come.
    Later,
    /// Parked requests.
    Parked,
}

impl TodayItem {
    /// Returns its section on a day.
    pub fn section(&self, today: NaiveDate) -> TodaySection {
        match self {
            Self::Request(item) => match item.kind {
                AgendaKind::OwedGift(_) => TodaySection::Owed,
                AgendaKind::FollowUp { .. } if item.day <= today => TodaySection::ComeBack,
                AgendaKind::FollowUp { .. } if item.is_parked() => TodaySection::Parked,
                AgendaKind::FollowUp { .. } => TodaySection::Later,
            },
            Self::Promise(_) => TodaySection::Owed,
            Self::Introduction(_) => TodaySection::Introductions,
            Self::Wrote(_) | Self::Greetings(_) => TodaySection::TheyWrote,
            Self::ReachOut(_) => TodaySection::ReachOut,
            Self::News(_) => TodaySection::News,
            Self::LookBack(_) => TodaySection::LookBack,
        }
    }

    /// Returns the person it is about; `None` for greetings of several.
    pub fn person<'a>(&'a self, ledger: &'a Ledger) -> Option<&'a PersonKey> {
        match self {
            Self::Request(item) => ledger.case(&item.id).map(|case| &case.invitation().person),
            Self::Promise(promise) => Some(&promise.about.person),
            Self::Introduction(introduction) => Some(&introduction.turn().person),
            Self::Wrote(message) => Some(&message.person),
            Self::Greetings(messages) => {
                if let [one] = messages.as_slice() {
                    Some(&one.person)
                } else {
                    None
                }
            }
            Self::ReachOut(reach_out) => Some(&reach_out.person),
            Self::News(news) => Some(&news.person),
            Self::LookBack(_) => None,
        }
    }
}

/// Returns everything for today, section by section; decisions are looked back at after so many months.
pub fn today_items(data: PlanData<'_>, plan: &ReachOutPlan, look_back_months: u32) -> Vec<TodayItem> {
    let requests = agenda(data.ledger, data.network, data.today, data.local).into_iter().map(TodayItem::Request);
    let promises = owed_promises(data.ledger).into_iter().map(TodayItem::Promise);
    let introductions = open_introductions(data).into_iter().map(TodayItem::Introduction);
    let (greetings, wrote): (Vec<_>, Vec<_>) =
        they_wrote(data.ledger, data.network, data.local).into_iter().partition(|message| message.is_greeting);
    let greetings = (!greetings.is_empty()).then_some(TodayItem::Greetings(greetings));
    let few = plan.few();
    let news = job_news(data).into_iter().filter(|news| few.iter().all(|reach_out| reach_out.person != news.person));
    let news: Vec<TodayItem> = news.map(TodayItem::News).collect();
    let (open, done): (Vec<_>, Vec<_>) = few.iter().cloned().partition(|reach_out| !reach_out.is_done);
    let few = open.into_iter().chain(done).map(TodayItem::ReachOut);
    let past = look_back(data, look_back_months).len();
    let past = (past > 0).then_some(TodayItem::LookBack(past));
    let wrote = wrote.into_iter().map(TodayItem::Wrote).chain(greetings);
    let items = requests.chain(promises).chain(introductions).chain(wrote).chain(few).chain(news).chain(past);
    let mut items: Vec<TodayItem> = items.collect();
    // Stable: within a section the order stays, but what is owed goes by its day.
    items.sort_by_key(|item| (item.section(data.today), owed_day(item)));
    items
}

/// Returns the introductions with a next step, by the day of their last one.
pub fn open_introductions(data: PlanData<'_>) -> Vec<Introduction> {
    let mut open = introductions(data.ledger, data.local);
    open.retain(|introduction| introduction.next(data.today).is_some());
    open.sort_by_key(|introduction| introduction.last_day);
    open
}

fn owed_day(item: &TodayItem) -> Option<NaiveDate> {
    match item {
        TodayItem::Request(item) if matches!(item.kind, AgendaKind::OwedGift(_)) => Some(item.day),
        TodayItem::Promise(promise) => Some(promise.due),
        _ => None,
    }
}

/// Returns every promise that is owed, by date.
pub fn owed_promises(ledger: &Ledger) -> Vec<OwedPromise> {
    let mut promises: Vec<OwedPromise> =
        ledger.people_with_entries().flat_map(|person| owed_promises_to(person, ledger)).collect();
    promises.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
    promises
}

/// Returns the promises to a person that are owed, by date.
pub fn owed_promises_to(person: &PersonKey, ledger: &Ledger) -> Vec<OwedPromise> {
    let mut promises: Vec<OwedPromise> = ledger
        .open_promises(person)
        .into_iter()
        .map(|open| OwedPromise {
            id: open.made.id.clone(),
            about: open.promise.about.clone(),
            text: Untrusted::from(open.promise.text.as_str()),
            due: open.promise.due,
            set_at: open.entry.at,
        })
        .collect();
    promises.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
    promises
}

/// A promise whose day has come, or that was kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DuePromise<'a> {
    /// The person.
    pub person: &'a PersonKey,
    /// The day it was kept; of one that is owed, the day that was set last.
    pub day: NaiveDate,
    /// True once it is kept.
    pub is_kept: bool,
}

/// Returns the promises that were kept, and those that are owed and whose day has come; dropped ones are neither.
pub fn due_promises(ledger: &Ledger, today: NaiveDate, local: LocalDates) -> Vec<DuePromise<'_>> {
    let mut promises = Vec::new();
    for person in ledger.people_with_entries() {
        let kept = ledger.kept_promises(person).into_iter();
        promises.extend(kept.map(|entry| DuePromise { person, day: local.of(entry.at), is_kept: true }));
        let owed = ledger.open_promises(person).into_iter().map(|open| open.promise.due).filter(|due| *due <= today);
        promises.extend(owed.map(|day| DuePromise { person, day, is_kept: false }));
    }
    promises
}
