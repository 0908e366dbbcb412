//! Connection requests as received.

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::person::key::{PersonKey, slug};
use crate::domain::text::dates;
use crate::domain::text::untrusted::{Untrusted, is_printable_ascii, is_unsafe_char};

/// Longest address on another network, in bytes.
const MAX_ADDRESS_LEN: usize = 600;

/// Permanent id of a request: `PERSON@SENT_AT`, the time in UTC.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationId(#[serde(deserialize_with = "stored_id")] String);

fn stored_id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|id| InvitationId::from_stored(id).0)
}

impl InvitationId {
    /// Returns the id of a request that `person` sent at `sent_at`. Without a date it ends in the epoch, as in
    /// journals of 0.1.
    pub fn new(person: &PersonKey, sent_at: Option<DateTime<Utc>>) -> Self {
        Self(format!("{}@{}", person.as_str(), dates::format_rfc3339(sent_at.unwrap_or(DateTime::UNIX_EPOCH))))
    }

    /// Returns the id read from a journal, with its person's key normalised.
    pub fn from_stored(id: impl Into<String>) -> Self {
        let id = id.into();
        if is_printable_ascii(&id) {
            return Self(id);
        }
        match id.rsplit_once('@') {
            Some((person, at)) => Self(format!("{}@{at}", PersonKey::from_stored(person).as_str())),
            None => Self(id),
        }
    }

    /// Returns the id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A received request, as its source reports it; never edited after import.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invitation {
    /// Sender and time.
    pub id: InvitationId,
    /// The sender.
    pub person: PersonKey,
    /// The name as the person writes it.
    pub name: Untrusted,
    /// The profile URL as the file spells it, if it leads to a profile; else an address on another network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Untrusted>,
    /// Time of sending, from *Sent At*, which is US Pacific wall time; `None` if unknown. The journal writes an
    /// unknown time as the epoch.
    #[serde(with = "dates::epoch_is_unknown")]
    pub sent_at: Option<DateTime<Utc>>,
    /// The date as the file writes it, if it could not be parsed.
    #[serde(rename = "sent_as", default, skip_serializing_if = "Option::is_none")]
    pub raw_date: Option<Untrusted>,
    /// The note; `None` for a request without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Untrusted>,
    /// The headline under the name; only e-mails and tables have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<Untrusted>,
    /// The employer; only tables have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Untrusted>,
}

impl Invitation {
    /// Returns a request with only sender and time known. A URL that leads to no profile is dropped.
    pub fn new(name: &str, profile: &str, sent_at: impl Into<Option<DateTime<Utc>>>) -> Self {
        let sent_at = sent_at.into();
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

    /// Returns a request with an unparsable date, kept as written.
    pub fn with_raw_date(name: &str, profile: &str, written: &str) -> Self {
        Self { raw_date: Untrusted::non_blank(written), ..Self::new(name, profile, None) }
    }

    /// Returns the request with an address on another network, unless it has a profile. What is no web address is left
    /// out.
    pub fn with_other_address(mut self, address: &str) -> Self {
        if !self.person.is_profile() && is_other_address(address.trim()) {
            self.profile = Some(Untrusted::new(address.trim()));
        }
        self
    }

    /// Returns the person's address: the profile page, else what a file said about another network. Only the former is
    /// ever opened.
    pub fn address(&self) -> Option<String> {
        let other = self.profile.as_ref().map(Untrusted::raw).filter(|address| is_other_address(address));
        self.person.profile_url().or_else(|| other.filter(|_| !self.person.is_profile()).map(ToOwned::to_owned))
    }

    /// Returns the request with a note; a blank note counts as none.
    pub fn with_note(mut self, note: &str) -> Self {
        self.note = Untrusted::non_blank(note);
        self
    }

    /// Returns the request with headline and employer; blank ones count as none.
    pub fn with_role(mut self, headline: &str, company: &str) -> Self {
        self.headline = Untrusted::non_blank(headline);
        self.company = Untrusted::non_blank(company);
        self
    }

    /// True if this request was sent after another; undated requests come first, ties go by id.
    pub fn is_later_than(&self, other: &Self) -> bool {
        (self.sent_at, &self.id) > (other.sent_at, &other.id)
    }

    /// Returns the whole days from sending to `now`; never negative.
    pub fn age_days(&self, now: DateTime<Utc>) -> Option<i64> {
        self.sent_at.map(|at| (now - at).num_days().max(0))
    }
}

/// What to give as a profile.
const PROFILE_HELP: &str = "copy it from the browser (https://www.linkedin.com/in/…), or leave it out";

/// A request typed in by hand; unknown fields are blank.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ManualInvitation<'a> {
    /// The name.
    pub name: &'a str,
    /// The profile URL.
    pub profile: &'a str,
    /// The sender's note.
    pub note: &'a str,
    /// The headline under the name.
    pub headline: &'a str,
    /// The employer.
    pub company: &'a str,
}

impl ManualInvitation<'_> {
    /// Returns the request with `now` as its time of sending, the best guess there is; or why its profile is none.
    pub fn into_invitation(self, now: DateTime<Utc>) -> Result<Invitation, String> {
        let Self { name, profile, note, headline, company } = self;
        let invitation = Invitation::new(name, profile, now.trunc_subsecs(0)).with_other_address(profile);
        match Untrusted::non_blank(profile).filter(|_| invitation.profile.is_none()) {
            Some(profile) => Err(format!("“{}” is no address of a profile; {PROFILE_HELP}", profile.display())),
            None => Ok(invitation.with_note(note).with_role(headline, company)),
        }
    }
}

/// True for a web address of another network, without any character that acts or cannot be seen.
fn is_other_address(address: &str) -> bool {
    (address.starts_with("https://") || address.starts_with("http://"))
        && address.len() <= MAX_ADDRESS_LEN
        && slug(address).is_none()
        && !address.chars().any(|c| c.is_whitespace() || c == '"' || c == '<' || c == '>' || is_unsafe_char(c))
}
