//! The program's answers: one small function a question. Only this file knows the program's types.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use chrono::NaiveDate;
use invite_triage::domain::decision::event::Entry;
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportInput, read};
use invite_triage::store::line;

use super::life::{Answers, Copy, Life, Rhythm, Sum, TheyWrote, name_of};

/// True once the questions below are answered.
pub const IS_READY: bool = false;

/// The program at the end of a day, freshly started.
#[expect(dead_code, reason = "the questions are still to be asked")]
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

// Assumed: `care::clock::Clock::new(&ledger, &network, &RhythmSettings { days, away, few }, local, today)`, with the
// settings from `life.weekend`, `life.away` and `life.few`; people are `&PersonKey`.
impl Answers for Program {
    /// Assumed: `Clock::is_in_touch(&self, person: &PersonKey) -> bool`.
    fn in_touch(&self, person: &str) -> bool {
        todo!("{person} on {}", self.today)
    }

    /// Assumed: `Clock::last_contact(&self, person: &PersonKey) -> Option<NaiveDate>`.
    fn last_contact(&self, person: &str) -> Option<NaiveDate> {
        todo!("{person} on {}", self.today)
    }

    /// Assumed: `Clock::rhythm(&self, person: &PersonKey) -> Option<Rhythm>`, the first level that says anything.
    fn rhythm(&self, person: &str) -> Option<Rhythm> {
        todo!("{person} on {}", self.today)
    }

    /// Assumed: `Clock::due(&self, person: &PersonKey) -> Option<NaiveDate>`, a date of one's own first.
    fn due(&self, person: &str) -> Option<NaiveDate> {
        todo!("{person} on {}", self.today)
    }

    /// Assumed: `Clock::few(&self) -> Vec<PersonKey>`: own dates, then the first K; those done today among them.
    fn few(&self) -> Vec<String> {
        todo!("the few of {}", self.today)
    }

    /// Assumed: `Clock::queue(&self) -> Vec<PersonKey>`, from which "four more" takes the next K.
    fn queue(&self) -> Vec<String> {
        todo!("everybody due on {}", self.today)
    }

    /// Assumed: `Clock::five_notes(&self) -> Vec<PersonKey>`: silent longest, most recent, three of the rest.
    fn five_notes(&self) -> Vec<String> {
        todo!("five notes of {}", self.today)
    }

    /// Assumed: `Clock::sum(&self)`, the sum in 261ths and K, as at the start of the day.
    fn sum(&self) -> Sum {
        todo!("the sum of {}", self.today)
    }

    /// Assumed: `Clock::they_wrote(&self)`: people with a row each, and those behind the line of greetings.
    fn they_wrote(&self) -> TheyWrote {
        todo!("who wrote until {}", self.today)
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
        writeln!(messages, "2-{},,{from},{to},{at},,\"{}\",INBOX", message.with, message.text).expect("text");
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
