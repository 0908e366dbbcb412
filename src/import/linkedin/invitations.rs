//! `Invitations.csv`: received and sent requests, in four generations of headers.

use foldhash::{HashMap, HashSet};

use super::super::csv_records::{Column, CsvRecords};
use super::super::date_column::{DateColumn, NoDate};
use super::super::error::ImportError;
use super::super::header::Schema;
use super::archive_builder::{ArchiveBuilder, FileIndex};
use super::notes::Author;
use crate::domain::evidence::network::{FactKind, Owner};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::request::note_analysis::note_digest;
use crate::domain::text::untrusted::Untrusted;

/// Columns; the profile columns came in 2023, and a hand-edited file may say *Date Sent*.
pub(super) const SCHEMA: Schema = Schema {
    column_names: "From, To, Sent At, Message, Direction",
    required: &[&["from"], &["sentat", "datesent"], &["message"], &["direction", "to"]],
    order: &[
        &["from", "to", "sentat", "message", "direction", "inviterprofileurl", "inviteeprofileurl"],
        &["from", "to", "sentat", "message", "direction"],
    ],
    unclosed_quote_signs: &[",INCOMING,", ",OUTGOING,"],
};

/// Name of the date column.
const SENT_AT: &str = "Sent At";
/// Maximum number of invalid rows; a file with more is not a list of invitations.
const MAX_BAD_ROWS: usize = 100_000;
/// Maximum number of spellings of the owner that are counted; LinkedIn has one.
const MAX_OWNER_SPELLINGS: usize = 1_000;

struct Columns {
    from: Column,
    to: Column,
    sent_at: Column,
    message: Column,
    direction: Column,
    inviter: Column,
    invitee: Column,
}

impl Columns {
    fn find(records: &CsvRecords<'_, '_>) -> Self {
        Self {
            from: records.column(&["from"]),
            to: records.column(&["to"]),
            sent_at: records.column(&["sentat", "datesent"]),
            message: records.column(&["message"]),
            direction: records.column(&["direction"]),
            inviter: records.column(&["inviterprofileurl", "inviterprofileurn"]),
            invitee: records.column(&["inviteeprofileurl", "inviteeprofileurn"]),
        }
    }
}

/// One side of a request.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Party {
    name: String,
    profile: String,
}

impl Party {
    fn new(records: &CsvRecords<'_, '_>, name: Column, profile: Column) -> Self {
        Self { name: records.text(name).into_owned(), profile: records.text(profile).into_owned() }
    }

    fn is_nobody(&self) -> bool {
        Untrusted::from(self.name.as_str()).is_blank() && Untrusted::from(self.profile.as_str()).is_blank()
    }

    fn person(&self) -> PersonKey {
        PersonKey::new(&self.profile, &self.name)
    }

    fn is_owner(&self, me: &Owner) -> bool {
        me.person.as_ref().is_some_and(|me| *me == self.person())
            || (!me.name.is_blank() && normal_name(&self.name) == normal_name(me.name.raw()))
    }
}

struct Row {
    record: u64,
    from: Party,
    to: Party,
    /// Text of the date.
    written: String,
    message: String,
}

/// Reads all rows.
pub(super) fn read(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let columns = Columns::find(&records);
    let dates = DateColumn::default();
    let mut reading =
        InvitationReader { file, builder, dates, seen: HashSet::default(), owner_counts: HashMap::default() };
    // Rows that wait for what later rows tell: the order of day and month, or who the owner is.
    let (mut unsettled, mut undirected) = (Vec::new(), Vec::new());
    while records.next()? {
        reading.builder.batch.counts.invitations += 1;
        let direction = records.text(columns.direction).trim().to_ascii_uppercase();
        match (row(&records, &columns), direction.as_str()) {
            (Err(reason), direction) => {
                reading.count(direction);
                reading.builder.add_row_issue(file, records.number(), reason);
            }
            (Ok(row), "INCOMING" | "OUTGOING") => {
                reading.dates.observe(&row.written);
                if DateColumn::is_open(&row.written) {
                    unsettled.push((row, direction));
                } else {
                    reading.directed(row, &direction);
                }
            }
            (Ok(row), _) => {
                reading.dates.observe(&row.written);
                undirected.push((row, direction));
            }
        }
        if reading.builder.batch.row_issues.len() + undirected.len() > MAX_BAD_ROWS {
            let file = Untrusted::new(reading.builder.file_name(file));
            return Err(ImportError::Nonsense { file, limit: MAX_BAD_ROWS });
        }
    }
    for (row, direction) in unsettled {
        reading.directed(row, &direction);
    }
    reading.infer_owner(&undirected);
    for (row, direction) in undirected {
        reading.resolve_direction(row, &direction);
    }
    builder.add_remarks(&records);
    Ok(())
}

fn row(records: &CsvRecords<'_, '_>, columns: &Columns) -> Result<Row, String> {
    let from = Party::new(records, columns.from, columns.inviter);
    let to = Party::new(records, columns.to, columns.invitee);
    let written = records.text(columns.sent_at).into_owned();
    if from.is_nobody() && to.is_nobody() {
        return Err("no name and no profile".to_owned());
    }
    Ok(Row { record: records.number(), from, to, written, message: records.text(columns.message).into_owned() })
}

/// Describes a date that could not be read.
pub(super) fn date_not_understood(column: &str, written: &str, why: NoDate) -> String {
    let text = Untrusted::from(written);
    if text.is_blank() {
        return format!("no date in {column}");
    }
    let shown: String = text.display().chars().take(40).collect();
    match why {
        NoDate::Unreadable => format!("“{shown}” in {column} is not a date"),
        NoDate::Unclear => format!("“{shown}” in {column} may have the day first or the month; no other date tells"),
    }
}

struct InvitationReader<'r, 'a> {
    file: FileIndex,
    builder: &'r mut ArchiveBuilder<'a>,
    dates: DateColumn,
    seen: HashSet<InvitationId>,
    owner_counts: HashMap<Party, u64>,
}

impl InvitationReader<'_, '_> {
    fn count(&mut self, direction: &str) {
        let counts = &mut self.builder.batch.counts;
        counts.incoming += u64::from(direction == "INCOMING");
        counts.outgoing += u64::from(direction == "OUTGOING");
    }

    fn directed(&mut self, row: Row, direction: &str) {
        if direction == "INCOMING" { self.incoming(row) } else { self.outgoing(row) }
    }

    fn incoming(&mut self, row: Row) {
        let Row { record, from, to, written, message } = row;
        self.count("INCOMING");
        if from.is_nobody() {
            return self.builder.add_row_issue(self.file, record, "no name and no profile of the sender");
        }
        self.count_owner(to);
        let invitation = match self.dates.read(&written) {
            Ok(sent_at) => {
                let at = sent_at.pacific();
                self.builder.observe_date(at);
                Invitation::new(&from.name, &from.profile, at)
            }
            Err(why) => {
                let reason = format!("{}; imported without one", date_not_understood(SENT_AT, &written, why));
                self.builder.add_partly_read(self.file, record, reason);
                Invitation::with_raw_date(&from.name, &from.profile, &written)
            }
        };
        let invitation = invitation.with_note(&message);
        self.add_note(&invitation.person, &from.name, &message, Author::Other);
        if let Some(at) = invitation.sent_at.filter(|_| invitation.note.is_some()) {
            let (person, fact) = (invitation.person.clone(), FactKind::NoteToMe { at });
            self.builder.add_fact(person, &from.name, fact, self.file, record);
        }
        if self.seen.insert(invitation.id.clone()) {
            self.builder.batch.invitations.push(invitation);
        }
    }

    fn outgoing(&mut self, row: Row) {
        let Row { record, from, to, written, message } = row;
        self.count("OUTGOING");
        if to.is_nobody() {
            return self.builder.add_row_issue(self.file, record, "no name and no profile of the receiver");
        }
        let at = match self.dates.read(&written) {
            Ok(sent_at) => sent_at.pacific(),
            Err(why) => {
                return self.builder.add_row_issue(self.file, record, date_not_understood(SENT_AT, &written, why));
            }
        };
        self.builder.observe_date(at);
        self.count_owner(from);
        let person = to.person();
        self.add_note(&person, &to.name, &message, Author::Me);
        self.builder.add_fact(person, &to.name, FactKind::InvitedByMe { at }, self.file, record);
    }

    /// Resolves a row without a known direction by the side the owner is on, and says so if it has another word there.
    fn resolve_direction(&mut self, row: Row, direction: &str) {
        let me = &self.builder.owner;
        let shown: String = Untrusted::from(direction).display().chars().take(40).collect();
        let unknown = format!("Direction is “{shown}”, neither INCOMING nor OUTGOING");
        let is_incoming = match (row.from.is_owner(me), row.to.is_owner(me)) {
            (true, false) => false,
            (false, true) => true,
            _ => return self.builder.add_row_issue(self.file, row.record, unknown),
        };
        if !shown.is_empty() {
            let taken = if is_incoming { "received, since it is to you" } else { "sent, since it is from you" };
            self.builder.add_partly_read(self.file, row.record, format!("{unknown}; imported as {taken}"));
        }
        if is_incoming { self.incoming(row) } else { self.outgoing(row) }
    }

    fn add_note(&mut self, person: &PersonKey, name: &str, message: &str, author: Author) {
        if Untrusted::from(message).is_blank() {
            return;
        }
        let digest = note_digest(message);
        self.builder.notes.add(person, name, digest, author);
        let known = &mut self.builder.person_mut(person.clone(), name).notes;
        if !known.contains(&digest) {
            known.push(digest);
        }
    }

    fn count_owner(&mut self, end: Party) {
        if self.owner_counts.len() < MAX_OWNER_SPELLINGS || self.owner_counts.contains_key(&end) {
            *self.owner_counts.entry(end).or_default() += 1;
        }
    }

    /// Infers the owner: the party on the same side of every row; the name is Profile.csv's if present. Where no row has
    /// a known direction, it is the one who stands in all of them.
    fn infer_owner(&mut self, undirected: &[(Row, String)]) {
        if self.owner_counts.is_empty() && undirected.len() > 1 {
            for (row, _) in undirected {
                self.count_owner(row.from.clone());
                self.count_owner(row.to.clone());
            }
            let all = undirected.len() as u64;
            self.owner_counts.retain(|_, rows| *rows == all);
        }
        let me = &mut self.builder.owner;
        let most = self.owner_counts.iter().max_by(|(a, n), (b, m)| n.cmp(m).then_with(|| b.name.cmp(&a.name)));
        let Some((end, _)) = most.filter(|(end, _)| !end.is_nobody()) else { return };
        if me.name.is_blank() {
            me.name = Untrusted::new(end.name.as_str());
        }
        me.person = Some(end.person());
    }
}
