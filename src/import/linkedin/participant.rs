//! One person in the messages, with the statistics of their conversation with the owner.

use std::hash::BuildHasher;

use chrono::NaiveDate;
use compact_str::CompactString;
use foldhash::HashMap;
use foldhash::fast::FixedState;

use super::super::text::{MAX_CELL_LEN, from_utf8_lossy, write_excerpt};
use super::archive_builder::{ArchiveBuilder, FileIndex};
use super::notes::NoteDigest;
use crate::domain::evidence::fact::UNANSWERED_KEPT;
use crate::domain::evidence::network::{ConversationStats, FactKind, UnansweredMessage};
use crate::domain::evidence::opener::Opener;
use crate::domain::evidence::timestamp::Timestamp;
use crate::domain::person::key::PersonKey;
use crate::domain::request::note_analysis::note_digest;
use crate::domain::search::fold::fold;
use crate::domain::text::untrusted::{Untrusted, collapsed};

/// Bytes kept of a message, to quote its first line.
pub(super) const EXCERPT_LEN: usize = 512;

/// One direct message.
pub(super) struct DirectMessage<'l> {
    pub at: Timestamp,
    /// True if the owner wrote it.
    pub mine: bool,
    pub record: u64,
    pub content: &'l [u8],
    /// Hash of the folded text, if the other side wrote it and it is short enough for a greeting.
    pub greeting: Option<u64>,
    /// Digest of the whole text, if it was computed.
    pub digest: Option<u32>,
}

impl DirectMessage<'_> {
    /// Returns the digest of the whole text.
    pub fn digest(&self) -> u32 {
        let text = &self.content[..self.content.len().min(MAX_CELL_LEN)];
        self.digest.unwrap_or_else(|| note_digest(&from_utf8_lossy(text)))
    }
}

/// Maximum length of a note in bytes: 300 letters. Longer messages are no copies of notes.
const MAX_NOTE_LEN: usize = 1_200;

/// Texts of one person's messages that are not evaluated yet. The messages of a person stand together, newest first, so
/// that most texts are replaced by the next one.
#[derive(Default)]
pub(super) struct PendingTexts {
    /// Start of the last message, raw.
    last: Vec<u8>,
    /// First messages, theirs and mine.
    first: [Vec<u8>; 2],
    excerpt: String,
}

/// Takes in a message of a side; `text` is that of its first one.
fn observe(first: &mut Option<Opener>, text: &mut Vec<u8>, message: &DirectMessage<'_>) {
    let DirectMessage { at, record, content, digest, mine: _, greeting: _ } = *message;
    match first {
        Some(opener) if at > opener.at => {
            opener.next = Some(opener.next.map_or(at, |next| next.min(at)));
            return;
        }
        // The file has the newest first.
        opener => {
            let next = opener.as_ref().map(|opener| opener.at);
            *opener = Some(Opener { at, next, record: u32::try_from(record).unwrap_or(u32::MAX), digest });
        }
    }
    text.clear();
    if digest.is_none() && content.len() <= MAX_NOTE_LEN {
        text.extend_from_slice(content);
    }
}

/// Longest text that may be a greeting, in characters.
const MAX_GREETING_CHARS: usize = 60;

/// Returns the hash of a folded short text; `None` for a longer or an empty one.
pub(super) fn greeting_hash(content: &[u8]) -> Option<u64> {
    if content.len() > MAX_GREETING_CHARS * 4 {
        return None;
    }
    let text = from_utf8_lossy(content);
    let text = collapsed(&text);
    let is_short = !text.is_empty() && text.chars().count() <= MAX_GREETING_CHARS;
    is_short.then(|| FixedState::with_seed(0).hash_one(fold(&text)))
}

/// Short texts, each with the first two people who wrote it, or `None` once there are three: then it is a greeting.
#[derive(Default)]
pub(super) struct Greetings(HashMap<u64, Option<(usize, Option<usize>)>>);

impl Greetings {
    /// Notes that a participant wrote a text.
    pub fn note(&mut self, text: u64, participant: usize) {
        let known = self.0.entry(text).or_insert(Some((participant, None)));
        match known {
            Some((first, second)) if *first != participant && *second != Some(participant) => {
                *known = second.is_none().then_some((*first, Some(participant)));
            }
            Some(_) | None => {}
        }
    }

    fn has(&self, text: u64) -> bool {
        matches!(self.0.get(&text), Some(None))
    }
}

pub(super) struct Participant {
    pub key: PersonKey,
    pub name: CompactString,
    pub is_owner: bool,
    /// Rows in which the name at this address was the owner's.
    pub times_as_owner: u32,
    pub notes: Vec<NoteDigest>,
    /// Day of the connection; messages since then show what came of it.
    pub connected_on: Option<NaiveDate>,
    /// Messages after this are new; `None` if the last export had no messages.
    pub new_after: Option<Timestamp>,
    /// Unanswered messages after this are new for Today; `None` as in `new_after`.
    pub unseen_after: Option<Timestamp>,
    stats: Option<(Box<ConversationStats>, u64)>,
    /// Messages from this person since the owner's last, each with the hash of a short text.
    unanswered: Vec<(Timestamp, Option<u64>)>,
    group_messages: u32,
    group_record: u64,
    note_copy: Option<(Timestamp, u64)>,
}

impl Participant {
    /// Returns a participant without messages or a name.
    pub fn new(key: PersonKey, is_owner: bool) -> Self {
        Self {
            key,
            name: CompactString::default(),
            is_owner,
            times_as_owner: 0,
            notes: Vec::new(),
            connected_on: None,
            new_after: None,
            unseen_after: None,
            stats: None,
            unanswered: Vec::new(),
            group_messages: 0,
            group_record: 0,
            note_copy: None,
        }
    }

    /// Counts a message between this person and the owner, whose texts these are; the copy of a request's note is none.
    pub fn count_direct(&mut self, message: &DirectMessage<'_>, texts: &mut PendingTexts) {
        let DirectMessage { at, mine, record, content, greeting, digest: _ } = *message;
        if !self.notes.is_empty() {
            let digest = message.digest();
            if self.notes.iter().any(|note| note.is_copied_by(digest, mine)) {
                if self.note_copy.is_none_or(|(known, _)| at < known) {
                    self.note_copy = Some((at, record));
                }
                return;
            }
        }
        let (talk, last_record) = self.stats.get_or_insert_with(|| {
            let talk = ConversationStats {
                first: at,
                last: at,
                started_by_me: mine,
                last_by_me: mine,
                ..ConversationStats::default()
            };
            (Box::new(talk), 0)
        });
        observe(talk.openers.side_mut(mine), &mut texts.first[usize::from(mine)], message);
        talk.count(at, mine);
        if mine {
            self.unanswered.retain(|(theirs, _)| *theirs > at);
        } else if talk.last_sent.is_none_or(|sent| at > sent) {
            self.unanswered.reserve_exact(usize::from(self.unanswered.len() < 2)); // most people have one or none
            self.unanswered.push((at, greeting));
            if self.unanswered.len() > 2 * UNANSWERED_KEPT {
                keep_newest(&mut self.unanswered);
            }
        }
        if self.connected_on.is_some_and(|on| at.utc().date_naive() >= on) {
            talk.since_connected.count(at, mine);
        }
        if at <= talk.first {
            (talk.first, talk.started_by_me) = (at, mine); // the file has the newest first
        }
        if *last_record == 0 || at > talk.last {
            (talk.last, talk.last_by_me, *last_record) = (at, mine, record);
            talk.last_excerpt = Untrusted::default();
            texts.last.clear();
            texts.last.extend_from_slice(&content[..content.len().min(EXCERPT_LEN)]);
        }
    }

    /// Evaluates this person's texts, and empties them.
    pub fn settle(&mut self, texts: &mut PendingTexts) {
        let PendingTexts { last, first, excerpt } = texts;
        let Some((talk, _)) = &mut self.stats else { return };
        if !last.is_empty() {
            write_excerpt(last, excerpt);
            talk.last_excerpt = Untrusted::new(excerpt.as_str());
            last.clear();
        }
        for (mine, text) in [false, true].into_iter().zip(first) {
            if let Some(opener) = talk.openers.side_mut(mine).as_mut().filter(|_| !text.is_empty()) {
                opener.digest = Some(note_digest(&from_utf8_lossy(text)));
                text.clear();
            }
        }
    }

    /// Counts messages to several people.
    pub fn count_in_group(&mut self, messages: u32, record: u64) {
        if self.group_messages == 0 {
            self.group_record = record;
        }
        self.group_messages += messages;
    }

    /// Adds the person's facts; `newest`: the newest message of the copy.
    pub fn apply(
        self,
        newest: Option<Timestamp>,
        greetings: &Greetings,
        file: FileIndex,
        builder: &mut ArchiveBuilder<'_>,
    ) {
        let Self { key, name, stats, group_messages, group_record, note_copy, .. } = self;
        let (mut unanswered, unseen_after) = (self.unanswered, self.unseen_after);
        if let Some((mut talk, record)) = stats {
            talk.drop_old_months(newest.unwrap_or(talk.last));
            keep_newest(&mut unanswered);
            let is_greeting = |text: Option<u64>| text.is_some_and(|text| greetings.has(text));
            let messages = unanswered.iter();
            talk.unanswered =
                messages.map(|(at, text)| UnansweredMessage { at: *at, is_greeting: is_greeting(*text) }).collect();
            talk.new_after = unseen_after;
            builder.add_fact(key.clone(), &name, FactKind::Conversation(talk), file, record);
        }
        if group_messages > 0 {
            let fact = FactKind::InGroups { messages: group_messages };
            builder.add_fact(key.clone(), &name, fact, file, group_record);
        }
        if let Some((at, record)) = note_copy {
            builder.add_fact(key, &name, FactKind::NoteAmongMessages { at: at.utc() }, file, record);
        }
    }
}

/// Sorts messages, newest first, and drops the oldest of too many.
fn keep_newest(messages: &mut Vec<(Timestamp, Option<u64>)>) {
    messages.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    messages.truncate(UNANSWERED_KEPT);
}
