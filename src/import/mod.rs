//! Import: turns a ZIP, a folder, a mailbox or a table into an [`ImportBatch`].
//!
//! Promise: every row is either imported or reported with the reason, and a file that cannot be trusted to its end is
//! refused as a whole. Nothing is written or unpacked to disk, and no link is followed.

mod prefetch;
mod bundle;
mod copy_day;
mod date_column;
mod dates;
mod error;
mod header;
mod inflate;
mod metered_reader;
mod json;
mod linkedin;
mod mail;
mod member_snapshot;
mod opening;
mod progress;
mod csv_records;
mod table;
mod text;

use std::borrow::Cow;
use std::path::PathBuf;

use bundle::{Bundle, Claim};
pub use copy_day::day_in_name;
pub use error::ImportError;
use metered_reader::ProgressMeter;
pub use progress::{ImportProgress, ProgressFn};

use crate::domain::evidence::network::Network;
use crate::domain::inbox::import_batch::ImportBatch;

/// Input named by the user.
#[derive(Clone, Debug)]
pub enum ImportInput {
    /// File or folder.
    Path(PathBuf),
    /// Bytes from standard input.
    Bytes {
        /// Name to show for them.
        name: String,
        /// All bytes.
        bytes: Vec<u8>,
    },
}

/// Kind of input that can be imported.
pub struct Source {
    /// Name of the source.
    pub name: &'static str,
    claims: fn(&mut Bundle) -> Result<Claim, ImportError>,
    belong_together: fn(&Bundle, &Bundle) -> bool,
    read: fn(&mut Bundle, &Network, &mut ProgressMeter<'_>) -> Result<ImportBatch, ImportError>,
}

/// All sources; the first with a certain claim reads, else the first that claims by name.
pub static SOURCES: &[Source] = &[
    // LinkedIn's copy of your data: the ZIP as downloaded, its unzipped folder, or single CSV files of it.
    Source {
        name: "linkedin",
        claims: linkedin::claims,
        belong_together: linkedin::belong_together,
        read: linkedin::read,
    },
    // Invitation e-mails: .eml files, a folder of them, or a mailbox (mbox).
    Source { name: "mail", claims: mail::claims, belong_together: mail::belong_together, read: mail::read },
    // CSV or JSON with columns such as Name, Profile URL, Headline, Message and Date.
    Source { name: "table", claims: table::claims, belong_together: |_, _| false, read: table::read },
];

/// Reads all inputs: one [`ImportBatch`] for each copy, for the e-mails, and for each table; older copies first.
/// `previous` is the network of earlier imports, to recognize copies of notes among the messages.
pub fn read(
    inputs: Vec<ImportInput>,
    previous: &Network,
    watch: &mut ProgressFn<'_>,
) -> Result<Vec<ImportBatch>, ImportError> {
    let mut found: Vec<(&Source, Bundle)> = Vec::new();
    for input in inputs {
        let bundle = match input {
            ImportInput::Path(path) => opening::open_path(&path)?,
            ImportInput::Bytes { name, bytes } => opening::open_bytes(&name, bytes)?,
        };
        let mut bundle = member_snapshot::expand(bundle)?;
        let source = source_of(&mut bundle)?;
        let beside = found
            .iter_mut()
            .find(|(other, others)| other.name == source.name && (source.belong_together)(others, &bundle));
        match beside {
            Some((_, others)) => others.join(bundle),
            None => found.push((source, bundle)),
        }
    }
    if found.is_empty() {
        return Err(ImportError::NothingGiven);
    }
    found.sort_by_key(|(_, bundle)| linkedin::day(bundle));
    let total = found.iter().flat_map(|(_, bundle)| &bundle.members).map(|m| m.size).fold(0, u64::saturating_add);
    let mut meter = ProgressMeter::new(watch, total);
    let mut batches: Vec<ImportBatch> = Vec::new();
    let mut known = Cow::Borrowed(previous);
    let several = found.len() > 1;
    for (source, mut bundle) in found {
        let batch = (source.read)(&mut bundle, &known, &mut meter)?;
        if several && !batch.kinds.is_empty() {
            known = Cow::Owned(known.into_owned().merged_with_import(batch.network.clone(), &batch.kinds));
        }
        batches.push(batch);
    }
    Ok(batches)
}

fn source_of(bundle: &mut Bundle) -> Result<&'static Source, ImportError> {
    let mut by_name = None;
    for source in SOURCES {
        match (source.claims)(bundle)? {
            Claim::Sure => return Ok(source),
            Claim::ByName => by_name = by_name.or(Some(source)),
            Claim::No => {}
        }
    }
    if let Some(source) = by_name {
        return Ok(source);
    }
    let found = match &bundle.members[..] {
        [_] if bundle.named_singly => csv_records::describe_unknown_file(&bundle.head(0)?),
        _ => bundle.some_names(),
    };
    Err(ImportError::NothingKnown { source_name: bundle.name.as_str().into(), found })
}
