//! Progress of the import named on the command line; the user can do nothing else until it is on disk.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::view::ListCursor;

use super::widget::Paint;
use crate::domain::text::wrap;

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect) {
    let columns = usize::from(area.width).min(84);
    let mut lines = vec![Line::styled("Reading your export", paint.theme.title()), Line::default()];
    lines.extend(wrap::wrap(&paint.app.model().import_progress, columns).into_iter().map(Line::raw));
    paint.pager(area, &lines, ListCursor::default());
}
