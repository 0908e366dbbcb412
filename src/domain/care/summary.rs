//! Summaries of all people, each once, with the fields that a search looks in.

use foldhash::HashSet;

use crate::domain::care::role::{Role, connected};
use crate::domain::decision::Verdict;
use crate::domain::decision::event::{Description, Entry, Event};
use crate::domain::decision::history;
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::InvitationId;
use crate::domain::search::fields::Field;
use crate::domain::search::fold;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// A person whom the journal has a line about, or a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonSummary {
    /// Their key.
    pub key: PersonKey,
    /// The name on the latest request, else among the connections, else on the latest line.
    pub name: Untrusted,
    /// The latest request and its status.
    pub latest: Option<(InvitationId, Status)>,
}

/// Returns everybody whom the journal has a line about and all connections, sorted by name.
pub fn everybody(ledger: &Ledger, network: &Network) -> Vec<PersonSummary> {
    let mut people = all_people(ledger);
    let connections = network.people().filter(|known| known.is_connected()).map(PersonSummary::from_connection);
    add_unknown(&mut people, connections.collect());
    let is_listed = |key: &PersonKey| network.get(key).is_some_and(PersonFacts::is_connected);
    let noted = ledger.people_with_entries().filter(|person| {
        ledger.latest_case_of(person).is_none() && !ledger.other_keys(person).into_iter().any(is_listed)
    });
    add_unknown(&mut people, noted.filter_map(|person| PersonSummary::from_lines(person, ledger, network)).collect());
    people.sort_by_cached_key(|person| (fold(person.name.raw()), person.key.clone()));
    people
}

/// Adds those who are not among the people yet. One side without a profile is matched by name, as everywhere.
fn add_unknown(people: &mut Vec<PersonSummary>, mut others: Vec<PersonSummary>) {
    let keys: HashSet<&PersonKey> = people.iter().map(|person| &person.key).collect();
    let names = |with_profile: bool| -> HashSet<String> {
        let of_kind = people.iter().filter(|person| with_profile || !person.key.is_profile());
        of_kind.map(|person| normal_name(person.name.raw())).collect()
    };
    let (all_names, unlinked_names) = (names(true), names(false));
    others.retain(|other| {
        let names = if other.key.is_profile() { &unlinked_names } else { &all_names };
        !keys.contains(&other.key) && (names.is_empty() || !names.contains(&normal_name(other.name.raw())))
    });
    people.append(&mut others);
}

/// Returns the connections of the last copy, sorted by name.
pub fn connections(ledger: &Ledger, network: &Network) -> Vec<PersonSummary> {
    let mut people = everybody(ledger, network);
    people.retain(|person| connected(&person.key, &person.name, network).is_some());
    people
}

/// Returns these people, each once, sorted by name; without those whom neither journal nor copy knows.
pub fn people_among(people: &[PersonKey], ledger: &Ledger, network: &Network) -> Vec<PersonSummary> {
    let mut seen = HashSet::default();
    let summary = |person: &PersonKey| {
        let known = || network.get(person).map(PersonSummary::from_connection);
        let asked = ledger.latest_case_of(person).map(|case| PersonSummary::from_case(case, ledger));
        asked.or_else(known).or_else(|| PersonSummary::from_lines(person, ledger, network))
    };
    let unique = people.iter().filter(|person| seen.insert(*person));
    let mut people: Vec<PersonSummary> = unique.filter_map(summary).collect();
    people.sort_by_cached_key(|person| (fold(person.name.raw()), person.key.clone()));
    people
}

/// Returns everybody with a request in the journal, sorted by name.
pub fn all_people(ledger: &Ledger) -> Vec<PersonSummary> {
    let is_latest = |case: &&InvitationCase| {
        let invitation = case.invitation();
        !ledger.cases_of(&invitation.person).any(|other| other.invitation().is_later_than(invitation))
    };
    let folded = |case: &InvitationCase| fold(case.invitation().name.raw());
    let mut latest: Vec<_> = ledger.cases().filter(is_latest).map(|case| (folded(case), case)).collect();
    latest.sort_unstable_by(|(a, one), (b, other)| {
        a.cmp(b).then_with(|| one.invitation().person.cmp(&other.invitation().person))
    });
    latest.into_iter().map(|(_, case)| PersonSummary::from_case(case, ledger)).collect()
}

impl PersonSummary {
    /// Returns the summary of a case's sender, with this case as their latest.
    pub fn from_case(case: &InvitationCase, ledger: &Ledger) -> Self {
        let invitation = case.invitation();
        Self {
            key: invitation.person.clone(),
            name: invitation.name.clone(),
            latest: Some((invitation.id.clone(), ledger.status_of(case))),
        }
    }

    fn from_connection(known: &PersonFacts) -> Self {
        Self { key: known.key.clone(), name: known.name.clone(), latest: None }
    }

    /// Returns the summary of somebody by the lines about them; `None` if there are none, or all were undone.
    fn from_lines(person: &PersonKey, ledger: &Ledger, network: &Network) -> Option<Self> {
        ledger.entries_about(person).next()?;
        Some(Self { key: person.clone(), name: name_of(person, ledger, network), latest: None })
    }

    /// Returns the status of the latest request, if there is one.
    pub fn status(&self) -> Option<Status> {
        self.latest.as_ref().map(|(_, status)| *status)
    }
}

/// Returns how we met and what to remember: from the person's page, else from the latest accept.
pub fn how_met_and_notes(person: &PersonKey, ledger: &Ledger) -> (String, String) {
    let described = ledger.description_of(person).cloned().unwrap_or_default();
    let accepts =
        ledger.cases_of(person).filter_map(|case| ledger.decision_of(case)).filter_map(|(_, decision)| match &decision
            .verdict
        {
            Verdict::Accept(details) => Some((details.how_met.clone(), details.remember.clone())),
            Verdict::Decline(_) | Verdict::FollowUp { .. } => None,
        });
    let (how_met, remember) = accepts.last().unwrap_or_default();
    let pick = |written: String, said: String| if written.is_empty() { said } else { written };
    (pick(described.how_met, how_met), pick(described.remember, remember))
}

/// Returns what a search looks in, the name first.
pub fn fields(person: &PersonSummary, ledger: &Ledger, network: &Network, local: LocalDates) -> Vec<Field> {
    let (headline, company) = Role::of(&person.key, ledger, network).display();
    let mut fields =
        vec![Field::new("", person.name.raw()), Field::new("headline", headline), Field::new("company", company)];
    if let Some(described) = ledger.description_of(&person.key) {
        let Description { mutuals, how_met, remember, offers, seeks, goals, dreams, i_can, tags, .. } = described;
        let said = [
            ("you both know", mutuals),
            ("how you met", how_met),
            ("to remember", remember),
            ("can offer", offers),
            ("looks for", seeks),
            ("goals", goals),
            ("dreams", dreams),
            ("what you can do", i_can),
        ];
        fields.extend(said.into_iter().map(|(label, text)| Field::new(label, text)));
        fields.extend(tags.iter().map(|tag| Field::new("tag", tag)));
    }
    let cases: Vec<&InvitationCase> = ledger.cases_of(&person.key).collect();
    let notes = cases.iter().filter_map(|case| case.invitation().note.as_ref());
    fields.extend(notes.map(|note| Field::new("their note", note.raw())));
    for case in cases {
        if let Some((entry, decision)) = ledger.decision_of(case) {
            fields.extend(history::fields(decision, local.of(entry.at)));
        }
    }
    fields
}

/// Returns a person's name: from the last copy, else from their requests or the lines about them.
pub fn name_of(person: &PersonKey, ledger: &Ledger, network: &Network) -> Untrusted {
    let listed = network.get(person).map(|known| known.name.clone()).filter(|name| !name.is_blank());
    let asked = || ledger.latest_case_of(person).map(|case| case.invitation().name.clone());
    let written = || ledger.entries_about(person).rev().find_map(|(_, entry)| name_in(entry, person, ledger));
    listed.or_else(asked).or_else(written).unwrap_or_default()
}

/// Returns what an entry calls a person, under whichever of their keys.
fn name_in(entry: &Entry, person: &PersonKey, ledger: &Ledger) -> Option<Untrusted> {
    let is_theirs = |key: &PersonKey| key == person || ledger.present_key(key) == ledger.present_key(person);
    let name = match &entry.event {
        Event::Care(event) => &event.parties().iter().find(|party| is_theirs(&party.person))?.name,
        Event::PersonDescribed(described) => &described.name,
        Event::GiftGiven(gift) => &gift.name,
        _ => return None,
    };
    (!name.is_blank()).then(|| name.clone())
}
