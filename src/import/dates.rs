//! Dates as LinkedIn, spreadsheets and tools write them. Parses only what is certain and never guesses.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

/// Valid years; LinkedIn opened in 2003.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 2003..=2100;

/// Date as written: a day, with a time of day and a zone if given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParsedDate {
    /// Day.
    pub day: NaiveDate,
    /// Time of day; midnight if none is given.
    pub time: NaiveTime,
    /// Time zone, if given.
    pub zone: Option<FixedOffset>,
}

impl ParsedDate {
    /// Parses a date in any known spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Parts::default();
        if text.len() > 64 {
            return None;
        }
        for word in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty()) {
            parts.parse_word(word)?;
        }
        parts.finish()
    }

    fn wall_time(self) -> NaiveDateTime {
        self.day.and_time(self.time)
    }

    /// Returns the instant; a date without a zone is US Pacific wall time. In the hour that occurs twice in November
    /// the first pass counts; in the hour skipped in March the clocks are taken as not yet changed.
    pub fn pacific(self) -> DateTime<Utc> {
        match self.zone {
            Some(zone) => self.in_zone(zone),
            None => {
                (self.wall_time() + TimeDelta::hours(if is_pacific_summer(self.wall_time()) { 7 } else { 8 })).and_utc()
            }
        }
    }

    /// Returns the instant; a date without a zone is UTC.
    pub fn utc(self) -> DateTime<Utc> {
        match self.zone {
            Some(zone) => self.in_zone(zone),
            None => self.wall_time().and_utc(),
        }
    }

    fn in_zone(self, zone: FixedOffset) -> DateTime<Utc> {
        (self.wall_time() - TimeDelta::seconds(i64::from(zone.local_minus_utc()))).and_utc()
    }
}

/// True if this wall time on the US Pacific coast is daylight saving time, by the two laws since LinkedIn opened. (One
/// zone and two laws, tested against the tz database, which itself is as large as a third of the program.)
fn is_pacific_summer(wall: NaiveDateTime) -> bool {
    let sunday = |month, nth| NaiveDate::from_weekday_of_month_opt(wall.year(), month, Weekday::Sun, nth);
    let last_in_october = || sunday(11, 1)?.checked_sub_days(Days::new(7));
    let days = if wall.year() >= 2007 { (sunday(3, 2), sunday(11, 1)) } else { (sunday(4, 1), last_in_october()) };
    let at = |day: Option<NaiveDate>, hour| day.and_then(|day| day.and_hms_opt(hour, 0, 0));
    at(days.0, 3).is_some_and(|begin| begin <= wall) && at(days.1, 2).is_some_and(|end| wall < end)
}

/// Parses `2024-03-20 15:09:26 UTC`, as LinkedIn writes the time of a message.
pub fn parse_fast(b: &[u8]) -> Option<DateTime<Utc>> {
    let shape = b.len() == 23 && b.ends_with(b" UTC") && b[4] == b'-' && b[7] == b'-' && b[10] == b' ';
    if !shape || b[13] != b':' || b[16] != b':' {
        return None;
    }
    let year = digits(&b[..4])?.try_into().ok().filter(|year| YEARS.contains(year))?;
    let day = NaiveDate::from_ymd_opt(year, digits(&b[5..7])?, digits(&b[8..10])?)?;
    let time = NaiveTime::from_hms_opt(digits(&b[11..13])?, digits(&b[14..16])?, digits(&b[17..19])?)?;
    Some(day.and_time(time).and_utc())
}

fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 4 {
        return None;
    }
    bytes.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// Parts of a date parsed so far.
#[derive(Default)]
struct Parts {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<i32>,
    time: Option<(u32, u32, u32)>,
    afternoon: Option<bool>,
    zone: Option<FixedOffset>,
}

impl Parts {
    fn parse_word(&mut self, word: &str) -> Option<()> {
        if let Some((day, clock)) = word.split_once('T').filter(|(day, clock)| day.contains('-') && clock.contains(':'))
        {
            self.parse_day(day)?;
            return self.parse_clock(clock);
        }
        if word.contains(':') {
            return self.parse_clock(word);
        }
        if let Some(afternoon) = afternoon(word) {
            return set_once(&mut self.afternoon, afternoon);
        }
        if ["UTC", "GMT", "Z"].iter().any(|zone| zone.eq_ignore_ascii_case(word)) {
            return set_once(&mut self.zone, FixedOffset::east_opt(0)?);
        }
        if let Some(month) = month(word) {
            return set_once(&mut self.month, month);
        }
        if word.contains(['/', '-', '.']) && !word.ends_with('.') {
            return self.parse_day(word);
        }
        match digits(word.as_bytes())? {
            year if word.len() == 4 => set_once(&mut self.year, i32::try_from(year).ok()?),
            day => set_once(&mut self.day, day),
        }
    }

    /// Parses `1/15/24`, `2024/1/15`, `2024-01-15`, `4-Apr-21` and `15.01.24`.
    fn parse_day(&mut self, word: &str) -> Option<()> {
        let separator = word.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
        let fields: Vec<&str> = word.split(separator).collect();
        let [a, b, c] = fields[..] else { return None };
        let (year, month_field, day) = match separator {
            _ if a.len() == 4 => (a, b, c),
            '/' => (c, a, b),
            '.' => (c, b, a),
            _ if month(b).is_some() => (c, b, a),
            _ => return None, // 01-02-24 is ambiguous: either may be the month
        };
        set_once(&mut self.month, month(month_field).or_else(|| digits(month_field.as_bytes()))?)?;
        set_once(&mut self.day, digits(day.as_bytes())?)?;
        let number = i32::try_from(digits(year.as_bytes())?).ok()?;
        set_once(&mut self.year, if year.len() == 2 { 2000 + number } else { number })
    }

    /// Parses `3:47`, `15:47:00`, `15:47:00.123Z`, `15:47+01:00` and `3:47PM`.
    fn parse_clock(&mut self, word: &str) -> Option<()> {
        let mut rest = word;
        if let Some(text) = rest.strip_suffix(['Z', 'z']) {
            rest = text;
            set_once(&mut self.zone, FixedOffset::east_opt(0)?)?;
        } else if let Some(at) = rest.rfind(['+', '-']) {
            set_once(&mut self.zone, offset(&rest[at..])?)?;
            rest = &rest[..at];
        } else if let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
            set_once(&mut self.afternoon, afternoon(&rest[at..])?)?;
            rest = &rest[..at];
        }
        let whole = rest.split_once('.').map_or(rest, |(whole, _)| whole);
        let mut numbers = whole.split(':').map(|field| digits(field.as_bytes()).filter(|_| field.len() <= 2));
        let hour = numbers.next()??;
        let minute = numbers.next()??;
        let second = numbers.next().unwrap_or(Some(0))?;
        if numbers.next().is_some() {
            return None;
        }
        set_once(&mut self.time, (hour, minute, second))
    }

    fn finish(self) -> Option<ParsedDate> {
        let year = self.year.filter(|year| YEARS.contains(year))?;
        let day = NaiveDate::from_ymd_opt(year, self.month?, self.day?)?;
        let (hour, minute, second) = self.time.unwrap_or_default();
        let hour = match self.afternoon {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        };
        let time = NaiveTime::from_hms_opt(hour, minute, second.min(59))?;
        (day.year() == year).then_some(ParsedDate { day, time, zone: self.zone })
    }
}

/// Sets a part; a second value for it makes the date invalid.
fn set_once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn afternoon(word: &str) -> Option<bool> {
    let names = [("am", false), ("a.m.", false), ("pm", true), ("p.m.", true)];
    names.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, afternoon)| *afternoon)
}

fn month(word: &str) -> Option<u32> {
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
    let word = word.trim_end_matches('.');
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    let at = MONTHS.iter().position(|name| is(name) || is(&name[..3])).or_else(|| is("sept").then_some(8))?;
    u32::try_from(at + 1).ok()
}

fn offset(text: &str) -> Option<FixedOffset> {
    let west = text.starts_with('-');
    let plain: String = text[1..].chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match plain.len() {
        2 => (digits(plain.as_bytes())?, 0),
        4 => (digits(&plain.as_bytes()[..2])?, digits(&plain.as_bytes()[2..])?),
        _ => return None,
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if west { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pacific(text: &str) -> String {
        ParsedDate::parse(text).map_or("none".to_owned(), |w| w.pacific().format("%Y-%m-%dT%H:%M:%S").to_string())
    }

    #[test]
    fn linkedins_own_form_is_pacific_time() {
        assert_eq!(pacific("1/15/24, 3:47 PM"), "2024-01-15T23:47:00");
        assert_eq!(pacific("7/9/23, 8:46 AM"), "2023-07-09T15:46:00");
        assert_eq!(pacific("1/15/24, 12:00 AM"), "2024-01-15T08:00:00");
        assert_eq!(pacific("1/15/24, 3:47\u{202f}PM"), "2024-01-15T23:47:00");
    }

    #[test]
    fn the_hours_that_come_twice_and_never() {
        assert_eq!(pacific("11/3/24, 1:30 AM"), "2024-11-03T08:30:00"); // the first pass, still summer time
        assert_eq!(pacific("3/10/24, 2:30 AM"), "2024-03-10T10:30:00");
    }

    #[test]
    fn the_two_laws_are_what_the_tz_database_says() {
        use chrono::TimeZone;
        let days = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).expect("a day").iter_days();
        for day in days.take_while(|day| day.year() < 2100) {
            for minutes in (0..5 * 60).step_by(30) {
                let time = NaiveTime::MIN + TimeDelta::minutes(minutes);
                let written = ParsedDate { day, time, zone: None };
                let told = chrono_tz::America::Los_Angeles.from_local_datetime(&written.wall_time()).earliest();
                let told = told.map_or(written.wall_time().and_utc() + TimeDelta::hours(8), |at| at.to_utc());
                assert_eq!(written.pacific(), told, "{day} {time}");
            }
        }
    }

    #[test]
    fn other_spellings() {
        for (text, at) in [
            ("Nov 24 2025 3:45 PM", "2025-11-24T23:45:00"),
            ("Nov 24, 2025, 3:45 PM", "2025-11-24T23:45:00"),
            ("2021-08-01 10:00:00", "2021-08-01T17:00:00"),
            ("2026-06-04 09:00 UTC", "2026-06-04T09:00:00"),
            ("2024-01-15T15:47:00Z", "2024-01-15T15:47:00"),
            ("2024-01-15T15:47:00.250+02:00", "2024-01-15T13:47:00"),
            ("1/15/2024 15:47", "2024-01-15T23:47:00"),
            ("15.01.24 15:47", "2024-01-15T23:47:00"),
        ] {
            assert_eq!(pacific(text), at, "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "yesterday-ish",
            "0/0/00, 0:00 AM",
            "1/15/99999, 3:47 PM",
            "-1/-1/-1",
            "2/30/24, 3:47 PM",
            "1/15/2199, 3:47 PM",
            "9223372036854775807",
            "2 days ago",
            "13/1/24, 3:47 PM",
            "1/15/24, 13:47 PM",
            "01-02-24",
            "ä/ö/ü",
            "1:é+",
        ] {
            assert_eq!(ParsedDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn connected_on_in_its_three_forms() {
        for text in ["04 Apr 2021", "4-Apr-21", "4/4/21, 9:12 AM"] {
            assert_eq!(ParsedDate::parse(text).map(|w| w.day), NaiveDate::from_ymd_opt(2021, 4, 4), "{text}");
        }
    }

    #[test]
    fn the_quick_way_and_the_detour_agree() {
        let text = "2024-03-20 15:09:26 UTC";
        assert_eq!(parse_fast(text.as_bytes()), ParsedDate::parse(text).map(ParsedDate::utc));
        assert_eq!(parse_fast(b"2024-13-20 15:09:26 UTC"), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(text in "[-0-9/:.,+ TZAPMa-zé]{0,30}") {
            let _ = ParsedDate::parse(&text).map(ParsedDate::pacific);
        }
    }
}
