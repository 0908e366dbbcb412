//! Numbered records of a CSV file, with columns found by name, whatever precedes the header.

use std::borrow::Cow;
use std::cell::Cell;

use csv::ByteRecord;
use encoding_rs::{Encoding, UTF_8};

use super::error::ImportError;
use super::metered_reader::MeteredReader;
use super::text::{self, DecodeIssues, encoding_of, normalize_header};
use crate::domain::text::untrusted::Untrusted;

/// Maximum number of records searched for the header.
const MAX_HEADER_ROW: u16 = 40;

/// Columns that identify a kind of file.
pub(super) struct Schema {
    /// Column names, for messages.
    pub column_names: &'static str,
    /// Required columns, each with its normalized names.
    pub required: &'static [&'static [&'static str]],
    /// Text that shows swallowed rows if it follows a line break inside a field; case-sensitive.
    pub unclosed_quote_signs: &'static [&'static str],
}

/// Index of a column; `None` if the file has none of its names.
pub(super) type Column = Option<usize>;

/// Reader for the records of one file.
pub(super) struct CsvRecords<'m, 'w> {
    csv: csv::Reader<MeteredReader<'m, 'w>>,
    file: String,
    schema: &'static Schema,
    record: ByteRecord,
    header: ByteRecord,
    names: Vec<String>,
    number: u64,
    /// First record whose shape suggests an unclosed quote that swallowed the following rows.
    suspect_record: Option<u64>,
    had_breaks: bool,
    /// Encoding of cells that are not UTF-8.
    encoding: &'static Encoding,
    decode_issues: Cell<DecodeIssues>,
}

impl<'m, 'w> CsvRecords<'m, 'w> {
    /// Opens a file and detects its header by the column names.
    pub fn open(reader: MeteredReader<'m, 'w>, file: &str, shape: &'static Schema) -> Result<Self, ImportError> {
        let lead = reader.peeked().to_vec();
        let tabs = reader.is_utf16() && has_more_tabs(&lead);
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .delimiter(if tabs { b'\t' } else { b',' })
            .from_reader(reader);
        let mut records = Self {
            csv,
            file: file.to_owned(),
            schema: shape,
            record: ByteRecord::new(),
            header: ByteRecord::new(),
            names: Vec::new(),
            number: 0,
            suspect_record: None,
            had_breaks: false,
            encoding: encoding_of(&lead),
            decode_issues: Cell::default(),
        };
        while records.number < MAX_HEADER_ROW.into() && records.advance_to_header()? {
            let names: Vec<String> = records.record.iter().map(normalize_cell).collect();
            if has_required_columns(&names, shape) {
                records.names = names;
                records.header = records.record.clone();
                records.suspect_record = None;
                return Ok(records);
            }
        }
        let file = Untrusted::from(file);
        Err(ImportError::WrongColumns { file, wanted: shape.column_names, found: describe_unknown_file(&lead) })
    }

    /// Returns the column with one of these normalized names.
    pub fn column(&self, names: &[&str]) -> Column {
        names.iter().find_map(|name| self.names.iter().position(|have| have == name))
    }

    /// Advances to the next record; skips blank ones and repeated headers. False at the end.
    pub fn next(&mut self) -> Result<bool, ImportError> {
        while self.advance()? {
            let blank = self.record.as_slice().iter().all(|b| *b <= b' ' || *b == 0x7f);
            if !blank && !self.is_header_again() {
                return Ok(true);
            }
        }
        self.check_end()?;
        Ok(false)
    }

    /// Returns the record number; the first line that is a record, or blank, is 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the number of cells in the record.
    pub fn cells(&self) -> usize {
        self.record.len()
    }

    /// Returns a cell's bytes; empty if the column or the cell is missing.
    pub fn bytes(&self, column: Column) -> &[u8] {
        column.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// Returns a cell's text.
    pub fn text(&self, column: Column) -> Cow<'_, str> {
        let mut mended = self.decode_issues.get();
        let text = text::decode_cell(self.bytes(column), self.encoding, self.number, &mut mended);
        self.decode_issues.set(mended);
        text
    }

    /// Returns remarks about the decoding of all cells so far.
    pub fn remarks(&self) -> Vec<String> {
        let DecodeIssues { not_utf8: guessed, cut } = self.decode_issues.get();
        let file = Untrusted::from(self.file.as_str());
        let file = file.display();
        let encoding = self.encoding.name().replace("windows", "Windows");
        let guessed = guessed
            .map(|n| format!("{file} is not entirely UTF-8 (first in record {n}); that part was read as {encoding}"));
        let cut = cut.map(|n| format!("a field in {file} is longer than 64 KiB (first in record {n}) and was cut"));
        guessed.into_iter().chain(cut).collect()
    }

    fn is_header_again(&self) -> bool {
        self.record.len() == self.header.len() && self.record == self.header
    }

    /// Advances while no header is found: what has no rows is another kind of file, not one with a long row.
    fn advance_to_header(&mut self) -> Result<bool, ImportError> {
        match self.advance() {
            Err(ImportError::RowTooLong { .. }) => Ok(false),
            advanced => advanced,
        }
    }

    /// Reads a record; counts it and the blank lines before it, as spreadsheets do.
    fn advance(&mut self) -> Result<bool, ImportError> {
        let before = self.csv.position().line();
        self.csv.get_mut().start_row();
        let read = self.csv.read_byte_record(&mut self.record);
        if self.csv.get_ref().is_row_too_long() && read.is_err() {
            return Err(ImportError::RowTooLong { file: self.file.as_str().into(), record: self.number + 1 });
        }
        if !read.map_err(|error| ImportError::parsing(&self.file, error))? {
            return Ok(false);
        }
        self.number += 1;
        let lines = self.csv.position().line().saturating_sub(before);
        self.had_breaks = false;
        if lines > 1 {
            let breaks = memchr::memchr_iter(b'\n', self.record.as_slice()).count() as u64;
            self.had_breaks = breaks > 0;
            self.number += lines.saturating_sub(breaks + u64::from(!self.csv.is_done()));
            self.check_for_unclosed_quote()?;
        }
        Ok(true)
    }

    fn check_for_unclosed_quote(&mut self) -> Result<(), ImportError> {
        if !self.had_breaks || self.names.is_empty() {
            return Ok(());
        }
        if self.record.iter().any(|cell| self.has_unclosed_quote_signs(cell)) {
            return Err(self.unclosed(self.number));
        }
        if self.record.len() != self.header.len() {
            self.suspect_record.get_or_insert(self.number);
        }
        Ok(())
    }

    fn has_unclosed_quote_signs(&self, cell: &[u8]) -> bool {
        let shows = |behind: &[u8], mark: &str| memchr::memmem::find(behind, mark.as_bytes()).is_some();
        let marks = self.schema.unclosed_quote_signs;
        !marks.is_empty()
            && memchr::memchr(b'\n', cell).is_some_and(|at| {
                let behind = &cell[at + 1..cell.len().min(at + 1 + 64 * 1024)];
                marks.iter().any(|mark| shows(behind, mark))
            })
    }

    /// Returns an error at the end of the file if its quotation marks are unbalanced and a record spans several lines.
    fn check_end(&mut self) -> Result<(), ImportError> {
        let opens = self.suspect_record.or(self.had_breaks.then_some(self.number));
        match opens {
            Some(record) if self.csv.get_ref().quotes() % 2 == 1 => Err(self.unclosed(record)),
            _ => Ok(()),
        }
    }

    fn unclosed(&self, record: u64) -> ImportError {
        ImportError::UnclosedQuote { file: self.file.as_str().into(), record }
    }
}

fn normalize_cell(cell: &[u8]) -> String {
    normalize_header(&String::from_utf8_lossy(&cell[..cell.len().min(200)]))
}

fn has_required_columns(names: &[String], shape: &Schema) -> bool {
    shape.required.iter().all(|any| any.iter().any(|name| names.iter().any(|have| have == name)))
}

/// True if the start of a file holds a header of this schema.
pub(super) fn matches(head: &[u8], shape: &Schema) -> bool {
    let (text, encoding, _) = UTF_8.decode(head); // or the encoding of its byte order mark
    let delimiter = if encoding != UTF_8 && has_more_tabs(text.as_bytes()) { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    reader
        .byte_records()
        .take(MAX_HEADER_ROW.into())
        .flatten()
        .any(|record| has_required_columns(&record.iter().map(normalize_cell).collect::<Vec<_>>(), shape))
}

fn has_more_tabs(lead: &[u8]) -> bool {
    let line = lead.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |wanted| memchr::memchr_iter(wanted, line).count();
    count(b'\t') > count(b',')
}

/// Describes the start of an unknown file; safe to print.
pub(super) fn describe_unknown_file(lead: &[u8]) -> String {
    let start = lead.trim_ascii_start();
    if start.is_empty() {
        return "it is empty".to_owned();
    }
    if lead.starts_with(&[0x1f, 0x8b]) {
        return "it is compressed with gzip; unpack it first".to_owned();
    }
    if start.first() == Some(&b'<') {
        return "it is a web page, not a table; perhaps LinkedIn asked to log in".to_owned();
    }
    if lead.starts_with(&[0xff, 0xfe]) || lead.starts_with(&[0xfe, 0xff]) || lead.iter().take(64).any(|b| *b == 0) {
        return "it is not UTF-8 text".to_owned();
    }
    let line = start.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |wanted| memchr::memchr_iter(wanted, line).count();
    let commas = count(b',');
    let separator = match (count(b';') > commas, count(b'\t') > commas) {
        (true, _) => "its columns are separated by semicolons: ",
        (_, true) => "its columns are separated by tabs: ",
        _ => "it starts with ",
    };
    let text = Untrusted::new(String::from_utf8_lossy(&line[..line.len().min(400)]));
    let shown: String = text.display().chars().take(80).collect();
    format!("{separator}“{shown}”")
}
