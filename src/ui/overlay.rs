//! Overlays: popups in the middle of a screen.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::command::{Page, Paragraph, Pause};
use crate::app::effect::{ExistingFile, Preview};
use crate::app::form::Form;
use crate::app::key::Key;
use crate::app::notification::Severity;
use crate::app::overlay::Overlay;
use crate::app::overlay::palette::Palette;
use crate::app::view::ListCursor;

use super::theme::Theme;
use super::widget::{Group, Paint};
use super::{form, message, search, text_input};
use crate::domain::text::wrap;

/// Draws the overlay.
pub fn draw(paint: &mut Paint, area: Rect, overlay: &Overlay) {
    let columns = usize::from(area.width.saturating_sub(4)).min(76);
    match overlay {
        Overlay::Form(asked) => draw_form(paint, area, asked, columns),
        Overlay::Page(page) => draw_page(paint, area, page, columns),
        Overlay::Pause(pause) => draw_pause(paint, area, pause, columns),
        Overlay::GoTo(_) => {
            let key =
                |row: &crate::app::keymap::Binding| row.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
            let rows = paint.app.available().map(|row| Paragraph::Keys(key(row), row.action.description()));
            let page = Page { title: "Go to".to_owned(), body: rows.collect(), ..Page::default() };
            draw_page(paint, area, &page, columns);
        }
        Overlay::Palette(palette) => draw_palette(paint, area, palette, columns),
        Overlay::Search => search::draw(paint, area, columns),
        Overlay::Message(letter) => message::draw(paint, area, letter, columns),
        Overlay::ExportPreview(preview) => {
            let overwrite = paint.app.keymap().first_key(Action::Overwrite);
            let lines = preview_lines(preview, &overwrite, columns, paint.theme);
            text_popup(paint, area, "Export", &lines, ListCursor::default(), columns);
        }
    }
}

fn text_popup(paint: &mut Paint, area: Rect, title: &str, lines: &[Line], scroll: ListCursor, columns: usize) {
    let inner = paint.popup(area, title, columns, lines.len());
    paint.cursor(inner, (0, 0));
    paint.pager(inner, lines, scroll);
}

fn draw_form(paint: &mut Paint, area: Rect, asked: &Form, columns: usize) {
    let (lines, cursor) = form::lines(asked, paint.app.model().moment.today, columns, paint.theme);
    let inner = paint.popup(area, &asked.title, columns, lines.len());
    let scrolled = cursor.map_or(0, |(_, y)| (y + 1).saturating_sub(usize::from(inner.height)));
    paint.view.list = paint.scrolled_pane(inner, &lines, scrolled);
    if let Some((x, y)) = cursor {
        paint.cursor(inner, (x, y.saturating_sub(scrolled)));
    }
}

fn draw_page(paint: &mut Paint, area: Rect, page: &Page, columns: usize) {
    text_popup(paint, area, &page.title, &paragraphs(&page.body, columns, paint.theme), page.scroll, columns);
}

/// Returns paragraphs as wrapped lines.
pub fn paragraphs(body: &[Paragraph], columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for paragraph in body {
        let (lead, words, style) = match paragraph {
            Paragraph::Title(words) => (String::new(), words.as_str(), theme.title()),
            Paragraph::Plain(words) => (String::new(), words.as_str(), Style::new()),
            Paragraph::Dim(words) => (String::new(), words.as_str(), theme.dim()),
            Paragraph::Keys(keys, sentence) => (format!("{keys:<13} "), *sentence, Style::new()),
            Paragraph::NumberedItem(number, words) => (format!("{number}. "), words.as_str(), Style::new()),
            Paragraph::Blank => (String::new(), "", Style::new()),
        };
        let (hang, lead_style) = match paragraph {
            Paragraph::Keys(..) => (14, theme.key()),
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
        paint.hints(Rect { y, height: 1, ..inner });
    }
}

fn preview_lines(preview: &Preview, overwrite: &str, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let Preview { export, lines, people, existing } = preview;
    let people = crate::domain::text::plural::plural(*people, "contact");
    let mut said = vec![Line::styled(wrap::truncate(&format!("{people} to {}", export.path), columns), theme.title())];
    let (words, style) = match existing {
        ExistingFile::None => (String::new(), Style::new()),
        ExistingFile::OwnExport => {
            let words = "Your earlier export of this name is there already, unchanged; Enter overwrites it.";
            (words.to_owned(), theme.dim())
        }
        ExistingFile::Foreign { free_path } => {
            let words = "Another file of this name is there already.";
            let keys = format!("Enter writes to {free_path} instead; {overwrite} overwrites the file.");
            (format!("{words} {keys}"), theme.notification(Severity::Failed))
        }
    };
    if !words.is_empty() {
        said.extend(wrap::wrap(&words, columns).into_iter().map(|line| Line::styled(line, style)));
    }
    said.push(Line::default());
    said.extend(lines.iter().map(|line| Line::styled(wrap::truncate(line, columns), theme.dim())));
    said
}

fn draw_palette(paint: &mut Paint, area: Rect, palette: &Palette, columns: usize) {
    let (app, theme) = (paint.app, paint.theme);
    let rows = palette.hits.len().clamp(1, 14);
    let inner = paint.popup(area, "What do you want to do?", columns, rows + 1);
    let (query, column) = text_input::single_line(&palette.query);
    let typed = format!(": {query}");
    paint.line(inner, Line::raw(wrap::truncate(&typed, usize::from(inner.width))));
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    if palette.hits.is_empty() {
        paint.line(below, Line::styled("nothing like that", theme.dim()));
    }
    let screen = app.screens().current().context();
    let row = |at: usize| {
        let hit = &palette.hits[at];
        let Some(action) = palette.actions.get(hit.index) else { return Line::default() };
        let mut spans = vec![Span::styled(format!("{:>9}  ", app.keymap().key_label(screen, *action)), theme.key())];
        spans.extend(action.description().chars().enumerate().map(|(n, letter)| {
            let style = if hit.matched_chars.contains(&n) { theme.title() } else { Style::new() };
            Span::styled(letter.to_string(), style)
        }));
        Line::from(spans)
    };
    paint.list(below, &[Group::plain(palette.hits.len())], Some(palette.cursor.index), &|_, _| Line::default(), &row);
    paint.cursor(inner, (2 + column, 0));
}
