//! `list`: prints requests and their status, one per line.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::domain::care::contact::unique_tags;
use crate::domain::care::role::Role;
use crate::domain::care::summary::PersonSummary;
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::Pile;
use crate::domain::inbox::Inbox;
use crate::domain::inbox::evidence_finder::EvidenceFinder;
use crate::domain::text::dates::{self, NumericDates};
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args::{List, StatusFilter};
use crate::shell::clock::{Clock, SystemClock};
use crate::store;

use super::common::Data;

/// Prints the matching requests.
pub fn list(dir: &Path, numbers: NumericDates, args: &List) -> Result<()> {
    let data = Data::read(dir, numbers)?;
    let query = data.parse(args.query.as_deref().unwrap_or_default())?;
    let Data { ledger, network, inbox, .. } = &data;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for case in ledger.cases().filter(|case| matches_status(args.status, ledger.status_of(case))) {
        if args.pile.is_some() && inbox.pile_of(&case.invitation().id) != args.pile {
            continue;
        }
        if !query.is_empty() && !data.search().is_found(&PersonSummary::from_case(case, ledger), &query) {
            continue;
        }
        if args.json.json {
            out.write_all(&store::json_line(&as_json(case, ledger, network, inbox))?)?;
        } else {
            writeln!(out, "{}", as_text(case, ledger, inbox))?;
        }
    }
    out.flush()?;
    Ok(())
}

fn matches_status(asked: StatusFilter, status: Status) -> bool {
    match asked {
        StatusFilter::All => true,
        StatusFilter::Pending => status == Status::Pending,
        StatusFilter::Accepted => status == Status::Accepted,
        StatusFilter::Declined => status == Status::Declined,
        StatusFilter::FollowUp => matches!(status, Status::FollowUp(_) | Status::Parked(_)),
        StatusFilter::Closed => matches!(status, Status::Closed(_)),
    }
}

fn as_text(case: &InvitationCase, ledger: &Ledger, inbox: &Inbox) -> String {
    let invitation = case.invitation();
    let pile = inbox.pile_of(&invitation.id).map(Pile::label).unwrap_or_default();
    let day = invitation.sent_at.map_or("no date".to_owned(), |at| at.format("%Y-%m-%d").to_string());
    format!("{day:<10}  {:<9}  {:<21}  {}", ledger.status_of(case).kind().name(), pile, invitation.name.display_name())
}

fn as_json(case: &InvitationCase, ledger: &Ledger, network: &Network, inbox: &Inbox) -> serde_json::Value {
    let invitation = case.invitation();
    let finder = EvidenceFinder { network, ledger, duplicates: inbox.duplicate_notes() };
    let status = ledger.status_of(case);
    let (parked, due) = match status {
        Status::FollowUp(due) => (false, Some(due)),
        Status::Parked(due) => (true, Some(due)),
        Status::Pending | Status::Accepted | Status::Declined | Status::Closed(_) | Status::Removed => (false, None),
    };
    let role = Role::of(&invitation.person, ledger, network);
    let message = invitation.note.as_ref().map(Untrusted::sanitized);
    let evidence: Vec<_> = finder
        .evidence(invitation, SystemClock.moment().local)
        .into_iter()
        .filter(|evidence| evidence.present)
        .map(|evidence| json!({ "kind": evidence.kind, "says": evidence.text.sanitized(), "file": evidence.file.sanitized() }))
        .collect();
    json!({
        "id": invitation.id.as_str(),
        "person": invitation.person.as_str(),
        "name": invitation.name.sanitized(),
        "profile": invitation.address(),
        "sent_at": invitation.sent_at.map(dates::format_rfc3339),
        "message": message,
        "note": message,
        "status": status.kind().name(),
        "parked": parked,
        "due": due,
        "company": role.company.as_ref().map(Untrusted::sanitized),
        "headline": role.own.as_ref().or(role.headline.as_ref()).map(Untrusted::sanitized),
        "tags": tags(case, ledger),
        "pile": inbox.pile_of(&invitation.id).map(Pile::name),
        "evidence": evidence,
    })
}

/// Returns the tags of the decision and of the person, each once.
fn tags(case: &InvitationCase, ledger: &Ledger) -> Vec<String> {
    let decided = ledger.decision_of(ledger.card_of(case)).map(|(_, decision)| &decision.tags);
    let described = ledger.description_of(&case.invitation().person).map(|described| &described.tags);
    unique_tags(decided.into_iter().chain(described).flatten()).map(|tag| Untrusted::from(tag).sanitized()).collect()
}
