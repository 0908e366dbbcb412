//! Notes sent with requests, to recognize their copies among the messages.
//!
//! When a request is accepted, LinkedIn adds its note to the conversation as a message of the inviter. That copy is not
//! a conversation; it proves the acceptance.

use foldhash::HashMap;

use crate::domain::evidence::network::Network;
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::untrusted::Untrusted;

/// Author of a note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Author {
    Me,
    Other,
    /// Unknown, because an earlier export brought the note.
    Unknown,
}

/// Digest of a note, with its author.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct NoteDigest {
    digest: u32,
    author: Author,
}

impl NoteDigest {
    /// True if a message with this digest, mine or theirs, is a copy of this note.
    pub fn is_copied_by(self, digest: u32, mine: bool) -> bool {
        self.digest == digest
            && match self.author {
                Author::Me => mine,
                Author::Other => !mine,
                Author::Unknown => true,
            }
    }
}

/// All notes of an export, by person; those of people without a profile also by name.
#[derive(Default)]
pub(super) struct Notes {
    by_person: HashMap<PersonKey, Vec<NoteDigest>>,
    by_name: HashMap<String, Vec<NoteDigest>>,
}

impl Notes {
    /// Adds a note between the owner and a person.
    pub fn add(&mut self, person: &PersonKey, name: &str, digest: u32, author: Author) {
        let mark = NoteDigest { digest, author };
        if !person.is_profile() {
            self.by_name.entry(normal_name(name)).or_default().push(mark);
        }
        self.by_person.entry(person.clone()).or_default().push(mark);
    }

    /// Returns the notes between the owner and a participant, earlier exports included; `normal` is the normalized
    /// `name`.
    pub fn between(&self, person: &PersonKey, name: &str, normal: &str, previous: &Network) -> Vec<NoteDigest> {
        let mut marks = self.by_person.get(person).cloned().unwrap_or_default();
        if person.is_profile() {
            marks.extend(self.by_name.get(normal).into_iter().flatten());
        }
        for known in previous.matching(person, &Untrusted::from(name)) {
            marks.extend(known.notes.iter().map(|digest| NoteDigest { digest: *digest, author: Author::Unknown }));
        }
        marks
    }
}
