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

/// Rows of a block with its frame.
const BLOCK_ROWS: u16 = 12;

/// A block of the screen.
type Block = fn(&mut Paint, Rect, &InsightsScreen);

/// Blocks in the order in which they stand.
const BLOCKS: [(&str, Block); 3] =
    [("Requests by month", draw_requests), ("Waiting", draw_waiting), ("Have you talked?", draw_talked)];

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &InsightsScreen) {
    let columns: usize = if area.width + 4 >= PANE_MIN_WIDTH { 2 } else { 1 };
    let rows: Vec<&[(&str, Block)]> = BLOCKS.chunks(columns).collect();
    let fitting = usize::from(area.height / BLOCK_ROWS).max(1);
    let overflow = rows.len().saturating_sub(fitting);
    paint.view.list = Extent { rows: fitting, overflow };
    for row in &rows[screen.scroll.index.min(overflow)..] {
        let place = take_rows(&mut area, BLOCK_ROWS);
        if place.height < 4 {
            return;
        }
        let places = Layout::horizontal(vec![Constraint::Fill(1); columns]).spacing(1).split(place);
        for ((title, block), place) in row.iter().zip(places.iter()) {
            let mut inside = paint.pane(*place, title, "");
            take_rows(&mut inside, 1);
            block(paint, inside, screen);
        }
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
        Line::default(),
        figure(paint, "one way", talked - both_ways, connections, Role::Data, columns),
        Line::default(),
        figure(paint, "never", connections - talked, connections, Role::Muted, columns),
        Line::default(),
        Line::styled(format!("of {}", plural(connections, "connection")), theme.muted()),
    ];
    paint.lines(area, &lines);
}

/// Returns a label, a bar and its figure.
fn figure(paint: &Paint, label: &str, value: usize, of: usize, role: Role, columns: usize) -> Line<'static> {
    let theme = paint.theme;
    let label_columns = 25.min(columns / 2);
    let figure = number(value);
    let room = columns.saturating_sub(label_columns + 9).min(30);
    let mut spans = vec![Span::styled(format!("{label:<label_columns$}"), theme.text())];
    spans.extend(bar(value, of, room, theme.style(role), theme));
    spans.push(Span::styled(format!("{figure:>8}"), theme.text()));
    Line::from(spans)
}
