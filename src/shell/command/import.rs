//! `import`: imports files and prints a report.

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use strum::VariantArray;

use crate::domain::decision::ledger::Ledger;
use crate::domain::inbox::import_batch::RowIssue;
use crate::domain::inbox::import_diff::{DiffItem, DiffKind};
use crate::domain::inbox::ownership::check_owners;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::warn;
use crate::shell::import::{apply_import, dry_run, read_with_progress};
use crate::store::{self, snapshot};
use crate::ui::{remark_text, report_summary};

use super::common::{open_journal, print, read_journal};

/// Imports the paths and prints the reports.
pub fn import(dir: &Path, args: &args::Import) -> Result<()> {
    // Everything is read before anything is opened for writing: a refused import leaves no trace.
    let mut loaded = snapshot::load(dir);
    // What is wrong with the journal is said once: here, or when it is opened.
    let entries = if args.dry_run { read_journal(dir)? } else { store::journal::read(dir)? }.entries;
    let lines = entries.len();
    let mut ledger = Ledger::replay(entries);
    let network = loaded.take_network().with_notes(ledger.note_digests());
    let batches = read_with_progress(&args.paths, &network)?;
    if !args.as_mine {
        check_owners(&batches, &network)?;
    }
    let found = if args.dry_run {
        dry_run(batches, network, &ledger, SystemClock.moment().local)
    } else {
        let opened = open_journal(dir, args.new_journal)?;
        let mut journal = opened.journal;
        journal.writable()?;
        if opened.entries.len() != lines {
            ledger = Ledger::replay(opened.entries); // written to while the files were read
        }
        let loaded = loaded.migrate_or_quarantine(dir);
        loaded.finding.iter().for_each(warn);
        let (network, found) = apply_import(dir, batches, network, &mut journal, &mut ledger, &mut SystemClock)?;
        std::mem::forget(network); // freeing it person by person takes a while, and the program ends now
        found
    };
    if args.json.json {
        return print(&store::json_line(&as_json(&found))?);
    }
    let mut out: String = found.iter().map(as_text).collect();
    out.push_str(if args.dry_run { "Dry run: nothing written.\n" } else { "Next: invite-triage\n" });
    print(out.as_bytes())
}

/// Returns a report as text: its summary, then who and what it is about, one line each.
fn as_text(found: &ImportReport) -> String {
    let mut out = format!("{}\n", report_summary(found));
    for topic in [DiffKind::StillPending, DiffKind::Contradicted, DiffKind::AskedAgainAfterDecline] {
        for DiffItem { name, text: says, .. } in found.diff.items(topic) {
            let says = if says.is_empty() { String::new() } else { format!(" ({says})") };
            out.push_str(&format!("  {}: {}{}\n", topic.label(), name.display_name(), Untrusted::new(says).display()));
        }
    }
    for RowIssue { file, record, reason, is_imported: _ } in &found.row_issues {
        out.push_str(&format!("  {}, record {record}: {reason}\n", file.display_name()));
    }
    for remark in &found.remarks {
        out.push_str(&format!("  {}\n", remark_text(remark)));
    }
    out
}

/// Returns all reports as one object.
fn as_json(found: &[ImportReport]) -> serde_json::Value {
    let sum = |of: fn(&ImportReport) -> u64| found.iter().map(of).sum::<u64>();
    let size = |of: fn(&ImportReport) -> usize| found.iter().map(of).sum::<usize>();
    let not_understood: Vec<_> = found
        .iter()
        .flat_map(|found| &found.row_issues)
        .map(|row| {
            let RowIssue { file, record, reason, is_imported } = row;
            json!({ "file": file.display(), "record": record, "reason": reason, "imported": is_imported })
        })
        .collect();
    let of_topic = |topic: DiffKind| -> Vec<serde_json::Value> {
        found.iter().flat_map(|found| found.diff.items(topic)).map(diff_item_json).collect()
    };
    let diff: serde_json::Map<String, serde_json::Value> =
        DiffKind::VARIANTS.iter().map(|topic| (topic.name().to_owned(), of_topic(*topic).into())).collect();
    json!({
        "renewal": diff,
        "invitations": {
            "rows": sum(|f| f.counts.invitations),
            "incoming": sum(|f| f.counts.incoming),
            "outgoing": sum(|f| f.counts.outgoing),
            "already_connected": size(|f| f.already_connected),
            "pending": size(|f| f.pending),
            "cards": size(|f| f.cards),
            "new": size(|f| f.new),
            "closed": size(|f| f.closed),
        },
        "connections": { "rows": sum(|f| f.counts.connections), "blank": sum(|f| f.counts.blank) },
        "messages": { "rows": sum(|f| f.counts.messages) },
        "not_understood": not_understood,
        "remarks": found.iter().flat_map(remarks).collect::<Vec<_>>(),
    })
}

/// Returns the remarks of a report, the caution first.
fn remarks(found: &ImportReport) -> impl Iterator<Item = &str> {
    found.caution().into_iter().chain(found.remarks.iter().map(String::as_str))
}

fn diff_item_json(named: &DiffItem) -> serde_json::Value {
    let DiffItem { person, name, request, text: says } = named;
    json!({
        "id": request.as_ref().map(crate::domain::request::invitation::InvitationId::as_str),
        "person": person.as_str(),
        "name": name.sanitized(),
        "says": Untrusted::from(says.as_str()).sanitized(),
    })
}
