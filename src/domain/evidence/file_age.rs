//! Age of the files of a copy: which of two copies is the newer one, kind of file by kind of file.
//!
//! The day of a copy is the one in its name or of its ZIP entries. Without one, its newest date counts, compared only
//! over the kinds of files that both have: a month in which nobody wrote makes no copy old.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::fact::FileKind;

/// Age of one kind of file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileAge {
    /// The kind.
    pub kind: FileKind,
    /// Day of the copy it came in, as days from 1970, if its name or its ZIP tells.
    copied_on: Option<i32>,
    /// Newest date in this kind of file, in seconds from 1970, that another one comes close to.
    newest: Option<i64>,
    /// Newest date in this kind of file, in seconds from 1970, also if nothing comes close to it.
    last: Option<i64>,
    /// Time of the copy: what came in one copy has the same.
    copy: Option<i64>,
}

/// Age of a kind of file, compared with the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Age {
    /// There was none before.
    First,
    /// Older than the one before.
    Older,
    /// As old as the one before, as far as its dates tell.
    Same,
    /// Newer than the one before.
    Newer,
    /// Neither has a date.
    Unknown,
}

impl FileAge {
    /// Returns the age of a kind of file in a copy of this day and time; `newest` and `last` are its newest dates.
    pub fn new(
        kind: FileKind,
        copied_on: Option<NaiveDate>,
        newest: Option<DateTime<Utc>>,
        last: Option<DateTime<Utc>>,
        copy: Option<DateTime<Utc>>,
    ) -> Self {
        let seconds = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp());
        let day = |day: NaiveDate| i32::try_from((day - NaiveDate::default()).num_days()).ok();
        Self {
            kind,
            copied_on: copied_on.and_then(day),
            newest: seconds(newest),
            last: seconds(last),
            copy: seconds(copy),
        }
    }

    /// Returns the age with all dates shifted.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        let shift = |at: Option<i64>| at.map(|at| at.saturating_add(by.num_seconds()));
        let days = i32::try_from(by.num_days()).unwrap_or_default();
        self.copied_on = self.copied_on.map(|day| day.saturating_add(days));
        (self.newest, self.last, self.copy) = (shift(self.newest), shift(self.last), shift(self.copy));
        self
    }

    /// Returns the time of the copy it came in.
    pub fn copy_time(&self) -> Option<DateTime<Utc>> {
        self.copy.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
    }

    fn came_with(&self, other: &Self) -> bool {
        (self.copied_on, self.copy) == (other.copied_on, other.copy)
    }
}

/// Returns the time of a copy: its newest date, or the beginning of its day if that is later. A date more than two days
/// after that day does not count.
pub fn time_of_copy(copied_on: Option<NaiveDate>, newest: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    let Some(day) = copied_on else { return newest };
    let day = day.and_time(NaiveTime::MIN).and_utc();
    newest.filter(|newest| *newest < day + TimeDelta::days(2)).max(Some(day))
}

/// Compares every kind of file of a copy with the one before.
pub fn compare(new: &[FileAge], before: &[FileAge]) -> Vec<(FileKind, Age)> {
    let earlier = |kind: FileKind| before.iter().find(|age| age.kind == kind);
    let mut ages: Vec<(FileKind, Age)> = Vec::new();
    for file in new {
        let age = earlier(file.kind).map_or(Age::First, |old| {
            let is_shared = |kind: FileKind| earlier(kind).is_some_and(|age| age.came_with(old));
            let now: Vec<&FileAge> = new.iter().filter(|age| is_shared(age.kind)).collect();
            let then: Vec<&FileAge> = now.iter().filter_map(|age| earlier(age.kind)).collect();
            compare_copies(file, old, &now, &then)
        });
        ages.push((file.kind, age));
    }
    ages
}

/// Compares two copies by their days, else by the newest dates of the kinds that both have.
fn compare_copies(file: &FileAge, old: &FileAge, now: &[&FileAge], then: &[&FileAge]) -> Age {
    let newest = |files: &[&FileAge]| files.iter().filter_map(|age| age.newest.or(age.last)).max();
    let last = |files: &[&FileAge]| files.iter().filter_map(|age| age.last).max();
    let by_contents = match (newest(now), newest(then)) {
        (Some(new), Some(before)) if new != before => Some(new.cmp(&before)),
        (Some(_), Some(_)) => Some(last(now).cmp(&last(then)).max(Ordering::Equal)),
        _ => None,
    };
    let day = |seconds: Option<i64>| seconds.and_then(|at| i32::try_from(at.div_euclid(86_400)).ok());
    let by_day = match (file.copied_on, old.copied_on) {
        (Some(new), Some(before)) if new == before => {
            return if by_contents == Some(Ordering::Greater) { Age::Newer } else { Age::Same };
        }
        (Some(new), Some(before)) => Some(new.cmp(&before)),
        (Some(new), None) if day(newest(then)).is_some_and(|before| new < before) => Some(Ordering::Less),
        // The same dates: a later day is a quiet month.
        (Some(new), None) if by_contents == Some(Ordering::Equal) => day(newest(then)).map(|before| new.cmp(&before)),
        _ => None,
    };
    match by_day.or(by_contents) {
        Some(Ordering::Less) => Age::Older,
        Some(Ordering::Equal) => Age::Same,
        Some(Ordering::Greater) => Age::Newer,
        None => Age::Unknown,
    }
}
