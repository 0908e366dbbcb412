//! `Connections.csv`: connections, with their date and the job they state.

use chrono::NaiveTime;

use super::super::csv_records::CsvRecords;
use super::super::error::ImportError;
use super::super::header::Schema;
use super::archive_builder::{ArchiveBuilder, FileIndex};
use crate::domain::evidence::network::Connection;
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::{Untrusted, is_blank};

/// Columns; the URL came in 2023, and a preamble of three lines precedes the header.
pub(super) const SCHEMA: Schema = Schema {
    column_names: "First Name, Last Name, URL, Company, Position, Connected On",
    required: &[&["firstname"], &["lastname"], &["connectedon"]],
    order: &[
        &["firstname", "lastname", "url", "emailaddress", "company", "position", "connectedon"],
        &["firstname", "lastname", "emailaddress", "company", "position", "connectedon"],
    ],
    unclosed_quote_signs: &["https://www.linkedin.com/in/"],
};

/// Reads all rows; people who hid themselves have only a date, and are counted.
pub(super) fn read(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let first = records.column(&["firstname"]);
    let last = records.column(&["lastname"]);
    let url = records.column(&["url", "profileurl"]);
    let email = records.column(&["emailaddress", "email"]);
    let company = records.column(&["company"]);
    let position = records.column(&["position"]);
    let connected_on = records.column(&["connectedon"]);
    let mut dates = records.date_column(connected_on);
    // The cell read last, and its day: the rows are sorted by it, so that most have the day of the one before.
    let mut before = (String::new(), None);
    let mut undated = 0_u64;
    while records.next()? {
        builder.batch.counts.connections += 1;
        if records.cells() < 3 {
            builder.add_row_issue(file, records.number(), "too few columns");
            continue;
        }
        let (first_name, last_name) = (records.text(first), records.text(last));
        let name = full_name(&first_name, &last_name);
        let address = records.text(url);
        if is_blank(&name) && is_blank(&address) {
            builder.batch.counts.blank += 1;
            continue;
        }
        let written = records.text(connected_on);
        if written != before.0 {
            dates.observe(&written);
            let day = dates.read(&written).ok().map(|written| written.day);
            before = (written.into_owned(), day);
        }
        let on = before.1;
        match on {
            Some(day) => builder.observe_date(day.and_time(NaiveTime::MIN).and_utc()),
            None => undated += 1,
        }
        let email = records.text(email);
        let email = if email.contains("urn:li:member:") { "".into() } else { email };
        let person = PersonKey::new(&address, &name);
        let connection = Connection {
            connected_on: on,
            first_name_len: if first_name.trim().is_empty() { Some(0) } else { u16::try_from(first_name.len()).ok() },
            company: Untrusted::non_blank(&records.text(company)),
            position: Untrusted::non_blank(&records.text(position)),
            email: Untrusted::non_blank(&email).map(Box::new),
        };
        builder.add_connection(person, &name, connection, file, records.number());
    }
    if undated > 0 {
        let dates = plural(undated, "date");
        builder.add_remark(format!("{dates} in Connections.csv could not be read; the people were imported"));
    }
    builder.add_remarks(&records);
    Ok(())
}

/// Joins first and last name as Invitations.csv does.
pub(super) fn full_name(first: &str, last: &str) -> String {
    match (first.trim().is_empty(), last.trim().is_empty()) {
        (false, false) => [first, " ", last].concat(),
        (true, _) => last.to_owned(),
        (false, true) => first.to_owned(),
    }
}
