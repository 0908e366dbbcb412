//! Id of a journal line.

use serde::{Deserialize, Serialize};

/// Id of a journal line, unique across machines: a UUIDv7 in lines written here, any text in others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub String);
