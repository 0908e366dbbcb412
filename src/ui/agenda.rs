//! The agenda screen: who comes back, and what is owed.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::screen::agenda::{AgendaScreen, Section};
use crate::domain::care::agenda::{AgendaItem, AgendaKind, Author};
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::decision::FollowUpMode;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{truncate, width};

use super::layout::{DetailPlace, detail_columns, list_and_details, take_rows};
use super::status::standing;
use super::theme::{Role, Theme};
use super::widget::detail::{labelled, spread, wrapped};
use super::widget::{Group, Paint};

/// Columns of a name.
const NAME_COLUMNS: usize = 20;

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &AgendaScreen) {
    let head = take_rows(&mut area, 2);
    paint.line(head, heading(paint, screen));
    let ledger = &paint.app.model().ledger;
    let Some((item, case)) = screen.item().and_then(|item| Some((item, ledger.case(&item.id)?))) else {
        return draw_nothing(paint, area);
    };
    let is_beside = matches!(list_and_details(area, 0).1, Some(DetailPlace::Beside(_)));
    let lines = detail_lines(paint, item, case, detail_columns(area), is_beside);
    let (list, details) = list_and_details(area, lines.len());
    draw_list(paint, list, screen);
    if let Some(place) = details {
        let aside = format!("{} of {}", number(screen.cursor.index + 1), number(screen.items.len()));
        paint.details(place, &case.invitation().name.display_name(), &aside, lines);
    }
}

/// Returns the day, and what it brings.
fn heading(paint: &Paint, screen: &AgendaScreen) -> Line<'static> {
    let (theme, today) = (paint.theme, paint.app.model().moment.today);
    let mut parts = Vec::new();
    match screen.size(Section::ComeBack) {
        0 => {}
        1 => parts.push("one comes back".to_owned()),
        many => parts.push(format!("{} come back", in_words(many))),
    }
    match screen.size(Section::Owed) {
        0 => {}
        1 => parts.push("one thing owed".to_owned()),
        many => parts.push(format!("{} things owed", in_words(many))),
    }
    let parts = if parts.is_empty() { "nothing is due".to_owned() } else { parts.join(", ") };
    Line::from(vec![
        Span::styled(today.format("%A %-d %B").to_string(), theme.title()),
        Span::styled(format!("   {parts}"), theme.muted()),
    ])
}

/// Returns a small number as a word.
fn in_words(count: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    words.get(count).map_or_else(|| number(count), |word| (*word).to_owned())
}

fn draw_nothing(paint: &mut Paint, area: Rect) {
    let theme = paint.theme;
    let columns = usize::from(area.width).min(72);
    let words = "People you follow up with come back here on their day, and what you owe to those you accepted is \
                 listed until it is done.";
    let mut lines = wrapped("Nothing is due, and you owe nothing.", columns, theme.title());
    lines.push(Line::default());
    lines.extend(wrapped(words, columns, theme.muted()));
    lines.push(Line::default());
    let key = paint.app.keymap().key_label(paint.app.screens().current().context(), Action::Go(ScreenId::Triage));
    lines.push(Line::from(vec![
        Span::styled(key, theme.key()),
        Span::styled("  goes on with the requests", theme.muted()),
    ]));
    paint.lines(area, &lines);
}

fn draw_list(paint: &mut Paint, area: Rect, screen: &AgendaScreen) {
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
    let heading = |group: usize, line: usize| {
        let is_heading = line + 1 == groups[group].lines_above;
        Line::styled(if is_heading { sections[group].0.heading() } else { "" }, theme.muted())
    };
    let row = |at: usize| row(&screen.items[at], at == screen.cursor.index, app, columns, theme);
    paint.list(area, &groups, Some(screen.cursor.index), &heading, &row);
}

fn row(item: &AgendaItem, is_selected: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let case = app.model().ledger.case(&item.id);
    let name_columns = NAME_COLUMNS.min(columns / 3);
    let name = case.map(|case| case.invitation().name.display_name()).unwrap_or_default();
    let name = truncate(&name, name_columns);
    let gap = " ".repeat(name_columns + 1 - width(&name));
    let (sign, role) = match item.kind {
        AgendaKind::FollowUp { .. } => ("◷ ", Role::Maybe),
        AgendaKind::OwedGift(_) => ("♡ ", Role::Yes),
    };
    let (day, is_late) = day_words(item, app.model().moment.today);
    let what = match item.wrote_since {
        Some(Author::Other) => "they wrote since".to_owned(),
        Some(Author::Me) => format!("{}; you wrote since", what(item, case, app)),
        None => what(item, case, app),
    };
    let name_style = if is_selected { theme.title() } else { theme.text() };
    let left = vec![
        Span::styled(sign, theme.style(role)),
        Span::styled(format!("{name}{gap}"), name_style),
        Span::styled(what, theme.muted()),
    ];
    let day_style = if is_late { theme.warning() } else { theme.muted() };
    spread(left, vec![Span::styled(day, day_style)], columns)
}

/// Returns when an item is due, and whether it is late.
fn day_words(item: &AgendaItem, today: NaiveDate) -> (String, bool) {
    let late = (today - item.day).num_days();
    match (late, &item.kind) {
        (1.., _) => (format!("{} late", plural(late.unsigned_abs(), "day")), true),
        (0, _) => ("today".to_owned(), false),
        (_, AgendaKind::OwedGift(_)) => (format!("by {}", dates::format_day(item.day, today)), false),
        (_, AgendaKind::FollowUp { .. }) => (dates::format_day(item.day, today), false),
    }
}

/// Returns what an item is about. A question counts as asked only once it was sent.
fn what(item: &AgendaItem, case: Option<&InvitationCase>, app: &App) -> String {
    match &item.kind {
        AgendaKind::OwedGift(gift) => gift.label().to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Wait, .. } => "you wanted to wait".to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Park, .. } => "parked".to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Ask, question } => {
            let is_sent = case.is_some_and(|case| app.model().ledger.carried_out(case).is_some());
            let verb = if is_sent { "asked" } else { "to ask" };
            let question = Untrusted::from(question.as_str());
            if question.is_blank() { verb.to_owned() } else { format!("{verb}: {}", question.display_name()) }
        }
    }
}

/// Returns the selected item in full.
fn detail_lines(
    paint: &Paint,
    item: &AgendaItem,
    case: &InvitationCase,
    columns: usize,
    has_keys: bool,
) -> Vec<Line<'static>> {
    let (app, model, theme) = (paint.app, paint.app.model(), paint.theme);
    let invitation = case.invitation();
    let (day, is_late) = day_words(item, model.moment.today);
    let day = if is_late { format!("{}, {day}", dates::format_long(item.day)) } else { day };
    let mut lines = vec![Line::from(standing(&invitation.person, Some(case), model, theme).span()), Line::default()];
    match &item.kind {
        AgendaKind::OwedGift(gift) => {
            lines.extend(labelled("You owe", &format!("{}, {day}", gift.label()), columns, theme));
            let (how_met, remember) = how_met_and_notes(&invitation.person, &model.ledger);
            lines.extend(labelled("How we met", &how_met, columns, theme));
            lines.extend(labelled("Remember", &remember, columns, theme));
        }
        AgendaKind::FollowUp { question, .. } => {
            lines.extend(labelled("Comes back", &day, columns, theme));
            if let Some((entry, decision)) = model.ledger.decision_of(case) {
                let since = dates::format_long(model.moment.local.of(entry.at));
                lines.extend(labelled("Decided", &since, columns, theme));
                lines.extend(labelled("Reason", &decision.reason, columns, theme));
            }
            let label = if what(item, Some(case), app).starts_with("asked") { "You asked" } else { "Your question" };
            lines.extend(labelled(label, question, columns, theme));
        }
    }
    if item.wrote_since == Some(Author::Other) {
        lines.extend(labelled("Since then", "they wrote to you", columns, theme));
    }
    let note = invitation.note.as_ref().map(|note| format!("“{}”", note.display_paragraphs())).unwrap_or_default();
    lines.extend(labelled("Their note", &note, columns, theme));
    if has_keys {
        let opens =
            if Section::of(item, model.moment.today) == Section::ComeBack { "their card" } else { "their page" };
        let words = |words: &str| vec![Span::styled(words.to_owned(), theme.muted())];
        lines.push(Line::default());
        lines.extend(paint.key_line(Action::OpenPerson, words(opens)));
        lines.extend(paint.key_line(Action::GiveGift, words("done; counts as contact")));
        lines.extend(paint.key_line(Action::AskAgain, words("ask again")));
        lines.extend(paint.key_line(Action::ComposeMessage, words("message")));
    }
    lines
}
