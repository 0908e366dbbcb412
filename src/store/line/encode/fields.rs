//! Fields that are left out if they say nothing.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::domain::decision::checklist::Answers;

pub(super) fn entry_if_some<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    value: Option<T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, &value))
}

pub(super) fn entry_unless_empty<M: SerializeMap>(map: &mut M, key: &'static str, text: &str) -> Result<(), M::Error> {
    if text.is_empty() { Ok(()) } else { map.serialize_entry(key, text) }
}

pub(super) fn list_unless_empty<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    all: &[T],
) -> Result<(), M::Error> {
    if all.is_empty() { Ok(()) } else { map.serialize_entry(key, all) }
}

/// Answers as a JSON object, in the order they were asked.
pub(super) struct AnswerMap<'a>(pub &'a Answers);

impl Serialize for AnswerMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter())
    }
}
