//! Dates of a column with three numbers, such as 05/02/2026: which of them is the day, the column itself tells.
//!
//! A number above 12 is a day, and one such date settles the whole column; without one, nothing is guessed. LinkedIn's
//! own form (`2/5/26, 3:47 PM`) always has the month first.

use super::dates::ParsedDate;

/// Order of the first two numbers, as far as the dates of a column have told it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct DateColumn {
    day_first: bool,
    month_first: bool,
}

/// Why a cell gives no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoDate {
    /// It is no date.
    Unreadable,
    /// The day may be the first number or the second, and no other date of the column tells.
    Unclear,
}

/// What a cell says about the order.
enum Order {
    /// Nothing: it is in another form.
    None,
    DayFirst,
    MonthFirst,
    /// Both numbers are the same.
    Same,
    Either,
}

impl DateColumn {
    /// Adds what a cell tells about the order.
    pub fn observe(&mut self, text: &str) {
        match order(text) {
            Order::DayFirst => self.day_first = true,
            Order::MonthFirst => self.month_first = true,
            Order::Same | Order::Either | Order::None => {}
        }
    }

    /// True if a cell can be read only once the order is settled.
    pub fn is_open(text: &str) -> bool {
        matches!(order(text), Order::Either)
    }

    /// Reads a cell.
    pub fn read(self, text: &str) -> Result<ParsedDate, NoDate> {
        let parsed = match order(text) {
            Order::None => ParsedDate::parse(text),
            Order::MonthFirst | Order::Same => ParsedDate::parse(&with_slashes(text, false)),
            Order::DayFirst => ParsedDate::parse(&with_slashes(text, true)),
            Order::Either if self.day_first != self.month_first => {
                ParsedDate::parse(&with_slashes(text, self.day_first))
            }
            Order::Either => return Err(NoDate::Unclear),
        };
        parsed.ok_or(NoDate::Unreadable)
    }
}

/// Returns the word of a date with three numbers, day and month of one or two digits, the year last.
fn numbers(text: &str) -> Option<(&str, [&str; 3])> {
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    words.filter(|word| word.len() <= 10).find_map(|word| {
        let mut split = word.split(['/', '-']);
        let fields @ [a, b, year] = [split.next()?, split.next()?, split.next()?];
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_year = year.len() == 4 || (year.len() == 2 && !word.contains('-'));
        let fits = a.len() <= 2 && b.len() <= 2 && is_year && fields.iter().all(|field| is_number(field));
        (fits && split.next().is_none()).then_some((word, fields))
    })
}

fn order(text: &str) -> Order {
    let Some((word, [a, b, year])) = numbers(text) else { return Order::None };
    let is_padded = |number: &str| number.starts_with('0');
    let has_half = text.to_ascii_lowercase().trim_end().ends_with('m');
    if year.len() == 2 && word.contains('/') && has_half && text.contains(',') && !is_padded(a) && !is_padded(b) {
        return Order::None; // LinkedIn's own form
    }
    match (a.parse::<u8>(), b.parse::<u8>()) {
        (Ok(a), Ok(b)) if a == b => Order::Same,
        (Ok(a), Ok(b)) if a <= 12 && b > 12 => Order::MonthFirst,
        (Ok(a), Ok(b)) if a > 12 && b <= 12 => Order::DayFirst,
        (Ok(a), Ok(b)) if a <= 12 && b <= 12 => Order::Either,
        _ => Order::None,
    }
}

/// Returns a text with its date as month, day and year between slashes.
fn with_slashes(text: &str, day_first: bool) -> String {
    let Some((word, [a, b, year])) = numbers(text) else { return text.to_owned() };
    let (month, day) = if day_first { (b, a) } else { (a, b) };
    text.replacen(word, &format!("{month}/{day}/{year}"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Vec<String> {
        let mut column = DateColumn::default();
        cells.iter().for_each(|cell| column.observe(cell));
        let shown = |cell: &&str| match column.read(cell) {
            Ok(date) => date.day.to_string(),
            Err(why) => format!("{why:?}"),
        };
        cells.iter().map(shown).collect()
    }

    #[test]
    fn one_day_settles_the_column() {
        assert_eq!(read(&["29/01/2026 14:37", "05/02/2026 09:10"]), ["2026-01-29", "2026-02-05"]);
        assert_eq!(read(&["29-01-2026", "5-2-2026"]), ["2026-01-29", "2026-02-05"]);
        assert_eq!(read(&["1/29/2026 14:37", "5/2/2026"]), ["2026-01-29", "2026-05-02"]);
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(read(&["05/02/2026", "03/03/2026"]), ["Unclear", "2026-03-03"]);
        assert_eq!(read(&["05/02/2026", "29/01/2026", "01/29/2026"]), ["Unclear", "2026-01-29", "2026-01-29"]);
        assert_eq!(read(&["40/41/2026", "soon"]), ["Unreadable", "Unreadable"]);
    }

    #[test]
    fn other_forms_need_no_column() {
        let cells = ["2/5/26, 3:47 PM", "2026-02-05 10:00", "05.02.2026", "05 Feb 2026", "29/01/2026"];
        let days = ["2026-02-05", "2026-02-05", "2026-02-05", "2026-02-05", "2026-01-29"];
        assert_eq!(read(&cells), days);
    }
}
