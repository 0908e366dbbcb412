//! Helpers shared by several commands.

use std::io::Write;
use std::path::Path;
use std::thread;

use anyhow::{Result, anyhow};

use crate::shell::failure::warn;
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
