//! Piles: requests of one temperature together, the warmest first. A pile states a fact, never a rank.

use serde::{Deserialize, Serialize};
use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};

use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::{NormalizedNote, NoteCounts};

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
    /// Put off and due.
    #[strum(message = "due to come back")]
    Due,
    /// Earlier contact: messages, address book, recommendations, endorsements, or a request from me.
    #[strum(message = "known before")]
    Known,
    /// A former connection: the old row only looks pending.
    #[strum(message = "was connected")]
    WasConnected,
    /// With a personal note.
    #[strum(message = "personal note")]
    Note,
    /// Asked before.
    #[strum(message = "asked before")]
    AskedBefore,
    /// A standard sentence, or the same text as others.
    #[strum(message = "standard or copied note")]
    Standard,
    /// Without a note.
    #[strum(message = "no note")]
    NoNote,
}

impl Pile {
    /// Returns its label on the screen.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns its name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// True if its requests may be declined together, once they were looked through: none comes from somebody known, has a
    /// note of its own, or was put off by a decision.
    pub fn can_be_declined_together(self) -> bool {
        matches!(self, Self::AskedBefore | Self::Standard | Self::NoNote)
    }

    /// Returns the pile of a request, from its evidence.
    pub fn from_evidence(invitation: &Invitation, evidence: &[Evidence], same: &NoteCounts) -> Self {
        let note = invitation.note.as_ref().map(NormalizedNote::new);
        Self::classify(|kind| evidence.iter().any(|e| e.present && e.kind == kind), note.as_ref(), same)
    }

    /// Returns the pile, if only the kinds of evidence are known.
    pub fn classify(has: impl Fn(EvidenceKind) -> bool, note: Option<&NormalizedNote>, same: &NoteCounts) -> Self {
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

/// Order of a review session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, VariantArray, EnumMessage)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Pile by pile, the oldest request first.
    #[default]
    #[strum(message = "warmest first")]
    Warmest,
    /// Oldest first.
    #[strum(message = "oldest first")]
    Oldest,
    /// With a note first.
    #[strum(message = "with a note first")]
    NoteFirst,
    /// Most facts that speak for knowing them first.
    #[strum(message = "most facts first")]
    MostEvidence,
    /// Shuffled; stable within a day.
    #[strum(message = "shuffled")]
    Shuffled,
}

impl Order {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns the next order, cyclically.
    pub fn next(self) -> Self {
        let at = Self::VARIANTS.iter().position(|order| *order == self).unwrap_or_default();
        Self::VARIANTS[(at + 1) % Self::VARIANTS.len()]
    }
}
