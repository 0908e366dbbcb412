//! How far the import is that was named at the start; nothing else can be done before it is on disk.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::drawn::Drawn;

use super::theme::Theme;
use super::{scroll, text};

/// Draws the screen.
pub fn draw(frame: &mut Frame, area: Rect, progress: &str, theme: Theme) -> Drawn {
    let columns = usize::from(area.width).min(84);
    let mut lines = vec![Line::styled("Reading your export", theme.title()), Line::default()];
    lines.extend(text::wrapped(progress, columns).into_iter().map(Line::raw));
    scroll::lines(frame, area, &lines, 0, theme)
}
