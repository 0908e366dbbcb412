//! Who is exported: one row a person, chosen by a filter, in order.

use chrono::NaiveDate;
use foldhash::{HashMap, HashSet};
use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};

use super::fields::{Clocks, Contact, Decided, Row};
use crate::domain::care::clock::Clock;
use crate::domain::care::role::connected;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::decision::ledger::{Ledger, Status};
use crate::domain::evidence::network::Network;
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::dates::LocalDates;

/// Filter of an export, in the order of the form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, VariantArray, IntoStaticStr, EnumString, EnumMessage)]
#[strum(serialize_all = "snake_case")]
pub enum ContactFilter {
    /// People with a current accept.
    #[default]
    #[strum(message = "accepted")]
    Accepted,
    /// People who were put off and whose request no import has closed.
    #[strum(message = "following up")]
    FollowUp,
    /// People with a current decline.
    #[strum(message = "declined")]
    Declined,
    /// Everybody with a current decision; the latest one counts.
    #[strum(to_string = "all", message = "everybody decided")]
    Decided,
    /// Connections of the last copy, decided or not; not who was let go.
    #[strum(message = "all connections")]
    Connections,
}

impl ContactFilter {
    /// Returns its name on the command line; [`ContactFilter::Decided`] is *all* there.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns its label on the screen.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// True for people whose latest request has this status.
    pub fn matches(self, status: Status) -> bool {
        match status {
            Status::Accepted => self != Self::Declined && self != Self::FollowUp,
            Status::Declined => self != Self::Accepted && self != Self::FollowUp,
            Status::FollowUp(_) | Status::Parked(_) => self != Self::Accepted && self != Self::Declined,
            Status::Pending | Status::Closed(_) | Status::Removed => false,
        }
    }
}

/// Iterator over contacts of known number, each built on demand.
pub type ContactIter<'c> = dyn ExactSizeIterator<Item = Contact> + 'c;

/// The people of an export: one per person, by latest matching decision; sorted by name, then by key.
/// Each contact is built when written: thousands of them take more memory than ledger and snapshot together.
#[derive(Clone, Debug)]
pub struct Contacts<'a> {
    ledger: &'a Ledger,
    network: &'a Network,
    today: NaiveDate,
    local: LocalDates,
    has_utc_days: bool,
    rows: Vec<Row<'a>>,
}

impl<'a> Contacts<'a> {
    /// Returns the number of contacts.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Returns the people, in order.
    pub fn people(&self) -> impl Iterator<Item = &'a PersonKey> {
        self.rows.iter().map(|row| row.person)
    }

    /// Keeps only the people that `is_kept` accepts, by the keys under which lists have them: of somebody with a new
    /// address that may be either.
    pub fn retain(&mut self, is_kept: impl Fn(&PersonKey) -> bool) {
        let ledger = self.ledger;
        let has_moved = |row: &Row| ledger.present_key(row.listed_as) != row.listed_as;
        self.rows.retain(|row| is_kept(row.listed_as) || (has_moved(row) && is_kept(row.person)));
    }

    /// Tells the day of the last contact in UTC if `has_utc_days`, as for tables and programs: the same in every time zone.
    pub fn with_utc_days(self, has_utc_days: bool) -> Self {
        Self { has_utc_days, ..self }
    }

    /// Builds the contacts one by one.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Contact> {
        self.part(0, usize::MAX)
    }

    /// Builds so many contacts one by one, without those before `start`.
    pub fn part(&self, start: usize, count: usize) -> impl ExactSizeIterator<Item = Contact> {
        let Self { ledger, network, today, local, has_utc_days, .. } = *self;
        let clock = Clock::of_contacts(ledger, network, today, local);
        let in_utc = has_utc_days.then(|| Clock::of_contacts_in_utc(ledger, network, today, local));
        let clocks = Clocks { local, clock, in_utc };
        self.rows.iter().skip(start).take(count).map(move |row| Contact::new(ledger, network, &clocks, row))
    }
}

/// Returns the contacts that match the filter; of several decisions on one person the latest counts, under whichever of
/// their keys.
pub fn contacts<'a>(
    ledger: &'a Ledger,
    network: &'a Network,
    filter: ContactFilter,
    today: NaiveDate,
    local: LocalDates,
) -> Contacts<'a> {
    let mut latest = latest_decisions(ledger);
    latest.retain(|(_, (case, ..))| filter.matches(ledger.status_of(case)));
    let mut rows: Vec<Row> = if filter == ContactFilter::Connections {
        let latest = latest.into_iter().collect();
        connections(ledger, network, &latest, &Clock::of_contacts(ledger, network, today, local))
    } else {
        latest.into_iter().map(|(person, decided)| Row::of_decided(person, decided)).collect()
    };
    rows.sort_by_cached_key(|row| (normal_name(row.name.raw()), row.person));
    Contacts { ledger, network, today, local, has_utc_days: false, rows }
}

/// Returns the latest decision on everybody, by the key that they have now. In the order of the ledger: whoever goes
/// through them finds one near the other in memory.
fn latest_decisions(ledger: &Ledger) -> Vec<(&PersonKey, Decided<'_>)> {
    let mut latest: Vec<(&PersonKey, Decided)> = Vec::with_capacity(ledger.decisions());
    let mut places: HashMap<&PersonKey, usize> = HashMap::default();
    places.reserve(ledger.decisions());
    for case in ledger.cases() {
        let Some((entry, decision)) = ledger.decision_of(case) else { continue };
        let person = ledger.present_key(&decision.person);
        let place = *places.entry(person).or_insert(latest.len());
        match latest.get_mut(place) {
            None => latest.push((person, (case, entry, decision))),
            Some((_, best)) if (best.1.n, &best.1.id) < (entry.n, &entry.id) => *best = (case, entry, decision),
            Some(_) => {}
        }
    }
    latest
}

/// Returns the connections of the last copy but those one let go of, unsorted; each with the decision, if there is one.
fn connections<'a>(
    ledger: &'a Ledger,
    network: &'a Network,
    latest: &HashMap<&'a PersonKey, Decided<'a>>,
    clock: &Clock,
) -> Vec<Row<'a>> {
    let mut seen = HashSet::default();
    let row = |listed: PersonSummary| {
        let known = connected(&listed.key, &listed.name, network)?;
        if ledger.care_of(&known.key).next().is_some() && clock.of(&known.key).is_let_go {
            return None;
        }
        let decided = |key: &PersonKey| latest.get_key_value(ledger.present_key(key));
        if let Some((person, decided)) = decided(&listed.key).or_else(|| decided(&known.key)) {
            return Some(Row::of_decided(person, *decided));
        }
        let case = listed.latest.and_then(|(id, _)| ledger.case(&id));
        let listed_as = case.map_or(&known.key, |case| &case.invitation().person);
        Some(Row { listed_as, person: ledger.present_key(&known.key), name: &known.name, decided: None })
    };
    let rows = summary::connections(ledger, network).into_iter().filter_map(row);
    rows.filter(|row| seen.insert(row.person)).collect()
}
