//! The only place that asks what time it is.

use chrono::{Local, Utc};

use crate::app::input::Moment;
use crate::domain::decision::event::EntryId;

/// Time and identity, as the world has them; tests bring their own.
pub trait Clock {
    /// Now, and today where the person is.
    fn moment(&self) -> Moment;
    /// An id that no other line has, on this machine or another.
    fn id(&mut self) -> EntryId;
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn moment(&self) -> Moment {
        Moment { now: Utc::now(), today: Local::now().date_naive() }
    }

    fn id(&mut self) -> EntryId {
        EntryId(uuid::Uuid::now_v7().to_string())
    }
}
