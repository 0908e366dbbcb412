//! What the last picture showed: all that the app may know of geometry. And the one cursor that moves.

use super::action::Action;

/// A rectangle of cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    fn contains(self, x: u16, y: u16) -> bool {
        let within = |at: u16, from: u16, len: u16| at.checked_sub(from).is_some_and(|at| at < len);
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }
}

/// What a click there means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hit {
    /// A row of the list.
    Row(usize),
    /// The key of an action.
    Key(Action),
}

/// How much of a part is in sight, and how far it scrolls.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Rows in sight.
    pub rows: usize,
    /// The last place that a scroll position can have.
    pub overflow: usize,
}

/// What the next key or click may want to know of the last picture.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ViewMetrics {
    /// Of the list, or of what scrolls.
    pub list: Extent,
    /// What can be clicked; what was drawn later lies above.
    pub targets: Vec<(Area, Hit)>,
}

impl ViewMetrics {
    /// Returns what lies at a cell.
    pub fn at(&self, x: u16, y: u16) -> Option<Hit> {
        self.targets.iter().rev().find(|(area, _)| area.contains(x, y)).map(|(_, hit)| *hit)
    }
}

/// A place in a list, or a scroll position where the picture alone knows the length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ListCursor {
    /// Where.
    pub at: usize,
    /// How many rows there are; `None` for a scroll position.
    len: Option<usize>,
}

impl ListCursor {
    /// A cursor on the first of so many rows.
    pub fn new(len: usize) -> Self {
        Self { at: 0, len: Some(len) }
    }

    /// Sets the length of the list and stays in it.
    pub fn set_len(&mut self, len: usize) {
        self.len = Some(len);
        self.at = self.at.min(len.saturating_sub(1));
    }

    /// Stays on its row in a list that was made anew: at the row's new place, else where it was.
    pub fn follow(&mut self, place: Option<usize>, len: usize) {
        self.at = place.unwrap_or(self.at);
        self.set_len(len);
    }

    /// Moves by a moving action; false for any other.
    #[expect(clippy::wildcard_enum_match_arm, reason = "six of many actions move")]
    pub fn step(&mut self, action: Action, extent: Extent) -> bool {
        let last = self.len.map_or(extent.overflow, |len| len.saturating_sub(1));
        let page = extent.rows.saturating_sub(1).max(1); // one row stays in sight
        let at = self.at.min(last);
        self.at = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => at + 1,
            Action::PageUp => at.saturating_sub(page),
            Action::PageDown => at + page,
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Moves by one, from the last row to the first and back.
    pub fn step_round(&mut self, forward: bool) {
        let len = self.len.unwrap_or(1).max(1);
        self.at = (self.at + if forward { 1 } else { len - 1 }) % len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_stays_in_its_list() {
        let extent = Extent { rows: 4, overflow: 100 };
        let mut cursor = ListCursor::new(6);
        for (action, at) in [
            (Action::Up, 0),
            (Action::Down, 1),
            (Action::PageDown, 4),
            (Action::PageDown, 5),
            (Action::PageUp, 2),
            (Action::Last, 5),
            (Action::First, 0),
        ] {
            assert!(cursor.step(action, extent));
            assert_eq!(cursor.at, at, "{action:?}");
        }
        assert!(!cursor.step(Action::Confirm, extent));
        cursor.step_round(false);
        assert_eq!(cursor.at, 5);
        cursor.set_len(3);
        assert_eq!(cursor.at, 2);
        cursor.set_len(0);
        cursor.step_round(true);
        assert_eq!(cursor.at, 0);
        let mut scroll = ListCursor { at: 1_000, ..ListCursor::default() };
        scroll.step(Action::Up, extent);
        assert_eq!(scroll.at, 99, "a scroll position beyond the end comes back at once");
    }

    #[test]
    fn the_last_drawn_lies_above() {
        let area = |x| Area { x, y: 1, width: 4, height: 1 };
        let targets = vec![(area(0), Hit::Row(1)), (area(2), Hit::Row(2))];
        let view = ViewMetrics { targets, ..ViewMetrics::default() };
        assert_eq!(
            [view.at(1, 1), view.at(2, 1), view.at(6, 1), view.at(1, 2)],
            [Some(Hit::Row(1)), Some(Hit::Row(2)), None, None]
        );
    }
}
