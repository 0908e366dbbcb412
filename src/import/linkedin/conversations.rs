//! Everyone in the messages, with conversation statistics.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};

use super::super::text::{MAX_CELL_LEN, write_excerpt};
use super::archive_builder::{ArchiveBuilder, FileIndex, NewestDate};
use super::notes::NoteDigest;
use crate::domain::evidence::network::{ConversationStats, FactKind, Owner, PersonFacts};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::note_analysis::note_digest;
use crate::domain::text::untrusted::Untrusted;

/// One row of the messages, not decoded yet.
pub(super) struct MessageRow<'l> {
    pub from: &'l [u8],
    pub sender: &'l [u8],
    pub to: &'l [u8],
    pub recipients: &'l [u8],
    pub content: &'l [u8],
    pub at: DateTime<Utc>,
    pub record: u64,
}

/// Bytes kept of a message, to quote its first line.
const EXCERPT_LEN: usize = 512;

/// Index into [`Conversations::people`].
type ParticipantId = usize;

struct Participant {
    key: PersonKey,
    name: String,
    is_owner: bool,
    /// Rows in which the name at this address was the owner's.
    times_as_owner: u32,
    notes: Vec<NoteDigest>,
    /// Day of the connection; messages since then show what came of it.
    connected_on: Option<NaiveDate>,
    /// Messages after this are new; `None` if the last export had no messages.
    new_after: Option<DateTime<Utc>>,
    stats: Option<(ConversationStats, u64)>,
    /// Start of the last message, raw: most are replaced before anybody reads them.
    last_message: Vec<u8>,
    group_messages: u32,
    group_record: u64,
    note_copy: Option<(DateTime<Utc>, u64)>,
}

/// Participants, by address and by name.
pub(super) struct Conversations<'g, 'a> {
    builder: &'g ArchiveBuilder<'a>,
    me: Owner,
    my_name: String,
    people: Vec<Participant>,
    /// By the bytes of the address; `None` if it leads to no profile.
    by_address: HashMap<Vec<u8>, Option<ParticipantId>>,
    by_name: HashMap<Vec<u8>, ParticipantId>,
    by_key: HashMap<PersonKey, ParticipantId>,
    newest: NewestDate,
    /// Names in the other files; built on first use.
    known_names: Option<HashSet<String>>,
}

/// Totals, no longer borrowing the builder.
pub(super) struct ConversationTotals {
    people: Vec<Participant>,
    newest: NewestDate,
    me: Owner,
}

impl<'g, 'a> Conversations<'g, 'a> {
    /// Creates an empty collection.
    pub fn new(builder: &'g ArchiveBuilder<'a>) -> Self {
        let known = if builder.owner.name.is_blank() { &builder.previous.owner } else { &builder.owner };
        Self {
            builder,
            me: known.clone(),
            my_name: normal_name(known.name.raw()),
            people: Vec::new(),
            by_address: HashMap::default(),
            by_name: HashMap::default(),
            by_key: HashMap::default(),
            newest: NewestDate::default(),
            known_names: None,
        }
    }

    /// Adds one message.
    pub fn add(&mut self, line: &MessageRow<'_>) {
        self.newest.observe(line.at);
        let Some(sender) = self.resolve(line.sender, line.from) else { return };
        let mut addresses = addresses(line.recipients);
        let receiver = match (addresses.next(), addresses.next()) {
            (Some(_), Some(_)) => return self.add_group_message(sender, line),
            (Some(address), None) => self.resolve(address, line.to),
            (None, _) if self.is_list(line.to) => return self.add_group_message(sender, line),
            (None, _) => self.resolve(b"", line.to),
        };
        let Some(receiver) = receiver else { return };
        match (self.people[sender].is_owner, self.people[receiver].is_owner) {
            (true, true) => {}
            (true, false) => self.add_direct_message(receiver, true, line),
            (false, _) => self.add_direct_message(sender, false, line),
        }
    }

    /// Returns the totals.
    pub fn finish(self) -> ConversationTotals {
        let Self { people, newest, mut me, .. } = self;
        if !me.person.as_ref().is_some_and(PersonKey::is_profile) {
            let mine = people
                .iter()
                .filter(|p| p.is_owner && p.times_as_owner > 0 && p.key.is_profile())
                .max_by_key(|p| p.times_as_owner);
            me.person = mine.map(|p| p.key.clone()).or(me.person);
        }
        ConversationTotals { people, newest, me }
    }

    fn add_direct_message(&mut self, other: ParticipantId, mine: bool, line: &MessageRow<'_>) {
        let person = &mut self.people[other];
        if !person.notes.is_empty() {
            let content = &line.content[..line.content.len().min(MAX_CELL_LEN)];
            let digest = note_digest(&String::from_utf8_lossy(content));
            if person.notes.iter().any(|note| note.is_copied_by(digest, mine)) {
                if person.note_copy.is_none_or(|(at, _)| line.at < at) {
                    person.note_copy = Some((line.at, line.record));
                }
                return;
            }
        }
        let (talk, record) = person.stats.get_or_insert_with(|| {
            let talk = ConversationStats {
                first: line.at,
                last: line.at,
                started_by_me: mine,
                last_by_me: mine,
                ..ConversationStats::default()
            };
            (talk, 0)
        });
        talk.count(line.at, mine);
        talk.new_since_last_copy += u32::from(!mine && person.new_after.is_some_and(|after| line.at > after));
        if person.connected_on.is_some_and(|on| line.at.date_naive() >= on) {
            talk.since_connected.count(line.at, mine);
        }
        if line.at <= talk.first {
            (talk.first, talk.started_by_me) = (line.at, mine); // the file has the newest first
        }
        if *record == 0 || line.at > talk.last {
            (talk.last, talk.last_by_me, *record) = (line.at, mine, line.record);
            person.last_message.clear();
            person.last_message.extend_from_slice(&line.content[..line.content.len().min(EXCERPT_LEN)]);
        }
    }

    /// Counts a message to several people: for its sender, or for everyone the owner wrote to.
    fn add_group_message(&mut self, sender: ParticipantId, line: &MessageRow<'_>) {
        if !self.people[sender].is_owner {
            return self.people[sender].count_in_group(line.record);
        }
        for address in addresses(line.recipients) {
            if let Some(receiver) = self.resolve(address, b"")
                && !self.people[receiver].is_owner
            {
                self.people[receiver].count_in_group(line.record);
            }
        }
    }

    /// True if a cell without addresses names several people; names have commas too (`Ann Bee, PhD`).
    fn is_list(&mut self, names: &[u8]) -> bool {
        let Some(at) = names.windows(2).position(|two| two == b", ") else { return false };
        let behind = String::from_utf8_lossy(&names[at + 2..]);
        let whole = normal_name(&String::from_utf8_lossy(names));
        let known = self.known_names.get_or_insert_with(|| self.builder.names());
        whole != self.my_name && behind.trim().contains(' ') && !known.contains(&whole)
    }

    /// True if the owner of these messages is known.
    pub fn owner_known(&self) -> bool {
        self.me.person.is_some() || !self.my_name.is_empty()
    }

    /// Returns the person at this address, or with this name if no address leads to a profile.
    fn resolve(&mut self, address: &[u8], name: &[u8]) -> Option<ParticipantId> {
        if !address.is_empty() {
            match self.by_address.get(address) {
                Some(Some(at)) => {
                    let at = *at;
                    if self.people[at].name.is_empty() && !name.is_empty() {
                        self.set_name(at, name);
                    }
                    return Some(at);
                }
                Some(None) => {}
                None => {
                    let text = String::from_utf8_lossy(&address[..address.len().min(MAX_CELL_LEN)]);
                    let at = PersonKey::from_url(&text).map(|key| self.add_participant(key, name));
                    self.by_address.insert(address.to_owned(), at);
                    if at.is_some() {
                        return at;
                    }
                }
            }
        }
        if name.trim_ascii().is_empty() || name.eq_ignore_ascii_case(b"LinkedIn Member") {
            return None;
        }
        if let Some(at) = self.by_name.get(name) {
            return Some(*at);
        }
        let text = String::from_utf8_lossy(&name[..name.len().min(MAX_CELL_LEN)]).into_owned();
        let at = self.add_participant(PersonKey::from_name(&text), name);
        self.by_name.insert(name.to_owned(), at);
        Some(at)
    }

    fn add_participant(&mut self, key: PersonKey, name: &[u8]) -> ParticipantId {
        if let Some(at) = self.by_key.get(&key) {
            return *at;
        }
        let at = self.people.len();
        self.by_key.insert(key.clone(), at);
        let is_me = self.me.person.as_ref() == Some(&key);
        let previous = self.builder.previous;
        let last_known = || previous.get(&key).and_then(PersonFacts::conversation_stats).map(|talk| talk.last);
        self.people.push(Participant {
            connected_on: self.builder.connected_on(&key),
            new_after: previous.messages_as_of.map(|_| last_known().unwrap_or(DateTime::<Utc>::MIN_UTC)),
            key,
            name: String::new(),
            is_owner: is_me,
            times_as_owner: 0,
            notes: Vec::new(),
            stats: None,
            last_message: Vec::new(),
            group_messages: 0,
            group_record: 0,
            note_copy: None,
        });
        self.set_name(at, name);
        at
    }

    /// Sets a person's name and, by it, the owner flag and the notes exchanged with the owner.
    fn set_name(&mut self, at: ParticipantId, name: &[u8]) {
        let name = String::from_utf8_lossy(&name[..name.len().min(MAX_CELL_LEN)]).into_owned();
        let i_have_a_profile = self.me.person.as_ref().is_some_and(PersonKey::is_profile);
        let person = &mut self.people[at];
        let normal = normal_name(&name);
        let my_name = !self.my_name.is_empty() && normal == self.my_name;
        if my_name && !(i_have_a_profile && person.key.is_profile()) {
            person.is_owner = true;
            person.times_as_owner += 1;
        }
        if !person.is_owner {
            person.notes = self.builder.notes.between(&person.key, &name, &normal, self.builder.previous);
        }
        person.name = name;
    }
}

/// Splits a cell into its comma-separated addresses.
fn addresses(cell: &[u8]) -> impl Iterator<Item = &[u8]> {
    cell.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).filter(|address| !address.is_empty())
}

impl Participant {
    fn count_in_group(&mut self, record: u64) {
        if self.group_messages == 0 {
            self.group_record = record;
        }
        self.group_messages += 1;
    }
}

impl ConversationTotals {
    /// Adds the totals to the facts about everyone.
    pub fn apply(self, file: FileIndex, builder: &mut ArchiveBuilder<'_>) {
        builder.observe_dates(self.newest);
        builder.owner = self.me;
        let newest = self.newest.as_of();
        let mut line = String::new();
        for person in self.people.into_iter().filter(|person| !person.is_owner) {
            let Participant {
                key,
                name,
                stats: talk,
                last_message: last,
                group_messages: groups,
                group_record,
                note_copy: accepted,
                ..
            } = person;
            if let Some((mut talk, record)) = talk {
                talk.drop_old_months(newest.unwrap_or(talk.last));
                write_excerpt(&last, &mut line);
                talk.last_excerpt = Untrusted::new(line.as_str());
                builder.add_fact(key.clone(), &name, FactKind::Conversation(talk), file, record);
            }
            if groups > 0 {
                builder.add_fact(key.clone(), &name, FactKind::InGroups { messages: groups }, file, group_record);
            }
            if let Some((at, record)) = accepted {
                builder.add_fact(key, &name, FactKind::NoteAmongMessages { at }, file, record);
            }
        }
    }
}
