//! Dates as text: what people type ([`parse_future_date`]), what they read ("in 3 weeks", "5 months ago"), what is stored.

mod context;
mod grammar;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, SecondsFormat, Utc};
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::domain::text::plural::plural;

pub use context::{DayContext, NumericDates};
pub use grammar::{
    DATE_HELP, PAST_DATE_HELP, PAST_PRESETS, PRESETS, parse_future_date, parse_past_date, parse_past_period, parse_span,
};

/// Converts a time to the user's local date. Only the shell knows the time zone; it hands this function in.
#[derive(Clone, Copy, Debug)]
pub struct LocalDates(pub fn(DateTime<Utc>) -> NaiveDate);

impl LocalDates {
    /// Dates of UTC, for figures that are to be the same everywhere.
    pub const UTC: Self = Self(|at| at.date_naive());

    /// Returns the local date of a time.
    pub fn of(self, at: impl Into<DateTime<Utc>>) -> NaiveDate {
        (self.0)(at.into())
    }
}

/// Returns the Monday of a day's week; the day itself where the calendar begins.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

/// Returns `12 Jan 2027`.
pub fn format_long(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// Returns `Mon 12 Jan`, with the year if it is not today's.
pub fn format_short(date: NaiveDate, today: NaiveDate) -> String {
    let format = if date.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    date.format(format).to_string()
}

/// Returns how long ago a day was: `today`, `3 days ago`, `5 weeks ago`, `7 months ago`, `2 years ago`.
pub fn format_ago(day: NaiveDate, today: NaiveDate) -> String {
    match ((today - day).num_days(), whole_months(day, today)) {
        (..=0, _) => "today".to_owned(),
        (1, _) => "yesterday".to_owned(),
        (days @ 2..=13, _) => format!("{days} days ago"),
        (days, ..=1) => format!("{} weeks ago", days / 7),
        (_, months @ 2..=23) => format!("{months} months ago"),
        (_, months) => format!("{} years ago", months / 12),
    }
}

/// Returns the short name of a month, counted from January of the year 0: `Aug`.
pub fn month_name(month: u32) -> String {
    let day = NaiveDate::from_ymd_opt(2000, month % 12 + 1, 1);
    day.map(|day| day.format("%b").to_string()).unwrap_or_default()
}

/// Returns an age without `ago`: `from today`, `1 day`, `3 weeks`, `7 months`, `2 years`.
pub fn format_age(days: i64) -> String {
    let (count, unit) = match days {
        ..=0 => return "from today".to_owned(),
        1..=13 => (days, "day"),
        14..=60 => (days / 7, "week"),
        61..=729 => (days * 100 / 3_044, "month"),
        _ => (days / 365, "year"),
    };
    super::plural::plural(count.unsigned_abs(), unit)
}

/// Returns a span in few columns: `today`, `3 d`, `5 w`, `7 mo`, `2 y`.
pub fn format_age_short(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1..=13 => format!("{days} d"),
        14..=60 => format!("{} w", days / 7),
        61..=729 => format!("{} mo", days * 100 / 3_044),
        _ => format!("{} y", days / 365),
    }
}

/// Returns a day without its weekday, and with its year if that is not this one: `3 May`, `3 May 2024`.
pub fn format_plain(date: NaiveDate, today: NaiveDate) -> String {
    date.format(if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// Returns a day near today by its name: `today`, `tomorrow`, `Sunday`; else [`format_short`].
pub fn format_day(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => date.format("%A").to_string(),
        _ => format_short(date, today),
    }
}

/// Returns how far ahead a day is: `tomorrow`, `in 3 days`, `in 5 weeks`, `in 6 months`.
pub fn format_ahead(day: NaiveDate, today: NaiveDate) -> String {
    let months = whole_months(today, day);
    let is_whole = today.checked_add_months(Months::new(months)) == Some(day);
    match (day - today).num_days() {
        ..=0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ if months > 1 || (months > 0 && is_whole) => format!("in {}", plural(months, "month")),
        days @ 2..=13 => format!("in {days} days"),
        days => format!("in {} weeks", days / 7),
    }
}

/// Returns the number of whole months of the calendar between two days; 0 if `to` is not after `from`.
fn whole_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + to.month0().cast_signed() - from.month0().cast_signed();
    let months = u32::try_from(months).unwrap_or_default();
    let is_reached = from.checked_add_months(Months::new(months)).is_some_and(|end| end <= to);
    if is_reached { months } else { months.saturating_sub(1) }
}

/// Returns a time in the stored format, whole seconds: `2026-01-02T03:04:05Z`.
pub fn format_rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Parses a stored time, RFC 3339; chrono's own spelling of years beyond 9999 is accepted too.
pub fn parse_rfc3339(text: &str) -> Option<DateTime<Utc>> {
    parse_rfc3339_fast(text.as_bytes()).or_else(|| text.parse().ok())
}

/// Parses `2026-01-02T03:04:05Z`, our own format, or the common one with milliseconds: several times as fast as
/// chrono's parser.
fn parse_rfc3339_fast(text: &[u8]) -> Option<DateTime<Utc>> {
    let (text, thousandths) = match text {
        [seconds @ .., b'.', t1, t2, t3, b'Z'] => (seconds, parse_digits(&[*t1, *t2, *t3])?),
        [seconds @ .., b'Z'] => (seconds, 0),
        _ => return None,
    };
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2] = text else {
        return None;
    };
    let year = i32::try_from(parse_digits(&[y1, y2, y3, y4])?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, parse_digits(&[m1, m2])?, parse_digits(&[d1, d2])?)?;
    let time = day.and_hms_milli_opt(
        parse_digits(&[h1, h2])?,
        parse_digits(&[i1, i2])?,
        parse_digits(&[s1, s2])?,
        thousandths,
    )?;
    Some(time.and_utc())
}

/// Parses ASCII digits.
fn parse_digits(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

/// A stored time, for deserializing with serde.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StoredTime(pub DateTime<Utc>);

/// Reads and writes an optional time that files hold as the epoch if it is unknown.
pub mod epoch_is_unknown {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::StoredTime;

    /// Writes a time, or the epoch.
    pub fn serialize<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
        at.unwrap_or(DateTime::UNIX_EPOCH).serialize(serializer)
    }

    /// Reads a time; the epoch is `None`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
        let StoredTime(at) = StoredTime::deserialize(deserializer)?;
        Ok(Some(at).filter(|at| *at != DateTime::UNIX_EPOCH))
    }
}

impl<'de> Deserialize<'de> for StoredTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(StoredVisitor)
    }
}

struct StoredVisitor;

impl Visitor<'_> for StoredVisitor {
    type Value = StoredTime;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a time such as 2026-01-02T03:04:05Z")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<StoredTime, E> {
        parse_rfc3339(text).map(StoredTime).ok_or_else(|| E::custom("a time that is not RFC 3339"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() {
        for text in ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z", "0000-02-29T23:59:59.000Z"] {
            assert_eq!(parse_rfc3339_fast(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for text in ["2026-01-02T03:04:60Z", "2026-13-02T03:04:05Z", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05.6Z"] {
            assert_eq!(parse_rfc3339_fast(text.as_bytes()), None, "{text}");
        }
        assert_eq!(parse_rfc3339("2026-01-02T03:04:05.6+01:00"), "2026-01-02T02:04:05.600Z".parse().ok());
    }

    #[test]
    fn ages_and_distances_are_words() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let today = day("2026-01-14");
        for (then, words) in [
            ("2026-01-14", "today"),
            ("2026-01-13", "yesterday"),
            ("2026-01-09", "5 days ago"),
            ("2025-12-25", "2 weeks ago"),
            ("2025-11-15", "8 weeks ago"),
            ("2025-11-14", "2 months ago"),
            ("2025-07-14", "6 months ago"),
            ("2024-01-15", "23 months ago"),
            ("2023-12-01", "2 years ago"),
        ] {
            assert_eq!(format_ago(day(then), today), words, "{then}");
        }
        for (then, words) in [
            ("2026-01-14", "today"),
            ("2026-01-15", "tomorrow"),
            ("2026-01-21", "in 7 days"),
            ("2026-02-13", "in 4 weeks"),
            ("2026-02-14", "in 1 month"),
            ("2026-03-13", "in 8 weeks"),
            ("2026-03-14", "in 2 months"),
            ("2026-07-14", "in 6 months"),
            ("2027-01-14", "in 12 months"),
        ] {
            assert_eq!(format_ahead(day(then), today), words, "{then}");
        }
        // No unit jumps back at its border.
        assert_eq!([60, 61].map(format_age), ["8 weeks", "2 months"]);
        assert_eq!([60, 61].map(format_age_short), ["8 w", "2 mo"]);
        // The end of a month is a whole month away from the end of a longer one.
        assert_eq!(format_ahead(day("2026-02-28"), day("2025-08-31")), "in 6 months");
    }
}
