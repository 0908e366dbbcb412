//! What the plan of whom to reach out to remembers of each person.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::person_clock::Clock;
use super::plan_data::PlanData;
use super::sum::ReachOutSum;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::person::key::PersonKey;

/// What the plan remembers of one person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Planned {
    /// Rhythm of a person in touch, with the day it is time by it.
    pub(super) by_rhythm: Option<(Rhythm, NaiveDate)>,
    /// A date of one's own.
    pub(super) own_date: Option<NaiveDate>,
    /// Day of the last contact.
    pub(super) last_contact: Option<NaiveDate>,
    /// Rhythm of a person in touch at the start of today.
    rhythm_today: Option<Rhythm>,
    /// Whether something was done about it.
    pub(super) done: Done,
}

impl Planned {
    /// Returns the sum of the rhythm at the start of the day whose few these are.
    pub fn sum(&self) -> ReachOutSum {
        self.by_rhythm.map(|(rhythm, _)| ReachOutSum::of(rhythm)).unwrap_or_default()
    }

    /// Returns the sum of the rhythm at the start of today.
    pub fn sum_today(&self) -> ReachOutSum {
        self.rhythm_today.map(ReachOutSum::of).unwrap_or_default()
    }
}

/// Whether something was done about a person of the few.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Done {
    /// Not yet.
    #[default]
    Not,
    /// Today.
    Today,
    /// On a day off: before today, since the business day whose few these are.
    Before,
}

/// People in the plan, without those of whom it remembers nothing. Most are in the network too: they are kept by their
/// place in it, in half the memory, so the plan is for one network alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct PlannedPeople {
    /// Sorted by place.
    in_network: Vec<(u32, Planned)>,
    /// Those of whom only the journal knows.
    others: BTreeMap<PersonKey, Planned>,
}

impl PlannedPeople {
    /// Returns these people, each once, with their places in the network.
    pub fn new<'a>(people: impl Iterator<Item = (&'a PersonKey, Option<u32>, Planned)>) -> Self {
        let mut planned_people = Self::default();
        for (person, place, planned) in people.filter(|(.., planned)| *planned != Planned::default()) {
            match place {
                Some(place) => planned_people.in_network.push((place, planned)),
                None => drop(planned_people.others.insert(person.clone(), planned)),
            }
        }
        planned_people.in_network.sort_unstable_by_key(|(place, _)| *place);
        planned_people.in_network.shrink_to_fit();
        planned_people
    }

    /// Returns everybody in the network, and the others.
    pub fn iter<'a>(&'a self, network: &'a Network) -> impl Iterator<Item = (&'a PersonKey, &'a Planned)> {
        let in_network = self.in_network.iter();
        let in_network = in_network.filter_map(|(place, planned)| Some((&network.at(*place)?.key, planned)));
        in_network.chain(&self.others)
    }

    /// Returns what the plan remembers of everybody.
    pub fn values(&self) -> impl Iterator<Item = &Planned> {
        self.in_network.iter().map(|(_, planned)| planned).chain(self.others.values())
    }

    /// Returns what the plan remembers of a person.
    pub fn get(&self, person: &PersonKey, network: &Network) -> Option<&Planned> {
        match network.place_of(person) {
            Some(place) => self.find(place).ok().map(|at| &self.in_network[at].1),
            None => self.others.get(person),
        }
    }

    /// Returns what the plan remembers of a person, for update.
    pub fn get_mut(&mut self, person: &PersonKey, network: &Network) -> Option<&mut Planned> {
        match network.place_of(person) {
            Some(place) => self.find(place).ok().map(|at| &mut self.in_network[at].1),
            None => self.others.get_mut(person),
        }
    }

    /// Replaces what the plan remembers of a person, and returns what it was.
    pub fn replace(&mut self, person: &PersonKey, planned: Planned, network: &Network) -> Planned {
        let is_empty = planned == Planned::default();
        let Some(place) = network.place_of(person) else {
            let before =
                if is_empty { self.others.remove(person) } else { self.others.insert(person.clone(), planned) };
            return before.unwrap_or_default();
        };
        match self.find(place) {
            Ok(at) if is_empty => self.in_network.remove(at).1,
            Ok(at) => std::mem::replace(&mut self.in_network[at].1, planned),
            Err(at) => {
                if !is_empty {
                    self.in_network.insert(at, (place, planned));
                }
                Planned::default()
            }
        }
    }

    fn find(&self, place: u32) -> Result<usize, usize> {
        self.in_network.binary_search_by_key(&place, |(known, _)| *known)
    }
}

/// The clocks of a day: on a day off, the few are those of the last business day, and dates of one's own are today's.
pub(super) struct DayClocks<'a> {
    few_day: NaiveDate,
    /// The clock at the start of the day whose few these are.
    pub few: Clock<'a>,
    own: Option<Clock<'a>>,
    data: PlanData<'a>,
}

impl<'a> DayClocks<'a> {
    /// Returns the clocks at the start of today and of the business day whose few these are.
    pub fn new(data: PlanData<'a>, business_day: NaiveDate) -> Self {
        let own = (business_day != data.today).then(|| data.clock_at(data.today));
        Self { few_day: business_day, few: data.clock_at(business_day), own, data }
    }

    /// Returns what the plan remembers of a person.
    pub fn planned(&self, person: &PersonKey, known: Option<&'a PersonFacts>) -> Planned {
        let clock = self.few.of_known(person, known);
        let has_acted = self.data.has_acted_since(person, self.few_day);
        // Where nothing was done since, both clocks say the same.
        let own = self.own.as_ref().filter(|_| has_acted).map(|own| own.of_known(person, known));
        let own_due = own.as_ref().unwrap_or(&clock).due.filter(|due| due.is_own_date);
        let by_rhythm = clock.due.filter(|due| !due.is_own_date && clock.is_in_touch).map(|due| due.day);
        let by_rhythm = by_rhythm.or_else(|| clock.is_in_touch.then_some(NaiveDate::MAX)); // behind a date of one's own
        let rhythm = clock.rhythm.as_ref().map(|applied| applied.rhythm);
        if by_rhythm.is_none() && own_due.is_none() && !own.as_ref().is_some_and(|own| own.is_in_touch) {
            return Planned::default();
        }
        Planned {
            by_rhythm: rhythm.zip(by_rhythm),
            own_date: own_due.map(|due| due.day),
            last_contact: clock.last_contact.map(|last| last.day),
            rhythm_today: own.as_ref().map_or(by_rhythm.and(rhythm), |own| {
                own.rhythm.as_ref().filter(|_| own.is_in_touch).map(|applied| applied.rhythm)
            }),
            done: match () {
                () if !has_acted => Done::Not,
                () if self.data.has_acted_today(person) => Done::Today,
                () => Done::Before,
            },
        }
    }
}
