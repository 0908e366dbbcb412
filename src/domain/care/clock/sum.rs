//! The honest sum: how many people a day the rhythms ask for.

use crate::domain::decision::rhythm::Rhythm;
use crate::domain::text::plural::number;

/// Business days of a year: 21.75 a month.
const BUSINESS_DAYS_A_YEAR: u64 = 261;

/// The sum of a rhythm for many people: contacts in 261 business days, a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReachOutSum {
    /// People in touch.
    pub people: usize,
    /// Contacts a year.
    pub a_year: u64,
}

impl ReachOutSum {
    /// Returns the sum of one person with this rhythm.
    pub fn of(rhythm: Rhythm) -> Self {
        Self { people: 1, a_year: rhythm.months().map_or(0, |months| u64::from(12 / months)) }
    }

    /// Adds another sum.
    pub fn add(&mut self, other: Self) {
        self.people += other.people;
        self.a_year += other.a_year;
    }

    pub(super) fn remove(&mut self, other: Self) {
        self.people -= other.people;
        self.a_year -= other.a_year;
    }

    /// Returns the number of people a day: the sum rounded up, at least one if anybody is in touch, at most `most`.
    pub fn a_day(self, most: usize) -> usize {
        if self.people == 0 {
            return 0;
        }
        usize::try_from(self.a_year.div_ceil(BUSINESS_DAYS_A_YEAR)).unwrap_or(most).clamp(1, most.max(1))
    }

    /// Returns the whole numbers on both sides of the sum, `2 or 3`; `less than one` below 1.
    pub fn a_day_in_words(self) -> String {
        let (below, rest) = (self.a_year / BUSINESS_DAYS_A_YEAR, self.a_year % BUSINESS_DAYS_A_YEAR);
        let whole = |count: u64| number(usize::try_from(count).unwrap_or(usize::MAX));
        match (below, rest) {
            (0, _) => "less than one".to_owned(),
            (_, 0) => whole(below),
            _ => format!("{} or {}", whole(below), whole(below + 1)),
        }
    }

    /// Returns the months between two contacts if only `most` people a day are asked for; `None` if they are enough.
    pub fn months_at(self, most: usize) -> Option<u64> {
        let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_mul(BUSINESS_DAYS_A_YEAR);
        if self.a_year <= most || most == 0 {
            return None;
        }
        let people = u64::try_from(self.people).unwrap_or(u64::MAX);
        Some((people * 12 + most / 2) / most)
    }
}
