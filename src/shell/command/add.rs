//! `add`: adds a request by hand.

use std::path::Path;

use anyhow::{Result, bail};

use crate::domain::decision::event::Event;
use crate::domain::decision::ledger::Ledger;
use crate::domain::request::invitation::ManualInvitation;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};

use super::common::{open_journal, print};

/// Adds the request to the journal.
pub fn add(dir: &Path, args: &args::Add) -> Result<()> {
    let mut clock = SystemClock;
    let moment = clock.moment();
    let name = Untrusted::from(args.name.as_str());
    if name.is_blank() {
        bail!("a request needs a name");
    }
    let args::Add { name: _, profile, note, headline, company } = args;
    let invitation =
        ManualInvitation { name: &args.name, profile, note, headline, company }.into_invitation(moment.now);
    let opened = open_journal(dir)?;
    let (mut journal, ledger) = (opened.journal, Ledger::replay(opened.entries));
    if ledger.has_pending_request(&invitation.person, moment.today) {
        bail!("a request from {} is already waiting", name.display_name());
    }
    journal.append(clock.id(), moment.now, None, Event::added(invitation))?;
    print(format!("Added a request from {}\n", name.display_name()).as_bytes())
}
