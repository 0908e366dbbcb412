//! Insights: figures over the requests and the exports, each with what it counts.

use chrono::{Datelike, NaiveDate};

/// Events counted in a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PeriodCount {
    /// First day of the period.
    pub from: NaiveDate,
    /// Number of events.
    pub count: usize,
}

/// Counts days by periods of `months` months each, consecutive ones up to today's; at most the last `most` periods.
/// Periods begin with the year: a quarter in January, April, July, October. Empty if there is no day at all.
pub fn counts_by_period(days: &[NaiveDate], today: NaiveDate, months: u32, most: usize) -> Vec<PeriodCount> {
    let months = i32::try_from(months.max(1)).unwrap_or(i32::MAX);
    let number =
        |day: NaiveDate| (day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default()).div_euclid(months);
    let last = number(today);
    let Some(first) = days.iter().map(|day| number(*day)).min() else { return Vec::new() };
    let most = i32::try_from(most.max(1)).unwrap_or(i32::MAX);
    let period = |at: i32| {
        let month = at * months;
        let day = NaiveDate::from_ymd_opt(month.div_euclid(12), u32::try_from(month.rem_euclid(12)).ok()? + 1, 1)?;
        Some(PeriodCount { from: day, count: 0 })
    };
    let first = first.max(last.saturating_sub(most - 1));
    let mut periods: Vec<PeriodCount> = (first..=last).filter_map(period).collect();
    for day in days {
        let at = usize::try_from(number(*day) - first).ok();
        if let Some(period) = at.and_then(|at| periods.get_mut(at)) {
            period.count += 1;
        }
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
