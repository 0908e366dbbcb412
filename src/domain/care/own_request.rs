//! Requests of one's own: those that nobody answered, as the last copy lists them, and those that were written down here.

use chrono::{DateTime, NaiveDate, Utc};
use strum::EnumMessage;

use crate::domain::care::clock::PlanData;
use crate::domain::care::role::connected;
use crate::domain::decision::care_event::{CareEvent, Party};
use crate::domain::evidence::network::{FactKind, FileKind, Network, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::Untrusted;

/// Clicks that withdraw a request of one's own.
pub const WITHDRAW_PATH: &str = "My Network › Manage › Sent › Withdraw";
/// What comes of it.
pub const WITHDRAW_CONSEQUENCE: &str = "They aren't notified. You can't ask them again for three weeks.";

/// A request of one's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnRequest {
    /// The person asked.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// When it was sent.
    pub at: DateTime<Utc>,
}

/// Returns the requests without an answer, oldest first. A copy without the row closes one.
pub fn own_requests(network: &Network) -> Vec<OwnRequest> {
    let open = network.people().filter(|known| !known.is_connected() && !known.was_connected());
    let request = |known: &PersonFacts| {
        let at = asked_at(known)?;
        let is_connected = network.matching(&known.key, &known.name).into_iter().any(PersonFacts::is_connected);
        (!is_connected).then(|| OwnRequest { person: known.key.clone(), name: known.name.clone(), at })
    };
    let mut requests: Vec<OwnRequest> = open.filter_map(request).collect();
    requests.sort_by(|a, b| (a.at, &a.person).cmp(&(b.at, &b.person)));
    requests
}

/// Returns when one asked somebody, if the last copy lists the request.
fn asked_at(known: &PersonFacts) -> Option<DateTime<Utc>> {
    known.facts.iter().find_map(|fact| match fact.kind {
        FactKind::InvitedByMe { at } => Some(at),
        _ => None,
    })
}

/// A request of one's own that was written down here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenRequest {
    /// The person asked.
    pub about: Party,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// What the last copy says of it.
    pub state: WrittenState,
}

/// What the last copy says of a request of one's own that was written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WrittenState {
    /// The copy does not list it; with the day of the copy, if that is later than the line.
    NotListed(Option<NaiveDate>),
    /// The copy lists it as waiting for an answer.
    Waiting,
    /// They are a connection since; with the day, if it is known.
    Accepted(Option<NaiveDate>),
}

/// Returns what was written down, newest first; of several lines about somebody the newest. Whom one was connected with
/// before is not among them.
pub fn written_requests(data: PlanData<'_>) -> Vec<WrittenRequest> {
    let newest = |person: &PersonKey| {
        let mut lines = data.ledger.care_of(person).rev();
        lines.find_map(|line| match line.event {
            CareEvent::Invited(invite) => Some((line.entry.at, &invite.about.name)),
            _ => None,
        })
    };
    let request = |person: &PersonKey| {
        let (at, name) = newest(person)?;
        let state = state_of(person, name, data.local.of(at), data)?;
        Some(WrittenRequest { about: Party { person: person.clone(), name: name.clone() }, at, state })
    };
    let mut requests: Vec<WrittenRequest> = data.ledger.people_with_entries().filter_map(request).collect();
    requests.sort_by(|a, b| (b.at, &a.about.person).cmp(&(a.at, &b.about.person)));
    requests
}

/// Returns what the copy says of a request that was written down on a day; `None` for a connection from before it.
fn state_of(person: &PersonKey, name: &Untrusted, written: NaiveDate, data: PlanData<'_>) -> Option<WrittenState> {
    if let Some(known) = connected(person, name, data.network) {
        let since = known.connection().and_then(|connection| connection.connected_on);
        return since.is_none_or(|since| since >= written).then_some(WrittenState::Accepted(since));
    }
    if data.network.matching(person, name).into_iter().any(|known| asked_at(known).is_some() && !known.was_connected())
    {
        return Some(WrittenState::Waiting);
    }
    let copy = data.network.time_of(FileKind::Invitations).map(|at| data.local.of(at));
    Some(WrittenState::NotListed(copy.filter(|copy| *copy > written)))
}

/// Returns the requests that were written down until the day of the last copy, newest first.
pub fn written_until_copy(data: PlanData<'_>) -> Vec<WrittenRequest> {
    let Some(copy) = data.network.time_of(FileKind::Connections).map(|at| data.local.of(at)) else { return Vec::new() };
    let mut requests = written_requests(data);
    requests.retain(|request| data.local.of(request.at) <= copy);
    requests
}

/// Returns a request to be written down, as typed. An address that is no profile counts as a mistake.
///
/// # Errors
///
/// If the person is not to be asked, or the name or address says nobody: with the sentence to show.
pub fn invite(name: &str, profile: &str, data: PlanData<'_>) -> Result<Party, InviteError> {
    let about = Party { person: PersonKey::new(profile, name), name: Untrusted::new(name) };
    if about.name.is_blank() {
        return Err(InviteError::NoName);
    }
    if !profile.is_empty() && !about.person.is_profile() {
        return Err(InviteError::NoProfile);
    }
    let Party { person, name } = &about;
    if data.network.owner.person.as_ref() == Some(person) {
        return Err(InviteError::Oneself);
    }
    if connected(person, name, data.network).is_some() {
        return Err(InviteError::Connected);
    }
    if data.ledger.has_pending_request(person, data.today) {
        return Err(InviteError::AsksYou);
    }
    let is_asked = own_requests(data.network).iter().any(|request| request.person == *person);
    if is_asked { Err(InviteError::Asked) } else { Ok(about) }
}

/// Why a request of one's own is not written down; its message is the sentence to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, EnumMessage)]
pub enum InviteError {
    /// The name is blank.
    #[strum(message = "Whom do you want to invite? Type a name")]
    NoName,
    /// The address is no profile.
    #[strum(message = "No address of a profile; it looks like https://www.linkedin.com/in/…")]
    NoProfile,
    /// It is the person themselves.
    #[strum(message = "That is your own profile")]
    Oneself,
    /// They are a connection.
    #[strum(message = "You are connected already")]
    Connected,
    /// Their request waits.
    #[strum(message = "Their request to you is waiting; accept that one")]
    AsksYou,
    /// The copy lists a request to them.
    #[strum(message = "You asked them already, as your copy says")]
    Asked,
}

impl InviteError {
    /// Returns the sentence to show.
    pub fn sentence(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}
