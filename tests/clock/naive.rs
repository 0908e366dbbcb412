//! The contact clock a second time: slow, obvious, from scratch for every day and person, on plain data. It was written
//! from the description alone; each rule quotes the sentence that it implements.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::life::{Answers, Connection, Copy, Life, Message, Rhythm, Sum, TheyWrote, time};

/// What is known on a day.
pub struct Naive<'a> {
    life: &'a Life,
    today: NaiveDate,
    /// Lines in force, in the order of the journal.
    lines: Vec<Line<'a>>,
    /// The same by person.
    about: BTreeMap<&'a str, Vec<Line<'a>>>,
    pledges: Vec<Line<'a>>,
    reopened: Vec<Line<'a>>,
    told: Rc<Told<'a>>,
}

/// A one-to-one message of a copy.
#[derive(Clone, Copy)]
struct Mail<'a> {
    day: NaiveDate,
    at: DateTime<Utc>,
    mine: bool,
    /// True for a short text that three or more people sent.
    is_greeting: bool,
    with: &'a str,
}

/// What the copies tell that were imported by then.
struct Told<'a> {
    copies: Vec<&'a Copy>,
    /// Connections of the last copy.
    connections: BTreeMap<&'a str, &'a Connection>,
    /// The newest row that a copy has, or had, of somebody.
    connections_once: BTreeMap<&'a str, &'a Connection>,
    /// One-to-one messages by person.
    messages: BTreeMap<&'a str, Vec<Mail<'a>>>,
    /// Everybody there is, whenever.
    people: BTreeSet<String>,
}

/// A line of the journal.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Its place in the journal: *newer* is further down.
    place: usize,
    /// "The day of a line or message is its `at` with the offset in force then, not today's"
    day: NaiveDate,
    at: DateTime<Utc>,
    event: &'a str,
    json: &'a Value,
}

impl<'a> Line<'a> {
    fn text(self, field: &str) -> Option<&'a str> {
        self.json[field].as_str()
    }

    fn is(self, event: &str) -> bool {
        self.event == event
    }

    /// "dates (`on`, `due`, Connected On) never pass through a zone"
    fn date(self, field: &str) -> Option<NaiveDate> {
        self.text(field).map(super::life::day)
    }

    fn rhythm(self, field: &str) -> Option<Rhythm> {
        self.text(field).map(Rhythm::parse)
    }

    /// Returns the people a line is about: the person, or of an introduction the side asked, or both.
    fn people(self) -> Vec<&'a str> {
        let between = self.json["between"].as_array().into_iter().flatten();
        let side = self.json["side"].as_u64();
        let sides = (1..).zip(between).filter(|(n, _)| side.is_none_or(|side| side == *n));
        let sides = sides.filter_map(|(_, side)| side["person"].as_str());
        self.text("person").into_iter().chain(sides).collect()
    }

    /// "An introduction's `asked` is a contact with that side, `made` with both."
    fn is_introduction_contact(self) -> bool {
        self.is("introduction") && ["asked", "made"].iter().any(|step| self.json["step"] == *step)
    }

    /// "as if nothing had been logged, kept, put off, muted or reviewed on that day", and "besides the five, any
    /// `rhythm_set` is such a line". A step of an introduction that is a contact was logged.
    fn is_done_that_day(self) -> bool {
        ["contacted", "kept", "promise_kept", "postponed", "rhythm_set", "reviewed"].iter().any(|event| self.is(event))
            || self.is_introduction_contact()
    }
}

/// Something that I did about a person.
struct Deed {
    day: NaiveDate,
    when: When,
}

enum When {
    Message(DateTime<Utc>),
    Line(usize),
}

/// How a rhythm came to a person.
#[derive(Clone, Copy)]
enum Source {
    /// By a line of its own (`rhythm_set`, an accept) on a day.
    Own(NaiveDate),
    /// By a *keep* on a day.
    Keep(NaiveDate),
    /// By a pledge that gave it first on a day.
    Pledge(NaiveDate),
}

impl<'a> Naive<'a> {
    /// Looks at a life at the end of a day.
    pub fn new(life: &'a Life, today: NaiveDate) -> Self {
        let numbered = |(place, json): (usize, &'a Value)| {
            let at = time(json["at"].as_str().expect("every line has a time"));
            Line { place, day: (life.zone)(at), at, event: json["event"].as_str().expect("an event"), json }
        };
        // "later days do not count yet"
        let lines: Vec<Line> = life.lines.iter().enumerate().map(numbered).filter(|line| line.day <= today).collect();
        Self::with_lines(life, today, in_force(&lines), Rc::new(Told::new(life, today)))
    }

    fn with_lines(life: &'a Life, today: NaiveDate, lines: Vec<Line<'a>>, told: Rc<Told<'a>>) -> Self {
        let mut about: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
        for line in &lines {
            line.people().into_iter().for_each(|person| about.entry(person).or_default().push(*line));
        }
        let of = |event: &str| lines.iter().copied().filter(|line| line.is(event)).collect();
        let (pledges, reopened) = (of("pledged"), of("reopened"));
        Self { life, today, lines, about, pledges, reopened, told }
    }

    /// Looks at the same, without what was done from the start of a day on.
    fn at_start_of(&self, day: NaiveDate) -> Self {
        let is_seen = |line: &&Line| line.day < day || !line.is_done_that_day();
        let lines = self.lines.iter().filter(is_seen).copied().collect();
        Self::with_lines(self.life, self.today, lines, Rc::clone(&self.told))
    }

    fn about(&self, person: &str) -> impl DoubleEndedIterator<Item = Line<'a>> {
        self.about.get(person).into_iter().flatten().copied()
    }

    fn newest(&self, person: &str, is_meant: impl Fn(&Line) -> bool) -> Option<Line<'a>> {
        self.about(person).rev().find(is_meant)
    }

    // What copies say.

    fn connection(&self, person: &str) -> Option<&'a Connection> {
        self.told.connections.get(person).copied()
    }

    fn connection_once(&self, person: &str) -> Option<&'a Connection> {
        self.told.connections_once.get(person).copied()
    }

    fn is_gone(&self, person: &str) -> bool {
        self.connection(person).is_none() && self.connection_once(person).is_some()
    }

    fn messages(&self, person: &str) -> impl Iterator<Item = Mail<'a>> {
        self.told.messages.get(person).into_iter().flatten().copied()
    }

    /// "No contact is a message of theirs answered with `x`": the newest one then, and with it all before it.
    fn needs_no_reply(&self, message: &Mail) -> bool {
        let mut lines = self.about(message.with).filter(|line| line.is("no_reply_needed"));
        !message.mine && lines.any(|line| line.text("last").is_some_and(|last| message.at <= time(last)))
    }

    // What was decided.

    /// "A later decision on the same invitation replaces the earlier one"; `reopened`: "whatever was decided before
    /// this line" no longer stands. Of several requests the newest decision counts.
    fn standing_accept(&self, person: &str) -> Option<Line<'a>> {
        let newest = self.standing_decisions(person).into_iter().max_by_key(|line| line.place);
        newest.filter(|line| line.json["verdict"] == "accept")
    }

    fn standing_decisions(&self, person: &str) -> Vec<Line<'a>> {
        let mut standing: BTreeMap<&str, Line> = BTreeMap::new();
        let decided = self.about(person).filter(|line| line.is("decided"));
        let mut lines: Vec<Line> = decided.chain(self.reopened.iter().copied()).collect();
        lines.sort_by_key(|line| line.place);
        for line in lines {
            let invitation = line.text("invitation").expect("an invitation");
            if line.is("decided") {
                standing.insert(invitation, line);
            } else {
                standing.remove(invitation);
            }
        }
        standing.into_values().collect()
    }

    /// Returns the day on which the standing accept was carried out, "until a copy says that it did not happen: a copy
    /// made after the carrying out".
    fn carried_out(&self, person: &str) -> Option<NaiveDate> {
        let accept = self.standing_accept(person)?;
        let is_meant = |line: &Line| {
            line.is("carried_out") && line.place > accept.place && line.text("invitation") == accept.text("invitation")
        };
        let carried = self.newest(person, is_meant).filter(|line| line.json["how"] == "done")?;
        let denies = |copy: &&Copy| copy.day > carried.day && copy.connections.iter().all(|other| other.key != person);
        (!self.told.copies.iter().any(denies)).then_some(carried.day)
    }

    fn has_own_rhythm(&self, person: &str) -> bool {
        let newest = self.newest(person, |line| line.is("rhythm_set"));
        newest.is_some_and(|line| line.text("rhythm").is_some())
    }

    /// "`promise?` (an earlier one whose date moves)": a promise is the chain of its lines.
    fn has_open_promise(&self, person: &str) -> bool {
        // "An `id` that is referred to means, after a redo, the line that repeats it"
        let mut same: BTreeMap<&str, &str> = BTreeMap::new();
        for json in &self.life.lines {
            if let (Some(id), Some(again)) = (json["id"].as_str(), json["again"].as_str()) {
                same.insert(id, same.get(again).copied().unwrap_or(again));
            }
        }
        let first = |id: &'a str| same.get(id).copied().unwrap_or(id);
        let mut root: BTreeMap<&str, &str> = BTreeMap::new();
        let mut open: BTreeSet<&str> = BTreeSet::new();
        for line in self.about(person) {
            let earlier = line.text("promise").map(first);
            let earlier = earlier.map(|id| root.get(id).copied().unwrap_or(id));
            if line.is("promised") {
                let id = line.text("id").expect("an id");
                root.insert(id, earlier.unwrap_or(id));
                open.insert(earlier.unwrap_or(id));
            } else if line.is("promise_kept") || line.is("promise_dropped") {
                earlier.into_iter().for_each(|id| _ = open.remove(id));
            }
        }
        !open.is_empty()
    }

    /// "Let go ends with a newer `rhythm_set`, keep or accept, or a Connected On after it."
    fn is_let_go(&self, person: &str) -> bool {
        let Some(let_go) = self.newest(person, |line| line.is("reviewed") && line.json["choice"] == "let_go") else {
            return false;
        };
        let accept = self.standing_accept(person).is_some_and(|accept| accept.place > let_go.place);
        let is_ending = |line: &Line| line.is("rhythm_set") || (line.is("reviewed") && line.json["choice"] == "keep");
        let word = self.newest(person, |line| line.place > let_go.place && is_ending(line)).is_some();
        let on = self.connection(person).and_then(|connection| connection.on);
        !(accept || word || on.is_some_and(|on| on > let_go.day))
    }

    /// "after the last (*has died*) … no list names it"
    fn has_died(&self, person: &str) -> bool {
        self.newest(person, |line| line.is("rhythm_set")).is_some_and(|line| line.json["because"] == "died")
    }

    /// "Gone with a `rhythm_set` of their own or an open promise: stays in touch"
    fn is_gone_for_good(&self, person: &str) -> bool {
        self.is_gone(person) && !self.has_own_rhythm(person) && !self.has_open_promise(person)
    }

    /// "connections of the last copy; people accepted here and carried out …; anybody with a `rhythm_set` of their own.
    /// Never: let go, forgotten, blank; gone, but for the exception below."
    pub fn belongs(&self, person: &str) -> bool {
        let is_known = self.is_gone(person)
            || self.connection(person).is_some()
            || self.carried_out(person).is_some()
            || self.has_own_rhythm(person);
        is_known && !self.is_gone_for_good(person) && !self.is_let_go(person) && !self.has_died(person)
    }

    // Rhythm.

    /// "of a pledge the first of the unbroken run that gave this rhythm to this tag or group"
    fn first_day_of_run(&self, gives: impl Fn(Line) -> Option<Rhythm>) -> Option<(Rhythm, NaiveDate)> {
        let rhythm = gives(*self.pledges.last()?)?;
        let run = self.pledges.iter().rev().take_while(|pledge| gives(**pledge) == Some(rhythm));
        run.last().map(|pledge| (rhythm, pledge.day))
    }

    /// "tags are those of the newest `described`, else of the accept"
    fn tags_line(&self, person: &str) -> Option<Line<'a>> {
        self.newest(person, |line| line.is("described")).or_else(|| self.standing_accept(person))
    }

    /// Returns the tags of a person, each with the day of the line that brought it: of those that have it one after the
    /// other, the first.
    fn tags(&self, person: &str) -> Vec<(&'a str, NaiveDate)> {
        let Some(line) = self.tags_line(person) else { return Vec::new() };
        let described: Vec<Line> = self.about(person).filter(|line| line.is("described")).collect();
        let brought = |tag: &str| {
            let run = described.iter().rev().take_while(|line| tags_on(**line).contains(&tag)).last();
            let accept = self.standing_accept(person).filter(|accept| tags_on(*accept).contains(&tag));
            // An accept with the tag before all of them begins the run.
            let accept = accept.filter(|accept| {
                let first = described.first().map(|line| line.place);
                run.map(|line| line.place) == first && first.is_none_or(|first| accept.place < first)
            });
            accept.or(run.copied()).expect("a line with the tag").day
        };
        tags_on(line).into_iter().map(|tag| (tag, brought(tag))).collect()
    }

    /// "The first level that says anything counts, `never` included."
    fn word(&self, person: &str) -> Option<(Rhythm, Source)> {
        let accept = self.standing_accept(person);
        let accepted = self.first_day_of_run(|pledge| pledge.rhythm("accepted"));
        // "the person (newest of `rhythm_set`, `reviewed.rhythm`, and the standing accept's `rhythm`"
        let is_word = |line: &Line| line.is("rhythm_set") || (line.is("reviewed") && line.text("rhythm").is_some());
        let word = self.newest(person, is_word);
        let own_accept = accept.filter(|accept| accept.text("rhythm").is_some()); // "without a `rhythm` says nothing"
        let newest = word.into_iter().chain(own_accept).max_by_key(|line| line.place);
        let mut not_before = None;
        if let Some(line) = newest {
            match line.rhythm("rhythm") {
                // "`rhythm_set` without `rhythm`: as the pledge says"
                None => not_before = Some(line.day),
                Some(rhythm) if line.is("decided") => {
                    // "a pledge that names *accepted* and is newer than the accept takes the place of the accept's",
                    // but "does not replace an accept's `never`"
                    let newer = self.pledges.last().is_some_and(|pledge| pledge.place > line.place);
                    return match accepted {
                        Some((rhythm_of_pledge, since)) if newer && rhythm != Rhythm::Never => {
                            Some((rhythm_of_pledge, Source::Pledge(since.max(line.day))))
                        }
                        _ => Some((rhythm, Source::Own(line.day))),
                    };
                }
                Some(rhythm) if line.is("reviewed") => return Some((rhythm, Source::Keep(line.day))),
                Some(rhythm) => return Some((rhythm, Source::Own(line.day))),
            }
        }
        // "but not before the line that brought the person under it"
        let pledge = |(rhythm, since): (Rhythm, NaiveDate), brought: Option<NaiveDate>| {
            let days = [Some(since), brought, not_before];
            (rhythm, Source::Pledge(days.into_iter().flatten().max().expect("the first")))
        };
        // "tags (the shortest in `by_tag`)"; "among tags `never` is longer than a year"
        let by_tag = |(tag, brought): (&str, NaiveDate)| {
            let run = self.first_day_of_run(|line| line.json["by_tag"][tag].as_str().map(Rhythm::parse))?;
            Some(pledge(run, Some(brought)))
        };
        let length = |rhythm: Rhythm| match rhythm {
            Rhythm::Months(months) => months,
            Rhythm::Never => u32::MAX,
        };
        let given = self.tags(person).into_iter().filter_map(by_tag);
        let shortest = given.min_by_key(|(rhythm, source)| (length(*rhythm), source.day()));
        // "group (*accepted*, where the accept itself says nothing; *both*, messages both ways; else *others*)"; "the
        // groups are disjoint, a pledge silent about one's group gives nothing"
        shortest.or_else(|| {
            let exchanged = |mine: bool| self.messages(person).any(|message| message.mine == mine);
            match accept {
                Some(accept) => accepted.map(|run| pledge(run, Some(accept.day))),
                None if exchanged(true) && exchanged(false) => {
                    self.first_day_of_run(|line| line.rhythm("both")).map(|run| pledge(run, None))
                }
                None => self.first_day_of_run(|line| line.rhythm("others")).map(|run| pledge(run, None)),
            }
        })
    }

    // Last contact.

    /// Returns what I did about a person: "logged, given, kept, a message of one's own".
    fn deeds(&self, person: &str) -> Vec<Deed> {
        let mut deeds = Vec::new();
        for line in self.about(person) {
            let when = When::Line(line.place);
            match line.event {
                "contacted" => deeds.extend(line.date("on").map(|day| Deed { day, when })),
                "kept" | "promise_kept" => deeds.push(Deed { day: line.day, when }),
                "introduction" if line.is_introduction_contact() => deeds.push(Deed { day: line.day, when }),
                _ => {}
            }
        }
        let mine = self.messages(person).filter(|message| message.mine);
        deeds.extend(mine.map(|message| Deed { day: message.day, when: When::Message(message.at) }));
        deeds.retain(|deed| deed.day <= self.today); // "later days do not count yet"
        deeds
    }

    // Due.

    /// "the date of the newest `postponed` or `reviewed.due`, if one did nothing after that line"
    fn own_date(&self, person: &str) -> Option<NaiveDate> {
        let is_date = |line: &Line| ["postponed", "reviewed"].iter().any(|event| line.is(event));
        let line = self.newest(person, |line| is_date(line) && line.text("due").is_some())?;
        // "a later day; on the same day a later time for a message, a later line for what was logged; not a larger `n`"
        let is_after = |deed: &Deed| {
            deed.day > line.day
                || deed.day == line.day
                    && match deed.when {
                        When::Message(at) => at > line.at,
                        When::Line(place) => place > line.place,
                    }
        };
        // "a `never` of one's own ends a date set before it"
        let is_own = |word: &Line| word.is("rhythm_set") || word.is("reviewed");
        let is_never = |word: Line| word.json["rhythm"] == "never" && word.place > line.place;
        let accept = self.standing_accept(person);
        let is_muted = self.about(person).filter(is_own).chain(accept).any(is_never);
        // "needs no rhythm and no being in touch, only not gone, let go or forgotten"
        let is_kept = !self.is_gone_for_good(person) && !self.is_let_go(person) && !self.has_died(person);
        let is_open = !is_muted && is_kept && !self.deeds(person).iter().any(is_after);
        line.date("due").filter(|_| is_open)
    }

    /// "Otherwise last contact + rhythm in calendar months"
    fn due_by_rhythm(&self, person: &str) -> Option<NaiveDate> {
        let (rhythm, source) = self.word(person).filter(|_| self.belongs(person))?;
        let Rhythm::Months(months) = rhythm else { return None };
        let usual = self.last_contact(person).map(|last| plus_months(last, months));
        let spread = || self.spread(person, source.day(), months);
        let due = match (usual, source) {
            // "or there is no last contact"
            (None, _) => spread(),
            // "Where the rhythm came by a pledge or a *keep* on day P and that day is before P"
            (Some(usual), Source::Keep(p) | Source::Pledge(p)) if usual < p => spread(),
            (Some(usual), _) => usual,
        };
        Some(self.next_business_day(due))
    }

    /// "the business day number `crc32(key) mod N` from P on, N = business days in [P, P + rhythm)"
    fn spread(&self, person: &str, p: NaiveDate, months: u32) -> NaiveDate {
        let end = plus_months(p, months);
        let days: Vec<NaiveDate> =
            p.iter_days().take_while(|day| *day < end).filter(|day| !self.life.is_day_off(*day)).collect();
        match days.len() {
            0 => p,
            n => days[crc(person) as usize % n],
        }
    }

    /// "A Saturday or Sunday … becomes Monday"; days away "are days off"
    fn next_business_day(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| !self.life.is_day_off(*day)).expect("not away for ever")
    }

    fn last_business_day(&self) -> NaiveDate {
        let mut day = self.today;
        while self.life.is_day_off(day) {
            day -= TimeDelta::days(1);
        }
        day
    }

    // Today's few.

    /// "Each person is … 12 / months each, summed in 261ths, rounded up once; never a float"; "at least 1 if anybody is
    /// in touch, at most `few = 10`"
    fn sum_now(&self) -> Sum {
        let months = self.told.people.iter().filter_map(|person| match self.word(person) {
            Some((Rhythm::Months(months), _)) if self.belongs(person) => Some(u64::from(months)),
            _ => None,
        });
        let in_261ths: u64 = months.map(|months| 12 / months).sum();
        Sum { in_261ths, k: in_261ths.div_ceil(261).min(self.life.few) }
    }

    /// Returns those due by their rhythm on a business day, first things first.
    fn due_in_order(&self, day: NaiveDate) -> Vec<String> {
        let monday = day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
        let rank = |person: &String| {
            let due = self.due_by_rhythm(person).filter(|due| *due <= day && self.own_date(person).is_none())?;
            let length = match self.word(person)?.0 {
                Rhythm::Months(1) => 30,
                Rhythm::Months(3) => 91,
                Rhythm::Months(6) => 182,
                _ => 365,
            };
            let overdue = (day - due).num_days();
            // "then who is overdue by two rhythms or more, drawn by the smallest `crc32(key + the Monday of the week)`"
            let drawn = (overdue >= 2 * length).then(|| crc(&format!("{person}{monday}")));
            // "then days overdue divided by the rhythm (30, 91, 182, 365 days)": over a common denominator
            let overdue = overdue * (30 * 91 * 182 * 365 / length);
            // "longest silence first, then key"; "No contact at all is the longest silence."
            let silent_since = self.last_contact(person);
            Some((drawn.is_none(), drawn, Reverse(overdue), silent_since, person.clone()))
        };
        let mut ranks: Vec<_> = self.told.people.iter().filter_map(rank).collect();
        ranks.sort();
        ranks.into_iter().map(|rank| rank.4).collect()
    }

    /// "Dates that one set oneself come on top and do not count"; a date "is never moved off a weekend".
    fn own_dates(&self) -> Vec<String> {
        let rank = |person: &String| {
            let date = self.own_date(person).filter(|date| *date <= self.today)?;
            Some((date, self.last_contact(person), person.clone()))
        };
        let mut ranks: Vec<_> = self.told.people.iter().filter_map(rank).collect();
        ranks.sort();
        ranks.into_iter().map(|(_, _, person)| person).collect()
    }

    /// Returns those with dates of their own, then the first so many of the others.
    fn first_of_those_due(&self, count: usize) -> Vec<String> {
        let business_day = self.last_business_day();
        let then = self.at_start_of(business_day);
        let mut rest: Vec<String> = then.due_in_order(business_day).into_iter().take(count).collect();
        let is_between = |line: &Line| business_day <= line.day && line.day < self.today && line.is_done_that_day();
        rest.retain(|person| !self.about(person).any(|line| is_between(&line)));
        let mut few = self.at_start_of(self.today).own_dates();
        rest.retain(|person| !few.contains(person));
        few.extend(rest);
        few
    }
}

impl Naive<'_> {
    /// "connections neither decided here nor reviewed: never a message; messages only from me, two or more; two logged
    /// contacts in a row unanswered (`answered` absent means not known) and none from them since; then by last contact,
    /// oldest first."; "Who is muted or let go is in none of: … *Keep or let go*"
    fn silent_first(&self) -> Vec<String> {
        let mut groups: [Vec<(Option<NaiveDate>, String)>; 4] = Default::default();
        let has_messages = self.told.copies.iter().any(|copy| copy.messages.is_some());
        for person in self.told.connections.keys().map(|person| (*person).to_owned()) {
            let is_reviewed = self.newest(&person, |line| line.is("reviewed")).is_some();
            let absent = self.newest(&person, |line| line.is("rhythm_set"));
            let is_absent = absent.is_some_and(|line| line.text("because").is_some());
            let is_muted = self.rhythm(&person) == Some(Rhythm::Never) || self.is_let_go(&person) || is_absent;
            if is_reviewed || is_muted || !self.standing_decisions(&person).is_empty() {
                continue;
            }
            let (mine, theirs): (Vec<Mail>, Vec<Mail>) = self.messages(&person).partition(|mail| mail.mine);
            let mut contacts: Vec<(NaiveDate, usize, bool)> = Vec::new();
            for line in self.about(&person).filter(|line| line.is("contacted")) {
                let on = line.date("on").expect("a day");
                if on <= self.today {
                    contacts.push((on, line.place, line.json["answered"] == false));
                }
            }
            contacts.sort_unstable();
            let last_two = contacts.len().checked_sub(2).map(|from| &contacts[from..]);
            let is_unanswered = last_two.is_some_and(|two| {
                let since = |mail: &Mail| mail.day >= two[0].0;
                two.iter().all(|(.., unanswered)| *unanswered) && !theirs.iter().any(since)
            });
            let group = if mine.is_empty() && theirs.is_empty() && has_messages {
                0
            } else if theirs.is_empty() && mine.len() >= 2 {
                1
            } else if is_unanswered {
                2
            } else {
                3
            };
            groups[group].push((self.last_contact(&person), person));
        }
        groups.iter_mut().for_each(|group| group.sort());
        groups.into_iter().flatten().map(|(_, person)| person).collect()
    }
}

impl<'a> Told<'a> {
    fn new(life: &'a Life, today: NaiveDate) -> Self {
        let copies: Vec<&Copy> = life.copies.iter().filter(|copy| (life.zone)(copy.imported) <= today).collect();
        // "one without messages.csv leaves messages, last contacts and *They wrote* as they were"
        let all = copies.iter().rev().find_map(|copy| copy.messages.as_deref()).unwrap_or_default();
        // "of at most 60 letters whose folded text came from three or more people in the copy"
        let mut senders: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for message in all.iter().filter(|message| !message.mine && is_short(message)) {
            senders.entry(fold(&message.text)).or_default().insert(&message.with);
        }
        let mut messages: BTreeMap<&str, Vec<Mail>> = BTreeMap::new();
        for message in all {
            let Message { with, at, mine, text } = message;
            let is_short = !mine && is_short(message);
            let is_greeting = is_short && senders.get(&fold(text)).is_some_and(|people| people.len() >= 3);
            let mail = Mail { day: (life.zone)(*at), at: *at, mine: *mine, is_greeting, with };
            messages.entry(with).or_default().push(mail);
        }
        messages.values_mut().for_each(|mails| mails.retain(|mail| mail.day <= today)); // "later days do not count yet"
        let rows = |copy: &&'a Copy| copy.connections.iter().map(|row| (&*row.key, row)).collect::<Vec<_>>();
        let connections = copies.last().map(rows).unwrap_or_default().into_iter().collect();
        let connections_once = copies.iter().flat_map(rows).collect();
        Self { copies, connections, connections_once, messages, people: life.people() }
    }
}

impl Source {
    fn day(self) -> NaiveDate {
        let (Self::Own(day) | Self::Keep(day) | Self::Pledge(day)) = self;
        day
    }
}

impl Answers for Naive<'_> {
    fn in_touch(&self, person: &str) -> bool {
        // "where a rhythm other than never applies to them"
        self.belongs(person) && self.rhythm(person).is_some_and(|rhythm| rhythm != Rhythm::Never)
    }

    fn last_contact(&self, person: &str) -> Option<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.deeds(person).into_iter().map(|deed| deed.day).collect();
        // "a one-to-one message either way"; "No contact is a message of theirs answered with `x` …, nor one of at most
        // 60 letters whose folded text came from three or more people in the copy"
        let counts = |message: &Mail| !self.needs_no_reply(message) && !message.is_greeting;
        days.extend(self.messages(person).filter(counts).map(|message| message.day));
        // "the day of the connection; for who was accepted here and is no connection yet, the day it was carried out"
        match self.connection_once(person) {
            Some(connection) => days.extend(connection.on),
            None => days.extend(self.carried_out(person)),
        }
        days.into_iter().filter(|day| *day <= self.today).max() // "never later than today"
    }

    fn rhythm(&self, person: &str) -> Option<Rhythm> {
        self.word(person).map(|(rhythm, _)| rhythm)
    }

    fn due(&self, person: &str) -> Option<NaiveDate> {
        self.own_date(person).or_else(|| self.due_by_rhythm(person))
    }

    /// "The few of a day are the first K of those due that day *as if nothing had been logged, kept, put off, muted or
    /// reviewed on that day*"; "On a day off the few are what is left of the last business day's."
    fn few(&self) -> Vec<String> {
        let k = self.at_start_of(self.last_business_day()).sum_now().k;
        self.first_of_those_due(usize::try_from(k).expect("a few"))
    }

    fn queue(&self) -> Vec<String> {
        self.first_of_those_due(usize::MAX)
    }

    /// "people in touch, or all connections where there is no pledge, sorted by last contact: one of the fifth silent
    /// longest, one of the fifth most recent, three of the rest, in each the smallest `crc32(key + date)`, computed like
    /// the few; not below ten people"
    fn five_notes(&self) -> Vec<String> {
        let then = self.at_start_of(self.today);
        let has_pledge = !then.pledges.is_empty();
        // "Who is muted or let go is in none of: the few, five notes"
        let is_known = |person: &str| then.connection(person).is_some() && then.belongs(person);
        let is_in = |person: &str| match then.rhythm(person) {
            _ if has_pledge => then.in_touch(person),
            rhythm => is_known(person) && rhythm != Some(Rhythm::Never),
        };
        let mut people: Vec<String> = then.told.people.iter().filter(|person| is_in(person)).cloned().collect();
        people.sort_by_cached_key(|person| (then.last_contact(person), person.clone()));
        if people.len() < 10 {
            return Vec::new();
        }
        let fifth = people.len() / 5; // "A fifth is n ÷ 5 rounded down."
        let drawn = |people: &[String], count: usize| {
            let mut people = people.to_vec();
            people.sort_by_key(|person| (crc(&format!("{person}{}", self.today)), person.clone()));
            people.truncate(count);
            people
        };
        let recent = people.len() - fifth;
        [drawn(&people[..fifth], 1), drawn(&people[recent..], 1), drawn(&people[fifth..recent], 3)].concat()
    }

    /// "The list, its order and K are as at the start of the day"
    fn keep_or_let_go(&self) -> Vec<String> {
        self.silent_first()
    }

    fn sum(&self) -> Sum {
        self.at_start_of(self.today).sum_now()
    }

    /// "Today lists connections with a new message where the last word is theirs, newest first; it leaves by an answer
    /// in a later copy, a contact logged on or after that day, or `x`"
    fn they_wrote(&self) -> TheyWrote {
        let mut with_messages = self.told.copies.iter().filter_map(|copy| copy.messages.as_ref());
        let first = with_messages.next(); // "of the first such copy nothing is new"
        let Some(last_copy) = self.told.copies.last().filter(|_| with_messages.next().is_some()) else {
            return TheyWrote::default();
        };
        let mut wrote: Vec<(Reverse<DateTime<Utc>>, String, bool)> = Vec::new();
        for connection in last_copy.connections.iter().filter(|connection| !self.has_died(&connection.key)) {
            let person = &connection.key;
            let before = first.into_iter().flatten().filter(|m| m.with == *person).map(|m| m.at).max();
            let answer = self.messages(person).filter(|message| message.mine).map(|message| message.at).max();
            let logged: Vec<NaiveDate> = self
                .about(person)
                .filter(|line| line.is("contacted"))
                .filter_map(|line| line.date("on"))
                .filter(|on| *on <= self.today)
                .collect();
            let waits = |message: &Mail| {
                !message.mine
                    && Some(message.at) > before.max(answer)
                    && !self.needs_no_reply(message)
                    && !logged.iter().any(|on| *on >= message.day)
            };
            let waiting: Vec<Mail> = self.messages(person).filter(waits).collect();
            if let Some(newest) = waiting.iter().map(|message| message.at).max() {
                // "those are one line in *They wrote*, '12 short greetings and thanks'"
                let is_greeting = waiting.iter().all(|message| message.is_greeting);
                wrote.push((Reverse(newest), person.clone(), is_greeting));
            }
        }
        wrote.sort();
        let of = |kind: bool| {
            let kind = wrote.iter().filter(|(_, _, is_greeting)| *is_greeting == kind);
            kind.map(|(_, person, _)| person.clone()).collect()
        };
        TheyWrote { listed: of(false), greetings: of(true) }
    }
}

/// Returns the lines in force. A line that was undone is as if it had never been written; "a redo line is only another
/// name of the line that it repeats: it stands where and when that stood".
fn in_force<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let mut first_name: BTreeMap<&str, &str> = BTreeMap::new();
    let mut undone: BTreeSet<&str> = BTreeSet::new();
    let mut standing = Vec::new();
    for line in lines {
        let id = line.text("id").expect("an id");
        let repeated = line.text("again").and_then(|again| first_name.get(again).copied());
        if line.is("retracted") {
            let entry = line.text("entry").expect("an entry");
            undone.insert(first_name.get(entry).copied().unwrap_or(entry));
        } else if let Some(repeated) = repeated {
            first_name.insert(id, repeated);
            // "remember the retraction until it is there"
            if undone.contains(id) {
                undone.insert(repeated)
            } else {
                undone.remove(repeated)
            };
        } else {
            first_name.insert(id, id);
            standing.push(*line);
        }
    }
    standing.retain(|line| line.text("id").is_some_and(|id| !undone.contains(id)));
    standing
}

fn tags_on(line: Line<'_>) -> Vec<&str> {
    line.json["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn is_short(message: &Message) -> bool {
    message.text.trim().chars().count() <= 60
}

/// Accents, case and spaces do not matter.
fn fold(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect::<String>();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "CRC-32 of the key's UTF-8 bytes, of key then `YYYY-MM-DD` for five notes"
fn crc(text: &str) -> u32 {
    crc32fast::hash(text.as_bytes())
}

/// "calendar months (31 Aug + 6 months = 28 Feb)"
fn plus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).expect("a day of the calendar")
}
