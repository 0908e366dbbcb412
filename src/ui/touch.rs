//! Keeping in touch with a person: the rhythm, the last contact, what is owed, and what one can do.

use chrono::NaiveDate;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda_item};
use crate::domain::care::aims::aims_so_far;
use crate::domain::care::clock::{PersonClock, RhythmSource};
use crate::domain::care::introduction::{Introduction, SideState, Stage, introductions_of};
use crate::domain::care::let_go::let_go_of;
use crate::domain::care::recommendation::{could_recommend, has_recommended};
use crate::domain::care::today::owed_promises_to;
use crate::domain::decision::carry_out::{is_case_pending, task};
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;

use super::theme::{Role, Theme};
use super::widget::Pen;
use super::widget::chart::bar;
use super::widget::detail::{spread, wrapped};

/// Widest bar of the time between two contacts.
const BAR_COLUMNS: usize = 46;

/// Returns the rhythm with the time since the last contact, what is owed, and what is to do.
pub fn lines(pen: Pen, person: &PersonKey, case: Option<&InvitationCase>, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let clock = model.plan_data().clock().of(person);
    let mut lines = rhythm_lines(pen, &clock, columns);
    let aims = aims_so_far(person, &model.ledger).in_short();
    lines.extend(aims.map(|words| Line::styled(words, theme.muted())));
    let could = could_recommend(person, &model.ledger);
    if let Some(could) = could {
        let has_written = model.network.get(person).is_some_and(has_recommended);
        let words = match could {
            _ if has_written => "you recommended them",
            Answer::Yes => "you could recommend them",
            Answer::Unsure => "you could not recommend them yet",
            Answer::No => "you could not recommend them",
        };
        lines.push(Line::styled(words, theme.muted()));
    }
    let mut rows: Vec<Line> = Vec::new();
    if let Some(case) = case {
        rows.extend(request_row(pen, case, columns));
    }
    let today = model.moment.today;
    for promise in owed_promises_to(person, &model.ledger) {
        rows.push(owed_row(pen, &promise.text.display_name(), promise.due, today, columns));
    }
    if let Some(case) = case
        && let Some(task) = task(&model.ledger, case).filter(|_| is_case_pending(&model.ledger, case))
    {
        let left = vec![
            Span::styled("◇ ", theme.muted()),
            Span::styled(format!("{} on LinkedIn", task.label()), theme.text()),
            Span::styled(" · still to do", theme.muted()),
        ];
        rows.push(spread(left, key(pen, Action::Go(ScreenId::CarryOut)), columns));
    }
    for introduction in introductions_of(person, &model.ledger, model.moment.local) {
        rows.extend(introduction_row(pen, &introduction, person, columns));
    }
    if let_go_of(person, model.plan_data()).is_some_and(|let_go| let_go.is_pending()) {
        let left = vec![
            Span::styled("◇ ", theme.muted()),
            Span::styled("Remove the connection", theme.text()),
            Span::styled(" · still to do", theme.muted()),
        ];
        rows.push(spread(left, key(pen, Action::Go(ScreenId::CarryOut)), columns));
    }
    if !lines.is_empty() && !rows.is_empty() {
        lines.push(Line::default());
    }
    lines.extend(rows);
    lines
}

fn key(pen: Pen, action: Action) -> Vec<Span<'static>> {
    if pen.is_plain {
        return Vec::new();
    }
    let here = pen.app.screens().current().context();
    vec![Span::styled(pen.app.keymap().key_label(here, action), pen.theme.key())]
}

/// Returns the gift that is owed, or when the request comes back.
fn request_row(pen: Pen, case: &InvitationCase, columns: usize) -> Option<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let today = model.moment.today;
    let AgendaItem { day, kind, .. } = agenda_item(&model.ledger, &model.network, case, model.moment.local)?;
    match kind {
        AgendaKind::OwedGift(gift) => Some(owed_row(pen, gift.label(), day, today, columns)),
        AgendaKind::FollowUp { .. } => {
            let words = if day <= today {
                "back: decide again".to_owned()
            } else {
                format!("comes back {}", dates::format_day(day, today))
            };
            let left = vec![Span::styled("◷ ", theme.style(Role::Maybe)), Span::styled(words, theme.text())];
            Some(spread(left, key(pen, Action::Go(ScreenId::Today)), columns))
        }
    }
}

/// Returns an introduction on its way: to whom, and how far it is; `None` once it is over.
fn introduction_row(
    pen: Pen,
    introduction: &Introduction,
    person: &PersonKey,
    columns: usize,
) -> Option<Line<'static>> {
    let theme = pen.theme;
    let side = introduction.side_of(person).filter(|_| introduction.is_open())?;
    let other = introduction.other(side).name.display_name();
    let state = match introduction.stage {
        Stage::Made(_) => "introduced".to_owned(),
        Stage::Open | Stage::Over if introduction.sides == [SideState::NotAsked; 2] => "not asked yet".to_owned(),
        Stage::Open | Stage::Over => {
            format!("{}, other {}", introduction.sides[side].label(), introduction.sides[1 - side].label())
        }
    };
    let left = vec![
        Span::styled("◇ ", theme.muted()),
        Span::styled(format!("Meet {other}"), theme.text()),
        Span::styled(format!(" · {state}"), theme.muted()),
    ];
    Some(spread(left, key(pen, Action::Go(ScreenId::Today)), columns))
}

fn owed_row(pen: Pen, what: &str, day: NaiveDate, today: NaiveDate, columns: usize) -> Line<'static> {
    let theme = pen.theme;
    let due_style = if day < today { theme.warning() } else { theme.muted() };
    let left = vec![
        Span::styled("♡ ", theme.style(Role::Yes)),
        Span::styled(what.to_owned(), theme.text()),
        Span::styled(format!(" · owed by {}", dates::format_day(day, today)), due_style),
    ];
    let mut right = key(pen, Action::GiveGift);
    right.push(Span::styled(" done", theme.muted()));
    spread(left, right, columns)
}

/// Returns the rhythm, where it comes from, and how much of the time between two contacts has passed.
fn rhythm_lines(pen: Pen, clock: &PersonClock, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let today = model.moment.today;
    let Some(last) = clock.last_contact else {
        let line = |rhythm: &str| {
            let none = Span::styled("   no contact yet", theme.muted());
            Line::from(vec![Span::styled(rhythm.to_owned(), theme.title()), none])
        };
        return clock.rhythm.iter().map(|applied| line(applied.rhythm.label())).collect();
    };
    let rhythm = clock.rhythm.as_ref().map_or("no rhythm", |applied| applied.rhythm.label());
    let source = match clock.rhythm.as_ref().map(|applied| &applied.source) {
        Some(RhythmSource::Tag(tag)) => format!(" by #{tag}"),
        Some(RhythmSource::Group(_)) => " by your pledge".to_owned(),
        Some(RhythmSource::Person | RhythmSource::Keep | RhythmSource::Accept) | None => String::new(),
    };
    let mut head = vec![
        Span::styled(rhythm, theme.title()),
        Span::styled(format!("{source}   {}", last.with_label(today)), theme.muted()),
    ];
    if clock.is_gone() {
        head.push(Span::styled(" · no longer connected", theme.warning()));
    }
    let mut lines = Vec::new();
    if head.iter().map(Span::width).sum::<usize>() <= columns {
        lines.push(Line::from(head));
    } else {
        lines.push(Line::from(head.remove(0)));
        let words: String = head.iter().map(|span| span.content.as_ref()).collect();
        lines.extend(wrapped(words.trim(), columns, theme.muted()));
    }
    let Some(due) = clock.due else { return lines };
    if due.is_own_date {
        let words = format!("you set {} yourself", dates::format_long(due.day));
        lines.push(Line::styled(words, theme.muted()));
        return lines;
    }
    if pen.is_plain {
        lines.push(Line::raw(format!("due {}", dates::format_plain(due.day, today))));
        return lines;
    }
    lines.extend(due_bar(last.day, due.day, today, columns.min(BAR_COLUMNS), theme));
    lines
}

/// Returns how much of the time from the last contact to the day that is due has passed, as a bar over the two days.
pub(super) fn due_bar(
    last: NaiveDate,
    due: NaiveDate,
    today: NaiveDate,
    columns: usize,
    theme: Theme,
) -> [Line<'static>; 2] {
    let days = |from: NaiveDate, to: NaiveDate| usize::try_from((to - from).num_days()).unwrap_or_default();
    let passed = days(last, today).min(days(last, due));
    let style = if today > due { theme.warning() } else { theme.style(Role::Data) };
    let [from, to] = [last, due].map(|day| vec![Span::styled(dates::format_plain(day, today), theme.muted())]);
    [Line::from(bar(passed, days(last, due), columns, style, theme)), spread(from, to, columns)]
}

/// Returns what one can do for a person, as keys in rows.
pub fn action_lines(pen: Pen, columns: usize) -> Vec<Line<'static>> {
    let theme = pen.theme;
    let actions = [
        (Action::LogContact, "log a contact"),
        (Action::Promise, "promise"),
        (Action::TalkSheet, "talk sheet"),
        (Action::SetRhythm, "rhythm"),
        (Action::Introduce, "introduce"),
        (Action::Recommend, "recommend?"),
    ];
    let is_possible = |action: Action| pen.app.available().any(|row| row.action == action);
    let mut lines: Vec<Line> = Vec::new();
    for (action, label) in actions.into_iter().filter(|(action, _)| is_possible(*action)) {
        let mut spans = key(pen, action);
        spans.push(Span::styled(format!(" {label}   "), theme.muted()));
        let wide: usize = spans.iter().map(Span::width).sum();
        match lines.last_mut().filter(|line| line.width() + wide <= columns + 3) {
            Some(line) => line.spans.extend(spans),
            None => lines.push(Line::from(spans)),
        }
    }
    lines
}
