//! Reading a journal file: block by block, so that a long one never stands in memory as a whole; large blocks on
//! two threads. Reading is total: any bytes give entries and findings.

use std::io::{self, Read};
use std::thread;

use memchr::{memchr, memrchr};

use super::finding::{Finding, FindingKind, Findings};
use super::line::{self, ChecksumStatus, ParsedLine};
use crate::domain::decision::event::Entry;

/// The journal's file name; other files `journal*.jsonl` beside it are copies that a sync tool left.
pub const JOURNAL: &str = "journal.jsonl";

/// How much is read at once. A journal shorter than this is kept in memory as it is, so that it can be written
/// again if another program takes it away.
pub(super) const BLOCK: usize = 8 * 1024 * 1024;
/// A line longer than this is damage.
const MAX_LINE_LEN: usize = 64 * 1024 * 1024;
/// Blocks shorter than this are not worth a thread.
const MIN_PARALLEL_LEN: usize = 512 * 1024;
/// About as many bytes as a line of a decision has.
const TYPICAL_LINE_LEN: usize = 384;

/// What a journal file holds.
#[derive(Debug, Default)]
pub(super) struct ParsedJournal {
    /// The name of the file.
    pub(super) name: String,
    /// Its entries, in the order of lines.
    pub(super) entries: Vec<Entry>,
    /// What is wrong with it.
    pub(super) findings: Findings,
    /// Lines ended by a newline, blank ones among them.
    pub(super) lines: u64,
    /// The newest version its lines name, where that is newer than ours.
    pub(super) newer: Option<u64>,
    /// Lines of events that are not known.
    pub(super) unknown: usize,
    /// Every byte up to the last newline, where the file is short enough to be kept.
    pub(super) raw: Option<Vec<u8>>,
    /// How many bytes there are up to the last newline.
    pub(super) end: u64,
    /// The bytes behind it.
    pub(super) tail: Vec<u8>,
}

impl ParsedJournal {
    /// Reads a file from where it stands to its end.
    pub(super) fn parse(name: &str, source: &mut impl Read, size: u64) -> io::Result<Self> {
        let mut reading = Self { name: name.to_owned(), ..Self::default() };
        let size = usize::try_from(size).unwrap_or(BLOCK);
        let mut held = Vec::with_capacity(size.saturating_add(1).min(BLOCK));
        let mut dropped = 0; // bytes of a line that is too long
        for round in 0_u64.. {
            let at_end = source.by_ref().take(BLOCK as u64).read_to_end(&mut held)? < BLOCK;
            let whole_lines = memrchr(b'\n', &held).map_or(0, |last| last + 1);
            let mut lines = &held[..whole_lines];
            if dropped > 0
                && let Some(first) = memchr(b'\n', lines)
            {
                reading.end += dropped;
                dropped = 0;
                reading.lines += 1;
                reading.add_finding(reading.lines, FindingKind::Damaged, "is longer than 64 MiB; skipped and kept");
                lines = &lines[first + 1..];
            }
            reading.ingest(lines);
            reading.end += whole_lines as u64;
            if at_end && round == 0 {
                reading.tail = held.split_off(whole_lines);
                reading.raw = Some(held);
                return Ok(reading);
            }
            held.drain(..whole_lines);
            if held.len() > MAX_LINE_LEN || dropped > 0 {
                dropped += held.len() as u64; // nothing of it is needed again, and the file keeps it
                held.clear();
            }
            if at_end {
                break;
            }
        }
        // The tail of a dropped line cannot be a record; one byte stands for it.
        reading.tail = if dropped > 0 { vec![0] } else { held };
        Ok(reading)
    }

    /// Takes the bytes behind the last newline as a line like any other: where nothing is to be repaired.
    pub(super) fn take_tail(&mut self) {
        let tail = std::mem::take(&mut self.tail);
        self.ingest(&tail);
    }

    /// Takes in lines that were completed or are written again.
    pub(super) fn take_line(&mut self, lines: &[u8]) {
        self.ingest(lines);
        self.end += lines.len() as u64;
        if let Some(whole) = &mut self.raw {
            whole.extend_from_slice(lines);
        }
    }

    /// What is to be said, after all lines were read.
    pub(super) fn finish(&mut self) -> Vec<Finding> {
        if let Some(version) = self.newer {
            let says = format!(
                "a newer version of invite-triage wrote lines here (v{version}); opened for reading only: update to go on"
            );
            self.findings.push(Finding::new(&self.name, None, FindingKind::NewerVersion, says));
        }
        if self.unknown > 0 {
            let lines = if self.unknown == 1 { "1 line is".to_owned() } else { format!("{} lines are", self.unknown) };
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
        let ParsedChunk { mut entries, notes, lines, newer, unknown } = batch;
        if self.entries.is_empty() {
            self.entries = entries;
        } else {
            self.entries.append(&mut entries);
        }
        for (line, kind, what) in notes {
            self.add_finding(self.lines + line, kind, &what);
        }
        self.lines += lines;
        self.newer = self.newer.max(newer);
        self.unknown += unknown;
    }

    /// Remembers what is wrong with a line, and what to do about it.
    fn add_finding(&mut self, line: u64, kind: FindingKind, what: &str) {
        let advice = match kind {
            _ if self.name != JOURNAL => "`merge` this copy, then delete it",
            FindingKind::ChecksumDiffers => "`check --repair` accepts it",
            FindingKind::Glued => "`check --repair` puts each on a line of its own",
            _ => "`check --repair` sets it aside",
        };
        self.findings.push(Finding::new(&self.name, Some(line), kind, format!("{what} ({advice})")));
    }
}

/// The beginning of a line near the middle, where two threads are worth it and there are two cores; else 0.
fn split_near_middle(lines: &[u8]) -> usize {
    if lines.len() < MIN_PARALLEL_LEN || thread::available_parallelism().is_ok_and(|cores| cores.get() < 2) {
        return 0;
    }
    let half = lines.len() / 2;
    memchr(b'\n', &lines[half..]).map_or(0, |newline| half + newline + 1)
}

/// What some lines hold; line numbers count from 1 within them.
#[derive(Default)]
struct ParsedChunk {
    entries: Vec<Entry>,
    notes: Vec<(u64, FindingKind, String)>,
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
            let line = line_of(line);
            if line.is_empty() {
                continue;
            }
            match line::read(line) {
                Ok(told) => batch.add(told),
                Err(error) => batch.salvage(line, &error),
            }
        }
        batch
    }

    fn add(&mut self, told: ParsedLine) {
        let ParsedLine { entry, newer, checksum: sum } = told;
        if sum == ChecksumStatus::Differs {
            let says = "was changed outside invite-triage or is damaged; it is used as it stands";
            self.notes.push((self.lines, FindingKind::ChecksumDiffers, says.to_owned()));
        }
        self.newer = self.newer.max(newer);
        self.unknown += usize::from(matches!(entry.event, crate::domain::decision::event::Event::Unknown { .. }));
        self.entries.push(entry);
    }

    /// Two records that a merge glued together are two records; anything else is damage.
    fn salvage(&mut self, line: &[u8], error: &line::LineError) {
        let (records, rest) = line::split(line);
        if records.len() + usize::from(!rest.is_empty()) < 2 {
            return self.add_damage(line, error);
        }
        if !records.is_empty() {
            let says = "holds more than one record; each is used";
            self.notes.push((self.lines, FindingKind::Glued, says.to_owned()));
        }
        for record in records {
            match line::read(record) {
                Ok(told) => self.add(told),
                Err(error) => self.add_damage(record, &error),
            }
        }
        if !rest.is_empty() {
            self.add_damage(rest, error);
        }
    }

    fn add_damage(&mut self, bytes: &[u8], error: &line::LineError) {
        let seems = line::describe_damage(bytes).map_or_else(String::new, |said| format!("; it seems to say: {said}"));
        self.notes.push((self.lines, FindingKind::Damaged, format!("{error}{seems}; skipped and kept")));
    }
}

/// A line without its end, a byte order mark and white space around it.
pub(super) fn line_of(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii()
}
