//! `demo`: the user interface with made-up people, in a temporary directory.

use std::ops::ControlFlow;

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::import_batch::ImportBatch;
use crate::import::{ImportInput, read};
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::config::Config;
use crate::shell::environment::ExitReason;
use crate::shell::import::apply_import;
use crate::shell::signals::ShutdownHandler;
use crate::store::{Journal, remove_abandoned};

use super::open::{OpenedData, run_ui};

/// Files of the made-up export.
const FILES: [(&str, &[u8]); 10] = [
    ("Invitations.csv", include_bytes!("../../../assets/demo/Invitations.csv")),
    ("Connections.csv", include_bytes!("../../../assets/demo/Connections.csv")),
    ("messages.csv", include_bytes!("../../../assets/demo/messages.csv")),
    ("ImportedContacts.csv", include_bytes!("../../../assets/demo/ImportedContacts.csv")),
    ("Recommendations_Given.csv", include_bytes!("../../../assets/demo/Recommendations_Given.csv")),
    ("Recommendations_Received.csv", include_bytes!("../../../assets/demo/Recommendations_Received.csv")),
    ("Endorsement_Given_Info.csv", include_bytes!("../../../assets/demo/Endorsement_Given_Info.csv")),
    ("Endorsement_Received_Info.csv", include_bytes!("../../../assets/demo/Endorsement_Received_Info.csv")),
    ("Member_Follows.csv", include_bytes!("../../../assets/demo/Member_Follows.csv")),
    ("Profile.csv", include_bytes!("../../../assets/demo/Profile.csv")),
];

/// Prefix of the temporary directories.
const PREFIX: &str = "invite-triage-demo-";

/// Returns the made-up people; dates are shifted as if they were exported yesterday.
pub fn made_up_people(now: DateTime<Utc>) -> Result<Vec<ImportBatch>> {
    let inputs =
        FILES.iter().map(|(name, bytes)| ImportInput::Bytes { name: (*name).to_owned(), bytes: bytes.to_vec() });
    let batches = read(inputs.collect(), &Network::default(), &mut |_| ControlFlow::Continue(()))?;
    let shifted = batches.into_iter().map(|mut batch| {
        batch.source = "Made-up people (nothing is kept)".into();
        let days = batch.network.as_of.map_or(0, |newest| (now - newest).num_days() - 1);
        batch.with_shifted_dates(TimeDelta::days(days))
    });
    Ok(shifted.collect())
}

/// Opens the user interface with the made-up people.
pub fn demo(mut config: Config, shutdown: &ShutdownHandler) -> Result<ExitReason> {
    config.plain = super::open::is_plain(config.plain)?;
    config.settings.is_demo = true;
    remove_abandoned_demos();
    let dir = tempfile::Builder::new().prefix(PREFIX).tempdir().context("cannot make a throw-away directory")?;
    let batches = made_up_people(SystemClock.moment().now)?;
    let mut journal = Journal::open(dir.path())?.journal;
    let mut ledger = Ledger::default();
    let (network, found) =
        apply_import(dir.path(), batches, Network::default(), &mut journal, &mut ledger, &mut SystemClock)?;
    run_ui(
        OpenedData { journal, ledger, network, import_reports: found, is_new_import: true, findings: Vec::new() },
        config,
        &[],
        false,
        shutdown,
    )
}

/// Removes the directories of killed demos; those of running ones are locked.
fn remove_abandoned_demos() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            remove_abandoned(&entry.path());
        }
    }
}
