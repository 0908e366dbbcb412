//! Everyone in the messages, with conversation statistics.

use std::hash::BuildHasher;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use foldhash::HashSet;
use foldhash::fast::FixedState;

use super::super::text::{MAX_CELL_LEN, from_utf8_lossy};
use super::archive_builder::{ArchiveBuilder, FileIndex, NewestDate};
use super::nameless::{ConversationId, KeptConversation, NameId, Nameless, WrittenName};
use super::participant::{DirectMessage, Greetings, Participant, PendingTexts, greeting_hash};
use crate::domain::evidence::network::{Owner, PersonFacts};
use crate::domain::evidence::timestamp::Timestamp;
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::slice_index::SliceIndex;

/// One row of the messages, not decoded yet.
pub(super) struct MessageRow<'l> {
    pub conversation: &'l [u8],
    pub from: &'l [u8],
    pub sender: &'l [u8],
    pub to: &'l [u8],
    pub recipients: &'l [u8],
    pub content: &'l [u8],
    pub at: DateTime<Utc>,
    pub record: u64,
}

/// Index into [`Conversations::people`].
type ParticipantId = usize;

/// One side of a message.
#[derive(Clone, Copy)]
enum Side {
    /// Somebody with a profile's address.
    Addressed(ParticipantId),
    /// A name without one.
    Named(NameId),
}

/// Addresses whose participants are known without decoding them: the owner's, and those of a conversation or two.
const RECENT: usize = 4;

/// Participants, by address and by name.
pub(super) struct Conversations<'g, 'a> {
    builder: &'g ArchiveBuilder<'a>,
    me: Owner,
    my_name: String,
    people: Vec<Participant>,
    /// The last addresses that lead to a profile, newest first: the messages of a conversation stand together.
    recent: [(Vec<u8>, ParticipantId); RECENT],
    by_key: SliceIndex,
    nameless: Nameless,
    greetings: Greetings,
    /// Texts of the person whose message was counted last.
    texts: (ParticipantId, PendingTexts),
    /// The conversation of the last row: those of one stand together.
    conversation: (Vec<u8>, ConversationId),
    /// True if the file tells senders by their addresses: then a name without one is an advertisement.
    tells_senders: bool,
    newest: NewestDate,
    /// Names in the other files; built on first use.
    known_names: Option<HashSet<String>>,
}

/// Totals, no longer borrowing the builder.
pub(super) struct ConversationTotals {
    people: Vec<Participant>,
    greetings: Greetings,
    newest: NewestDate,
    me: Owner,
}

impl<'g, 'a> Conversations<'g, 'a> {
    /// Creates an empty collection; `tells_senders`: the file has a column for the sender's address.
    pub fn new(builder: &'g ArchiveBuilder<'a>, tells_senders: bool) -> Self {
        let known = if builder.owner.name.is_blank() { &builder.previous.owner } else { &builder.owner };
        Self {
            builder,
            me: known.clone(),
            my_name: normal_name(known.name.raw()),
            people: Vec::new(),
            recent: Default::default(),
            by_key: SliceIndex::default(),
            nameless: Nameless::default(),
            greetings: Greetings::default(),
            texts: (0, PendingTexts::default()),
            conversation: (Vec::new(), None),
            tells_senders,
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
        let mine = self.is_owner(sender);
        if mine && matches!(sender, Side::Named(_)) {
            self.tells_senders = false; // somebody removed the addresses: their lack says nothing
        }
        if !(mine && self.is_owner(receiver)) {
            self.add_direct_message(if mine { receiver } else { sender }, mine, line);
        }
    }

    /// Returns the totals, once the conversations with names are joined to the people whom they show.
    pub fn finish(mut self) -> ConversationTotals {
        self.join_names();
        self.settle_texts();
        let Self { people, greetings, newest, mut me, .. } = self;
        if !me.person.as_ref().is_some_and(PersonKey::is_profile) {
            let mine = people
                .iter()
                .filter(|p| p.is_owner && p.times_as_owner > 0 && p.key.is_profile())
                .max_by_key(|p| p.times_as_owner);
            me.person = mine.map(|p| p.key.clone()).or(me.person);
        }
        ConversationTotals { people, greetings, newest, me }
    }

    fn is_owner(&self, side: Side) -> bool {
        match side {
            Side::Addressed(at) => self.people[at].is_owner,
            Side::Named(at) => self.nameless.names[at].is_owner,
        }
    }

    fn add_direct_message(&mut self, other: Side, mine: bool, line: &MessageRow<'_>) {
        let conversation = self.conversation_id(line.conversation);
        let greeting = if mine { None } else { greeting_hash(line.content) };
        let MessageRow { at, record, content, .. } = *line;
        let message = DirectMessage { at: at.into(), mine, record, content, greeting, digest: None };
        match other {
            Side::Addressed(at) => {
                self.nameless.note_addressed(conversation, at);
                greeting.into_iter().for_each(|text| self.greetings.note(text, at));
                self.count_direct(at, &message);
            }
            Side::Named(name) => self.nameless.conversation(conversation, name).keep(&message),
        }
    }

    fn count_direct(&mut self, other: ParticipantId, message: &DirectMessage<'_>) {
        if self.texts.0 != other {
            self.settle_texts();
            self.texts.0 = other;
        }
        self.people[other].count_direct(message, &mut self.texts.1);
    }

    /// Evaluates the texts of the person whose message was counted last.
    fn settle_texts(&mut self) {
        let (person, texts) = &mut self.texts;
        if let Some(person) = self.people.get_mut(*person) {
            person.settle(texts);
        }
    }

    /// Returns a digest of a conversation's id, the same in every run.
    fn conversation_id(&mut self, id: &[u8]) -> ConversationId {
        if self.conversation.0 != id {
            self.conversation.0.clear();
            self.conversation.0.extend_from_slice(id);
            self.conversation.1 = (!id.is_empty()).then(|| FixedState::with_seed(0).hash_one(id));
        }
        self.conversation.1
    }

    /// Counts a message to several people: for its sender, or for everyone the owner wrote to.
    fn add_group_message(&mut self, sender: Side, line: &MessageRow<'_>) {
        match sender {
            _ if self.is_owner(sender) => {}
            Side::Addressed(at) => return self.people[at].count_in_group(1, line.record),
            Side::Named(at) => {
                let (messages, record) = &mut self.nameless.names[at].in_groups;
                *record = if *messages == 0 { line.record } else { *record };
                *messages += 1;
                return;
            }
        }
        for address in addresses(line.recipients) {
            if let Some(Side::Addressed(receiver)) = self.resolve(address, b"")
                && !self.people[receiver].is_owner
            {
                self.people[receiver].count_in_group(1, line.record);
            }
        }
    }

    /// Gives every conversation with a name to the one person of that name whose address it shows, else to the name;
    /// drops advertisements.
    fn join_names(&mut self) {
        let addressed = self.nameless.addressed();
        for (id, name, kept) in self.nameless.take_conversations() {
            let WrittenName { name, normal, .. } = &self.nameless.names[name];
            let here = id.and_then(|id| addressed.get(&id)).into_iter().flatten();
            let mut same = here.copied().filter(|at| normal_name(&self.people[*at].name) == *normal);
            let person = match (same.next(), same.next()) {
                (Some(only), None) => only,
                _ if self.is_advertisement(&kept) => continue,
                _ => {
                    let name = name.clone();
                    self.participant_of_name(&name)
                }
            };
            kept.replay(|message| {
                message.greeting.into_iter().for_each(|text| self.greetings.note(text, person));
                self.count_direct(person, message);
            });
        }
        for at in 0..self.nameless.names.len() {
            let WrittenName { name, in_groups: (messages, record), is_owner, .. } = &self.nameless.names[at];
            if *messages > 0 && !is_owner {
                let (name, messages, record) = (name.clone(), *messages, *record);
                let person = self.participant_of_name(&name);
                self.people[person].count_in_group(messages, record);
            }
        }
    }

    /// True for what a name without an address wrote, in a file that has addresses, and nobody answered.
    fn is_advertisement(&self, kept: &KeptConversation) -> bool {
        self.tells_senders && kept.is_one_way()
    }

    fn participant_of_name(&mut self, name: &str) -> ParticipantId {
        self.add_participant(PersonKey::from_name(name), name.as_bytes())
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

    /// Returns the person at this address, or the name if no address leads to a profile.
    fn resolve(&mut self, address: &[u8], name: &[u8]) -> Option<Side> {
        if let Some(at) = self.participant_at(address, name) {
            return Some(Side::Addressed(at));
        }
        if name.trim_ascii().is_empty() || name.eq_ignore_ascii_case(b"LinkedIn Member") {
            return None;
        }
        let my_name = self.my_name.as_str();
        Some(Side::Named(self.nameless.name_id(name, || {
            let name = from_utf8_lossy(&name[..name.len().min(MAX_CELL_LEN)]).into_owned();
            let normal = normal_name(&name);
            let is_owner = !my_name.is_empty() && normal == my_name;
            WrittenName { name, normal, is_owner, in_groups: (0, 0) }
        })))
    }

    /// Returns the person at this address, if it leads to a profile.
    fn participant_at(&mut self, address: &[u8], name: &[u8]) -> Option<ParticipantId> {
        if address.is_empty() {
            return None;
        }
        let known = self.recent.iter().position(|(recent, _)| recent == address);
        if known.is_none() {
            let text = from_utf8_lossy(&address[..address.len().min(MAX_CELL_LEN)]);
            let at = self.add_participant(PersonKey::from_url(&text)?, name);
            let (oldest, participant) = &mut self.recent[RECENT - 1];
            oldest.clear();
            oldest.extend_from_slice(address);
            *participant = at;
        }
        self.recent[..=known.unwrap_or(RECENT - 1)].rotate_right(1);
        let at = self.recent[0].1;
        if self.people[at].name.is_empty() && !name.is_empty() {
            self.set_name(at, name);
        }
        Some(at)
    }

    fn add_participant(&mut self, key: PersonKey, name: &[u8]) -> ParticipantId {
        if let Some(at) = self.by_key.find(key.as_str(), |at| self.people[at as usize].key.as_str()) {
            return at as usize;
        }
        let at = self.people.len();
        let is_me = self.me.person.as_ref() == Some(&key);
        let previous = self.builder.previous;
        let known = previous.get(&key).and_then(PersonFacts::conversation_stats);
        let connected_on = self.builder.connected_on(&key);
        let new_after = previous.messages_as_of.map(|_| known.map_or(Timestamp::MIN, |talk| talk.last));
        // What waits for an answer goes on waiting, whatever copies come in between.
        let waits_since = known.filter(|talk| talk.new_unanswered().next().is_some()).and_then(|talk| talk.new_after);
        let mut person = Participant::new(key, is_me);
        (person.connected_on, person.new_after) = (connected_on, new_after);
        person.unseen_after = waits_since.or(new_after);
        self.people.push(person);
        self.by_key
            .insert(u32::try_from(at).expect("an export speaks of fewer than four thousand million people"), |at| {
                self.people[at as usize].key.as_str()
            });
        self.set_name(at, name);
        at
    }

    /// Sets a person's name and, by it, the owner flag, the notes exchanged with the owner, and the day of a connection
    /// without a profile.
    fn set_name(&mut self, at: ParticipantId, name: &[u8]) {
        let name = CompactString::from(from_utf8_lossy(&name[..name.len().min(MAX_CELL_LEN)]));
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
        if person.connected_on.is_none() && person.key.is_profile() {
            person.connected_on = self.builder.connected_on(&PersonKey::from_name(&name));
        }
        person.name = name;
    }
}

/// Splits a cell into its comma-separated addresses.
fn addresses(cell: &[u8]) -> impl Iterator<Item = &[u8]> {
    cell.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).filter(|address| !address.is_empty())
}

impl ConversationTotals {
    /// Adds the totals to the facts about everyone.
    pub fn apply(self, file: FileIndex, builder: &mut ArchiveBuilder<'_>) {
        builder.observe_dates(self.newest);
        builder.owner = self.me;
        let newest = self.newest.as_of().map(Timestamp::from);
        for person in self.people.into_iter().filter(|person| !person.is_owner) {
            person.apply(newest, &self.greetings, file, builder);
        }
    }
}
