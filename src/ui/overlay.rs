//! Overlays: popups in the middle of a screen.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::command::{Page, Paragraph, Pause};
use crate::app::form::Form;
use crate::app::key::Key;
use crate::app::overlay::Overlay;
use crate::app::overlay::palette::Palette;
use crate::app::view::{ClickTarget, ListCursor};

use super::theme::Theme;
use super::widget::text_input;
use super::widget::{Group, Paint, popup_rows};
use super::{export, form, frame, message, prompts, search};
use crate::domain::text::wrap;

/// Widest text of a popup, in columns.
const POPUP_COLUMNS: usize = 72;
/// Widest form: an option with its consequence in one row.
const FORM_COLUMNS: usize = 94;
/// Columns of a section of the help.
const SECTION_COLUMNS: usize = 36;

/// Draws the overlay.
pub fn draw(paint: &mut Paint, area: Rect, overlay: &Overlay) {
    let columns_of = |area: Rect, widest: usize| usize::from(area.width.saturating_sub(6)).min(widest);
    let columns = columns_of(area, POPUP_COLUMNS);
    let beside = columns_beside(paint, area);
    match overlay {
        Overlay::Form(asked) => draw_form(paint, beside, asked, columns_of(beside, FORM_COLUMNS)),
        Overlay::Page(page) => draw_page(paint, area, page, columns),
        Overlay::Prompts(prompts) => prompts::draw(paint, beside, prompts, columns_of(beside, POPUP_COLUMNS)),
        Overlay::Pause(pause) => draw_pause(paint, area, pause, columns),
        Overlay::GoTo(_) => draw_which_key(paint, area),
        Overlay::Palette(palette) => draw_palette(paint, area, palette, columns),
        Overlay::Search => search::draw(paint, area, columns),
        Overlay::Message(letter) => message::draw(paint, area, letter, columns),
        Overlay::ExportPreview(preview) => export::draw(paint, area, preview, columns),
    }
}

/// Returns an area in the columns that the screen keeps for popups.
fn columns_beside(paint: &Paint, area: Rect) -> Rect {
    paint.popup_place.map_or(area, |place| Rect { x: place.x, width: place.width, ..area })
}

fn text_popup(paint: &mut Paint, area: Rect, title: &str, lines: &[Line], scroll: ListCursor, columns: usize) {
    let inner = paint.popup_beside(area, title, "", columns, lines.len());
    paint.cursor(inner, (0, 0));
    paint.pager(inner, lines, scroll);
}

/// Draws the letters after `g`, at the bottom right, in two columns.
fn draw_which_key(paint: &mut Paint, area: Rect) {
    let theme = paint.theme;
    let rows: Vec<(String, &str)> = paint
        .app
        .available()
        .filter(|row| !row.hint.is_empty() && row.action != Action::Cancel)
        .map(|row| (row.keys.first().map(Key::to_string).unwrap_or_default(), row.hint))
        .collect();
    let half = rows.len().div_ceil(2);
    let widest = rows.iter().map(|(_, label)| wrap::width(label)).max().unwrap_or_default() + 3;
    let widest = widest.min(usize::from(area.width).saturating_sub(11) / 2);
    let columns = widest * 2 + 3;
    let cell = |at: usize| {
        let (key, label) = rows.get(at).cloned().unwrap_or_default();
        let label = wrap::truncate(label, widest.saturating_sub(1));
        [Span::styled(format!("{key:<2} "), theme.key()), Span::styled(format!("{label:<widest$}"), theme.text())]
    };
    let lines: Vec<Line> = (0..half).map(|at| Line::from([cell(at), cell(at + half)].concat())).collect();
    let width = u16::try_from(columns + 8).unwrap_or(u16::MAX).min(area.width);
    let height = popup_rows(lines.len()).min(area.height);
    let corner = Rect { x: area.right() - width, y: area.bottom() - height, width, height };
    let inner = paint.popup_at(corner, "Go to", "");
    paint.lines(inner, &lines);
}

/// Draws a form.
fn draw_form(paint: &mut Paint, area: Rect, asked: &Form, columns: usize) {
    let form::FormLines { lines, cursor, focus, targets } =
        form::lines(asked, paint.app.model().day_context(), paint.app.keymap(), columns, paint.theme);
    let inner = paint.popup_beside(area, &asked.title, "", columns, lines.len());
    let scrolled = cursor.map_or(0, |(_, y)| (y + 1).saturating_sub(usize::from(inner.height)));
    paint.view.list = paint.scrolled_pane(inner, &lines, scrolled);
    for form::Target { place: (row, column), columns, field, option } in targets {
        let Some(y) = row.checked_sub(scrolled).filter(|y| *y < usize::from(inner.height)) else { continue };
        let [x, y, columns] = [column, y, columns].map(|cells| u16::try_from(cells).unwrap_or(u16::MAX));
        let x = inner.x.saturating_add(x).min(inner.right());
        let width = columns.min(inner.right() - x);
        paint.add_click_target(Rect { x, y: inner.y + y, width, height: 1 }, ClickTarget::Field(field, option));
    }
    let first = focus.start.saturating_sub(scrolled).min(usize::from(inner.height));
    let rows = focus.end.saturating_sub(scrolled).min(usize::from(inner.height)) - first;
    let [first, rows] = [first, rows].map(|rows| u16::try_from(rows).unwrap_or_default());
    paint.mark_focus(Rect { y: inner.y + first, height: rows, ..inner });
    if let Some((x, y)) = cursor {
        paint.cursor(inner, (x, y.saturating_sub(scrolled)));
    }
}

fn draw_page(paint: &mut Paint, area: Rect, page: &Page, columns: usize) {
    let sections: Vec<&[Paragraph]> = page.body.split(|paragraph| matches!(paragraph, Paragraph::Blank)).collect();
    let side_by_side = usize::from(area.width.saturating_sub(6)) / SECTION_COLUMNS;
    if !page.in_columns || side_by_side < 2 {
        let area = columns_beside(paint, area);
        let columns = columns.min(area.width.saturating_sub(6).into());
        return text_popup(
            paint,
            area,
            &page.title,
            &paragraphs(&page.body, columns, paint.theme),
            page.scroll,
            columns,
        );
    }
    let blocks = fill_columns(&sections, side_by_side.min(3), paint.theme);
    let rows = blocks.iter().map(Vec::len).max().unwrap_or_default();
    let inner = paint.popup(area, &page.title, blocks.len() * SECTION_COLUMNS, rows);
    let mut overflow = crate::app::view::Extent::default();
    for (at, block) in blocks.iter().enumerate() {
        let x = inner.x + u16::try_from(at * SECTION_COLUMNS).unwrap_or_default();
        let width = u16::try_from(SECTION_COLUMNS - 2).unwrap_or(u16::MAX).min(inner.right().saturating_sub(x));
        let shown = paint.scrolled_pane(Rect { x, width, ..inner }, block, page.scroll.index);
        if shown.overflow >= overflow.overflow {
            overflow = shown;
        }
    }
    paint.view.list = overflow;
    paint.cursor(inner, (0, 0));
}

/// Distributes sections over columns, each to the shortest so far, and keeps their order within a column.
fn fill_columns(sections: &[&[Paragraph]], columns: usize, theme: Theme) -> Vec<Vec<Line<'static>>> {
    let mut blocks: Vec<Vec<Line<'static>>> = vec![Vec::new(); columns];
    for section in sections {
        let lines = paragraphs(section, SECTION_COLUMNS - 2, theme);
        let Some(block) = blocks.iter_mut().min_by_key(|block| block.len()) else { return blocks };
        if !block.is_empty() {
            block.push(Line::default());
        }
        block.extend(lines);
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Returns paragraphs as wrapped lines. The keys of a section are in a column as wide as the widest.
pub fn paragraphs(body: &[Paragraph], columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let keys = body.iter().filter_map(|paragraph| match paragraph {
        Paragraph::Keys(keys, _) => Some(wrap::width(keys) + 2),
        _ => None,
    });
    let key_columns = keys.max().unwrap_or_default();
    let mut lines = Vec::new();
    for paragraph in body {
        let (lead, words, style) = match paragraph {
            Paragraph::Title(words) => (String::new(), words.as_str(), theme.title()),
            Paragraph::Plain(words) => (String::new(), words.as_str(), Style::new()),
            Paragraph::Dim(words) => (String::new(), words.as_str(), theme.muted()),
            Paragraph::Keys(keys, sentence) => (format!("{keys:<key_columns$}"), *sentence, Style::new()),
            Paragraph::NumberedItem(number, words) => (format!("{number}. "), words.as_str(), Style::new()),
            Paragraph::Blank => (String::new(), "", Style::new()),
        };
        let (hang, lead_style) = match paragraph {
            Paragraph::Keys(..) => (key_columns, theme.key()),
            Paragraph::NumberedItem(..) => (3, Style::new()),
            Paragraph::Title(_) | Paragraph::Plain(_) | Paragraph::Dim(_) | Paragraph::Blank => (0, Style::new()),
        };
        for (at, line) in wrap::wrap(words, columns.saturating_sub(hang)).into_iter().enumerate() {
            let lead = if at == 0 { lead.clone() } else { " ".repeat(hang) };
            lines.push(Line::from(vec![Span::styled(lead, lead_style), Span::styled(line, style)]));
        }
    }
    lines
}

fn draw_pause(paint: &mut Paint, area: Rect, pause: &Pause, columns: usize) {
    let said = pause.body.iter().flat_map(|words| wrap::wrap(words, columns));
    let mut lines: Vec<Line> = said.map(Line::raw).collect();
    let keys = lines.len() + 1;
    lines.extend([Line::default(), Line::default()]);
    let inner = paint.popup(area, pause.title, columns, lines.len());
    paint.cursor(inner, (0, 0));
    paint.pager(inner, &lines, ListCursor::default());
    if keys < usize::from(inner.height) {
        let y = inner.y.saturating_add(u16::try_from(keys).unwrap_or(u16::MAX));
        frame::status_line(paint, Rect { y, height: 1, ..inner });
    }
}

fn draw_palette(paint: &mut Paint, area: Rect, palette: &Palette, columns: usize) {
    let (app, theme) = (paint.app, paint.theme);
    let groups = palette.groups();
    let headings = if groups.is_empty() { 0 } else { groups.len() * 2 - 1 };
    let rows = (palette.hits.len() + headings).clamp(1, 18);
    let inner = paint.popup(area, "What do you want to do?", columns, rows + 2);
    let (query, column) = text_input::single_line(&palette.query);
    let typed = wrap::truncate(&query, usize::from(inner.width).saturating_sub(2));
    paint.line(inner, Line::from(vec![Span::styled(": ", theme.accent()), Span::styled(typed, theme.text())]));
    let below = Rect { y: inner.y.saturating_add(2), height: inner.height.saturating_sub(2), ..inner };
    if palette.hits.is_empty() {
        paint.line(below, Line::styled("No matches", theme.muted()));
    }
    let screen = app.screens().current().context();
    let row = |at: usize| {
        let hit = &palette.hits[at];
        let Some((action, description)) = palette.actions.get(hit.index) else { return Line::default() };
        let mut spans = vec![Span::styled(format!("{:<9} ", app.keymap().key_label(screen, *action)), theme.key())];
        spans.extend(description.chars().enumerate().map(|(n, letter)| {
            let style = if hit.matched_chars.contains(&n) { theme.accent() } else { theme.text() };
            Span::styled(letter.to_string(), style)
        }));
        Line::from(spans)
    };
    let lists: Vec<Group> = if groups.is_empty() {
        vec![Group::plain(palette.hits.len())]
    } else {
        let above = |at: usize| if at == 0 { 1 } else { 2 };
        let group =
            |(at, (_, rows)): (usize, &(_, usize))| Group { lines_above: above(at), rows: *rows, pins_heading: false };
        groups.iter().enumerate().map(group).collect()
    };
    let heading = |group: usize, line: usize| {
        let is_heading = line + 1 == lists[group].lines_above;
        let label = groups.get(group).filter(|_| is_heading).map(|(group, _)| group.label().to_uppercase());
        Line::styled(label.unwrap_or_default(), theme.muted())
    };
    let hidden = paint.list(below, &lists, Some(palette.cursor.index), &heading, &row);
    paint.hidden_rows(below, hidden);
    paint.cursor(inner, (2 + column, 0));
}
