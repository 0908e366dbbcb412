//! What the clock says of one person: rhythm, last contact, when it is time again.

use std::cell::RefCell;

use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};
use foldhash::{HashMap, HashSet};

use super::applied_rhythm::{AppliedRhythm, Group, NewestPledge};
use super::business_days::{BusinessDays, BusinessWeek};
use super::last_contact::{ContactKind, LastContact};
use super::line_meaning::{contact_of, is_never, is_of_the_day};
use crate::domain::decision::care_event::{Absence, CareEvent, Pledge, ReviewChoice};
use crate::domain::decision::event::{CarryOutResult, Entry, Event};
use crate::domain::decision::ledger::{CareEntry, Ledger};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{Decision, Verdict};
use crate::domain::evidence::network::{Fact, FactKind, Network, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;

/// Which lines count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lines {
    /// All.
    All,
    /// Those at the start of this day: nothing that was logged, kept, put off, chosen or looked at on it or later.
    Before(NaiveDate),
}

/// The clock of a day.
pub struct Clock<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) network: &'a Network,
    pub(super) days: &'a BusinessDays,
    pub(super) today: NaiveDate,
    pub(super) local: LocalDates,
    pub(super) lines: Lines,
    pub(super) pledge: Option<NewestPledge<'a>>,
    spread: RefCell<SpreadDays>,
}

/// Business days over which people are spread, by the first day and the rhythm.
type SpreadDays = HashMap<(NaiveDate, Rhythm), Vec<NaiveDate>>;

/// The day on which it is time to be in touch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The local date.
    pub day: NaiveDate,
    /// True if the person set it; it needs no rhythm.
    pub is_own_date: bool,
}

/// What the clock says of one person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonClock {
    /// True for people in touch: a rhythm other than never applies to them.
    pub is_in_touch: bool,
    /// Whether they are a connection.
    pub link: Link,
    /// The group of a pledge that they are in.
    pub group: Group,
    /// The rhythm that applies, *never* included; that of an accept also before it is carried out.
    pub rhythm: Option<AppliedRhythm>,
    /// The last contact; `None` if there was none.
    pub last_contact: Option<LastContact>,
    /// When it is time again; `None` for who is not in touch and has no date of one's own.
    pub due: Option<Due>,
    /// True if one let go of the person.
    pub is_let_go: bool,
    /// Why the person gets no reminders, if it is theirs.
    pub absence: Option<Absence>,
}

/// Whether somebody is a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Link {
    /// A connection of the last copy.
    Connected,
    /// A connection of an earlier copy.
    Gone,
    /// No copy has them as a connection.
    #[default]
    None,
}

impl PersonClock {
    /// True for a connection of the last copy.
    pub fn is_connected(&self) -> bool {
        self.link == Link::Connected
    }

    /// True for who is no connection any more.
    pub fn is_gone(&self) -> bool {
        self.link == Link::Gone
    }

    /// True if no list may name the person of its own accord: muted, let go or absent.
    pub fn is_muted(&self) -> bool {
        let is_never = self.rhythm.as_ref().is_some_and(|applied| applied.rhythm == Rhythm::Never);
        is_never || self.is_let_go || self.absence.is_some()
    }
}

/// The standing accept of somebody.
pub(super) struct Accept<'a> {
    pub(super) position: u32,
    pub(super) entry: &'a Entry,
    pub(super) decision: &'a Decision,
    /// The day it was carried out, until a copy says that it did not happen.
    carried_out: Option<NaiveDate>,
}

/// A person, with what is looked up once.
pub(super) struct Subject<'a> {
    pub(super) person: &'a PersonKey,
    known: Option<&'a PersonFacts>,
    pub(super) accept: Option<Accept<'a>>,
    /// Gifts given: position and local date.
    gifts: Vec<(u32, NaiveDate)>,
    has_lines: bool,
}

impl Subject<'_> {
    fn is_connected(&self) -> bool {
        self.known.is_some_and(PersonFacts::is_connected)
    }

    fn is_gone(&self) -> bool {
        self.known.is_some_and(PersonFacts::was_connected)
    }

    /// Returns the day of the connection; of an earlier one, as the last copy that had it says.
    fn connected_on(&self) -> Option<NaiveDate> {
        let day = |fact: &Fact| match &fact.kind {
            FactKind::Connected(connection) | FactKind::WasConnected(connection) => connection.connected_on,
            _ => None,
        };
        self.known?.facts.iter().filter_map(day).max()
    }

    /// Returns the person's group: the groups are disjoint.
    pub(super) fn group(&self) -> Group {
        let talk = self.known.and_then(PersonFacts::conversation_stats);
        match talk {
            _ if self.accept.is_some() => Group::Accepted,
            Some(talk) if talk.sent > 0 && talk.received > 0 => Group::Both,
            _ => Group::Others,
        }
    }
}

impl<'a> Clock<'a> {
    /// Returns the clock of a day.
    pub fn new(
        ledger: &'a Ledger,
        network: &'a Network,
        days: &'a BusinessDays,
        today: NaiveDate,
        local: LocalDates,
        lines: Lines,
    ) -> Self {
        let clock = Self { ledger, network, days, today, local, lines, pledge: None, spread: RefCell::default() };
        match ledger.pledges().next_back() {
            Some((position, _, pledge)) => clock.with_newest_pledge(position, pledge),
            None => clock,
        }
    }

    /// Returns the clock as it would be with another pledge, made today.
    pub fn with_pledge(self, pledge: &'a Pledge) -> Self {
        self.with_newest_pledge(u32::MAX, pledge)
    }

    /// Returns what the clock says of everybody: connections, and others of whom the journal has a request or a line.
    pub fn everybody(&self) -> impl Iterator<Item = (&'a PersonKey, PersonClock)> {
        let connected = self.network.people().filter(|known| known.is_connected());
        let connected = connected.map(|known| (&known.key, Some(known)));
        let journal = people_in_journal(self.ledger).map(|person| (person, self.network.get(person)));
        let others = journal.filter(|(_, known)| !known.is_some_and(PersonFacts::is_connected));
        connected.chain(others).map(|(person, known)| (person, self.of_known(person, known)))
    }

    /// Returns the clock for rhythms and last contacts, on which business days have no influence.
    pub fn of_contacts(ledger: &'a Ledger, network: &'a Network, today: NaiveDate, local: LocalDates) -> Self {
        static WEEKDAYS: BusinessDays = BusinessDays { week: BusinessWeek::MondayToFriday, away: Vec::new() };
        Self::new(ledger, network, &WEEKDAYS, today, local, Lines::All)
    }

    /// Returns the clock of [`Clock::of_contacts`] with days in UTC, for what other programs read. West of Greenwich the
    /// next UTC day begins before this local one ends, so contacts on it count as well.
    pub fn of_contacts_in_utc(ledger: &'a Ledger, network: &'a Network, today: NaiveDate, local: LocalDates) -> Self {
        let tomorrow = today.succ_opt().unwrap_or(today);
        let has_begun = local.of(tomorrow.and_time(NaiveTime::MIN).and_utc()) <= today;
        Self::of_contacts(ledger, network, if has_begun { tomorrow } else { today }, LocalDates::UTC)
    }

    /// True if there is a pledge.
    pub fn has_pledge(&self) -> bool {
        self.pledge.is_some()
    }

    /// Returns what the clock says of a person.
    pub fn of(&self, person: &'a PersonKey) -> PersonClock {
        self.of_known(person, self.network.get(person))
    }

    /// Returns the last contact with a person, as [`PersonClock::last_contact`], and nothing else.
    pub fn last_contact_with(&self, person: &'a PersonKey) -> Option<LastContact> {
        self.last_contact(&self.subject(person, self.network.get(person)))
    }

    /// Returns what the clock says of a person of the last copy.
    pub fn of_facts(&self, known: &'a PersonFacts) -> PersonClock {
        self.of_known(&known.key, Some(known))
    }

    /// Returns what the clock says of a person with these facts.
    pub(in crate::domain::care) fn of_known(
        &self,
        person: &'a PersonKey,
        known: Option<&'a PersonFacts>,
    ) -> PersonClock {
        let subject = self.subject(person, known);
        let absence = self.absence(&subject);
        let rhythm = self.rhythm_of(&subject);
        let is_gone = subject.is_gone();
        let is_let_go = self.is_let_go(&subject);
        let last_contact = self.last_contact(&subject);
        let is_kept = self.has_own_rhythm(&subject) || (is_gone && self.has_open_promise(&subject));
        let is_here = subject.is_connected()
            || subject.accept.as_ref().is_some_and(|accept| accept.carried_out.is_some())
            || is_kept;
        let is_blank = known.is_some_and(|known| known.name.is_blank());
        let is_out = is_let_go || is_blank || absence == Some(Absence::Died) || (is_gone && !is_kept);
        let applies = rhythm.as_ref().filter(|applied| applied.rhythm != Rhythm::Never);
        let applies = applies.filter(|_| is_here && !is_out);
        let own_date = if is_out { None } else { self.own_date(&subject) };
        let due = match own_date {
            Some(day) => Some(Due { day, is_own_date: true }),
            None => applies.map(|applied| Due { day: self.due_by(applied, person, last_contact), is_own_date: false }),
        };
        // A pledge says nothing of who neither is here nor was accepted.
        let is_in_touch = applies.is_some();
        let rhythm = rhythm.filter(|applied| is_here || subject.accept.is_some() || !applied.is_of_pledge());
        PersonClock {
            is_in_touch,
            link: if subject.is_connected() {
                Link::Connected
            } else if is_gone {
                Link::Gone
            } else {
                Link::None
            },
            group: subject.group(),
            rhythm,
            last_contact,
            due,
            is_let_go,
            absence,
        }
    }

    fn subject(&self, person: &'a PersonKey, known: Option<&'a PersonFacts>) -> Subject<'a> {
        let (mut newest, mut accept) = (None, None);
        for case in self.ledger.cases_of(person) {
            let Some((position, entry, decision)) = self.ledger.current_decision(case) else { continue };
            if newest.is_some_and(|newest| newest > position) {
                continue;
            }
            newest = Some(position);
            accept = None;
            if !matches!(decision.verdict, Verdict::Accept(_)) {
                continue;
            }
            let carried_out = self.ledger.carried_out_by(case).filter(|(_, how)| *how == CarryOutResult::Done);
            let carried_out = carried_out.map(|(entry, _)| entry.at).filter(|at| !self.is_denied(known, *at));
            let carried_out = carried_out.map(|at| self.local.of(at));
            accept = Some(Accept { position, entry, decision, carried_out });
        }
        let (mut gifts, mut has_lines) = (Vec::new(), false);
        for (position, entry) in self.ledger.entries_about(person) {
            match &entry.event {
                Event::GiftGiven(_) => gifts.push((position, self.local.of(entry.at))),
                Event::Care(_) => has_lines = true,
                _ => {}
            }
        }
        Subject { person, known, accept, gifts, has_lines }
    }

    /// True if a copy made after an accept was carried out does not list the person as a connection.
    fn is_denied(&self, known: Option<&PersonFacts>, carried_out: DateTime<Utc>) -> bool {
        !known.is_some_and(PersonFacts::is_connected)
            && self
                .ledger
                .newest_full_import_date()
                .is_some_and(|copy| self.local.of(copy) > self.local.of(carried_out))
    }

    /// Returns the lines about a person that count, oldest first.
    pub(super) fn lines_of<'s>(
        &'s self,
        subject: &'s Subject,
    ) -> impl DoubleEndedIterator<Item = CareEntry<'a>> + use<'a, 's> {
        let lines = subject.has_lines.then(|| self.ledger.care_of(subject.person)).into_iter().flatten();
        lines.filter(|line| !(is_of_the_day(line.event) && self.is_too_new(self.local.of(line.entry.at))))
    }

    fn is_too_new(&self, day: NaiveDate) -> bool {
        matches!(self.lines, Lines::Before(start) if day >= start)
    }

    fn absence(&self, subject: &Subject) -> Option<Absence> {
        self.lines_of(subject).rev().find_map(|line| match line.event {
            CareEvent::RhythmSet(choice) => Some(choice.because),
            _ => None,
        })?
    }

    fn has_own_rhythm(&self, subject: &Subject) -> bool {
        let newest = self.lines_of(subject).rev().find_map(|line| match line.event {
            CareEvent::RhythmSet(choice) => Some(choice.rhythm.is_some()),
            _ => None,
        });
        newest.unwrap_or_default()
    }

    fn has_open_promise(&self, subject: &Subject) -> bool {
        !self.ledger.open_promises_among(self.lines_of(subject)).is_empty()
    }

    /// True if one let go of the person, and nothing newer says otherwise.
    fn is_let_go(&self, subject: &Subject) -> bool {
        let newest = self.lines_of(subject).rev().find_map(|line| match line.event {
            CareEvent::Reviewed(review) => match review.choice {
                ReviewChoice::LetGo => Some(Some(line)),
                ReviewChoice::Keep => Some(None),
                ReviewChoice::ReachOut => None,
            },
            CareEvent::RhythmSet(_) => Some(None),
            _ => None,
        });
        let Some(let_go) = newest.flatten() else { return false };
        let is_accepted_since = subject.accept.as_ref().is_some_and(|accept| accept.position > let_go.position);
        let is_connected_since = subject.connected_on().is_some_and(|on| on > self.local.of(let_go.entry.at));
        !is_accepted_since && !is_connected_since
    }

    /// Returns the last contact, never later than today.
    fn last_contact(&self, subject: &Subject) -> Option<LastContact> {
        let mut last: Option<LastContact> = None;
        let mut add = |day: NaiveDate, kind| {
            if day <= self.today {
                last = last.max(Some(LastContact { day, kind }));
            }
        };
        subject.connected_on().into_iter().for_each(|day| add(day, ContactKind::Connected));
        if !subject.is_connected() && !subject.is_gone() {
            let carried_out = subject.accept.as_ref().and_then(|accept| accept.carried_out);
            carried_out.into_iter().for_each(|day| add(day, ContactKind::Accepted));
        }
        for (_, day) in subject.gifts.iter().filter(|(_, day)| !self.is_too_new(*day)) {
            add(*day, ContactKind::Kept);
        }
        let mut answered: Option<DateTime<Utc>> = None;
        for line in self.lines_of(subject) {
            if let CareEvent::NoReplyNeeded { last, .. } = line.event {
                answered = answered.max(Some(*last));
            }
            contact_of(&line, subject.person, self.local).into_iter().for_each(|(day, kind)| add(day, kind));
        }
        if let Some(talk) = subject.known.and_then(PersonFacts::conversation_stats) {
            let counts = talk
                .unanswered
                .iter()
                .filter(|message| !message.is_greeting && answered.is_none_or(|last| message.at.utc() > last));
            let theirs = counts.map(|message| (message.at, ContactKind::TheirMessage));
            let mine = talk.last_sent.map(|at| (at, ContactKind::MyMessage));
            // Of two messages on a day the later one is the last.
            let messages = theirs.chain(mine).map(|(at, kind)| (at, self.local.of(at), kind));
            let newest = messages.filter(|(_, day, _)| *day <= self.today).max_by_key(|(at, ..)| *at);
            newest.into_iter().for_each(|(_, day, kind)| add(day, kind));
        }
        last
    }

    /// Returns the date that one set last, if one did nothing after that line.
    fn own_date(&self, subject: &Subject) -> Option<NaiveDate> {
        let dated = |line: &CareEntry| match line.event {
            CareEvent::Postponed { due, .. } => Some(*due),
            CareEvent::Reviewed(review) => review.due,
            _ => None,
        };
        let line = self.lines_of(subject).rev().find(|line| dated(line).is_some())?;
        let set_on = self.local.of(line.entry.at);
        let is_after = |day: NaiveDate, position: u32| (day, position) > (set_on, line.position) && day <= self.today;
        let is_ended = self.lines_of(subject).any(|other| {
            let contact = contact_of(&other, subject.person, self.local);
            contact.is_some_and(|(day, _)| is_after(day, other.position))
                || (is_never(other.event) && other.position > line.position)
        });
        let is_given = subject.gifts.iter().any(|(at, day)| is_after(*day, *at) && !self.is_too_new(*day));
        let never_accepted = |accept: &Accept| {
            matches!(&accept.decision.verdict, Verdict::Accept(details) if details.rhythm == Some(Rhythm::Never))
                && accept.position > line.position
        };
        let is_ended = is_ended || is_given || subject.accept.as_ref().is_some_and(never_accepted);
        let talk = subject.known.and_then(PersonFacts::conversation_stats);
        let has_written = talk.and_then(|talk| talk.last_sent).is_some_and(|sent| {
            let day = self.local.of(sent);
            day <= self.today && (day > set_on || (day == set_on && sent.utc() > line.entry.at))
        });
        if is_ended || has_written { None } else { dated(&line) }
    }

    /// Returns the day on which it is time by a rhythm, a business day.
    fn due_by(&self, applied: &AppliedRhythm, person: &PersonKey, last: Option<LastContact>) -> NaiveDate {
        let months = Months::new(applied.rhythm.months().unwrap_or_default());
        let after = |day: NaiveDate| day.checked_add_months(months).unwrap_or(NaiveDate::MAX);
        let by_last = last.map(|last| after(last.day));
        let day = match by_last {
            Some(day) if !(applied.is_spread() && day < applied.since) => day,
            _ => {
                let key = (applied.since, applied.rhythm);
                let mut spread = self.spread.borrow_mut();
                let days = spread.entry(key).or_insert_with(|| self.days.between(applied.since, after(applied.since)));
                days[crc32fast::hash(person.as_str().as_bytes()) as usize % days.len()]
            }
        };
        self.days.on_or_after(day)
    }
}

/// Returns everybody whom the journal has a request or a line of, each once, in no order.
pub(super) fn people_in_journal(ledger: &Ledger) -> impl Iterator<Item = &PersonKey> {
    let asked = ledger.cases().map(|case| &case.invitation().person);
    let asked = asked.filter(|person| !ledger.is_earlier_key(person));
    let mut seen = HashSet::default();
    asked.chain(ledger.people_with_entries()).filter(move |person| seen.insert(*person))
}
