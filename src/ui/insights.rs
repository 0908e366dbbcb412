//! The insights screen: a block for each figure, two in a row if there is room.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::screen::insights::InsightsScreen;
use crate::app::view::Extent;
use crate::domain::evidence::network::TalkCounts;
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::wrap;

use super::layout::{PANE_MIN_WIDTH, take_rows};
use super::theme::Role;
use super::widget::Paint;
use super::widget::chart::{Columns, bar};

/// Rows of a block beside its text: the frame, and an empty row above.
const FRAME_ROWS: usize = 3;
/// Rows of the chart of requests with its foot.
const REQUEST_ROWS: usize = 9;
/// Rows of the figures of conversations.
const TALKED_ROWS: usize = 5;
/// Rows of a body from which an empty row stands between blocks.
const AIRY_MIN_ROWS: u16 = 28;

/// A block of the screen.
struct Block {
    title: &'static str,
    /// Rows of its text.
    rows: fn(&Paint, &InsightsScreen) -> usize,
    draw: fn(&mut Paint, Rect, &InsightsScreen),
}

/// Blocks in the order in which they stand.
const BLOCKS: [Block; 3] = [
    Block { title: "Requests by month", rows: |_, _| REQUEST_ROWS, draw: draw_requests },
    Block { title: "Waiting", rows: |paint, _| 2 + paint.app.model().inbox.piles().len(), draw: draw_waiting },
    Block { title: "Have you talked?", rows: |_, _| TALKED_ROWS, draw: draw_talked },
];

/// Draws the screen: blocks that fit as a whole, and below them what else there is.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &InsightsScreen) {
    let columns: usize = if area.width + 4 >= PANE_MIN_WIDTH { 2 } else { 1 };
    let gap = u16::from(area.height >= AIRY_MIN_ROWS);
    let height = |row: &[Block]| {
        let rows = row.iter().map(|block| (block.rows)(paint, screen)).max().unwrap_or_default();
        u16::try_from(rows + FRAME_ROWS).unwrap_or(u16::MAX)
    };
    let rows: Vec<(&[Block], u16)> = BLOCKS.chunks(columns).map(|row| (row, height(row))).collect();
    let fits = |rows: &[(&[Block], u16)]| rows.iter().map(|(_, height)| height + gap).sum::<u16>() <= area.height + gap;
    let overflow = (0..rows.len()).find(|from| fits(&rows[*from..])).unwrap_or(rows.len() - 1);
    let shown = &rows[screen.scroll.index.min(overflow)..];
    let fitting = (1..=shown.len()).rev().find(|count| fits(&shown[..*count])).unwrap_or(1);
    paint.view.list = Extent { rows: fitting, overflow };
    for (row, height) in &shown[..fitting] {
        let place = take_rows(&mut area, *height);
        take_rows(&mut area, gap);
        if place.height < 4 {
            return;
        }
        let places = Layout::horizontal(vec![Constraint::Fill(1); columns]).spacing(1).split(place);
        for (block, place) in row.iter().zip(places.iter()) {
            let mut inside = paint.pane(*place, block.title, "");
            take_rows(&mut inside, 1);
            (block.draw)(paint, inside, screen);
        }
    }
    let more: Vec<&str> = shown[fitting..].iter().flat_map(|(row, _)| *row).map(|block| block.title).collect();
    if !more.is_empty() {
        let words = wrap::truncate(&format!("▾ {}: j", more.join(", ")), usize::from(area.width));
        paint.line(area, Line::styled(words, paint.theme.muted()));
    }
}

/// Draws the requests received by month, with their number in the last twelve.
fn draw_requests(paint: &mut Paint, area: Rect, screen: &InsightsScreen) {
    if screen.requests.is_empty() {
        return paint.line(area, Line::styled("Requests appear here once a copy is imported.", paint.theme.muted()));
    }
    let fitting = usize::from((area.width + 1) / 3).max(1);
    let shown = &screen.requests[screen.requests.len().saturating_sub(fitting)..];
    let mut labels: Vec<(usize, String)> = Vec::new();
    for (at, month) in shown.iter().enumerate() {
        // Every third month has its name, January its year.
        let is_labelled = labels.last().is_none_or(|(before, _)| at - before >= 3);
        if is_labelled {
            let format = if month.from.format("%m").to_string() == "01" { "%Y" } else { "%b" };
            labels.push((at, month.from.format(format).to_string()));
        }
    }
    let values = shown.iter().map(|month| month.count).collect();
    let chart = Rect { height: area.height.saturating_sub(2), ..area };
    paint.columns(chart, &Columns { values, labels });
    let words = format!("{} in twelve months", number(screen.last_year));
    let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    paint.line(foot, Line::styled(words, paint.theme.muted()));
}

/// Draws what waits, by pile.
fn draw_waiting(paint: &mut Paint, area: Rect, screen: &InsightsScreen) {
    let (theme, model) = (paint.theme, paint.app.model());
    let waiting = model.inbox.remaining();
    let age = screen.oldest_days.map(|days| format!(", the oldest {}", dates::format_age(days))).unwrap_or_default();
    let mut lines = vec![
        Line::from(vec![
            Span::styled(plural(waiting, "request"), theme.title()),
            Span::styled(if waiting == 1 { " waits" } else { " wait" }, theme.muted()),
            Span::styled(age, theme.muted()),
        ]),
        Line::default(),
    ];
    let piles = model.inbox.piles();
    let most = piles.iter().map(|(_, size)| *size).max().unwrap_or_default();
    for (pile, size) in piles {
        lines.push(figure(paint, pile.label(), size, most, Role::Data, usize::from(area.width)));
    }
    paint.lines(area, &lines);
}

/// Draws with how many connections messages were exchanged.
fn draw_talked(paint: &mut Paint, area: Rect, _: &InsightsScreen) {
    let (theme, network) = (paint.theme, &paint.app.model().network);
    let TalkCounts { connections, talked, both_ways } = network.talk_counts();
    let columns = usize::from(area.width);
    if connections == 0 || !network.has_messages() {
        let words = if connections == 0 {
            "Your connections appear here once a copy with Connections.csv is imported."
        } else {
            "Your copy has no messages: tick Messages when you request the next one."
        };
        let lines: Vec<Line> =
            wrap::wrap(words, columns).into_iter().map(|line| Line::styled(line, theme.muted())).collect();
        return paint.lines(area, &lines);
    }
    let lines = [
        figure(paint, "both ways", both_ways, connections, Role::Fact, columns),
        figure(paint, "one way", talked - both_ways, connections, Role::Data, columns),
        figure(paint, "never", connections - talked, connections, Role::Muted, columns),
        Line::default(),
        Line::styled(format!("of {}", plural(connections, "connection")), theme.muted()),
    ];
    paint.lines(area, &lines);
}

/// Returns a label, a bar and its figure.
fn figure(paint: &Paint, label: &str, value: usize, of: usize, role: Role, columns: usize) -> Line<'static> {
    let theme = paint.theme;
    let label_columns = 25.min(columns.saturating_sub(16));
    let figure = number(value);
    let room = columns.saturating_sub(label_columns + 9).min(30);
    let mut spans = vec![Span::styled(format!("{label:<label_columns$}"), theme.text())];
    spans.extend(bar(value, of, room, theme.style(role), theme));
    spans.push(Span::styled(format!("{figure:>8}"), theme.text()));
    Line::from(spans)
}
