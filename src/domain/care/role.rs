//! What somebody does and where: one definition for cards, pages, lists and exports.

use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::evidence::network::{Connection, Network, PersonFacts, describe_job};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::Untrusted;

/// Role and company of a person, by source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Role {
    /// The user's own text.
    pub own: Option<Untrusted>,
    /// Position from Connections.csv.
    pub position: Option<Untrusted>,
    /// Headline that came with the latest request.
    pub headline: Option<Untrusted>,
    /// Company: the user's own text, else the connection's, else the request's.
    pub company: Option<Untrusted>,
}

impl Role {
    /// Returns the role of a person.
    pub fn of(person: &PersonKey, ledger: &Ledger, network: &Network) -> Self {
        Self::of_known(person, network.get(person), ledger, network)
    }

    /// Returns the role of a person of whom the snapshot knows this.
    pub(super) fn of_known(
        person: &PersonKey,
        known: Option<&PersonFacts>,
        ledger: &Ledger,
        network: &Network,
    ) -> Self {
        let described = ledger.description_of(person);
        let own = |text: Option<&String>| text.and_then(|text| Untrusted::non_blank(text));
        let request = ledger.latest_case_of(person).map(InvitationCase::invitation);
        let (name, unknown) = (request.map(|request| &request.name), Untrusted::default());
        let connected = connected_or_namesake(person, known, name.unwrap_or(&unknown), network);
        let connection = connected.and_then(PersonFacts::connection);
        Self {
            own: own(described.map(|described| &described.headline)),
            position: connection.and_then(|connection| connection.position.clone()),
            headline: request.and_then(|request| request.headline.clone()),
            company: own(described.map(|described| &described.company))
                .or_else(|| connection.and_then(|connection| connection.company.clone()))
                .or_else(|| request.and_then(|request| request.company.clone())),
        }
    }

    /// Returns the best title: the user's own text, else the position, else the headline.
    pub fn title(&self) -> Option<&Untrusted> {
        self.own.as_ref().or(self.position.as_ref()).or(self.headline.as_ref())
    }

    /// Returns title and company for the screen; empty where unknown.
    pub fn display(&self) -> (String, String) {
        let text = |text: Option<&Untrusted>| text.map(Untrusted::display_name).unwrap_or_default();
        (text(self.title()), text(self.company.as_ref()))
    }

    /// Returns title and company in words: `Welder at Acme`, `at Acme`; empty if both are unknown.
    pub fn in_words(&self) -> String {
        describe_job((self.title(), self.company.as_ref()))
    }

    /// Returns title and company side by side: `Welder · Acme`, `Acme`; empty if both are unknown.
    pub fn side_by_side(&self) -> String {
        let (title, company) = self.display();
        [title, company].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Returns the row of the connection with the same profile. If one side has no profile: of the same name, and only
/// if it is unique, so that nobody gets a namesake's address.
pub fn connection<'a>(person: &PersonKey, name: &Untrusted, network: &'a Network) -> Option<&'a Connection> {
    connected(person, name, network).and_then(PersonFacts::connection)
}

/// Returns the connection that [`connection`] finds, with all facts.
pub fn connected<'a>(person: &PersonKey, name: &Untrusted, network: &'a Network) -> Option<&'a PersonFacts> {
    connected_or_namesake(person, network.get(person), name, network)
}

/// Like [`connected`], for a person of whom the snapshot knows this.
pub(super) fn connected_or_namesake<'a>(
    person: &PersonKey,
    known: Option<&'a PersonFacts>,
    name: &Untrusted,
    network: &'a Network,
) -> Option<&'a PersonFacts> {
    known.filter(|known| known.is_connected()).or_else(|| {
        let mut connected = network.namesakes(person, name).filter(|known| known.is_connected());
        connected.next().filter(|_| connected.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_said_the_same_way_everywhere() {
        let role = |title: &str, company: &str| {
            let text = |text: &str| Some(Untrusted::from(text)).filter(|text| !text.is_blank());
            Role { position: text(title), company: text(company), ..Role::default() }
        };
        let both = role("Welder", "Acme");
        assert_eq!((both.in_words().as_str(), both.side_by_side().as_str()), ("Welder at Acme", "Welder · Acme"));
        for (title, company, words, beside) in
            [("Welder", "", "Welder", "Welder"), ("", "Acme", "at Acme", "Acme"), ("", "", "", "")]
        {
            let role = role(title, company);
            assert_eq!((role.in_words().as_str(), role.side_by_side().as_str()), (words, beside));
        }
    }
}
