//! The insights screen: a block for each figure, two in a row if there is room.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::symbols::Marker;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Axis, Chart, Dataset, GraphType};

use crate::app::screen::insights::InsightsScreen;
use crate::app::view::{ClickTarget, Extent};
use crate::domain::insight::blocks::{Block, BlockForm, Part, Period, Share};
use crate::domain::text::plural::number;
use crate::domain::text::wrap::{self, truncate, width};

use super::layout::{PANE_MIN_WIDTH, take_rows};
use super::theme::{Role, Theme};
use super::widget::Paint;
use super::widget::chart::{ColumnShare, Columns};

/// Fewest rows of a chart with its foot.
const CHART_ROWS: u16 = 7;
/// Most rows of it, where the window has room.
const CHART_MAX_ROWS: u16 = 12;
/// Rows of a block beside its text: the frame, and an empty row above.
const FRAME_ROWS: usize = 3;
/// Rows of a body from which an empty row stands between blocks.
const AIRY_MIN_ROWS: u16 = 28;
/// Most columns of a label.
const LABEL_COLUMNS: usize = 20;
/// Most columns of a bar.
const BAR_COLUMNS: usize = 30;

/// Draws the period, then the blocks around the selected part, as many as fit.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &InsightsScreen) {
    let gap = u16::from(area.height >= AIRY_MIN_ROWS);
    let head = take_rows(&mut area, 1);
    paint.line(head, period_line(screen.period, paint.theme));
    take_rows(&mut area, gap);
    let columns: usize = if area.width + 4 >= PANE_MIN_WIDTH { 2 } else { 1 };
    let inside = (usize::from(area.width) / columns).saturating_sub(if columns == 2 { 7 } else { 6 });
    let rows: Vec<(&[Block], u16)> = screen.blocks.chunks(columns).map(|row| (row, height(row, inside))).collect();
    // A row is left for what else there is.
    let fits =
        |rows: &[(&[Block], u16)], gap: u16| rows.iter().map(|(_, height)| height + gap).sum::<u16>() < area.height;
    let selected = row_of(screen.cursor.index, &rows);
    let from = (0..=selected).find(|from| fits(&rows[*from..=selected], 0)).unwrap_or(selected);
    let shown = &rows[from..];
    let most = |gap| (1..=shown.len()).rev().find(|count| fits(&shown[..*count], gap)).unwrap_or(shown.len().min(1));
    let fitting = most(0);
    let gap = u16::from(most(1) == fitting);
    let parts_before: usize = rows[..from].iter().flat_map(|(row, _)| *row).map(|block| block.parts.len()).sum();
    let parts: usize = shown[..fitting].iter().flat_map(|(row, _)| *row).map(|block| block.parts.len()).sum();
    paint.view.list = Extent { rows: parts, overflow: 0 };
    let shown_rows = &shown[..fitting];
    let charts = shown_rows.iter().filter(|(row, _)| row.iter().any(has_chart)).count();
    let used: u16 = shown_rows.iter().map(|(_, height)| height + gap).sum();
    let spare = area.height.saturating_sub(used + 1).checked_div(u16::try_from(charts).unwrap_or_default());
    let stretch = spare.unwrap_or_default().min(CHART_MAX_ROWS - CHART_ROWS);
    let mut first = parts_before;
    for (row, height) in shown_rows {
        let place = take_rows(&mut area, height + if row.iter().any(has_chart) { stretch } else { 0 });
        take_rows(&mut area, gap);
        let places = Layout::horizontal(vec![Constraint::Fill(1); columns]).spacing(1).split(place);
        for (block, place) in row.iter().zip(places.iter()) {
            let mut inner = paint.pane(*place, &block.title, &block.aside);
            take_rows(&mut inner, 1);
            draw_block(paint, inner, block, CHART_ROWS + stretch, first, screen.cursor.index);
            first += block.parts.len();
        }
    }
    let more: Vec<&str> = shown[fitting..].iter().flat_map(|(row, _)| *row).map(|block| block.title.as_str()).collect();
    if !more.is_empty() {
        let words = truncate(&format!("▾ {}", more.join(", ")), usize::from(area.width));
        paint.line(area, Line::styled(words, paint.theme.muted()));
    }
}

/// Returns the row of blocks that has a part.
fn row_of(part: usize, rows: &[(&[Block], u16)]) -> usize {
    let mut end = 0;
    let holds = |(row, _): &(&[Block], u16)| {
        end += row.iter().map(|block| block.parts.len()).sum::<usize>();
        part < end
    };
    rows.iter().position(holds).unwrap_or_default()
}

fn period_line(period: Period, theme: Theme) -> Line<'static> {
    let mut spans = vec![Span::styled("Period  ", theme.muted())];
    for other in Period::EVERY {
        let is_chosen = other == period;
        let words = if is_chosen { format!("[{}] ", other.label()) } else { format!(" {}  ", other.label()) };
        spans.push(Span::styled(words, if is_chosen { theme.title() } else { theme.muted() }));
    }
    Line::from(spans)
}

/// Returns the rows of a row of blocks.
fn height(row: &[Block], columns: usize) -> u16 {
    let rows = |block: &Block| {
        let chart = match block.form {
            BlockForm::Columns | BlockForm::Curve if block.parts.is_empty() => 0,
            BlockForm::Columns | BlockForm::Curve => usize::from(CHART_ROWS) + 1,
            BlockForm::Bars => block.parts.len(),
        };
        chart + usize::from(!block.legend.is_empty()) + note_lines(block, columns).len()
    };
    u16::try_from(row.iter().map(rows).max().unwrap_or_default() + FRAME_ROWS).unwrap_or(u16::MAX)
}

fn has_chart(block: &Block) -> bool {
    block.form != BlockForm::Bars && !block.parts.is_empty()
}

fn note_lines(block: &Block, columns: usize) -> Vec<String> {
    block.notes.iter().flat_map(|note| wrap::wrap(note, columns)).collect()
}

fn draw_block(paint: &mut Paint, mut area: Rect, block: &Block, chart_rows: u16, first: usize, selected: usize) {
    let theme = paint.theme;
    let chosen = selected.checked_sub(first).filter(|at| *at < block.parts.len());
    match block.form {
        BlockForm::Bars => draw_bars(paint, &mut area, block, first, chosen),
        BlockForm::Columns | BlockForm::Curve if block.parts.is_empty() => {}
        BlockForm::Columns | BlockForm::Curve => {
            let chart = take_rows(&mut area, chart_rows);
            if block.form == BlockForm::Columns {
                draw_columns(paint, chart, block, first, chosen);
            } else {
                draw_curve(paint, chart, block);
            }
            let row = take_rows(&mut area, 1);
            if let Some(part) = chosen.and_then(|at| block.parts.get(at)) {
                let words = format!("{}: {}{}", part.label, part.figure, shares_text(part));
                paint.line(row, Line::styled(truncate(&words, usize::from(row.width)), theme.title()));
                paint.select(row);
            }
        }
    }
    let letters = is_in_letters(theme);
    if !block.legend.is_empty() {
        let mut spans = Vec::new();
        for (share, label) in &block.legend {
            let sign = if letters { share.letter().to_owned() } else { "━━".to_owned() };
            spans.push(Span::styled(sign, style(*share, theme)));
            spans.push(Span::styled(format!(" {label}  "), theme.muted()));
        }
        let row = take_rows(&mut area, 1);
        paint.line(row, Line::from(spans));
    }
    let notes = note_lines(block, usize::from(area.width)).into_iter().map(|line| Line::styled(line, theme.muted()));
    paint.lines(area, &notes.collect::<Vec<_>>());
}

/// Returns the shares of a column in words, where it has several kinds.
pub(super) fn shares_text(part: &Part) -> String {
    let label = |share| match share {
        Share::Yes => "accepted",
        Share::No => "declined",
        Share::Maybe => "followed up",
        Share::Ahead => "ahead",
        Share::Plain | Share::BothWays | Share::OneSided | Share::Pitched | Share::Silent => "done",
    };
    if part.shares.len() < 2 {
        return String::new();
    }
    let shares = part.shares.iter().filter(|(_, count)| *count > 0);
    let shares: Vec<String> = shares.map(|(share, count)| format!("{} {}", number(*count), label(*share))).collect();
    if shares.is_empty() { String::new() } else { format!(" ({})", shares.join(", ")) }
}

fn is_in_letters(theme: Theme) -> bool {
    theme.ascii || !theme.has_colors
}

fn style(share: Share, theme: Theme) -> Style {
    theme.style(match share {
        Share::Plain => Role::Data,
        Share::BothWays | Share::Yes => Role::Yes,
        Share::OneSided => Role::Fact,
        Share::Pitched | Share::No => Role::No,
        Share::Maybe => Role::Maybe,
        Share::Silent | Share::Ahead => Role::Muted,
    })
}

/// Draws a label, a bar and a figure for each part.
fn draw_bars(paint: &mut Paint, area: &mut Rect, block: &Block, first: usize, chosen: Option<usize>) {
    let theme = paint.theme;
    let columns = usize::from(area.width);
    let widest = |text: fn(&Part) -> &str| block.parts.iter().map(|part| width(text(part))).max().unwrap_or_default();
    let figure_columns = widest(|part| &part.figure);
    let label_columns = widest(|part| &part.label).min(LABEL_COLUMNS);
    let room = columns.saturating_sub(label_columns + figure_columns + 3).min(BAR_COLUMNS);
    let letters = is_in_letters(theme) && !block.legend.is_empty();
    for (at, part) in block.parts.iter().enumerate() {
        let row = take_rows(area, 1);
        let label = truncate(&part.label, label_columns);
        let gap = " ".repeat(label_columns + 1 - width(&label));
        let mut spans = vec![Span::styled(format!("{label}{gap}"), theme.text())];
        let (mut drawn, mut sum) = (0, 0);
        for (share, count) in &part.shares {
            sum += count;
            let to = (sum * room).div_ceil(part.of.max(1)).min(room);
            let sign = if letters { share.letter() } else { "━" };
            spans.push(Span::styled(sign.repeat(to - drawn), style(*share, theme)));
            drawn = to;
        }
        spans.push(Span::styled("─".repeat(room - drawn), theme.rule()));
        spans.push(Span::styled(format!("  {}", part.figure), theme.text()));
        paint.line(row, Line::from(spans));
        paint.add_click_target(row, ClickTarget::Row(first + at));
        if chosen == Some(at) {
            paint.select(row);
        }
    }
}

/// Draws the last columns that fit, or those up to the chosen one.
fn draw_columns(paint: &mut Paint, area: Rect, block: &Block, first: usize, chosen: Option<usize>) {
    let theme = paint.theme;
    let fitting = usize::from((area.width + 1) / 3).max(1);
    let from = block.parts.len().saturating_sub(fitting).min(chosen.unwrap_or(usize::MAX));
    let shown = &block.parts[from..(from + fitting).min(block.parts.len())];
    let letters = is_in_letters(theme);
    let share = |at: usize, share: Share, count: usize| ColumnShare {
        count,
        style: if chosen == Some(from + at) { theme.accent() } else { style(share, theme) },
        letter: if letters { share.letter() } else { "" },
    };
    let values = shown.iter().enumerate();
    let values = values.map(|(at, part)| part.shares.iter().map(|(kind, count)| share(at, *kind, *count)).collect());
    let values = values.collect();
    let mut labels: Vec<(usize, String)> = Vec::new();
    let first_days: Vec<NaiveDate> = shown.iter().filter_map(|part| part.from).collect();
    let days = first_days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).max().unwrap_or_default();
    for (at, day) in first_days.into_iter().enumerate() {
        let is_january = day.month() == 1;
        // Of quarters only years are named, or it would not be clear whose months they are.
        let format = match (days, is_january) {
            (1..=7, _) => "%-d %b",
            (..=31, false) => "%b",
            (32.., false) if at > 0 => continue,
            _ => "%Y",
        };
        if labels.last().is_none_or(|(before, _)| at - before >= 3) {
            labels.push((at, day.format(format).to_string()));
        }
    }
    paint.columns(area, &Columns { values, labels });
    for at in 0..shown.len() {
        let x = area.x + u16::try_from(at * 3).unwrap_or_default();
        paint.add_click_target(Rect { x, width: 2, ..area }, ClickTarget::Row(first + from + at));
    }
}

/// Draws a line through the parts, with the largest figure, the last one, and the first and last label.
fn draw_curve(paint: &mut Paint, area: Rect, block: &Block) {
    let theme = paint.theme;
    let most = block.parts.iter().map(Part::count).max().unwrap_or_default();
    let figures = width(&number(most)) + 1;
    let [left, chart] = area.layout(&Layout::horizontal([
        Constraint::Length(u16::try_from(figures).unwrap_or_default()),
        Constraint::Fill(1),
    ]));
    let chart = Rect { height: chart.height.saturating_sub(1), ..chart };
    paint.line(left, Line::styled(number(most), theme.muted()));
    let bottom = Rect { y: chart.bottom().saturating_sub(1), height: 1, ..left };
    paint.line(bottom, Line::styled("0", theme.muted()));
    #[expect(clippy::cast_precision_loss, reason = "a picture")]
    let points: Vec<(f64, f64)> =
        block.parts.iter().enumerate().map(|(at, part)| (at as f64, part.count() as f64)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a picture")]
    let (last, top) = (block.parts.len().saturating_sub(1).max(1) as f64, most.max(1) as f64);
    let marker = if theme.ascii { Marker::Dot } else { Marker::Braille };
    let line =
        Dataset::default().marker(marker).graph_type(GraphType::Line).style(theme.style(Role::Data)).data(&points);
    let picture =
        Chart::new(vec![line]).x_axis(Axis::default().bounds([0.0, last])).y_axis(Axis::default().bounds([0.0, top]));
    paint.widget(picture, chart);
    let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..chart };
    let first = block.parts.first().filter(|_| block.parts.len() > 1);
    let ends = [first, block.parts.last()].map(|part| part.map_or("", |part| part.label.as_str()));
    let gap = usize::from(foot.width).saturating_sub(width(ends[0]) + width(ends[1]));
    paint.line(foot, Line::styled(format!("{}{}{}", ends[0], " ".repeat(gap), ends[1]), theme.muted()));
}
