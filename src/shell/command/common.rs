//! Helpers shared by several commands.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value};

use crate::app::input::Moment;
use crate::domain::care::query::SearchData;
use crate::domain::decision::event::Entry;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::search::query::Query;
use crate::domain::text::dates::{DayContext, NumericDates};
use crate::shell::args::WriteOptions;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::environment::findings_text;
use crate::shell::failure::{UsageError, warn};
use crate::store::{self, Finding, FindingKind, snapshot};

/// Reads the journal; says on standard error what is wrong with it.
pub fn read_journal(dir: &Path) -> Result<store::Loaded> {
    let loaded = store::journal::read(dir)?;
    warn_of(&loaded.findings, None);
    Ok(loaded)
}

/// Reads journal and snapshot in parallel; says on standard error what is wrong with them.
pub fn read_data(dir: &Path) -> Result<(store::Loaded, snapshot::LoadedSnapshot)> {
    let (loaded, snapshot) = thread::scope(|scope| {
        let journal = scope.spawn(|| store::journal::read(dir));
        let snapshot = snapshot::load(dir);
        let journal = journal.join().map_err(|_| anyhow!("the thread that reads the journal has stopped"))?;
        Ok::<_, anyhow::Error>((journal?, snapshot))
    })?;
    warn_of(&loaded.findings, snapshot.finding.as_ref());
    Ok((loaded, snapshot))
}

/// Like [`read_data`], and replays the journal. Its lines are read on all cores, and replayed on one while the snapshot is
/// read. Neither is ever freed: that takes a while, person by person, and the program ends with the command.
pub fn read_and_replay(dir: &Path) -> Result<(ManuallyDrop<Ledger>, ManuallyDrop<Network>)> {
    let store::Loaded { entries, findings } = store::journal::read(dir)?;
    let (ledger, snapshot) = thread::scope(|scope| {
        let ledger = scope.spawn(|| Ledger::replay(entries));
        let snapshot = snapshot::load(dir);
        let ledger = ledger.join().map_err(|_| anyhow!("the thread that replays the journal has stopped"))?;
        Ok::<_, anyhow::Error>((ledger, snapshot))
    })?;
    warn_of(&findings, snapshot.finding.as_ref());
    Ok((ManuallyDrop::new(ledger), ManuallyDrop::new(snapshot.snapshot.network)))
}

/// Journal and snapshot of a data directory, ready to be asked.
pub struct Data {
    /// The decisions.
    pub ledger: ManuallyDrop<Ledger>,
    /// The exports' data.
    pub network: ManuallyDrop<Network>,
    /// The pending requests.
    pub inbox: Inbox,
    /// Now.
    pub moment: Moment,
    /// How days in two numbers are read.
    numbers: NumericDates,
}

impl Data {
    /// Reads a data directory.
    pub fn read(dir: &Path, numbers: NumericDates) -> Result<Self> {
        let (ledger, network) = read_and_replay(dir)?;
        let moment = SystemClock.moment();
        let inbox = Inbox::new(&ledger, &network, moment.today);
        Ok(Self { ledger, network, inbox, moment, numbers })
    }

    /// Returns what queries ask about.
    pub fn search(&self) -> SearchData<'_> {
        SearchData { ledger: &self.ledger, network: &self.network, inbox: &self.inbox, local: self.moment.local }
    }

    /// Reads a query; a wrong one is wrong usage.
    pub fn parse(&self, query: &str) -> Result<Query> {
        let parsed = self.search().parse(query, DayContext { today: self.moment.today, numbers: self.numbers }, None);
        Ok(parsed.map_err(|why| UsageError(why.to_string()))?)
    }
}

/// Returns an entry as JSON: the line of the journal without its checksum.
pub fn entry_as_json(entry: &Entry) -> Result<Map<String, Value>> {
    let line = store::line::encode(entry).context("a line cannot be written as JSON")?;
    let mut object: Map<String, Value> = serde_json::from_slice(&line.bytes)?;
    object.remove("c");
    Ok(object)
}

/// Prints an entry that was written, or that would have been: as an object, or in the words of `said`.
pub fn print_written(entry: &Entry, said: &str, WriteOptions { dry_run, json }: WriteOptions) -> Result<()> {
    if json.json {
        let mut object = entry_as_json(entry)?;
        if dry_run {
            object.retain(|name, _| !["v", "n", "id", "at"].contains(&name.as_str()));
        }
        object.insert("written".to_owned(), Value::Bool(!dry_run));
        return print(&store::json_line(&object)?);
    }
    let end = if dry_run { "\nDry run: nothing written.\n" } else { "\n" };
    print(format!("{said}{end}").as_bytes())
}

/// Opens the journal for writing; says on standard error what is wrong with it, and if others had access to it. Fails if
/// it is gone while the snapshot is there, unless a new one `may_begin`.
pub fn open_journal(dir: &Path, may_begin: bool) -> Result<store::Opened> {
    let opened = store::Journal::open(dir)?;
    let gone = opened.findings.iter().find(|finding| finding.kind == FindingKind::JournalGone);
    if let Some(finding) = gone.filter(|_| !may_begin) {
        bail!("nothing was written: {finding}");
    }
    warn_of(&opened.findings, None);
    Ok(opened)
}

/// Says in one line on standard error what is wrong: whatever a command prints is incomplete then.
fn warn_of(findings: &[Finding], snapshot: Option<&Finding>) {
    let is_told = |finding: &&Finding| finding.kind.is_problem() || finding.kind == FindingKind::Rights;
    let told: Vec<Finding> = findings.iter().chain(snapshot).filter(is_told).cloned().collect();
    if let Some(text) = findings_text(&told) {
        warn(text);
    }
}

/// Writes to standard output; a broken pipe is an error, not a panic.
pub fn print(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}
