//! Who wrote since the copy before and waits for an answer, and what changed about the people one is in touch with.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::care::clock::PlanData;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::{
    Connection, FactKind, FileKind, Network, PersonFacts, UnansweredMessage, describe_job,
};
use crate::domain::person::key::PersonKey;
use crate::domain::search::fold::fold;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// Days for which a new job is news.
const NEWS_DAYS: i64 = 30;
/// Days after which a copy is old.
const OLD_COPY_DAYS: i64 = 30;

/// Time of the message that *no answer needed* names where it is about news.
pub const NO_MESSAGE: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// A connection who wrote and waits for an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingMessage {
    /// The person.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// Time of their last message.
    pub at: DateTime<Utc>,
    /// True if all they wrote are greetings (*Congrats on the new job!*).
    pub is_greeting: bool,
    /// Beginning of their last message.
    pub excerpt: Untrusted,
}

/// Returns the connections with a new message whose last word is theirs, newest first; greetings among them.
pub fn they_wrote(ledger: &Ledger, network: &Network, local: LocalDates) -> Vec<WaitingMessage> {
    let connected = network.people().filter(|known| known.is_connected());
    let mut waiting: Vec<WaitingMessage> =
        connected.filter_map(|known| waiting_message(known, ledger, local)).collect();
    waiting.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.person.cmp(&b.person)));
    waiting
}

/// Returns what a connection wrote that waits for an answer: until a later copy has one, a contact is logged on that day
/// or later, or the message is marked as needing none.
pub fn waiting_message(known: &PersonFacts, ledger: &Ledger, local: LocalDates) -> Option<WaitingMessage> {
    let talk = known.conversation_stats()?;
    let newest = talk.new_unanswered().next()?;
    let (mut answered, mut contacted): (Option<DateTime<Utc>>, Option<NaiveDate>) = (None, None);
    for line in ledger.care_of(&known.key) {
        match line.event {
            CareEvent::NoReplyNeeded { last, .. } => answered = answered.max(Some(*last)),
            CareEvent::Contacted(contact) => contacted = contacted.max(Some(contact.on)),
            _ => {}
        }
    }
    let waits = |message: &&UnansweredMessage| {
        answered.is_none_or(|last| message.at.utc() > last) && contacted.is_none_or(|on| on < local.of(message.at))
    };
    let is_waiting = waits(&newest) && !ledger.has_died(&known.key);
    is_waiting.then(|| WaitingMessage {
        person: known.key.clone(),
        name: known.name.clone(),
        at: newest.at.utc(),
        is_greeting: talk.new_unanswered().filter(waits).all(|message| message.is_greeting),
        excerpt: talk.last_excerpt.clone(),
    })
}

/// A new job or company of somebody one is in touch with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobNews {
    /// The person.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// Position and company now.
    pub now: String,
    /// Position and company in the copy before.
    pub before: String,
    /// Time of the copy that says it.
    pub at: DateTime<Utc>,
}

/// Returns the new jobs that the last copy tells of people in touch, by name.
pub fn job_news(data: PlanData<'_>) -> Vec<JobNews> {
    let clock = data.clock();
    let changed = data.network.people().filter_map(|known| news_about(known, data));
    let mut news: Vec<JobNews> = changed.filter(|news| clock.of(&news.person).is_in_touch).collect();
    news.sort_by(|a, b| (fold(a.name.raw()), &a.person).cmp(&(fold(b.name.raw()), &b.person)));
    news
}

/// Returns the new job of a person, until a contact on the day of the copy or later, `x`, or thirty days have passed.
pub fn news_about(known: &PersonFacts, data: PlanData<'_>) -> Option<JobNews> {
    let now = known.connection()?;
    let before = known.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Changed(before) => Some(before),
        _ => None,
    })?;
    if !is_new_job(before, now) {
        return None;
    }
    let at = data.network.time_of(FileKind::Connections)?;
    let day = data.local.of(at);
    let has_written = known.conversation_stats().and_then(|talk| talk.last_sent);
    let is_over = (data.today - day).num_days() > NEWS_DAYS
        || has_written.is_some_and(|sent| data.local.of(sent) >= day)
        || data.ledger.care_of(&known.key).any(|line| match line.event {
            CareEvent::NoReplyNeeded { last, .. } => *last == NO_MESSAGE && line.entry.at >= at,
            CareEvent::Contacted(contact) => contact.on >= day,
            CareEvent::PromiseKept { .. } => data.local.of(line.entry.at) >= day,
            _ => false,
        });
    (!is_over).then(|| JobNews {
        person: known.key.clone(),
        name: known.name.clone(),
        now: describe_job(now.job()),
        before: describe_job(before.job()),
        at,
    })
}

/// True if the position or company is another: not emptied, shortened or written in other case.
fn is_new_job(before: &Connection, now: &Connection) -> bool {
    let text = |text: &Option<Untrusted>| text.as_ref().map(|text| fold(text.raw().trim())).unwrap_or_default();
    let is_new = |before: &Option<Untrusted>, now: &Option<Untrusted>| {
        let (before, now) = (text(before), text(now));
        !now.is_empty() && now != before && !before.starts_with(&now)
    };
    is_new(&before.position, &now.position) || is_new(&before.company, &now.company)
}

/// Returns the age in days of the last copy with messages, if it is so old that one should know.
pub fn old_copy_days(network: &Network, today: NaiveDate, local: LocalDates) -> Option<i64> {
    let age = |at: DateTime<Utc>| (today - local.of(at)).num_days();
    network.messages_as_of.map(age).filter(|days| *days > OLD_COPY_DAYS)
}

/// Returns the sentence about an old copy.
pub fn old_copy_text(days: i64) -> String {
    let age = crate::domain::text::dates::format_age(days);
    format!("Your copy is {age} old; messages since are not counted")
}
