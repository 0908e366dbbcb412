//! A form: its fields one under the other, the focused one with the real cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::field::Field;
use crate::app::form::{Content, Form, Id, Row};
use crate::domain::decision::GiftBy;
use crate::domain::when;

use super::text;
use super::theme::Theme;

/// Most rows of a text field on the screen; a longer text shows the part with the cursor.
const TEXT_ROWS: usize = 5;

/// The lines of a form, and where the cursor belongs (column, row).
pub fn lines(form: &Form, app: &App, columns: usize, theme: Theme) -> (Vec<Line<'static>>, Option<(usize, usize)>) {
    let mut lines = Vec::new();
    let mut cursor = None;
    let label = form.rows.iter().map(|row| text::width(row.label)).max().unwrap_or_default().min(columns / 3);
    let room = columns.saturating_sub(label + 3);
    for (i, row) in form.rows.iter().enumerate() {
        let focused = i == form.focus;
        let start = lines.len();
        let (body, at) = match &row.content {
            Content::Text(field) => text_field(field, row, focused, room, theme),
            Content::Choice { options, chosen } => (choice(options, *chosen, focused, room, theme), Some((0, 0))),
        };
        for (n, mut spans) in body.into_iter().enumerate() {
            let head = if n == 0 { text::fit(row.label, label) } else { String::new() };
            let sign = if focused && n == 0 { "›" } else { " " };
            let style = if focused { theme.title() } else { theme.dim() };
            spans.insert(0, Span::styled(format!("{sign}{head:<label$}  "), style));
            lines.push(Line::from(spans));
        }
        if focused {
            cursor = at.map(|(x, y)| (x + label + 3, y + start));
        }
        let meant = match row.id {
            Id::Due => Some(due(form, app)),
            Id::GiftBy if focused => Some(gift_by(form, app)),
            _ => None,
        };
        lines.extend(meant.map(|words| Line::styled(format!("{:>1$}{words}", "", label + 3), theme.dim())));
    }
    if let Some(wrong) = &form.wrong {
        let style = theme.notice(crate::app::notice::Weight::Failed);
        lines.extend(text::wrapped(wrong, columns).into_iter().map(|line| Line::styled(line, style)));
    }
    (lines, cursor)
}

fn due(form: &Form, app: &App) -> String {
    match app.due_meant(form) {
        Ok(day) => {
            let days = (day - app.moment.today).num_days();
            format!("{} ({})", when::short(day, app.moment.today), when::ahead(days))
        }
        Err(_) => when::FORMS.to_owned(),
    }
}

fn gift_by(form: &Form, app: &App) -> String {
    GiftBy::meant(&form.text(Id::GiftBy), app.moment.today).map_or_else(|_| when::FORMS.to_owned(), GiftBy::words)
}

type Spans = Vec<Span<'static>>;

fn text_field(
    field: &Field,
    row: &Row,
    focused: bool,
    columns: usize,
    theme: Theme,
) -> (Vec<Spans>, Option<(usize, usize)>) {
    if field.text().is_empty() {
        return (vec![vec![Span::styled(text::fit(&row.hint, columns), theme.dim())]], Some((0, 0)));
    }
    let breaks = text::breaks(field.text(), columns.saturating_sub(1));
    let (line, column) = text::position(field.text(), &breaks, field.cursor());
    let from = if focused { (line + 1).saturating_sub(TEXT_ROWS) } else { 0 };
    let shown = breaks.iter().skip(from).take(if focused { TEXT_ROWS } else { 2 });
    let lines = shown.map(|range| vec![Span::raw(field.text()[range.clone()].trim_end().to_owned())]).collect();
    (lines, Some((column.min(columns.saturating_sub(1)), line - from)))
}

/// In focus, all options with what comes of each; otherwise the chosen one.
fn choice(options: &[(String, String)], chosen: usize, focused: bool, columns: usize, theme: Theme) -> Vec<Spans> {
    let consequences = options.iter().any(|(_, consequence)| !consequence.is_empty());
    if !focused {
        return vec![vec![Span::raw(
            options.get(chosen).map(|(word, _)| text::fit(word, columns)).unwrap_or_default(),
        )]];
    }
    if consequences {
        let option = |(i, (word, consequence)): (usize, &(String, String))| {
            let style = if i == chosen { theme.marked() } else { ratatui::style::Style::new() };
            let room = columns.saturating_sub(text::width(word) + 4);
            vec![
                Span::styled(format!(" {word} "), style),
                Span::styled(format!("  {}", text::fit(consequence, room)), theme.dim()),
            ]
        };
        return options.iter().enumerate().map(option).collect();
    }
    let mut rows: Vec<Spans> = vec![Vec::new()];
    let mut used = 0;
    for (i, (word, _)) in options.iter().enumerate() {
        let word = format!(" {word} ");
        if used > 0 && used + text::width(&word) > columns {
            rows.push(Vec::new());
            used = 0;
        }
        used += text::width(&word);
        let style = if i == chosen { theme.marked() } else { ratatui::style::Style::new() };
        if let Some(row) = rows.last_mut() {
            row.push(Span::styled(word, style));
        }
    }
    rows
}

/// Puts the cursor where the form wants it.
pub fn place_cursor(frame: &mut Frame, area: Rect, cursor: Option<(usize, usize)>, scrolled: usize) {
    let Some((x, y)) = cursor else { return };
    let x = area.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX));
    let y = area.y.saturating_add(u16::try_from(y.saturating_sub(scrolled)).unwrap_or(u16::MAX));
    if x < area.right() && y < area.bottom() {
        frame.set_cursor_position((x, y));
    }
}
