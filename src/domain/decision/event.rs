//! What happened: one intention of the person, whole; never half of something.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumString, IntoStaticStr};

use crate::domain::decision::{Decision, Gift};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::untrusted::Untrusted;

/// What kind of source requests came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// LinkedIn's own data copy.
    #[default]
    Linkedin,
    /// Invitation e-mails.
    Mail,
    /// A CSV or JSON with the usual column names.
    Table,
    /// Typed in.
    Hand,
}

/// The id of a journal line, unique across machines (a UUIDv7 where we wrote it; any text where others did).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub String);

/// Why an import closes a request that was open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The person is among the connections now.
    Connected,
    /// The row is gone and the person is no connection.
    Vanished,
}

/// A request that an import closes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClosedRequest {
    /// Which.
    pub invitation: InvitationId,
    /// Why.
    #[serde(rename = "as")]
    pub reason: CloseReason,
}

/// What the person found when carrying a decision out on LinkedIn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarryOutResult {
    /// It is done there.
    #[default]
    Done,
    /// The request was no longer there.
    NotThere,
}

/// What the person wrote about somebody, on a thin card or on their page; empty fields say nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Description {
    /// Role or headline.
    pub headline: String,
    /// Employer.
    pub company: String,
    /// People both know.
    pub mutuals: String,
    /// How we met; counts before what was said with the accept.
    pub how_met: String,
    /// What to remember; counts before what was said with the accept.
    pub remember: String,
    /// What they can offer.
    pub offers: String,
    /// What they are looking for.
    pub seeks: String,
    /// Tags.
    pub tags: Vec<String>,
}

/// The journal's vocabulary.
#[derive(Clone, PartialEq, Eq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(EventKind),
    doc = "An event without what belongs to it; its name is the word in the journal.",
    derive(IntoStaticStr, EnumString),
    strum(serialize_all = "snake_case")
)]
pub enum Event {
    /// Requests that were new, and requests that are closed by what came. Undone: they were never there, and
    /// what was closed is open again.
    Imported {
        /// The name of the file or folder.
        source: Untrusted,
        /// What kind of source.
        origin: SourceKind,
        /// New requests, or known ones with something added.
        invitations: Vec<Invitation>,
        /// Requests closed by it.
        closed: Vec<ClosedRequest>,
        /// The newest date in it, where it listed both requests and connections: what it does not close was still
        /// there then.
        as_of: Option<DateTime<Utc>>,
    },
    /// A decision upon a request. Undone: the request stands as it did before.
    Decided(Box<Decision>),
    /// An earlier line is taken back; this cannot be taken back itself, redo appends the line again.
    Retracted {
        /// The line.
        entry: EntryId,
    },
    /// A thin card was completed. Undone: the words before it count again.
    #[strum_discriminants(strum(serialize = "described"))]
    PersonDescribed {
        /// Whom it describes.
        person: PersonKey,
        /// Their name.
        name: Untrusted,
        /// The words.
        description: Box<Description>,
    },
    /// What was decided upon a request was done on LinkedIn, by hand. Undone: it is still to be done.
    CarriedOut {
        /// Which request.
        invitation: InvitationId,
        /// Whose.
        person: PersonKey,
        /// Their name.
        name: Untrusted,
        /// What came of it.
        how: CarryOutResult,
    },
    /// The first gift that an accept owed was given; that is a contact. Undone: it is owed again.
    #[strum_discriminants(strum(serialize = "kept"))]
    GiftGiven {
        /// The accepted request.
        invitation: InvitationId,
        /// To whom.
        person: PersonKey,
        /// Their name.
        name: Untrusted,
        /// What.
        gift: Gift,
    },
    /// A request that an import had closed is open again. Undone: it is closed.
    Reopened {
        /// Which.
        invitation: InvitationId,
    },
    /// Somebody was forgotten: whatever spoke of them is gone, and this stands in its place. It cannot be undone.
    Forgotten {
        /// Digests of the keys under which they were known ([`PersonKey::digest`]).
        people: Vec<String>,
        /// Whether an import may bring them again.
        allow_reimport: bool,
    },
    /// Written by a newer version; kept, counted and otherwise ignored.
    #[strum_discriminants(strum(disabled))]
    Unknown {
        /// Its name.
        name: String,
    },
}

impl Event {
    /// A decision.
    pub fn decided(decision: Decision) -> Self {
        Self::Decided(Box::new(decision))
    }

    /// One request that came by hand.
    pub fn added(invitation: Invitation) -> Self {
        Self::Imported {
            source: "by hand".into(),
            origin: SourceKind::Hand,
            invitations: vec![invitation],
            closed: Vec::new(),
            as_of: None,
        }
    }
}

/// An event that is on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its counter: one more than the largest known when it was written.
    pub n: u64,
    /// Its id.
    pub id: EntryId,
    /// When, for people; order never hangs on it.
    pub at: DateTime<Utc>,
    /// For a redo: the retracted line that this one repeats.
    pub redo_of: Option<EntryId>,
    /// What happened.
    pub event: Event,
}
