//! A window upon lines that may be more than fit.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::drawn::Drawn;

use super::theme::Theme;

/// Draws as many lines as fit, from `scroll` on, and says at the lower edge how many more there are.
pub fn lines(frame: &mut Frame, area: Rect, lines: &[Line], scroll: usize, theme: Theme) -> Drawn {
    let rows = usize::from(area.height);
    let overflow = lines.len().saturating_sub(rows);
    let from = scroll.min(overflow);
    let hidden_below = overflow - from;
    let shown = if hidden_below > 0 && rows > 1 { rows - 1 } else { rows };
    for (line, y) in lines.iter().skip(from).take(shown).zip(area.y..) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
    if hidden_below > 0 && rows > 1 {
        let more = Line::styled(format!("▾ {} more lines: j or Down", hidden_below + 1), theme.dim());
        frame.render_widget(more, Rect { y: area.bottom() - 1, height: 1, ..area });
    }
    Drawn { rows, overflow }
}

/// Draws the beginning of what stands beside a list, and says what does not fit.
pub fn beginning(frame: &mut Frame, area: Rect, mut lines: Vec<Line<'static>>, theme: Theme) {
    let rows = usize::from(area.height);
    if rows > 1 && lines.len() > rows {
        let more = format!("▾ {} more lines in a larger window", lines.len() + 1 - rows);
        lines.truncate(rows - 1);
        lines.push(Line::styled(more, theme.dim()));
    }
    self::lines(frame, area, &lines, 0, theme);
}

/// The first row to show of a list, so that the marked one is in sight.
pub fn window(marked: usize, rows: usize, count: usize) -> usize {
    let half = rows / 2;
    marked.saturating_sub(half).min(count.saturating_sub(rows))
}

/// Draws the part of a list that holds the marked line, with the cursor on it. Only lines in sight are drawn.
pub fn list(frame: &mut Frame, area: Rect, lines: &[Line], marked: usize, cursor: bool) {
    let from = window(marked, usize::from(area.height), lines.len());
    for (line, y) in lines.iter().skip(from).zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
    let y = area.y.saturating_add(u16::try_from(marked - from).unwrap_or(u16::MAX));
    if cursor && y < area.bottom() && area.width > 0 {
        frame.set_cursor_position((area.x, y));
    }
}

/// A list in groups, each under its heading with a blank line above it.
pub struct Groups<'a> {
    /// What stands above the first heading.
    pub above: Vec<Line<'a>>,
    /// The headings, and how many rows stand under each.
    pub groups: Vec<(Line<'a>, usize)>,
}

/// A line of a list in groups.
enum Place {
    Above(usize),
    Blank,
    Heading(usize),
    Row(usize),
}

impl<'a> Groups<'a> {
    /// Draws the part that holds the marked row, with the cursor on it. Only rows in sight are made.
    pub fn draw(&self, frame: &mut Frame, area: Rect, marked: usize, row: impl Fn(usize) -> Line<'a>, cursor: bool) {
        let marked_line = self.line_of(marked);
        let from = window(marked_line, usize::from(area.height), self.len());
        for (at, y) in (from..self.len()).zip(area.y..area.bottom()) {
            let place = Rect { y, height: 1, ..area };
            match self.place(at) {
                Place::Above(at) => frame.render_widget(&self.above[at], place),
                Place::Heading(at) => frame.render_widget(&self.groups[at].0, place),
                Place::Row(at) => frame.render_widget(row(at), place),
                Place::Blank => {}
            }
            if cursor && at == marked_line && area.width > 0 {
                frame.set_cursor_position((area.x, y));
            }
        }
    }

    /// How many lines a heading takes, with the blank one above it; the list does not begin with a blank one.
    fn heading_lines(&self, group: usize) -> usize {
        if group == 0 && self.above.is_empty() { 1 } else { 2 }
    }

    fn len(&self) -> usize {
        let groups = self.groups.iter().enumerate().map(|(at, (_, rows))| self.heading_lines(at) + rows);
        self.above.len() + groups.sum::<usize>()
    }

    /// What stands on a line.
    fn place(&self, line: usize) -> Place {
        let Some(mut line) = line.checked_sub(self.above.len()) else { return Place::Above(line) };
        let mut row = 0;
        for (at, (_, rows)) in self.groups.iter().enumerate() {
            let before = self.heading_lines(at);
            if line < before {
                return if line + 1 < before { Place::Blank } else { Place::Heading(at) };
            }
            if line < before + rows {
                return Place::Row(row + line - before);
            }
            line -= before + rows;
            row += rows;
        }
        Place::Blank
    }

    /// On which line a row stands; the first line where there is no such row.
    fn line_of(&self, row: usize) -> usize {
        let (mut line, mut first) = (self.above.len(), 0);
        for (at, (_, rows)) in self.groups.iter().enumerate() {
            line += self.heading_lines(at);
            if row < first + rows {
                return line + row - first;
            }
            line += rows;
            first += rows;
        }
        0
    }
}
