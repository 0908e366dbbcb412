//! `today`: what is due, one line each, for a shell prompt or cron.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;
use serde_json::json;

use crate::domain::decision::Verdict;
use crate::domain::ledger::{Case, Ledger, Standing};
use crate::domain::untrusted::Untrusted;
use crate::domain::when;
use crate::shell::clock::{Clock, SystemClock};
use crate::store;

use super::print;

/// A follow-up whose day has come.
struct Due<'a> {
    case: &'a Case,
    day: NaiveDate,
    question: String,
}

/// Prints what is due, the oldest first; nothing where nothing is.
pub fn today(dir: &Path, as_json: bool) -> Result<()> {
    let ledger = Ledger::replay(store::journal::read(dir)?.entries);
    let today = SystemClock.moment().today;
    let due = due(&ledger, today);
    if as_json {
        let follow_ups: Vec<_> = due.iter().map(as_object).collect();
        return print(format!("{}\n", json!({ "date": today, "follow_ups": follow_ups })).as_bytes());
    }
    let lines: String = due.iter().map(|due| as_line(due, today)).collect();
    print(lines.as_bytes())
}

fn due(ledger: &Ledger, today: NaiveDate) -> Vec<Due<'_>> {
    let mut due: Vec<Due> = ledger
        .cases()
        .filter_map(|case| match (ledger.standing_of(case), ledger.decision_of(case)) {
            (Standing::FollowUp(day), Some((_, decision))) if day <= today => {
                let question = match &decision.verdict {
                    Verdict::FollowUp { question, .. } => question.clone(),
                    Verdict::Accept(_) | Verdict::Decline(_) => String::new(),
                };
                Some(Due { case, day, question })
            }
            _ => None,
        })
        .collect();
    due.sort_by_key(|due| due.day);
    due
}

fn as_line(due: &Due, today: NaiveDate) -> String {
    let since = when::ago((today - due.day).num_days());
    format!("follow up: {} (due {since})\n", due.case.invitation().name.shown_name())
}

fn as_object(due: &Due) -> serde_json::Value {
    let invitation = due.case.invitation();
    json!({
        "id": invitation.id.as_str(),
        "person": invitation.person.as_str(),
        "name": invitation.name.plain(),
        "due": due.day,
        "question": Untrusted::from(due.question.as_str()).plain(),
    })
}
