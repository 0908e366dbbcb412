//! The snapshot: what the last exports said of everyone, in `network.bin`, replaced as a whole by each import.
//!
//! Losing it loses nothing that was decided: the next import makes it again. The file is four bytes of magic, the
//! number of its format and the CRC-32 of the rest (both little-endian), then the rest as `postcard` writes it.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::finding::{Finding, FindingKind};
use super::journal::QUARANTINE;
use super::{StoreError, files, save, snapshot_json};
use crate::domain::arrival::Found;
use crate::domain::network::Network;

/// The file of the snapshot.
pub const SNAPSHOT: &str = "network.bin";
/// Its file in version 0.1, which is read once and replaced.
pub const SNAPSHOT_JSON: &str = "network.json";

const MAGIC: [u8; 4] = *b"itnw";
/// The number of the format that this version reads and writes; any change of what is kept is another one.
const FORMAT: u32 = 1;
/// Length of magic, format and checksum, in bytes.
const HEADER: usize = 12;

/// What the last exports said.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of everyone.
    pub network: Network,
    /// Of old decisions and of itself: the report of the last import, one part for each archive or folder.
    pub report: Vec<Found>,
}

/// A snapshot as it was found.
#[derive(Debug)]
pub struct Loaded {
    /// What it says; empty where it is not there or cannot be read.
    pub snapshot: Snapshot,
    /// Why it cannot be read.
    pub finding: Option<Finding>,
    /// Whether it was read from the file of version 0.1.
    is_json: bool,
}

/// Replaces the snapshot of a data directory.
pub fn save(dir: &Path, network: &Network, report: &[Found]) -> Result<(), StoreError> {
    files::make_dir(dir)?;
    let path = dir.join(SNAPSHOT);
    let body = postcard::to_allocvec(&(network, report)).map_err(io::Error::other);
    let body = body.map_err(StoreError::at("write", &path))?;
    save::save(&path, true, |out| {
        out.write_all(&MAGIC)?;
        out.write_all(&FORMAT.to_le_bytes())?;
        out.write_all(&crc32fast::hash(&body).to_le_bytes())?;
        out.write_all(&body)
    })?;
    let json = dir.join(SNAPSHOT_JSON);
    if files::ordinary(&json)?.is_some() { files::remove(&json) } else { Ok(()) }
}

/// Reads the snapshot of a data directory and changes nothing.
pub fn load(dir: &Path) -> Result<Loaded, StoreError> {
    if let Some(bytes) = read(&dir.join(SNAPSHOT))? {
        return Ok(Loaded::of(decode(&bytes), SNAPSHOT));
    }
    match read(&dir.join(SNAPSHOT_JSON))? {
        Some(bytes) => {
            let snapshot = snapshot_json::decode(&bytes).map(|network| Snapshot { network, report: Vec::new() });
            Ok(Loaded { is_json: true, ..Loaded::of(snapshot, SNAPSHOT_JSON) })
        }
        None => Ok(Loaded { snapshot: Snapshot::default(), finding: None, is_json: false }),
    }
}

impl Loaded {
    fn of(snapshot: Result<Snapshot, String>, file: &str) -> Self {
        let (snapshot, damage) = match snapshot {
            Ok(snapshot) => (snapshot, None),
            Err(damage) => (Snapshot::default(), Some(damage)),
        };
        let says = |damage| format!("{damage}; nothing you decided is lost: import your newest export again");
        let finding = damage.map(|damage| Finding::new(file, None, FindingKind::Snapshot, says(damage)));
        Self { snapshot, finding, is_json: false }
    }

    /// Brings the file up to date: one of version 0.1 is replaced, one that cannot be read is set aside, so that no
    /// import writes over it. Only for who holds the journal's lock.
    pub fn settle(self, dir: &Path) -> Result<Self, StoreError> {
        let Self { snapshot, finding, is_json } = self;
        let finding = match finding {
            Some(finding) => Some(set_aside(dir, finding)?),
            None if is_json => {
                save(dir, &snapshot.network, &snapshot.report)?;
                None
            }
            None => None,
        };
        Ok(Self { snapshot, finding, is_json: false })
    }
}

/// Moves the file of a finding into the quarantine, and says so.
fn set_aside(dir: &Path, finding: Finding) -> Result<Finding, StoreError> {
    let path = dir.join(&finding.file);
    let ending = finding.file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let bytes = files::read_whole(&path)?;
    let name = save::set_aside(&dir.join(QUARANTINE), "network", ending, &bytes)?;
    files::remove(&path)?;
    let says = format!("{}; it was set aside as {QUARANTINE}/{name}", finding.says);
    Ok(Finding { says, ..finding })
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(found) = files::ordinary(path)? else { return Ok(None) };
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0).saturating_add(1));
    let mut file = files::open(path, OpenOptions::new().read(true))?;
    file.read_to_end(&mut bytes).map_err(StoreError::at("read", path))?;
    Ok(Some(bytes))
}

fn decode(bytes: &[u8]) -> Result<Snapshot, String> {
    let no_snapshot = || "is not a snapshot of invite-triage".to_owned();
    let (header, body) = bytes.split_at_checked(HEADER).ok_or_else(no_snapshot)?;
    let (magic, rest) = header.split_at(MAGIC.len());
    let (&[format, checksum], []) = rest.as_chunks::<4>() else { return Err(no_snapshot()) };
    if magic != MAGIC {
        return Err(no_snapshot());
    }
    let format = u32::from_le_bytes(format);
    if format != FORMAT {
        return Err(format!("has format {format}, and this version reads format {FORMAT}"));
    }
    if crc32fast::hash(body) != u32::from_le_bytes(checksum) {
        return Err("is damaged (its checksum differs)".to_owned());
    }
    let snapshot: Snapshot = postcard::from_bytes(body).map_err(|error| format!("is damaged ({error})"))?;
    if snapshot.network.is_sorted() { Ok(snapshot) } else { Err("is damaged (its people are out of order)".to_owned()) }
}
