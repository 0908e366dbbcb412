//! `merge`: takes in what is missing from another journal.

use std::path::Path;

use anyhow::{Context, Result};

use crate::domain::decision::ledger::Ledger;
use crate::domain::text::plural::plural;
use crate::shell::args;
use crate::store::merge::{MergeError, MergeReport};
use crate::store::redact::PersonMatcher;
use crate::store::{self, Journal};

use super::common::print;

/// Takes it in and prints what came of it.
pub fn merge(dir: &Path, args: &args::Merge) -> Result<()> {
    let told = |result: Result<MergeReport, MergeError>| {
        let result = result.map_err(|error| match error {
            MergeError::Store(error) => anyhow::Error::from(error), // which knows what to do
            error => error.into(),
        });
        result.with_context(|| format!("{} was not taken in", args.file.display()))
    };
    let report = if args.dry_run {
        let forgotten = forgotten(store::journal::read(dir)?.entries);
        told(store::merge::compare(dir, &args.file, &forgotten))?
    } else {
        let opened = Journal::open(dir)?;
        let mut journal = opened.journal;
        told(store::merge::merge(&mut journal, &args.file, &forgotten(opened.entries)))?
    };
    if args.json.json {
        return print(&store::json_line(&report)?);
    }
    let mut out = format!("{} taken in, {} known already", plural(report.taken, "line"), report.known);
    if report.forgotten > 0 {
        out.push_str(&format!(", {} about people you forgot left out", report.forgotten));
    }
    out.push('\n');
    report.findings.iter().for_each(|finding| out.push_str(&format!("{finding}\n")));
    if args.dry_run {
        out.push_str("Dry run: nothing was written.\n");
    }
    print(out.as_bytes())
}

/// By which lines about people are recognised who shall not come back.
fn forgotten(entries: Vec<crate::domain::decision::event::Entry>) -> PersonMatcher {
    let ledger = Ledger::replay(entries);
    PersonMatcher::from_digests(ledger.forgotten_digests())
}
