//! Facts from the person's own data about somebody who asks. Each names its file; absence is a fact too.
//! Never a score.

pub mod fact;
pub mod network;
pub mod pile;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::domain::text::untrusted::Untrusted;

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, IntoStaticStr)]
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
    /// My request to them.
    InvitedByMe,
    /// Their earlier requests, and what was decided then.
    AskedBefore,
    /// A connection that is gone.
    WasConnected,
    /// A connection with another post or name than in the export before.
    Changed,
    /// People I know at the company they name.
    Company,
    /// The same note from several people.
    SameNote,
    /// A standard sentence.
    StandardNote,
    /// Words that sell.
    Pitch,
}

impl EvidenceKind {
    /// What it is called in a query and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about.
    pub kind: EvidenceKind,
    /// The fact, a sentence.
    #[serde(rename = "says")]
    pub text: Untrusted,
    /// The file it stands in, with the record where there is one (`messages.csv:12`).
    pub file: Untrusted,
    /// Whether something is there; absent facts are shown, not kept.
    #[serde(skip, default = "yes")]
    pub present: bool,
}

fn yes() -> bool {
    true
}

impl Evidence {
    /// Something that is there.
    pub(super) fn new(kind: EvidenceKind, says: impl Into<CompactString>, file: impl Into<CompactString>) -> Self {
        Self { kind, text: Untrusted::new(says), file: Untrusted::new(file), present: true }
    }
}
