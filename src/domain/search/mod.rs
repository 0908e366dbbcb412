//! Search: folding of texts, the query language, and the fuzzy search while typing.

pub mod fields;
pub mod fold;
pub mod fuzzy;
pub mod query;
mod query_date;

pub use fold::{SearchTextBuilder, fold};
pub use fuzzy::{Hit, Matcher, SearchIndex, SearchResults};
