//! Text and dates: what strangers wrote, what people type, what fits into columns.

pub mod dates;
pub mod plural;
pub mod slice_index;
pub mod untrusted;
pub mod wrap;
