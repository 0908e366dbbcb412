//! Hash index over a list, keyed by a text in the list itself, so that the text is not stored twice.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// A hash index from texts to positions in a list. The caller passes a function from position to text.
#[derive(Clone, Debug, Default)]
pub struct SliceIndex {
    table: HashTable<u32>,
    hasher: RandomState,
}

impl SliceIndex {
    /// Reserves room for `more` positions; `text` returns the key at a position.
    pub fn reserve<'a>(&mut self, more: usize, text: impl Fn(u32) -> &'a str) {
        let Self { table, hasher } = self;
        table.reserve(more, |at| hasher.hash_one(text(*at)));
    }

    /// Returns the position inserted under this text.
    pub fn find<'a>(&self, wanted: &str, text: impl Fn(u32) -> &'a str) -> Option<u32> {
        self.table.find(self.hasher.hash_one(wanted), |at| text(*at) == wanted).copied()
    }

    /// Inserts a position that the list already has; returns the previous one with the same text.
    pub fn insert<'a>(&mut self, at: u32, text: impl Fn(u32) -> &'a str) -> Option<u32> {
        let Self { table, hasher } = self;
        let hash = hasher.hash_one(text(at));
        if let Some(held) = table.find_mut(hash, |held| text(*held) == text(at)) {
            return Some(std::mem::replace(held, at));
        }
        table.insert_unique(hash, at, |at| hasher.hash_one(text(*at)));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_what_stands_there() {
        let list: Vec<String> = (0..1_000).map(|n| format!("person {n}")).collect();
        let text = |at: u32| list[at as usize].as_str();
        let mut places = SliceIndex::default();
        assert!((0..500).all(|at| places.insert(at, text).is_none()));
        assert_eq!(places.find("person 499", text), Some(499));
        assert_eq!(places.find("person 500", text), None);
        assert_eq!(places.insert(7, |_| "person 0"), Some(0));
        assert_eq!(places.find("person 0", |at| if at == 7 { "person 0" } else { text(at) }), Some(7));
    }
}
