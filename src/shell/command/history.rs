//! `history`: prints decisions, newest first.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::domain::decision::history::{self, HistoryFilter, PastDecision};
use crate::domain::decision::ledger::Ledger;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::UsageError;
use crate::store;

/// Prints the matching decisions.
pub fn history(dir: &Path, args: &args::History) -> Result<()> {
    let since = args.since.as_deref().map(parse_date).transpose()?;
    let ledger = Ledger::replay(store::journal::read(dir)?.entries);
    let local = SystemClock.moment().local;
    let filter = HistoryFilter::new(&args.query.join(" "));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for past in history::decisions(&ledger) {
        let day = local.of(past.entry.at);
        let text = history::search_text(past.decision, day, past.invitation);
        if since.is_some_and(|since| day < since) || !filter.matches(&text, &day.to_string()) {
            continue;
        }
        if args.json.json {
            out.write_all(&store::json_line(&as_json(&past)?)?)?;
        } else {
            writeln!(out, "{}", as_text(&past, day))?;
        }
    }
    out.flush()?;
    Ok(())
}

fn parse_date(text: &str) -> Result<NaiveDate> {
    let wrong = || UsageError(format!("--since needs a date such as 2026-01-31, not \"{text}\""));
    text.parse().with_context(wrong)
}

fn as_text(past: &PastDecision, day: NaiveDate) -> String {
    let PastDecision { entry: _, decision, invitation: _, is_current: is_standing } = past;
    let kind = decision.verdict.kind();
    let changed = if *is_standing { "" } else { "  (changed later)" };
    let why = if decision.reason.is_empty() {
        String::new()
    } else {
        format!("  {}", crate::domain::text::untrusted::Untrusted::from(decision.reason.as_str()).display())
    };
    format!("{}  {} {:<12}  {}{why}{changed}", day, kind.symbol(), kind.label(), decision.name.display_name())
}

/// Returns the journal line without its checksum; `standing` is true for a current decision.
fn as_json(past: &PastDecision) -> Result<Value> {
    let line = store::line::encode(past.entry).context("a decision cannot be written as JSON")?;
    let mut object: Map<String, Value> = serde_json::from_slice(&line.bytes)?;
    object.remove("c");
    object.insert("standing".to_owned(), Value::Bool(past.is_current));
    Ok(Value::Object(object))
}
