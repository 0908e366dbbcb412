//! What is open for today: the counts that tabs show, and whom to reach out to.
//!
//! Adding it up takes a look at everybody; afterwards it is kept up to date by what changed.

use crate::domain::care::agenda::agenda_item;
use crate::domain::care::clock::{PlanData, ReachOutPlan};
use crate::domain::care::introduction::introductions_of;
use crate::domain::care::let_go::{let_go_of, let_gos};
use crate::domain::care::they_wrote::{they_wrote, waiting_message};
use crate::domain::care::today::{open_introductions, owed_promises, owed_promises_to};
use crate::domain::decision::carry_out::needs_click;
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::person::key::PersonKey;

/// Open tasks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenTasks {
    counts: TaskCounts,
    /// Whom to reach out to.
    pub reach_out: ReachOutPlan,
}

/// Counts of open tasks, without whom to reach out to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TaskCounts {
    /// Clicks to make on LinkedIn; without requests to ignore, which one may leave as they are.
    clicks: usize,
    /// People who wrote and wait for an answer; without greetings.
    wrote: usize,
    /// What else is due today.
    due: usize,
}

impl OpenTasks {
    /// Adds up what is open.
    pub fn new(data: PlanData<'_>) -> Self {
        Self { counts: TaskCounts::of_everybody(data), reach_out: ReachOutPlan::new(data) }
    }

    /// Adds it up anew, after anything may have changed; the portions of today's few that were asked for stay.
    pub fn rebuilt(&self, data: PlanData<'_>) -> Self {
        Self { counts: TaskCounts::of_everybody(data), reach_out: self.reach_out.rebuilt(data) }
    }

    /// Updates what is open with these people, whose counts were `before`.
    pub fn update(&mut self, people: &[PersonKey], before: TaskCounts, is_pledge: bool, data: PlanData<'_>) {
        let after = TaskCounts::of_people(people, data);
        let counts = &mut self.counts;
        counts.clicks = (counts.clicks + after.clicks).saturating_sub(before.clicks);
        counts.wrote = (counts.wrote + after.wrote).saturating_sub(before.wrote);
        counts.due = (counts.due + after.due).saturating_sub(before.due);
        if is_pledge {
            self.reach_out = self.reach_out.rebuilt(data);
        }
        self.reach_out.update(people, data);
    }

    /// Returns the number of clicks to make on LinkedIn; without requests to ignore, which one may leave as they are.
    pub fn clicks(&self) -> usize {
        self.counts.clicks
    }

    /// Returns the number of people who wrote and wait for an answer; without greetings.
    pub fn wrote(&self) -> usize {
        self.counts.wrote
    }

    /// Returns how many of today's few are left; none before the rhythm was chosen on purpose.
    pub fn few_left(&self, ledger: &Ledger) -> usize {
        if ledger.has_chosen_rhythm() { self.reach_out.open_few() } else { 0 }
    }

    /// Returns the number of rows of Today that are for today.
    pub fn due_today(&self, ledger: &Ledger) -> usize {
        self.counts.due + self.counts.wrote + self.few_left(ledger)
    }
}

impl TaskCounts {
    fn of_everybody(data: PlanData<'_>) -> Self {
        let PlanData { ledger, network, today, local, .. } = data;
        let mut counts = Self::default();
        counts.add_requests(ledger.cases(), data);
        let wrote = they_wrote(ledger, network, local);
        counts.wrote = wrote.iter().filter(|wrote| !wrote.is_greeting).count();
        counts.clicks += let_gos(data).iter().filter(|let_go| let_go.is_pending()).count();
        counts.due += owed_promises(ledger).iter().filter(|promise| promise.due <= today).count();
        counts.due += open_introductions(data).len();
        counts
    }

    /// Returns the counts of these people.
    pub fn of_people(people: &[PersonKey], data: PlanData<'_>) -> Self {
        let PlanData { ledger, network, today, local, .. } = data;
        let mut counts = Self::default();
        counts.add_requests(people.iter().flat_map(|person| ledger.cases_of(person)), data);
        for person in people {
            let promises = owed_promises_to(person, ledger);
            counts.due += promises.iter().filter(|promise| promise.due <= today).count();
            let begun = introductions_of(person, ledger, local);
            let begun = begun.iter().filter(|known| known.side_of(person) == Some(0)); // each counts once
            counts.due += begun.filter(|known| known.next(today).is_some()).count();
            let known = network.get(person).filter(|known| known.is_connected());
            let wrote = known.and_then(|known| waiting_message(known, ledger, local));
            counts.wrote += usize::from(wrote.is_some_and(|wrote| !wrote.is_greeting));
            let let_go = let_go_of(person, data);
            counts.clicks += usize::from(let_go.is_some_and(|let_go| let_go.is_pending()));
        }
        counts
    }

    fn add_requests<'a>(&mut self, cases: impl Iterator<Item = &'a InvitationCase>, data: PlanData<'_>) {
        let PlanData { ledger, network, today, local, .. } = data;
        for case in cases.filter(|case| ledger.is_card(case)) {
            self.clicks += usize::from(needs_click(ledger, case));
            let item = agenda_item(ledger, network, case, local);
            self.due += usize::from(item.is_some_and(|item| item.day <= today));
        }
    }
}
