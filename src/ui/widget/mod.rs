//! Building blocks of every screen; only these register click targets.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use crate::app::App;
use crate::app::action::Action;
use crate::app::overlay::Overlay;
use crate::app::view::{Area, ClickTarget, Extent, ListCursor, ViewMetrics};

use super::theme::Theme;
use crate::domain::text::wrap::{truncate, width};

pub mod chart;
pub mod chips;
pub mod detail;
pub mod text_input;

/// Bar in the gutter of a selected row.
const BAR: &str = "▌";

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
    /// Actions drawn as buttons, which the status line leaves out.
    pub buttons: Vec<Action>,
    /// Where a popup covers nothing that it asks about; in the middle if the screen keeps no such place.
    pub popup_place: Option<Rect>,
}

/// What lines of text are made with: the app they speak of, and the styles.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    /// App to speak of.
    pub app: &'a App,
    /// Theme.
    pub theme: Theme,
    /// True for lines that are heard: no bar and no key is part of them.
    pub is_plain: bool,
}

impl<'a> Paint<'a, '_> {
    /// Returns what lines are made with.
    pub fn pen(&self) -> Pen<'a> {
        Pen { app: self.app, theme: self.theme, is_plain: false }
    }
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

    /// Returns the number of rows before a line.
    fn rows_before(&self, line: usize) -> usize {
        let group = self.starts.partition_point(|(first, _)| *first <= line).saturating_sub(1);
        let Some((first, row)) = self.starts.get(group) else { return 0 };
        row + (line - first).saturating_sub(self.groups[group].lines_above).min(self.groups[group].rows)
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

    /// Draws a widget of the library.
    pub fn widget(&mut self, widget: impl ratatui::widgets::Widget, area: Rect) {
        self.frame.render_widget(widget, area);
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
    /// above a group, by group and line number. Returns the number of rows that are hidden above and below.
    pub fn list<'l>(
        &mut self,
        area: Rect,
        groups: &[Group],
        selected: Option<usize>,
        above: &dyn Fn(usize, usize) -> Line<'l>,
        row: &dyn Fn(usize) -> Line<'l>,
    ) -> (usize, usize) {
        let lines = GroupedList::new(groups);
        let height = usize::from(area.height);
        self.view.list = Extent { rows: height, overflow: lines.rows };
        let line = lines.line(selected.unwrap_or_default());
        // At the first row, what stands above it is shown as far as it fits.
        let is_at_top = selected.unwrap_or_default() == 0 && line < height;
        let from = if is_at_top { 0 } else { visible_from(line, height, lines.count) };
        for (at, y) in (from..lines.count).zip(area.y..area.bottom()) {
            let place = Rect { y, height: 1, ..area };
            match lines.line_at(at) {
                ListLine::Above(group, line) => self.line(place, above(group, line)),
                ListLine::Row(at) if y == area.y && is_heading_pinned(&lines, at, selected, height) => {
                    let group = lines.group(at);
                    self.line(place, above(group, groups[group].lines_above - 1));
                }
                ListLine::Row(at) if Some(at) == selected => {
                    self.line(place, row(at));
                    self.select(place);
                    self.add_click_target(with_gutter(place), ClickTarget::Row(at));
                    let is_on_top = self.app.overlay().is_none_or(|overlay| matches!(overlay, Overlay::Prompts(_)));
                    if is_on_top && !self.app.context().types_text() && area.width > 0 {
                        self.frame.set_cursor_position((area.x, y));
                    }
                }
                ListLine::Row(at) => {
                    self.line(place, row(at));
                    self.add_click_target(with_gutter(place), ClickTarget::Row(at));
                }
            }
        }
        (lines.rows_before(from), lines.rows - lines.rows_before(from + height))
    }

    /// Says in the rows above and below a list in a popup how many rows are hidden there.
    pub fn hidden_rows(&mut self, area: Rect, (above, below): (usize, usize)) {
        for (sign, hidden, y) in [("▴", above, area.y.saturating_sub(1)), ("▾", below, area.bottom())] {
            if hidden > 0 {
                let words = Line::styled(format!(" {sign} {hidden} more "), self.theme.muted()).right_aligned();
                self.line(Rect { y, height: 1, ..area }, words);
            }
        }
    }

    /// Says that a filter leaves nothing, and what clears it.
    pub fn no_matches(&mut self, area: Rect) {
        let words = self.sentence("No matches. {show_all} clears the filter.");
        self.line(area, Line::styled(words, self.theme.muted()));
    }

    /// Returns a sentence with its keys filled in, as they are on the current screen.
    pub fn sentence(&self, sentence: &str) -> String {
        self.app.keymap().fill_in(self.app.screens().current().context(), sentence)
    }

    /// Marks rows as selected: one background from the gutter to the end, and a bar in the gutter. Colours stay, unless
    /// the background is reversed: then the rows have one style.
    pub fn select(&mut self, area: Rect) {
        let style = self.theme.selected();
        let place = with_gutter(area);
        let bar = Rect { width: place.width.min(1), ..place };
        self.frame.buffer_mut().set_style(place, style);
        for y in bar.y..bar.bottom() {
            self.line(Rect { y, height: 1, ..bar }, Line::styled(BAR, self.theme.accent()));
        }
        if style.add_modifier.contains(Modifier::REVERSED) {
            self.frame.buffer_mut().set_style(area, Style::reset().patch(style).add_modifier(Modifier::BOLD));
        }
    }

    /// Draws a rule.
    pub fn rule(&mut self, area: Rect) {
        self.line(area, Line::styled("─".repeat(usize::from(area.width)), self.theme.rule()));
    }

    /// Draws a pane with a title and, at the right, an aside; returns its inside.
    pub fn pane(&mut self, area: Rect, title: &str, aside: &str) -> Rect {
        let room = usize::from(area.width).saturating_sub(6);
        let aside = if width(title) + width(aside) + 4 <= room { aside } else { "" };
        let title = truncate(title, room);
        let mut block = Block::bordered().border_type(BorderType::Rounded).border_style(self.theme.rule());
        if !title.is_empty() {
            block = block.title(Line::from(vec![
                Span::styled("─", self.theme.rule()),
                Span::styled(format!(" {title} "), self.theme.title()),
            ]));
        }
        if !aside.is_empty() {
            let aside = Span::styled(format!(" {aside} "), self.theme.muted());
            block = block.title(Line::from(vec![aside, Span::styled("─", self.theme.rule())]).right_aligned());
        }
        let inner = block.inner(area);
        self.frame.render_widget(block, area);
        super::layout::indented(inner)
    }

    /// Draws lines from a scroll position on, as many as fit; the last row says how many more there are.
    pub fn pager(&mut self, area: Rect, lines: &[Line], scroll: ListCursor) {
        self.view.list = self.scrolled_pane(area, lines, scroll.index);
    }

    /// Draws like [`Self::pager`], for panes that scroll together; returns the scroll extent of this one.
    pub fn scrolled_pane(&mut self, area: Rect, lines: &[Line], scroll: usize) -> Extent {
        let key = self.app.keymap().key_label(self.app.context(), Action::Down);
        self.scrolled_lines(area, lines, scroll, &key)
    }

    /// Draws the details of the selected row, which scroll by keys of their own.
    pub fn detail_lines(&mut self, area: Rect, lines: &[Line]) {
        let key = self.app.keymap().key_label(self.app.screens().current().context(), Action::DetailsDown);
        let extent = self.scrolled_lines(area, lines, self.app.detail_scroll().index, &key);
        let Rect { x, y, width, height } = area;
        self.view.details = Some((Area { x, y, width, height }, extent));
    }

    /// Draws lines from a scroll position on; if there are more, the last row says how many, and the key for them.
    fn scrolled_lines(&mut self, area: Rect, lines: &[Line], scroll: usize, key: &str) -> Extent {
        let rows = usize::from(area.height);
        let overflow = lines.len().saturating_sub(rows);
        let from = scroll.min(overflow);
        let hidden = overflow - from;
        let shown = if hidden > 0 && rows > 1 { rows - 1 } else { rows };
        self.lines(area, &lines[from..(from + shown).min(lines.len())]);
        if hidden > 0 && rows > 1 {
            let more = Line::styled(format!("▾ {} more lines: {key}", hidden + 1), self.theme.muted());
            self.line(Rect { y: area.bottom() - 1, height: 1, ..area }, more);
        }
        Extent { rows, overflow }
    }

    /// Draws the first lines of a detail pane; the last row says how many do not fit, and what shows them.
    pub fn clipped(&mut self, area: Rect, mut lines: Vec<Line>) {
        let rows = usize::from(area.height);
        if rows > 1 && lines.len() > rows {
            let page = self.app.available().find(|row| row.action == Action::OpenPerson);
            let page = page.and_then(|row| row.keys.first()).map(|key| format!(": {key} opens the page"));
            let way = page.unwrap_or_else(|| " in a larger window".to_owned());
            let more = format!("▾ {} more lines{way}", lines.len() + 1 - rows);
            lines.truncate(rows - 1);
            lines.push(Line::styled(more, self.theme.muted()));
        }
        self.lines(area, &lines);
    }

    /// Draws a popup with room for `lines` over an area; nothing under it can be clicked. Returns its inside.
    pub fn popup(&mut self, area: Rect, title: &str, columns: usize, lines: usize) -> Rect {
        self.popup_with_aside(area, title, "", columns, lines)
    }

    /// Draws a popup like [`Self::popup_with_aside`], in the place that the screen keeps for it, if that is wide enough;
    /// from its bottom upwards if it needs more rows.
    pub fn popup_beside(&mut self, area: Rect, title: &str, aside: &str, columns: usize, lines: usize) -> Rect {
        let width = u16::try_from(columns + 6).unwrap_or(u16::MAX).min(area.width);
        let Some(place) = self.popup_place.filter(|place| width <= place.width) else {
            return self.popup_with_aside(area, title, aside, columns, lines);
        };
        let height = popup_rows(lines).min(area.height);
        let y = if height <= place.height { place.y } else { area.bottom() - height };
        let over = Rect { x: place.x, y, width, height };
        self.frame.render_widget(Clear, with_gutter(place));
        self.frame.render_widget(Clear, with_gutter(Rect { width: place.width, ..over }));
        self.popup_at(over, title, aside)
    }

    /// Draws a popup like [`Self::popup`], with an aside at the right of its title.
    pub fn popup_with_aside(&mut self, area: Rect, title: &str, aside: &str, columns: usize, lines: usize) -> Rect {
        let width = u16::try_from(columns + 6).unwrap_or(u16::MAX).min(area.width);
        let height = popup_rows(lines).min(area.height);
        let over = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
        self.popup_at(over, title, aside)
    }

    /// Draws a popup over an area; nothing under it can be clicked. Returns its inside.
    pub fn popup_at(&mut self, over: Rect, title: &str, aside: &str) -> Rect {
        self.view = ViewMetrics::default();
        self.buttons.clear();
        self.frame.render_widget(Clear, over);
        self.clear_gutter(over);
        self.pane(over, title, aside).inner(Margin { horizontal: 0, vertical: u16::from(over.height > 8) })
    }

    /// Clears the bar of a selected row where only its gutter would show beside a popup.
    fn clear_gutter(&mut self, over: Rect) {
        let beside = with_gutter(over);
        let gutter = Rect { width: beside.width - over.width, ..beside };
        for y in gutter.y..gutter.bottom() {
            let cell = Rect { y, height: 1, ..gutter };
            if self.frame.buffer_mut().cell((cell.x, y)).is_some_and(|cell| cell.symbol() == BAR) {
                self.frame.render_widget(Clear, cell);
            }
        }
    }

    /// Marks the rows of the field in focus with a bar in the gutter.
    pub fn mark_focus(&mut self, area: Rect) {
        let bar = Rect { width: 1, ..with_gutter(area) };
        for y in bar.y..bar.bottom() {
            self.line(Rect { y, height: 1, ..bar }, Line::styled(BAR, self.theme.accent()));
        }
    }
}

/// Returns the rows of a popup with this many lines inside: with its frame, and with an empty row above and below if it
/// is large.
pub fn popup_rows(lines: usize) -> u16 {
    u16::try_from(if lines > 4 { lines + 4 } else { lines + 2 }).unwrap_or(u16::MAX)
}

/// Returns a row with the gutter to its left.
fn with_gutter(area: Rect) -> Rect {
    Rect { x: area.x.saturating_sub(1), width: area.width + u16::from(area.x > 0), ..area }
}

/// True if the heading of the row's group is pinned to the first line, in place of the row: if others of the group follow.
fn is_heading_pinned(lines: &GroupedList, row: usize, selected: Option<usize>, height: usize) -> bool {
    let has_more = row + 1 < lines.rows && lines.group(row + 1) == lines.group(row);
    lines.groups[lines.group(row)].pins_heading && has_more && selected != Some(row) && height > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_takes_no_place_of_the_only_row_under_it() {
        let groups = [1, 3].map(|rows| Group { lines_above: 1, rows, pins_heading: true });
        let lines = GroupedList::new(&groups);
        assert!(!is_heading_pinned(&lines, 0, Some(2), 5), "the only one of its group");
        assert!(is_heading_pinned(&lines, 1, Some(2), 5));
        assert!(!is_heading_pinned(&lines, 1, Some(1), 5), "the selected one");
        assert!(!is_heading_pinned(&lines, 3, Some(2), 5), "the last one");
    }

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
        assert_eq!([0, 2, 3, 5, 6, 7, 8, 9, 20].map(|line| lines.rows_before(line)), [0, 0, 1, 3, 3, 3, 4, 5, 5]);
        assert_eq!(GroupedList::new(&[]).rows_before(3), 0);
        assert_eq!(GroupedList::new(&[]).line(0), 0);
    }
}
