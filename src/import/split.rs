//! Takes a table apart, record by record: in strides where it is written as LinkedIn writes it, and by csv-core, byte
//! by byte, where it is not. What comes of it is the same, so a damaged file is read as the csv crate reads it.

use std::io::{self, Read};
use std::ops::Range;

use csv::ByteRecord;
use csv_core::ReadRecordResult;
use memchr::{memchr, memchr_iter, memchr2, memchr3};

/// How much is read at once, in bytes.
const BLOCK: usize = 64 * 1024;
/// A record that may be longer than what is left of the block waits for more; hardly one is.
const RECORD: usize = 8 * 1024;

/// A record, as it lay in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Found {
    /// Blank lines that have been passed to come to it.
    pub blank: u64,
    /// Whether a cell runs over several lines.
    pub has_breaks: bool,
}

/// Reads record after record.
pub(super) struct Splitter<R> {
    source: R,
    core: csv_core::Reader,
    delimiter: u8,
    buffer: Vec<u8>,
    /// What of the buffer is not taken yet.
    left: Range<usize>,
    ended: bool,
    /// Whether a record has been read: a mark of UTF-8 may stand before it, which is csv-core's to know.
    begun: bool,
    /// A cell with quotation marks in it.
    cell: Vec<u8>,
    /// What csv-core makes of a record.
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> Splitter<R> {
    /// Reads from a source.
    pub fn new(source: R, delimiter: u8) -> Self {
        Self {
            source,
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            buffer: vec![0; RECORD + BLOCK],
            left: 0..0,
            ended: false,
            begun: false,
            cell: Vec::new(),
            cells: vec![0; 1024],
            ends: vec![0; 32],
        }
    }

    /// Where it reads from.
    pub fn source(&self) -> &R {
        &self.source
    }

    /// Reads the next record, if there is one.
    pub fn read(&mut self, record: &mut ByteRecord) -> io::Result<Option<Found>> {
        if self.left.len() < RECORD {
            self.read_more()?;
        }
        if self.begun {
            record.clear();
            let bytes = &self.buffer[self.left.clone()];
            if let Some(length) = split(bytes, self.delimiter, record, &mut self.cell)
                && let Some(has_breaks) = has_breaks(&bytes[..length - 1])
            {
                self.left.start += length;
                return Ok(Some(Found { blank: 0, has_breaks }));
            }
        }
        self.begun = true;
        self.read_any(record)
    }

    fn read_any(&mut self, record: &mut ByteRecord) -> io::Result<Option<Found>> {
        let before = self.core.line();
        let (mut written, mut cells) = (0, 0);
        loop {
            if self.left.is_empty() {
                self.read_more()?;
            }
            let (bytes, ends) = (&mut self.cells[written..], &mut self.ends[cells..]);
            let (result, read, wrote, ended) = self.core.read_record(&self.buffer[self.left.clone()], bytes, ends);
            self.left.start += read;
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(2 * self.cells.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        record.clear();
        let mut begin = 0;
        for end in &self.ends[..cells] {
            record.push_field(&self.cells[begin..*end]);
            begin = *end;
        }
        let (lines, breaks) = (self.core.line() - before, line_feeds(record.as_slice()));
        Ok(Some(Found { blank: lines.saturating_sub(breaks + 1), has_breaks: lines > 1 && breaks > 0 }))
    }

    /// Moves what is left to the front and reads on behind it; at the end nothing more comes.
    fn read_more(&mut self) -> io::Result<()> {
        if self.ended {
            return Ok(());
        }
        self.buffer.copy_within(self.left.clone(), 0);
        self.left = 0..self.left.len();
        let more = loop {
            match self.source.read(&mut self.buffer[self.left.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                more => break more?,
            }
        };
        self.ended = more == 0;
        self.left.end += more;
        Ok(())
    }
}

/// Takes a record apart whose cells have no quotation mark, or one at either end and every other doubled, and which
/// ends with a line feed. Says how long it is; `None` where it is otherwise, or not whole.
fn split(bytes: &[u8], delimiter: u8, record: &mut ByteRecord, whole: &mut Vec<u8>) -> Option<usize> {
    if bytes.first() == Some(&b'\n') {
        return None; // a blank line is no record
    }
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        let length = if rest.first()? == &b'"' {
            push_quoted(rest, record, whole)?
        } else {
            let length = memchr3(delimiter, b'\n', b'"', rest)?;
            record.push_field(&rest[..length]);
            length
        };
        at += length + 1;
        match *rest.get(length)? {
            b'\n' => break,
            next if next == delimiter => {}
            _ => return None,
        }
    }
    Some(at)
}

/// Whether line feeds are in a record; `None` where it has returns, which may end one too.
fn has_breaks(bytes: &[u8]) -> Option<bool> {
    let Some(first) = memchr2(b'\n', b'\r', bytes) else { return Some(false) };
    memchr(b'\r', &bytes[first..]).is_none().then_some(true)
}

fn line_feeds(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

/// Takes over a cell between two quotation marks; says how long it is with them.
fn push_quoted(bytes: &[u8], record: &mut ByteRecord, whole: &mut Vec<u8>) -> Option<usize> {
    whole.clear();
    let mut from = 1;
    loop {
        let mark = from + memchr(b'"', &bytes[from..])?;
        if bytes.get(mark + 1)? != &b'"' {
            whole.extend_from_slice(&bytes[from..mark]);
            record.push_field(whole);
            return Some(mark + 1);
        }
        whole.extend_from_slice(&bytes[from..=mark]);
        from = mark + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes at a time.
    struct Slow<'b>(&'b [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(&mut buffer[..most])
        }
    }

    type Records = Vec<(Vec<Vec<u8>>, Found)>;

    fn by_us(bytes: &[u8], at_once: usize) -> Records {
        let mut splitter = Splitter::new(Slow(bytes, at_once), b',');
        let (mut record, mut all) = (ByteRecord::new(), Vec::new());
        while let Some(found) = splitter.read(&mut record).expect("bytes can be read") {
            all.push((record.iter().map(<[u8]>::to_vec).collect(), found));
        }
        all
    }

    fn by_the_csv_crate(bytes: &[u8], at_once: usize) -> Records {
        let source = Slow(bytes, at_once);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(source);
        let (mut record, mut all, mut line) = (ByteRecord::new(), Vec::new(), 1);
        while reader.read_byte_record(&mut record).expect("bytes can be read") {
            let (breaks, lines) = (line_feeds(record.as_slice()), reader.position().line() - line);
            line += lines;
            let found = Found { blank: lines.saturating_sub(breaks + 1), has_breaks: lines > 1 && breaks > 0 };
            all.push((record.iter().map(<[u8]>::to_vec).collect(), found));
        }
        all
    }

    #[test]
    fn records_longer_than_the_buffer_and_across_its_end() {
        let long = format!("a,\"{}\"\"\n\",c\n", "x".repeat(3 * BLOCK));
        let many = "one,\"two, \"\"2\"\"\n\",three\n".repeat(BLOCK / 8);
        let table = format!("h,i\n{many}{long}{many}last,one");
        assert!(by_us(table.as_bytes(), usize::MAX) == by_the_csv_crate(table.as_bytes(), usize::MAX));
    }

    proptest::proptest! {
        #[test]
        fn it_splits_as_the_csv_crate_does(table in "(\u{feff})?([ab,\"\r\n]|\"[ab,\n]{0,9}(\"\")?\",|a,b\n){0,60}", at_once in 1_usize..90) {
            proptest::prop_assert_eq!(by_us(table.as_bytes(), at_once), by_the_csv_crate(table.as_bytes(), at_once));
        }
    }
}
