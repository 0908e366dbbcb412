//! What became of accepts, by the messages since the day of the connection.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use strum::{IntoStaticStr, VariantArray};

use crate::domain::decision::Decision;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::event::Entry;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::{FactKind, Network, PersonFacts};
use crate::domain::request::invitation::Invitation;

/// Days between a connection and the copy from which its outcome counts.
pub const OLD_ENOUGH_DAYS: i64 = 90;
/// Days within which a first message of theirs is a pitch, if nobody answered it.
const PITCH_DAYS: i64 = 3;
/// People below which a share says nothing.
pub const ENOUGH: usize = 5;

/// Outcome of an accept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum AcceptOutcome {
    /// Messages both ways.
    Conversation,
    /// Only theirs, the first within three days.
    Pitched,
    /// Any other messages.
    OneSided,
    /// None.
    Silent,
}

/// An accept, with what became of it.
#[derive(Clone, Copy, Debug)]
pub struct AcceptRecord<'a> {
    /// Its journal entry.
    pub entry: &'a Entry,
    /// The decision.
    pub decision: &'a Decision,
    /// Its outcome; `None` without a connection, or where the copy does not say.
    pub outcome: Option<AcceptOutcome>,
    /// True if the connection is old enough for the outcome to count.
    pub is_old_enough: bool,
}

/// Number of accepts by outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct OutcomeCounts {
    /// All accepts.
    pub accepted: usize,
    /// Messages both ways.
    pub conversation: usize,
    /// Only theirs, the first within three days.
    pub pitched: usize,
    /// Any other messages.
    pub one_sided: usize,
    /// No messages.
    pub silent: usize,
    /// No connection in the copy.
    pub not_connected: usize,
}

impl OutcomeCounts {
    /// Counts accepts.
    pub fn of<'a>(accepts: impl Iterator<Item = &'a AcceptRecord<'a>>) -> Self {
        let mut counts = Self::default();
        for accept in accepts {
            counts.accepted += 1;
            *match accept.outcome {
                Some(AcceptOutcome::Conversation) => &mut counts.conversation,
                Some(AcceptOutcome::Pitched) => &mut counts.pitched,
                Some(AcceptOutcome::OneSided) => &mut counts.one_sided,
                Some(AcceptOutcome::Silent) => &mut counts.silent,
                None => &mut counts.not_connected,
            } += 1;
        }
        counts
    }

    /// Returns the number of accepts with an outcome.
    pub fn connected(&self) -> usize {
        self.accepted - self.not_connected
    }
}

/// Returns every current accept, in the order of arrival; none without messages in the last copies.
pub fn accepts<'a>(ledger: &'a Ledger, network: &'a Network) -> Vec<AcceptRecord<'a>> {
    let Some(copy) = network.messages_as_of.filter(|_| network.has_messages()) else { return Vec::new() };
    let cases = ledger.cases().filter_map(|case| Some((case.invitation(), ledger.decision_of(case)?)));
    let accepted = cases.filter(|(_, (_, decision))| decision.verdict.kind() == VerdictKind::Accept);
    accepted
        .map(|(invitation, (entry, decision))| {
            let known = connection_of(invitation, entry.at.date_naive(), network);
            let outcome = known.map(|(known, connected_on)| outcome_of(known, connected_on));
            let is_old_enough = known.is_some_and(|(_, connected_on)| is_old_enough(connected_on, copy));
            AcceptRecord { entry, decision, outcome, is_old_enough }
        })
        .collect()
}

/// Returns the outcome of an accept of this UTC day, with the day of the connection.
pub fn outcome_since(
    invitation: &Invitation,
    decided_on: NaiveDate,
    network: &Network,
) -> Option<(AcceptOutcome, NaiveDate)> {
    let (known, connected_on) = connection_of(invitation, decided_on, network)?;
    Some((outcome_of(known, connected_on), connected_on))
}

fn is_old_enough(connected_on: NaiveDate, copy: DateTime<Utc>) -> bool {
    connected_on + TimeDelta::days(OLD_ENOUGH_DAYS) <= copy.date_naive()
}

/// Returns the sender of a request with the day of the connection: the current one, else the last that a copy listed and
/// that began with this accept or later. A connection that was gone before is none of it.
fn connection_of<'a>(
    invitation: &Invitation,
    decided_on: NaiveDate,
    network: &'a Network,
) -> Option<(&'a PersonFacts, NaiveDate)> {
    let own = network.get(&invitation.person);
    let known = own.filter(|known| known.is_connected()).or_else(|| network.find_connection(invitation));
    if let Some(known) = known {
        let day = known.connections().find_map(|row| row.connected_on)?;
        return Some((known, day));
    }
    let was = own?.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::WasConnected(row) => row.connected_on,
        _ => None,
    });
    Some((own?, was.filter(|day| *day >= decided_on)?))
}

/// Returns the outcome of a connection since its day.
fn outcome_of(known: &PersonFacts, connected_on: NaiveDate) -> AcceptOutcome {
    let since = known.conversation_stats().map(|talk| talk.since_connected).unwrap_or_default();
    match (since.sent, since.received) {
        (0, 0) => AcceptOutcome::Silent,
        (1.., 1..) => AcceptOutcome::Conversation,
        (0, _)
            if since
                .first_received
                .is_some_and(|at| (at.utc().date_naive() - connected_on).num_days() <= PITCH_DAYS) =>
        {
            AcceptOutcome::Pitched
        }
        _ => AcceptOutcome::OneSided,
    }
}
