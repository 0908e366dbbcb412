//! The grammar of typed days: `3w`, `in a month`, `monday`, `end of month`, `12 jan`, `12.1.`, `2026-06`.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::context::{DayContext, NumericDates};

/// Examples of days that can be typed.
pub const DATE_HELP: &str = "3d, 2w, monday, 12 jan";

/// Days that forms offer, soonest first; each can be typed as well.
pub const PRESETS: [&str; 8] =
    ["tomorrow", "in 3 days", "in a week", "in 2 weeks", "in a month", "end of month", "in 3 months", "in 6 months"];

/// Examples of a day in the past.
pub const PAST_DATE_HELP: &str = "today, monday, 12 jan";

/// Days in the past that forms offer, latest first; each can be typed as well.
pub const PAST_PRESETS: [&str; 4] = ["today", "yesterday", "3 days ago", "a week ago"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Where a day without a year, or without a sign, lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Direction {
    /// After today.
    Ahead,
    /// Up to today.
    Back,
}

/// Parses a day after `today` (at most ten years); the error says what is wrong and what to type.
pub fn parse_future_date(text: &str, context: impl Into<DayContext>) -> Result<NaiveDate, String> {
    let context = context.into();
    let (found, today) = (parse(text, context, Direction::Ahead)?, context.today);
    if found <= today {
        return Err(format!("{} is not in the future", found.format("%-d %b %Y")));
    }
    if found > today + Months::new(120) {
        return Err(format!("{} is more than ten years away", found.format("%-d %b %Y")));
    }
    Ok(found)
}

/// Parses a period up to today, as its first and last day: `2026` and `2026-06` are a year and a month, everything else is
/// one day. `3w` is three weeks ago, and a day without a year is the last such day.
pub fn parse_past_period(text: &str, context: impl Into<DayContext>) -> Result<(NaiveDate, NaiveDate), String> {
    let first = parse(text, context.into(), Direction::Back)?;
    let last = match months_of_period(&normalized(text)) {
        0 => Some(first),
        months => first.checked_add_months(Months::new(months)).and_then(|end| end.pred_opt()),
    };
    Ok((first, last.unwrap_or(first)))
}

/// Parses one day up to `today`, which may be today; the error says what is wrong and what to type.
pub fn parse_past_date(text: &str, context: impl Into<DayContext>) -> Result<NaiveDate, String> {
    let context = context.into();
    let (first, last) = parse_past_period(text, context)?;
    if first != last {
        return Err(format!("“{}” is more than a day. Try {DATE_HELP}", text.trim()));
    }
    if first > context.today {
        return Err(format!("{} is in the future", first.format("%-d %b %Y")));
    }
    Ok(first)
}

/// Returns the length of what was typed in months, 0 for a day.
fn months_of_period(text: &str) -> u32 {
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split([' ', '-', '/', '.', ',']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year] if year.len() == 4 && is_number(year) => 12,
        [year, month] if year.len() == 4 && is_number(year) && is_number(month) => 1,
        [month] | [month, _] if position_of(&MONTHS, month).is_some() => {
            let has_day = parts.get(1).is_some_and(|day| day.len() != 4);
            u32::from(!has_day)
        }
        _ => 0,
    }
}

/// Returns the days of a span such as `3d` or `in two weeks`, counted from `today`; `None` for anything else.
pub fn parse_span(text: &str, today: NaiveDate) -> Option<u32> {
    let end = span(&normalized(text), today, Direction::Ahead)?;
    u32::try_from((end - today).num_days()).ok()
}

fn parse(written: &str, context: DayContext, direction: Direction) -> Result<NaiveDate, String> {
    let today = context.today;
    let text = normalized(written);
    if text.is_empty() {
        return Err(format!("Write a day: {DATE_HELP}"));
    }
    let ahead = ["tomorrow", "day after", "the day after", "next ", "in ", "end of", "+"];
    if direction == Direction::Back && ahead.iter().any(|word| text.starts_with(word)) {
        return Err(format!("“{}” is in the future", written.trim()));
    }
    let found = named_day(&text, today)
        .or_else(|| span(&text, today, direction))
        .or_else(|| weekday(&text, today, direction))
        .or_else(|| with_month_name(&text, today, direction));
    match found {
        Some(day) => Ok(day),
        None => numeric(&text, context, direction)?
            .ok_or_else(|| format!("I don't understand “{}”. Try {DATE_HELP}", written.trim())),
    }
}

/// Returns the text in lower case, with single spaces and without a word that only introduces a day.
fn normalized(text: &str) -> String {
    let text = text.to_lowercase();
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 1 && ["on", "by", "since", "until", "from"].contains(&words[0]) {
        words.remove(0);
    }
    words.join(" ")
}

fn named_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let after = |days| today.checked_add_days(Days::new(days));
    let months = |count| today.checked_add_months(Months::new(count));
    let before = |count| today.checked_sub_months(Months::new(count));
    match text {
        "today" => Some(today),
        "tomorrow" => after(1),
        "yesterday" => today.pred_opt(),
        "day after tomorrow" | "the day after tomorrow" => after(2),
        "next week" => after(7),
        "next month" => months(1),
        "next year" => months(12),
        "last week" => today.checked_sub_days(Days::new(7)),
        "last month" => before(1),
        "last year" => before(12),
        "end of month" | "end of the month" | "end of this month" | "month end" => {
            let end = last_of_month(today)?;
            if end > today { Some(end) } else { last_of_month(months(1)?) }
        }
        "end of next month" => last_of_month(months(1)?),
        "end of year" | "end of the year" | "end of this year" => NaiveDate::from_ymd_opt(today.year(), 12, 31),
        _ => None,
    }
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// Parses a counted span: `3w`, `+3w`, `in two weeks`, `a month`; in the past `3 weeks ago` too.
fn span(text: &str, today: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    let text = text.strip_prefix("in ").or_else(|| text.strip_prefix('+')).unwrap_or(text);
    let text = if direction == Direction::Back { text.strip_suffix(" ago").unwrap_or(text) } else { text };
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = if digits > 0 {
        (text[..digits].parse().ok()?, text[digits..].trim())
    } else {
        let (word, unit) = text.split_once(' ')?;
        let number = NUMBERS.iter().position(|number| *number == word).and_then(|at| u32::try_from(at + 1).ok());
        (if ["a", "an"].contains(&word) { 1 } else { number? }, unit)
    };
    let count: u32 = Some(count).filter(|count| *count <= 3_650)?;
    let (days, months) = match unit {
        "d" | "day" | "days" => (count, 0),
        "w" | "week" | "weeks" => (count * 7, 0),
        "m" | "month" | "months" => (0, count),
        "y" | "year" | "years" => (0, count * 12),
        _ => return None,
    };
    let (days, months) = (Days::new(days.into()), Months::new(months));
    match direction {
        Direction::Ahead => today.checked_add_days(days)?.checked_add_months(months),
        Direction::Back => today.checked_sub_days(days)?.checked_sub_months(months),
    }
}

/// Parses a weekday as the next such day, or in the past the last one; today's weekday is a week away ahead, today back.
fn weekday(text: &str, today: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    let introduced = ["next ", "this ", "last "].iter().find_map(|word| text.strip_prefix(word));
    let at = position_of(&WEEKDAYS, introduced.unwrap_or(text))?;
    let wanted = Weekday::try_from(u8::try_from(at).ok()?).ok()?;
    let (here, there) = (today.weekday().num_days_from_monday(), wanted.num_days_from_monday());
    match direction {
        Direction::Ahead => today.checked_add_days(Days::new(u64::from((6 + there - here) % 7 + 1))),
        Direction::Back => today.checked_sub_days(Days::new(u64::from((7 + here - there) % 7))),
    }
}

/// Returns the position of a name that is written out or abbreviated to at least three letters.
fn position_of(names: &[&str], word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.');
    names.iter().position(|name| word.len() >= 3 && name.starts_with(word))
}

/// Parses `12 jan`, `12th of january`, `jan 12`, `12 jan 2027`, `jan 2027`; without a day, the first of the month.
fn with_month_name(text: &str, today: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    let (mut month, mut day, mut year) = (None, None, None);
    let words = text.split([' ', ',', '-']).filter(|word| !["", "the", "of"].contains(word));
    for word in words {
        let bare = word.trim_end_matches('.');
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare);
        if let Some(at) = position_of(&MONTHS, word).filter(|_| month.is_none()) {
            month = Some(u32::try_from(at + 1).ok()?);
        } else if bare.len() == 4 && year.is_none() && bare == ordinal {
            year = Some(bare.parse::<i32>().ok()?);
        } else if day.is_none() {
            day = Some(ordinal.parse::<u32>().ok()?);
        } else {
            return None;
        }
    }
    in_year(year, month?, day.unwrap_or(1), today, direction)
}

/// Parses days written in numbers; fails if the numbers can be read in two ways, and nothing says in which.
fn numeric(text: &str, context: DayContext, direction: Direction) -> Result<Option<NaiveDate>, String> {
    let today = context.today;
    let Some(separator) = text.chars().find(|c| !c.is_ascii_digit()) else {
        let year = text.parse().ok().filter(|_| text.len() == 4 && direction == Direction::Back);
        return Ok(year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)));
    };
    if !['-', '/', '.'].contains(&separator) {
        return Ok(None);
    }
    let compact = text.replace(' ', "");
    let parts: Vec<&str> = compact.trim_end_matches('.').split(separator).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok().filter(|_| part.len() <= 4)).collect();
    let Some(numbers) = numbers else { return Ok(None) };
    let year = |at: usize| match parts.get(at).map(|part| part.len()) {
        Some(4) => i32::try_from(numbers[at]).ok(),
        Some(2) => i32::try_from(2_000 + numbers[at]).ok(),
        _ => None,
    };
    let found = match *numbers.as_slice() {
        [_, month] if parts[0].len() == 4 => in_year(year(0), month, 1, today, direction),
        [_, month, day] if parts[0].len() == 4 => in_year(year(0), month, day, today, direction),
        [_, _, _] if year(2).is_none() => None,
        [day, month] | [day, month, _] if separator == '.' => in_year(year(2), month, day, today, direction),
        [a, b] | [a, b, _] => {
            let by_day = in_year(year(2), b, a, today, direction);
            let by_month = in_year(year(2), a, b, today, direction);
            if let (Some(one), Some(other)) = (by_day, by_month)
                && one != other
            {
                match context.numbers {
                    NumericDates::Ask => {}
                    NumericDates::DayFirst => return Ok(by_day),
                    NumericDates::MonthFirst => return Ok(by_month),
                }
                let form = if year(2).is_some() { "%-d %b %Y" } else { "%-d %b" };
                let (one, other) = (one.format(form), other.format(form));
                return Err(format!("“{text}” can mean {one} or {other}. Write it with the name of the month"));
            }
            by_day.or(by_month)
        }
        _ => None,
    };
    Ok(found)
}

/// Returns the day of a year; without one, the next such day, or in the past the last one.
fn in_year(year: Option<i32>, month: u32, day: u32, today: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    let on = |year| NaiveDate::from_ymd_opt(year, month, day);
    if let Some(year) = year {
        return on(year);
    }
    let here = today.year();
    match direction {
        Direction::Ahead => (here..here + 9).filter_map(on).find(|date| *date > today),
        Direction::Back => (here - 8..=here).rev().filter_map(on).find(|date| *date <= today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 14).expect("a date")
    }

    fn ahead(text: &str) -> Result<String, String> {
        parse_future_date(text, today()).map(|day| day.to_string())
    }

    #[test]
    fn what_two_numbers_mean_can_be_said() {
        let read = |text: &str, numbers| parse_future_date(text, DayContext { today: today(), numbers });
        let day = |text: &str| Ok(text.parse().expect("a date"));
        for (text, day_first, month_first) in [
            ("3/4", "2026-04-03", "2026-03-04"),
            ("3/4/2027", "2027-04-03", "2027-03-04"),
            ("13/4", "2026-04-13", "2026-04-13"),
            ("3.4.", "2026-04-03", "2026-04-03"),
            ("2026-03-04", "2026-03-04", "2026-03-04"),
        ] {
            assert_eq!(read(text, NumericDates::DayFirst), day(day_first), "{text}");
            assert_eq!(read(text, NumericDates::MonthFirst), day(month_first), "{text}");
        }
        assert!(read("3/4", NumericDates::Ask).is_err_and(|why| why.contains("can mean 3 Apr or 4 Mar")));
    }

    #[test]
    fn people_write_days_in_many_ways() {
        for (text, date) in [
            ("3w", "2026-02-04"),
            ("in 2 days", "2026-01-16"),
            ("+2d", "2026-01-16"),
            ("1m", "2026-02-14"),
            ("1y", "2027-01-14"),
            ("in a week", "2026-01-21"),
            ("in two weeks", "2026-01-28"),
            ("in a month", "2026-02-14"),
            ("a year", "2027-01-14"),
            ("monday", "2026-01-19"),
            ("on monday", "2026-01-19"),
            ("wed", "2026-01-21"),
            ("this friday", "2026-01-16"),
            ("next friday", "2026-01-16"),
            ("tomorrow", "2026-01-15"),
            ("end of month", "2026-01-31"),
            ("End of  the month", "2026-01-31"),
            ("end of next month", "2026-02-28"),
            ("end of year", "2026-12-31"),
            ("12 jan", "2027-01-12"),
            ("12th jan", "2027-01-12"),
            ("12th of January 2028", "2028-01-12"),
            ("jan 20", "2026-01-20"),
            ("jan 21st", "2026-01-21"),
            ("3. february", "2026-02-03"),
            ("5 Mar 2027", "2027-03-05"),
            ("sept 2026", "2026-09-01"),
            ("29 feb", "2028-02-29"),
            ("12.1.", "2027-01-12"),
            ("20.1", "2026-01-20"),
            ("12.1.2027", "2027-01-12"),
            ("12. 1. 27", "2027-01-12"),
            ("13/1/2027", "2027-01-13"),
            ("1/13/2027", "2027-01-13"),
            ("5/5", "2026-05-05"),
            ("2026-12-24", "2026-12-24"),
            ("2026/12/24", "2026-12-24"),
            ("2026-06", "2026-06-01"),
        ] {
            assert_eq!(ahead(text).as_deref(), Ok(date), "{text}");
        }
        for preset in PRESETS {
            assert!(ahead(preset).is_ok(), "{preset}");
        }
    }

    #[test]
    fn looking_back_the_same_words_mean_the_last_such_day() {
        for (text, date) in [
            ("2026-06", "2026-06-01"),
            ("2025", "2025-01-01"),
            ("3w", "2025-12-24"),
            ("a month", "2025-12-14"),
            ("two weeks ago", "2025-12-31"),
            ("monday", "2026-01-12"),
            ("wed", "2026-01-14"),
            ("last friday", "2026-01-09"),
            ("yesterday", "2026-01-13"),
            ("last month", "2025-12-14"),
            ("12 jan", "2026-01-12"),
            ("20.1.", "2025-01-20"),
            ("june", "2025-06-01"),
            ("2025-11-30", "2025-11-30"),
        ] {
            assert_eq!(parse_past_period(text, today()).map(|(day, _)| day.to_string()).as_deref(), Ok(date), "{text}");
        }
        for (text, last) in [
            ("2025", "2025-12-31"),
            ("2024-02", "2024-02-29"),
            ("feb 2024", "2024-02-29"),
            ("june", "2025-06-30"),
            ("12 jan", "2026-01-12"),
            ("jan 12", "2026-01-12"),
            ("2024-02-03", "2024-02-03"),
            ("3w", "2025-12-24"),
        ] {
            assert_eq!(parse_past_period(text, today()).map(|(_, day)| day.to_string()).as_deref(), Ok(last), "{text}");
        }
        for (text, says) in [
            ("2026-06", "“2026-06” is more than a day. Try 3d, 2w, monday, 12 jan"),
            ("2026-01-15", "15 Jan 2026 is in the future"),
            ("tomorrow", "“tomorrow” is in the future"),
        ] {
            assert_eq!(parse_past_date(text, today()), Err(says.to_owned()));
        }
        assert_eq!(parse_past_date("today", today()), Ok(today()));
        assert_eq!(parse_past_date("monday", today()).map(|day| day.to_string()).as_deref(), Ok("2026-01-12"));
        for text in ["tomorrow", "next friday", "in a month"] {
            assert!(parse_past_period(text, today()).is_err_and(|why| why.contains("is in the future")), "{text}");
        }
    }

    #[test]
    fn what_is_unclear_is_told_and_never_guessed() {
        let unclear = |text: &str| format!("I don't understand “{text}”. Try 3d, 2w, monday, 12 jan");
        for text in ["1wx", "soon", "99999999w", "30 feb", "12/13/14/15", "1.2.3.4", "2027", "jan", "…", "12 jan jan"]
        {
            let expected = if text == "jan" { Ok("2027-01-01".to_owned()) } else { Err(unclear(text)) };
            assert_eq!(ahead(text), expected, "{text}");
        }
        let two = "“12/1/2027” can mean 12 Jan 2027 or 1 Dec 2027. Write it with the name of the month";
        assert_eq!(ahead("12/1/2027"), Err(two.to_owned()));
        assert!(ahead("12/1").is_err_and(|why| why.contains("12 Jan or 1 Dec")));
        assert!(parse_past_period("12/1/2025", today()).is_err());
        assert_eq!(ahead("2026-01-14"), Err("14 Jan 2026 is not in the future".to_owned()));
        assert_eq!(ahead("  "), Err("Write a day: 3d, 2w, monday, 12 jan".to_owned()));
    }

    #[test]
    fn a_span_is_counted_and_a_day_is_not() {
        let days: Vec<_> = ["3d", "in two weeks", "a month", "monday"].map(|text| parse_span(text, today())).into();
        assert_eq!(days, [Some(3), Some(14), Some(31), None]);
    }
}
