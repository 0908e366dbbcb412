//! Which exports were written where, so that whoever is forgotten can be taken out of them again.
//!
//! `exports.jsonl`, one line an export, the last of a path counts. People stand in it as digests. Losing it loses
//! nothing but that memory.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use foldhash::HashSet;
use serde::{Deserialize, Serialize};

use super::{StoreError, atomic, files};

/// The file's name.
pub const EXPORTS: &str = "exports.jsonl";

/// An export as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExportRecord {
    /// Where it was put; an absolute path.
    pub path: PathBuf,
    /// The name of its format.
    pub format: String,
    /// Whom it was to hold, by the word of the command line.
    pub status: String,
    /// Digests of the people in it, in their order.
    pub people: Vec<String>,
    /// How long it was, in bytes.
    len: u64,
    /// The CRC-32 of its bytes.
    sum: u32,
}

/// What became of an export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportState {
    /// It is as it was written.
    Unchanged,
    /// Somebody changed it, or wrote another file in its place.
    Changed,
    /// It is not there any more, or cannot be read.
    Gone,
}

impl ExportRecord {
    /// What became of it.
    pub fn state(&self) -> ExportState {
        match checksum_of(&self.path) {
            Ok((len, sum)) if (len, sum) == (self.len, self.sum) => ExportState::Unchanged,
            Ok(_) => ExportState::Changed,
            Err(_) => ExportState::Gone,
        }
    }
}

/// Who an export holds, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportContent {
    /// The name of its format.
    pub format: &'static str,
    /// Whom it is to hold, by the word of the command line.
    pub status: &'static str,
    /// Digests of the people in it.
    pub people: Vec<String>,
}

/// Writes an export and says what was written.
pub fn save(
    path: &Path,
    overwrite: bool,
    content: ExportContent,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<ExportRecord, StoreError> {
    let (mut len, mut sum) = (0, 0);
    atomic::write_atomically(path, overwrite, |out| {
        let mut summing = ChecksumWriter { out, len: 0, sum: crc32fast::Hasher::new() };
        write(&mut summing)?;
        (len, sum) = (summing.len, summing.sum.finalize());
        Ok(())
    })?;
    let path = path.canonicalize().map_err(StoreError::at("look at", path))?;
    let ExportContent { format, status, people } = content;
    Ok(ExportRecord { path, format: format.to_owned(), status: status.to_owned(), people, len, sum })
}

/// Remembers an export in a data directory.
pub fn append(dir: &Path, written: &ExportRecord) -> Result<(), StoreError> {
    let path = dir.join(EXPORTS);
    files::make_dir(dir)?;
    let mut file = files::open(&path, OpenOptions::new().append(true).create(true))?;
    files::make_private(&path);
    let mut line = serde_json::to_vec(written).map_err(|error| StoreError::at("remember", &path)(error.into()))?;
    line.push(b'\n');
    file.write_all(&line).and_then(|()| file.sync_all()).map_err(StoreError::at("write", &path))
}

/// Every export that is remembered, the last of each path.
pub fn load(dir: &Path) -> Result<Vec<ExportRecord>, StoreError> {
    let path = dir.join(EXPORTS);
    if files::regular_file(&path)?.is_none() {
        return Ok(Vec::new());
    }
    let text = files::read_whole(&path)?;
    let all: Vec<ExportRecord> =
        text.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let mut seen = HashSet::default();
    let mut last: Vec<ExportRecord> =
        all.into_iter().rev().filter(|written| seen.insert(written.path.clone())).collect();
    last.reverse();
    Ok(last)
}

/// Forgets exports, all but those that are kept.
pub fn retain(dir: &Path, kept: &[ExportRecord]) -> Result<(), StoreError> {
    let path = dir.join(EXPORTS);
    if files::regular_file(&path)?.is_none() {
        return Ok(());
    }
    atomic::write_atomically(&path, true, |out| {
        kept.iter().try_for_each(|written| {
            serde_json::to_writer(&mut *out, written)?;
            out.write_all(b"\n")
        })
    })
}

fn checksum_of(path: &Path) -> io::Result<(u64, u32)> {
    let mut file = files::open(path, OpenOptions::new().read(true)).map_err(io::Error::other)?;
    let mut summing = ChecksumWriter { out: &mut io::sink(), len: 0, sum: crc32fast::Hasher::new() };
    io::copy(&mut file, &mut summing)?;
    Ok((summing.len, summing.sum.finalize()))
}

/// Writes, and counts and sums what it writes.
struct ChecksumWriter<'a> {
    out: &'a mut dyn Write,
    len: u64,
    sum: crc32fast::Hasher,
}

impl Write for ChecksumWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.len += count as u64;
        self.sum.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
