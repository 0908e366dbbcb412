//! What the import found: old decisions seen again, changes, closed requests, and what was not understood.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::found::{FoundScreen, Row, Section};
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
    let title = |(section, rows): &(Section, usize)| {
        let words = format!("{}: {}", section.words(), text::number(*rows));
        (Line::styled(text::fit(&words, columns), theme.title()), *rows)
    };
    let groups = found.sections().iter().map(title).collect();
    let row = |at: usize| {
        let marked = at == found.marked;
        let words = text::fit(&format!("{} {}", if marked { "›" } else { " " }, words(&found.rows[at].1)), columns);
        if marked { Line::styled(words, theme.marked()) } else { Line::raw(words) }
    };
    let cursor = app.overlay.is_none() && !found.rows.is_empty();
    scroll::Groups { above: lines, groups }.draw(frame, area, found.marked, row, cursor);
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
