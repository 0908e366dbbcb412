//! Evidence: facts from the person's own data about the sender of a request. Each names its file; absence is a fact
//! too. Never a score.

mod company;
pub mod conversation;
pub mod fact;
pub mod file_age;
mod indexes;
pub mod network;
pub mod opener;
pub mod pile;
pub mod timestamp;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::domain::text::untrusted::Untrusted;

/// Kind of evidence.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EvidenceKind {
    /// One-to-one messages.
    Messages,
    /// Group messages.
    Groups,
    /// The address book.
    AddressBook,
    /// Recommendations.
    Recommendation,
    /// Endorsements.
    Endorsement,
    /// Follows.
    Follow,
    /// A request from me to them.
    InvitedByMe,
    /// Earlier requests from them, and their decisions.
    AskedBefore,
    /// A former connection.
    WasConnected,
    /// A connection with another job or name than in the previous export.
    Changed,
    /// People I know at the company they name.
    Company,
    /// The same note from several people.
    SameNote,
    /// A standard sentence.
    StandardNote,
    /// Sales phrases.
    Pitch,
    /// No copy says who is a connection.
    ConnectionsUnknown,
}

impl EvidenceKind {
    /// Returns its name in a query and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// True if such a fact speaks for knowing the person; the others warn, or tell of them without me.
    pub fn speaks_for_knowing(self) -> bool {
        match self {
            Self::Messages
            | Self::Groups
            | Self::AddressBook
            | Self::Recommendation
            | Self::Endorsement
            | Self::Follow
            | Self::InvitedByMe
            | Self::WasConnected
            | Self::Company => true,
            Self::AskedBefore
            | Self::Changed
            | Self::SameNote
            | Self::StandardNote
            | Self::Pitch
            | Self::ConnectionsUnknown => false,
        }
    }
}

/// A piece of evidence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// Its kind.
    pub kind: EvidenceKind,
    /// The fact as a sentence.
    #[serde(rename = "says")]
    pub text: Untrusted,
    /// The file with the fact, with the record number if there is one (`messages.csv:12`).
    pub file: Untrusted,
    /// False for an absent fact; these are displayed, not stored.
    #[serde(skip, default = "default_true")]
    pub present: bool,
}

fn default_true() -> bool {
    true
}

impl Evidence {
    /// True if a decision keeps it: what is absent or unknown is no fact.
    pub fn is_kept(&self) -> bool {
        self.present && self.kind != EvidenceKind::ConnectionsUnknown
    }

    /// Returns the first fact that tells most about somebody: any but what the note itself shows.
    pub fn strongest(evidence: &[Self]) -> Option<&Self> {
        evidence.iter().find(|fact| {
            let is_of_the_note = matches!(
                fact.kind,
                EvidenceKind::SameNote | EvidenceKind::StandardNote | EvidenceKind::Pitch | EvidenceKind::Changed
            );
            fact.present && !is_of_the_note
        })
    }

    /// Returns evidence of a present fact.
    pub(super) fn new(kind: EvidenceKind, says: impl Into<CompactString>, file: impl Into<CompactString>) -> Self {
        Self { kind, text: Untrusted::new(says), file: Untrusted::new(file), present: true }
    }
}
