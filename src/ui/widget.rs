//! Building blocks of every screen; only these register click targets.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};

use crate::app::App;
use crate::app::view::{Area, ClickTarget, Extent, ListCursor, ViewMetrics};

use super::theme::Theme;
use crate::domain::text::wrap::{truncate, width};

/// Drawing context, and the metrics that it collects for the app.
pub struct Paint<'a, 'frame> {
    /// Frame to draw into.
    pub frame: &'a mut Frame<'frame>,
    /// App to show.
    pub app: &'a App,
    /// Theme.
    pub theme: Theme,
    /// Metrics that the next key or click needs.
    pub view: ViewMetrics,
}

/// A group of list rows, with lines above.
#[derive(Clone, Copy, Debug, Default)]
pub struct Group {
    /// Number of lines above, such as a heading.
    pub lines_above: usize,
    /// Number of rows.
    pub rows: usize,
    /// True if the last line above stays pinned while rows of the group are visible.
    pub pins_heading: bool,
}

impl Group {
    /// Returns a group without lines above.
    pub fn plain(rows: usize) -> Self {
        Self { rows, ..Self::default() }
    }
}

/// A line of a list.
enum ListLine {
    Above(usize, usize),
    Row(usize),
}

/// The groups of a list, with the line numbers computed once.
struct GroupedList<'g> {
    groups: &'g [Group],
    /// First line and first row of each group.
    starts: Vec<(usize, usize)>,
    count: usize,
    rows: usize,
}

impl<'g> GroupedList<'g> {
    fn new(groups: &'g [Group]) -> Self {
        let (mut count, mut rows) = (0, 0);
        let mut starts = Vec::with_capacity(groups.len());
        for group in groups {
            starts.push((count, rows));
            count += group.lines_above + group.rows;
            rows += group.rows;
        }
        Self { groups, starts, count, rows }
    }

    fn line_at(&self, line: usize) -> ListLine {
        let group = self.starts.partition_point(|(first, _)| *first <= line).saturating_sub(1);
        let ((first, row), above) = (self.starts[group], self.groups[group].lines_above);
        let within = line - first;
        if within < above { ListLine::Above(group, within) } else { ListLine::Row(row + within - above) }
    }

    /// Returns the group of a row.
    fn group(&self, row: usize) -> usize {
        self.starts.partition_point(|(_, first)| *first <= row).saturating_sub(1)
    }

    /// Returns the line of a row, or 0 if there is no such row.
    fn line(&self, row: usize) -> usize {
        if row >= self.rows {
            return 0;
        }
        let group = self.group(row);
        let (line, first) = self.starts[group];
        line + self.groups[group].lines_above + row - first
    }
}

/// Returns the first line to show, so that the selected one is visible.
fn visible_from(selected: usize, rows: usize, lines: usize) -> usize {
    selected.saturating_sub(rows / 2).min(lines.saturating_sub(rows))
}

impl Paint<'_, '_> {
    /// Draws a line in the first row of an area.
    pub fn line<'l>(&mut self, area: Rect, line: impl Into<Line<'l>>) {
        self.frame.render_widget(line.into(), Rect { height: area.height.min(1), ..area });
    }

    /// Draws lines one below the other, as many as fit.
    pub fn lines(&mut self, area: Rect, lines: &[Line]) {
        for (line, y) in lines.iter().zip(area.y..area.bottom()) {
            self.frame.render_widget(line, Rect { y, height: 1, ..area });
        }
    }

    /// Registers a click target.
    pub fn add_click_target(&mut self, area: Rect, hit: ClickTarget) {
        let Rect { x, y, width, height } = area;
        self.view.targets.push((Area { x, y, width, height }, hit));
    }

    /// Places the cursor at a column and row of an area, if inside.
    pub fn cursor(&mut self, area: Rect, (x, y): (usize, usize)) {
        let x = area.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX));
        let y = area.y.saturating_add(u16::try_from(y).unwrap_or(u16::MAX));
        if x < area.right() && y < area.bottom() {
            self.frame.set_cursor_position((x, y));
        }
    }

    /// Draws a list of grouped rows, scrolled to the selected one; builds only visible lines. `above` returns a line
    /// above a group, by group and line number.
    pub fn list<'l>(
        &mut self,
        area: Rect,
        groups: &[Group],
        selected: Option<usize>,
        above: &dyn Fn(usize, usize) -> Line<'l>,
        row: &dyn Fn(usize) -> Line<'l>,
    ) {
        let lines = GroupedList::new(groups);
        let height = usize::from(area.height);
        self.view.list = Extent { rows: height, overflow: lines.rows };
        let from = visible_from(lines.line(selected.unwrap_or_default()), height, lines.count);
        for (at, y) in (from..lines.count).zip(area.y..area.bottom()) {
            let place = Rect { y, height: 1, ..area };
            match lines.line_at(at) {
                ListLine::Above(group, line) => self.line(place, above(group, line)),
                ListLine::Row(at) if y == area.y && is_heading_pinned(&lines, at, selected, height) => {
                    let group = lines.group(at);
                    self.line(place, above(group, groups[group].lines_above - 1));
                }
                ListLine::Row(at) if Some(at) == selected => {
                    self.line(place, row(at).style(self.theme.selected()));
                    self.add_click_target(place, ClickTarget::Row(at));
                    if self.app.overlay().is_none() && !self.app.context().types_text() && area.width > 0 {
                        self.frame.set_cursor_position((area.x, y));
                    }
                }
                ListLine::Row(at) => {
                    self.line(place, row(at));
                    self.add_click_target(place, ClickTarget::Row(at));
                }
            }
        }
    }

    /// Draws lines from a scroll position on, as many as fit; the last row says how many more there are.
    pub fn pager(&mut self, area: Rect, lines: &[Line], scroll: ListCursor) {
        self.view.list = self.scrolled_pane(area, lines, scroll.index);
    }

    /// Draws like [`Self::pager`], for panes that scroll together; returns the scroll extent of this one.
    pub fn scrolled_pane(&mut self, area: Rect, lines: &[Line], scroll: usize) -> Extent {
        let rows = usize::from(area.height);
        let overflow = lines.len().saturating_sub(rows);
        let from = scroll.min(overflow);
        let hidden = overflow - from;
        let shown = if hidden > 0 && rows > 1 { rows - 1 } else { rows };
        self.lines(area, &lines[from..(from + shown).min(lines.len())]);
        if hidden > 0 && rows > 1 {
            let more = Line::styled(format!("▾ {} more lines: j or Down", hidden + 1), self.theme.dim());
            self.line(Rect { y: area.bottom() - 1, height: 1, ..area }, more);
        }
        Extent { rows, overflow }
    }

    /// Draws the first lines of a detail pane; the last row says how many do not fit.
    pub fn clipped(&mut self, area: Rect, mut lines: Vec<Line>) {
        let rows = usize::from(area.height);
        if rows > 1 && lines.len() > rows {
            let more = format!("▾ {} more lines in a larger window", lines.len() + 1 - rows);
            lines.truncate(rows - 1);
            lines.push(Line::styled(more, self.theme.dim()));
        }
        self.lines(area, &lines);
    }

    /// Draws a centred box with room for `lines`; nothing under it can be clicked. Returns the inner area.
    pub fn popup(&mut self, area: Rect, title: &str, columns: usize, lines: usize) -> Rect {
        self.view = ViewMetrics::default();
        let width = u16::try_from(columns + 4).unwrap_or(u16::MAX).min(area.width);
        let height = u16::try_from(lines + 2).unwrap_or(u16::MAX).min(area.height);
        let over = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
        self.frame.render_widget(Clear, over);
        let title = format!(" {} ", truncate(title, columns.saturating_sub(2)));
        let block = Block::bordered().title(title).title_style(self.theme.title());
        let inner = block.inner(over);
        self.frame.render_widget(block, over);
        Rect { x: inner.x + u16::from(inner.width > 2), width: inner.width.saturating_sub(2), ..inner }
    }

    /// Draws the available keys with their actions, as many as fit; each can be clicked.
    pub fn hints(&mut self, area: Rect) {
        let label = |row: &crate::app::keymap::Binding| self.app.top_layer().label(row.action).unwrap_or(row.hint);
        let rows = self.app.available().filter(|row| !row.hint.is_empty());
        let mut hints: Vec<_> =
            rows.filter_map(|row| Some((row.keys.first()?.to_string(), label(row), row.action))).collect();
        // Help and quit matter more than the last hints; a short line keeps them at its end.
        let is_kept = |hint: &&str| ["help", "quit"].contains(hint);
        let kept: Vec<_> = hints.iter().filter(|(_, hint, _)| is_kept(hint)).cloned().collect();
        hints.retain(|(_, hint, _)| !is_kept(hint));
        let cost = |key: &str, hint: &str| width(key) + width(hint) + 3;
        let kept_room: usize = kept.iter().map(|(key, hint, _)| cost(key, hint)).sum();
        let mut room = usize::from(area.width).saturating_sub(kept_room);
        let fitting = hints.into_iter().take_while(|(key, hint, _)| {
            let fits = cost(key, hint) <= room;
            room = room.saturating_sub(cost(key, hint));
            fits
        });
        let shown: Vec<_> = fitting.chain(kept).collect();
        let mut x = area.x;
        for (key, hint, action) in shown {
            let columns = u16::try_from(cost(&key, hint)).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
            let place = Rect { x, width: columns, height: area.height.min(1), ..area };
            let spans = vec![Span::raw(" "), Span::styled(key, self.theme.key()), Span::raw(format!(" {hint} "))];
            self.line(place, Line::from(spans));
            self.add_click_target(place, ClickTarget::Key(action));
            x = x.saturating_add(columns);
        }
    }
}

/// True if the heading of the row's group is pinned to the first line, in place of the row.
fn is_heading_pinned(lines: &GroupedList, row: usize, selected: Option<usize>, height: usize) -> bool {
    lines.groups[lines.group(row)].pins_heading && selected != Some(row) && height > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_under_what_is_above_them() {
        let groups = [
            Group { lines_above: 2, rows: 3, pins_heading: false },
            Group { lines_above: 1, rows: 0, pins_heading: false },
            Group { lines_above: 1, rows: 2, pins_heading: false },
        ];
        let lines = GroupedList::new(&groups);
        assert_eq!((lines.count, lines.rows), (9, 5));
        assert_eq!([0, 1, 2, 3, 4].map(|row| lines.line(row)), [2, 3, 4, 7, 8]);
        for row in 0..5 {
            assert!(matches!(lines.line_at(lines.line(row)), ListLine::Row(at) if at == row), "{row}");
        }
        assert!(matches!(lines.line_at(6), ListLine::Above(2, 0)));
        assert_eq!(GroupedList::new(&[]).line(0), 0);
    }
}
