//! People who seem to have a new address: gone and new in one copy, and otherwise the same.

use crate::domain::decision::care_event::{CareEvent, Party};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::{Connection, FactKind, Network, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::search::fold;
use crate::domain::text::untrusted::Untrusted;

/// Somebody who seems to have a new address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAddress {
    /// The person under the earlier key.
    pub earlier: Party,
    /// The key they have now.
    pub now: PersonKey,
}

impl NewAddress {
    /// Returns the event that says so.
    pub fn confirmed(self) -> CareEvent {
        CareEvent::SamePerson { about: self.earlier, into: self.now }
    }
}

/// Returns those of a copy's former connections who seem to be one of its new ones: connected on the same day under the
/// same name, or with the same e-mail address. Never by name alone, and not who is known to be the same.
pub fn new_addresses(gone: &[&PersonKey], added: &[&PersonKey], network: &Network, ledger: &Ledger) -> Vec<NewAddress> {
    let pair = |earlier: &&PersonKey| {
        let earlier = *earlier;
        let before = network.get(earlier)?;
        let now = added.iter().filter_map(|person| network.get(person)).find(|now| is_same(before, now))?;
        let is_known = ledger.other_keys(earlier).contains(&&now.key);
        let earlier = Party { person: earlier.clone(), name: before.name.clone() };
        (!is_known).then(|| NewAddress { earlier, now: now.key.clone() })
    };
    gone.iter().filter_map(pair).collect()
}

fn is_same(before: &PersonFacts, now: &PersonFacts) -> bool {
    let was = before.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::WasConnected(connection) => Some(connection),
        _ => None,
    });
    let (Some(was), Some(is)) = (was, now.connection()) else { return false };
    let email = |row: &Connection| row.email.as_ref().filter(|email| !email.is_blank()).map(|email| fold(email.raw()));
    let name = |name: &Untrusted| fold(name.raw().trim());
    let has_same_day = was.connected_on.is_some() && was.connected_on == is.connected_on;
    (has_same_day && name(&before.name) == name(&now.name)) || (email(was).is_some() && email(was) == email(is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evidence::network::{Fact, Owner, SourceRef};

    /// Returns a person connected on a day of 2020, in the last copy or only before.
    fn person(key: &str, name: &str, day: u32, email: &str, is_connected: bool) -> PersonFacts {
        let mut known = PersonFacts::new(PersonKey::from_stored(key), name.into());
        let row = Connection {
            connected_on: chrono::NaiveDate::from_ymd_opt(2020, 1, day),
            email: (!email.is_empty()).then(|| Box::new(email.into())),
            ..Connection::default()
        };
        let kind = if is_connected { FactKind::Connected(row) } else { FactKind::WasConnected(row) };
        known.facts.push(Fact { kind, source: SourceRef { file: 0, record: 2 } });
        known
    }

    #[test]
    fn the_same_day_and_name_or_the_same_mail_are_one_person() {
        let same = |before: PersonFacts, now: PersonFacts| {
            let (gone, added) = (before.key.clone(), now.key.clone());
            let network = Network::new(Owner::default(), None, Vec::new(), [before, now]);
            new_addresses(&[&gone], &[&added], &network, &Ledger::default()).len() == 1
        };
        let ines = || person("ines", "Ines Ferreira", 1, "", false);
        assert!(same(ines(), person("ines-2", "INES ferreira", 1, "", true)));
        assert!(!same(ines(), person("ines-2", "Ines Ferreira", 2, "", true)), "by name alone");
        assert!(!same(ines(), person("ole", "Ole Hansen", 1, "", true)), "by day alone");
        let mailed = person("ines", "Ines Ferreira", 1, "i@example.org", false);
        assert!(same(mailed, person("ines-2", "Ines F. Moreau", 9, "I@example.org", true)));
        assert!(!same(ines(), person("ines-2", "Ines Ferreira", 1, "", false)), "gone too");
    }
}
