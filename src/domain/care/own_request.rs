//! Requests of one's own that nobody answered, as the last copy lists them.

use chrono::{DateTime, Utc};

use crate::domain::evidence::network::{FactKind, Network, PersonFacts};
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
        let at = known.facts.iter().find_map(|fact| match fact.kind {
            FactKind::InvitedByMe { at } => Some(at),
            _ => None,
        })?;
        let is_connected = network.matching(&known.key, &known.name).into_iter().any(PersonFacts::is_connected);
        (!is_connected).then(|| OwnRequest { person: known.key.clone(), name: known.name.clone(), at })
    };
    let mut requests: Vec<OwnRequest> = open.filter_map(request).collect();
    requests.sort_by(|a, b| (a.at, &a.person).cmp(&(b.at, &b.person)));
    requests
}
