//! Facts about one person from the exports, each with its source file and record.

use chrono::serde::ts_seconds;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

pub use crate::domain::evidence::conversation::{
    ConversationStats, MONTHS_COUNTED, MonthCount, SinceConnected, UNANSWERED_KEPT, UnansweredMessage,
};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::Untrusted;

/// Kinds of files with data about people. An import that has a kind replaces all earlier facts of that kind.
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

impl FileKind {
    /// Returns the name that LinkedIn gives such a file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Invitations => "Invitations.csv",
            Self::Connections => "Connections.csv",
            Self::Messages => "messages.csv",
            Self::AddressBook => "Contacts.csv",
            Self::RecommendationsGiven => "Recommendations_Given.csv",
            Self::RecommendationsReceived => "Recommendations_Received.csv",
            Self::EndorsementsGiven => "Endorsement_Given_Info.csv",
            Self::EndorsementsReceived => "Endorsement_Received_Info.csv",
            Self::Follows => "Member_Follows.csv",
        }
    }
}

/// Source of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceRef {
    /// Index into [`crate::domain::evidence::network::Network::files`].
    pub file: u16,
    /// Record number in that file, starting at 1 for the header.
    pub record: u32,
}

/// A connection, from its row in Connections.csv.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Connection {
    /// *Connected On*, a UTC date; `None` if it could not be parsed.
    #[serde(with = "day_number")]
    pub connected_on: Option<NaiveDate>,
    /// Length of *First Name* in bytes, 0 if blank: a name is both cells as written, joined by a space unless one is
    /// blank. `None` in snapshots of version 0.1, which did not keep it.
    pub first_name_len: Option<u16>,
    /// *Company*.
    pub company: Option<Untrusted>,
    /// *Position*.
    pub position: Option<Untrusted>,
    /// *Email Address*, if the person shares it; boxed, since few do.
    pub email: Option<Box<Untrusted>>,
}

/// Kind of a fact, with its details.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FactKind {
    /// Current connection.
    Connected(Connection),
    /// Former connection, as last listed.
    WasConnected(Connection),
    /// Connection with another job, or none, in the previous export: as it was then.
    Changed(Connection),
    /// Connection with another name in the previous export.
    Renamed {
        /// The earlier name.
        name: Untrusted,
    },
    /// One-to-one messages.
    Conversation(Box<ConversationStats>),
    /// Messages in groups, theirs and mine.
    InGroups {
        /// Their number.
        messages: u32,
    },
    /// Note of a request among the messages: LinkedIn puts it there when the request is accepted.
    NoteAmongMessages {
        /// Time of the accept.
        #[serde(with = "ts_seconds")]
        at: DateTime<Utc>,
    },
    /// Namesake in the address book.
    InAddressBook {
        /// Employer or title in the address book.
        role: Option<Untrusted>,
    },
    /// I recommended the person.
    RecommendedByMe,
    /// The person recommended me.
    RecommendedMe,
    /// I endorsed the person.
    EndorsedByMe {
        /// Number of skills.
        skills: u32,
    },
    /// The person endorsed me.
    EndorsedMe {
        /// Number of skills.
        skills: u32,
    },
    /// I follow the person.
    FollowedByMe,
    /// I asked the person to connect.
    InvitedByMe {
        /// Time of the last request.
        #[serde(with = "ts_seconds")]
        at: DateTime<Utc>,
    },
    /// The person's request came with a note: says which row that is.
    NoteToMe {
        /// Time of the request.
        #[serde(with = "ts_seconds")]
        at: DateTime<Utc>,
    },
}

impl FactKind {
    /// Returns the kind of file that has such facts.
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
            Self::FollowedByMe => FileKind::Follows,
            Self::InvitedByMe { .. } | Self::NoteToMe { .. } => FileKind::Invitations,
        }
    }
}

impl FactKind {
    /// Returns the fact with all dates shifted, so that demo data stays recent.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        match &mut self {
            Self::Connected(connection) | Self::WasConnected(connection) | Self::Changed(connection) => {
                connection.connected_on = connection.connected_on.map(|on| on + by);
            }
            Self::Conversation(talk) => talk.shift_dates(by),
            Self::NoteAmongMessages { at } | Self::InvitedByMe { at } | Self::NoteToMe { at } => *at += by,
            Self::Renamed { .. }
            | Self::InGroups { .. }
            | Self::InAddressBook { .. }
            | Self::RecommendedByMe
            | Self::RecommendedMe
            | Self::EndorsedByMe { .. }
            | Self::EndorsedMe { .. }
            | Self::FollowedByMe => {}
        }
        self
    }
}

/// A fact and its source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// Its kind and details.
    pub kind: FactKind,
    /// Its file and record.
    pub source: SourceRef,
}

/// All facts about one person from the exports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PersonFacts {
    /// The person.
    #[serde(deserialize_with = "PersonKey::deserialize_normalized")]
    pub key: PersonKey,
    /// The name as the file writes it.
    pub name: Untrusted,
    /// The facts.
    pub facts: Vec<Fact>,
    /// Digests of notes on requests between us, both ways ([`crate::domain::request::note_analysis::note_digest`]).
    pub notes: Vec<u32>,
}

impl PersonFacts {
    /// Removes texts in which `is_named` finds somebody; returns true if there were any. Names stay: they are this
    /// person's own.
    pub(super) fn remove_mentions(&mut self, is_named: &impl Fn(&str) -> bool) -> bool {
        let mut changed = false;
        let mut remove = |text: &mut Option<Untrusted>| {
            changed |= text.take_if(|text| is_named(text.raw())).is_some();
        };
        for fact in &mut self.facts {
            match &mut fact.kind {
                FactKind::Connected(row) | FactKind::WasConnected(row) | FactKind::Changed(row) => {
                    let Connection { company, position, email, connected_on: _, first_name_len: _ } = row;
                    let mut address = email.take().map(|email| *email);
                    [company, position, &mut address].into_iter().for_each(&mut remove);
                    *email = address.map(Box::new);
                }
                FactKind::Conversation(stats) => {
                    let mut excerpt = Some(std::mem::take(&mut stats.last_excerpt));
                    remove(&mut excerpt);
                    stats.last_excerpt = excerpt.unwrap_or_default();
                }
                FactKind::InAddressBook { role } => remove(role),
                FactKind::Renamed { .. }
                | FactKind::InGroups { .. }
                | FactKind::NoteAmongMessages { .. }
                | FactKind::RecommendedByMe
                | FactKind::RecommendedMe
                | FactKind::EndorsedByMe { .. }
                | FactKind::EndorsedMe { .. }
                | FactKind::FollowedByMe
                | FactKind::InvitedByMe { .. }
                | FactKind::NoteToMe { .. } => {}
            }
        }
        changed
    }

    /// Returns a person without any facts.
    pub fn new(person: PersonKey, name: Untrusted) -> Self {
        Self { key: person, name, facts: Vec::new(), notes: Vec::new() }
    }

    /// Returns the person's current connection, if any; `None` too for namesakes without profiles, who share a key:
    /// nobody gets a namesake's job or address.
    pub fn connection(&self) -> Option<&Connection> {
        let mut connections = self.connections();
        connections.next().filter(|_| connections.next().is_none())
    }

    /// Returns the person's rows among the connections: more than one for namesakes without profiles.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.facts.iter().filter_map(|fact| match &fact.kind {
            FactKind::Connected(connection) => Some(connection),
            _ => None,
        })
    }

    /// Returns the *First Name* and *Last Name* cells of a connection, as written; `None` for anybody else, and if the
    /// snapshot did not keep them.
    pub fn name_cells(&self) -> Option<(&str, &str)> {
        let (name, len) = (self.name.raw(), usize::from(self.connection()?.first_name_len?));
        let (first, rest) = name.split_at_checked(len)?;
        let last = if first.is_empty() || rest.is_empty() { rest } else { rest.strip_prefix(' ')? };
        Some((first, last))
    }

    /// True if the person is a current connection.
    pub fn is_connected(&self) -> bool {
        self.connections().next().is_some()
    }

    /// True if the person was a connection in an earlier copy and is none any more.
    pub fn was_connected(&self) -> bool {
        !self.is_connected() && self.facts.iter().any(|fact| matches!(fact.kind, FactKind::WasConnected(_)))
    }

    /// Returns the position and company of a connection; `None` for anybody else.
    pub fn job(&self) -> Option<Job<'_>> {
        self.connection().map(Connection::job)
    }

    /// Returns the changes of a connection since the previous export.
    pub(super) fn changes_since(&self, before: &Self) -> Vec<FactKind> {
        let (Some(old), Some(new)) = (before.connection(), self.connection()) else { return Vec::new() };
        let changed = (old.job() != new.job()).then(|| FactKind::Changed(old.clone()));
        let renamed = (before.name != self.name).then(|| FactKind::Renamed { name: before.name.clone() });
        changed.into_iter().chain(renamed).collect()
    }

    /// Returns the one-to-one messages, if any.
    pub fn conversation_stats(&self) -> Option<&ConversationStats> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Conversation(talk) => Some(&**talk),
            _ => None,
        })
    }

    /// Takes copies of this person's notes out of the conversation. An import does so as it reads; but a note may become
    /// known only later, from an older copy.
    pub(super) fn separate_note_copies(&mut self) {
        let connected_on = self.connection().and_then(|connection| connection.connected_on);
        let mut found = None;
        for (place, fact) in self.facts.iter_mut().enumerate() {
            if let FactKind::Conversation(stats) = &mut fact.kind {
                let copies = stats.take_note_copies(&self.notes, connected_on);
                found = Some((place, fact.source, stats.sent + stats.received == 0, copies));
            }
        }
        let Some((place, source, is_empty, copies)) = found else { return };
        if is_empty {
            self.facts.remove(place);
        }
        let is_told = self.facts.iter().any(|fact| matches!(fact.kind, FactKind::NoteAmongMessages { .. }));
        let first = copies.into_iter().min_by_key(|copy| copy.at).filter(|_| !is_told);
        self.facts.extend(first.map(|copy| Fact {
            kind: FactKind::NoteAmongMessages { at: copy.at.utc() },
            source: SourceRef { record: copy.record, ..source },
        }));
    }

    /// Hands the messages since the connection on to the conversation in a later copy, which does not list it.
    pub(super) fn keep_outcome(&self, later: Option<&mut ConversationStats>) {
        if let (Some(before), Some(later)) = (self.conversation_stats(), later) {
            later.since_connected = before.since_connected;
        }
    }

    /// Returns the one-to-one messages for update, if any.
    pub(super) fn conversation_mut(&mut self) -> Option<&mut ConversationStats> {
        self.facts.iter_mut().find_map(|fact| match &mut fact.kind {
            FactKind::Conversation(talk) => Some(&mut **talk),
            _ => None,
        })
    }
}

/// Position and company.
pub type Job<'a> = (Option<&'a Untrusted>, Option<&'a Untrusted>);

/// Returns a job in words: `Welder at Acme`, `Welder`, `at Acme`; empty if unknown.
pub fn describe_job((position, company): Job) -> String {
    match (position.map(Untrusted::display_name), company.map(Untrusted::display_name)) {
        (Some(position), Some(company)) => format!("{position} at {company}"),
        (Some(position), None) => position,
        (None, Some(company)) => format!("at {company}"),
        (None, None) => String::new(),
    }
}

impl Connection {
    /// Returns the position and company.
    pub fn job(&self) -> Job<'_> {
        (self.position.as_ref(), self.company.as_ref())
    }
}

/// Serializes a date as its day number in the common era, for the snapshot.
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
