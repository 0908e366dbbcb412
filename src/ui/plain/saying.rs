//! What a screen or an overlay says, in parts, so that only what changed is said again.

use std::ops::Range;

use crate::app::view::{Extent, ViewMetrics};

/// Rows of a list that are said at once.
const ROWS: usize = 10;

/// What a screen or an overlay says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Saying {
    /// Where one is.
    pub title: String,
    /// What there is to know about the whole.
    pub about: Vec<String>,
    /// First row that is said.
    pub from: usize,
    /// Rows around the selected one, numbered, with their headings.
    pub rows: Vec<String>,
    /// What is selected, in full.
    pub selected: Vec<String>,
    /// What is asked, or can be said next.
    pub ask: String,
}

impl Saying {
    /// Returns a saying that has only a title so far.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }
}

/// Returns the metrics of a list that is said: a page down leads to the next rows.
pub fn metrics() -> ViewMetrics {
    ViewMetrics { list: Extent { rows: ROWS + 1, overflow: 0 }, ..ViewMetrics::default() }
}

/// Returns the rows that are said at once: the ten of which the selected one is part.
pub fn rows_said(selected: usize, count: usize) -> Range<usize> {
    let from = (selected / ROWS * ROWS).min(count);
    from..(from + ROWS).min(count)
}
