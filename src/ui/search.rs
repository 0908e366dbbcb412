//! The search overlay: query, matching people, matched letters highlighted.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::domain::care::role::Role;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::decision::VerdictKind;
use crate::domain::decision::ledger::Status;
use crate::domain::search::fields::matched_field;
use crate::domain::search::{Hit, fold};
use crate::domain::text::untrusted::Untrusted;

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
    let (query, column) = text_input::single_line(&search.filter.field);
    let typed = format!("/ {query}");
    // An unfinished search may find more.
    let more = if search.is_complete() { "" } else { "…" };
    let found = format!("{}{more} of {}", number(hits.len()), number(search.index.people.len()));
    let gap = usize::from(inner.width).saturating_sub(wrap::width(&typed) + wrap::width(&found));
    let head = vec![Span::raw(typed.clone()), Span::raw(" ".repeat(gap)), Span::styled(found, theme.muted())];
    paint.line(inner, Line::from(head));
    let list = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    if let Some(why) = &search.filter.error {
        let lines = wrap::wrap(why, usize::from(list.width));
        paint.lines(list, &lines.into_iter().map(|line| Line::styled(line, theme.warning())).collect::<Vec<_>>());
        return paint.cursor(inner, (2 + column, 0));
    }
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
    let sign = match person.status() {
        Some(Status::Accepted) => verdict_sign(VerdictKind::Accept, theme),
        Some(Status::Declined) => verdict_sign(VerdictKind::Decline, theme),
        Some(Status::FollowUp(_) | Status::Parked(_)) => verdict_sign(VerdictKind::FollowUp, theme),
        Some(Status::Pending) => Span::styled("○ ", theme.muted()),
        // A connection without a request too.
        Some(Status::Closed(_) | Status::Removed) | None => Span::styled("· ", theme.muted()),
    };
    let aside = aside(person, app);
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

/// Returns where the query was found beside the name, else role and company.
fn aside(person: &PersonSummary, app: &App) -> String {
    let model = app.model();
    let fields = summary::fields(person, &model.ledger, &model.network, model.moment.local);
    if let Some((label, text)) = matched_field(app.search().filter.query.texts(), &fields) {
        return format!("{label}: {}", Untrusted::new(text).display());
    }
    let (headline, company) = Role::of(&person.key, &model.ledger, &model.network).display();
    [headline, company].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
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
