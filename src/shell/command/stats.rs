//! `stats`: prints counts of decisions and pending requests.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::domain::decision::ledger::Ledger;
use crate::store::{self, FindingKind, snapshot};

use super::common::{print, read_data};

/// Prints the counts.
pub fn stats(dir: &Path, as_json: bool) -> Result<()> {
    let (loaded, snapshot::LoadedSnapshot { snapshot, finding, .. }) = read_data(dir)?;
    let findings: Vec<_> = loaded.findings.iter().chain(&finding).collect();
    let of = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let (damaged, torn) = (of(FindingKind::Damaged) + of(FindingKind::ChecksumDiffers), of(FindingKind::Torn));
    let ledger = Ledger::replay(loaded.entries);
    let tally = ledger.status_counts();
    let mirror = snapshot.network.talk_counts();
    if as_json {
        let figures = json!({
            "decisions": ledger.decisions(),
            "pending": tally.pending,
            "accepted": tally.accepted,
            "declined": tally.declined,
            "follow_up": tally.follow_up,
            "closed": tally.closed,
            "mirror": mirror,
            "damaged": damaged,
            "torn": torn,
        });
        return print(&store::json_line(&figures)?);
    }
    let mut out = format!(
        "{} decisions: {} accepted, {} declined, {} following up\n{} waiting, {} closed by an import\n",
        ledger.decisions(),
        tally.accepted,
        tally.declined,
        tally.follow_up,
        tally.pending,
        tally.closed
    );
    if mirror.connections > 0 {
        out.push_str(&format!("you have messages with {} of {} connections\n", mirror.talked, mirror.connections));
    }
    for finding in findings.iter().take(3) {
        eprintln!("{finding}");
    }
    if findings.len() > 3 {
        eprintln!("{} more findings; `check` lists them", findings.len() - 3);
    }
    print(out.as_bytes())
}
