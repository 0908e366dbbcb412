//! The one pipe that every byte comes through: it counts, reports, stops, keeps the limits and speaks UTF-8.

use std::io::{self, Read};
use std::ops::ControlFlow;

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

use super::error::ImportError;
use super::{Progress, Watch};

/// How much is read between two reports, in bytes.
const REPORT_EVERY: u64 = 1 << 20;
const CHUNK: usize = 64 * 1024;

/// Counts what is read over all files of a bundle.
pub(super) struct Meter<'w> {
    watch: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    total: u64,
    done: u64,
    reported: u64,
}

impl<'w> Meter<'w> {
    /// `total` is what there is to read, in bytes.
    pub fn new(watch: &'w mut Watch<'_>, total: u64) -> Self {
        Self { watch, total, done: 0, reported: 0 }
    }

    fn count(&mut self, file: &str, bytes: u64) -> Result<(), ImportError> {
        self.done += bytes;
        if self.done - self.reported < REPORT_EVERY {
            return Ok(());
        }
        self.reported = self.done;
        let progress = Progress { file: file.to_owned(), done: self.done, total: self.total.max(self.done) };
        match (self.watch)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ImportError::Stopped),
        }
    }
}

/// Reads one file: never more than its limit, UTF-16 with a mark turned into UTF-8, quotation marks counted.
pub(super) struct Intake<'m, 'w> {
    raw: Box<dyn Read + 'm>,
    meter: &'m mut Meter<'w>,
    file: String,
    left: u64,
    limit: u64,
    quotes: u64,
    wide: Option<Box<Wide>>,
    lead: Vec<u8>,
    given: usize,
}

/// A UTF-16 file on its way to UTF-8.
struct Wide {
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<'m, 'w> Intake<'m, 'w> {
    /// Wraps an opened file; `limit` in bytes.
    pub fn new(raw: Box<dyn Read + 'm>, meter: &'m mut Meter<'w>, file: &str, limit: u64) -> Result<Self, ImportError> {
        let mut intake = Self {
            raw,
            meter,
            file: file.to_owned(),
            left: limit,
            limit,
            quotes: 0,
            wide: None,
            lead: Vec::new(),
            given: 0,
        };
        intake.look_at_mark().map_err(|error| ImportError::reading(file, error))?;
        Ok(intake)
    }

    /// Whether the file is UTF-16 with a mark.
    pub fn is_wide(&self) -> bool {
        self.wide.is_some()
    }

    /// The first bytes, already read, still to come.
    pub fn lead(&self) -> &[u8] {
        match &self.wide {
            Some(wide) => &wide.output,
            None => &self.lead,
        }
    }

    /// How many quotation marks have passed.
    pub fn quotes(&self) -> u64 {
        self.quotes
    }

    fn look_at_mark(&mut self) -> io::Result<()> {
        let mut lead = vec![0; CHUNK];
        let mut got = 0;
        while got < lead.len() {
            match self.read_raw(&mut lead[got..])? {
                0 => break,
                n => got += n,
            }
        }
        lead.truncate(got);
        let encoding = match lead[..] {
            [0xff, 0xfe, 0, 0, ..] => None, // UTF-32, which nobody sends; it will not have the columns
            [0xff, 0xfe, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] => Some(UTF_16BE),
            _ => None,
        };
        match encoding {
            None => self.lead = lead,
            Some(encoding) => {
                let decoder = encoding.new_decoder_with_bom_removal();
                let mut wide = Wide { decoder, input: Vec::new(), output: Vec::new(), given: 0, ended: false };
                wide.decode(&lead, lead.is_empty());
                wide.input = vec![0; CHUNK];
                self.wide = Some(Box::new(wide));
            }
        }
        Ok(())
    }

    fn read_raw(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| {
            let limit = self.limit >> 20;
            io::Error::other(ImportError::TooLarge { file: self.file.as_str().into(), limit })
        })?;
        self.meter.count(&self.file, n as u64).map_err(io::Error::other)?;
        Ok(n)
    }

    fn read_wide(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut wide = self.wide.take().expect("only called for a wide file");
        while wide.given == wide.output.len() && !wide.ended {
            let mut input = std::mem::take(&mut wide.input);
            let n = self.read_raw(&mut input)?;
            wide.ended = n == 0;
            wide.decode(&input[..n], n == 0);
            wide.input = input;
        }
        let n = give(&wide.output, &mut wide.given, buffer);
        self.wide = Some(wide);
        Ok(n)
    }
}

impl Wide {
    fn decode(&mut self, input: &[u8], last: bool) {
        let room = self.decoder.max_utf8_buffer_length(input.len()).unwrap_or(input.len() * 3 + 16);
        self.output.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(input, &mut self.output, last);
        self.output.truncate(written);
        self.given = 0;
    }
}

impl Read for Intake<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = if self.wide.is_some() {
            self.read_wide(buffer)?
        } else if self.given < self.lead.len() {
            give(&self.lead, &mut self.given, buffer)
        } else {
            self.read_raw(buffer)?
        };
        self.quotes += quotes_in(&buffer[..n]);
        Ok(n)
    }
}

/// Counted in bytes of at most 255, which the compiler does many at a time.
fn quotes_in(bytes: &[u8]) -> u64 {
    bytes.chunks(255).map(|few| u64::from(few.iter().map(|byte| u8::from(*byte == b'"')).sum::<u8>())).sum()
}

fn give(from: &[u8], given: &mut usize, to: &mut [u8]) -> usize {
    let n = to.len().min(from.len() - *given);
    to[..n].copy_from_slice(&from[*given..*given + n]);
    *given += n;
    n
}
