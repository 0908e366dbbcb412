//! What typed days are read by.

use chrono::NaiveDate;

/// How a day in two numbers, such as `12/1`, is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumericDates {
    /// Whoever typed it is asked what it means.
    #[default]
    Ask,
    /// 12 January.
    DayFirst,
    /// 1 December.
    MonthFirst,
}

/// The day from which typed days are counted, and how their numbers are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayContext {
    /// The day.
    pub today: NaiveDate,
    /// The numbers.
    pub numbers: NumericDates,
}

impl From<NaiveDate> for DayContext {
    fn from(today: NaiveDate) -> Self {
        Self { today, numbers: NumericDates::Ask }
    }
}
