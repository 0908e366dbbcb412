//! What people give the program besides LinkedIn's ZIP as it came: renamed, re-saved, packed twice, in parts, in another
//! order, of somebody else. Small made-up copies.

#[path = "intake/copies.rs"]
mod copies;
#[path = "intake/ages.rs"]
mod ages;
#[path = "intake/tables.rs"]
mod tables;
#[path = "intake/mails.rs"]
mod mails;

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use chrono::DateTime;
use invite_triage::domain::decision::event::{Entry, EntryId};
use invite_triage::domain::decision::ledger::{Ledger, Status};
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::{ImportReport, reconcile};
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportError, ImportInput, read};

const INVITATIONS: &str = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl";
const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On";
/// Day in the name of an archive.
const NAMED: &str = "Basic_LinkedInDataExport_11-22-2026.zip";

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// Returns the list of these requests, each a name and a date.
fn invitations(rows: &[(&str, &str)]) -> String {
    let row = |(name, at): &(&str, &str)| {
        let slug = slug(name);
        format!(
            "{name},Pat Owner,\"{at}\",,INCOMING,https://www.linkedin.com/in/{slug},https://www.linkedin.com/in/pat-owner\n"
        )
    };
    format!("{INVITATIONS}\n{}", rows.iter().map(row).collect::<String>())
}

/// Returns the list of these connections, each a name and a date.
fn connections(rows: &[(&str, &str)]) -> String {
    let row = |(name, on): &(&str, &str)| {
        let (first, last) = name.split_once(' ').expect("two names");
        format!("{first},{last},https://www.linkedin.com/in/{},,,Cook,{on}\n", slug(name))
    };
    format!("{CONNECTIONS}\n{}", rows.iter().map(row).collect::<String>())
}

fn zip_bytes(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

fn zip(name: &str, files: &[(&str, &str)]) -> ImportInput {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    ImportInput::Bytes { name: name.to_owned(), bytes: zip_bytes(&files) }
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> ImportInput {
    ImportInput::Bytes { name: name.to_owned(), bytes: bytes.into() }
}

fn take(inputs: Vec<ImportInput>) -> Result<Vec<ImportBatch>, ImportError> {
    read(inputs, &Network::default(), &mut |_| ControlFlow::Continue(()))
}

fn one(input: ImportInput) -> ImportBatch {
    let mut all = take(vec![input]).expect("read");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Ledger and snapshot after some imports, with the last report.
#[derive(Default)]
struct Library {
    ledger: Ledger,
    network: Network,
    report: ImportReport,
    lines: u64,
}

impl Library {
    fn import(&mut self, inputs: Vec<ImportInput>) -> &ImportReport {
        let network = std::mem::take(&mut self.network);
        let batches = read(inputs, &network, &mut |_| ControlFlow::Continue(())).expect("read");
        self.network = network;
        for batch in batches {
            let after = reconcile(batch, std::mem::take(&mut self.network), &self.ledger, LocalDates::UTC);
            (self.network, self.report) = (after.network, after.report);
            if let Some(event) = after.event {
                self.lines += 1;
                let id = EntryId(self.lines.to_string());
                self.ledger.post(Entry {
                    n: self.lines,
                    id,
                    at: DateTime::UNIX_EPOCH,
                    redo_of: None,
                    batch: None,
                    event,
                });
            }
        }
        &self.report
    }

    /// Returns the names of those who wait, sorted.
    fn waiting(&self) -> Vec<String> {
        let waits = self.ledger.cases().filter(|case| self.ledger.status_of(case) == Status::Pending);
        let mut names: Vec<String> = waits.map(|case| case.invitation().name.raw().to_owned()).collect();
        names.sort();
        names
    }

    fn talks_with(&self, person: &str) -> bool {
        let key = invite_triage::domain::person::key::PersonKey::from_stored(person);
        self.network.get(&key).is_some_and(|known| known.conversation_stats().is_some())
    }

    fn knows(&self, person: &str) -> bool {
        let key = invite_triage::domain::person::key::PersonKey::from_stored(person);
        self.network.get(&key).is_some_and(invite_triage::domain::evidence::network::PersonFacts::is_connected)
    }
}
