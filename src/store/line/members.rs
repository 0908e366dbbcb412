//! Members of a JSON object with their raw values, to change a line and leave the rest byte for byte.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::store::escape;

/// Members of an object, in order.
pub(in crate::store) struct ObjectMembers<'a>(pub Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for ObjectMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = ObjectMembers<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ObjectMembers<'de>, A::Error> {
        let mut members = Vec::with_capacity(16);
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(ObjectMembers(members))
    }
}

/// Returns an object of these members, with keys that are safe to print.
pub(in crate::store) fn object(members: &[(String, impl AsRef<str>)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{}", quoted(name), value.as_ref())).collect();
    format!("{{{}}}", members.join(","))
}

fn quoted(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len() + 2);
    match escape::write_json(&mut bytes, &name) {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => "\"\"".to_owned(), // a string is always valid JSON
    }
}
