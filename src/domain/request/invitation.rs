//! A connection request as it came.

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

/// The same person's same request has the same id for ever: `PERSON@SENT_AT`, the time in UTC.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationId(String);

impl InvitationId {
    /// The id of what `person` sent at `sent_at`.
    pub fn new(person: &PersonKey, sent_at: DateTime<Utc>) -> Self {
        Self(format!("{}@{}", person.as_str(), dates::format_rfc3339(sent_at)))
    }

    /// An id as it stands in a journal.
    pub fn from_stored(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A request that somebody sent. Says what its source said; no one edits it after import.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invitation {
    /// Who and when.
    pub id: InvitationId,
    /// Who asks.
    pub person: PersonKey,
    /// The name as the person writes it.
    pub name: Untrusted,
    /// The profile's address as the file spells it, where it leads to a profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Untrusted>,
    /// When it was sent; from *Sent At*, which is US Pacific wall time. The epoch where that is not known:
    /// ask [`Invitation::sent`].
    #[serde(deserialize_with = "dates::stored")]
    pub sent_at: DateTime<Utc>,
    /// The date as the file writes it, where it could not be read.
    #[serde(rename = "sent_as", default, skip_serializing_if = "Option::is_none")]
    pub raw_date: Option<Untrusted>,
    /// What the person wrote with it; `None` for a request without a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Untrusted>,
    /// The line under the name; only e-mails and tables bring it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<Untrusted>,
    /// The employer; only tables bring it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Untrusted>,
}

impl Invitation {
    /// A request of which only the sender and the time are known. An address that leads to no profile is dropped.
    pub fn new(name: &str, profile: &str, sent_at: DateTime<Utc>) -> Self {
        let person = PersonKey::new(profile, name);
        Self {
            id: InvitationId::new(&person, sent_at),
            profile: person.is_profile().then(|| Untrusted::new(profile.trim())),
            person,
            name: Untrusted::new(name),
            sent_at,
            raw_date: None,
            note: None,
            headline: None,
            company: None,
        }
    }

    /// A request whose date cannot be read, and how it is written.
    pub fn with_raw_date(name: &str, profile: &str, written: &str) -> Self {
        Self { raw_date: text(written), ..Self::new(name, profile, DateTime::UNIX_EPOCH) }
    }

    /// The same with a note; one without ink is none.
    pub fn with_note(mut self, note: &str) -> Self {
        self.note = text(note);
        self
    }

    /// The same with the line under the name and the employer; blank ones are none.
    pub fn with_role(mut self, headline: &str, company: &str) -> Self {
        self.headline = text(headline);
        self.company = text(company);
        self
    }

    /// When it was sent, where that is known.
    pub fn sent(&self) -> Option<DateTime<Utc>> {
        Some(self.sent_at).filter(|at| *at != DateTime::UNIX_EPOCH)
    }

    /// Whole days between the sending and `now`; never negative.
    pub fn age_days(&self, now: DateTime<Utc>) -> Option<i64> {
        self.sent().map(|at| (now - at).num_days().max(0))
    }
}

/// What a person says of a request that came by hand; blank where they say nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ManualInvitation<'a> {
    /// The name.
    pub name: &'a str,
    /// The profile's address.
    pub profile: &'a str,
    /// Their note.
    pub note: &'a str,
    /// The line under the name.
    pub headline: &'a str,
    /// The employer.
    pub company: &'a str,
}

impl ManualInvitation<'_> {
    /// The request, as sent in this second: nobody knows better.
    pub fn invitation(self, now: DateTime<Utc>) -> Invitation {
        let Self { name, profile, note, headline, company } = self;
        Invitation::new(name, profile, now.trunc_subsecs(0)).with_note(note).with_role(headline, company)
    }
}

fn text(cell: &str) -> Option<Untrusted> {
    let text = Untrusted::from(cell);
    (!text.is_blank()).then_some(text)
}
