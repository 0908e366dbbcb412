//! Import of exports, shared by command line and screen.

use std::io::{IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::import_batch::ImportBatch;
use crate::domain::inbox::reconcile::{ImportReport, reconcile};
use crate::domain::text::dates::LocalDates;
use crate::import::{ImportInput, ImportProgress, read};
use crate::store::{Journal, snapshot};

use super::clock::Clock;

/// Delay before the progress bar appears; faster imports show none.
const PROGRESS_BAR_DELAY: Duration = Duration::from_millis(500);

/// Import that is read but not yet applied.
#[derive(Debug)]
pub struct ReadImport {
    /// Import batches.
    pub batches: Vec<ImportBatch>,
    /// Network of earlier imports.
    pub network: Box<Network>,
}

/// Reads all paths, with a progress bar on a terminal if it takes long.
pub fn read_with_progress(paths: &[PathBuf], known: &Network) -> Result<Vec<ImportBatch>> {
    let inputs = inputs(paths)?;
    let begun = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    let shows = std::io::stderr().is_terminal();
    let mut shutdown = |progress: ImportProgress| {
        if shows && begun.elapsed() > PROGRESS_BAR_DELAY {
            let bar = bar.get_or_insert_with(|| new_bar(progress.total));
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        }
        ControlFlow::Continue(())
    };
    let arrivals = read(inputs, known, &mut shutdown);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(arrivals?)
}

/// Returns an input per path; `-` is standard input.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<ImportInput>> {
    paths.iter().map(|path| input(path)).collect()
}

fn input(path: &Path) -> Result<ImportInput> {
    if path != Path::new("-") {
        return Ok(ImportInput::Path(path.to_owned()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok(ImportInput::Bytes { name: "standard input".to_owned(), bytes })
}

fn new_bar(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left");
    let bar = ProgressBar::new(total);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Writes new entries to the journal, then the snapshot: the journal first, because it cannot be recreated.
pub fn apply_import(
    dir: &Path,
    arrivals: Vec<ImportBatch>,
    mut network: Network,
    journal: &mut Journal,
    ledger: &mut Ledger,
    clock: &mut impl Clock,
) -> Result<(Network, Vec<ImportReport>)> {
    let mut all = Vec::new();
    let local = clock.moment().local;
    for arrivals in arrivals {
        let reconciled = reconcile(arrivals, network, ledger, local);
        if let Some(event) = reconciled.event {
            let appended = journal.append(clock.id(), clock.moment().now, None, event)?;
            match appended.reloaded {
                Some(loaded) => *ledger = Ledger::replay(loaded.entries),
                None => appended.entries.into_iter().for_each(|entry| ledger.post(entry)),
            }
        }
        network = reconciled.network;
        all.push(reconciled.report);
    }
    journal.create_file()?;
    snapshot::save(dir, &network, &all)?;
    Ok((network, all))
}

/// Returns the reports an import would give; writes nothing.
pub fn dry_run(
    arrivals: Vec<ImportBatch>,
    mut network: Network,
    ledger: &Ledger,
    local: LocalDates,
) -> Vec<ImportReport> {
    let mut all = Vec::new();
    for arrivals in arrivals {
        let reconciled = reconcile(arrivals, network, ledger, local);
        network = reconciled.network;
        all.push(reconciled.report);
    }
    all
}
