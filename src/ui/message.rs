//! The message overlay: the drafts, the chosen one in full, the user's own line, a sales warning.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::ids::Context;
use crate::app::message_editor::MessageEditor;
use crate::app::view::ClickTarget;
use crate::domain::text::wrap::{truncate, width};

use super::layout::PANE_MIN_WIDTH;
use super::widget::Paint;
use super::widget::detail::wrapped;
use super::widget::text_input::{self, ShownText};

/// Widest list of drafts.
const LIST_COLUMNS: usize = 42;
/// Widest text beside the list.
const TEXT_COLUMNS: usize = 64;

/// Draws the message in a popup, with the cursor in the text while it is being edited. From 100 columns on, the drafts
/// stand at the left.
pub fn draw(paint: &mut Paint, area: Rect, letter: &MessageEditor, columns: usize) {
    let Some(draft) = letter.current() else { return };
    let title = format!("Message to {}", letter.name);
    let place = format!("{} of {}", letter.chosen + 1, letter.drafts.len());
    if area.width + 4 < PANE_MIN_WIDTH || letter.drafts.len() < 2 {
        let (mut lines, mut cursor) = text_lines(paint, letter, columns);
        let place = if letter.drafts.len() > 1 { place } else { String::new() };
        let parts = [draft.title.as_str(), place.as_str()].into_iter().filter(|part| !part.is_empty());
        let mut aside = parts.collect::<Vec<_>>().join(", ");
        if width(&title) + width(&aside) + 4 > columns {
            // Where the draft's title has no room in the frame, it stands above its text.
            let head = wrapped(&draft.title, columns, paint.theme.muted());
            cursor.0 += head.len() + 1;
            lines.splice(0..0, head.into_iter().chain([Line::default()]));
            aside = place;
        }
        let inner = paint.popup_beside(area, &title, &aside, columns, lines.len());
        return draw_text(paint, inner, letter, &lines, cursor);
    }
    let widest = letter.drafts.iter().map(|draft| width(&draft.title)).max().unwrap_or_default();
    let list_columns = widest.min(LIST_COLUMNS);
    let columns = TEXT_COLUMNS.min(usize::from(area.width).saturating_sub(list_columns + 12));
    let (lines, cursor) = text_lines(paint, letter, columns);
    let rows = lines.len().max(letter.drafts.len());
    let inner = paint.popup_beside(area, &title, &place, list_columns + 5 + columns, rows);
    let list = u16::try_from(list_columns).unwrap_or(u16::MAX);
    let [list, rule, text] = inner.layout(
        &Layout::horizontal([Constraint::Length(list + 1), Constraint::Length(1), Constraint::Fill(1)]).spacing(1),
    );
    draw_drafts(paint, list, letter);
    for y in rule.y..rule.bottom() {
        paint.line(Rect { y, height: 1, ..rule }, Line::styled("│", paint.theme.rule()));
    }
    let text = Rect { x: text.x + 1, width: text.width.saturating_sub(1), ..text };
    draw_text(paint, text, letter, &lines, cursor);
}

fn draw_drafts(paint: &mut Paint, area: Rect, letter: &MessageEditor) {
    let theme = paint.theme;
    for (at, y) in (0..letter.drafts.len()).zip(area.y..area.bottom()) {
        let place = Rect { y, height: 1, ..area };
        let is_chosen = at == letter.chosen;
        let style = if is_chosen { theme.title() } else { theme.muted() };
        paint.line(place, Line::styled(truncate(&letter.drafts[at].title, usize::from(area.width)), style));
        if is_chosen {
            paint.select(place);
        }
        paint.add_click_target(place, ClickTarget::Field(at, None));
    }
}

/// Returns the text with what to know about it, and the row and column of the cursor.
fn text_lines(paint: &Paint, letter: &MessageEditor, columns: usize) -> (Vec<Line<'static>>, (usize, usize)) {
    let theme = paint.theme;
    let Some(draft) = letter.current() else { return (Vec::new(), (0, 0)) };
    let ShownText { lines, cursor } = text_input::wrapped(&draft.text, columns.saturating_sub(1));
    let mut lines: Vec<Line> = lines.into_iter().map(|line| Line::from(Span::styled(line, theme.text()))).collect();
    lines.push(Line::default());
    if let Some(warning) = letter.sales_tone_warning() {
        lines.extend(wrapped(&warning, columns, theme.warning()));
    }
    let needs_line = paint.app.model().settings.needs_own_line && !letter.has_own_line();
    let key = paint.app.keymap().key_label(Context::Message, Action::EditMessage);
    let confirm = |context| paint.app.keymap().key_label(context, Action::Confirm);
    let words = match (letter.is_typing, needs_line) {
        (true, _) => format!("{} ends writing, Alt-Enter makes a new line.", confirm(Context::Text)),
        (false, true) => format!("Add a line of your own first ({key}), then copy."),
        (false, false) => format!("{} copies it; nothing is sent.", confirm(Context::Message)),
    };
    lines.extend(wrapped(&words, columns, theme.muted()));
    (lines, cursor)
}

fn draw_text(paint: &mut Paint, area: Rect, letter: &MessageEditor, lines: &[Line], (row, column): (usize, usize)) {
    let rows = usize::from(area.height);
    let scrolled =
        if letter.is_typing { (row + 1).saturating_sub(rows.saturating_sub(1).max(1)) } else { letter.scroll.index };
    paint.view.list = paint.scrolled_pane(area, lines, scrolled);
    let at = if letter.is_typing { (column, row.saturating_sub(scrolled)) } else { (0, 0) };
    paint.cursor(area, at);
}
