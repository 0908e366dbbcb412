//! Today's few: whom to reach out to today, the same at every start of the day.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::person_clock::{Clock, PersonClock, people_in_journal};
use super::plan_data::PlanData;
use super::planned::{DayClocks, Done, Planned, PlannedPeople};
use super::sum::ReachOutSum;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::monday_of;

/// Fewest people for five notes.
const MIN_PEOPLE_FOR_NOTES: usize = 10;

/// One person of today's few.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReachOut {
    /// The person.
    pub person: PersonKey,
    /// The day on which it was time.
    pub due: NaiveDate,
    /// True for a date that one set oneself.
    pub is_own_date: bool,
    /// True if something was done about it today.
    pub is_done: bool,
}

/// Who is due, at the start of the day; kept up to date by what changed. What is done today changes no list of today.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReachOutPlan {
    pub(super) today: NaiveDate,
    /// The day whose few these are: today, or the last business day.
    pub(super) business_day: NaiveDate,
    most: usize,
    pub(super) people: PlannedPeople,
    /// The sum at the start of today.
    sum: ReachOutSum,
    /// The sum at the start of the day whose few these are.
    few_sum: ReachOutSum,
    /// Portions of today's few that were asked for.
    portions: usize,
    /// What is asked of the plan by every frame and key: made anew by whatever changes the plan.
    answers: Answers,
}

/// What every frame asks of the plan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Answers {
    /// Today's few, in order.
    few: Vec<ReachOut>,
    /// People who are due by their rhythm at the start of the day.
    due_by_rhythm: usize,
    /// The rhythm of everybody in touch, if all have the same.
    one_rhythm: Option<Rhythm>,
}

impl ReachOutPlan {
    /// Returns the plan of a day.
    pub fn new(data: PlanData<'_>) -> Self {
        let business_day = data.settings.days.on_or_before(data.today);
        let clocks = DayClocks::new(data, business_day);
        let has_pledge = clocks.few.has_pledge();
        let connected = (0..).zip(data.network.people()).filter(|(_, known)| has_pledge && known.is_connected());
        let connected = connected.map(|(place, known)| (&known.key, Some(place)));
        let others = people_in_journal(data.ledger).map(|person| (person, data.network.place_of(person)));
        let known = |place: Option<u32>| place.and_then(|place| data.network.at(place));
        let others = others.filter(|(_, place)| !(has_pledge && known(*place).is_some_and(PersonFacts::is_connected)));
        let planned = |(person, place)| (person, place, clocks.planned(person, known(place)));
        let people = PlannedPeople::new(connected.chain(others).map(planned));
        let PlanData { today, settings, .. } = data;
        let mut plan = Self { today, business_day, most: settings.most, people, portions: 1, ..Self::default() };
        for planned in plan.people.values() {
            plan.sum.add(planned.sum_today());
            plan.few_sum.add(planned.sum());
        }
        plan.answer(data.network);
        plan
    }

    fn answer(&mut self, network: &Network) {
        let by_rhythm = || self.people.values().filter_map(|planned| planned.by_rhythm);
        let first = by_rhythm().next().map(|(rhythm, _)| rhythm);
        self.answers = Answers {
            few: self.choose_few(self.portions, network),
            due_by_rhythm: by_rhythm().filter(|(_, due)| *due <= self.business_day).count(),
            one_rhythm: first.filter(|first| by_rhythm().all(|(rhythm, _)| rhythm == *first)),
        };
    }

    /// Updates these people, after a line about them was written or undone, under whichever of their keys.
    pub fn update(&mut self, people: &[PersonKey], data: PlanData<'_>) {
        let clocks = DayClocks::new(data, self.business_day);
        let mut is_changed = false;
        let keys = people.iter().flat_map(|person| [person].into_iter().chain(data.ledger.other_keys(person)));
        for person in keys {
            let before = self.people.get(person, data.network);
            if data.ledger.is_earlier_key(person) && before.is_none() {
                continue; // the plan has them by the key of now
            }
            let planned = clocks.planned(person, data.network.get(person));
            if before.unwrap_or(&Planned::default()) != &planned {
                self.sum.add(planned.sum_today());
                self.few_sum.add(planned.sum());
                let before = self.people.replace(person, planned, data.network);
                self.sum.remove(before.sum_today());
                self.few_sum.remove(before.sum());
                is_changed = true;
            }
        }
        if is_changed {
            self.answer(data.network);
        }
    }

    /// Returns the sum over everybody in touch.
    pub fn sum(&self) -> ReachOutSum {
        self.sum
    }

    /// Returns the rhythm of everybody in touch, if all have the same.
    pub fn one_rhythm(&self) -> Option<Rhythm> {
        self.answers.one_rhythm
    }

    /// Returns the number of people a day by rhythm.
    pub fn a_day(&self) -> usize {
        self.few_sum.a_day(self.most)
    }

    /// Returns the number of people who are due by their rhythm at the start of the day.
    pub fn due_by_rhythm(&self) -> usize {
        self.answers.due_by_rhythm
    }

    /// Returns the plan made anew; on the same day, with as many portions as were asked for.
    pub fn rebuilt(&self, data: PlanData<'_>) -> Self {
        let mut plan = Self::new(data);
        if plan.today == self.today && self.portions > 1 {
            plan.portions = self.portions;
            plan.answer(data.network);
        }
        plan
    }

    /// Asks for another portion of today's few.
    pub fn ask_for_more(&mut self, network: &Network) {
        self.portions += 1;
        self.answer(network);
    }

    /// Returns the size of the next portion: nobody, if all who are due stand in the list.
    pub fn next_portion(&self) -> usize {
        let shown = self.a_day() * self.portions;
        self.due_by_rhythm().saturating_sub(shown).min(self.a_day())
    }

    /// Returns today's few in order: dates of one's own, then by rhythm as many as a day has.
    pub fn few(&self) -> &[ReachOut] {
        &self.answers.few
    }

    /// Chooses so many portions of the few of the day on which the plan stands.
    pub(super) fn choose_few(&self, portions: usize, network: &Network) -> Vec<ReachOut> {
        let reach_out = |person: &PersonKey, due, is_own_date, is_done| ReachOut {
            person: person.clone(),
            due,
            is_own_date,
            is_done,
        };
        let mut own: Vec<(NaiveDate, &PersonKey, &Planned)> = Vec::new();
        let mut by_rhythm: Vec<(Rank, &PersonKey, &Planned)> = Vec::new();
        let monday = monday_of(self.business_day);
        for (person, planned) in self.people.iter(network) {
            match (planned.own_date, planned.by_rhythm) {
                (Some(day), _) if day <= self.today => own.push((day, person, planned)),
                (None, Some((rhythm, due))) if due <= self.business_day => {
                    let late = (self.business_day - due).num_days();
                    by_rhythm.push((Rank::new(person, rhythm, late, monday, planned.last_contact), person, planned));
                }
                _ => {}
            }
        }
        own.sort_unstable_by_key(|(day, person, planned)| (*day, planned.last_contact, *person));
        let wanted = self.a_day() * portions;
        if by_rhythm.len() > wanted && wanted > 0 {
            by_rhythm.select_nth_unstable_by(wanted - 1, |a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        }
        by_rhythm.truncate(wanted);
        by_rhythm.retain(|(.., planned)| planned.done != Done::Before);
        by_rhythm.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let own =
            own.into_iter().map(|(day, person, planned)| reach_out(person, day, true, planned.done == Done::Today));
        let by_rhythm = by_rhythm.into_iter().filter_map(|(_, person, planned)| {
            Some(reach_out(person, planned.by_rhythm?.1, false, planned.done == Done::Today))
        });
        own.chain(by_rhythm).collect()
    }

    /// Returns the number of today's few about whom nothing was done yet.
    pub fn open_few(&self) -> usize {
        self.few().iter().filter(|reach_out| !reach_out.is_done).count()
    }

    /// True if there are people enough for five notes.
    pub fn has_five_notes(&self, data: PlanData<'_>) -> bool {
        meant_for_notes(&data.clock_at(self.today)).take(MIN_PEOPLE_FOR_NOTES).count() == MIN_PEOPLE_FOR_NOTES
    }

    /// Returns five people to write to: one of the fifth silent longest, three of the rest, one of the fifth most recent;
    /// nobody if there are fewer than ten. They are chosen among people in touch, or among all connections where there is
    /// no pledge.
    pub fn five_notes(&self, data: PlanData<'_>) -> Vec<PersonKey> {
        let clock = data.clock_at(self.today);
        let meant = meant_for_notes(&clock);
        let mut people: Vec<(Option<NaiveDate>, &PersonKey)> =
            meant.map(|(person, of_one)| (of_one.last_contact.map(|last| last.day), person)).collect();
        if people.len() < MIN_PEOPLE_FOR_NOTES {
            return Vec::new();
        }
        people.sort_unstable();
        let fifth = people.len() / 5;
        let (silent, others) = people.split_at(fifth);
        let (rest, recent) = others.split_at(others.len() - fifth);
        let pick = |people: &[(Option<NaiveDate>, &PersonKey)], count: usize| {
            let mut drawn: Vec<(u32, &PersonKey)> =
                people.iter().map(|(_, person)| (draw(person, self.today), *person)).collect();
            drawn.sort_unstable();
            drawn.into_iter().take(count).map(|(_, person)| person.clone()).collect::<Vec<_>>()
        };
        [pick(silent, 1), pick(recent, 1), pick(rest, 3)].concat()
    }
}

/// Returns the people of whom five notes are chosen.
fn meant_for_notes<'a>(clock: &Clock<'a>) -> impl Iterator<Item = (&'a PersonKey, PersonClock)> {
    let has_pledge = clock.has_pledge();
    let is_meant = move |of_one: &PersonClock| {
        if has_pledge { of_one.is_in_touch } else { of_one.is_connected() && !of_one.is_muted() }
    };
    clock.everybody().filter(move |(_, of_one)| is_meant(of_one))
}

/// Place in the order of a day: the smallest is first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Late by two rhythms or more: drawn anew every week, so that those one passes over do not keep the rest out.
    VeryLate(u32),
    /// By the share of the rhythm that they are late, in parts of 182 × 365 × 91 × 30, then by silence.
    Late(Reverse<i64>, Option<NaiveDate>),
}

impl Rank {
    fn new(person: &PersonKey, rhythm: Rhythm, late: i64, monday: NaiveDate, last_contact: Option<NaiveDate>) -> Self {
        let days = days_of(rhythm);
        if late >= 2 * days {
            Self::VeryLate(draw(person, monday))
        } else {
            Self::Late(Reverse(late * COMMON / days), last_contact)
        }
    }
}

/// A common multiple of the days of all rhythms, so that shares of them compare exactly.
const COMMON: i64 = 30 * 91 * 182 * 365;

/// Returns the days of a rhythm, by which lateness is measured.
fn days_of(rhythm: Rhythm) -> i64 {
    match rhythm {
        Rhythm::Month => 30,
        Rhythm::Quarter => 91,
        Rhythm::HalfYear => 182,
        Rhythm::Year => 365,
        Rhythm::Never => i64::MAX / 4,
    }
}

/// Draws a person for a day: the smallest number comes first.
fn draw(person: &PersonKey, day: NaiveDate) -> u32 {
    crc32fast::hash(format!("{}{day}", person.as_str()).as_bytes())
}
