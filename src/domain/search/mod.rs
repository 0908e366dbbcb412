//! Search: folding of texts, the query language, and the fuzzy search while typing.

pub mod fields;
pub mod fold;
pub mod fuzzy;
pub mod query;

pub use fold::{SearchTextBuilder, fold};
pub use fuzzy::{Hit, Matcher, SearchIndex, SearchResults};
