//! `messages.csv`: conversations by person, in one pass and in little memory.
//!
//! A hundred megabytes are usual, so a row costs two lookups by the bytes of the address and no allocation; everything
//! slow (decoding an address, finding notes) is done once per person.

use super::super::csv_records::{Column, CsvRecords};
use super::super::dates;
use super::super::error::ImportError;
use super::super::header::Schema;
use super::archive_builder::{ArchiveBuilder, FileIndex};
use super::conversations::{Conversations, MessageRow};
use super::invitations::date_not_understood;
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
}

/// Reads all rows; returns false if nothing can be told of them, because no file says whose messages they are.
pub(super) fn read(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<bool, ImportError> {
    let columns = Columns::find(&records);
    let mut talkers = Conversations::new(builder, columns.sender.is_some());
    let mut rows = 0;
    let mut unread = Vec::new();
    let order = records.date_column(columns.date);
    while records.next()? {
        rows += 1;
        if !talkers.owner_known() || !columns.is_sent_message(&records) {
            continue;
        }
        let written = records.bytes(columns.date);
        let at = match dates::parse_fast(written) {
            Some(at) => at,
            None => match order.read(&records.text(columns.date)) {
                Ok(date) => date.utc(),
                Err(why) => {
                    unread.push((records.number(), date_not_understood("DATE", &records.text(columns.date), why)));
                    continue;
                }
            },
        };
        talkers.add(&MessageRow {
            conversation: records.bytes(columns.conversation),
            from: records.bytes(columns.from),
            sender: records.bytes(columns.sender),
            to: records.bytes(columns.to),
            recipients: records.bytes(columns.recipients),
            content: records.bytes(columns.content),
            at,
            record: records.number(),
        });
    }
    let nobodys = !talkers.owner_known();
    let heard = talkers.finish();
    builder.batch.counts.messages += rows;
    for (record, reason) in unread {
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
    heard.apply(file, builder);
    builder.add_remarks(&records);
    Ok(!nobodys)
}
