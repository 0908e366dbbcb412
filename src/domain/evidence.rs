//! Facts from the person's own data about somebody who asks. Each names its file; absence is a fact too.
//! Never a score.

use serde::{Deserialize, Serialize};

use super::untrusted::Untrusted;

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// People I know at the company they name.
    Company,
    /// The same note from several people.
    SameNote,
    /// A standard sentence.
    StandardNote,
    /// Words that sell.
    Pitch,
}

/// One fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about.
    pub kind: EvidenceKind,
    /// The fact, a sentence.
    pub says: Untrusted,
    /// The file it stands in, with the record where there is one (`messages.csv:12`).
    pub file: Untrusted,
    /// Whether something is there; absent facts are shown, not kept.
    #[serde(skip, default = "yes")]
    pub present: bool,
}

fn yes() -> bool {
    true
}
