//! The agenda screen: follow-ups and gifts that are due, later or parked.

use chrono::NaiveDate;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::screen::agenda::AgendaScreen;
use crate::domain::care::agenda::{AgendaItem, AgendaKind, Author};
use crate::domain::decision::{FollowUpMode, VerdictKind};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

use super::theme::Theme;
use super::widget::{Group, Paint};
use crate::domain::text::wrap;

/// Rows of the detail pane for the selected item.
const DETAIL_ROWS: u16 = 5;

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &AgendaScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let [list, detail] = area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(DETAIL_ROWS)]));
    let columns = usize::from(list.width);
    let headings = headings(&screen.items, app.model().moment.today).into_iter().filter(|(_, rows)| *rows > 0);
    let headings: Vec<_> = headings.collect();
    if headings.is_empty() {
        paint.line(list, Line::styled("Nothing is put off, and nothing is owed.", theme.muted()));
    }
    let group = |(at, (_, rows)): (usize, &(_, usize))| Group {
        lines_above: if at == 0 { 1 } else { 2 },
        rows: *rows,
        pins_heading: false,
    };
    let groups: Vec<Group> = headings.iter().enumerate().map(group).collect();
    let above = |group: usize, line: usize| {
        let is_heading = line + 1 == groups[group].lines_above;
        if is_heading { Line::styled(headings[group].0, theme.title()) } else { Line::default() }
    };
    let row = |at: usize| row(&screen.items[at], at == screen.cursor.index, app, columns, theme);
    paint.list(list, &groups, Some(screen.cursor.index), &above, &row);
    if let Some(item) = screen.item() {
        let about = detail_lines(item, app, usize::from(detail.width), theme);
        paint.clipped(detail, about);
    }
}

/// Returns the headings with their item counts; the agenda lists due items first and parked ones last.
fn headings(items: &[AgendaItem], today: NaiveDate) -> [(&'static str, usize); 3] {
    let due = items.partition_point(|item| item.day <= today);
    let later = items[due..].partition_point(|item| !item.is_parked());
    [("Today and before", due), ("Later", later), ("Out of sight until then", items.len() - due - later)]
}

fn row(item: &AgendaItem, marked: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let name = app.model().ledger.case(&item.id).map(|case| case.invitation().name.display_name()).unwrap_or_default();
    let (kind, what) = match &item.kind {
        AgendaKind::OwedGift(gift) => (VerdictKind::Accept, format!("{} to {name}", gift.label())),
        AgendaKind::FollowUp { mode: way, .. } => (VerdictKind::FollowUp, format!("{name}, {}", mode_label(*way))),
    };
    let day = dates::format_short(item.day, app.model().moment.today);
    let wrote = match item.wrote_since {
        Some(Author::Other) => " · they wrote since",
        Some(Author::Me) => " · you wrote since",
        None => "",
    };
    Line::from(vec![
        Span::raw(if marked { "› " } else { "  " }),
        Span::raw(format!("{day:<16} ")),
        Span::styled(format!("{} ", kind.symbol()), theme.verdict(kind)),
        Span::raw(wrap::truncate(&format!("{what}{wrote}"), columns.saturating_sub(21))),
    ])
}

fn mode_label(way: FollowUpMode) -> &'static str {
    match way {
        FollowUpMode::Ask => "asked",
        FollowUpMode::Wait => "waiting",
        FollowUpMode::Park => "parked",
    }
}

fn detail_lines(item: &AgendaItem, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let Some((entry, _)) = app.model().ledger.case(&item.id).and_then(|case| app.model().ledger.decision_of(case))
    else {
        return Vec::new();
    };
    let since = dates::format_long(app.model().moment.local.of(entry.at));
    let words = match &item.kind {
        AgendaKind::OwedGift(gift) => format!("You accepted on {since} and owe {}. K: given.", gift.label()),
        AgendaKind::FollowUp { question, .. } => {
            let question =
                Untrusted::from(question.as_str()).display_multiline().split_whitespace().collect::<Vec<_>>().join(" ");
            let asked = if question.is_empty() { String::new() } else { format!(": \"{question}\"") };
            format!("Put off on {since}{asked}")
        }
    };
    let mut lines = vec![Line::styled("─".repeat(columns), theme.muted())];
    lines.extend(wrap::wrap(&words, columns).into_iter().map(Line::raw));
    lines
}
