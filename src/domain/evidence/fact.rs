//! What the person's exports say of one person: facts, each with the file and record it came from.

use chrono::serde::{ts_seconds, ts_seconds_option};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::Untrusted;

/// The kinds of files that speak about people. An import that brings a kind replaces all that was known from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// `Invitations.csv`
    Invitations,
    /// `Connections.csv`
    Connections,
    /// `messages.csv`
    Messages,
    /// `Contacts.csv`, `ImportedContacts.csv`, `Imported Contacts.csv`
    AddressBook,
    /// `Recommendations_Given.csv`
    RecommendationsGiven,
    /// `Recommendations_Received.csv`
    RecommendationsReceived,
    /// `Endorsement_Given_Info.csv`
    EndorsementsGiven,
    /// `Endorsement_Received_Info.csv`
    EndorsementsReceived,
    /// `Member_Follows.csv`
    Follows,
}

/// Where a fact stands: an index into [`crate::domain::evidence::network::Network::files`] and the number of the record (the header's is 1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceRef {
    /// Index into [`crate::domain::evidence::network::Network::files`].
    pub file: u16,
    /// Record number in that file, counting from 1 (the first line that is a record, header included).
    pub record: u32,
}

/// A connection, as its row of Connections.csv says.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Connection {
    /// *Connected On*, a UTC date; absent where it could not be read.
    #[serde(with = "day_number")]
    pub on: Option<NaiveDate>,
    /// Length of *First Name* in bytes, 0 where it is blank: a name is both cells as written, with a blank between them
    /// unless one of them is blank. `None` where a snapshot of version 0.1 did not keep it.
    pub first_name_len: Option<u16>,
    /// *Company*.
    pub company: Option<Untrusted>,
    /// *Position*.
    pub position: Option<Untrusted>,
    /// *Email Address*, where the person shares it.
    pub email: Option<Untrusted>,
    /// *URL* as written, where it is not the address that the person's key gives.
    pub address: Option<Untrusted>,
}

/// One-to-one messages with somebody; sponsored, draft and spam ones and copies of notes are not among them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ConversationStats {
    /// Messages from me.
    pub sent: u32,
    /// Messages from the other.
    pub received: u32,
    /// Time of the first.
    #[serde(with = "ts_seconds")]
    pub first: DateTime<Utc>,
    /// Time of the last.
    #[serde(with = "ts_seconds")]
    pub last: DateTime<Utc>,
    /// Whether the first was mine.
    pub started_by_me: bool,
    /// Whether the last was mine.
    pub last_by_me: bool,
    /// The beginning of the last one, at most 120 characters.
    pub last_line: Untrusted,
    /// Time of the last from the other.
    #[serde(with = "ts_seconds_option")]
    pub last_received: Option<DateTime<Utc>>,
    /// How many from the other are later than the last message in the copy before, if that had messages.csv.
    pub new: u32,
    /// What was written from the day of the connection on; nothing where that day is not known.
    pub since_connected: SinceConnected,
    /// Messages by month, in the [`MONTHS`] up to the newest message of the copy; oldest first, empty months left out.
    pub months: Vec<MonthCount>,
}

/// As many months are counted one by one.
pub const MONTHS: u32 = 24;

/// One-to-one messages from the *Connected On* day (UTC) on: what became of an accept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SinceConnected {
    /// Messages from me.
    pub sent: u32,
    /// Messages from the other.
    pub received: u32,
    /// Time of the first from the other.
    #[serde(with = "ts_seconds_option")]
    pub first_received: Option<DateTime<Utc>>,
}

/// The one-to-one messages of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthCount {
    /// Months since January of the year 0: twelve times the year and the month, counted from 0.
    pub month: u32,
    /// Messages from me.
    pub sent: u32,
    /// Messages from the other.
    pub received: u32,
}

impl ConversationStats {
    fn shift_dates(&mut self, by: TimeDelta) {
        let later = |at: Option<DateTime<Utc>>| at.map(|at| at + by);
        let month = month_of(self.last);
        self.first += by;
        self.last += by;
        self.last_received = later(self.last_received);
        self.since_connected.first_received = later(self.since_connected.first_received);
        let now = month_of(self.last);
        self.months.iter_mut().for_each(|known| known.month = (known.month + now).saturating_sub(month));
    }

    /// Counts a message of this time.
    pub fn count(&mut self, at: DateTime<Utc>, mine: bool) {
        *if mine { &mut self.sent } else { &mut self.received } += 1;
        if !mine {
            self.last_received = self.last_received.max(Some(at));
        }
        let month = month_of(at);
        let place = self.months.partition_point(|known| known.month < month);
        if self.months.get(place).is_none_or(|known| known.month != month) {
            self.months.insert(place, MonthCount { month, sent: 0, received: 0 });
        }
        let counted = &mut self.months[place];
        *if mine { &mut counted.sent } else { &mut counted.received } += 1;
    }

    /// Forgets the months that are too long before the copy's newest message.
    pub fn keep_months_until(&mut self, newest: DateTime<Utc>) {
        let last = month_of(newest);
        self.months.retain(|known| known.month + MONTHS > last && known.month <= last);
        self.months.shrink_to_fit();
    }
}

impl SinceConnected {
    /// Counts a message of this time, on or after the day of the connection.
    pub fn count(&mut self, at: DateTime<Utc>, mine: bool) {
        if mine {
            self.sent += 1;
        } else {
            self.received += 1;
            self.first_received = Some(self.first_received.map_or(at, |first| first.min(at)));
        }
    }
}

/// Months since January of the year 0; times before it, which no export has, count as that month.
fn month_of(at: DateTime<Utc>) -> u32 {
    u32::try_from(at.year()).unwrap_or(0) * 12 + at.month0()
}

/// What one place in an export says of a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FactKind {
    /// Is a connection.
    Connected(Connection),
    /// Was a connection in an earlier export and is none any more: as it was when last listed.
    WasConnected(Connection),
    /// A connection that held another post, or none, in the export before: as it was then.
    Changed(Connection),
    /// A connection that went by another name in the export before.
    Renamed {
        /// The name then.
        name: Untrusted,
    },
    /// Messages one to one.
    Conversation(ConversationStats),
    /// Messages with more than two people, theirs and mine.
    InGroups {
        /// How many.
        messages: u32,
    },
    /// The note of a request stands among the messages, which happens when the request is accepted.
    NoteAmongMessages {
        /// When it was accepted.
        #[serde(with = "ts_seconds")]
        at: DateTime<Utc>,
    },
    /// Somebody of this name is in the address book.
    InAddressBook {
        /// Employer or title there.
        role: Option<Untrusted>,
    },
    /// I recommended the person.
    RecommendedByMe,
    /// The person recommended me.
    RecommendedMe,
    /// I endorsed the person.
    EndorsedByMe {
        /// For how many skills.
        skills: u32,
    },
    /// The person endorsed me.
    EndorsedMe {
        /// For how many skills.
        skills: u32,
    },
    /// I follow the person.
    Followed,
    /// I asked the person to connect.
    InvitedByMe {
        /// The last time.
        #[serde(with = "ts_seconds")]
        at: DateTime<Utc>,
    },
}

impl FactKind {
    /// The kind of file that says such a thing.
    pub fn file_kind(&self) -> FileKind {
        match self {
            Self::Connected(_) | Self::WasConnected(_) | Self::Changed(_) | Self::Renamed { .. } => {
                FileKind::Connections
            }
            Self::Conversation(_) | Self::InGroups { .. } | Self::NoteAmongMessages { .. } => FileKind::Messages,
            Self::InAddressBook { .. } => FileKind::AddressBook,
            Self::RecommendedByMe => FileKind::RecommendationsGiven,
            Self::RecommendedMe => FileKind::RecommendationsReceived,
            Self::EndorsedByMe { .. } => FileKind::EndorsementsGiven,
            Self::EndorsedMe { .. } => FileKind::EndorsementsReceived,
            Self::Followed => FileKind::Follows,
            Self::InvitedByMe { .. } => FileKind::Invitations,
        }
    }
}

impl FactKind {
    /// The same, so many days later: for made-up people, whose last word was yesterday.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        match &mut self {
            Self::Connected(connection) | Self::WasConnected(connection) | Self::Changed(connection) => {
                connection.on = connection.on.map(|on| on + by);
            }
            Self::Conversation(talk) => talk.shift_dates(by),
            Self::NoteAmongMessages { at } | Self::InvitedByMe { at } => *at += by,
            Self::Renamed { .. }
            | Self::InGroups { .. }
            | Self::InAddressBook { .. }
            | Self::RecommendedByMe
            | Self::RecommendedMe
            | Self::EndorsedByMe { .. }
            | Self::EndorsedMe { .. }
            | Self::Followed => {}
        }
        self
    }
}

/// One fact and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// The fact.
    pub kind: FactKind,
    /// Its file and record.
    pub source: SourceRef,
}

/// All that the exports say of one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownPerson {
    /// Who.
    pub key: PersonKey,
    /// The name as the file writes it.
    pub name: Untrusted,
    /// What is known.
    pub facts: Vec<Fact>,
    /// Digests of the notes that went with requests between us, both ways ([`crate::domain::evidence::network::note_digest`]).
    pub notes: Vec<u32>,
}

impl KnownPerson {
    /// Somebody of whom nothing is known yet.
    pub fn new(person: PersonKey, name: Untrusted) -> Self {
        Self { key: person, name, facts: Vec::new(), notes: Vec::new() }
    }

    /// The connection that the person is, where they are one.
    pub fn connection(&self) -> Option<&Connection> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Connected(connection) => Some(connection),
            _ => None,
        })
    }

    /// The *First Name* and *Last Name* cells of a connection, as written; `None` for anybody else, and where they were
    /// not kept.
    pub fn name_cells(&self) -> Option<(&str, &str)> {
        let (name, len) = (self.name.raw(), usize::from(self.connection()?.first_name_len?));
        let (first, rest) = name.split_at_checked(len)?;
        let last = if first.is_empty() || rest.is_empty() { rest } else { rest.strip_prefix(' ')? };
        Some((first, last))
    }

    /// Whether the person is a connection.
    pub fn is_connected(&self) -> bool {
        self.connection().is_some()
    }

    /// The position and company of a connection; `None` for anybody else.
    pub fn job(&self) -> Option<Job<'_>> {
        self.connection().map(Connection::job)
    }

    /// What was otherwise about a connection in the export before.
    pub(super) fn changes_since(&self, before: &Self) -> Vec<FactKind> {
        let (Some(old), Some(new)) = (before.connection(), self.connection()) else { return Vec::new() };
        let changed = (old.job() != new.job()).then(|| FactKind::Changed(old.clone()));
        let renamed = (before.name != self.name).then(|| FactKind::Renamed { name: before.name.clone() });
        changed.into_iter().chain(renamed).collect()
    }

    /// The one-to-one messages, if there were any.
    pub fn conversation(&self) -> Option<&ConversationStats> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Conversation(talk) => Some(talk),
            _ => None,
        })
    }

    /// The same, to change it.
    pub(super) fn conversation_mut(&mut self) -> Option<&mut ConversationStats> {
        self.facts.iter_mut().find_map(|fact| match &mut fact.kind {
            FactKind::Conversation(talk) => Some(talk),
            _ => None,
        })
    }
}

/// Position and company.
pub type Job<'a> = (Option<&'a Untrusted>, Option<&'a Untrusted>);

impl Connection {
    /// The position and company.
    pub fn job(&self) -> Job<'_> {
        (self.position.as_ref(), self.company.as_ref())
    }
}

/// A day as its number in the common era, for the snapshot.
mod day_number {
    use chrono::{Datelike, NaiveDate};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.num_days_from_ce()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        let day = |number| NaiveDate::from_num_days_from_ce_opt(number).ok_or_else(|| D::Error::custom("no such day"));
        Option::<i32>::deserialize(deserializer)?.map(day).transpose()
    }
}
