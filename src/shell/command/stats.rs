//! `stats`: prints counts of decisions and pending requests.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::status::StatusCounts;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::text::plural::{number, plural};
use crate::shell::clock::{Clock, SystemClock};
use crate::store::{self, FindingKind, snapshot};

use super::common::{print, read_data};

/// Returns the share of connections with messages; without messages in the copy only their number is known.
fn mirror(network: &Network) -> Option<Value> {
    let counts = network.talk_counts();
    match network.has_messages() {
        true => Some(json!(counts)),
        false if counts.connections > 0 => {
            Some(json!({ "connections": counts.connections, "talked": null, "both": null }))
        }
        false => None,
    }
}

/// Prints the counts.
pub fn stats(dir: &Path, as_json: bool) -> Result<()> {
    let (loaded, snapshot::LoadedSnapshot { snapshot, finding, .. }) = read_data(dir)?;
    let findings: Vec<_> = loaded.findings.iter().chain(&finding).collect();
    let of = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let (damaged, torn) = (of(FindingKind::Damaged) + of(FindingKind::ChecksumDiffers), of(FindingKind::Torn));
    let ledger = Ledger::replay(loaded.entries);
    let counts = ledger.status_counts();
    let waiting = Inbox::new(&ledger, &snapshot.network, SystemClock.moment().today).remaining();
    let talk = snapshot.network.has_messages().then(|| snapshot.network.talk_counts());
    if as_json {
        let StatusCounts { pending, follow_up, parked, accepted, declined, closed } = counts;
        let figures = json!({
            "decisions": ledger.decisions(),
            "requests": counts.total(),
            "waiting": waiting,
            "pending": pending,
            "accepted": accepted,
            "declined": declined,
            "follow_up": follow_up,
            "parked": parked,
            "closed": closed,
            "mirror": mirror(&snapshot.network),
            "damaged": damaged,
            "torn": torn,
        });
        return print(&store::json_line(&figures)?);
    }
    let shares = counts.iter().filter(|(_, count)| *count > 0);
    let shares: Vec<String> = shares.map(|(status, count)| format!("{} {}", number(count), status.label())).collect();
    let mut out = plural(counts.total(), "request");
    if !shares.is_empty() {
        out.push_str(&format!(": {}", shares.join(", ")));
    }
    let due = waiting.saturating_sub(counts.pending);
    if due > 0 {
        out.push_str(&format!("\n{} wait today, {} of them back from a follow-up", number(waiting), number(due)));
    }
    out.push_str(&format!("\n{} in the journal\n", plural(ledger.decisions(), "decision")));
    match talk {
        Some(talk) if talk.connections > 0 => {
            let (both, all) = (number(talk.both_ways), number(talk.connections));
            let one_way = talk.talked - talk.both_ways;
            let apart =
                if one_way > 0 { format!("; with {} only one of you wrote", number(one_way)) } else { String::new() };
            out.push_str(&format!("messages exchanged with {both} of {all} connections{apart}\n"));
        }
        Some(_) | None => {}
    }
    print(out.as_bytes())
}
