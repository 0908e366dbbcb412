//! The message overlay: the draft, the user's own line, a sales warning.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::message_editor::MessageEditor;

use super::widget::Paint;
use super::widget::text_input::{self, ShownText};
use crate::domain::text::wrap;

/// Draws the message in a popup, with the cursor in the text while it is being edited.
pub fn draw(paint: &mut Paint, area: Rect, letter: &MessageEditor, columns: usize) {
    let theme = paint.theme;
    let Some(sketch) = letter.current() else { return };
    let ShownText { lines, cursor: (row, column) } = text_input::wrapped(&sketch.text, columns.saturating_sub(1));
    let mut lines: Vec<Line> = lines.into_iter().map(Line::raw).collect();
    lines.push(Line::default());
    let mut say = |words: &str, style| {
        lines.extend(wrap::wrap(words, columns).into_iter().map(|line| Line::styled(line, style)));
    };
    if let Some(word) = letter.sales_tone_warning() {
        say(&word, theme.warning());
    }
    let words = match (letter.is_typing, paint.app.model().settings.needs_own_line && !letter.has_own_line()) {
        (true, _) => "Enter ends writing, Alt-Enter makes a new line.",
        (false, true) => "Add a line of your own first (e), then copy.",
        (false, false) => "Enter copies it; nothing is sent.",
    };
    say(words, theme.muted());
    let title = format!("To {}: {} ({} of {})", letter.name, sketch.title, letter.chosen + 1, letter.drafts.len());
    let inner = paint.popup(area, &title, columns, lines.len());
    let rows = usize::from(inner.height);
    let scrolled =
        if letter.is_typing { (row + 1).saturating_sub(rows.saturating_sub(1).max(1)) } else { letter.scroll.index };
    paint.view.list = paint.scrolled_pane(inner, &lines, scrolled);
    let at = if letter.is_typing { (column, row.saturating_sub(scrolled)) } else { (0, 0) };
    paint.cursor(inner, at);
}
