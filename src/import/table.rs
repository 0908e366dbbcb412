//! Requests from any CSV or JSON with the usual column names: hand-made lists and the output of other tools.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use foldhash::HashSet;
use serde_json::{Map, Value};

use super::bundle::{Bundle, Claim};
use super::csv_records::{CsvRecords, Schema, describe_unknown_file, matches};
use super::dates::ParsedDate;
use super::error::ImportError;
use super::json;
use super::metered_reader::{MeteredReader, ProgressMeter};
use super::text::{MAX_CELL_LEN, cut, normalize_header};
use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::import_batch::{ImportBatch, RowIssue};
use crate::domain::request::invitation::Invitation;
use crate::domain::text::untrusted::Untrusted;

/// Largest CSV file, in bytes.
const MAX_CSV_LEN: u64 = 64 << 20;

const NAME: &[&str] = &["name", "fullname", "from"];
const FIRST: &[&str] = &["firstname", "givenname"];
const LAST: &[&str] = &["lastname", "familyname", "surname"];
const PROFILE: &[&str] =
    &["profileurl", "linkedinurl", "inviterprofileurl", "url", "profilelink", "linkedin", "publicidentifier"];
const HEADLINE: &[&str] = &["headline", "title", "position", "subtitle", "occupation", "jobtitle"];
const COMPANY: &[&str] = &["company", "organization", "employer"];
const NOTE: &[&str] = &["message", "note"];
const DATE: &[&str] = &["sentat", "datesent", "date", "sent", "senton", "receivedat", "senttime"];
const DIRECTION: &[&str] = &["direction"];
const ADVICE: &str = "use a form like 2025-12-05 or 2025-12-05T16:24:00Z";

const SCHEMA: Schema = Schema {
    column_names: "Name and Date (or Profile URL, Message, Headline)",
    required: &[
        &["name", "fullname", "from", "firstname"],
        &["sentat", "datesent", "date", "sent", "senton", "receivedat", "senttime", "profileurl", "linkedinurl", "url"],
    ],
    unclosed_quote_signs: &[],
};

/// Columns of LinkedIn's other files that a list of requests lacks.
const OTHER_SCHEMA: Schema =
    Schema { column_names: "Connected On", required: &[&["connectedon"]], unclosed_quote_signs: &[] };

/// Claims a single file that is a table of people.
pub(super) fn claims(bundle: &mut Bundle) -> Result<Claim, ImportError> {
    if !bundle.named_singly {
        return Ok(Claim::No);
    }
    let head = bundle.head(0)?;
    let is_table = json::is_json(&head) || (matches(&head, &SCHEMA) && !matches(&head, &OTHER_SCHEMA));
    Ok(Claim::sure_if(is_table))
}

/// Reads one table.
pub(super) fn read(
    bundle: &mut Bundle,
    _: &Network,
    meter: &mut ProgressMeter<'_>,
) -> Result<ImportBatch, ImportError> {
    let head = bundle.head(0)?;
    let name = bundle.members[0].base().to_owned();
    if !json::is_json(&head) {
        let reader = MeteredReader::new(bundle.open(0)?, meter, &name, MAX_CSV_LEN)?;
        return read_csv(CsvRecords::open(reader, &name, &SCHEMA)?, &name);
    }
    let values = json::values(bundle, meter)?;
    read_json(values, &name, &head)
}

fn read_csv(mut records: CsvRecords<'_, '_>, file: &str) -> Result<ImportBatch, ImportError> {
    let mut table = Table::new(file);
    while records.next()? {
        let row = parse_row(|names| match records.column(names) {
            Some(column) => records.text(Some(column)),
            None => Cow::Borrowed(""),
        });
        table.add_row(records.number(), row);
    }
    let mut arrivals = table.finish();
    arrivals.remarks.extend(records.remarks());
    Ok(arrivals)
}

fn read_json(values: Vec<Value>, file: &str, head: &[u8]) -> Result<ImportBatch, ImportError> {
    let mut table = Table::new(file);
    let mut any_name = false;
    for (value, record) in values.into_iter().zip(1..) {
        let Value::Object(object) = value else {
            table.add_row_issue(record, "not an object with fields".to_owned());
            continue;
        };
        let fields = flatten(object);
        let find = |names: &[&str]| names.iter().find_map(|name| fields.iter().find(|(key, _)| key == name));
        any_name |= find(NAME).or(find(FIRST)).is_some();
        let row = parse_row(|names| find(names).map_or(Cow::Borrowed(""), |(_, text)| Cow::Borrowed(text.as_str())));
        table.add_row(record, row);
    }
    if !any_name {
        let file = Untrusted::from(file);
        return Err(ImportError::WrongColumns {
            file,
            wanted: SCHEMA.column_names,
            found: describe_unknown_file(head),
        });
    }
    Ok(table.finish())
}

/// Parsed row.
enum Row {
    /// A request, and a remark on what could not be parsed.
    Request(Box<Invitation>, Option<String>),
    Outgoing,
    Invalid(String),
}

fn parse_row<'t>(get: impl Fn(&[&str]) -> Cow<'t, str>) -> Row {
    if get(DIRECTION).trim().eq_ignore_ascii_case("outgoing") {
        return Row::Outgoing;
    }
    let mut name = get(NAME).into_owned();
    if name.trim().is_empty() {
        name = format!("{} {}", get(FIRST).trim(), get(LAST).trim());
    }
    let mut profile = get(PROFILE).into_owned();
    if !profile.trim().is_empty() && !profile.contains(['/', ':', ' ']) {
        profile = format!("https://www.linkedin.com/in/{}", profile.trim()); // a bare public identifier
    }
    if Untrusted::from(name.as_str()).is_blank() && Untrusted::from(profile.as_str()).is_blank() {
        return Row::Invalid("no name and no profile".to_owned());
    }
    let written = get(DATE);
    let (request, remark) = match date(&written) {
        Ok(at) => (Invitation::new(name.trim(), &profile, at), None),
        Err(reason) => (Invitation::with_raw_date(name.trim(), &profile, &written), Some(reason)),
    };
    Row::Request(Box::new(request.with_note(&get(NOTE)).with_role(&get(HEADLINE), &get(COMPANY))), remark)
}

/// Parses a date; LinkedIn's own form, with slashes, is Pacific time.
fn date(text: &str) -> Result<DateTime<Utc>, String> {
    if let Some(at) = ParsedDate::parse(text) {
        return Ok(if text.contains('/') { at.pacific() } else { at.utc() });
    }
    if text.trim().is_empty() {
        return Err(format!("no date; imported without one; {ADVICE}"));
    }
    let shown: String = Untrusted::from(text).display().chars().take(40).collect();
    Err(format!("“{shown}” is not a date; imported without one; {ADVICE}"))
}

struct Table {
    batch: ImportBatch,
    seen: HashSet<String>,
    file: Untrusted,
}

impl Table {
    fn new(file: &str) -> Self {
        let arrivals = ImportBatch { source: file.into(), origin: SourceKind::Table, ..ImportBatch::default() };
        Self { batch: arrivals, seen: HashSet::default(), file: file.into() }
    }

    fn add_row(&mut self, record: u64, row: Row) {
        let counts = &mut self.batch.counts;
        counts.invitations += 1;
        match row {
            Row::Outgoing => counts.outgoing += 1,
            Row::Invalid(reason) => {
                counts.incoming += 1;
                self.add_row_issue(record, reason);
            }
            Row::Request(invitation, remark) => {
                counts.incoming += 1;
                if let Some(reason) = remark {
                    self.add_row_issue(record, reason);
                }
                if self.seen.insert(invitation.id.as_str().to_owned()) {
                    self.batch.invitations.push(*invitation);
                }
            }
        }
    }

    fn add_row_issue(&mut self, record: u64, reason: String) {
        self.batch.row_issues.push(RowIssue { file: self.file.clone(), record, reason });
    }

    fn finish(mut self) -> ImportBatch {
        let mine = self.batch.counts.outgoing;
        if mine > 0 {
            self.batch.remarks.push(format!("{mine} rows are your own requests and were skipped"));
        }
        self.batch
    }
}

/// Returns an object's texts by normalized name; nested ones (`profile{…}`) come last.
fn flatten(object: Map<String, Value>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut nested = Vec::new();
    for (key, value) in object {
        match value {
            Value::Object(inner) => nested.extend(inner),
            value => fields.extend(value_to_text(&key, &value).map(|text| (normalize_header(&key), text))),
        }
    }
    fields.extend(
        nested.into_iter().filter_map(|(key, value)| Some((normalize_header(&key), value_to_text(&key, &value)?))),
    );
    fields
}

fn value_to_text(key: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.len() > MAX_CELL_LEN => Some(cut(text)),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => {
            let moment = || {
                let n = number.as_i64()?;
                let at = if n > 100_000_000_000 {
                    DateTime::from_timestamp_millis(n)
                } else {
                    DateTime::from_timestamp(n, 0)
                };
                at.map(|at| at.to_rfc3339())
            };
            if DATE.contains(&normalize_header(key).as_str()) { moment() } else { Some(number.to_string()) }
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
