//! `merge`: adds the entries that only another journal has.

use std::path::Path;

use anyhow::{Context, Result};

use crate::domain::decision::ledger::Ledger;
use crate::domain::text::plural::plural;
use crate::shell::args;
use crate::store;
use crate::store::merge::{MergeError, MergeReport};
use crate::store::redact::PersonMatcher;

use super::common::{open_journal, print, read_journal};

/// Merges the other journal and prints the report.
pub fn merge(dir: &Path, args: &args::Merge) -> Result<()> {
    let told = |result: Result<MergeReport, MergeError>| {
        let result = result.map_err(|error| match error {
            MergeError::Store(error) => anyhow::Error::from(error), // unwrapped, so that its hint is found
            error => error.into(),
        });
        result.with_context(|| format!("{} was not merged", args.file.display()))
    };
    let report = if args.dry_run {
        let forgotten = forgotten(read_journal(dir)?.entries);
        told(store::merge::compare(dir, &args.file, &forgotten))?
    } else {
        let opened = open_journal(dir, true)?; // this may be how it comes back
        let mut journal = opened.journal;
        told(store::merge::merge(&mut journal, &args.file, &forgotten(opened.entries)))?
    };
    if args.json.json {
        return print(&store::json_line(&report)?);
    }
    let mut out = format!("{} added, {} already known", plural(report.taken, "line"), report.known);
    if report.forgotten > 0 {
        out.push_str(&format!(", {} about forgotten people left out", report.forgotten));
    }
    out.push('\n');
    report.findings.iter().for_each(|finding| out.push_str(&format!("{finding}\n")));
    if args.dry_run {
        out.push_str("Dry run: nothing written.\n");
    }
    print(out.as_bytes())
}

/// Returns a matcher for forgotten people, so that a merge does not bring them back.
fn forgotten(entries: Vec<crate::domain::decision::event::Entry>) -> PersonMatcher {
    let ledger = Ledger::replay(entries);
    PersonMatcher::from_digests(ledger.forgotten_digests())
}
