//! Indexes over the people of a snapshot; each is built when it is first asked for.

use std::sync::OnceLock;

use foldhash::HashMap;
use serde::Serialize;

use super::company::Companies;
use super::fact::PersonFacts;
use crate::domain::person::key::{PersonKey, normal_name};

/// Share of connections with any conversation (F84).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct TalkCounts {
    /// Rows of connections that are not blank; namesakes without a profile are several.
    pub connections: usize,
    /// Connections with at least one one-to-one message, either way.
    pub talked: usize,
    /// Connections with messages both ways.
    #[serde(rename = "both")]
    pub both_ways: usize,
}

/// What is derived from the people, who are the same at each call, sorted by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Indexes {
    /// The share of connections with any conversation.
    pub talk_share: OnceLock<TalkCounts>,
    without_profile: OnceLock<ByName>,
    /// For senders without a profile; rarely needed.
    with_profile: OnceLock<ByName>,
    companies: OnceLock<Companies>,
}

/// Places of people by normalised name.
type ByName = HashMap<String, Vec<usize>>;

impl Indexes {
    /// Returns the people without a profile and with this normalised name.
    pub fn without_profile<'p>(
        &'p self,
        people: &'p [PersonFacts],
        name: &str,
    ) -> impl Iterator<Item = &'p PersonFacts> + use<'p> {
        of_name(self.places_without_profile(people), people, name)
    }

    /// True if anybody is without a profile.
    pub fn is_anybody_without_profile(&self, people: &[PersonFacts]) -> bool {
        !self.places_without_profile(people).is_empty()
    }

    fn places_without_profile(&self, people: &[PersonFacts]) -> &ByName {
        let prefixes = PersonKey::PREFIXES_WITHOUT_PROFILE.iter();
        self.without_profile.get_or_init(|| by_name(prefixes.flat_map(|prefix| with_prefix(people, prefix))))
    }

    /// Returns the people with a profile and this normalised name.
    pub fn with_profile<'p>(
        &'p self,
        people: &'p [PersonFacts],
        name: &str,
    ) -> impl Iterator<Item = &'p PersonFacts> + use<'p> {
        let with_profile = || people.iter().enumerate().filter(|(_, known)| known.key.is_profile());
        of_name(self.with_profile.get_or_init(|| by_name(with_profile())), people, name)
    }

    /// Returns the companies of connections.
    pub fn companies(&self, people: &[PersonFacts]) -> &Companies {
        self.companies.get_or_init(|| Companies::new(people))
    }
}

/// Returns the people whose keys begin so; they stand together.
fn with_prefix<'p>(people: &'p [PersonFacts], prefix: &str) -> impl Iterator<Item = (usize, &'p PersonFacts)> {
    let start = people.partition_point(|known| known.key.as_str() < prefix);
    (start..).zip(&people[start..]).take_while(move |(_, known)| known.key.as_str().starts_with(prefix))
}

fn by_name<'p>(people: impl Iterator<Item = (usize, &'p PersonFacts)>) -> ByName {
    let mut places = ByName::default();
    for (place, known) in people {
        places.entry(normal_name(known.name.raw())).or_default().push(place);
    }
    places
}

fn of_name<'p>(
    index: &'p ByName,
    people: &'p [PersonFacts],
    name: &str,
) -> impl Iterator<Item = &'p PersonFacts> + use<'p> {
    index.get(name).into_iter().flatten().filter_map(|place| people.get(*place))
}
