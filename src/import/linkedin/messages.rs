//! `messages.csv`: conversations by person, in one pass and in little memory.
//!
//! A hundred megabytes are usual, so a row costs two comparisons with the addresses before it and no allocation, with the
//! reading on a thread of its own; everything slow (decoding an address, finding notes) is done once per person.

use std::panic::resume_unwind;
use std::thread;

use chrono::{DateTime, Utc};

use super::super::csv_records::{Column, CsvRecords};
use super::super::date_column::DateColumn;
use super::super::dates::{self, ParsedDate};
use super::super::error::ImportError;
use super::super::header::Schema;
use super::archive_builder::{ArchiveBuilder, FileIndex};
use super::conversations::{Conversations, MessageRow};
use super::invitations::date_not_understood;
use super::row_batches::{self, RowSender};
use crate::domain::text::untrusted::Untrusted;

/// Columns; the profile columns came in 2023, and files of 2018 lack all other optional ones too. Owners cut CONTENT out
/// before they hand a file on.
pub(super) const SCHEMA: Schema =
    Schema::new("FROM, TO, DATE, FOLDER", &[&["from"], &["to"], &["date"], &["folder", "conversationid"]]);

struct Columns {
    conversation: Column,
    title: Column,
    from: Column,
    sender: Column,
    to: Column,
    recipients: Column,
    date: Column,
    content: Column,
    folder: Column,
    drafts: [Column; 2],
}

impl Columns {
    fn find(records: &CsvRecords<'_, '_>) -> Self {
        Self {
            conversation: records.column(&["conversationid"]),
            title: records.column(&["conversationtitle"]),
            from: records.column(&["from"]),
            sender: records.column(&["senderprofileurl"]),
            to: records.column(&["to"]),
            recipients: records.column(&["recipientprofileurls"]),
            date: records.column(&["date"]),
            content: records.column(&["content"]),
            folder: records.column(&["folder"]),
            drafts: [records.column(&["ismessagedraft"]), records.column(&["isconversationdraft"])],
        }
    }

    /// True if the row is a sent message between people: not an advertisement, spam, or a draft.
    fn is_sent_message(&self, records: &CsvRecords<'_, '_>) -> bool {
        let is = |column: Column, word: &[u8]| records.bytes(column).eq_ignore_ascii_case(word);
        !(is(self.title, b"Sponsored Conversation")
            || is(self.from, b"LinkedIn Member")
            || is(self.folder, b"SPAM")
            || self.drafts.iter().any(|draft| is(*draft, b"Yes")))
    }

    fn read_date(&self, records: &CsvRecords<'_, '_>, order: DateColumn) -> Result<DateTime<Utc>, String> {
        if let Some(at) = dates::parse_fast(records.bytes(self.date)) {
            return Ok(at);
        }
        let text = records.text(self.date);
        order.read(&text).map(ParsedDate::utc).map_err(|why| date_not_understood("DATE", &text, why))
    }

    fn row<'r>(&self, records: &'r CsvRecords<'_, '_>, at: DateTime<Utc>) -> MessageRow<'r> {
        MessageRow {
            conversation: records.bytes(self.conversation),
            from: records.bytes(self.from),
            sender: records.bytes(self.sender),
            to: records.bytes(self.to),
            recipients: records.bytes(self.recipients),
            content: records.bytes(self.content),
            at,
            record: records.number(),
        }
    }
}

/// Reads all rows; returns false if nothing can be told of them, because no file says whose messages they are.
pub(super) fn read(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<bool, ImportError> {
    let columns = Columns::find(&records);
    let mut conversations = Conversations::new(builder, columns.sender.is_some());
    let nobodys = !conversations.owner_known();
    let (sender, receiver) = row_batches::channel();
    let rows = thread::scope(|scope| {
        let reading = scope.spawn(|| read_rows(&mut records, &columns, (!nobodys).then_some(sender)));
        receiver.for_each(|row| conversations.add(row));
        reading.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;
    let totals = conversations.finish();
    builder.batch.counts.messages += rows.count;
    for (record, reason) in rows.undated {
        builder.add_row_issue(file, record, reason);
    }
    if nobodys {
        builder.add_remark("no file says whose messages these are; add Profile.csv or Invitations.csv".to_owned());
    }
    if columns.content.is_none() {
        let file = Untrusted::new(builder.file_name(file));
        builder.add_remark(format!(
            "{} has no column CONTENT: copies of notes count as messages, because only their text tells them apart",
            file.display()
        ));
    }
    totals.apply(file, builder);
    builder.add_remarks(&records);
    Ok(!nobodys)
}

/// What the rows are, beside messages.
#[derive(Default)]
struct Rows {
    count: u64,
    /// Records without a date, each with the reason.
    undated: Vec<(u64, String)>,
}

/// Reads all rows and sends the messages, if there is anybody to count them.
fn read_rows(
    records: &mut CsvRecords<'_, '_>,
    columns: &Columns,
    mut sender: Option<RowSender>,
) -> Result<Rows, ImportError> {
    let order = records.date_column(columns.date);
    let mut rows = Rows::default();
    while records.next()? {
        rows.count += 1;
        let Some(sender) = sender.as_mut().filter(|_| columns.is_sent_message(records)) else { continue };
        match columns.read_date(records, order) {
            Ok(at) => sender.send(&columns.row(records, at)),
            Err(reason) => rows.undated.push((records.number(), reason)),
        }
    }
    sender.into_iter().for_each(RowSender::finish);
    Ok(rows)
}
