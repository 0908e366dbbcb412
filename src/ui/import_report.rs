//! The import report: old decisions seen again, changes, closed requests, and row issues.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::screen::import_report::{ImportReportScreen, ReportRow};
use crate::domain::inbox::import_batch::RowIssue;
use crate::domain::inbox::import_diff::DiffItem;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

use super::import_summary::{counts_text, remark_text};
use super::widget::{Group, Paint};
use crate::domain::text::plural::number;
use crate::domain::text::wrap;

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &ImportReportScreen) {
    let (model, theme) = (paint.app.model(), paint.theme);
    let columns = usize::from(area.width);
    let mut lines: Vec<Line> = Vec::new();
    for import in &model.import_reports {
        let caution = import.caution().into_iter().flat_map(|words| wrap::wrap(words, columns.min(90)));
        lines.extend(caution.map(|line| Line::styled(line, theme.warning())));
        lines.extend(wrap::wrap(&counts_text(import), columns.min(90)).into_iter().map(Line::raw));
    }
    if model.import_reports.is_empty() {
        let words = match model.ledger.last_full_import() {
            Some(entry) => format!("Last import: {}.", dates::format_long(model.moment.local.of(entry.at))),
            None => "Nothing was imported yet.".to_owned(),
        };
        lines.extend(wrap::wrap(&words, columns).into_iter().map(Line::raw));
    }
    let lists: Vec<_> =
        screen.rows.chunk_by(|(one, _), (next, _)| one == next).map(|list| (list[0].0, list.len())).collect();
    // The import summaries precede the first list, and a blank line precedes each heading.
    let above = |at: usize| if at == 0 && lines.is_empty() { 1 } else { 2 } + if at == 0 { lines.len() } else { 0 };
    let group =
        |(at, (_, rows)): (usize, &(_, usize))| Group { lines_above: above(at), rows: *rows, pins_heading: false };
    let mut groups: Vec<Group> = lists.iter().enumerate().map(group).collect();
    if groups.is_empty() {
        groups.push(Group { lines_above: lines.len(), ..Group::default() });
    }
    let above = |group: usize, line: usize| match lists.get(group) {
        Some((section, rows)) if line + 1 == groups[group].lines_above => {
            let words = format!("{}: {}", section.heading(), number(*rows));
            Line::styled(wrap::truncate(&words, columns), theme.title())
        }
        Some(_) if group > 0 => Line::default(),
        Some(_) | None => lines.get(line).cloned().unwrap_or_default(),
    };
    let row = |at: usize| {
        let sign = if at == screen.cursor.index { "›" } else { " " };
        Line::raw(wrap::truncate(&format!("{sign} {}", row_text(&screen.rows[at].1)), columns))
    };
    let selected = (!screen.rows.is_empty()).then_some(screen.cursor.index);
    paint.list(area, &groups, selected, &above, &row);
}

fn row_text(row: &ReportRow) -> String {
    match row {
        ReportRow::Person(DiffItem { name, text: says, person: _, request: _ }) if says.is_empty() => {
            name.display_name()
        }
        ReportRow::Person(DiffItem { name, text: says, person: _, request: _ }) => {
            format!("{} · {}", name.display_name(), Untrusted::from(says.as_str()).display())
        }
        ReportRow::RowIssue(RowIssue { file, record, reason, is_imported: _ }) => {
            format!("{}, record {record}: {reason}", file.display_name())
        }
        ReportRow::Remark(remark) => remark_text(remark),
    }
}
