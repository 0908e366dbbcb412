//! The search overlay: query, matching people with the matched letters, and the selected one in short.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::App;
use crate::domain::care::role::Role;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::search::fields::matched_field;
use crate::domain::search::query::QUERY_HELP;
use crate::domain::search::{Hit, fold};
use crate::domain::text::plural::number;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{truncate, width};

use super::layout::{PANE_MIN_WIDTH, indented, take_rows};
use super::people::short;
use super::status::standing;
use super::theme::Theme;
use super::widget::detail::{name_cell, wrapped};
use super::widget::text_input;
use super::widget::{Group, Paint};

/// Widest popup with a preview, and without, in columns of text.
const COLUMNS: usize = 104;
/// Most rows of the list.
const MAX_ROWS: usize = 18;
/// Rows from which the last one tells what can be searched for.
const MIN_ROWS_WITH_HELP: u16 = 8;
/// Columns of a name.
const NAME_COLUMNS: usize = 20;
/// Least columns in which the beginning of the text at the right is worth showing.
const MIN_ASIDE_COLUMNS: usize = 14;
/// Columns of where somebody stands.
const STANDING_COLUMNS: usize = 21;

/// Draws the overlay; builds only the visible rows.
pub fn draw(paint: &mut Paint, area: Rect, columns: usize) {
    let theme = paint.theme;
    let has_preview = area.width + 4 >= PANE_MIN_WIDTH;
    let columns = if has_preview { usize::from(area.width.saturating_sub(6)).min(COLUMNS) } else { columns };
    let search = paint.app.search();
    let hits = &search.results.hits;
    let rows = usize::from(area.height).saturating_sub(6).clamp(1, MAX_ROWS);
    // An unfinished search may find more.
    let more = if search.is_complete() { "" } else { "…" };
    let found = format!("{}{more} of {}", number(hits.len()), number(search.index.people.len()));
    let mut inner = paint.popup_with_aside(area, "Find", &found, columns, rows + 2);
    let (query, column) = text_input::single_line(&search.filter.field);
    let room = usize::from(inner.width).saturating_sub(2);
    // A long query shows the part that the cursor is in.
    let query: String = skip_columns(&query, (column + 1).saturating_sub(room));
    let place = take_rows(&mut inner, 1);
    let spans = vec![Span::styled("/ ", theme.accent()), Span::styled(truncate(&query, room), theme.title())];
    paint.line(place, Line::from(spans));
    let rule = take_rows(&mut inner, 1);
    paint.rule(Rect { x: rule.x.saturating_sub(2), width: rule.width + 4, ..rule });
    if inner.height >= MIN_ROWS_WITH_HELP {
        inner.height -= 1;
        let words = truncate(QUERY_HELP, usize::from(inner.width));
        paint.line(Rect { y: inner.bottom(), height: 1, ..inner }, Line::styled(words, theme.muted()));
    }
    let (list, preview) = if has_preview {
        let [list, preview] =
            inner.layout(&Layout::horizontal([Constraint::Percentage(64), Constraint::Fill(1)]).spacing(2));
        (list, Some(preview))
    } else {
        (inner, None)
    };
    draw_hits(paint, list);
    if let Some(preview) = preview {
        draw_preview(paint, preview);
    }
    paint.cursor(place, ((2 + column).min(room + 1), 0));
}

/// Returns a text without its first columns.
fn skip_columns(text: &str, columns: usize) -> String {
    let from = text.char_indices().map(|(at, _)| at).find(|at| width(&text[..*at]) >= columns);
    text[from.unwrap_or(text.len())..].to_owned()
}

fn draw_hits(paint: &mut Paint, area: Rect) {
    let (app, theme) = (paint.app, paint.theme);
    let search = app.search();
    let hits = &search.results.hits;
    if let Some(why) = &search.filter.error {
        return paint.lines(area, &wrapped(why, usize::from(area.width), theme.warning()));
    }
    if hits.is_empty() {
        let words = if search.is_complete() { "No matches" } else { "Searching…" };
        return paint.line(area, Line::styled(words, theme.muted()));
    }
    let columns = usize::from(area.width);
    let row = |at: usize| {
        let person = search.index.people.get(hits[at].index);
        person.map_or_else(Line::default, |person| row(person, &hits[at], app, columns, theme))
    };
    paint.list(area, &[Group::plain(hits.len())], Some(search.cursor.index), &|_, _| Line::default(), &row);
}

/// Draws the selected person beside the list.
fn draw_preview(paint: &mut Paint, area: Rect) {
    let (app, theme) = (paint.app, paint.theme);
    for y in area.y..area.bottom() {
        paint.line(Rect { x: area.x, y, width: 1, height: 1 }, Line::styled("│", theme.rule()));
    }
    let search = app.search();
    let hit = search.results.hits.get(search.cursor.index);
    let Some(person) = hit.and_then(|hit| search.index.people.get(hit.index)) else { return };
    let mut inside = indented(area);
    take_rows(&mut inside, 1);
    let mut lines = vec![Line::styled(person.name.display_name(), theme.title())];
    lines.extend(short(person, app, usize::from(inside.width), theme));
    paint.clipped(inside, lines);
}

fn row(person: &PersonSummary, hit: &Hit, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let model = app.model();
    let case = person.latest.as_ref().and_then(|(id, _)| model.ledger.case(id));
    let stands = standing(&person.key, case, model, theme);
    let name_columns = NAME_COLUMNS.min(columns.saturating_sub(4) / 2);
    let aside = aside(person, app);
    let rest = if aside.is_empty() { width(&stands.words) } else { STANDING_COLUMNS + 2 + width(&aside) };
    let name = name_cell(&person.name.display_name(), name_columns, columns.saturating_sub(rest + 4));
    let words = truncate(&stands.words, STANDING_COLUMNS.min(columns.saturating_sub(width(&name) + 4)));
    let after_words = " ".repeat((STANDING_COLUMNS + 2).saturating_sub(width(&words)));
    let mut spans = vec![Span::styled(format!("{} ", stands.sign), stands.style)];
    spans.extend(highlighted_name(&name, &hit.matched_chars, theme));
    spans.extend([Span::raw("  "), Span::styled(words, theme.muted()), Span::raw(after_words)]);
    let used: usize = spans.iter().map(Span::width).sum();
    let room = columns.saturating_sub(used);
    if room >= MIN_ASIDE_COLUMNS {
        let aside = truncate(&aside, room);
        spans.push(Span::raw(" ".repeat(room - width(&aside))));
        spans.push(Span::styled(aside, theme.muted()));
    }
    Line::from(spans)
}

/// Returns where the query was found beside the name, else role and company.
pub(super) fn aside(person: &PersonSummary, app: &App) -> String {
    let model = app.model();
    let fields = summary::fields(person, &model.ledger, &model.network, model.moment.local);
    if let Some((label, text)) = matched_field(app.search().filter.query.texts(), &fields) {
        return format!("{label}: {}", Untrusted::new(text).display());
    }
    Role::of(&person.key, &model.ledger, &model.network).side_by_side()
}

/// Highlights the matched letters of a name, each with its marks. Match positions count folded characters, and folding may
/// change their number.
fn highlighted_name(name: &str, matched: &[usize], theme: Theme) -> Vec<Span<'static>> {
    let mut at = 0;
    name.graphemes(true)
        .map(|letter| {
            let folded: usize = letter.chars().map(|c| fold(c.encode_utf8(&mut [0; 4])).chars().count()).sum();
            let hit = (at..at + folded).any(|place| matched.binary_search(&place).is_ok());
            at += folded;
            Span::styled(letter.to_owned(), if hit { theme.key() } else { theme.text() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_keeps_its_marks_whether_found_or_not() {
        let theme = Theme::default();
        let spans = highlighted_name("राहुल गुप्ता", &[0, 1], theme);
        let letters: Vec<_> = spans.iter().map(|span| span.content.as_ref()).collect();
        assert_eq!(letters, ["रा", "हु", "ल", " ", "गु", "प्ता"]);
        assert_eq!(spans[0].style, theme.key());
        assert_eq!(spans[4].style, theme.text());
    }
}
