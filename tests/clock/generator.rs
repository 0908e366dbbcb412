//! A small made-up life: sixty people, four copies, and 400 seeded lines of every event that the clock reads.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use serde_json::{Value, json};

use super::life::{Connection, Copy, Life, Message, central_europe, day, name_of, stamp, time};

/// Seeded lines of a life, beside the imports.
pub const LINES: usize = 400;
/// First day of the quarter that is compared.
pub const FIRST: &str = "2026-03-02";
/// Days of the quarter.
pub const DAYS: usize = 91;

/// Numbers that look random and are the same everywhere (xorshift).
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from((self.next() >> 16) % end as u64).expect("small")
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn days(&mut self, from: i64, to: i64) -> TimeDelta {
        let span = usize::try_from(to - from + 1).expect("forward");
        TimeDelta::days(from + i64::try_from(self.below(span)).expect("small"))
    }
}

const FIRST_NAMES: [&str; 12] =
    ["ada", "béla", "cleo", "dov", "edda", "fenja", "gero", "hilla", "ivo", "jorun", "kaja", "lóri"];
const LAST_NAMES: [&str; 5] = ["ackerholt", "brimsund", "cavendoor", "dunwick", "eskelby"];
const TAGS: [&str; 4] = ["bees", "choir", "garden", "print"];
const RHYTHMS: [&str; 4] = ["1m", "3m", "6m", "1y"];
/// Rhythms of a life in which many are due a day.
const SHORT_RHYTHMS: [&str; 8] = ["1m", "1m", "1m", "1m", "1m", "3m", "6m", "1y"];
/// Texts that many send; the third is too long to be a greeting.
const COMMON: [&str; 3] = [
    "Congrats on the new job!",
    "Thank you, très gentil",
    "Happy anniversary, and may the next ten years be as kind to you as these were",
];

/// People of a life, by what they are at its beginning.
struct People {
    /// Connections of the first copy; the last six are gone in the second.
    connected: Vec<String>,
    /// Senders of requests.
    asking: Vec<String>,
    /// Connections that the second copy and the third bring.
    later: Vec<String>,
    /// Neither: they stand only in the journal.
    noted: Vec<String>,
}

impl People {
    fn new() -> Self {
        let mut all: Vec<String> = Vec::new();
        for last in LAST_NAMES {
            all.extend(FIRST_NAMES.iter().map(|first| format!("{first}-{last}")));
        }
        let mut take = |count: usize| all.drain(..count).collect::<Vec<_>>();
        Self { connected: take(38), asking: take(12), later: take(6), noted: take(4) }
    }

    fn everybody(&self) -> Vec<String> {
        [&self.connected[..], &self.asking, &self.later, &self.noted].concat()
    }
}

/// Life with imports and 400 seeded lines. Even seeds keep Monday to Friday and go away over Easter; odd ones keep Sunday
/// to Thursday, and Today shows them two people at most. Seeds below three keep short rhythms.
pub fn life(seed: u64) -> Life {
    let mut random = random_of(seed);
    let people = People::new();
    let copies = copies(&people, &mut random);
    with_lines(seed, random, people, copies)
}

/// Life over copies that another program made, with the same seeded lines. The file is JSON: `copies`, oldest first, each
/// with `imported`, `day`, `connections` (`key`, `on`) and `messages` (`with`, `at`, `mine`, `text`, by time), and `asking`:
/// the keys of those who sent requests.
pub fn life_over(file: &str, seed: u64) -> Life {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let connection = |row: &Value| {
        let key = text(&row["key"]);
        Connection { name: name_of(&key), key, on: row["on"].as_str().map(day) }
    };
    let message = |row: &Value| Message {
        with: text(&row["with"]),
        at: time(&text(&row["at"])),
        mine: row["mine"].as_bool().expect("true or false"),
        text: text(&row["text"]),
    };
    let copy = |copy: &Value| Copy {
        imported: time(&text(&copy["imported"])),
        day: day(&text(&copy["day"])),
        connections: list(&copy["connections"]).iter().map(connection).collect(),
        messages: Some(list(&copy["messages"]).iter().map(message).collect()),
    };
    let life: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("a file")).expect("JSON");
    let copies: Vec<Copy> = list(&life["copies"]).iter().map(copy).collect();
    let keys = |copy: &Copy| copy.connections.iter().map(|row| row.key.clone()).collect::<Vec<_>>();
    let connected = keys(&copies[0]);
    let mut later: Vec<String> = copies[1..].iter().flat_map(keys).filter(|key| !connected.contains(key)).collect();
    later.sort();
    later.dedup();
    let asking = list(&life["asking"]).iter().map(text).collect();
    let noted = People::new().noted;
    with_lines(seed, random_of(seed), People { connected, asking, later, noted }, copies)
}

fn random_of(seed: u64) -> Random {
    Random(0x9E37_79B9_7F4A_7C15 ^ (seed << 20) ^ seed)
}

fn with_lines(seed: u64, mut random: Random, people: People, copies: Vec<Copy>) -> Life {
    let mut life = Life { zone: central_europe, copies, ..Life::new() };
    if seed.is_multiple_of(2) {
        life.away = vec![(day("2026-04-02"), day("2026-04-08"))];
    } else {
        life.weekend = [Weekday::Fri, Weekday::Sat];
        life.few = 2;
    }
    let times = times(&mut random);
    let rhythms = if seed < 3 { &SHORT_RHYTHMS[..] } else { &RHYTHMS[..] };
    let mut writer = Writer::new(life, people, random, rhythms);
    for at in times {
        writer.import_until(at);
        writer.write_seeded(at);
    }
    let mut life = writer.life;
    from_another_machine(&mut life, &mut writer.random);
    life
}

/// Copies of 30 November (requests, messages), 24 March (messages), 19 April (no messages) and 11 May (messages).
fn copies(people: &People, random: &mut Random) -> Vec<Copy> {
    let row = |key: &String, on: Option<NaiveDate>| Connection { key: key.clone(), name: name_of(key), on };
    let gone = people.connected.len() - 6;
    let mut old: Vec<Connection> = Vec::new();
    for key in &people.connected {
        let on = day("2023-06-01") + random.days(0, 900);
        old.push(row(key, (!random.chance(12)).then_some(on)));
    }
    let mut new: Vec<Connection> = old[..gone].to_vec();
    // The first four who ask become connections; the fifth and sixth do not, whatever is said here.
    new.extend(people.asking[..4].iter().map(|key| row(key, Some(day("2026-01-05") + random.days(0, 75)))));
    new.extend(people.later[..3].iter().map(|key| row(key, Some(day("2026-01-05") + random.days(0, 75)))));
    let mut newest = new.clone();
    newest.extend(people.later[3..].iter().map(|key| row(key, Some(day("2026-03-26") + random.days(0, 20)))));
    let writing: Vec<&String> = people.connected.iter().chain(&people.asking[..4]).chain(&people.later).collect();
    let mut messages = Vec::new();
    for (n, key) in writing.into_iter().enumerate() {
        for k in 0..random.below(9) {
            // Half of the messages are of the quarter before the last copy.
            let from = if random.chance(50) { day("2026-02-10") } else { day("2024-01-10") };
            let on = from + random.days(0, 89);
            let at = on.and_time(clock(random)).and_utc();
            let mine = random.chance(45);
            let text = match random.below(10) {
                0..=3 if !mine => random.pick(&COMMON).to_string(),
                4 if !mine && n < 2 => "See you at the pond".to_owned(), // of two people only
                _ => format!("About the pears of {n} and {k}"),
            };
            let text = if random.chance(50) { text } else { text.to_uppercase() };
            messages.push(Message { with: key.clone(), at, mine, text });
        }
    }
    messages.sort_by_key(|message| message.at);
    let copy = |imported: &str, on: &str, connections: &Vec<Connection>, has_messages: bool| {
        let until = day(on);
        let known = messages.iter().filter(|message| message.at.date_naive() < until).cloned();
        Copy {
            imported: time(imported),
            day: until,
            connections: connections.clone(),
            messages: has_messages.then(|| known.collect()),
        }
    };
    vec![
        copy("2025-12-01T18:00:00Z", "2025-11-30", &old, true),
        copy("2026-03-25T18:00:00Z", "2026-03-24", &new, true),
        copy("2026-04-20T07:00:00Z", "2026-04-19", &newest, false),
        copy("2026-05-12T07:00:00Z", "2026-05-11", &newest, true),
    ]
}

/// A time of day, one in five of them near midnight in the zone.
fn clock(random: &mut Random) -> chrono::NaiveTime {
    let minutes = if random.chance(20) { 21 * 60 + 30 + random.below(150) } else { 6 * 60 + random.below(840) };
    let minutes = u32::try_from(minutes).expect("a day");
    chrono::NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).expect("a time")
}

/// Times of the lines: half of them of the half year before the quarter, some days with several.
fn times(random: &mut Random) -> Vec<DateTime<Utc>> {
    let mut times = Vec::new();
    while times.len() < LINES {
        let before = random.chance(50);
        let (from, days) =
            if before { (day("2025-09-01"), 181) } else { (day(FIRST), i64::try_from(DAYS).expect("a quarter") - 1) };
        let on = from + random.days(0, days);
        for _ in 0..=random.below(4) {
            times.push(on.and_time(clock(random)).and_utc());
        }
    }
    times.truncate(LINES);
    times.sort();
    times
}

/// Sets the clock of every twentieth line one to three days back: another machine wrote it, and `n` says the order.
fn from_another_machine(life: &mut Life, random: &mut Random) {
    for line in &mut life.lines {
        if line["event"] != "imported" && random.chance(5) {
            let at = time(line["at"].as_str().expect("a time")) - random.days(1, 3);
            line["at"] = json!(stamp(at));
        }
    }
}

/// Writes lines that make sense after those before them.
struct Writer {
    life: Life,
    people: People,
    random: Random,
    /// Rhythms to choose from.
    rhythms: &'static [&'static str],
    imports: usize,
    /// Ids of lines that may be taken back.
    undoable: Vec<String>,
    /// Lines taken back, by id.
    undone: Vec<String>,
    /// Promises by id, with the person.
    promises: Vec<(String, String)>,
    /// Introductions by id, with the two.
    introductions: Vec<(String, Value)>,
    /// Accepted requests that were carried out.
    carried: Vec<String>,
    /// Accepted requests.
    accepted: Vec<String>,
    pledge: BTreeMap<String, Value>,
    by_tag: BTreeMap<String, Value>,
    deaths: usize,
}

impl Writer {
    fn new(life: Life, people: People, random: Random, rhythms: &'static [&'static str]) -> Self {
        Self {
            life,
            people,
            random,
            rhythms,
            imports: 0,
            undoable: Vec::new(),
            undone: Vec::new(),
            promises: Vec::new(),
            introductions: Vec::new(),
            carried: Vec::new(),
            accepted: Vec::new(),
            pledge: BTreeMap::new(),
            by_tag: BTreeMap::new(),
            deaths: 0,
        }
    }

    /// Writes the imports of the copies until a time; the first one, of the requests, comes before everything.
    fn import_until(&mut self, at: DateTime<Utc>) {
        if self.life.lines.is_empty() {
            let invitations: Vec<Value> = self.people.asking.iter().map(|key| invitation(key)).collect();
            let event = json!({"event": "imported", "source": "requests.zip", "from": "linkedin",
                "as_of": "2025-08-20T10:00:00Z", "invitations": invitations});
            self.life.write(time("2025-08-20T12:00:00Z"), &event);
        }
        while self.life.copies.get(self.imports).is_some_and(|copy| copy.imported <= at) {
            let copy = &self.life.copies[self.imports];
            // Whoever is a connection now is closed; the others are still listed.
            let is_new = |key: &&String| {
                let has = |copy: &Copy| copy.connections.iter().any(|row| row.key == **key);
                has(copy) && !self.life.copies[..self.imports].iter().any(has)
            };
            let closed = self.people.asking.iter().filter(is_new);
            let closed: Vec<Value> = closed.map(|key| json!({"invitation": id_of(key), "as": "connected"})).collect();
            let as_of = stamp(copy.day.and_hms_opt(0, 0, 0).expect("midnight").and_utc());
            let event = json!({"event": "imported", "source": "copy.zip", "from": "linkedin", "invitations": [],
                "closed": closed, "as_of": as_of});
            let imported = copy.imported;
            self.life.write(imported, &event);
            self.imports += 1;
        }
    }

    fn anybody(&mut self) -> String {
        let all = self.people.everybody();
        self.random.pick(&all).clone()
    }

    /// Returns a line about somebody.
    fn line(person: &str, event: &Value) -> Value {
        let mut line = json!({"person": person, "name": name_of(person)});
        line.as_object_mut().expect("an object").extend(event.as_object().expect("an object").clone());
        line
    }

    fn write_seeded(&mut self, at: DateTime<Utc>) {
        let today = (self.life.zone)(at);
        let event = self.event(at, today).unwrap_or_else(|| self.contacted(today));
        let id = self.life.write(at, &event);
        let name = event["event"].as_str().expect("a name");
        match name {
            "promised" => self.promises.push((id.clone(), event["person"].as_str().expect("somebody").to_owned())),
            "introduction" if event["introduction"].is_null() => {
                self.introductions.push((id.clone(), event["between"].clone()));
            }
            _ => {}
        }
        if name == "retracted" {
            self.undone.push(event["entry"].as_str().expect("an id").to_owned());
        } else {
            self.undoable.push(id);
        }
    }

    /// Returns an event of a random kind; `None` if there is nothing that it could be about.
    fn event(&mut self, at: DateTime<Utc>, today: NaiveDate) -> Option<Value> {
        Some(match self.random.below(100) {
            0..=15 => self.contacted(today),
            16..=20 => self.promised(today),
            21..=25 => self.promise_ends()?,
            26..=34 => {
                let due = self.some_day(today);
                Self::line(&self.anybody(), &json!({"event": "postponed", "due": due.to_string()}))
            }
            35..=45 => self.rhythm_set(),
            46..=49 => self.pledged(),
            50..=58 => self.reviewed(today),
            59..=64 => {
                let tags = self.tags();
                Self::line(&self.anybody(), &json!({"event": "described", "headline": "Keeper", "tags": tags}))
            }
            65..=69 => self.decided(today),
            70..=73 => self.carried_out()?,
            74..=75 => self.kept()?,
            76..=81 => self.introduction(),
            82..=85 => self.no_reply_needed(at)?,
            86..=93 => self.retracted()?,
            _ => self.redone()?,
        })
    }

    /// A day after another one, often a weekend.
    fn some_day(&mut self, today: NaiveDate) -> NaiveDate {
        let on = today + self.random.days(1, 40);
        if self.random.chance(20) { on.week(Weekday::Sun).last_day() } else { on }
    }

    fn contacted(&mut self, today: NaiveDate) -> Value {
        let back = if self.random.chance(60) { TimeDelta::zero() } else { self.random.days(0, 20) };
        let mut event = json!({"event": "contacted", "on": (today - back).to_string(),
            "channel": self.random.pick(&["message", "mail", "call", "video", "meeting", "other"]),
            "aim": self.random.pick(&["give", "ask", "neutral"])});
        if self.random.chance(50) {
            event["answered"] = json!(self.random.chance(50));
        }
        Self::line(&self.anybody(), &event)
    }

    fn promised(&mut self, today: NaiveDate) -> Value {
        let due = self.some_day(today);
        let mut event = json!({"event": "promised", "text": "the seed list", "due": due.to_string()});
        let moved = if self.random.chance(30) { self.promises.last().cloned() } else { None };
        let person = match moved {
            Some((id, person)) => {
                event["promise"] = json!(id);
                person
            }
            // Often somebody who is gone later.
            None if self.random.chance(40) => self.people.connected[32 + self.random.below(6)].clone(),
            None => self.anybody(),
        };
        Self::line(&person, &event)
    }

    fn promise_ends(&mut self) -> Option<Value> {
        let (id, person) = self.promises.last()?.clone();
        if self.random.chance(70) {
            self.promises.pop();
        }
        let event = if self.random.chance(65) { "promise_kept" } else { "promise_dropped" };
        Some(Self::line(&person, &json!({"event": event, "promise": id})))
    }

    fn rhythm_set(&mut self) -> Value {
        let person = self.anybody();
        let mut event = json!({"event": "rhythm_set"});
        match self.random.below(20) {
            0..=3 => {}
            4..=5 => event["rhythm"] = json!("never"),
            6 if self.deaths < 4 => {
                self.deaths += 1;
                event["rhythm"] = json!("never");
                event["because"] = json!(if self.deaths.is_multiple_of(2) { "left" } else { "died" });
            }
            _ => event["rhythm"] = json!(self.random.pick(self.rhythms)),
        }
        Self::line(&person, &event)
    }

    /// Changes one of the groups or tags, and leaves the others as they were.
    fn pledged(&mut self) -> Value {
        let rhythm = json!(if self.random.chance(8) { "never" } else { *self.random.pick(self.rhythms) });
        let (slots, slot) = if self.random.chance(50) {
            (&mut self.by_tag, *self.random.pick(&TAGS))
        } else {
            (&mut self.pledge, *self.random.pick(&["accepted", "both", "others"]))
        };
        if self.random.chance(12) {
            slots.remove(slot);
        } else {
            slots.insert(slot.to_owned(), rhythm);
        }
        let mut event = json!({"event": "pledged"});
        let fields = event.as_object_mut().expect("an object");
        fields.extend(self.pledge.clone());
        if !self.by_tag.is_empty() {
            fields.insert("by_tag".to_owned(), json!(self.by_tag));
        }
        event
    }

    fn reviewed(&mut self, today: NaiveDate) -> Value {
        let mut event = json!({"event": "reviewed", "answers": {"know": "yes", "help": "unsure", "recommend": "no"}});
        match self.random.below(10) {
            0..=4 => {
                event["choice"] = json!("keep");
                if self.random.chance(85) {
                    let never = self.random.chance(10);
                    event["rhythm"] = json!(if never { "never" } else { *self.random.pick(self.rhythms) });
                }
            }
            5..=6 => event["choice"] = json!("let_go"),
            _ => {
                event["choice"] = json!("reach_out");
                if self.random.chance(85) {
                    event["due"] = json!(self.some_day(today).to_string());
                }
            }
        }
        Self::line(&self.anybody(), &event)
    }

    fn tags(&mut self) -> Vec<&'static str> {
        let count = self.random.below(3);
        let from = self.random.below(TAGS.len());
        TAGS.iter().cycle().skip(from).take(count).copied().collect()
    }

    fn decided(&mut self, today: NaiveDate) -> Value {
        let person = self.random.pick(&self.people.asking).clone();
        if self.random.chance(15) {
            return json!({"event": "reopened", "invitation": id_of(&person)});
        }
        let mut event = json!({"event": "decided", "invitation": id_of(&person),
            "answers": {"met": "yes", "context": "unsure", "value": "no"}});
        match self.random.below(10) {
            0..=7 => {
                event["verdict"] = json!("accept");
                let rhythm = self.random.pick(&["1m", "3m", "6m", "6m", "1y", "never", ""]);
                if !rhythm.is_empty() {
                    event["rhythm"] = json!(rhythm);
                }
                event["gift"] = json!("hello");
                let tags = self.tags();
                if !tags.is_empty() {
                    event["tags"] = json!(tags);
                }
                self.accepted.push(person.clone());
            }
            8 => {
                event["verdict"] = json!("decline");
                event["kind"] = json!("ignore");
            }
            _ => {
                event["verdict"] = json!("follow_up");
                event["due"] = json!((today + TimeDelta::days(7)).to_string());
            }
        }
        Self::line(&person, &event)
    }

    fn carried_out(&mut self) -> Option<Value> {
        let person = self.accepted.pop()?;
        self.carried.push(person.clone());
        let how = if self.random.chance(90) { "done" } else { "not_there" };
        Some(Self::line(&person, &json!({"event": "carried_out", "invitation": id_of(&person), "how": how})))
    }

    fn kept(&mut self) -> Option<Value> {
        let person = self.carried.last()?.clone();
        Some(Self::line(&person, &json!({"event": "kept", "invitation": id_of(&person), "gift": "hello"})))
    }

    fn introduction(&mut self) -> Value {
        if self.random.chance(40) || self.introductions.is_empty() {
            let (one, other) = (self.anybody(), self.anybody());
            let between = [&one, &other].map(|key| json!({"person": key, "name": name_of(key)}));
            return json!({"event": "introduction", "between": between, "step": "proposed", "text": "both keep bees"});
        }
        let (id, between) = self.random.pick(&self.introductions).clone();
        let step = *self.random.pick(&["asked", "asked", "agreed", "declined", "made", "outcome", "dropped"]);
        let mut event = json!({"event": "introduction", "introduction": id, "between": between, "step": step});
        if ["asked", "agreed", "declined"].contains(&step) {
            event["side"] = json!(1 + self.random.below(2));
        }
        event
    }

    /// Answers the newest message of somebody who wrote, as the last imported copy has it.
    fn no_reply_needed(&mut self, at: DateTime<Utc>) -> Option<Value> {
        let imported = self.life.copies.iter().filter(|copy| copy.imported <= at);
        let messages = imported.filter_map(|copy| copy.messages.as_ref()).next_back()?;
        let recent: Vec<&Message> = messages.iter().rev().take(30).filter(|message| !message.mine).collect();
        let with = &self.random.pick(&recent).with;
        let last = recent.iter().find(|message| message.with == *with)?;
        Some(Self::line(with, &json!({"event": "no_reply_needed", "last": stamp(last.at)})))
    }

    /// Takes a line back, mostly a recent one.
    fn retracted(&mut self) -> Option<Value> {
        let from = if self.random.chance(60) { self.undoable.len().checked_sub(4)? } else { 0 };
        let place = from + self.random.below(self.undoable.len() - from);
        let id = self.undoable.remove(place);
        Some(json!({"event": "retracted", "entry": id}))
    }

    /// Repeats a line that was taken back.
    fn redone(&mut self) -> Option<Value> {
        let id = self.undone.pop()?;
        let mut event = self.life.lines.iter().find(|line| line["id"] == *id)?.clone();
        let fields = event.as_object_mut().expect("an object");
        ["v", "n", "id", "at", "again"].iter().for_each(|name| _ = fields.remove(*name));
        event["again"] = json!(id);
        Some(event)
    }
}

/// Returns the request of somebody, sent in summer.
fn invitation(key: &str) -> Value {
    json!({"id": id_of(key), "person": key, "name": name_of(key), "sent_at": SENT,
        "profile": format!("https://www.linkedin.com/in/{key}")})
}

const SENT: &str = "2025-08-01T10:00:00Z";

/// Returns the id of somebody's request.
fn id_of(key: &str) -> String {
    format!("{key}@{SENT}")
}

/// True if a line was written near midnight: its day in the zone may be another than in UTC.
pub fn is_late(line: &Value) -> bool {
    line["at"].as_str().is_some_and(|at| time(at).hour() >= 22)
}
