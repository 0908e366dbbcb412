//! Dates as text: parses `3w`, `monday`, `12 jan`; formats "in 3 weeks", "5 months ago".

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, SecondsFormat, Utc, Weekday};
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// Examples of valid dates, for hints.
pub const DATE_HELP: &str = "3d, 2w, 1m, 1y, monday, tomorrow, 12 jan, 2027-01-12";

/// Parses a date after `today` (at most ten years); the error lists valid forms.
pub fn parse_future_date(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let text = text.trim().to_lowercase();
    let unclear = || format!("I don't understand “{text}”. Try 3d, 2w, monday, 12 jan");
    let found = parse_relative(&text, today)
        .or_else(|| parse_weekday(&text, today))
        .or_else(|| parse_calendar_date(&text, today))
        .ok_or_else(unclear)?;
    if found <= today {
        return Err(format!("{} is not in the future", format_long(found)));
    }
    if found > today + Months::new(120) {
        return Err(format!("{} is more than ten years away", format_long(found)));
    }
    Ok(found)
}

/// Returns the days of a span such as `3d` or `in 2 weeks`, counted from `today`; `None` for anything else.
pub fn parse_span(text: &str, today: NaiveDate) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let counted = text.trim_start_matches("in ").trim_start_matches('+').starts_with(|c: char| c.is_ascii_digit());
    let end = parse_relative(&text, today).filter(|_| counted)?;
    u32::try_from((end - today).num_days()).ok()
}

fn parse_relative(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text {
        "tomorrow" => return today.checked_add_days(Days::new(1)),
        "next week" => return today.checked_add_days(Days::new(7)),
        "next month" => return today.checked_add_months(Months::new(1)),
        _ => {}
    }
    let text = text.strip_prefix("in ").unwrap_or(text);
    let text = text.strip_prefix('+').unwrap_or(text);
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let count: u32 = text[..digits].parse().ok().filter(|n| *n <= 3_650)?;
    match text[digits..].trim() {
        "d" | "day" | "days" => today.checked_add_days(Days::new(count.into())),
        "w" | "week" | "weeks" => today.checked_add_days(Days::new(u64::from(count) * 7)),
        "m" | "month" | "months" => today.checked_add_months(Months::new(count)),
        "y" | "year" | "years" => today.checked_add_months(Months::new(count * 12)),
        _ => None,
    }
}

/// Parses a weekday as the next such day; today's weekday means a week from now.
fn parse_weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.strip_prefix("next ").unwrap_or(text);
    let day: Weekday = text.parse().ok()?;
    let ahead = (7 + day.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead.into() }))
}

/// Parses `2027-01-12`, `12 jan`, `jan 12`, `12 jan 2027`; without a year, the next such day.
fn parse_calendar_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date);
    }
    let words: Vec<&str> = text.split([' ', '.', ',']).filter(|w| !w.is_empty()).collect();
    let (day, month, year) = match words.as_slice() {
        [a, b] => (a, b, None),
        [a, b, year] => (a, b, Some(year.parse::<i32>().ok()?)),
        _ => return None,
    };
    let (day, month) = match (day.parse::<u32>(), month.parse::<u32>()) {
        (Ok(day), Err(_)) => (day, month.parse::<chrono::Month>().ok()?),
        (Err(_), Ok(number)) => (number, day.parse::<chrono::Month>().ok()?),
        _ => return None,
    };
    let on = |year| NaiveDate::from_ymd_opt(year, month.number_from_month(), day);
    match year {
        Some(year) => on(year),
        None => on(today.year()).filter(|date| *date > today).or_else(|| on(today.year() + 1)),
    }
}

/// Converts a time to the user's local date. Only the shell knows the time zone; it hands this function in.
#[derive(Clone, Copy, Debug)]
pub struct LocalDates(pub fn(DateTime<Utc>) -> NaiveDate);

impl LocalDates {
    /// Local dates of somebody in UTC, for tests.
    pub const UTC: Self = Self(|at| at.date_naive());

    /// Returns the local date of a time.
    pub fn of(self, at: DateTime<Utc>) -> NaiveDate {
        (self.0)(at)
    }
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

/// Returns an age as text: `today`, `3 days ago`, `5 weeks ago`, `7 months ago`, `2 years ago`.
pub fn format_days_ago(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=13 => format!("{days} days ago"),
        14..=60 => format!("{} weeks ago", days / 7),
        61..=729 => format!("{} months ago", days * 100 / 3_044),
        _ => format!("{} years ago", days / 365),
    }
}

/// Returns the short name of a month, counted from January of the year 0: `Aug`.
pub fn month_name(month: u32) -> String {
    let day = NaiveDate::from_ymd_opt(2000, month % 12 + 1, 1);
    day.map(|day| day.format("%b").to_string()).unwrap_or_default()
}

/// Returns a span without `ago`: `today`, `1 day`, `3 weeks`, `7 months`, `2 years`.
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

/// Returns a day near today by its name: `today`, `tomorrow`, `Sunday`; else [`format_short`].
pub fn format_day(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => date.format("%A").to_string(),
        _ => format_short(date, today),
    }
}

/// Returns a time to come as text: `tomorrow`, `in 3 days`, `in 5 weeks`.
pub fn format_days_ahead(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=13 => format!("in {days} days"),
        14..=60 => format!("in {} weeks", days / 7),
        _ => format!("in {} months", days * 100 / 3_044),
    }
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

    fn on(text: &str) -> Result<String, String> {
        // A Wednesday.
        parse_future_date(text, NaiveDate::from_ymd_opt(2026, 1, 14).expect("a date")).map(|d| d.to_string())
    }

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
    fn people_write_days_in_many_ways() {
        for (text, date) in [
            ("3w", "2026-02-04"),
            ("in 2 days", "2026-01-16"),
            ("1m", "2026-02-14"),
            ("1y", "2027-01-14"),
            ("monday", "2026-01-19"),
            ("wed", "2026-01-21"),
            ("next friday", "2026-01-16"),
            ("tomorrow", "2026-01-15"),
            ("12 jan", "2027-01-12"),
            ("jan 20", "2026-01-20"),
            ("3. february", "2026-02-03"),
            ("5 Mar 2027", "2027-03-05"),
            ("2026-12-24", "2026-12-24"),
        ] {
            assert_eq!(on(text).as_deref(), Ok(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_what_is() {
        assert!(on("soon").is_err_and(|why| why.contains("3d, 2w")));
        assert!(on("2026-01-14").is_err_and(|why| why.contains("not in the future")));
        assert!(on("99999999w").is_err());
        assert!(on("30 feb").is_err());
    }

    #[test]
    fn ages_are_words() {
        let said: Vec<String> = [0, 1, 5, 20, 90, 800].map(format_days_ago).into();
        assert_eq!(said, ["today", "yesterday", "5 days ago", "2 weeks ago", "2 months ago", "2 years ago"]);
        // No unit is ever counted once in the plural, nor jumps back at its border.
        assert_eq!([60, 61].map(format_days_ago), ["8 weeks ago", "2 months ago"]);
        assert_eq!([60, 61].map(format_age), ["8 weeks", "2 months"]);
        assert_eq!([60, 61].map(format_age_short), ["8 w", "2 mo"]);
        assert_eq!([60, 61].map(format_days_ahead), ["in 8 weeks", "in 2 months"]);
    }
}
