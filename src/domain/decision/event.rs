//! Journal events: each is one whole action of the person, never half of one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumString, IntoStaticStr};

use crate::domain::decision::care_event::CareEvent;
pub use crate::domain::decision::entry_id::EntryId;
use crate::domain::decision::{Decision, Gift, VerdictKind};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::untrusted::Untrusted;

/// Kind of an import source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// LinkedIn's own data copy.
    #[default]
    Linkedin,
    /// Invitation e-mails.
    Mail,
    /// A CSV or JSON file with the usual column names.
    Table,
    /// Typed in by hand.
    Hand,
}

/// Reason why an import closes an open request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The sender is a connection now.
    Connected,
    /// The row is gone and the sender is not connected.
    Vanished,
}

/// A request that an import closes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClosedRequest {
    /// The request.
    pub invitation: InvitationId,
    /// The reason.
    #[serde(rename = "as")]
    pub reason: CloseReason,
}

/// Digest of the note on a request between the owner and a person, either way.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct NoteRecord {
    /// The person.
    pub person: PersonKey,
    /// CRC-32 of the note, eight hexadecimal digits in the journal.
    #[serde(with = "hex_digits")]
    pub digest: u32,
}

/// A `u32` as eight hexadecimal digits.
mod hex_digits {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(digest: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{digest:08x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        u32::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

/// Result of carrying out a decision on LinkedIn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarryOutResult {
    /// Done on LinkedIn.
    #[default]
    Done,
    /// The request was no longer there.
    NotThere,
}

/// Details that the person wrote about somebody, on a card with little data or on the page; empty fields say nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Description {
    /// Role or headline.
    pub headline: String,
    /// Employer.
    pub company: String,
    /// People both know.
    pub mutuals: String,
    /// How we met; overrides the accept's.
    pub how_met: String,
    /// Facts to remember; override the accept's.
    pub remember: String,
    /// Help they can offer.
    pub offers: String,
    /// Help they seek.
    pub seeks: String,
    /// Their goals.
    pub goals: String,
    /// Their dreams.
    pub dreams: String,
    /// Help that one can give them.
    pub i_can: String,
    /// Tags.
    pub tags: Vec<String>,
}

/// An import of requests.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Import {
    /// Name of the file or folder.
    pub source: Untrusted,
    /// Kind of source.
    pub origin: SourceKind,
    /// New requests, or known ones with added fields.
    pub invitations: Vec<Invitation>,
    /// Requests closed by the import.
    pub closed: Vec<ClosedRequest>,
    /// Newest date in the source, if it listed both requests and connections: requests that it does not close were
    /// still there then.
    pub as_of: Option<DateTime<Utc>>,
    /// Digests of notes on requests that no earlier import reported, so that any import can tell a copied note from a
    /// conversation.
    pub notes: Vec<NoteRecord>,
}

/// A person, with what was written about them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DescribedPerson {
    /// The person.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// The details.
    pub description: Description,
}

/// A decision that was carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CarryOut {
    /// The request.
    pub invitation: InvitationId,
    /// Its sender.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// The result.
    pub result: CarryOutResult,
}

/// A first gift that was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenGift {
    /// The accepted request.
    pub invitation: InvitationId,
    /// The recipient.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// The gift.
    pub gift: Gift,
}

/// A journal event. Each is small: what belongs to it is kept apart, since a journal has many and few are large.
#[derive(Clone, PartialEq, Eq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(EventKind),
    doc = "An event without what belongs to it; its name is the word in the journal.",
    derive(IntoStaticStr, EnumString),
    strum(serialize_all = "snake_case")
)]
pub enum Event {
    /// Import of new requests, which may close open ones. Undo removes the new requests and reopens those that were
    /// closed.
    Imported(Box<Import>),
    /// Decision on a request. Undo restores the request's earlier state.
    Decided(Box<Decision>),
    /// Undo of an earlier line; cannot be undone itself, redo appends the line again.
    Retracted {
        /// The undone line.
        entry: EntryId,
    },
    /// Details added to a person. Undo restores the earlier details.
    #[strum_discriminants(strum(serialize = "described"))]
    PersonDescribed(Box<DescribedPerson>),
    /// A decision was carried out on LinkedIn, by hand. Undo makes it pending again.
    CarriedOut(Box<CarryOut>),
    /// The first gift owed after an accept was given, which counts as a contact. Undo: it is owed again.
    #[strum_discriminants(strum(serialize = "kept"))]
    GiftGiven(Box<GivenGift>),
    /// A request closed by an import was reopened. Undo closes it again.
    Reopened {
        /// The request.
        invitation: InvitationId,
    },
    /// Keeping in touch: contacts, promises, rhythms and the like.
    #[strum_discriminants(strum(disabled))]
    Care(Box<CareEvent>),
    /// A person was forgotten: this line replaces everything that mentioned them. It cannot be undone.
    Forgotten {
        /// Digests of the keys under which they were known ([`PersonKey::digest`]).
        people: Vec<String>,
        /// True if imports may bring them back.
        allow_reimport: bool,
    },
    /// Event of a newer version; kept, counted and otherwise ignored.
    #[strum_discriminants(strum(disabled))]
    Unknown {
        /// Its name.
        name: String,
    },
}

impl Event {
    /// Returns a decision event.
    pub fn decided(decision: Decision) -> Self {
        Self::Decided(Box::new(decision))
    }

    /// Returns the verdict, if the event is a decision.
    pub fn verdict(&self) -> Option<VerdictKind> {
        if let Self::Decided(decision) = self { Some(decision.verdict.kind()) } else { None }
    }

    /// Returns the event of an import.
    pub fn imported(import: Import) -> Self {
        Self::Imported(Box::new(import))
    }

    /// Returns the event of a description.
    pub fn person_described(described: DescribedPerson) -> Self {
        Self::PersonDescribed(Box::new(described))
    }

    /// Returns the event of carrying out a decision.
    pub fn carried_out(carried_out: CarryOut) -> Self {
        Self::CarriedOut(Box::new(carried_out))
    }

    /// Returns the event of a gift.
    pub fn gift_given(gift: GivenGift) -> Self {
        Self::GiftGiven(Box::new(gift))
    }

    /// Returns an event of keeping in touch.
    pub fn care(event: CareEvent) -> Self {
        Self::Care(Box::new(event))
    }

    /// Returns the import of one request typed in by hand.
    pub fn added(invitation: Invitation) -> Self {
        Self::imported(Import {
            source: "by hand".into(),
            origin: SourceKind::Hand,
            invitations: vec![invitation],
            closed: Vec::new(),
            as_of: None,
            notes: Vec::new(),
        })
    }

    /// Returns the request of an event that is about exactly one.
    pub fn invitation_id(&self) -> Option<&InvitationId> {
        match self {
            Self::Decided(decision) => Some(&decision.invitation),
            Self::CarriedOut(carried_out) => Some(&carried_out.invitation),
            Self::GiftGiven(gift) => Some(&gift.invitation),
            Self::Reopened { invitation } => Some(invitation),
            Self::Imported(_)
            | Self::Retracted { .. }
            | Self::PersonDescribed(_)
            | Self::Care(_)
            | Self::Forgotten { .. }
            | Self::Unknown { .. } => None,
        }
    }
}

/// A journal entry: an event on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Counter: one more than the largest known at the time of writing.
    pub n: u64,
    /// Its id.
    pub id: EntryId,
    /// Time, for display only; order never depends on it.
    pub at: DateTime<Utc>,
    /// For a redo: the undone line that this one repeats.
    pub redo_of: Option<Box<EntryId>>,
    /// Lines of one append that are taken back together: the id of its first line.
    pub batch: Option<Box<EntryId>>,
    /// The event.
    pub event: Event,
}

/// An event to append, with the line it repeats if it is a redo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEvent {
    /// The event.
    pub event: Event,
    /// For a redo: the undone line that it repeats.
    pub redo_of: Option<EntryId>,
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        Self { event, redo_of: None }
    }
}

impl Entry {
    /// True if the entry is a decision.
    pub fn is_decision(&self) -> bool {
        matches!(self.event, Event::Decided(_))
    }
}
