//! The snapshot: facts of the last exports about everyone, in `network.bin`, replaced as a whole by each import.
//!
//! Losing it loses no decision: the next import makes it again. The file is four bytes of magic and the format number;
//! then blocks, each after its length: the head with the number of people, then people, `BLOCK` to a block, all encoded
//! by `postcard`; an empty block ends them; last, the CRC-32 of the blocks. Numbers are 32 bits, little-endian. Blocks
//! keep buffers small: fresh memory costs as much as the reading.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crc32fast::Hasher;
use postcard::ser_flavors::Flavor;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::finding::{Finding, FindingKind};
use super::owned::QUARANTINE;
pub use super::owned::{SNAPSHOT, SNAPSHOT_JSON};
use super::{StoreError, atomic, files, snapshot_json};
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::inbox::reconcile::ImportReport;

const MAGIC: [u8; 4] = *b"itnw";
/// Format number that this version reads and writes; any change to the stored types needs a new one.
const FORMAT: u32 = 6;
/// People per block; more need larger buffers.
const BLOCK: usize = 1_000;
/// Bytes that a person takes at least: the lengths of the key, the name, the facts and the notes.
const MIN_PERSON_LEN: u64 = 4;

/// Facts of the last exports.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Snapshot {
    /// Facts about everyone.
    pub network: Network,
    /// Report of the last import, one part for each archive or folder.
    pub report: Vec<ImportReport>,
}

/// Snapshot as it was loaded.
#[derive(Debug)]
pub struct LoadedSnapshot {
    /// The snapshot; empty if missing or unreadable.
    pub snapshot: Snapshot,
    /// Why it is unreadable, or was not migrated.
    pub finding: Option<Finding>,
    state: FileState,
}

/// State of the snapshot's file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FileState {
    /// Missing, or in the current format.
    Current,
    /// In the format of version 0.1.
    Json,
    /// Read, but not a snapshot.
    Damaged,
    /// Not read: no regular file, no permission, an I/O error.
    Unreadable,
}

/// Replaces the snapshot of a data directory.
pub fn save(dir: &Path, network: &Network, report: &[ImportReport]) -> Result<(), StoreError> {
    files::make_dir(dir)?;
    let path = dir.join(SNAPSHOT);
    atomic::write_atomically(&path, true, |out| encode(out, network, report))?;
    let json = dir.join(SNAPSHOT_JSON);
    if files::regular_file(&json)?.is_some() { files::remove_and_sync(&json) } else { Ok(()) }
}

/// Reads the snapshot of a data directory; writes nothing. Never fails, since any import makes the snapshot again.
pub fn load(dir: &Path) -> LoadedSnapshot {
    match read(dir, SNAPSHOT, |path, size| {
        let file = files::open(path, OpenOptions::new().read(true))?;
        decode(file, size).map_err(StoreError::io("read", path))
    }) {
        Some(Ok(snapshot)) => return LoadedSnapshot { snapshot, finding: None, state: FileState::Current },
        Some(Err(loaded)) => return loaded,
        None => {}
    }
    let from_json = |path: &Path, _| {
        let network = snapshot_json::decode(&files::read_whole(path)?);
        Ok(network.map(|network| Snapshot { network, report: Vec::new() }))
    };
    match read(dir, SNAPSHOT_JSON, from_json) {
        Some(Ok(snapshot)) => LoadedSnapshot { snapshot, finding: None, state: FileState::Json },
        Some(Err(loaded)) => loaded,
        None => LoadedSnapshot { snapshot: Snapshot::default(), finding: None, state: FileState::Current },
    }
}

/// Reads one file of a data directory, of a known size; `None` if it is missing.
fn read(
    dir: &Path,
    name: &str,
    decode: impl FnOnce(&Path, u64) -> Result<Result<Snapshot, String>, StoreError>,
) -> Option<Result<Snapshot, LoadedSnapshot>> {
    let path = dir.join(name);
    let decoded = match files::regular_file(&path) {
        Ok(None) => return None,
        Ok(Some(found)) => decode(&path, found.len()),
        Err(error) => Err(error),
    };
    let (why, state) = match decoded {
        Ok(Ok(snapshot)) => return Some(Ok(snapshot)),
        Ok(Err(damage)) => (damage, FileState::Damaged),
        Err(StoreError::Io { source, .. }) => (format!("cannot be read ({source})"), FileState::Unreadable),
        Err(StoreError::NotRegularFile { .. }) => ("is not a regular file".to_owned(), FileState::Unreadable),
        Err(error) => (error.to_string(), FileState::Unreadable),
    };
    let says = format!("{why}; nothing you decided is lost: import your newest export again");
    let finding = Some(Finding::new(name, None, FindingKind::Snapshot, says));
    Some(Err(LoadedSnapshot { snapshot: Snapshot::default(), finding, state }))
}

impl LoadedSnapshot {
    /// Takes the facts out, to be merged with an import; one that is still to be migrated is copied.
    pub fn take_network(&mut self) -> Network {
        match self.state {
            FileState::Json => self.snapshot.network.clone(),
            FileState::Current | FileState::Damaged | FileState::Unreadable => {
                std::mem::take(&mut self.snapshot.network)
            }
        }
    }

    /// Replaces a file of version 0.1, and quarantines a damaged one, so that no import overwrites it. If that fails,
    /// the finding says so. Only for the holder of the journal's lock.
    pub fn migrate_or_quarantine(mut self, dir: &Path) -> Self {
        match self.state {
            FileState::Damaged => self.finding = self.finding.map(|finding| quarantine(dir, &finding)),
            FileState::Json => {
                let saved = save(dir, &self.snapshot.network, &self.snapshot.report);
                self.finding = saved.err().map(|error| {
                    let says = format!("was read, but not replaced by {SNAPSHOT}: {}", with_cause(&error));
                    Finding::new(SNAPSHOT_JSON, None, FindingKind::Snapshot, says)
                });
            }
            FileState::Current | FileState::Unreadable => {}
        }
        Self { state: FileState::Current, ..self }
    }
}

/// Moves the file of a finding into quarantine, and says so in the finding.
fn quarantine(dir: &Path, finding: &Finding) -> Finding {
    let path = dir.join(&finding.file);
    let ending = finding.file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let moved = files::read_whole(&path)
        .and_then(|bytes| atomic::quarantine(&dir.join(QUARANTINE), "network", ending, &bytes))
        .and_then(|name| files::remove_and_sync(&path).map(|()| name));
    let says = match moved {
        Ok(name) => format!("{}; moved to {QUARANTINE}/{name}", finding.text),
        Err(error) => format!("{}; not moved to {QUARANTINE}: {}", finding.text, with_cause(&error)),
    };
    Finding::new(&finding.file, None, finding.kind, says)
}

fn with_cause(error: &StoreError) -> String {
    let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(" ({cause})"));
    format!("{error}{cause}")
}

fn encode(out: &mut dyn Write, network: &Network, report: &[ImportReport]) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    out.write_all(&FORMAT.to_le_bytes())?;
    let mut sum = Hasher::new();
    let [mut bytes, mut more] = [Vec::new(), Vec::new()];
    let people: Vec<&PersonFacts> = network.people().collect();
    encode_block([(network, report, people.len())], &mut bytes)?;
    write_block(out, &mut sum, &bytes)?;
    // Two threads share the blocks, since encoding is most of the time.
    for blocks in people.chunks(2 * BLOCK) {
        let (one, two) = blocks.split_at(blocks.len().min(BLOCK));
        thread::scope(|scope| {
            let second = scope.spawn(|| encode_block(two, &mut more));
            encode_block(one, &mut bytes)?;
            second.join().unwrap_or_else(|panic| resume_unwind(panic))
        })?;
        write_block(out, &mut sum, &bytes)?;
        if !two.is_empty() {
            write_block(out, &mut sum, &more)?;
        }
    }
    out.write_all(&0_u32.to_le_bytes())?;
    out.write_all(&sum.finalize().to_le_bytes())
}

/// A block under construction, in a buffer that is used again; `postcard::to_extend` fills one more slowly.
struct BlockBuffer<'b>(&'b mut Vec<u8>);

impl Flavor for BlockBuffer<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// Encodes values one behind the other.
fn encode_block(values: impl IntoIterator<Item = impl Serialize>, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.clear();
    let mut values = values.into_iter();
    values.try_for_each(|value| postcard::serialize_with_flavor(&value, BlockBuffer(bytes))).map_err(io::Error::other)
}

fn write_block(out: &mut dyn Write, sum: &mut Hasher, bytes: &[u8]) -> io::Result<()> {
    sum.update(bytes);
    let len = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    out.write_all(&len.to_le_bytes())?;
    out.write_all(bytes)
}

/// Decodes a file of `size` bytes, or returns why it is not a snapshot.
fn decode(mut file: File, size: u64) -> io::Result<Result<Snapshot, String>> {
    let mut decoder = Decoder { file: &mut file, remaining: size, sum: Hasher::new(), has_ended: false };
    match decoder.snapshot() {
        Ok(snapshot) => Ok(Ok(snapshot)),
        Err(DecodeError::Damaged(why)) => Ok(Err(why)),
        Err(DecodeError::Io(error)) => Err(error),
    }
}

/// Decoder that reads block by block; never more than the file holds, whatever a length says.
struct Decoder<'f> {
    file: &'f mut File,
    remaining: u64,
    sum: Hasher,
    /// True after the empty block.
    has_ended: bool,
}

enum DecodeError {
    Damaged(String),
    Io(io::Error),
}

impl From<io::Error> for DecodeError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { damaged("it ends too early") } else { Self::Io(error) }
    }
}

fn damaged(why: impl std::fmt::Display) -> DecodeError {
    DecodeError::Damaged(format!("is damaged ({why})"))
}

impl Decoder<'_> {
    fn snapshot(&mut self) -> Result<Snapshot, DecodeError> {
        match self.number() {
            Ok(magic) if magic.to_le_bytes() == MAGIC => {}
            Ok(_) | Err(DecodeError::Damaged(_)) => {
                return Err(DecodeError::Damaged("is not an invite-triage snapshot".to_owned()));
            }
            Err(error) => return Err(error),
        }
        let format = self.number()?;
        if format != FORMAT {
            let why = format!("has format {format}, and this version reads format {FORMAT}");
            return Err(DecodeError::Damaged(why));
        }
        let mut bytes = Vec::new();
        if !self.read_block(&mut bytes)? {
            return Err(damaged("it has no head"));
        }
        let mut rest = &bytes[..];
        let (network, report, count): (Network, Vec<ImportReport>, usize) = take(&mut rest)?;
        if !rest.is_empty() || count as u64 > self.remaining / MIN_PERSON_LEN {
            return Err(damaged("its head is not one"));
        }
        let people = self.people(count)?;
        let sum = std::mem::take(&mut self.sum).finalize();
        if self.number()? != sum || self.remaining > 0 {
            return Err(damaged("its checksum differs"));
        }
        let network = network.with_sorted_people(people).ok_or_else(|| damaged("its people are out of order"))?;
        Ok(Snapshot { network, report })
    }

    fn number(&mut self) -> Result<u32, DecodeError> {
        let mut bytes = [0; 4];
        self.file.read_exact(&mut bytes)?;
        self.remaining = self.remaining.saturating_sub(4);
        Ok(u32::from_le_bytes(bytes))
    }

    /// Returns the people of all blocks, in order. Two threads share the blocks, since decoding is most of the start, and
    /// put each person where it stays: moving them all doubles the memory.
    fn people(&mut self, count: usize) -> Result<Vec<PersonFacts>, DecodeError> {
        let mut people: Vec<Option<PersonFacts>> = std::iter::repeat_with(|| None).take(count).collect();
        let unread = Mutex::new((self, people.chunks_mut(BLOCK)));
        let decode = || -> Result<(), DecodeError> {
            let mut bytes = Vec::new();
            loop {
                let places = {
                    let (source, places) = &mut *unread.lock().unwrap_or_else(PoisonError::into_inner);
                    if !source.read_block(&mut bytes)? {
                        return Ok(());
                    }
                    places.next().ok_or_else(|| damaged("it has more people than it says"))?
                };
                let mut rest = &bytes[..];
                for place in places {
                    *place = Some(take(&mut rest)?);
                }
                if !rest.is_empty() {
                    return Err(damaged("a block has more people than it should"));
                }
            }
        };
        let (ours, theirs) = thread::scope(|scope| {
            let theirs = scope.spawn(decode);
            (decode(), theirs.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        ours.and(theirs)?;
        let people: Option<Vec<PersonFacts>> = people.into_iter().collect();
        people.ok_or_else(|| damaged("it has fewer people than it says"))
    }

    /// Reads the next block; false after the last.
    fn read_block(&mut self, bytes: &mut Vec<u8>) -> Result<bool, DecodeError> {
        let len = if self.has_ended { 0 } else { self.number()? };
        if len == 0 {
            self.has_ended = true;
            return Ok(false);
        }
        self.remaining = self.remaining.checked_sub(len.into()).ok_or_else(|| damaged("it ends too early"))?;
        bytes.resize(usize::try_from(len).map_err(damaged)?, 0);
        self.file.read_exact(bytes)?;
        self.sum.update(bytes);
        Ok(true)
    }
}

/// Takes a value off the start of the bytes.
fn take<T: DeserializeOwned>(bytes: &mut &[u8]) -> Result<T, DecodeError> {
    let (value, rest) = postcard::take_from_bytes(bytes).map_err(damaged)?;
    *bytes = rest;
    Ok(value)
}
