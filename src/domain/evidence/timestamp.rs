//! Times of which the snapshot keeps hundreds of thousands.

use std::num::NonZeroU32;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A time to the second, in four bytes, also where it is optional (a [`DateTime`] takes twelve). It holds the years 1970
/// to 2106, more than an import accepts; other times become the nearest of these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp(NonZeroU32);

impl Timestamp {
    /// The earliest time.
    pub const MIN: Self = Self(NonZeroU32::MIN);

    /// Returns the time as a date and time of day.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.get().into(), 0).unwrap_or_default()
    }

    /// Returns the time shifted.
    pub(super) fn shifted(self, by: TimeDelta) -> Self {
        Self::from(self.utc() + by)
    }

    fn from_seconds(seconds: i64) -> Self {
        let seconds = u32::try_from(seconds.max(1)).unwrap_or(u32::MAX);
        NonZeroU32::new(seconds).map_or(Self::MIN, Self)
    }
}

impl Default for Timestamp {
    fn default() -> Self {
        Self::MIN
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self::from_seconds(at.timestamp())
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(at: Timestamp) -> Self {
        at.utc()
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.get().into())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_kept_to_the_second() {
        for seconds in [1, 1_051_747_200, 4_133_980_799, i64::from(u32::MAX)] {
            let at = DateTime::from_timestamp(seconds, 999_000_000).expect("a time");
            assert_eq!(Timestamp::from(at).utc().timestamp(), seconds);
        }
        assert_eq!(size_of::<Option<Timestamp>>(), 4);
    }

    #[test]
    fn a_time_out_of_range_is_the_nearest() {
        let seconds =
            |seconds| Timestamp::from(DateTime::from_timestamp(seconds, 0).expect("a time")).utc().timestamp();
        assert_eq!((seconds(0), seconds(-5), seconds(1 << 40)), (1, 1, u32::MAX.into()));
    }
}
