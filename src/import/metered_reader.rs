//! The reader of every imported byte: counts, reports progress, stops, enforces limits and decodes UTF-16.

use std::io::{self, Chain, Cursor, Read};
use std::ops::ControlFlow;

use encoding_rs::{UTF_16BE, UTF_16LE};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::error::ImportError;
use super::progress::{ImportProgress, ProgressFn};

/// Bytes between two progress reports.
const REPORT_EVERY: u64 = 1 << 20;
/// Bytes peeked at the start of a file, to detect its type.
const PEEK_LEN: usize = 64 * 1024;
/// Longest character in UTF-8, in bytes: with less room, the decoder may lose the last one of a file.
const MAX_CHAR_LEN: usize = 4;

/// Progress over all files of an import.
pub(super) struct ProgressMeter<'w> {
    on_progress: &'w mut ProgressFn<'w>,
    total: u64,
    done: u64,
    reported: u64,
}

impl<'w> ProgressMeter<'w> {
    /// Creates a meter; `total` is the number of bytes to read.
    pub fn new(watch: &'w mut ProgressFn<'_>, total: u64) -> Self {
        Self { on_progress: watch, total, done: 0, reported: 0 }
    }

    fn count(&mut self, file: &str, bytes: u64) -> Result<(), ImportError> {
        self.done += bytes;
        if self.done - self.reported < REPORT_EVERY {
            return Ok(());
        }
        self.reported = self.done;
        let progress = ImportProgress { file: file.to_owned(), done: self.done, total: self.total.max(self.done) };
        match (self.on_progress)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ImportError::Stopped),
        }
    }
}

/// Longest row of a table, in bytes: far more than any cell of LinkedIn's. Without this limit, a quotation mark that is
/// never closed would take the rest of the file into memory.
pub(super) const MAX_ROW_LEN: u64 = 1 << 20;

/// Reader of one file: enforces its limit and that of a row, decodes UTF-16 with a byte order mark, counts quotation
/// marks.
pub(super) struct MeteredReader<'m, 'w> {
    /// Decoded start, then the rest.
    text: Chain<Cursor<Vec<u8>>, DecodingReader<'m, 'w>>,
    quotes: u64,
    /// Bytes read since [`MeteredReader::start_row`] was called; `None` before the first row.
    row_len: Option<u64>,
}

/// Decoder that passes everything but UTF-16 through, without a copy.
type DecodingReader<'m, 'w> = DecodeReaderBytes<Chain<Cursor<Vec<u8>>, CountingReader<'m, 'w>>, Vec<u8>>;

/// Raw bytes of a file, counted and limited.
struct CountingReader<'m, 'w> {
    raw: Box<dyn Read + Send + 'm>,
    meter: &'m mut ProgressMeter<'w>,
    file: String,
    remaining: u64,
    limit: u64,
}

impl<'m, 'w> MeteredReader<'m, 'w> {
    /// Wraps an open file; `limit` in bytes.
    pub fn new(
        raw: Box<dyn Read + Send + 'm>,
        meter: &'m mut ProgressMeter<'w>,
        file: &str,
        limit: u64,
    ) -> Result<Self, ImportError> {
        let metered = CountingReader { raw, meter, file: file.to_owned(), remaining: limit, limit };
        Self::peek(metered).map_err(|error| ImportError::reading(file, error))
    }

    fn peek(mut metered: CountingReader<'m, 'w>) -> io::Result<Self> {
        let mut mark = Vec::new();
        metered.by_ref().take(4).read_to_end(&mut mark)?;
        let wide = match mark[..] {
            [0xff, 0xfe, 0, 0] => None, // UTF-32, which nobody sends; its columns will not be found
            [0xff, 0xfe, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] => Some(UTF_16BE),
            _ => None,
        };
        let bytes = Cursor::new(mark).chain(metered);
        let mut text = DecodeReaderBytesBuilder::new().encoding(wide).bom_sniffing(false).build(bytes);
        let mut lead = vec![0; PEEK_LEN];
        let mut got = 0;
        while got + MAX_CHAR_LEN <= PEEK_LEN {
            match text.read(&mut lead[got..])? {
                0 => break,
                n => got += n,
            }
        }
        lead.truncate(got);
        Ok(Self { text: Cursor::new(lead).chain(text), quotes: 0, row_len: None })
    }

    /// Returns the first bytes, decoded; `read` returns them again.
    pub fn peeked(&self) -> &[u8] {
        self.text.get_ref().0.get_ref()
    }

    /// Starts a row. Only from then on is the length of rows limited.
    pub fn start_row(&mut self) {
        self.row_len = Some(0);
    }

    /// True if reading failed because a row is too long.
    pub fn is_row_too_long(&self) -> bool {
        self.row_len.is_some_and(|len| len > MAX_ROW_LEN)
    }

    /// Returns the number of quotation marks read so far.
    pub fn quotes(&self) -> u64 {
        self.quotes
    }
}

impl Read for CountingReader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(buffer)?;
        self.remaining = self.remaining.checked_sub(n as u64).ok_or_else(|| {
            let limit = self.limit >> 20;
            io::Error::other(ImportError::TooLarge { file: self.file.as_str().into(), limit })
        })?;
        self.meter.count(&self.file, n as u64).map_err(io::Error::other)?;
        Ok(n)
    }
}

impl Read for MeteredReader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_row_too_long() {
            return Err(io::Error::other("a row is too long"));
        }
        let n = self.text.read(buffer)?;
        self.quotes += quotes_in(&buffer[..n]);
        self.row_len = self.row_len.map(|len| len + n as u64);
        Ok(n)
    }
}

/// Counts in a `u8` over at most 255 bytes, which the compiler vectorizes.
fn quotes_in(bytes: &[u8]) -> u64 {
    bytes.chunks(255).map(|few| u64::from(few.iter().map(|byte| u8::from(*byte == b'"')).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the decoded text, its number of quotation marks, and the bytes counted.
    fn taken_in(bytes: &[u8], limit: u64) -> io::Result<(String, u64, u64)> {
        let mut watch = |_| ControlFlow::Continue(());
        let mut meter = ProgressMeter::new(&mut watch, bytes.len() as u64);
        let mut intake = MeteredReader::new(Box::new(bytes), &mut meter, "x.csv", limit).map_err(io::Error::other)?;
        let mut text = String::new();
        intake.read_to_string(&mut text)?;
        let quotes = intake.quotes();
        drop(intake);
        Ok((text, quotes, meter.done))
    }

    #[test]
    fn utf16_is_decoded_and_counted_as_it_lies() {
        let text = "\"Zoë 日本 🦀\"\n".repeat(10_000);
        let units: Vec<u16> = std::iter::once(0xfeff).chain(text.encode_utf16()).collect();
        let little: Vec<u8> = units.iter().copied().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units.iter().copied().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            let size = bytes.len() as u64;
            assert!(taken_in(&bytes, size).expect("read") == (text.clone(), 20_000, size));
            assert!(taken_in(&bytes, size - 1).is_err());
            assert!(taken_in(&bytes[..bytes.len() - 1], size).expect("read").0.ends_with("🦀\"\u{fffd}"));
        }
        assert_eq!(taken_in(b"\xff\xfe", 2).expect("read"), (String::new(), 0, 2));
    }

    #[test]
    fn other_bytes_pass_as_they_are() {
        for text in ["\u{feff}\"Zoë\"", "", "\"\""] {
            let size = text.len() as u64;
            let quotes = text.matches('"').count() as u64;
            assert_eq!(taken_in(text.as_bytes(), size).expect("read"), (text.to_owned(), quotes, size));
        }
        assert!(taken_in(b"\xff\xfe\0\0x\0\0\0", 99).is_err()); // UTF-32 is not decoded
    }
}
