//! The line above a list that is filtered: the query, and how much of the list it leaves.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::list_filter::ListFilter;
use crate::domain::search::query::QUERY_HELP;
use crate::domain::text::plural::number;
use crate::domain::text::wrap;

use super::theme::Theme;
use super::widget::{Paint, text_input};

/// Draws the query with the numbers of rows shown and in all, and below it why it cannot be read, or while nothing is
/// typed yet what can be. Takes two rows; one is enough without the second line.
pub fn draw(paint: &mut Paint, area: Rect, filter: &ListFilter, (shown, all): (usize, usize)) {
    let theme = paint.theme;
    let lead = "Filter: ";
    let (typed, column) = text_input::single_line(&filter.field);
    if filter.is_typing {
        paint.cursor(area, (lead.len() + column, 0));
    }
    let shown = format!("   {} of {}", number(shown), number(all));
    let spans =
        vec![Span::styled(lead, theme.muted()), Span::styled(typed, theme.title()), Span::styled(shown, theme.muted())];
    paint.line(area, Line::from(spans));
    if area.height > 1 {
        let below = Rect { y: area.y + 1, height: 1, ..area };
        paint.line(below, hint(filter, usize::from(area.width), theme));
    }
}

fn hint(filter: &ListFilter, columns: usize, theme: Theme) -> Line<'static> {
    match &filter.error {
        Some(why) => Line::styled(wrap::truncate(why, columns), theme.warning()),
        None if filter.text().is_empty() => Line::styled(wrap::truncate(QUERY_HELP, columns), theme.placeholder()),
        None => Line::default(),
    }
}
