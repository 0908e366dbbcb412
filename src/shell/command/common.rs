//! Helpers shared by several commands.

use std::io::Write;
use std::path::Path;
use std::thread;

use anyhow::{Result, anyhow, bail};

use crate::shell::environment::findings_text;
use crate::shell::failure::warn;
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
