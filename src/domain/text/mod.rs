//! Text and dates: untrusted text, typed dates, wrapping into columns.

pub mod dates;
pub mod plural;
pub mod slice_index;
pub mod untrusted;
pub mod wrap;
