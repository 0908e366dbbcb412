//! What the import found, closed, and did not understand.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::found::{ClosedRow, FoundScreen};
use crate::domain::arrival::NotUnderstood;
use crate::domain::event::Closing;

use super::opening::summary;
use super::theme::Theme;
use super::{scroll, text};

/// Draws the screen.
pub fn draw(frame: &mut Frame, area: Rect, found: &FoundScreen, app: &App, theme: Theme) -> Drawn {
    let columns = usize::from(area.width);
    let mut lines: Vec<Line> = Vec::new();
    let mut marked_line = 0;
    for import in &app.found {
        lines.extend(text::wrapped(&summary(import), columns.min(90)).into_iter().map(Line::raw));
    }
    if app.found.is_empty() {
        lines.push(Line::raw("Nothing was imported in this run."));
    }
    let not_understood: Vec<&NotUnderstood> = app.found.iter().flat_map(|import| &import.not_understood).collect();
    let closed = found.closed.iter().map(closed_words);
    let unread = not_understood.iter().map(|row| unread_words(row));
    let sections = [
        ("Closed by an import (Enter opens one again)", closed.collect::<Vec<_>>()),
        ("Rows that were not understood", unread.collect::<Vec<_>>()),
    ];
    let mut row = 0;
    for (title, words) in sections {
        if words.is_empty() {
            continue;
        }
        lines.push(Line::default());
        lines.push(Line::styled(format!("{title}: {}", text::number(words.len())), theme.title()));
        for word in words {
            let marked = row == found.marked;
            if marked {
                marked_line = lines.len();
            }
            let line = Line::raw(text::fit(&format!("{} {word}", if marked { "›" } else { " " }), columns));
            lines.push(if marked { line.style(theme.marked()) } else { line });
            row += 1;
        }
    }
    let rows = usize::from(area.height);
    let from = scroll::window(marked_line, rows, lines.len());
    for (line, y) in lines.iter().skip(from).zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
    Drawn { rows, overflow: row }
}

fn closed_words(row: &ClosedRow) -> String {
    let why = match row.closing {
        Closing::Connected => "connected now",
        Closing::Vanished => "no longer in the list",
    };
    format!("{} · {why}", row.name.shown_name())
}

fn unread_words(row: &NotUnderstood) -> String {
    format!("{}, record {}: {}", row.file.shown_name(), row.record, row.reason)
}
