//! The inbox screen: piles, what else is on the desk, when they asked, and who comes next.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::model::Model;
use crate::app::screen::inbox::{DeskRow, InboxScreen, NextCard};
use crate::domain::care::agenda::{AgendaItem, AgendaKind};
use crate::domain::care::they_wrote::{old_copy_days, old_copy_text};
use crate::domain::evidence::Evidence;
use crate::domain::evidence::network::TalkCounts;
use crate::domain::insight::blocks::NO_MESSAGES;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, in_words, number, plural};
use crate::domain::text::wrap::{truncate, width, wrap};

use super::layout::{list_and_pane, take_rows};
use super::theme::Role;
use super::widget::chart::{ColumnShare, Columns, bar};
use super::widget::detail::EmptyState;
use super::widget::{Group, Paint, Pen};

/// Columns of a pile's name, before its bar.
const NAME_COLUMNS: usize = 24;
/// Rows of the chart with its heading and the empty rows around it.
const CHART_ROWS: u16 = 11;
/// Rows of the sentence about messages with its bar.
const MIRROR_ROWS: u16 = 3;

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &InboxScreen) {
    let (mut left, right) = list_and_pane(area);
    let mut lines = vec![heading(paint.pen(), screen, usize::from(left.width))];
    lines.extend(caution(paint.pen(), screen, usize::from(left.width)));
    let head = take_rows(&mut left, u16::try_from(lines.len() + 1).unwrap_or(u16::MAX));
    paint.lines(head, &lines);
    let rows = list_rows(screen, left.height);
    let list = take_rows(&mut left, rows);
    draw_list(paint, list, screen);
    if right.is_none() && screen.pending() == 0 {
        take_rows(&mut left, 1);
        let lines = paint.empty_state(nothing_waits(paint.app.model()), usize::from(left.width));
        return paint.lines(left, &lines);
    }
    if left.height >= CHART_ROWS + MIRROR_ROWS && !screen.quarters.is_empty() {
        let chart = take_rows(&mut left, CHART_ROWS);
        draw_quarters(paint, chart, screen);
    }
    if left.height >= MIRROR_ROWS {
        left.y += 1;
        left.height -= 1;
        draw_mirror(paint, left);
    }
    if let Some(pane) = right {
        draw_next(paint, pane, screen);
    }
}

pub(super) fn heading(pen: Pen, screen: &InboxScreen, columns: usize) -> Line<'static> {
    let theme = pen.theme;
    let wait = match screen.pending() {
        0 => "Nothing waits".to_owned(),
        1 => "1 request waits".to_owned(),
        many => format!("{} requests wait", number(many)),
    };
    let both = screen.ages.filter(|_| screen.pending() > 1).map(|(oldest, newest)| {
        let oldest = format!("   the oldest {}", dates::format_age(oldest));
        [format!("{oldest}, the newest {}", dates::format_age(newest)), oldest]
    });
    // What has no room is left out whole.
    let fits = |words: &String| width(&wait) + width(words) <= columns;
    let ages = both.into_iter().flatten().find(fits).unwrap_or_default();
    Line::from(vec![Span::styled(wait, theme.title()), Span::styled(ages, theme.muted())])
}

/// Returns what must be known about those who wait, as long as no copy tells who is connected; else that the copy is old.
pub(super) fn caution(pen: Pen, screen: &InboxScreen, columns: usize) -> Vec<Line<'static>> {
    let model = pen.app.model();
    let (words, style) = if screen.pending() > 0 && model.network.lacks_connections() {
        ("Most may be connections already. A copy with Connections.csv tells.".to_owned(), pen.theme.warning())
    } else if let Some(days) = old_copy_days(&model.network, model.moment.today, model.moment.local) {
        (old_copy_text(days), pen.theme.muted())
    } else {
        return Vec::new();
    };
    wrap(&words, columns).into_iter().map(|line| Line::styled(line, style)).collect()
}

/// Returns the rows that the list takes: as many as it has, if there is room.
fn list_rows(screen: &InboxScreen, height: u16) -> u16 {
    let desk = if screen.desk.is_empty() { 0 } else { 3 + screen.desk.len() };
    u16::try_from(2 + screen.piles.len() + desk).unwrap_or(u16::MAX).min(height)
}

fn draw_list(paint: &mut Paint, area: Rect, screen: &InboxScreen) {
    let (theme, columns) = (paint.theme, usize::from(area.width));
    let piles = Group { lines_above: 1, rows: 1 + screen.piles.len(), pins_heading: false };
    let desk = Group { lines_above: 3, rows: screen.desk.len(), pins_heading: false };
    let groups = if screen.desk.is_empty() { vec![piles] } else { vec![piles, desk] };
    let headings = ["WHERE TO BEGIN", "ON YOUR DESK"];
    let above = |group: usize, line: usize| {
        let is_heading = line + 1 == groups[group].lines_above;
        if is_heading { Line::styled(headings[group], theme.muted()) } else { Line::default() }
    };
    let app = paint.app;
    let row = |at: usize| match at.checked_sub(1 + screen.piles.len()) {
        None => pile_row(paint, screen, at, columns),
        Some(at) => desk_row(app, &screen.desk[at], columns, theme),
    };
    // The closures need the context while the list is drawn, so the rows are made first.
    let rows: Vec<Line> = (0..1 + screen.piles.len() + screen.desk.len()).map(row).collect();
    paint.list(area, &groups, Some(screen.cursor.index), &above, &|at| rows[at].clone());
}

/// Returns a pile with its bar and size, or all of them.
fn pile_row(paint: &Paint, screen: &InboxScreen, at: usize, columns: usize) -> Line<'static> {
    let theme = paint.theme;
    let Some((pile, size)) = at.checked_sub(1).map(|at| screen.piles[at]) else {
        let order = format!("Everything, {}", paint.app.drafts().order.label());
        let size = number(screen.pending());
        let order = truncate(&order, columns.saturating_sub(size.len() + 1));
        let gap = columns.saturating_sub(width(&order) + size.len());
        let words = [order, " ".repeat(gap), size].map(|words| Span::styled(words, theme.title()));
        return Line::from(words.to_vec());
    };
    let most = screen.piles.iter().map(|(_, size)| *size).max().unwrap_or_default();
    let size_text = number(size);
    let room = columns.saturating_sub(NAME_COLUMNS + 8).min(26);
    let mut spans = vec![Span::styled(format!("{:<NAME_COLUMNS$}", pile.label()), theme.text())];
    if room >= 8 {
        spans.extend(bar(size, most, room, theme.style(Role::Data), theme));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(Span::raw(" ".repeat(columns.saturating_sub(used + size_text.len()))));
    spans.push(Span::styled(size_text, theme.text()));
    Line::from(spans)
}

/// Returns what a row on the desk says.
pub(super) fn desk_text(row: &DeskRow, app: &crate::app::App) -> String {
    match row {
        DeskRow::ToDo(clicks) => format!("{} to make on LinkedIn", plural(*clicks, "click")),
        DeskRow::ReachOut(few) => format!("{} to reach out to today", plural(*few, "person")),
        DeskRow::Wrote(count) => {
            let verb = if *count == 1 { "waits" } else { "wait" };
            format!("{} wrote and {verb} for an answer", plural(*count, "person"))
        }
        DeskRow::Agenda(item) => agenda_text(item, app),
        DeskRow::More(more) => format!("and {} more", number(*more)),
    }
}

fn desk_row(app: &crate::app::App, row: &DeskRow, columns: usize, theme: super::theme::Theme) -> Line<'static> {
    let (sign, style, screen) = match row {
        DeskRow::ToDo(_) => ("◇ ", theme.muted(), ScreenId::CarryOut),
        DeskRow::ReachOut(_) => ("○ ", theme.accent(), ScreenId::Today),
        DeskRow::Wrote(_) => ("● ", theme.fact(), ScreenId::Today),
        DeskRow::Agenda(item) => match item.kind {
            AgendaKind::FollowUp { .. } => ("◷ ", theme.style(Role::Maybe), ScreenId::Today),
            AgendaKind::OwedGift(_) => ("♡ ", theme.style(Role::Yes), ScreenId::Today),
        },
        DeskRow::More(_) => ("  ", theme.muted(), ScreenId::Today),
    };
    let words = desk_text(row, app);
    let key = app.keymap().key_label(app.screens().current().context(), Action::Go(screen));
    let words = truncate(&words, columns.saturating_sub(width(&key) + 4));
    let gap = columns.saturating_sub(2 + width(&words) + width(&key));
    Line::from(vec![
        Span::styled(sign, style),
        Span::styled(words, theme.text()),
        Span::raw(" ".repeat(gap)),
        Span::styled(key, theme.muted()),
    ])
}

/// Returns who comes back or what is owed to whom, with the day.
fn agenda_text(item: &AgendaItem, app: &crate::app::App) -> String {
    let model = app.model();
    let name = model.ledger.case(&item.id).map(|case| case.invitation().name.display_name()).unwrap_or_default();
    let day = dates::format_day(item.day, model.moment.today);
    match &item.kind {
        AgendaKind::OwedGift(gift) => format!("{} to {name}, by {day}", gift.label()),
        AgendaKind::FollowUp { .. } if item.day <= model.moment.today => format!("{name} is back"),
        AgendaKind::FollowUp { .. } => format!("{name} comes back {day}"),
    }
}

/// Draws when the pending requests were sent.
fn draw_quarters(paint: &mut Paint, area: Rect, screen: &InboxScreen) {
    let theme = paint.theme;
    let heading = Line::from(vec![
        Span::styled("WHEN THEY ASKED", theme.muted()),
        Span::styled("   each bar one quarter", theme.muted()),
    ]);
    paint.line(Rect { y: area.y + 2, height: 1, ..area }, heading);
    let fitting = usize::from(area.width / 3).max(1);
    let shown = &screen.quarters[screen.quarters.len().saturating_sub(fitting)..];
    let mut labels: Vec<(usize, String)> = Vec::new();
    for (at, quarter) in shown.iter().enumerate() {
        let year = quarter.from.format("%Y").to_string();
        // A year needs two columns of room, so a last quarter of a year at the beginning goes without.
        if labels.last().is_none_or(|(before, last)| *last != year && at - before > 1) {
            labels.push((at, year));
        }
    }
    let style = paint.theme.style(Role::Data);
    let values = shown.iter().map(|quarter| vec![ColumnShare { count: quarter.count, style, letter: "" }]);
    let chart = Columns { values: values.collect(), labels };
    paint.columns(Rect { y: area.y + 3, height: area.height - 3, ..area }, &chart);
}

/// Draws with how many connections messages were exchanged.
fn draw_mirror(paint: &mut Paint, area: Rect) {
    let (theme, network) = (paint.theme, &paint.app.model().network);
    let TalkCounts { connections, both_ways, talked: _ } = network.talk_counts();
    if connections == 0 {
        return;
    }
    if !network.has_messages() {
        let lines: Vec<Line> = wrap(NO_MESSAGES, usize::from(area.width))
            .into_iter()
            .map(|line| Line::styled(line, theme.muted()))
            .collect();
        return paint.lines(area, &lines);
    }
    let share = (both_ways * 100 + connections / 2) / connections;
    paint.line(
        area,
        Line::from(vec![
            Span::styled("You have exchanged messages with ", theme.muted()),
            Span::styled(format!("{} of {}", number(both_ways), number(connections)), theme.title()),
            Span::styled(if connections == 1 { " person" } else { " people" }, theme.muted()),
        ]),
    );
    let columns = usize::from(area.width).min(52).saturating_sub(6);
    let mut spans = bar(both_ways, connections, columns, theme.fact(), theme);
    spans.push(Span::styled(format!("  {share:>3}%"), theme.muted()));
    if area.height > 1 {
        paint.line(Rect { y: area.y + 1, height: 1, ..area }, Line::from(spans));
    }
}

/// Draws who comes next in the selected pile.
fn draw_next(paint: &mut Paint, area: Rect, screen: &InboxScreen) {
    let (theme, model) = (paint.theme, paint.app.model());
    let cards = screen.next_cards();
    if cards.is_empty() {
        let inside = paint.pane(area, "Next up", "");
        let lines = paint.empty_state(nothing_waits(model), usize::from(inside.width));
        return paint.lines(Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside }, &lines);
    }
    let portion = model.settings.portion;
    let size = screen.selected_size();
    let aside = if portion > 0 { format!("{} in this portion", number(portion.min(size))) } else { String::new() };
    let inside = paint.pane(area, "Next up", &aside);
    let foot: Vec<Line> = if portion > 0 && inside.height > 12 {
        let time = match portion.min(size) {
            1 => "One card takes about a minute.".to_owned(),
            cards => format!("{} cards take about {} minutes.", capitalized(&in_words(cards)), in_words(cards)),
        };
        let words = format!("{time} Stop at any card; everything decided is already on disk.");
        wrap(&words, usize::from(inside.width)).into_iter().map(|line| Line::styled(line, theme.muted())).collect()
    } else {
        Vec::new()
    };
    let foot_rows = u16::try_from(foot.len()).unwrap_or_default();
    let mut above = inside;
    above.height = above.height.saturating_sub(if foot_rows > 0 { foot_rows + 2 } else { 1 });
    // Each card takes two rows and an empty one; where not all fit, the last row tells how many more there are.
    let rows = usize::from(above.height);
    let fitting = if size * 3 <= rows { size } else { rows.saturating_sub(2) / 3 };
    let mut shown = 0;
    let mut y = above.y + 1;
    for card in cards.iter().take(fitting) {
        let lines = next_card(paint, card, usize::from(above.width));
        let place = Rect { y, height: 2, ..above };
        paint.lines(place, &lines);
        if shown == 0 {
            paint.select(place);
        }
        shown += 1;
        y += 3;
    }
    let more = size.saturating_sub(shown);
    if more > 0 && y < above.bottom() {
        let words = format!("and {} more", number(more));
        paint.line(Rect { y, height: 1, ..above }, Line::styled(words, theme.muted()));
    }
    if foot_rows > 0 {
        let y = inside.bottom().saturating_sub(foot_rows + 1);
        paint.rule(Rect { x: area.x + 1, width: area.width.saturating_sub(2), y, height: 1 });
        paint.lines(Rect { y: y + 1, height: foot_rows, ..inside }, &foot);
    }
}

/// Where no request waits.
const NOTHING_WAITS: EmptyState = EmptyState {
    title: "No request waits for you.",
    words: "New ones appear here once you import your next copy of LinkedIn's data.",
    ways: &[(ScreenId::Welcome, "gets your next copy"), (ScreenId::History, "looks back at what you decided")],
};
/// Where nothing was imported yet.
const NOTHING_HERE: EmptyState = EmptyState {
    title: "Nothing is here yet.",
    words: "Your requests appear here once you import a copy of LinkedIn's data.",
    ways: &[(ScreenId::Welcome, "shows how to get your data")],
};

/// Returns what the inbox says without a request that waits.
pub(super) fn nothing_waits(model: &Model) -> &'static EmptyState {
    if model.has_data() { &NOTHING_WAITS } else { &NOTHING_HERE }
}

/// Returns name and age of a request, then what speaks for knowing the person.
fn next_card(paint: &Paint, card: &NextCard, columns: usize) -> Vec<Line<'static>> {
    let (theme, model) = (paint.theme, paint.app.model());
    let Some(invitation) = model.ledger.case(&card.id).map(crate::domain::decision::ledger::InvitationCase::invitation)
    else {
        return Vec::new();
    };
    let age = invitation.age_days(model.moment.now).map(dates::format_age_short).unwrap_or_default();
    let name = truncate(&invitation.name.display_name(), columns.saturating_sub(width(&age) + 2));
    let gap = columns.saturating_sub(width(&name) + width(&age));
    vec![
        Line::from(vec![
            Span::styled(name, theme.title()),
            Span::raw(" ".repeat(gap)),
            Span::styled(age, theme.muted()),
        ]),
        strongest_line(card.strongest(model), invitation, columns, theme),
    ]
}

/// Returns the first fact that speaks for knowing somebody; else the beginning of the note.
fn strongest_line(
    strongest: Option<&Evidence>,
    invitation: &Invitation,
    columns: usize,
    theme: super::theme::Theme,
) -> Line<'static> {
    let room = columns.saturating_sub(2);
    if let Some(fact) = strongest {
        let words = fact.text.display_name();
        return Line::from(vec![Span::styled("· ", theme.fact()), Span::styled(truncate(&words, room), theme.muted())]);
    }
    match &invitation.note {
        Some(note) => {
            let words = truncate(&format!("“{}”", note.display_name()), room);
            Line::styled(format!("  {words}"), theme.muted())
        }
        None => Line::styled("  no note", theme.muted()),
    }
}
