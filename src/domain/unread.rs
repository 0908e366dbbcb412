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
    /// CRC-32 of their keys, in order.
    people: Vec<u32>,
}

impl Unread {
    /// What is known of these people before they are read.
    pub fn of<'a>(people: impl Iterator<Item = &'a Acquaintance>, mirror: Mirror) -> Self {
        let mut people: Vec<u32> = people.map(|acquaintance| sum(&acquaintance.person)).collect();
        people.sort_unstable();
        Self { mirror, people }
    }

    /// Whether somebody may be among them: surely not where this says no.
    pub fn may_hold(&self, person: &PersonKey) -> bool {
        !person.is_profile() || self.people.binary_search(&sum(person)).is_ok()
    }
}

fn sum(person: &PersonKey) -> u32 {
    crc32fast::hash(person.as_str().as_bytes())
}
