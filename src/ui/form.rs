//! Forms: fields one below the other, with the real cursor in the focused one.

use chrono::NaiveDate;
use ratatui::text::{Line, Span};

use crate::app::field::{Field, FieldId, FieldValue};
use crate::app::form::Form;
use crate::app::text_field::TextField;
use crate::domain::decision::GiftBy;
use crate::domain::text::dates;

use super::text_input::{self, ShownText};
use super::theme::Theme;
use crate::domain::text::wrap;

/// Maximum rows of a text field; a longer text scrolls to the cursor.
const TEXT_ROWS: usize = 5;

/// Returns the lines of a form, and the cursor position (column, row).
pub fn lines(
    form: &Form,
    today: NaiveDate,
    columns: usize,
    theme: Theme,
) -> (Vec<Line<'static>>, Option<(usize, usize)>) {
    let mut lines = Vec::new();
    let mut cursor = None;
    let label = form.fields.0.iter().map(|field| wrap::width(field.label)).max().unwrap_or_default().min(columns / 3);
    let room = columns.saturating_sub(label + 3);
    for (i, row) in form.fields.0.iter().enumerate() {
        let focused = i == form.focus;
        let start = lines.len();
        let (body, at) = match &row.value {
            FieldValue::Text(field) => text_field(field, row, focused, room, theme),
            FieldValue::Choice { options, chosen } => (choice(options, *chosen, focused, room, theme), Some((0, 0))),
        };
        for (n, mut spans) in body.into_iter().enumerate() {
            let head = if n == 0 { wrap::truncate(row.label, label) } else { String::new() };
            let sign = if focused && n == 0 { "›" } else { " " };
            let style = if focused { theme.title() } else { theme.dim() };
            spans.insert(0, Span::styled(format!("{sign}{head:<label$}  "), style));
            lines.push(Line::from(spans));
        }
        if focused {
            cursor = at.map(|(x, y)| (x + label + 3, y + start));
        }
        let meant = match row.id {
            FieldId::Due => Some(due_hint(form, today)),
            FieldId::GiftBy if focused => Some(gift_by_hint(form, today)),
            _ => None,
        };
        lines.extend(meant.map(|words| Line::styled(format!("{:>1$}{words}", "", label + 3), theme.dim())));
    }
    if let Some(wrong) = &form.error {
        let style = theme.notification(crate::app::notification::Severity::Failed);
        lines.extend(wrap::wrap(wrong, columns).into_iter().map(|line| Line::styled(line, style)));
    }
    (lines, cursor)
}

fn due_hint(form: &Form, today: NaiveDate) -> String {
    match dates::parse_future_date(&form.fields.text(FieldId::Due), today) {
        Ok(day) => {
            let days = (day - today).num_days();
            format!("{} ({})", dates::format_short(day, today), dates::format_days_ahead(days))
        }
        Err(_) => dates::DATE_HELP.to_owned(),
    }
}

fn gift_by_hint(form: &Form, today: NaiveDate) -> String {
    GiftBy::parse(&form.fields.text(FieldId::GiftBy), today).map_or_else(|_| dates::DATE_HELP.to_owned(), GiftBy::label)
}

type Spans = Vec<Span<'static>>;

fn text_field(
    field: &TextField,
    row: &Field,
    focused: bool,
    columns: usize,
    theme: Theme,
) -> (Vec<Spans>, Option<(usize, usize)>) {
    if field.text().is_empty() {
        return (vec![vec![Span::styled(wrap::truncate(&row.hint, columns), theme.dim())]], Some((0, 0)));
    }
    let ShownText { lines, cursor: (line, column) } = text_input::wrapped(field, columns.saturating_sub(1));
    let from = if focused { (line + 1).saturating_sub(TEXT_ROWS) } else { 0 };
    let shown = lines.into_iter().skip(from).take(if focused { TEXT_ROWS } else { 2 });
    let lines = shown.map(|line| vec![Span::raw(line)]).collect();
    (lines, Some((column.min(columns.saturating_sub(1)), line - from)))
}

/// Returns all options with their consequences if focused, otherwise the chosen one.
fn choice(options: &[(String, String)], chosen: usize, focused: bool, columns: usize, theme: Theme) -> Vec<Spans> {
    let consequences = options.iter().any(|(_, consequence)| !consequence.is_empty());
    if !focused {
        return vec![vec![Span::raw(
            options.get(chosen).map(|(word, _)| wrap::truncate(word, columns)).unwrap_or_default(),
        )]];
    }
    if consequences {
        let option = |(i, (word, consequence)): (usize, &(String, String))| {
            let style = if i == chosen { theme.selected() } else { ratatui::style::Style::new() };
            let room = columns.saturating_sub(wrap::width(word) + 4);
            vec![
                Span::styled(format!(" {word} "), style),
                Span::styled(format!("  {}", wrap::truncate(consequence, room)), theme.dim()),
            ]
        };
        return options.iter().enumerate().map(option).collect();
    }
    let mut rows: Vec<Spans> = vec![Vec::new()];
    let mut used = 0;
    for (i, (word, _)) in options.iter().enumerate() {
        let word = format!(" {word} ");
        if used > 0 && used + wrap::width(&word) > columns {
            rows.push(Vec::new());
            used = 0;
        }
        used += wrap::width(&word);
        let style = if i == chosen { theme.selected() } else { ratatui::style::Style::new() };
        if let Some(row) = rows.last_mut() {
            row.push(Span::styled(word, style));
        }
    }
    rows
}
