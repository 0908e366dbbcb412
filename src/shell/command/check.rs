//! `check`: reads the whole journal and reports damage; `--repair` repairs it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::domain::text::plural::plural;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::store;

use super::common::print;

/// Prints the findings; fails if there are any.
pub fn check(dir: &Path, args: &args::Check) -> Result<()> {
    let mut out = String::new();
    let mut report = store::repair::check(dir)?;
    let mut would = None;
    if args.dry_run {
        would = Some(store::repair::preview(dir)?.damaged);
    } else if args.repair && !report.is_sound() {
        let repaired = store::repair::repair(dir, &SystemClock.id().0)?;
        if !args.json.json {
            out.push_str(&repair_text(&repaired));
        }
        report = store::repair::check(dir)?;
    }
    let snapshot = store::snapshot::load(dir).finding;
    let sound = report.is_sound() && snapshot.is_none();
    report.findings.extend(snapshot);
    if args.json.json {
        let mut object = serde_json::to_value(&report)?;
        if let Some(damaged) = would {
            object["would_move"] = damaged.into();
        }
        print(&store::json_line(&object)?)?;
    } else {
        let entries = plural(report.entries, "entry");
        out.push_str(&format!(
            "{} in {}, {}\n",
            plural(report.lines, "line"),
            plural(report.files.len(), "file"),
            entries
        ));
        report.findings.iter().for_each(|finding| out.push_str(&format!("{finding}\n")));
        if let Some(damaged) = would {
            let lines = plural(damaged, "damaged line");
            out.push_str(&format!("{lines} would be moved to a file of their own\nDry run: nothing written.\n"));
        }
    }
    print(out.as_bytes())?;
    if !sound {
        bail!(
            "the journal needs attention; `check --repair` moves damaged lines to a file of their own, after a backup"
        );
    }
    Ok(())
}

fn repair_text(repaired: &store::repair::RepairReport) -> String {
    let mut out = String::new();
    for finding in &repaired.before.findings {
        out.push_str(&format!("{finding}\n"));
    }
    if let Some(backup) = &repaired.backup {
        out.push_str(&format!("backup of the journal: {}\n", backup.display()));
    }
    if let Some(aside) = &repaired.set_aside {
        let lines = plural(repaired.damaged, "damaged line");
        out.push_str(&format!("{lines} moved to {}; their content is now missing from the journal\n", aside.display()));
    }
    out
}
