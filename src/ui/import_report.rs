//! The import report: what was read from which file, then old decisions seen again, changes, closed requests, and the
//! rows that were not understood.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::screen::import_report::{ImportReportScreen, ReportRow};
use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::FileKind;
use crate::domain::inbox::import_batch::RowIssue;
use crate::domain::inbox::import_diff::DiffItem;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::text::dates;
use crate::domain::text::plural::number;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{truncate, width};

use super::import_summary::{outcome, remark_text};
use super::layout::{DetailPlace, list_and_details, list_and_pane, take_rows};
use super::theme::Theme;
use super::widget::detail::{name_cell, wrapped};
use super::widget::{Group, Paint, Pen};

/// Columns of a name.
const NAME_COLUMNS: usize = 24;
/// Columns of a figure.
const FIGURE_COLUMNS: usize = 9;
/// Columns of a table that holds the names of files beside two figures.
const TABLE_COLUMNS: usize = 42;

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &ImportReportScreen) {
    let head = take_rows(&mut area, 2);
    paint.line(head, heading(paint.pen(), usize::from(head.width)));
    let (list, pane) = list_and_pane(area);
    let Some(pane) = pane else {
        let mut above = read_lines(paint.pen(), screen, usize::from(list.width));
        if !above.is_empty() && !screen.rows.is_empty() {
            above.push(Line::default());
        }
        return draw_narrow(paint, list, screen, &above);
    };
    let mut read = read_lines(paint.pen(), screen, usize::from(pane.width.saturating_sub(6)));
    if screen.rows.is_empty() {
        let words = if read.is_empty() { "" } else { "No changes among the people you know." };
        paint.line(list, Line::styled(words, paint.theme.muted()));
    }
    draw_rows(paint, list, screen, &[]);
    if let Some((name, words)) = cut_row(screen, usize::from(list.width)) {
        let columns = usize::from(pane.width.saturating_sub(6));
        read.push(Line::default());
        read.extend(wrapped(&name, columns, paint.theme.title()));
        read.extend(wrapped(&words, columns, paint.theme.text()));
    }
    if !read.is_empty() {
        paint.details(DetailPlace::Beside(pane), "What was read", "", read);
    }
}

/// Draws the sections, and below them the selected row in full if it had to be cut.
fn draw_narrow(paint: &mut Paint, area: Rect, screen: &ImportReportScreen, above: &[Line<'static>]) {
    let columns = usize::from(area.width);
    let Some((name, words)) = cut_row(screen, columns) else { return draw_rows(paint, area, screen, above) };
    let lines = wrapped(&words, columns, paint.theme.text());
    let (list, details) = list_and_details(area, lines.len());
    draw_rows(paint, list, screen, above);
    if let Some(place) = details {
        paint.details(place, &name, "", lines);
    }
}

/// Returns the selected row as name and text, if it does not fit a line.
fn cut_row(screen: &ImportReportScreen, columns: usize) -> Option<(String, String)> {
    let (name, words) = row_text(&screen.rows.get(screen.cursor.index)?.1);
    let room = columns.saturating_sub(NAME_COLUMNS.min(columns / 2) + 2);
    (width(&words) > room).then_some((name, words))
}

/// Returns a row as name and text.
pub(super) fn row_text(row: &ReportRow) -> (String, String) {
    match row {
        ReportRow::Person(DiffItem { name, text, .. }) => {
            (name.display_name(), Untrusted::from(text.as_str()).display().into_owned())
        }
        ReportRow::NewAddress(one) => {
            let words = format!("now {}. The same person?", one.now.as_str());
            (one.earlier.name.display_name(), Untrusted::new(words).display().into_owned())
        }
        ReportRow::Remark(remark) => ("Files".to_owned(), Untrusted::new(remark_text(remark)).display().into_owned()),
        ReportRow::RowIssue(RowIssue { file, record, reason, is_imported: _ }) => {
            (format!("{}:{record}", file.display_name()), Untrusted::from(reason.as_str()).display().into_owned())
        }
    }
}

/// Returns when the last import was, or how to make the first one.
pub(super) fn heading(pen: Pen, columns: usize) -> Line<'static> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let Some(entry) = model.ledger.last_full_import() else {
        let key = pen.app.keymap().key_label(pen.app.screens().current().context(), Action::Go(ScreenId::Welcome));
        return Line::from(vec![
            Span::styled("Nothing was imported yet.   ", theme.title()),
            Span::styled(key, theme.key()),
            Span::styled(" shows how to get your data", theme.muted()),
        ]);
    };
    let day = dates::format_long(model.moment.local.of(entry.at));
    let words = if model.is_new_import { "Import finished".to_owned() } else { format!("Last import: {day}") };
    let aside = match model.import_reports.as_slice() {
        [one] => one.source.display_name(),
        _ => String::new(),
    };
    let aside = truncate(&format!("   {aside}"), columns.saturating_sub(width(&words)));
    Line::from(vec![Span::styled(words, theme.title()), Span::styled(aside, theme.muted())])
}

/// Returns what was read and what came of it, for every source, and what became of one's own requests.
pub(super) fn read_lines(pen: Pen, screen: &ImportReportScreen, columns: usize) -> Vec<Line<'static>> {
    let theme = pen.theme;
    let mut lines = Vec::new();
    let reports = &pen.app.model().import_reports;
    for found in reports {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        if reports.len() > 1 {
            lines.extend(wrapped(&found.source.display_name(), columns, theme.title()));
        }
        lines.extend(table(found, columns, theme));
        lines.push(Line::default());
        lines.extend(found.caution().into_iter().flat_map(|words| wrapped(words, columns, theme.warning())));
        for sentence in outcome(found) {
            lines.extend(wrapped(&sentence, columns, theme.text()));
        }
    }
    if !screen.own_requests.is_empty() {
        lines.extend((!lines.is_empty()).then(Line::default));
        lines.extend(wrapped(&screen.own_requests, columns, theme.text()));
    }
    lines
}

/// Returns the files with their rows, and how many were not understood.
fn table(found: &ImportReport, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let counts = &found.counts;
    let mut files: Vec<(String, Option<u64>, usize)> = match found.origin {
        SourceKind::Linkedin => {
            let counted = [
                (FileKind::Invitations, counts.invitations),
                (FileKind::Connections, counts.connections),
                (FileKind::Messages, counts.messages),
            ];
            let counted = counted.into_iter().filter(|(_, rows)| *rows > 0);
            counted.map(|(kind, rows)| (kind.file_name().to_owned(), Some(rows), 0)).collect()
        }
        SourceKind::Mail | SourceKind::Table | SourceKind::Hand => {
            vec![("requests".to_owned(), Some(counts.incoming), 0)]
        }
    };
    for RowIssue { file, .. } in found.issues(false) {
        let file = file.display_name();
        match files.iter_mut().find(|(name, ..)| file.to_lowercase().ends_with(&name.to_lowercase())) {
            Some((.., issues)) => *issues += 1,
            None => files.push((file, None, 1)),
        }
    }
    if files.is_empty() {
        return Vec::new();
    }
    let last = if columns < TABLE_COLUMNS { "not read" } else { "not understood" };
    let name_columns = columns.saturating_sub(FIGURE_COLUMNS + width(last) + 2);
    let mut lines =
        vec![Line::styled(format!("{:name_columns$}{:>FIGURE_COLUMNS$}  {last}", "", "rows"), theme.muted())];
    lines.extend(files.into_iter().map(|(name, rows, issues)| {
        let name = truncate(&name, name_columns.saturating_sub(1));
        let gap = " ".repeat(name_columns.saturating_sub(width(&name)));
        let rows = rows.map_or_else(String::new, number);
        let (issues, style) =
            if issues == 0 { ("–".to_owned(), theme.muted()) } else { (number(issues), theme.warning()) };
        Line::from(vec![
            Span::styled(format!("{name}{gap}"), theme.text()),
            Span::styled(format!("{rows:>FIGURE_COLUMNS$}"), theme.text()),
            Span::styled(format!("  {:>1$}", issues, width(last)), style),
        ])
    }));
    lines
}

/// Draws the sections, below some lines that scroll with them.
fn draw_rows(paint: &mut Paint, area: Rect, screen: &ImportReportScreen, before: &[Line<'static>]) {
    let (theme, columns) = (paint.theme, usize::from(area.width));
    let lists: Vec<_> =
        screen.rows.chunk_by(|(one, _), (next, _)| one == next).map(|list| (list[0].0, list.len())).collect();
    let above = |at: usize| if at == 0 { before.len() + 1 } else { 2 };
    let group =
        |(at, (_, rows)): (usize, &(_, usize))| Group { lines_above: above(at), rows: *rows, pins_heading: true };
    let mut groups: Vec<Group> = lists.iter().enumerate().map(group).collect();
    if groups.is_empty() {
        groups.push(Group { lines_above: before.len(), ..Group::default() });
    }
    let above = |group: usize, line: usize| match lists.get(group) {
        Some((section, rows)) if line + 1 == groups[group].lines_above => Line::from(vec![
            Span::styled(truncate(&section.heading().to_uppercase(), columns.saturating_sub(8)), theme.muted()),
            Span::styled(format!("  {}", number(*rows)), theme.text()),
        ]),
        Some(_) if group > 0 => Line::default(),
        Some(_) | None => before.get(line).cloned().unwrap_or_default(),
    };
    let row = |at: usize| row(&screen.rows[at].1, at == screen.cursor.index, columns, theme);
    let selected = (!screen.rows.is_empty()).then_some(screen.cursor.index);
    paint.list(area, &groups, selected, &above, &row);
}

fn row(row: &ReportRow, is_selected: bool, columns: usize, theme: Theme) -> Line<'static> {
    let (name, words) = row_text(row);
    let name_columns = if words.is_empty() { columns } else { NAME_COLUMNS.min(columns / 2) };
    let room = columns.saturating_sub(2);
    let name = name_cell(&name, name_columns, room.saturating_sub(width(&words)));
    Line::from(vec![
        Span::styled(format!("{name}  "), if is_selected { theme.title() } else { theme.text() }),
        Span::styled(truncate(&words, room.saturating_sub(width(&name))), theme.muted()),
    ])
}
