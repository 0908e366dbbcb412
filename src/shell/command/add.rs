//! `add`: a request that came by hand.

use std::path::Path;

use anyhow::{Result, bail};
use chrono::Timelike;

use crate::domain::arrival::Origin;
use crate::domain::event::Event;
use crate::domain::invitation::Invitation;
use crate::domain::ledger::Ledger;
use crate::domain::untrusted::Untrusted;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::store::Journal;

use super::print;

/// Adds it.
pub fn add(dir: &Path, words: &args::Add) -> Result<()> {
    let mut clock = SystemClock;
    let moment = clock.moment();
    let name = Untrusted::from(words.name.as_str());
    if name.is_blank() {
        bail!("a request needs a name");
    }
    let sent_at = moment.now.with_nanosecond(0).unwrap_or(moment.now);
    let invitation = Invitation::new(&words.name, &words.profile, sent_at)
        .with_note(&words.note)
        .with_role(&words.headline, &words.company);
    let opened = Journal::open(dir)?;
    let (mut journal, ledger) = (opened.journal, Ledger::replay(opened.entries));
    if ledger.waits_for(&invitation.person, moment.today) {
        bail!("a request of {} waits already", name.shown_name());
    }
    let event = Event::Imported {
        source: "by hand".into(),
        origin: Origin::Hand,
        invitations: vec![invitation],
        closed: Vec::new(),
    };
    journal.append(clock.id(), moment.now, None, event)?;
    print(format!("Added the request of {}\n", name.shown_name()).as_bytes())
}
