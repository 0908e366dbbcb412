//! `today`: prints due items, one per line, for a shell prompt or cron.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;
use serde_json::json;

use crate::app::input::Moment;
use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda};
use crate::domain::decision::carry_out::pending_count;
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::clock::{Clock, SystemClock};
use crate::store;

use super::common::{print, read_data};

/// Prints due items, oldest first; prints nothing if there are none.
pub fn today(dir: &Path, as_json: bool) -> Result<()> {
    let (loaded, snapshot) = read_data(dir)?;
    let ledger = Ledger::replay(loaded.entries);
    let Moment { today, local, .. } = SystemClock.moment();
    let due: Vec<AgendaItem> = agenda(&ledger, &snapshot.snapshot.network, today, local)
        .into_iter()
        .filter(|item| item.day <= today)
        .collect();
    let whose = |item: &AgendaItem| ledger.case(&item.id).map(InvitationCase::invitation);
    if as_json {
        let of = |owed: bool| -> Vec<serde_json::Value> {
            let wanted = due.iter().filter(|item| matches!(item.kind, AgendaKind::OwedGift(_)) == owed);
            wanted.filter_map(|item| Some(as_object(item, whose(item)?))).collect()
        };
        let figures =
            json!({ "date": today, "follow_ups": of(false), "owed": of(true), "to_carry_out": pending_count(&ledger) });
        return print(&store::json_line(&figures)?);
    }
    let lines: String = due.iter().filter_map(|item| Some(as_line(item, whose(item)?, today))).collect();
    print(lines.as_bytes())
}

fn as_line(item: &AgendaItem, invitation: &Invitation, today: NaiveDate) -> String {
    let since = dates::format_ago(item.day, today);
    let name = invitation.name.display_name();
    match &item.kind {
        AgendaKind::FollowUp { .. } => format!("follow up: {name} (due {since})\n"),
        AgendaKind::OwedGift(gift) => format!("owed: {} to {name} (due {since})\n", gift.label()),
    }
}

fn as_object(item: &AgendaItem, invitation: &Invitation) -> serde_json::Value {
    let (key, words) = match &item.kind {
        AgendaKind::FollowUp { question, .. } => ("question", json!(Untrusted::from(question.as_str()).sanitized())),
        AgendaKind::OwedGift(gift) => ("gift", json!(gift)),
    };
    let mut object = json!({
        "id": invitation.id.as_str(),
        "person": invitation.person.as_str(),
        "name": invitation.name.sanitized(),
        "due": item.day,
    });
    object[key] = words;
    object
}
