//! `import`: imports files and prints a report.

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use strum::VariantArray;

use crate::domain::decision::ledger::Ledger;
use crate::domain::inbox::import_diff::{DiffItem, DiffKind};
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::warn;
use crate::shell::import::{apply_import, dry_run, read_with_progress};
use crate::store::{self, snapshot};
use crate::ui::report_summary;

use super::common::{open_journal, print};

/// Imports the paths and prints the reports.
pub fn import(dir: &Path, args: &args::Import) -> Result<()> {
    let loaded = snapshot::load(dir);
    let found = if args.dry_run {
        let ledger = Ledger::replay(store::journal::read(dir)?.entries);
        let network = loaded.snapshot.network.with_notes(ledger.note_digests());
        let batches = read_with_progress(&args.paths, &network)?;
        dry_run(batches, network, &ledger, SystemClock.moment().local)
    } else {
        let opened = open_journal(dir)?;
        let mut journal = opened.journal;
        journal.writable()?;
        let mut ledger = Ledger::replay(opened.entries);
        let loaded = loaded.migrate_or_quarantine(dir);
        loaded.finding.iter().for_each(warn);
        let network = loaded.snapshot.network.with_notes(ledger.note_digests());
        let batches = read_with_progress(&args.paths, &network)?;
        apply_import(dir, batches, network, &mut journal, &mut ledger, &mut SystemClock)?.1
    };
    if args.json.json {
        return print(&store::json_line(&as_json(&found))?);
    }
    let mut out = String::new();
    for found in &found {
        out.push_str(&report_summary(found));
        out.push('\n');
        for topic in [DiffKind::StillPending, DiffKind::Contradicted, DiffKind::AskedAgainAfterDecline] {
            for DiffItem { name, text: says, .. } in found.diff.items(topic) {
                let says = if says.is_empty() { String::new() } else { format!(" ({says})") };
                out.push_str(&format!(
                    "  {}: {}{}\n",
                    topic.label(),
                    name.display_name(),
                    Untrusted::new(says).display()
                ));
            }
        }
        for row in &found.row_issues {
            out.push_str(&format!("  {}, record {}: {}\n", row.file.display_name(), row.record, row.reason));
        }
    }
    out.push_str(if args.dry_run { "Dry run: nothing written.\n" } else { "Next: invite-triage\n" });
    print(out.as_bytes())
}

/// Returns all reports as one object.
fn as_json(found: &[ImportReport]) -> serde_json::Value {
    let sum = |of: fn(&ImportReport) -> u64| found.iter().map(of).sum::<u64>();
    let size = |of: fn(&ImportReport) -> usize| found.iter().map(of).sum::<usize>();
    let not_understood: Vec<_> = found
        .iter()
        .flat_map(|found| &found.row_issues)
        .map(|row| json!({ "file": row.file.display(), "record": row.record, "reason": row.reason }))
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
        "remarks": found.iter().flat_map(|f| &f.remarks).collect::<Vec<_>>(),
    })
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
