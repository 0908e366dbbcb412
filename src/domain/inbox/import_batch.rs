//! What an import brought: every row of a source is in it, or is named with the reason why not.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::{FileKind, Network};
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::untrusted::Untrusted;

/// A row that was not taken in, or not wholly, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowIssue {
    /// The file's name.
    pub file: Untrusted,
    /// Number of the record in it; the header's is 1.
    pub record: u64,
    /// What was wrong with it, in words.
    pub reason: String,
}

/// How many rows there were; rows are data records after the header, those of blank people among them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RowCounts {
    /// Data records of Invitations.csv, or requests of another source.
    pub invitations: u64,
    /// Those that others sent.
    pub incoming: u64,
    /// Those that I sent.
    pub outgoing: u64,
    /// Data records of Connections.csv.
    pub connections: u64,
    /// Those without a name.
    pub blank: u64,
    /// Data records of messages.csv.
    pub messages: u64,
}

/// Every row of a source is either taken in or named with the reason why not.
#[derive(Clone, Debug, Default)]
pub struct ImportBatch {
    /// The name of the file or folder as the person gave it.
    pub source: Untrusted,
    /// What kind of source it is.
    pub origin: SourceKind,
    /// Incoming requests, each once, in the order of the file.
    pub invitations: Vec<Invitation>,
    /// What the export says of everyone; empty for other sources.
    pub network: Network,
    /// The kinds of files it brought.
    pub kinds: Vec<FileKind>,
    /// How many rows there were.
    pub counts: RowCounts,
    /// Rows that were not taken in, or not wholly.
    pub row_issues: Vec<RowIssue>,
    /// What else the person should know (an encoding that was guessed, a file read twice), in sentences.
    pub remarks: Vec<String>,
}

impl ImportBatch {
    /// The same, so many days later: for made-up people, whose last word was yesterday.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        for invitation in self.invitations.iter_mut().filter(|invitation| invitation.sent().is_some()) {
            invitation.sent_at += by;
            invitation.id = InvitationId::new(&invitation.person, invitation.sent_at);
        }
        self.network = self.network.with_shifted_dates(by);
        self
    }
}
