//! Piles: requests of one temperature together, the warmest first. A pile states a fact, never a rank.

use serde::{Deserialize, Serialize};
use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};

use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::{DuplicateNotes, NormalizedNote};

/// The piles, warmest first.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    VariantArray,
    IntoStaticStr,
    EnumString,
    EnumMessage,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Pile {
    /// Put off, and the day has come.
    #[strum(message = "due to come back")]
    Due,
    /// There is something between us: messages, address book, recommendations, endorsements, my own request.
    #[strum(message = "known before")]
    Known,
    /// Was a connection, and is none any more: the old row only looks pending.
    #[strum(message = "was connected")]
    WasConnected,
    /// Wrote a note of their own.
    #[strum(message = "personal note")]
    Note,
    /// Asked before.
    #[strum(message = "asked you before")]
    AskedBefore,
    /// A standard sentence, or the same text as others.
    #[strum(message = "standard or same text")]
    Standard,
    /// Wrote nothing.
    #[strum(message = "no note")]
    NoNote,
}

impl Pile {
    /// What it is called on the screen.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// What it is called on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The pile of a request, from what is known about it.
    pub fn from_evidence(invitation: &Invitation, evidence: &[Evidence], same: &DuplicateNotes) -> Self {
        let note = invitation.note.as_ref().map(NormalizedNote::new);
        Self::classify(|kind| evidence.iter().any(|e| e.present && e.kind == kind), note.as_ref(), same)
    }

    /// The same, where only the kinds of what is known are told.
    pub fn classify(has: impl Fn(EvidenceKind) -> bool, note: Option<&NormalizedNote>, same: &DuplicateNotes) -> Self {
        if has(EvidenceKind::WasConnected) {
            return Self::WasConnected;
        }
        let between_us = [
            EvidenceKind::Messages,
            EvidenceKind::AddressBook,
            EvidenceKind::Recommendation,
            EvidenceKind::Endorsement,
            EvidenceKind::InvitedByMe,
        ];
        if between_us.into_iter().any(&has) {
            return Self::Known;
        }
        match note {
            Some(note) if same.is_personal(note) => Self::Note,
            _ if has(EvidenceKind::AskedBefore) => Self::AskedBefore,
            Some(_) => Self::Standard,
            None => Self::NoNote,
        }
    }
}

/// In which order a sitting goes through them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, VariantArray, EnumMessage)]
pub enum Order {
    /// Pile by pile, the oldest request first.
    #[default]
    #[strum(message = "warmest pile first")]
    Warmest,
    /// The oldest first.
    #[strum(message = "oldest first")]
    Oldest,
    /// With a note first.
    #[strum(message = "with a note first")]
    NoteFirst,
    /// Most facts first.
    #[strum(message = "most facts first")]
    MostEvidence,
    /// Shuffled, the same all day.
    #[strum(message = "shuffled")]
    Shuffled,
}

impl Order {
    /// What it is called.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// The one after it.
    pub fn next(self) -> Self {
        let at = Self::VARIANTS.iter().position(|order| *order == self).unwrap_or_default();
        Self::VARIANTS[(at + 1) % Self::VARIANTS.len()]
    }
}
