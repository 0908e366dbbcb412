//! Counts by week, month, quarter or year, for charts.

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::text::dates;

/// Length of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PeriodLength {
    /// A week from Monday.
    Week,
    /// This many months; periods begin with the year: a quarter in January, April, July, October.
    Months(u32),
}

impl PeriodLength {
    /// Returns its name: `week`, `month`, `quarter`, `year`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Months(1) => "month",
            Self::Months(3) => "quarter",
            Self::Months(_) => "year",
        }
    }

    /// Returns the name of the period that begins on a day: `Jan 2026`, `Jan–Mar 2026`, `2026`.
    pub fn label(self, from: NaiveDate) -> String {
        let to = from.checked_add_months(Months::new(2)).unwrap_or(from);
        match self {
            Self::Week => format!("week of {}", dates::format_long(from)),
            Self::Months(1) => from.format("%b %Y").to_string(),
            Self::Months(3) => format!("{}–{}", from.format("%b"), to.format("%b %Y")),
            Self::Months(_) => from.format("%Y").to_string(),
        }
    }

    fn number(self, day: NaiveDate) -> i32 {
        match self {
            Self::Week => (day.num_days_from_ce() - 1).div_euclid(7), // the first day of the common era is a Monday
            Self::Months(months) => {
                let month = day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
                month.div_euclid(i32::try_from(months.max(1)).unwrap_or(i32::MAX))
            }
        }
    }

    fn first_day(self, number: i32) -> Option<NaiveDate> {
        match self {
            Self::Week => NaiveDate::from_num_days_from_ce_opt(number * 7 + 1),
            Self::Months(months) => {
                let month = number * i32::try_from(months.max(1)).ok()?;
                NaiveDate::from_ymd_opt(month.div_euclid(12), u32::try_from(month.rem_euclid(12)).ok()? + 1, 1)
            }
        }
    }
}

/// Consecutive periods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Periods {
    length: PeriodLength,
    first: i32,
    count: usize,
}

impl Periods {
    /// Returns the periods from one day's to another's; at most the last `most`.
    pub fn new(from: NaiveDate, to: NaiveDate, length: PeriodLength, most: usize) -> Self {
        let last = length.number(to);
        let count = Self::count(from, to, length).min(most.max(1));
        Self { length, first: last + 1 - i32::try_from(count).unwrap_or_default(), count }
    }

    /// Returns how many periods there are from one day's to another's.
    pub fn count(from: NaiveDate, to: NaiveDate, length: PeriodLength) -> usize {
        usize::try_from(length.number(to) - length.number(from) + 1).unwrap_or_default()
    }

    /// Returns the place of a day's period; `None` outside.
    pub fn place(self, day: NaiveDate) -> Option<usize> {
        let place = self.length.number(day).checked_sub(self.first)?;
        usize::try_from(place).ok().filter(|place| *place < self.count)
    }

    /// Returns the first day of each period.
    pub fn first_days(self) -> impl Iterator<Item = NaiveDate> {
        (self.first..).take(self.count).filter_map(move |number| self.length.first_day(number))
    }
}

/// Events counted in a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PeriodCount {
    /// First day of the period.
    pub from: NaiveDate,
    /// Number of events.
    pub count: usize,
}

/// Counts days by periods of `months` months each, consecutive ones up to today's; at most the last `most` periods.
/// Empty if there is no day at all.
pub fn counts_by_period(days: &[NaiveDate], today: NaiveDate, months: u32, most: usize) -> Vec<PeriodCount> {
    let Some(first) = days.iter().min() else { return Vec::new() };
    let all = Periods::new(*first, today, PeriodLength::Months(months), most);
    let mut periods: Vec<PeriodCount> = all.first_days().map(|from| PeriodCount { from, count: 0 }).collect();
    for place in days.iter().filter_map(|day| all.place(*day)) {
        periods[place].count += 1;
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn shown(days: &[&str], months: u32, most: usize) -> Vec<(String, usize)> {
        let days: Vec<NaiveDate> = days.iter().map(|text| day(text)).collect();
        let found = counts_by_period(&days, day("2026-08-03"), months, most);
        found.iter().map(|period| (period.from.to_string(), period.count)).collect()
    }

    #[test]
    fn periods_run_up_to_today() {
        let quarters = shown(&["2025-12-31", "2026-01-01", "2026-08-02"], 3, 16);
        let expected = [("2025-10-01", 1), ("2026-01-01", 1), ("2026-04-01", 0), ("2026-07-01", 1)];
        assert_eq!(quarters, expected.map(|(day, count)| (day.to_owned(), count)));
        let months = shown(&["2026-06-30", "2026-08-01", "2026-08-03"], 1, 24);
        assert_eq!(months.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 0, 2]);
    }

    #[test]
    fn only_the_last_periods_are_counted() {
        let years = shown(&["2001-01-01", "2025-05-05"], 12, 2);
        assert_eq!(years, [("2025-01-01".to_owned(), 1), ("2026-01-01".to_owned(), 0)]);
        assert_eq!(shown(&[], 3, 16), []);
    }
}
