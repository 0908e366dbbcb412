//! `history`: prints decisions, newest first.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::domain::care::query::{DecisionRecord, decision_text};
use crate::domain::decision::history::{self, PastDecision};
use crate::domain::search::query::Query;
use crate::domain::text::dates::NumericDates;
use crate::shell::args;
use crate::shell::failure::UsageError;
use crate::store;

use super::common::{Data, entry_as_json};

/// Prints the matching decisions.
pub fn history(dir: &Path, numbers: NumericDates, args: &args::History) -> Result<()> {
    let data = Data::read(dir, numbers)?;
    let query = data.parse(&args.query.join(" "))?;
    let since = args.since.as_deref().map(|day| parse_since(day, &data)).transpose()?.unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for past in history::decisions(&data.ledger) {
        let text = decision_text(&past, data.moment.local);
        let record = DecisionRecord { data: data.search(), past: &past, text: &text };
        if !(query.matches(&record) && since.matches(&record)) {
            continue;
        }
        if args.json.json {
            out.write_all(&store::json_line(&as_json(&past)?)?)?;
        } else {
            writeln!(out, "{}", as_text(&past, data.moment.local.of(past.entry.at)))?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Reads the first day, as a query does.
fn parse_since(day: &str, data: &Data) -> Result<Query> {
    let day = day.replace(['"', '“', '”', '„'], " ");
    data.parse(&format!("since:\"{day}\"")).map_err(|why| {
        let says = why.to_string();
        UsageError(format!("--since:{}", says.strip_prefix("since:").unwrap_or(&says))).into()
    })
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

/// Returns the journal line; `standing` is true for a current decision.
fn as_json(past: &PastDecision) -> Result<Map<String, Value>> {
    let mut object = entry_as_json(past.entry)?;
    object.insert("standing".to_owned(), Value::Bool(past.is_current));
    Ok(object)
}
