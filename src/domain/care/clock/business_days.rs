//! Business days: all but two days a week and the days away.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use strum::{EnumString, IntoStaticStr};

/// The five business days of a week.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, EnumString, IntoStaticStr)]
pub enum BusinessWeek {
    /// Monday to Friday.
    #[default]
    #[strum(serialize = "mon-fri")]
    MondayToFriday,
    /// Sunday to Thursday.
    #[strum(serialize = "sun-thu")]
    SundayToThursday,
}

impl BusinessWeek {
    fn has(self, day: Weekday) -> bool {
        let off = match self {
            Self::MondayToFriday => [Weekday::Sat, Weekday::Sun],
            Self::SundayToThursday => [Weekday::Fri, Weekday::Sat],
        };
        !off.contains(&day)
    }
}

/// Days on which nobody is asked to reach out are all others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BusinessDays {
    /// The business days of a week.
    pub week: BusinessWeek,
    /// Days away, each from its first to its last day.
    pub away: Vec<(NaiveDate, NaiveDate)>,
}

/// Longest way to a business day, in days; whoever is away for longer has no day off at all.
const MAX_DAYS_OFF: usize = 400;

impl BusinessDays {
    /// True for a business day.
    pub fn has(&self, day: NaiveDate) -> bool {
        let is_away = self.away.iter().any(|(first, last)| (*first..=*last).contains(&day));
        self.week.has(day.weekday()) && !is_away
    }

    /// Returns a day, or the first business day after it.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().take(MAX_DAYS_OFF).find(|day| self.has(*day)).unwrap_or(day)
    }

    /// Returns a day, or the last business day before it.
    pub fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        let days = (0..MAX_DAYS_OFF as u64).map_while(|back| day.checked_sub_days(Days::new(back)));
        days.into_iter().find(|day| self.has(*day)).unwrap_or(day)
    }

    /// Returns the business days from one day up to, and without, another; at least one, the first on or after `from`.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day < to).filter(|day| self.has(*day)).collect();
        if days.is_empty() { vec![self.on_or_after(from)] } else { days }
    }
}
