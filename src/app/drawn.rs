//! What the last picture showed: all that the app may know of geometry.

/// What the next key may want to know of the last picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Drawn {
    /// Rows of the part that scrolls.
    pub rows: usize,
    /// How far it can be scrolled.
    pub overflow: usize,
}

impl Drawn {
    /// A page: all rows but one, so that one line stays in sight.
    pub fn page(self) -> usize {
        self.rows.saturating_sub(1).max(1)
    }
}
