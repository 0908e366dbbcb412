//! Today: who comes back, what is owed, who wrote, and whom to reach out to.

use crate::app::App;
use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::screen::today::{TodayRow, TodayScreen};
use crate::domain::care::agenda::{AgendaKind, Author};
use crate::domain::care::summary::name_of;
use crate::domain::care::they_wrote::{old_copy_days, old_copy_text};
use crate::domain::care::today::{TodayItem, TodaySection};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::{in_words, number, plural};
use crate::domain::text::wrap::width;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::layout::{DetailPlace, detail_columns, list_and_details, take_rows};
use super::theme::{Role, Theme};
use super::today_details::details;
use super::today_words::{
    day_words, message_day, next_words, owed_day, pair, reach_out_words, section_heading, sum_text, what,
};
use super::widget::detail::{EmptyState, name_cell, spread, wrapped};
use super::widget::{Group, Paint, Pen};

/// Rows of a body from which an empty row follows the heading.
const AIRY_MIN_ROWS: u16 = 14;
/// Columns of a name.
const NAME_COLUMNS: usize = 22;

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &TodayScreen) {
    let model = paint.app.model();
    let old_copy = old_copy_days(&model.network, model.moment.today, model.moment.local).map(old_copy_text);
    let old_copy = old_copy.into_iter().flat_map(|words| wrapped(&words, area.width.into(), paint.theme.muted()));
    let lines: Vec<Line> = [heading(paint.pen(), screen, area.width.into())].into_iter().chain(old_copy).collect();
    let rows = u16::try_from(lines.len()).unwrap_or_default() + u16::from(area.height > AIRY_MIN_ROWS);
    let head = take_rows(&mut area, rows.max(2));
    paint.lines(head, &lines);
    if screen.rows.is_empty() {
        let lines = paint.empty_state(&NOTHING, usize::from(area.width));
        return paint.lines(area, &lines);
    }
    let is_beside = matches!(list_and_details(area, 0).1, Some(DetailPlace::Beside(_)));
    let (title, aside, lines) = details(paint.pen(), screen, detail_columns(area), is_beside);
    let (list, details) = list_and_details(area, lines.len());
    draw_list(paint, list, screen);
    if let Some(place) = details.filter(|_| !lines.is_empty()) {
        paint.details(place, &title, &aside, lines);
    }
}

/// Returns the day, and what it brings.
pub(super) fn heading(pen: Pen, screen: &TodayScreen, columns: usize) -> Line<'static> {
    let (theme, model) = (pen.theme, pen.app.model());
    let size = |section| screen.items_in(section, model).count();
    let is_open = |item: &&TodayItem| !matches!(item, TodayItem::ReachOut(one) if one.is_done);
    let count = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("one {one}")),
        count => Some(format!("{} {many}", in_words(count))),
    };
    let reach_out = screen.items_in(TodaySection::ReachOut, model).filter(is_open).count();
    let is_person = |item: &&TodayItem| !matches!(item, TodayItem::Greetings(_));
    let wrote = screen.items_in(TodaySection::TheyWrote, model).filter(is_person).count();
    let parts = [
        count(reach_out, "to reach out to", "to reach out to"),
        count(size(TodaySection::ComeBack), "comes back", "come back"),
        count(size(TodaySection::Owed), "thing owed", "things owed"),
        count(size(TodaySection::Introductions), "introduction", "introductions"),
        count(wrote, "wrote", "wrote"),
    ];
    let day = model.moment.today.format("%A %-d %B").to_string();
    // What has no room is left out whole, the last first.
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    while parts.len() > 1 && width(&day) + 3 + width(&parts.join(", ")) > columns {
        parts.pop();
    }
    let parts = if parts.is_empty() { "nothing is due".to_owned() } else { parts.join(", ") };
    let late = model.ledger.newest_day(model.moment.local).filter(|newest| *newest > model.moment.today);
    let late = late.map_or(String::new(), |day| {
        format!("   Your journal has a line of {}; today goes by the clock.", dates::format_long(day))
    });
    Line::from(vec![Span::styled(day, theme.title()), Span::styled(format!("   {parts}{late}"), theme.muted())])
}

/// Where nothing is due.
pub(super) const NOTHING: EmptyState = EmptyState {
    title: "Nothing is due, and you owe nothing.",
    words: "People you follow up with come back here on their day, and what you owe to those you accepted is listed until \
            it is done.",
    ways: &[(ScreenId::Triage, "goes on with the requests")],
};

fn draw_list(paint: &mut Paint, area: Rect, screen: &TodayScreen) {
    let (app, theme, columns) = (paint.app, paint.theme, usize::from(area.width));
    let sections = &screen.sections;
    let lines: usize = sections.iter().map(|(_, rows)| rows + 2).sum();
    // Where there is little room, no empty row stands before a heading.
    let gap = usize::from(lines <= usize::from(area.height) || area.height > 14);
    let above = |at: usize| if at == 0 { 1 } else { 1 + gap };
    let groups: Vec<Group> = sections
        .iter()
        .enumerate()
        .map(|(at, (_, rows))| Group { lines_above: above(at), rows: *rows, pins_heading: true })
        .collect();
    let few = screen.items_in(TodaySection::ReachOut, app.model()).count();
    let heading = |group: usize, line: usize| {
        if line + 1 != groups[group].lines_above {
            return Line::default();
        }
        let (heading, aside) = section_heading(sections[group].0, few);
        Line::from(vec![Span::styled(heading, theme.muted()), Span::styled(aside, theme.muted())])
    };
    let row = |at: usize| row(&screen.rows[at], at == screen.cursor.index, app, columns, theme);
    paint.list(area, &groups, Some(screen.cursor.index), &heading, &row);
}

/// What a row says of an item: sign with its role, name, what it is about, and when; late or not.
pub(super) struct ItemWords {
    sign: &'static str,
    role: Role,
    /// Names; empty for a row about several people.
    pub name: String,
    /// What it is about.
    pub what: String,
    /// Day, or another remark at the end.
    pub day: String,
    is_late: bool,
}

/// Returns what a row says of an item.
pub(super) fn item_words(item: &TodayItem, app: &App) -> ItemWords {
    let model = app.model();
    let today = model.moment.today;
    let of_person = |person: &PersonKey| name_of(person, &model.ledger, &model.network).display_name();
    let (sign, role, name, what, (day, is_late)) = match item {
        TodayItem::Request(item) => {
            let case = model.ledger.case(&item.id);
            let name = case.map(|case| case.invitation().name.display_name()).unwrap_or_default();
            let (sign, role) = match item.kind {
                AgendaKind::FollowUp { .. } => ("◷ ", Role::Maybe),
                AgendaKind::OwedGift(_) => ("♡ ", Role::Yes),
            };
            let what = match item.wrote_since {
                Some(Author::Other) => "they wrote since".to_owned(),
                Some(Author::Me) => format!("{}; you wrote since", what(item, case, app)),
                None => what(item, case, app),
            };
            (sign, role, name, what, day_words(item, today))
        }
        TodayItem::Promise(promise) => {
            let name = promise.about.name.display_name();
            ("♡ ", Role::Yes, name, promise.text.display_name(), owed_day(promise.due, today))
        }
        TodayItem::Introduction(introduction) => {
            let last = dates::format_ago(introduction.last_day, today);
            ("◇ ", Role::Accent, pair(introduction), next_words(introduction, today), (last, false))
        }
        TodayItem::Wrote(message) => {
            let what = format!("“{}”", message.excerpt.display_name());
            ("● ", Role::Fact, message.name.display_name(), what, (message_day(message, app), false))
        }
        TodayItem::Greetings(messages) => {
            let what = format!("{} short greetings and thanks", number(messages.len()));
            let what = if messages.len() == 1 { "a short greeting".to_owned() } else { what };
            ("● ", Role::Fact, String::new(), what, (String::new(), false))
        }
        TodayItem::LookBack(count) => {
            let what = format!("{} half a year old: was it right?", plural(*count, "decision"));
            ("? ", Role::Accent, String::new(), what, (String::new(), false))
        }
        TodayItem::ReachOut(one) => {
            let (sign, role) = if one.is_done { ("✓ ", Role::Yes) } else { ("○ ", Role::Accent) };
            let (what, aside) = reach_out_words(one, app);
            (sign, role, of_person(&one.person), what, (aside, false))
        }
        TodayItem::News(news) => {
            let day = dates::format_plain(model.moment.local.of(news.at), today);
            ("· ", Role::Fact, news.name.display_name(), format!("now {}", news.now), (day, false))
        }
    };
    ItemWords { sign, role, name, what, day, is_late }
}

/// Returns that the day's portion is done.
pub(super) fn portion_words(app: &App) -> String {
    format!("That's today's {}.", in_words(app.model().reach_out().few().len()))
}

fn row(row: &TodayRow, is_selected: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let item = match row {
        TodayRow::Item(item) => item,
        TodayRow::More(more) => {
            let key = app.keymap().key_label(app.screens().current().context(), Action::OpenPerson);
            let left = vec![
                Span::styled(format!("{} ", portion_words(app)), theme.muted()),
                Span::styled(key, theme.key()),
                Span::styled(format!(": {} more.", in_words(*more)), theme.muted()),
            ];
            return spread(left, Vec::new(), columns);
        }
        TodayRow::Sum => return spread(vec![Span::styled(sum_text(app, columns), theme.muted())], Vec::new(), columns),
    };
    let ItemWords { sign, role, name, what, day, is_late } = item_words(item, app);
    let name_style = if is_selected { theme.title() } else { theme.text() };
    // The names of two people are not cut, and a row about several people has none.
    let name = match item {
        TodayItem::Introduction(_) => format!("{name}  "),
        TodayItem::Greetings(_) | TodayItem::LookBack(_) => name,
        TodayItem::Request(_)
        | TodayItem::Promise(_)
        | TodayItem::Wrote(_)
        | TodayItem::ReachOut(_)
        | TodayItem::News(_) => {
            let aside = if day.is_empty() { 0 } else { width(&day) + 2 };
            let room = columns.saturating_sub(width(sign) + 1 + width(&what) + aside);
            format!("{} ", name_cell(&name, NAME_COLUMNS.min(columns * 2 / 5), room))
        }
    };
    let left =
        vec![Span::styled(sign, theme.style(role)), Span::styled(name, name_style), Span::styled(what, theme.muted())];
    let day_style = if is_late { theme.warning() } else { theme.muted() };
    spread(left, vec![Span::styled(day, day_style)], columns)
}
