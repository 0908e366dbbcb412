//! Import batch: every row of a source is in it, or listed with the reason why not.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::{FileKind, Network};
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::untrusted::Untrusted;

/// A row that was not imported, or only partly, and the reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowIssue {
    /// The file's name.
    pub file: Untrusted,
    /// Record number in the file; the header's is 1.
    pub record: u64,
    /// The reason, for display.
    pub reason: String,
    /// True if the row was imported, without what could not be read.
    pub is_imported: bool,
}

/// Row counts; rows are data records after the header, including those of blank people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RowCounts {
    /// Data records of Invitations.csv, or requests from another source.
    pub invitations: u64,
    /// Received requests.
    pub incoming: u64,
    /// Sent requests.
    pub outgoing: u64,
    /// Data records of Connections.csv.
    pub connections: u64,
    /// Connections without a name.
    pub blank: u64,
    /// Data records of messages.csv.
    pub messages: u64,
}

/// Parsed rows of a source; each row is imported, or listed with the reason why not.
#[derive(Clone, Debug, Default)]
pub struct ImportBatch {
    /// Name of the file or folder as typed.
    pub source: Untrusted,
    /// Kind of source.
    pub origin: SourceKind,
    /// Received requests, each once, in file order.
    pub invitations: Vec<Invitation>,
    /// The export's data about people; empty for other sources.
    pub network: Network,
    /// Kinds of files in the source.
    pub kinds: Vec<FileKind>,
    /// Row counts.
    pub counts: RowCounts,
    /// Rows that were not imported, or only partly.
    pub row_issues: Vec<RowIssue>,
    /// Other remarks (a guessed encoding, a file read twice), in sentences.
    pub remarks: Vec<String>,
}

impl ImportBatch {
    /// Returns the batch with all dates shifted, so that demo data stays recent.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        for invitation in &mut self.invitations {
            if let Some(at) = &mut invitation.sent_at {
                *at += by;
                invitation.id = InvitationId::new(&invitation.person, invitation.sent_at);
            }
        }
        self.network = self.network.with_shifted_dates(by);
        self
    }
}
