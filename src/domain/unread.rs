//! Connections that stand in the snapshot and are not read yet: tens of thousands, and hardly ever is one of them
//! among those who wait. What is known of them says whom they cannot be, so that no card has to wait for them.

use serde::{Deserialize, Serialize};

use super::network::{Acquaintance, Mirror};
use super::person::PersonKey;

/// The connections that are not read yet.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Unread {
    /// With how many of all connections the person has talked.
    pub mirror: Mirror,
    /// CRC-32 of their keys, eight digits each, in order, so many in a text: searched as they stand, for most of
    /// them are never looked at.
    people: Vec<String>,
}

/// Digits of a sum.
const DIGITS: usize = 8;
/// So many sums stand in one text.
const TOGETHER: usize = 4_000;

impl Unread {
    /// What is known of these people before they are read.
    pub fn of<'a>(people: impl Iterator<Item = &'a Acquaintance>, mirror: Mirror) -> Self {
        let mut sums: Vec<String> = people.map(|acquaintance| sum(&acquaintance.person)).collect();
        sums.sort_unstable();
        Self { mirror, people: sums.chunks(TOGETHER).map(<[String]>::concat).collect() }
    }

    /// Whether somebody may be among them: surely not where this says no.
    pub fn may_hold(&self, person: &PersonKey) -> bool {
        if !person.is_profile() {
            return true;
        }
        let sum = sum(person);
        let behind = self.people.partition_point(|sums| sums.get(..DIGITS).is_some_and(|first| *first <= *sum));
        let sums = behind.checked_sub(1).map_or(&[][..], |at| self.people[at].as_bytes().as_chunks::<DIGITS>().0);
        sums.binary_search_by(|held| held[..].cmp(sum.as_bytes())).is_ok()
    }
}

fn sum(person: &PersonKey) -> String {
    format!("{:0DIGITS$x}", crc32fast::hash(person.as_str().as_bytes()))
}
