//! The only place that reads the system clock.

use chrono::{Local, Utc};

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
        Moment::new(Utc::now(), LocalDates(|at| at.with_timezone(&Local).date_naive()))
    }

    fn id(&mut self) -> EntryId {
        EntryId(uuid::Uuid::now_v7().to_string())
    }
}
