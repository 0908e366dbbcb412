//! Days and spans of days in a query: the past, in the words of the one date grammar.

use chrono::{Months, NaiveDate};

use crate::domain::text::dates::parse_past_date;

/// Reads the first and last day of a year, a month or a day up to `today`; a span (`3w`) reaches back. Returns why if it
/// is none.
pub(super) fn period(text: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), String> {
    match calendar_period(text.trim()) {
        Some(period) => Ok(period),
        None => parse_past_date(text, today).map(|day| (day, day)),
    }
}

/// Reads `2026`, `2026-01` or `2026-01-31`.
fn calendar_period(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let (first, months) = match parts[..] {
        [year] if digits(year, 4) => (NaiveDate::from_ymd_opt(year.parse().ok()?, 1, 1)?, 12),
        [year, month] if digits(year, 4) && digits(month, 2) => {
            (NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?, 1)
        }
        [year, _, _] if digits(year, 4) => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            return Some((day, day));
        }
        _ => return None,
    };
    Some((first, first.checked_add_months(Months::new(months))?.pred_opt()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        // A Wednesday.
        let today = NaiveDate::from_ymd_opt(2026, 1, 14).expect("a day");
        period(text, today)
            .ok()
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first} {last}") })
    }

    #[test]
    fn the_past_is_read_in_many_ways() {
        for (text, days) in [
            ("2025", "2025-01-01 2025-12-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2026-01-31", "2026-01-31"),
            ("today", "2026-01-14"),
            ("yesterday", "2026-01-13"),
            ("3w", "2025-12-24"),
            ("2 days ago", "2026-01-12"),
            ("monday", "2026-01-12"),
            ("wednesday", "2026-01-14"),
            ("12 jan", "2026-01-12"),
            ("20 jan", "2025-01-20"),
            ("5 mar 2024", "2024-03-05"),
        ] {
            assert_eq!(read(text).as_deref(), Some(days), "{text}");
        }
        for text in ["", "foo", "2026-13", "2026-02-31", "tomorrow", "20 jan 2030", "20"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
