//! What the import found: old decisions seen again, changes, closed requests, and what was not understood.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::found::{FoundScreen, Row};
use crate::domain::arrival::NotUnderstood;
use crate::domain::renewal::Named;
use crate::domain::untrusted::Untrusted;
use crate::domain::when;

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
        let words = match app.ledger.last_listing_import() {
            Some(entry) => {
                format!(
                    "Nothing was imported in this run; the last import was on {}.",
                    when::long(entry.at.date_naive())
                )
            }
            None => "Nothing was imported in this run.".to_owned(),
        };
        lines.extend(text::wrapped(&words, columns).into_iter().map(Line::raw));
    }
    let mut before = None;
    for (at, (section, row)) in found.rows.iter().enumerate() {
        if before != Some(*section) {
            before = Some(*section);
            let title = format!("{}: {}", section.words(), text::number(found.size(*section)));
            lines.extend([Line::default(), Line::styled(text::fit(&title, columns), theme.title())]);
        }
        let marked = at == found.marked;
        if marked {
            marked_line = lines.len();
        }
        let words = text::fit(&format!("{} {}", if marked { "›" } else { " " }, words(row)), columns);
        lines.push(if marked { Line::styled(words, theme.marked()) } else { Line::raw(words) });
    }
    scroll::list(frame, area, &lines, marked_line, app.overlay.is_none() && !found.rows.is_empty());
    Drawn { rows: usize::from(area.height), overflow: found.rows.len() }
}

fn words(row: &Row) -> String {
    match row {
        Row::Named(Named { name, says, person: _, request: _ }) if says.is_empty() => name.shown_name(),
        Row::Named(Named { name, says, person: _, request: _ }) => {
            format!("{} · {}", name.shown_name(), Untrusted::from(says.as_str()).shown())
        }
        Row::NotUnderstood(NotUnderstood { file, record, reason }) => {
            format!("{}, record {record}: {reason}", file.shown_name())
        }
    }
}
