//! Days and spans of days in a query: the past, in the words of the one date grammar.

use chrono::{Days, Months, NaiveDate};

use crate::domain::text::dates::{parse_future_date, parse_span};

/// What [`period`] reads, for a message.
const EXAMPLES: &str = "a day such as 2026-01-31, 2026-01, 2026, 3w, monday or yesterday";

/// Reads the first and last day of a year, a month or a day up to `today`; a span (`3w`) reaches back. Returns examples
/// if it is none.
pub(super) fn period(text: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), &'static str> {
    let text = text.trim();
    let found = calendar_period(text).or_else(|| past_day(text, today).map(|day| (day, day)));
    found.ok_or(EXAMPLES)
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

/// Reads a day up to today: `today`, `yesterday`, a span ago, the last such weekday or date.
fn past_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text {
        "today" => return Some(today),
        "yesterday" => return today.pred_opt(),
        _ => {}
    }
    if ["tomorrow", "next ", "in "].iter().any(|ahead| text.starts_with(ahead)) {
        return None;
    }
    let text = text.strip_suffix(" ago").unwrap_or(text);
    if let Some(days) = parse_span(text, today) {
        return today.checked_sub_days(Days::new(days.into()));
    }
    // The grammar reads days ahead, so it looks ahead from a week, a year and ten years ago.
    let bases = [today.checked_sub_days(Days::new(7)), years_ago(today, 1), years_ago(today, 10)];
    bases.into_iter().flatten().filter_map(|base| parse_future_date(text, base).ok()).find(|day| *day <= today)
}

fn years_ago(today: NaiveDate, years: u32) -> Option<NaiveDate> {
    today.checked_sub_months(Months::new(12 * years))
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
        for text in ["", "foo", "2026-13", "2026-02-31", "tomorrow", "20 jan 2030", "20", "2026-1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
