//! The prompts of a card, and below them what to look for on the profile.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::overlay::prompts::Prompts;
use crate::domain::text::plural::{capitalized, in_words};
use crate::domain::text::wrap;

use super::widget::{Group, Paint};

/// Draws the overlay. A text that is wrapped is a row with the lines before its last one above it.
pub fn draw(paint: &mut Paint, area: Rect, prompts: &Prompts, columns: usize) {
    let (app, theme) = (paint.app, paint.theme);
    let model = app.model();
    let wrapped = |lead: String, text: &str, style| {
        let hang = wrap::width(&lead);
        let lines = wrap::wrap(text, columns.saturating_sub(hang));
        let line = |(at, line): (usize, String)| {
            let lead = if at == 0 { lead.clone() } else { " ".repeat(hang) };
            Line::from(vec![Span::raw(lead), Span::styled(line, style)])
        };
        lines.into_iter().enumerate().map(line).collect::<Vec<Line>>()
    };
    let count = model.settings.prompts.len();
    let numbered = model.settings.prompts.iter().enumerate();
    let mut rows: Vec<Vec<Line>> =
        numbered.map(|(at, prompt)| wrapped(format!("{}. ", at + 1), prompt, theme.text())).collect();
    let signs = prompts.signs(model, app.drafts());
    for (at, (sign, is_ticked)) in signs.iter().enumerate() {
        let mut row = wrapped(format!("[{}] ", if *is_ticked { "x" } else { " " }), sign, theme.text());
        if at == 0 {
            let heading = Line::styled("On their profile: tick what you see, then decide", theme.muted());
            let gap = (count > 0).then(Line::default);
            row.splice(0..0, gap.into_iter().chain([heading]));
        }
        rows.push(row);
    }
    let groups: Vec<Group> =
        rows.iter().map(|row| Group { lines_above: row.len().saturating_sub(1), ..Group::plain(1) }).collect();
    let title = match count {
        0 => "What to look for".to_owned(),
        1 => "One thing to consider".to_owned(),
        _ => format!("{} things to consider", capitalized(&in_words(count))),
    };
    let inner = paint.popup_beside(area, &title, "", columns, rows.iter().map(Vec::len).sum());
    let above = |group: usize, line: usize| rows[group][line].clone();
    let row = |at: usize| rows[at].last().cloned().unwrap_or_default();
    let hidden = paint.list(inner, &groups, Some(prompts.cursor.index), &above, &row);
    paint.hidden_rows(inner, hidden);
}
