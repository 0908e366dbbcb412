//! Parses a journal file, a large one on two threads. Parsing is total: any bytes give entries and findings.

use std::thread;

use memchr::{memchr, memrchr};

use super::finding::{Finding, FindingKind, Findings};
use super::line::{self, ChecksumStatus, ParsedLine};
use crate::domain::decision::event::Entry;

/// File name of the journal; other `journal*.jsonl` files next to it are copies left by a sync tool.
pub const JOURNAL: &str = "journal.jsonl";

/// Longest line in bytes; a longer one is damage.
const MAX_LINE_LEN: usize = 64 * 1024 * 1024;
/// Smallest journal worth a second thread, in bytes.
const MIN_PARALLEL_LEN: usize = 512 * 1024;
/// Typical line of a decision, in bytes; used to preallocate.
const TYPICAL_LINE_LEN: usize = 384;

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

    fn ingest(&mut self, lines: &[u8]) {
        let (first, second) = lines.split_at(split_near_middle(lines));
        let (first, second) = if first.is_empty() {
            (ParsedChunk::parse(second), ParsedChunk::default())
        } else {
            thread::scope(|scope| {
                let other = scope.spawn(|| ParsedChunk::parse(second));
                let ours = ParsedChunk::parse(first);
                (ours, other.join().unwrap_or_else(|_| ParsedChunk::parse(second)))
            })
        };
        self.add(first);
        self.add(second);
    }

    fn add(&mut self, batch: ParsedChunk) {
        let ParsedChunk { mut entries, findings: notes, lines, newer, unknown } = batch;
        if self.entries.is_empty() {
            self.entries = entries;
        } else {
            self.entries.append(&mut entries);
        }
        for (line, kind, what) in notes {
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

/// Returns a line start near the middle if a second thread is worth it and there are two cores; else 0.
fn split_near_middle(lines: &[u8]) -> usize {
    if lines.len() < MIN_PARALLEL_LEN || thread::available_parallelism().is_ok_and(|cores| cores.get() < 2) {
        return 0;
    }
    let half = lines.len() / 2;
    memchr(b'\n', &lines[half..]).map_or(0, |newline| half + newline + 1)
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
        let mut batch = Self { entries: Vec::with_capacity(lines.len() / TYPICAL_LINE_LEN + 1), ..Self::default() };
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
