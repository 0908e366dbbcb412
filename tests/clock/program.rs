//! The program's answers: one small function a question. Only this file knows the program's types.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use chrono::{NaiveDate, Weekday};
use invite_triage::domain::care::clock::{
    BusinessDays, BusinessWeek, ContactKind, FewSettings, PersonClock, PlanData, ReachOutPlan,
};
use invite_triage::domain::care::review_order::review_order;
use invite_triage::domain::care::they_wrote::{WaitingMessage, they_wrote};
use invite_triage::domain::decision::event::Entry;
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportInput, read};
use invite_triage::store::line;

use super::life::{Answers, Copy, Life, Rhythm, Sum, TheyWrote, name_of};

/// The program at the end of a day, freshly started.
pub struct Program {
    pub ledger: Ledger,
    pub network: Network,
    pub local: LocalDates,
    pub today: NaiveDate,
    pub life: Life,
}

impl Program {
    /// Starts over the journal and the copies that were known at the end of a day.
    pub fn new(life: &Life, today: NaiveDate) -> Self {
        Self::with_networks(life, today, &networks(life))
    }

    /// Starts the same, over snapshots that were made before.
    pub fn with_networks(life: &Life, today: NaiveDate, networks: &[Network]) -> Self {
        let life = life.until(today);
        let (ledger, local) = (Ledger::replay(entries(&life)), LocalDates(life.zone));
        Self { ledger, network: networks[life.copies.len()].clone(), local, today, life }
    }
}

impl Program {
    fn settings(&self) -> FewSettings {
        let is_off_on_friday = self.life.weekend.contains(&Weekday::Fri);
        let week = if is_off_on_friday { BusinessWeek::SundayToThursday } else { BusinessWeek::MondayToFriday };
        let most = usize::try_from(self.life.few).expect("few");
        FewSettings { days: BusinessDays { week, away: self.life.away.clone() }, most }
    }

    fn with_data<T>(&self, ask: impl FnOnce(PlanData<'_>) -> T) -> T {
        let Self { ledger, network, local, today, life: _ } = self;
        ask(PlanData { ledger, network, settings: &self.settings(), today: *today, local: *local })
    }

    /// Returns whom it is time to reach out to from today on, for twenty business days.
    pub fn ahead(&self) -> BTreeMap<NaiveDate, Vec<String>> {
        let ahead = self.with_data(|data| ReachOutPlan::new(data).ahead(data, 20));
        ahead.into_iter().map(|(day, people)| (day, keys(people))).collect()
    }

    /// True if the last contact was a message of one's own.
    pub fn last_contact_is_my_message(&self, person: &str) -> bool {
        self.clock_of(person).last_contact.is_some_and(|last| last.kind == ContactKind::MyMessage)
    }

    fn clock_of(&self, person: &str) -> PersonClock {
        self.with_data(|data| data.clock().of(&PersonKey::from_stored(person)))
    }
}

fn keys(people: impl IntoIterator<Item = PersonKey>) -> Vec<String> {
    people.into_iter().map(|person| person.as_str().to_owned()).collect()
}

impl Answers for Program {
    fn in_touch(&self, person: &str) -> bool {
        self.clock_of(person).is_in_touch
    }

    fn last_contact(&self, person: &str) -> Option<NaiveDate> {
        self.clock_of(person).last_contact.map(|last| last.day)
    }

    fn rhythm(&self, person: &str) -> Option<Rhythm> {
        let applied = self.clock_of(person).rhythm?;
        Some(applied.rhythm.months().map_or(Rhythm::Never, Rhythm::Months))
    }

    fn due(&self, person: &str) -> Option<NaiveDate> {
        self.clock_of(person).due.map(|due| due.day)
    }

    fn few(&self) -> Vec<String> {
        self.with_data(|data| keys(ReachOutPlan::new(data).few().iter().map(|one| one.person.clone())))
    }

    fn queue(&self) -> Vec<String> {
        self.with_data(|data| {
            let mut plan = ReachOutPlan::new(data);
            while plan.next_portion() > 0 {
                plan.ask_for_more(data.network);
            }
            keys(plan.few().iter().map(|one| one.person.clone()))
        })
    }

    fn five_notes(&self) -> Vec<String> {
        self.with_data(|data| keys(ReachOutPlan::new(data).five_notes(data)))
    }

    fn keep_or_let_go(&self) -> Vec<String> {
        self.with_data(|data| keys(review_order(data)))
    }

    fn sum(&self) -> Sum {
        self.with_data(|data| {
            let sum = ReachOutPlan::new(data).sum();
            Sum { in_261ths: sum.a_year, k: u64::try_from(sum.a_day(data.settings.most)).expect("few") }
        })
    }

    fn they_wrote(&self) -> TheyWrote {
        let waiting = they_wrote(&self.ledger, &self.network, self.local);
        let (greetings, listed): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|message| message.is_greeting);
        let keys = |messages: Vec<WaitingMessage>| keys(messages.into_iter().map(|message| message.person));
        TheyWrote { listed: keys(listed), greetings: keys(greetings) }
    }
}

/// Returns the entries of a life's lines, as the program decodes them.
pub fn entries(life: &Life) -> Vec<Entry> {
    let entry = |json: &serde_json::Value| line::parse(json.to_string().as_bytes()).expect("a line").entry;
    life.lines.iter().map(entry).collect()
}

/// Returns the snapshots after none, one, two ... of a life's copies.
pub fn networks(life: &Life) -> Vec<Network> {
    let mut networks = vec![Network::default()];
    for copy in &life.copies {
        let last = networks.last().expect("the empty one").clone();
        networks.push(import(last, copy, LocalDates(life.zone)));
    }
    networks
}

/// Imports a copy; what the journal says of it stands among the lines of the life.
fn import(network: Network, copy: &Copy, local: LocalDates) -> Network {
    let bytes = zipped(copy);
    let name = copy.day.format("Basic_LinkedInDataExport_%m-%d-%Y.zip").to_string();
    let input = ImportInput::Bytes { name, bytes };
    let batches = read(vec![input], &network, &mut |_| ControlFlow::Continue(())).expect("a copy");
    let merge = |network, batch| reconcile(batch, network, &Ledger::default(), local).network;
    batches.into_iter().fold(network, merge)
}

/// Returns a copy as LinkedIn's ZIP.
fn zipped(copy: &Copy) -> Vec<u8> {
    const ME: &str = "Pat Owner,https://www.linkedin.com/in/pat-owner";
    let mut connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for row in &copy.connections {
        let (first, last) = row.name.split_once(' ').unwrap_or((&row.name, ""));
        let on = row.on.map(|on| on.format("%d %b %Y").to_string()).unwrap_or_default();
        writeln!(connections, "{first},{last},https://www.linkedin.com/in/{},,,,{on}", row.key).expect("text");
    }
    let mut messages = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,\
        SUBJECT,CONTENT,FOLDER\n"
        .to_owned();
    for message in copy.messages.iter().flatten().rev() {
        let them = format!("{},https://www.linkedin.com/in/{}", name_of(&message.with), message.with);
        let (from, to) = if message.mine { (ME, &*them) } else { (&*them, ME) };
        let at = message.at.format("%Y-%m-%d %H:%M:%S UTC");
        let text = message.text.replace('"', "\"\"");
        writeln!(messages, "2-{},,{from},{to},{at},,\"{text}\",INBOX", message.with).expect("text");
    }
    let profile = "First Name,Last Name,Public Profile Url\nPat,Owner,https://www.linkedin.com/in/pat-owner\n";
    let mut files = vec![("Profile.csv", profile), ("Connections.csv", &*connections)];
    files.extend(copy.messages.is_some().then_some(("messages.csv", &*messages)));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}
