//! The notes that went with requests, to know their copies among the messages.
//!
//! When a request is accepted, LinkedIn puts its note into the conversation as a message of the inviter. That is no
//! conversation; it proves the acceptance.

use foldhash::HashMap;

use crate::domain::evidence::network::Network;
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::untrusted::Untrusted;

/// Who wrote a note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Author {
    Me,
    Other,
    /// An earlier export brought it; it did not say.
    Unknown,
}

/// A note by its digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct NoteDigest {
    digest: u32,
    author: Author,
}

impl NoteDigest {
    /// Whether a message with this digest, mine or theirs, is the copy of this note.
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
    /// Remembers a note between me and somebody.
    pub fn add(&mut self, person: &PersonKey, name: &str, digest: u32, author: Author) {
        let mark = NoteDigest { digest, author };
        if !person.is_profile() {
            self.by_name.entry(normal_name(name)).or_default().push(mark);
        }
        self.by_person.entry(person.clone()).or_default().push(mark);
    }

    /// The notes between me and somebody of the messages, those of earlier exports among them; `normal` is the name
    /// for comparison.
    pub fn between(&self, person: &PersonKey, name: &str, normal: &str, remembered: &Network) -> Vec<NoteDigest> {
        let mut marks = self.by_person.get(person).cloned().unwrap_or_default();
        if person.is_profile() {
            marks.extend(self.by_name.get(normal).into_iter().flatten());
        }
        for known in remembered.matching(person, &Untrusted::from(name)) {
            marks.extend(known.notes.iter().map(|digest| NoteDigest { digest: *digest, author: Author::Unknown }));
        }
        marks
    }
}
