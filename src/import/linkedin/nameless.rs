//! Messages whose other side has a name and no address: kept by conversation until the whole file is read.
//!
//! Files before 2023 have only the sender's address, so one conversation holds a person under both name and address;
//! only the whole file shows it. Advertisements come from a name too, and are told by what lacks.

use foldhash::{HashMap, HashSet};

use super::participant::{DirectMessage, EXCERPT_LEN};
use crate::domain::evidence::timestamp::Timestamp;

/// Digest of a conversation's id; `None` in files without that column.
pub(super) type ConversationId = Option<u64>;

/// Index of a name in [`Nameless::names`].
pub(super) type NameId = usize;

/// A name as the file writes it.
pub(super) struct WrittenName {
    pub name: String,
    /// For comparison.
    pub normal: String,
    pub is_owner: bool,
    /// Group messages under this name, and the first one's record.
    pub in_groups: (u32, u64),
}

/// A message of a conversation with a name.
struct KeptMessage {
    at: Timestamp,
    mine: bool,
    record: u64,
    digest: u32,
    greeting: Option<u64>,
}

/// One conversation with a name.
#[derive(Default)]
pub(super) struct KeptConversation {
    messages: Vec<KeptMessage>,
    /// Start of the last message; the others are never quoted.
    last: Option<(Timestamp, Vec<u8>)>,
    answered: bool,
    received: bool,
}

impl KeptConversation {
    /// Keeps a message.
    pub fn keep(&mut self, message: &DirectMessage<'_>) {
        let DirectMessage { at, mine, record, content, greeting, digest: _ } = *message;
        *if mine { &mut self.answered } else { &mut self.received } = true;
        if self.last.as_ref().is_none_or(|(last, _)| at > *last) {
            self.last = Some((at, content[..content.len().min(EXCERPT_LEN)].to_vec()));
        }
        self.messages.push(KeptMessage { at, mine, record, digest: message.digest(), greeting });
    }

    /// True if only the other side wrote.
    pub fn is_one_way(&self) -> bool {
        self.received && !self.answered
    }

    /// Hands out the messages in file order, each with the digest of its text; only the last has a text.
    pub fn replay(&self, mut count: impl FnMut(&DirectMessage<'_>)) {
        for KeptMessage { at, mine, record, digest, greeting } in &self.messages {
            let last = self.last.as_ref().filter(|(last, _)| last == at);
            let content = last.map_or(&[][..], |(_, text)| text);
            let (greeting, digest) = (*greeting, Some(*digest));
            count(&DirectMessage { at: *at, mine: *mine, record: *record, content, greeting, digest });
        }
    }
}

/// All names without an address, with their conversations.
#[derive(Default)]
pub(super) struct Nameless {
    pub names: Vec<WrittenName>,
    by_name: HashMap<Vec<u8>, NameId>,
    kept: HashMap<(ConversationId, NameId), KeptConversation>,
    /// Order of arrival of `kept`, so that a copy always gives the same facts.
    order: Vec<(ConversationId, NameId)>,
    /// Who with an address takes part in a conversation.
    addressed: HashSet<(u64, usize)>,
    last_addressed: Option<(u64, usize)>,
}

impl Nameless {
    /// Returns the index of a name; `make` is called for a new one.
    pub fn name_id(&mut self, written: &[u8], make: impl FnOnce() -> WrittenName) -> NameId {
        if let Some(at) = self.by_name.get(written) {
            return *at;
        }
        self.names.push(make());
        self.by_name.insert(written.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    /// Returns a conversation with a name, begun if new.
    pub fn conversation(&mut self, id: ConversationId, name: NameId) -> &mut KeptConversation {
        let Self { kept, order, .. } = self;
        kept.entry((id, name)).or_insert_with(|| {
            order.push((id, name));
            KeptConversation::default()
        })
    }

    /// Notes that somebody with an address takes part in a conversation.
    pub fn note_addressed(&mut self, id: ConversationId, participant: usize) {
        let Some(id) = id else { return };
        if self.last_addressed != Some((id, participant)) {
            self.last_addressed = Some((id, participant));
            self.addressed.insert((id, participant));
        }
    }

    /// Returns the participants with an address, by conversation, of the conversations that also have a name.
    pub fn addressed(&self) -> HashMap<u64, Vec<usize>> {
        let with_name: HashSet<u64> = self.order.iter().filter_map(|(id, _)| *id).collect();
        let mut addressed: HashMap<u64, Vec<usize>> = HashMap::default();
        for (id, participant) in self.addressed.iter().filter(|(id, _)| with_name.contains(id)) {
            addressed.entry(*id).or_default().push(*participant);
        }
        addressed
    }

    /// Takes out the conversations with names, in order of arrival.
    pub fn take_conversations(&mut self) -> Vec<(ConversationId, NameId, KeptConversation)> {
        let Self { kept, order, .. } = self;
        let taken = std::mem::take(order).into_iter();
        taken.filter_map(|(id, name)| Some((id, name, kept.remove(&(id, name))?))).collect()
    }
}
