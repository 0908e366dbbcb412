//! What the plan of whom to reach out to is derived from.

use chrono::NaiveDate;

use super::business_days::BusinessDays;
use super::line_meaning::is_of_the_day;
use super::person_clock::{Clock, Lines};
use crate::domain::decision::event::Event;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;

/// Settings of today's few.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FewSettings {
    /// Business days.
    pub days: BusinessDays,
    /// Most people a day.
    pub most: usize,
}

impl Default for FewSettings {
    fn default() -> Self {
        Self { days: BusinessDays::default(), most: 10 }
    }
}

/// Everything that a plan is derived from.
#[derive(Clone, Copy)]
pub struct PlanData<'a> {
    /// Decisions.
    pub ledger: &'a Ledger,
    /// Data of the last copy.
    pub network: &'a Network,
    /// Settings.
    pub settings: &'a FewSettings,
    /// Local date.
    pub today: NaiveDate,
    /// The person's time zone.
    pub local: LocalDates,
}

impl<'a> PlanData<'a> {
    /// Returns the clock as it stands now, with every line.
    pub fn clock(self) -> Clock<'a> {
        Clock::new(self.ledger, self.network, &self.settings.days, self.today, self.local, Lines::All)
    }

    /// True if something was logged, kept, put off or chosen for a person today.
    pub fn has_acted_today(self, person: &PersonKey) -> bool {
        self.has_acted_since(person, self.today)
    }

    pub(super) fn has_acted_since(self, person: &PersonKey, day: NaiveDate) -> bool {
        let is_new = |at| (day..=self.today).contains(&self.local.of(at));
        let is_deed = |event: &Event| match event {
            Event::GiftGiven(_) => true,
            Event::Care(event) => is_of_the_day(event),
            _ => false,
        };
        self.ledger.entries_about(person).any(|(_, entry)| is_deed(&entry.event) && is_new(entry.at))
    }

    pub(super) fn clock_at(self, day: NaiveDate) -> Clock<'a> {
        Clock::new(self.ledger, self.network, &self.settings.days, self.today, self.local, Lines::Before(day))
    }
}
