//! The only place that reads the system clock.

use std::time::SystemTime;

use chrono::{DateTime, Local, Utc};
use uuid::{NoContext, Timestamp, Uuid};

use crate::app::input::Moment;
use crate::domain::decision::event::EntryId;
use crate::domain::text::dates::LocalDates;

/// Source of time and ids; tests have their own.
pub trait Clock {
    /// Returns the current time, with the local time zone.
    fn moment(&self) -> Moment;
    /// Returns an id that is unique across machines.
    fn id(&mut self) -> EntryId;
}

/// The system clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn moment(&self) -> Moment {
        moment(SystemTime::now())
    }

    fn id(&mut self) -> EntryId {
        id(SystemTime::now())
    }
}

/// Returns the moment at a system time. `Utc::now` panics if the clock is before 1970.
fn moment(time: SystemTime) -> Moment {
    Moment::new(DateTime::<Utc>::from(time), LocalDates(|at| at.with_timezone(&Local).date_naive()))
}

/// Returns an id for a system time; one before 1970, on which `Uuid::now_v7` panics, counts as 1970.
fn id(time: SystemTime) -> EntryId {
    let id = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(_) => Uuid::now_v7(),
        Err(_) => Uuid::new_v7(Timestamp::from_unix(NoContext, 0, 0)),
    };
    EntryId(id.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_before_1970_is_wrong_but_stops_nothing() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_hours(24);
        assert_eq!(moment(before).now.to_rfc3339(), "1969-12-31T00:00:00+00:00");
        let (first, second) = (id(before), id(before));
        assert_ne!(first, second);
        assert!(first.0.starts_with("00000000-0000-7"), "{first:?}");
    }
}
