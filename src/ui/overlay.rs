//! What lies over a screen, in a box in the middle of it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::keymap::Context;
use crate::app::overlay::{Overlay, Palette, Preview};

use super::theme::Theme;
use super::{finder, form, letter, scroll, status, text};

/// Draws it.
pub fn draw(frame: &mut Frame, area: Rect, overlay: &Overlay, app: &App, theme: Theme) -> Drawn {
    let columns = usize::from(area.width.saturating_sub(4)).min(76);
    match overlay {
        Overlay::Form(asked) => {
            let (lines, cursor) = form::lines(asked, app, columns, theme);
            let inner = boxed(frame, area, &asked.title, columns, lines.len(), theme);
            let rows = usize::from(inner.height);
            let scrolled = cursor.map_or(0, |(_, y)| (y + 1).saturating_sub(rows));
            let drawn = scroll::lines(frame, inner, &lines, scrolled, theme);
            form::place_cursor(frame, inner, cursor, scrolled);
            drawn
        }
        Overlay::Help { context, scroll } => {
            let title = format!("Keys: {}", context.words());
            read(frame, area, &title, &help(app, *context, columns, theme), *scroll, columns, theme)
        }
        Overlay::Prompts { scroll } => {
            read(frame, area, "Eight things to think of", &prompts(app, columns), *scroll, columns, theme)
        }
        Overlay::Finder(finder) => finder::draw(frame, area, finder, app, columns, theme),
        Overlay::Narrowing => Drawn::default(),
        Overlay::Preview(preview) => {
            let lines = preview_lines(preview, columns, theme);
            read(frame, area, "Export", &lines, 0, columns, theme)
        }
        Overlay::Letter(written) => letter::draw(frame, area, written, app, columns, theme),
        Overlay::Palette(palette) => draw_palette(frame, area, palette, app, columns, theme),
        Overlay::Portion => {
            let wait = app.inbox.left();
            let said = format!("{} done, {} wait.", app.settings.portion, text::number(wait));
            let ask = format!("Stop here, or {} more?", app.settings.portion.min(wait.max(1)));
            let left = status::left(app);
            ask_plainly(frame, area, "A portion is done", &[said, left, ask], Context::Portion, app, columns, theme)
        }
        Overlay::Guard(names) => {
            let mut said = vec!["You accepted these in quick succession:".to_owned()];
            said.extend(names.iter().map(|name| format!("  {name}")));
            said.push("Can you say who each of them is? u takes back the last one.".to_owned());
            ask_plainly(frame, area, "A moment", &said, Context::Guard, app, columns, theme)
        }
        Overlay::Leaving(names) => {
            let said =
                format!("What you wrote on the card of {} is in no decision yet; it would be lost.", names.join(", "));
            ask_plainly(frame, area, "Leave?", &[said], Context::Leaving, app, columns, theme)
        }
        Overlay::Going => {
            let lines: Vec<Line> = keys_of(app, Context::Going, columns, theme);
            read(frame, area, "Go to", &lines, 0, columns, theme)
        }
    }
}

/// A box of a title and so many lines, in the middle; returns the area inside.
pub fn boxed(frame: &mut Frame, area: Rect, title: &str, columns: usize, lines: usize, theme: Theme) -> Rect {
    let width = u16::try_from(columns + 4).unwrap_or(u16::MAX).min(area.width);
    let height = u16::try_from(lines + 2).unwrap_or(u16::MAX).min(area.height);
    let over = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    frame.render_widget(Clear, over);
    let title = format!(" {} ", text::fit(title, columns.saturating_sub(2)));
    let block = Block::bordered().title(title).title_style(theme.title());
    let inner = block.inner(over);
    frame.render_widget(block, over);
    Rect { x: inner.x + u16::from(inner.width > 2), width: inner.width.saturating_sub(2), ..inner }
}

fn read(
    frame: &mut Frame,
    area: Rect,
    title: &str,
    lines: &[Line],
    scrolled: usize,
    columns: usize,
    theme: Theme,
) -> Drawn {
    let inner = boxed(frame, area, title, columns, lines.len(), theme);
    frame.set_cursor_position((inner.x, inner.y.min(inner.bottom().saturating_sub(1))));
    scroll::lines(frame, inner, lines, scrolled, theme)
}

#[expect(clippy::too_many_arguments, reason = "a picture is made of what it shows and where")]
fn ask_plainly(
    frame: &mut Frame,
    area: Rect,
    title: &str,
    said: &[String],
    context: Context,
    app: &App,
    columns: usize,
    theme: Theme,
) -> Drawn {
    let mut lines: Vec<Line> = said.iter().flat_map(|words| text::wrapped(words, columns)).map(Line::raw).collect();
    lines.push(Line::default());
    lines.push(status::key_line(app, context, columns, theme));
    read(frame, area, title, &lines, 0, columns, theme)
}

fn preview_lines(preview: &Preview, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let Preview { export, lines, people, exists } = preview;
    let people = crate::domain::evidence::count(*people, "contact");
    let mut said = vec![Line::styled(text::fit(&format!("{people} to {}", export.path), columns), theme.title())];
    if *exists {
        let words = "A file of this name is there already; Enter overwrites it, Esc keeps it.";
        let style = theme.notice(crate::app::notice::Weight::Failed);
        said.extend(text::wrapped(words, columns).into_iter().map(|line| Line::styled(line, style)));
    }
    said.push(Line::default());
    said.extend(lines.iter().map(|line| Line::styled(text::fit(line, columns), theme.dim())));
    said
}

fn help(app: &App, context: Context, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = keys_of(app, context, columns, theme);
    lines.push(Line::default());
    let words = "Every decision is on disk before the screen says so, and u takes it back, also after a restart. \
                 Nothing here touches the network.";
    lines.extend(text::wrapped(words, columns).into_iter().map(|line| Line::styled(line, theme.dim())));
    lines
}

fn keys_of(app: &App, context: Context, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line> = Vec::new();
    for binding in app.settings.keymap.here(context).filter(|b| app.refusal(b.action).is_none()) {
        let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
        let sentences = text::wrapped(binding.action.sentence(), columns.saturating_sub(14));
        for (i, sentence) in sentences.into_iter().enumerate() {
            let keys = if i == 0 { keys.join(" ") } else { String::new() };
            lines.push(Line::from(vec![Span::styled(format!("{keys:<13} "), theme.key()), Span::raw(sentence)]));
        }
    }
    lines
}

fn prompts(app: &App, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (i, prompt) in app.settings.prompts.iter().enumerate() {
        for (n, line) in text::wrapped(prompt, columns.saturating_sub(3)).into_iter().enumerate() {
            let lead = if n == 0 { format!("{}. ", i + 1) } else { "   ".to_owned() };
            lines.push(Line::raw(format!("{lead}{line}")));
        }
    }
    lines
}

fn draw_palette(frame: &mut Frame, area: Rect, palette: &Palette, app: &App, columns: usize, theme: Theme) -> Drawn {
    let rows = palette.hits.len().clamp(1, 14);
    let inner = boxed(frame, area, "What do you want to do?", columns, rows + 1, theme);
    let typed = format!(": {}", palette.query.text());
    frame.render_widget(
        Line::raw(text::fit(&typed, usize::from(inner.width))),
        Rect { height: inner.height.min(1), ..inner },
    );
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let room = usize::from(below.height);
    let screen = app.screen.context(app.case().is_none());
    let from = scroll::window(palette.chosen, room, palette.hits.len());
    for ((i, hit), y) in palette.hits.iter().enumerate().skip(from).zip(below.y..below.bottom()) {
        let Some(action) = palette.actions.get(hit.index) else { continue };
        let key = app.settings.keymap.way_to(screen, *action);
        let mut spans = vec![Span::styled(format!("{key:>9}  "), theme.key())];
        spans.extend(action.sentence().chars().enumerate().map(|(n, letter)| {
            let style = if hit.letters.contains(&n) { theme.title() } else { ratatui::style::Style::new() };
            Span::styled(letter.to_string(), style)
        }));
        let line = Line::from(spans);
        let line = if i == palette.chosen { line.style(theme.marked()) } else { line };
        frame.render_widget(line, Rect { y, height: 1, ..below });
    }
    if palette.hits.is_empty() && room > 0 {
        frame.render_widget(Line::styled("nothing like that", theme.dim()), Rect { height: 1, ..below });
    }
    form::place_cursor(frame, inner, Some((text::width(&typed), 0)), 0);
    Drawn { rows: room, overflow: palette.hits.len() }
}
