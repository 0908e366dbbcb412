//! Parses a journal file, a large one on all cores. Parsing is total: any bytes give entries and findings.

use std::io::{self, Read};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};

use super::finding::{Finding, FindingKind, Findings};
use super::line::{self, ChecksumStatus, ParsedLine};
use crate::domain::decision::event::Entry;

/// File name of the journal; other `journal*.jsonl` files next to it are copies left by a sync tool.
pub const JOURNAL: &str = "journal.jsonl";

/// Longest line in bytes; a longer one is damage.
const MAX_LINE_LEN: usize = 64 * 1024 * 1024;
/// Length of what a thread parses at a time, in bytes, up to the end of a line.
const CHUNK_LEN: usize = 256 * 1024;

/// Content of a journal file.
#[derive(Debug, Default)]
pub(super) struct ParsedJournal {
    /// File name.
    pub(super) name: String,
    /// Entries, in line order.
    pub(super) entries: Vec<Entry>,
    /// Problems found.
    pub(super) findings: Findings,
    /// Lines ended by a newline, blank ones included.
    pub(super) lines: u64,
    /// Newest version in its lines, if newer than ours.
    pub(super) newer_version: Option<u64>,
    /// Lines with an unknown event.
    pub(super) unknown_events: usize,
    /// All bytes up to the last newline.
    pub(super) raw: Vec<u8>,
    /// Bytes after the last newline.
    pub(super) tail: Vec<u8>,
}

impl ParsedJournal {
    /// Parses the bytes of a file.
    pub(super) fn parse(name: &str, mut bytes: Vec<u8>) -> Self {
        let tail = bytes.split_off(memrchr(b'\n', &bytes).map_or(0, |last| last + 1));
        let mut reading = Self { name: name.to_owned(), tail, ..Self::default() };
        reading.ingest(&bytes);
        reading.raw = bytes;
        reading
    }

    /// Reads a file of about `len` bytes and parses it meanwhile. Unless `keeps_bytes`, `raw` stays empty.
    pub(super) fn read(name: &str, file: impl Read + Send, len: u64, keeps_bytes: bool) -> io::Result<Self> {
        let mut lines = LineReader { reader: file, rest: Vec::new(), failed: None };
        let mut raw = Vec::new();
        if keeps_bytes {
            raw.reserve_exact(usize::try_from(len).unwrap_or_default());
        }
        let next_chunk = |chunk: &mut Vec<u8>| {
            let is_there = lines.next_chunk(chunk);
            if keeps_bytes && is_there {
                raw.extend_from_slice(chunk);
            }
            is_there
        };
        let chunks = parse_chunks(len, next_chunk);
        let mut reading = Self { name: name.to_owned(), raw, tail: lines.finish()?, ..Self::default() };
        reading.add_all(chunks);
        Ok(reading)
    }

    /// Parses the tail like any other line, for files that are not repaired.
    pub(super) fn ingest_tail(&mut self) {
        let tail = std::mem::take(&mut self.tail);
        self.ingest(&tail);
    }

    /// Parses lines that were completed or written again.
    pub(super) fn append_lines(&mut self, lines: &[u8]) {
        self.ingest(lines);
        self.raw.extend_from_slice(lines);
    }

    /// Returns all findings, once every line is parsed.
    pub(super) fn finish(&mut self) -> Vec<Finding> {
        if let Some(version) = self.newer_version {
            let says = format!(
                "a newer version of invite-triage wrote lines here (v{version}); opened read-only, please update"
            );
            self.findings.push(Finding::new(&self.name, None, FindingKind::NewerVersion, says));
        }
        if self.unknown_events > 0 {
            let lines = if self.unknown_events == 1 {
                "1 line is".to_owned()
            } else {
                format!("{} lines are", self.unknown_events)
            };
            let says = format!("{lines} of a kind this version does not know; kept and ignored");
            self.findings.push(Finding::new(&self.name, None, FindingKind::UnknownEvent, says));
        }
        std::mem::take(&mut self.findings).into_vec(&self.name)
    }

    fn ingest<'a>(&mut self, lines: &'a [u8]) {
        let mut rest = lines;
        let next_chunk = |chunk: &mut &'a [u8]| {
            (*chunk, rest) = split_after_line(rest);
            !chunk.is_empty()
        };
        self.add_all(parse_chunks(lines.len() as u64, next_chunk));
    }

    fn add_all(&mut self, chunks: Vec<ParsedChunk>) {
        self.entries.reserve_exact(chunks.iter().map(|chunk| chunk.entries.len()).sum());
        chunks.into_iter().for_each(|chunk| self.add(chunk));
    }

    fn add(&mut self, chunk: ParsedChunk) {
        let ParsedChunk { mut entries, findings, lines, newer, unknown } = chunk;
        self.entries.append(&mut entries);
        for (line, kind, what) in findings {
            self.add_finding(self.lines + line, kind, &what);
        }
        self.lines += lines;
        self.newer_version = self.newer_version.max(newer);
        self.unknown_events += unknown;
    }

    /// Adds a finding about a line, with advice.
    fn add_finding(&mut self, line: u64, kind: FindingKind, what: &str) {
        let advice = match kind {
            _ if self.name != JOURNAL => "`merge` this copy, then delete it",
            FindingKind::ChecksumDiffers => "`check --repair` accepts it",
            FindingKind::Glued => "`check --repair` puts each on a line of its own",
            _ => "`check --repair` moves it to a file of its own",
        };
        self.findings.push(Finding::new(&self.name, Some(line), kind, format!("{what} ({advice})")));
    }
}

/// Splits lines behind a line end, about where a chunk ends.
fn split_after_line(lines: &[u8]) -> (&[u8], &[u8]) {
    let newline = lines.get(CHUNK_LEN..).and_then(|rest| memchr(b'\n', rest));
    lines.split_at(newline.map_or(lines.len(), |newline| CHUNK_LEN + newline + 1))
}

/// Reads chunks of whole lines.
struct LineReader<R> {
    reader: R,
    /// Bytes after the last newline that was read.
    rest: Vec<u8>,
    failed: Option<io::Error>,
}

impl<R: Read> LineReader<R> {
    /// Reads the next lines; false at the end, or after an error.
    fn next_chunk(&mut self, chunk: &mut Vec<u8>) -> bool {
        chunk.clear();
        chunk.append(&mut self.rest);
        while self.failed.is_none() {
            let begun = chunk.len();
            match self.reader.by_ref().take(CHUNK_LEN as u64).read_to_end(chunk) {
                Ok(0) => break,
                Ok(_) => {
                    if let Some(newline) = memrchr(b'\n', &chunk[begun..]) {
                        self.rest.extend_from_slice(&chunk[begun + newline + 1..]);
                        chunk.truncate(begun + newline + 1);
                        return true;
                    }
                }
                Err(error) => self.failed = Some(error),
            }
        }
        self.rest.append(chunk);
        false
    }

    /// Returns the bytes after the last newline.
    fn finish(self) -> io::Result<Vec<u8>> {
        self.failed.map_or(Ok(self.rest), Err)
    }
}

/// Parses chunks of lines, which `next_chunk` hands out as long as it returns true, on as many threads as `len` bytes are
/// worth. Each thread takes the next chunk when it is done with one, since an import is parsed in less time than as many
/// bytes of decisions.
fn parse_chunks<C: AsRef<[u8]> + Default>(len: u64, next_chunk: impl FnMut(&mut C) -> bool + Send) -> Vec<ParsedChunk> {
    let chunks = usize::try_from(len).unwrap_or(usize::MAX) / CHUNK_LEN;
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(chunks);
    let source = Mutex::new((0_usize.., next_chunk));
    let parse_some = || {
        let (mut chunk, mut parsed) = (C::default(), Vec::new());
        let take = |chunk: &mut C| {
            let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
            if source.1(chunk) { source.0.next() } else { None }
        };
        while let Some(number) = take(&mut chunk) {
            parsed.push((number, ParsedChunk::parse(chunk.as_ref())));
        }
        parsed
    };
    let mut parsed = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(parse_some)).collect();
        let mut parsed = parse_some();
        for other in others {
            parsed.extend(other.join().unwrap_or_else(|panicked| std::panic::resume_unwind(panicked)));
        }
        parsed
    });
    parsed.sort_unstable_by_key(|(number, _)| *number);
    parsed.into_iter().map(|(_, chunk)| chunk).collect()
}

/// Content of some lines; line numbers count from 1 within them.
#[derive(Default)]
struct ParsedChunk {
    entries: Vec<Entry>,
    findings: Vec<(u64, FindingKind, String)>,
    lines: u64,
    newer: Option<u64>,
    unknown: usize,
}

impl ParsedChunk {
    fn parse(lines: &[u8]) -> Self {
        let count = memchr_iter(b'\n', lines).count();
        let mut batch = Self { entries: Vec::with_capacity(count), ..Self::default() };
        let mut rest = lines;
        while !rest.is_empty() {
            let (line, behind) = rest.split_at(memchr(b'\n', rest).map_or(rest.len(), |newline| newline + 1));
            rest = behind;
            batch.lines += 1;
            let line = trim_line(line);
            if line.is_empty() {
                continue;
            }
            if line.len() > MAX_LINE_LEN {
                let says = "is longer than 64 MiB; skipped and kept";
                batch.findings.push((batch.lines, FindingKind::Damaged, says.to_owned()));
                continue;
            }
            match line::parse(line) {
                Ok(told) => batch.add(told),
                Err(error) => batch.salvage(line, &error),
            }
        }
        batch
    }

    fn add(&mut self, told: ParsedLine) {
        let ParsedLine { entry, newer_version: newer, checksum: sum } = told;
        if sum == ChecksumStatus::Differs {
            let says = "was changed outside invite-triage or is damaged; used as it is";
            self.findings.push((self.lines, FindingKind::ChecksumDiffers, says.to_owned()));
        }
        self.newer = self.newer.max(newer);
        self.unknown += usize::from(matches!(entry.event, crate::domain::decision::event::Event::Unknown { .. }));
        self.entries.push(entry);
    }

    /// Parses two records that a merge glued together; anything else is damage.
    fn salvage(&mut self, line: &[u8], error: &line::LineError) {
        let (records, rest) = line::split_records(line);
        if records.len() + usize::from(!rest.is_empty()) < 2 {
            return self.add_damage(line, error);
        }
        if !records.is_empty() {
            let says = "holds more than one record; each is used";
            self.findings.push((self.lines, FindingKind::Glued, says.to_owned()));
        }
        for record in records {
            match line::parse(record) {
                Ok(told) => self.add(told),
                Err(error) => self.add_damage(record, &error),
            }
        }
        if !rest.is_empty() {
            self.add_damage(rest, error);
        }
    }

    fn add_damage(&mut self, bytes: &[u8], error: &line::LineError) {
        let seems = line::guess_content(bytes).map_or_else(String::new, |said| format!("; it seems to be: {said}"));
        self.findings.push((self.lines, FindingKind::Damaged, format!("{error}{seems}; skipped and kept")));
    }
}

/// Returns a line without its newline, byte order mark and surrounding white space.
pub(super) fn trim_line(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii()
}
