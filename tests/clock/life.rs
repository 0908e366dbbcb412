//! A life as plain data: journal lines as JSON, copies as lists. Nothing here is a type of the program.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};

/// Everything that the clock reads.
#[derive(Clone)]
pub struct Life {
    /// Journal lines in the order of the journal: by `n`, then by `id`.
    pub lines: Vec<Value>,
    /// Copies in the order in which they were imported, each newer than the one before.
    pub copies: Vec<Copy>,
    /// The local date of a time.
    pub zone: fn(DateTime<Utc>) -> NaiveDate,
    /// The two days of a weekend.
    pub weekend: [Weekday; 2],
    /// First and last days of times away.
    pub away: Vec<(NaiveDate, NaiveDate)>,
    /// The most people that Today shows a day.
    pub few: u64,
}

/// An export of LinkedIn's.
#[derive(Clone)]
pub struct Copy {
    /// When it was imported.
    pub imported: DateTime<Utc>,
    /// The day of the copy.
    pub day: NaiveDate,
    /// Its Connections.csv.
    pub connections: Vec<Connection>,
    /// Its messages.csv, one-to-one messages only; `None` if it has no such file.
    pub messages: Option<Vec<Message>>,
}

/// A row of Connections.csv.
#[derive(Clone)]
pub struct Connection {
    pub key: String,
    pub name: String,
    pub on: Option<NaiveDate>,
}

/// A one-to-one message.
#[derive(Clone)]
pub struct Message {
    pub with: String,
    pub at: DateTime<Utc>,
    pub mine: bool,
    pub text: String,
}

/// A rhythm that applies to somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rhythm {
    Months(u32),
    Never,
}

/// The sum of all rhythms.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// People a business day, in 261ths.
    pub in_261ths: u64,
    /// People that Today shows a day: K.
    pub k: u64,
}

/// Who wrote and has no answer, newest message first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TheyWrote {
    /// People with a row each.
    pub listed: Vec<String>,
    /// People behind the one line of short greetings and thanks.
    pub greetings: Vec<String>,
}

/// The questions that both implementations answer, on a day that is chosen beforehand.
pub trait Answers {
    fn in_touch(&self, person: &str) -> bool;
    fn last_contact(&self, person: &str) -> Option<NaiveDate>;
    fn rhythm(&self, person: &str) -> Option<Rhythm>;
    fn due(&self, person: &str) -> Option<NaiveDate>;
    /// Today's few.
    fn few(&self) -> Vec<String>;
    /// Everybody due on a business day, as today's few without their limit: "four more" are the next of them.
    fn queue(&self) -> Vec<String>;
    fn five_notes(&self) -> Vec<String>;
    /// The deck of connections to keep or let go of.
    fn keep_or_let_go(&self) -> Vec<String>;
    fn sum(&self) -> Sum;
    fn they_wrote(&self) -> TheyWrote;
}

impl Rhythm {
    /// Parses a rhythm of the journal.
    pub fn parse(text: &str) -> Self {
        match text {
            "1m" => Self::Months(1),
            "3m" => Self::Months(3),
            "6m" => Self::Months(6),
            "1y" => Self::Months(12),
            "never" => Self::Never,
            other => panic!("{other} is no rhythm"),
        }
    }
}

/// Parses a day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Parses a time.
pub fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// Writes a time as the journal does.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns the local date where clocks are an hour ahead of UTC, and two in summer: until 26 October 2025, and from
/// 29 March to 25 October 2026, each at one o'clock UTC.
pub fn central_europe(at: DateTime<Utc>) -> NaiveDate {
    let hours = match at.timestamp() {
        ..1_761_440_400 | 1_774_746_000..1_792_890_000 => 2,
        _ => 1,
    };
    (at + TimeDelta::hours(hours)).date_naive()
}

impl Life {
    /// Returns a life without anybody, in UTC, with business days from Monday to Friday.
    pub fn new() -> Self {
        Self {
            lines: Vec::new(),
            copies: Vec::new(),
            zone: |at| at.date_naive(),
            weekend: [Weekday::Sat, Weekday::Sun],
            away: Vec::new(),
            few: 10,
        }
    }

    /// Returns a life with one copy without messages: connections with their Connected On, each named by its key.
    pub fn connected(people: impl IntoIterator<Item = (String, Option<NaiveDate>)>) -> Self {
        let connections = people.into_iter().map(|(key, on)| Connection { name: name_of(&key), key, on }).collect();
        let imported = time("2026-01-02T09:00:00Z");
        let copy = Copy { imported, day: day("2026-01-01"), connections, messages: None };
        Self { copies: vec![copy], ..Self::new() }
    }

    /// Appends a line and returns its id.
    pub fn write(&mut self, at: DateTime<Utc>, event: &Value) -> String {
        let n = self.lines.len() + 1;
        let id = format!("00000000-0000-7000-8000-{n:012}");
        let mut line = json!({"v": 1, "n": n, "id": id, "at": stamp(at)});
        let fields = event.as_object().expect("an object").clone();
        line.as_object_mut().expect("an object").extend(fields);
        self.lines.push(line);
        id
    }

    /// Appends a line about a person, named by the key, at nine o'clock.
    pub fn about(&mut self, on: &str, person: &str, event: &Value) -> String {
        let mut line = json!({"person": person, "name": name_of(person)});
        line.as_object_mut().expect("an object").extend(event.as_object().expect("an object").clone());
        self.write(time(&format!("{on}T09:00:00Z")), &line)
    }

    /// Returns what was known at the end of a day.
    pub fn until(&self, today: NaiveDate) -> Self {
        let is_known = |at: DateTime<Utc>| (self.zone)(at) <= today;
        let mut life = self.clone();
        life.lines.retain(|line| is_known(time(line["at"].as_str().expect("a time"))));
        life.copies.retain(|copy| is_known(copy.imported));
        life
    }

    /// True on weekends and away.
    pub fn is_day_off(&self, day: NaiveDate) -> bool {
        self.weekend.contains(&day.weekday()) || self.away.iter().any(|(from, to)| *from <= day && day <= *to)
    }

    /// Returns the keys of everybody in a copy or on a line.
    pub fn people(&self) -> BTreeSet<String> {
        let connections = self.copies.iter().flat_map(|copy| &copy.connections).map(|connection| &connection.key);
        let messages = self.copies.iter().filter_map(|copy| copy.messages.as_ref()).flatten().map(|m| &m.with);
        let mut people: BTreeSet<String> = connections.chain(messages).cloned().collect();
        for line in &self.lines {
            people.extend(line["person"].as_str().map(str::to_owned));
            let sides = line["between"].as_array().into_iter().flatten();
            people.extend(sides.filter_map(|side| side["person"].as_str()).map(str::to_owned));
        }
        people
    }
}

/// Returns the name behind a key: `ines-ferreira` is Ines Ferreira.
pub fn name_of(key: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    key.split('-').map(capital).collect::<Vec<_>>().join(" ")
}
