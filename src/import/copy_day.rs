//! The day of a copy, from the name of its archive or folder.

use chrono::NaiveDate;

use super::dates::YEARS;

/// Returns the day in a name such as `Basic_LinkedInDataExport_11-22-2026.zip`: month, day and year, or `2026-11-22`. A
/// first number above 12 is the day.
pub fn day_in_name(name: &str) -> Option<NaiveDate> {
    let numbers: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).collect();
    // Between two neighbouring numbers stands exactly one character, or the split has an empty text there.
    numbers.windows(3).find_map(|three| {
        let number = |text: &str| text.parse::<u32>().ok();
        let (first, second, third) = (number(three[0])?, number(three[1])?, number(three[2])?);
        let is_short = |text: &str| text.len() <= 2;
        let (year, month, day) = match (three[0].len(), three[2].len()) {
            (4, 1..=2) if is_short(three[1]) => (first, second, third),
            (1..=2, 4) if is_short(three[1]) && first > 12 => (third, second, first),
            (1..=2, 4) if is_short(three[1]) => (third, first, second),
            _ => return None,
        };
        let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_copy_stands_in_its_name() {
        let day = |name: &str| day_in_name(name).map(|day| day.to_string()).unwrap_or_default();
        for name in [
            "Basic_LinkedInDataExport_11-22-2026.zip",
            "Complete_LinkedInDataExport_11-22-2026 (1).zip.zip",
            "Complete_LinkedInDataExport_22-11-2026",
            "linkedin 2026-11-22",
        ] {
            assert_eq!(day(name), "2026-11-22", "{name}");
        }
        for name in ["export.zip", "05-2024-03-contacts", "13-13-2026", "1-2-3", "11-22-1999", "Messages_120456.csv"] {
            assert_eq!(day(name), "", "{name}");
        }
    }
}
