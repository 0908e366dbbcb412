//! Numbered records of a CSV file, with columns found by name, whatever precedes the header.

use std::borrow::Cow;
use std::cell::Cell;

use csv::ByteRecord;
use encoding_rs::{Encoding, UTF_8};

use super::date_column::DateColumn;
use super::error::ImportError;
use super::header::{MAX_HEADER_ROW, Schema, find_delimiter, records, widest_row};
use super::metered_reader::MeteredReader;
use super::text::{self, DecodeIssues, encoding_of};
use crate::domain::text::untrusted::Untrusted;

/// Index of a column; `None` if the file has none of its names.
pub(super) type Column = Option<usize>;

/// Reader for the records of one file.
pub(super) struct CsvRecords<'m, 'w> {
    csv: csv::Reader<MeteredReader<'m, 'w>>,
    file: String,
    /// The schema's signs, with this file's separator.
    unclosed_quote_signs: Vec<Vec<u8>>,
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
    /// Start of the file, and the separator of its columns.
    lead: (Vec<u8>, u8),
}

impl<'m, 'w> CsvRecords<'m, 'w> {
    /// Opens a file and detects its header by the column names.
    pub fn open(reader: MeteredReader<'m, 'w>, file: &str, shape: &'static Schema) -> Result<Self, ImportError> {
        let lead = reader.peeked().to_vec();
        let delimiter = find_delimiter(&lead, shape).unwrap_or(b',');
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .delimiter(delimiter)
            .from_reader(reader);
        let sign = |sign: &&str| sign.bytes().map(|byte| if byte == b',' { delimiter } else { byte }).collect();
        let mut records = Self {
            csv,
            file: file.to_owned(),
            unclosed_quote_signs: shape.unclosed_quote_signs.iter().map(sign).collect(),
            record: ByteRecord::new(),
            header: ByteRecord::new(),
            names: Vec::new(),
            number: 0,
            suspect_record: None,
            had_breaks: false,
            encoding: encoding_of(&lead),
            decode_issues: Cell::default(),
            lead: (lead, delimiter),
        };
        while records.number < MAX_HEADER_ROW.into() && records.advance_to_header()? {
            if let Some(names) = shape.columns(&records.record) {
                records.names = names;
                records.header = records.record.clone();
                records.suspect_record = None;
                return Ok(records);
            }
        }
        let file = Untrusted::from(file);
        Err(ImportError::WrongColumns {
            file,
            wanted: shape.column_names,
            found: describe_unknown_file(&records.lead.0),
        })
    }

    /// Returns the column with one of these normalized names.
    pub fn column(&self, names: &[&str]) -> Column {
        names.iter().find_map(|name| self.names.iter().position(|have| have == name))
    }

    /// Returns the normalized names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
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

    /// Returns the order of day and month in a column, as the start of the file tells it.
    pub fn date_column(&self, column: Column) -> DateColumn {
        let mut dates = DateColumn::default();
        let (lead, delimiter) = &self.lead;
        for record in records(lead, *delimiter) {
            let cell = column.and_then(|at| record.get(at)).unwrap_or_default();
            dates.observe(&String::from_utf8_lossy(&cell[..cell.len().min(64)]));
        }
        dates
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
        let shows = |behind: &[u8], mark: &[u8]| memchr::memmem::find(behind, mark).is_some();
        let marks = &self.unclosed_quote_signs;
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

/// True if the start of a file holds a header of this schema.
pub(super) fn matches(head: &[u8], shape: &Schema) -> bool {
    let (text, ..) = UTF_8.decode(head); // or the encoding of its byte order mark
    find_delimiter(text.as_bytes(), shape).is_some()
}

/// First bytes of packed files that are no ZIP.
const PACKED: [(&[u8], &str); 5] = [
    (&[0x1f, 0x8b], "compressed with gzip"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"BZh", "compressed with bzip2"),
    (&[0xfd, b'7', b'z', b'X', b'Z'], "compressed with xz"),
];

/// Describes the start of an unknown file; safe to print.
pub(super) fn describe_unknown_file(lead: &[u8]) -> String {
    let start = lead.trim_ascii_start();
    if start.is_empty() {
        return "it is empty".to_owned();
    }
    if let Some((_, what)) = PACKED.iter().find(|(magic, _)| lead.starts_with(magic)) {
        return format!("it is {what}; unpack it first");
    }
    if start.first() == Some(&b'<') {
        return "it is a web page, not a table; perhaps LinkedIn asked to log in".to_owned();
    }
    if lead.starts_with(&[0xff, 0xfe]) || lead.starts_with(&[0xfe, 0xff]) || lead.iter().take(64).any(|b| *b == 0) {
        return "it is not UTF-8 text".to_owned();
    }
    if lead.starts_with(b"%PDF") {
        return "it is a PDF; LinkedIn's copy is a ZIP with CSV files".to_owned();
    }
    let row = widest_row(lead).filter(|row| row.len() > 2).map(|row| row.join(", "));
    let line = || {
        let line = start.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
        String::from_utf8_lossy(&line[..line.len().min(400)]).into_owned()
    };
    let what = if row.is_some() { "its columns are" } else { "it starts with" };
    let text = Untrusted::new(row.unwrap_or_else(line));
    let shown: String = text.display().chars().take(80).collect();
    format!("{what} “{shown}”")
}
