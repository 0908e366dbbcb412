//! `add`: adds a request by hand.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::json;

use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::request::invitation::{Invitation, ManualInvitation};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::UsageError;
use crate::store;

use super::common::{open_journal, print, read_journal};

/// Adds the request to the journal.
pub fn add(dir: &Path, args: &args::Add) -> Result<()> {
    let mut clock = SystemClock;
    let moment = clock.moment();
    let name = Untrusted::from(args.name.as_str());
    if name.is_blank() {
        bail!("a request needs a name");
    }
    let args::Add { profile, note, headline, company, .. } = args;
    let invitation =
        ManualInvitation { name: &args.name, profile, note, headline, company }.into_invitation(moment.now);
    let invitation = invitation.map_err(UsageError)?;
    let check = |entries: Vec<Entry>| {
        let (ledger, person) = (Ledger::replay(entries), &invitation.person);
        if ledger.is_forgotten(person) {
            bail!("you had this person forgotten; `invite-triage forget PERSON --welcome-back` lets them return");
        }
        if ledger.has_pending_request(person, moment.today) {
            bail!("a request from {} is already waiting", name.display_name());
        }
        Ok(())
    };
    if args.dry_run {
        check(read_journal(dir)?.entries)?;
    } else {
        let opened = open_journal(dir, args.new_journal)?;
        let mut journal = opened.journal;
        check(opened.entries)?;
        journal.append(clock.id(), moment.now, None, Event::added(invitation.clone()))?;
    }
    if args.json.json {
        return print(&store::json_line(&as_json(&invitation, args.dry_run))?);
    }
    let said = if args.dry_run { "Would add a request from" } else { "Added a request from" };
    let end = if args.dry_run { "\nDry run: nothing written.\n" } else { "\n" };
    print(format!("{said} {}{end}", name.display_name()).as_bytes())
}

/// Returns the request as `list --json` shows it, and whether it was added.
fn as_json(invitation: &Invitation, dry_run: bool) -> serde_json::Value {
    json!({
        "id": invitation.id.as_str(),
        "person": invitation.person.as_str(),
        "name": invitation.name.sanitized(),
        "profile": invitation.person.profile_url(),
        "sent_at": invitation.sent_at.map(dates::format_rfc3339),
        "note": invitation.note.as_ref().map(Untrusted::sanitized),
        "headline": invitation.headline.as_ref().map(Untrusted::sanitized),
        "company": invitation.company.as_ref().map(Untrusted::sanitized),
        "added": !dry_run,
    })
}
