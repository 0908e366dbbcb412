//! The search overlay: query, matching people, matched letters highlighted.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::domain::care::role::Role;
use crate::domain::care::summary::PersonSummary;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::ledger::Status;
use crate::domain::search::{Hit, fold};

use super::theme::Theme;
use super::widget::text_input;
use super::widget::{Group, Paint};
use crate::domain::text::plural::number;
use crate::domain::text::wrap;

/// Draws the overlay; builds only the visible rows.
pub fn draw(paint: &mut Paint, area: Rect, columns: usize) {
    let (app, theme) = (paint.app, paint.theme);
    let search = app.search();
    let hits = &search.results.hits;
    let rows = usize::from(area.height).saturating_sub(6).clamp(1, 18);
    let inner = paint.popup(area, "Find", columns, rows + 2);
    let (query, column) = text_input::single_line(&search.query);
    let typed = format!("/ {query}");
    // An unfinished search may find more.
    let more = if search.is_complete() { "" } else { "…" };
    let found = format!("{}{more} of {}", number(hits.len()), number(search.index.people.len()));
    let gap = usize::from(inner.width).saturating_sub(wrap::width(&typed) + wrap::width(&found));
    let head = vec![Span::raw(typed.clone()), Span::raw(" ".repeat(gap)), Span::styled(found, theme.muted())];
    paint.line(inner, Line::from(head));
    let list = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    if hits.is_empty() {
        let words = if search.is_complete() { "No matches" } else { "looking…" };
        paint.line(list, Line::styled(words, theme.muted()));
    }
    let columns = usize::from(list.width);
    let row = |at: usize| {
        let person = search.index.people.get(hits[at].index);
        person.map_or_else(Line::default, |person| row(person, &hits[at], app, columns, theme))
    };
    paint.list(list, &[Group::plain(hits.len())], Some(search.cursor.index), &|_, _| Line::default(), &row);
    paint.cursor(inner, (2 + column, 0));
}

fn row(person: &PersonSummary, hit: &Hit, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let (headline, company) = Role::of(&person.key, &app.model().ledger, &app.model().network).display();
    let aside = [headline, company].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
    let sign = match person.status {
        Status::Accepted => verdict_sign(VerdictKind::Accept, theme),
        Status::Declined => verdict_sign(VerdictKind::Decline, theme),
        Status::FollowUp(_) | Status::Parked(_) => verdict_sign(VerdictKind::FollowUp, theme),
        Status::Pending => Span::styled("○ ", theme.muted()),
        Status::Closed(_) | Status::Removed => Span::styled("· ", theme.muted()),
    };
    let name = wrap::truncate(&person.name.display_name(), columns.saturating_sub(4));
    let room = columns.saturating_sub(wrap::width(&name) + 5);
    let mut spans = vec![sign];
    spans.extend(highlighted_name(&name, &hit.matched_chars, theme));
    spans.push(Span::styled(format!("  {}", wrap::truncate(&aside, room)), theme.muted()));
    Line::from(spans)
}

fn verdict_sign(kind: VerdictKind, theme: Theme) -> Span<'static> {
    Span::styled(format!("{} ", kind.symbol()), theme.verdict(kind))
}

/// Highlights the matched letters of a name. Match positions count folded letters, and folding may change the length.
fn highlighted_name(name: &str, letters: &[usize], theme: Theme) -> Vec<Span<'static>> {
    let mut at = 0;
    name.chars()
        .map(|letter| {
            let folded = fold(letter.encode_utf8(&mut [0; 4])).chars().count();
            let hit = (at..at + folded).any(|place| letters.binary_search(&place).is_ok());
            at += folded;
            Span::styled(letter.to_string(), if hit { theme.key() } else { Style::new() })
        })
        .collect()
}
