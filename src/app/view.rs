//! Metrics of the last frame, which are all that the app knows of the layout, and the list cursor.

use super::action::Action;

/// A rectangle of cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Width, in columns.
    pub width: u16,
    /// Height, in rows.
    pub height: u16,
}

impl Area {
    /// True if a cell, given by column and row, is inside.
    pub fn contains(self, x: u16, y: u16) -> bool {
        let within = |at: u16, from: u16, len: u16| at.checked_sub(from).is_some_and(|at| at < len);
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }
}

/// Target of a click.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClickTarget {
    /// Row of the list.
    Row(usize),
    /// Key hint or button of an action.
    Key(Action),
    /// Answer of a question: the actions that focus the question and answer it.
    Answer(Action, Action),
    /// Field of a form, and the option of a choice.
    Field(usize, Option<usize>),
}

/// Visible rows and scroll range of a list or text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Visible rows.
    pub rows: usize,
    /// Largest scroll position.
    pub overflow: usize,
}

/// Metrics of the last frame, for the next key or click.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ViewMetrics {
    /// Extent of the list or scrolled text.
    pub list: Extent,
    /// Place and extent of the details of the selected row, if there are any.
    pub details: Option<(Area, Extent)>,
    /// Click targets; those drawn later are on top.
    pub targets: Vec<(Area, ClickTarget)>,
}

impl ViewMetrics {
    /// True if the wheel at a cell moves the list: over the rows, or over any other part that has no target of its own.
    pub fn is_over_list(&self, x: u16, y: u16) -> bool {
        !matches!(self.hit_test(x, y), Some(ClickTarget::Key(_) | ClickTarget::Answer(..) | ClickTarget::Field(..)))
    }

    /// Returns the click target at a cell.
    pub fn hit_test(&self, x: u16, y: u16) -> Option<ClickTarget> {
        self.targets.iter().rev().find(|(area, _)| area.contains(x, y)).map(|(_, hit)| *hit)
    }
}

/// Index in a list, or a scroll position whose range only the last frame knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ListCursor {
    /// Index or scroll position.
    pub index: usize,
    /// Length of the list; `None` for a scroll position.
    len: Option<usize>,
}

impl ListCursor {
    /// Returns a cursor on the first of `len` rows.
    pub fn new(len: usize) -> Self {
        Self { index: 0, len: Some(len) }
    }

    /// Returns the length of the list; `None` for a scroll position.
    pub fn size(&self) -> Option<usize> {
        self.len
    }

    /// Sets the length of the list and keeps the cursor inside.
    pub fn set_len(&mut self, len: usize) {
        self.len = Some(len);
        self.index = self.index.min(len.saturating_sub(1));
    }

    /// Follows the selected row to `place` in a rebuilt list; without a place, keeps the index.
    pub fn restore(&mut self, place: Option<usize>, len: usize) {
        self.index = place.unwrap_or(self.index);
        self.set_len(len);
    }

    /// Moves for a movement action; false for any other.
    #[expect(clippy::wildcard_enum_match_arm, reason = "six of many actions move")]
    pub fn step(&mut self, action: Action, extent: Extent) -> bool {
        let last = self.len.map_or(extent.overflow, |len| len.saturating_sub(1));
        let page = extent.rows.saturating_sub(1).max(1); // one row stays visible
        let at = self.index.min(last);
        self.index = match action {
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

    /// Moves by one row, wrapping around.
    pub fn step_wrapping(&mut self, forward: bool) {
        let len = self.len.unwrap_or(1).max(1);
        self.index = (self.index + if forward { 1 } else { len - 1 }) % len;
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
            assert_eq!(cursor.index, at, "{action:?}");
        }
        assert!(!cursor.step(Action::Confirm, extent));
        cursor.step_wrapping(false);
        assert_eq!(cursor.index, 5);
        cursor.set_len(3);
        assert_eq!(cursor.index, 2);
        cursor.set_len(0);
        cursor.step_wrapping(true);
        assert_eq!(cursor.index, 0);
        let mut scroll = ListCursor { index: 1_000, ..ListCursor::default() };
        scroll.step(Action::Up, extent);
        assert_eq!(scroll.index, 99, "a scroll position beyond the end comes back at once");
    }

    #[test]
    fn the_last_drawn_lies_above() {
        let area = |x| Area { x, y: 1, width: 4, height: 1 };
        let targets = vec![(area(0), ClickTarget::Row(1)), (area(2), ClickTarget::Row(2))];
        let view = ViewMetrics { targets, ..ViewMetrics::default() };
        assert_eq!(
            [view.hit_test(1, 1), view.hit_test(2, 1), view.hit_test(6, 1), view.hit_test(1, 2)],
            [Some(ClickTarget::Row(1)), Some(ClickTarget::Row(2)), None, None]
        );
    }
}
