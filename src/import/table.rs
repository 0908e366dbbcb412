//! Requests from any CSV or JSON with the usual column names: hand-made lists and the output of other tools.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use foldhash::HashSet;
use serde_json::{Map, Value};

use super::bundle::{Bundle, Claim};
use super::csv_records::{CsvRecords, describe_unknown_file, matches};
use super::date_column::{DateColumn, NoDate};
use super::error::ImportError;
use super::header::Schema;
use super::json;
use super::metered_reader::{MeteredReader, ProgressMeter};
use super::text::{MAX_CELL_LEN, cut, normalize_header};
use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::import_batch::{ImportBatch, RowIssue};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;

/// Largest CSV file, in bytes.
const MAX_CSV_LEN: u64 = 64 << 20;

const NAME: &[&str] = &["name", "fullname", "from"];
const FIRST: &[&str] = &["firstname", "givenname"];
const LAST: &[&str] = &["lastname", "familyname", "surname"];
const PROFILE: &[&str] = &[
    "profileurl",
    "linkedinurl",
    "inviterprofileurl",
    "url",
    "profilelink",
    "linkedin",
    "publicidentifier",
    "profile",
    "linkedinprofile",
    "linkedinprofileurl",
    "personlinkedinurl",
];
const HEADLINE: &[&str] = &["headline", "title", "position", "subtitle", "occupation", "jobtitle"];
const COMPANY: &[&str] = &["company", "organization", "employer"];
/// Their note; where both are there, as in our own export, `note` is the person's own.
const NOTE: &[&str] = &[MESSAGE, "note"];
const MESSAGE: &str = "message";
const DATE: &[&str] = &["sentat", "datesent", "date", "sent", "senton", "receivedat", "senttime"];
const DIRECTION: &[&str] = &["direction"];
/// Maximum number of columns named as not read.
const MAX_UNUSED: usize = 40;
const ADVICE: &str = "use a form like 2025-12-05 or 2025-12-05T16:24:00Z";

const SCHEMA: Schema = Schema::new(
    "Name and Date (or Profile URL, Message, Headline)",
    &[
        &["name", "fullname", "from", "firstname"],
        &[
            "sentat",
            "datesent",
            "date",
            "sent",
            "senton",
            "receivedat",
            "senttime",
            "profileurl",
            "linkedinurl",
            "url",
            "profile",
            "linkedinprofile",
            "linkedinprofileurl",
            "personlinkedinurl",
        ],
    ],
);
/// Columns that are read.
const USED: [&[&str]; 9] = [NAME, FIRST, LAST, PROFILE, HEADLINE, COMPANY, NOTE, DATE, DIRECTION];

/// Columns of LinkedIn's other files that a list of requests lacks, unless it says when each was sent, as our own export.
const OTHER_SCHEMA: Schema = Schema::new("Connected On", &[&["connectedon"]]);
const SENT_SCHEMA: Schema = Schema::new("Sent At", &[&["sentat"]]);

/// Claims a single file that is a table of people.
pub(super) fn claims(bundle: &mut Bundle) -> Result<Claim, ImportError> {
    if !bundle.named_singly {
        return Ok(Claim::No);
    }
    let head = bundle.head(0)?;
    let is_other = || matches(&head, &OTHER_SCHEMA) && !matches(&head, &SENT_SCHEMA);
    let is_table = json::is_json(&head) || (matches(&head, &SCHEMA) && !is_other());
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
    let mut table = Table::new(file, records.names());
    while records.next()? {
        let others = (0..records.cells()).filter(|at| records.names().get(*at).is_some_and(|name| !is_used(name)));
        let other_address = others.map(|at| records.text(Some(at))).find(|cell| PersonKey::from_url(cell).is_some());
        let row = Row::parse(other_address.unwrap_or_default(), |names| match records.column(names) {
            Some(column) => records.text(Some(column)),
            None => Cow::Borrowed(""),
        });
        table.rows.push((records.number(), row));
    }
    let mut arrivals = table.finish();
    arrivals.remarks.extend(records.remarks());
    Ok(arrivals)
}

fn read_json(values: Vec<Value>, file: &str, head: &[u8]) -> Result<ImportBatch, ImportError> {
    let mut table = Table::new(file, &[]);
    let mut any_name = false;
    for (value, record) in values.into_iter().zip(1..) {
        let Value::Object(object) = value else {
            table.rows.push((record, Err("not an object with fields".to_owned())));
            continue;
        };
        let fields = flatten(object);
        let find = |names: &[&str]| names.iter().find_map(|name| fields.iter().find(|(key, _)| key == name));
        any_name |= find(NAME).or(find(FIRST)).is_some();
        table.see_columns(fields.iter().map(|(name, _)| name));
        let other = fields.iter().find(|(name, text)| !is_used(name) && PersonKey::from_url(text).is_some());
        let other = other.map_or(Cow::Borrowed(""), |(_, text)| Cow::Borrowed(text.as_str()));
        let row =
            Row::parse(other, |names| find(names).map_or(Cow::Borrowed(""), |(_, text)| Cow::Borrowed(text.as_str())));
        table.rows.push((record, row));
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

fn is_used(name: &str) -> bool {
    USED.iter().any(|names| names.contains(&name))
}

/// A row, as it is written; its date waits for the others of its column.
struct Row {
    is_outgoing: bool,
    name: String,
    profile: String,
    note: String,
    headline: String,
    company: String,
    written: String,
}

impl Row {
    /// Parses a row, or says why it is none; `other_address` is a profile in a column that is not read otherwise.
    fn parse<'t>(other_address: Cow<'t, str>, get: impl Fn(&[&str]) -> Cow<'t, str>) -> Result<Self, String> {
        let mut name = get(NAME).into_owned();
        if name.trim().is_empty() {
            name = format!("{} {}", get(FIRST).trim(), get(LAST).trim());
        }
        let mut profile = get(PROFILE).into_owned();
        if !profile.trim().is_empty() && !profile.contains(['/', ':', ' ']) {
            profile = format!("https://www.linkedin.com/in/{}", profile.trim()); // a bare public identifier
        }
        if PersonKey::from_url(&profile).is_none() && !other_address.is_empty() {
            profile = other_address.into_owned();
        }
        if Untrusted::from(name.as_str()).is_blank() && Untrusted::from(profile.as_str()).is_blank() {
            return Err("no name and no profile".to_owned());
        }
        let text = |names| get(names).into_owned();
        Ok(Self {
            is_outgoing: get(DIRECTION).trim().eq_ignore_ascii_case("outgoing"),
            name: name.trim().to_owned(),
            profile,
            note: text(NOTE),
            headline: text(HEADLINE),
            company: text(COMPANY),
            written: text(DATE),
        })
    }

    /// Returns the request, and a remark on what could not be read.
    fn into_request(self, dates: DateColumn) -> (Invitation, Option<String>) {
        let Self { name, profile, note, headline, company, written, is_outgoing: _ } = self;
        let (request, remark) = match date(&written, dates) {
            Ok(at) => (Invitation::new(&name, &profile, at), None),
            Err(reason) => (Invitation::with_raw_date(&name, &profile, &written), Some(reason)),
        };
        (request.with_other_address(&profile).with_note(&note).with_role(&headline, &company), remark)
    }
}

/// Parses a date; LinkedIn's own form, with slashes, is Pacific time.
fn date(text: &str, dates: DateColumn) -> Result<DateTime<Utc>, String> {
    let why = match dates.read(text) {
        Ok(at) => return Ok(if text.contains('/') { at.pacific() } else { at.utc() }),
        Err(why) => why,
    };
    if text.trim().is_empty() {
        return Err(format!("no date; imported without one; {ADVICE}"));
    }
    let shown: String = Untrusted::from(text).display().chars().take(40).collect();
    let what = match why {
        NoDate::Unreadable => "is not a date",
        NoDate::Unclear => "may have the day first or the month, and no other date tells",
    };
    Err(format!("“{shown}” {what}; imported without one; {ADVICE}"))
}

struct Table {
    batch: ImportBatch,
    rows: Vec<(u64, Result<Row, String>)>,
    seen: HashSet<String>,
    file: Untrusted,
    /// Normalized names of the columns that are not read.
    unused: Vec<String>,
}

impl Table {
    fn new(file: &str, columns: &[String]) -> Self {
        let batch = ImportBatch { source: file.into(), origin: SourceKind::Table, ..ImportBatch::default() };
        let (rows, seen, unused) = (Vec::new(), HashSet::default(), Vec::new());
        let mut table = Self { batch, rows, seen, file: file.into(), unused };
        table.see_columns(columns.iter());
        table
    }

    fn see_columns<'c>(&mut self, names: impl Iterator<Item = &'c String>) {
        for name in names.filter(|name| !name.is_empty() && !is_used(name)) {
            if self.unused.len() < MAX_UNUSED && !self.unused.contains(name) {
                self.unused.push(name.clone());
            }
        }
    }

    fn add_row(&mut self, record: u64, row: Result<Row, String>, dates: DateColumn) {
        let counts = &mut self.batch.counts;
        counts.invitations += 1;
        match row {
            Ok(row) if row.is_outgoing => counts.outgoing += 1,
            Err(reason) => {
                counts.incoming += 1;
                self.add_row_issue(record, reason, false);
            }
            Ok(row) => {
                counts.incoming += 1;
                let (invitation, remark) = row.into_request(dates);
                if let Some(reason) = remark {
                    self.add_row_issue(record, reason, true);
                }
                if self.seen.insert(invitation.id.as_str().to_owned()) {
                    self.batch.invitations.push(invitation);
                }
            }
        }
    }

    fn add_row_issue(&mut self, record: u64, reason: String, is_imported: bool) {
        self.batch.row_issues.push(RowIssue { file: self.file.clone(), record, reason, is_imported });
    }

    fn finish(mut self) -> ImportBatch {
        let rows = std::mem::take(&mut self.rows);
        let mut dates = DateColumn::default();
        rows.iter().filter_map(|(_, row)| row.as_ref().ok()).for_each(|row| dates.observe(&row.written));
        for (record, row) in rows {
            self.add_row(record, row, dates);
        }
        let mine = self.batch.counts.outgoing;
        if mine > 0 {
            let (rows, are) = (plural(mine, "row"), if mine == 1 { "is" } else { "are" });
            self.batch.remarks.push(format!("{rows} {are} your own and left out"));
        }
        if !self.unused.is_empty() {
            let shown = |name: &String| Untrusted::from(name.as_str()).display().chars().take(40).collect::<String>();
            let names: Vec<String> = self.unused.iter().map(shown).collect();
            self.batch.remarks.push(format!("columns that are not read: {}", names.join(", ")));
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
        // An empty cell, so that the note beside it is not taken for their message.
        Value::Null if normalize_header(key) == MESSAGE => Some(String::new()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
