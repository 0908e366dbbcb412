//! `merge`: adds the entries that only another journal has.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::domain::care::clock::FewSettings;
use crate::domain::decision::ledger::Ledger;
use crate::domain::text::plural::plural;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::export::outgoing::Source;
use crate::store;
use crate::store::merge::{MergeError, MergeReport};

use super::common::{open_journal, print, read_journal};
use super::forget::{SkippedExport, removals, remove_from_exports};

/// Result of a merge, or of its dry run.
#[derive(Debug, Serialize)]
struct MergeSummary {
    #[serde(flatten)]
    report: MergeReport,
    exports: Vec<PathBuf>,
    exports_left: Vec<SkippedExport>,
}

/// Merges the other journal and prints the report.
pub fn merge(dir: &Path, few: &FewSettings, args: &args::Merge) -> Result<()> {
    let told = |result: Result<MergeReport, MergeError>| {
        let result = result.map_err(|error| match error {
            MergeError::Store(error) => anyhow::Error::from(error), // unwrapped, so that its hint is found
            error => error.into(),
        });
        result.with_context(|| format!("{} was not merged", args.file.display()))
    };
    let report = if args.dry_run {
        read_journal(dir)?;
        told(store::merge::compare(dir, &args.file))?
    } else {
        let mut journal = open_journal(dir, true)?.journal; // this may be how it comes back
        told(store::merge::merge(&mut journal, &args.file))?
    };
    let (exports, exports_left) = if report.newly_forgotten.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        let ledger = Ledger::replay(store::journal::read(dir)?.entries);
        let network = store::snapshot::load(dir).snapshot.network;
        let source = Source { ledger: &ledger, network: &network, few, moment: SystemClock.moment() };
        remove_from_exports(dir, &report.newly_forgotten, source, args.dry_run)?
    };
    let summary = MergeSummary { report, exports, exports_left };
    if args.json.json {
        return print(&store::json_line(&summary)?);
    }
    print(as_text(&summary, args.dry_run).as_bytes())
}

fn as_text(summary: &MergeSummary, dry_run: bool) -> String {
    let MergeSummary { report, exports, exports_left } = summary;
    let mut out = format!("{} added, {} already known", plural(report.taken, "line"), report.known);
    if report.forgotten > 0 {
        out.push_str(&format!(", {} about forgotten people left out", report.forgotten));
    }
    out.push('\n');
    let removals = removals(&report.files, exports, exports_left, dry_run);
    if !removals.is_empty() {
        out.push_str("The other journal has forgotten people who were here:\n");
    }
    removals.iter().for_each(|line| out.push_str(&format!("{line}\n")));
    report.findings.iter().for_each(|finding| out.push_str(&format!("{finding}\n")));
    if dry_run {
        out.push_str("Dry run: nothing written.\n");
    }
    out
}
