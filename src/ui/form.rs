//! Forms: fields one below the other, with the real cursor in the focused one.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::field::{Field, FieldId, FieldValue};
use crate::app::form::Form;
use crate::app::ids::Context;
use crate::app::keymap::Keymap;
use crate::app::text_field::TextField;
use crate::domain::decision::GiftBy;
use crate::domain::text::dates::{self, DayContext};

use super::theme::{Role, Theme};
use super::widget::chips::badge;
use super::widget::text_input::{self, ShownText};
use crate::domain::text::wrap;

/// Maximum rows of a text field; a longer text scrolls to the cursor.
const TEXT_ROWS: usize = 5;
/// Rows of a text field out of focus.
const IDLE_TEXT_ROWS: usize = 2;

/// Columns from which the consequence of an option stands beside it, else below.
const CONSEQUENCE_MIN_COLUMNS: usize = 20;

/// A form as lines.
pub struct FormLines {
    /// Lines, from top to bottom.
    pub lines: Vec<Line<'static>>,
    /// Column and row of the cursor.
    pub cursor: Option<(usize, usize)>,
    /// Rows of the field in focus.
    pub focus: Range<usize>,
    /// What a click on a place means.
    pub targets: Vec<Target>,
}

/// A place of a form that can be clicked.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Row and first column.
    pub place: (usize, usize),
    /// Width in columns.
    pub columns: usize,
    /// Index of the field.
    pub field: usize,
    /// Index of an option of a choice.
    pub option: Option<usize>,
}

/// Returns a form as lines, at most `columns` wide.
pub fn lines(form: &Form, days: DayContext, keymap: &Keymap, columns: usize, theme: Theme) -> FormLines {
    let mut lines = Vec::new();
    let (mut cursor, mut focus, mut targets) = (None, 0..0, Vec::new());
    let label = form.fields.0.iter().map(|field| wrap::width(field.label)).max().unwrap_or_default().min(columns / 2);
    let room = columns.saturating_sub(label + 2);
    for (i, row) in form.fields.0.iter().enumerate() {
        let focused = i == form.focus;
        let start = lines.len();
        let (body, at, options) = match &row.value {
            FieldValue::Text(field) => {
                let (body, at) = text_field(field, row, focused, room, theme);
                (body, at, Vec::new())
            }
            FieldValue::Choice { options, chosen } => choice(options, *chosen, focused, room, theme),
        };
        targets.extend((0..body.len()).map(|n| Target { place: (start + n, 0), columns, field: i, option: None }));
        targets.extend(options.into_iter().enumerate().map(|(option, ((line, x), columns))| Target {
            place: (start + line, label + 2 + x),
            columns,
            field: i,
            option: Some(option),
        }));
        for (n, mut spans) in body.into_iter().enumerate() {
            let head = if n == 0 { wrap::truncate(row.label, label) } else { String::new() };
            let style = if focused { theme.title() } else { theme.muted() };
            spans.insert(0, Span::styled(format!("{head:<label$}  "), style));
            lines.push(Line::from(spans));
        }
        if focused {
            cursor = at.map(|(x, y)| (x + label + 2, y + start));
            focus = start..lines.len();
        }
        if row.has_chips {
            for (at, chip) in chips(&row.presets, keymap, room, theme).into_iter().enumerate() {
                if chip.x == 0 {
                    lines.push(Line::raw(" ".repeat(label + 2)));
                }
                let place = (lines.len().saturating_sub(1), label + 2 + chip.x);
                targets.push(Target { place, columns: chip.columns, field: i, option: Some(at) });
                if let Some(line) = lines.last_mut() {
                    line.spans.extend(chip.spans);
                }
            }
        }
        let meant = match row.id {
            FieldId::Due => due_hint(form, days),
            FieldId::GiftBy => gift_by_hint(form, days),
            _ => None,
        };
        if let Some(words) = meant {
            // What was meant stands beside what was typed, or below it where there is no room.
            let last = lines.last_mut().filter(|line| line.width() + 3 + wrap::width(&words) <= columns);
            match last {
                Some(line) => line.push_span(Span::styled(format!("   {words}"), theme.muted())),
                None => lines.extend(
                    wrap::wrap(&words, room)
                        .into_iter()
                        .map(|words| Line::styled(format!("{:>1$}{words}", "", label + 2), theme.muted())),
                ),
            }
        }
    }
    if !form.advice.is_empty() {
        lines.push(Line::default());
        lines.extend(wrap::wrap(&form.advice, columns).into_iter().map(|line| Line::styled(line, theme.muted())));
    }
    if let Some(wrong) = &form.error {
        let style = theme.notification(crate::app::notification::Severity::Failed);
        lines.extend(wrap::wrap(wrong, columns).into_iter().map(|line| Line::styled(line, style)));
    }
    FormLines { lines, cursor, focus, targets }
}

/// Returns the day that was typed, or why it is none; `None` if an error below the fields says so.
pub(super) fn due_hint(form: &Form, days: DayContext) -> Option<String> {
    let today = days.today;
    let day = dates::parse_future_date(&form.fields.text(FieldId::Due), days);
    let words = |day| format!("{} ({})", dates::format_short(day, today), dates::format_ahead(day, today));
    day.map_or_else(|why| unless_said(form, why), |day| Some(words(day)))
}

/// Returns what was typed as the day of a gift, or why it is none; `None` if an error below the fields says so.
pub(super) fn gift_by_hint(form: &Form, days: DayContext) -> Option<String> {
    let by = GiftBy::parse(&form.fields.text(FieldId::GiftBy), days);
    by.map_or_else(|why| unless_said(form, why), |by| Some(by.label()))
}

fn unless_said(form: &Form, why: String) -> Option<String> {
    form.error.is_none().then_some(why)
}

/// A text that a digit takes.
struct Chip {
    /// First column; 0 begins a line.
    x: usize,
    columns: usize,
    spans: Spans,
}

/// Returns chips, each with its key, in as many lines as they need.
fn chips(texts: &[String], keymap: &Keymap, columns: usize, theme: Theme) -> Vec<Chip> {
    let mut x = 0;
    let chip = |(text, action): (&String, &Action)| {
        let key = keymap.key_label(Context::Choice, *action);
        let text = wrap::truncate(text, columns.saturating_sub(wrap::width(&key) + 1));
        let used = wrap::width(&key) + 1 + wrap::width(&text);
        if x > 0 && x + used > columns {
            x = 0;
        }
        let spans = vec![Span::styled(key, theme.key()), Span::styled(format!(" {text}   "), theme.muted())];
        let chip = Chip { x, columns: used, spans };
        x += used + 3;
        chip
    };
    texts.iter().zip(&Action::QUESTIONS).map(chip).collect()
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
        let lines =
            wrap::wrap(&row.hint, columns).into_iter().map(|line| vec![Span::styled(line, theme.placeholder())]);
        return (lines.collect(), Some((0, 0)));
    }
    let ShownText { lines, cursor: (line, column) } = text_input::wrapped(field, columns.saturating_sub(1));
    let (from, rows) = if focused { ((line + 1).saturating_sub(TEXT_ROWS), TEXT_ROWS) } else { (0, IDLE_TEXT_ROWS) };
    let is_cut = !focused && lines.len() > rows;
    let mut shown: Vec<String> = lines.into_iter().skip(from).take(rows).collect();
    if let Some(last) = shown.last_mut().filter(|_| is_cut) {
        // Whether cut here or by its columns, the line ends in the sign.
        *last = wrap::truncate(&format!("{} …", last.trim_end()), columns);
    }
    let lines = shown.into_iter().map(|line| vec![Span::raw(line)]).collect();
    (lines, Some((column.min(columns.saturating_sub(1)), line - from)))
}

/// A choice as lines: the place of the chosen option, and the row, column and width of every option.
type ChoiceLines = (Vec<Spans>, Option<(usize, usize)>, Vec<((usize, usize), usize)>);

/// Returns all options with their consequences if focused, otherwise the chosen one.
fn choice(options: &[(String, String)], chosen: usize, focused: bool, columns: usize, theme: Theme) -> ChoiceLines {
    if !focused {
        let word = options.get(chosen).map(|(word, _)| wrap::truncate(word, columns)).unwrap_or_default();
        return (vec![vec![Span::styled(word, theme.text())]], None, Vec::new());
    }
    let option = |at: usize, word: &str| {
        if at == chosen { badge(word, Role::Accent, theme) } else { Span::styled(format!(" {word} "), theme.muted()) }
    };
    if options.iter().any(|(_, consequence)| !consequence.is_empty()) {
        let widest = options.iter().map(|(word, _)| wrap::width(word)).max().unwrap_or_default() + 2;
        let is_beside = columns >= widest + 2 + CONSEQUENCE_MIN_COLUMNS;
        let indent = if is_beside { widest + 2 } else { 2 };
        let (mut rows, mut place, mut places) = (Vec::new(), 0, Vec::new());
        for (at, (word, consequence)) in options.iter().enumerate() {
            if at == chosen {
                place = rows.len();
            }
            places.push(((rows.len(), 0), columns));
            if !is_beside {
                rows.push(vec![option(at, word)]);
            }
            // A consequence is never cut: it goes on below.
            for (n, line) in wrap::wrap(consequence, columns.saturating_sub(indent)).into_iter().enumerate() {
                let first = if n == 0 && is_beside { option(at, word) } else { Span::raw("") };
                let gap = " ".repeat(indent.saturating_sub(first.width()));
                rows.push(vec![first, Span::raw(gap), Span::styled(line, theme.muted())]);
            }
        }
        return (rows, Some((0, place)), places);
    }
    let mut rows: Vec<Spans> = vec![Vec::new()];
    let (mut used, mut place, mut places) = (0, (0, 0), Vec::new());
    for (at, (word, _)) in options.iter().enumerate() {
        let columns_taken = wrap::width(word) + 2;
        if used > 0 && used + columns_taken > columns {
            rows.push(Vec::new());
            used = 0;
        }
        if at == chosen {
            place = (used, rows.len() - 1);
        }
        places.push(((rows.len() - 1, used), columns_taken));
        used += columns_taken;
        if let Some(row) = rows.last_mut() {
            row.push(option(at, word));
        }
    }
    (rows, Some(place), places)
}
