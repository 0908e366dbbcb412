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
