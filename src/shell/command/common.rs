//! Helpers shared by several commands.

use std::io::Write;
use std::path::Path;
use std::thread;

use anyhow::{Result, anyhow};

use crate::app::input::Moment;
use crate::domain::care::query::SearchData;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::search::query::Query;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::{UsageError, warn};
use crate::store::{self, snapshot};

/// Reads journal and snapshot in parallel.
pub fn read_data(dir: &Path) -> Result<(store::Loaded, snapshot::LoadedSnapshot)> {
    thread::scope(|scope| {
        let journal = scope.spawn(|| store::journal::read(dir));
        let snapshot = snapshot::load(dir);
        let journal = journal.join().map_err(|_| anyhow!("the thread that reads the journal has stopped"))?;
        Ok((journal?, snapshot))
    })
}

/// Journal and snapshot of a data directory, ready to be asked.
pub struct Data {
    /// The decisions.
    pub ledger: Ledger,
    /// The exports' data.
    pub network: Network,
    /// The pending requests.
    pub inbox: Inbox,
    /// Now.
    pub moment: Moment,
}

impl Data {
    /// Reads a data directory.
    pub fn read(dir: &Path) -> Result<Self> {
        let (loaded, snapshot) = read_data(dir)?;
        let (ledger, network) = (Ledger::replay(loaded.entries), snapshot.snapshot.network);
        let moment = SystemClock.moment();
        let inbox = Inbox::new(&ledger, &network, moment.today);
        Ok(Self { ledger, network, inbox, moment })
    }

    /// Returns what queries ask about.
    pub fn search(&self) -> SearchData<'_> {
        SearchData { ledger: &self.ledger, network: &self.network, inbox: &self.inbox, local: self.moment.local }
    }

    /// Reads a query; a wrong one is wrong usage.
    pub fn parse(&self, query: &str) -> Result<Query> {
        let parsed = self.search().parse(query, self.moment.today, None);
        Ok(parsed.map_err(|why| UsageError(why.to_string()))?)
    }
}

/// Opens the journal for writing; says on standard error if others had access to it.
pub fn open_journal(dir: &Path) -> Result<store::Opened> {
    let opened = store::Journal::open(dir)?;
    opened.findings.iter().filter(|finding| finding.kind == store::FindingKind::Rights).for_each(warn);
    Ok(opened)
}

/// Writes to standard output; a broken pipe is an error, not a panic.
pub fn print(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}
