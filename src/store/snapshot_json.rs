//! The snapshot as version 0.1 wrote it, `network.json`: one JSON object with a list of people. Never written now.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef,
};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::StoredTime;
use crate::domain::text::untrusted::Untrusted;

/// Newest version of that file.
const VERSION: u64 = 1;

/// Decodes the snapshot, or returns why it cannot be read.
pub(super) fn decode(bytes: &[u8]) -> Result<Network, String> {
    let snapshot: SnapshotJson = serde_json::from_slice(bytes).map_err(|error| format!("cannot be read ({error})"))?;
    let SnapshotJson { v, me, as_of, files, kinds, people } = snapshot;
    if v > VERSION {
        return Err(format!("was written by a newer version (v{v})"));
    }
    let mut network = Network::new(me, as_of, files, people.into_iter().map(PersonFacts::from));
    network.messages_as_of = as_of.filter(|_| kinds.contains(&FileKind::Messages));
    network.kinds = kinds;
    Ok(network)
}

#[derive(Deserialize)]
struct SnapshotJson {
    v: u64,
    me: Owner,
    as_of: Option<DateTime<Utc>>,
    files: Vec<String>,
    #[serde(default)]
    kinds: Vec<FileKind>,
    #[serde(default)]
    people: Vec<PersonJson>,
}

#[derive(Deserialize)]
struct PersonJson {
    person: PersonKey,
    name: Untrusted,
    #[serde(default)]
    facts: Vec<FactJson>,
    #[serde(default)]
    notes: Vec<u32>,
}

impl From<PersonJson> for PersonFacts {
    fn from(PersonJson { person, name, facts, notes }: PersonJson) -> Self {
        let facts = facts.into_iter().filter_map(FactJson::into_fact).collect();
        Self { facts, notes, ..Self::new(person, name) }
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FactTag {
    Connected,
    WasConnected,
    Changed,
    Renamed,
    Talked,
    InGroups,
    NoteAmongMessages,
    InAddressBook,
    RecommendedByMe,
    RecommendedMe,
    EndorsedByMe,
    EndorsedMe,
    Followed,
    InvitedByMe,
}

/// Fact with the fields of all kinds.
#[derive(Deserialize)]
struct FactJson {
    is: FactTag,
    f: u16,
    r: u32,
    on: Option<NaiveDate>,
    company: Option<Untrusted>,
    position: Option<Untrusted>,
    email: Option<Untrusted>,
    mine: Option<u32>,
    theirs: Option<u32>,
    first: Option<StoredTime>,
    last: Option<StoredTime>,
    i_began: Option<bool>,
    i_was_last: Option<bool>,
    last_line: Option<Untrusted>,
    messages: Option<u32>,
    at: Option<StoredTime>,
    role: Option<Untrusted>,
    name: Option<Untrusted>,
    skills: Option<u32>,
}

impl FactJson {
    /// Returns the fact; `None` if it lacks a required field.
    fn into_fact(self) -> Option<Fact> {
        let Self { on, company, position, email, .. } = self;
        let email = email.map(Box::new);
        let connection = Connection { connected_on: on, company, position, email, ..Connection::default() };
        let what = match self.is {
            FactTag::Connected => FactKind::Connected(connection),
            FactTag::WasConnected => FactKind::WasConnected(connection),
            FactTag::Changed => FactKind::Changed(connection),
            FactTag::Renamed => FactKind::Renamed { name: self.name? },
            FactTag::Talked => FactKind::Conversation(Box::new(ConversationStats {
                sent: self.mine?,
                received: self.theirs?,
                first: self.first?.0.into(),
                last: self.last?.0.into(),
                started_by_me: self.i_began?,
                last_by_me: self.i_was_last?,
                last_excerpt: self.last_line?,
                ..ConversationStats::default()
            })),
            FactTag::InGroups => FactKind::InGroups { messages: self.messages? },
            FactTag::NoteAmongMessages => FactKind::NoteAmongMessages { at: self.at?.0 },
            FactTag::InAddressBook => FactKind::InAddressBook { role: self.role },
            FactTag::RecommendedByMe => FactKind::RecommendedByMe,
            FactTag::RecommendedMe => FactKind::RecommendedMe,
            FactTag::EndorsedByMe => FactKind::EndorsedByMe { skills: self.skills? },
            FactTag::EndorsedMe => FactKind::EndorsedMe { skills: self.skills? },
            FactTag::Followed => FactKind::FollowedByMe,
            FactTag::InvitedByMe => FactKind::InvitedByMe { at: self.at?.0 },
        };
        Some(Fact { kind: what, source: SourceRef { file: self.f, record: self.r } })
    }
}
