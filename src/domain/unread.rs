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
        let mut sums: Vec<u32> = people.map(|acquaintance| sum(&acquaintance.person)).collect();
        sums.sort_unstable();
        let digits = |some: &[u32]| some.iter().map(|sum| format!("{sum:0DIGITS$x}")).collect();
        Self { mirror, people: sums.chunks(TOGETHER).map(digits).collect() }
    }

    /// Whether somebody may be among them: surely not where this says no.
    pub fn may_hold(&self, person: &PersonKey) -> bool {
        if !person.is_profile() {
            return true;
        }
        let sum = sum(person);
        let first = |sums: &String| sums.get(..DIGITS).and_then(read);
        let behind = self.people.partition_point(|sums| first(sums) <= Some(sum));
        let sums = behind.checked_sub(1).map_or(&[][..], |at| self.people[at].as_bytes());
        let (sums, _) = sums.as_chunks::<DIGITS>();
        sums.binary_search_by_key(&Some(sum), |held| str::from_utf8(held).ok().and_then(read)).is_ok()
    }
}

fn read(digits: &str) -> Option<u32> {
    u32::from_str_radix(digits, 16).ok()
}

fn sum(person: &PersonKey) -> u32 {
    crc32fast::hash(person.as_str().as_bytes())
}
