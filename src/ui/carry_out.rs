//! The carry-out screen: the clicks to make on LinkedIn, and for the selected one the whole path and its consequence.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::common::NO_ADDRESS;
use crate::app::ids::{ScreenId, Selection};
use crate::app::model::Model;
use crate::app::overlay::message;
use crate::app::screen::carry_out::{CarryOutScreen, ClickKind, TaskRow};
use crate::domain::care::let_go::let_go_of;
use crate::domain::decision::carry_out::{CarryOutState, CarryOutTask, carry_out_state};
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::decision::{Gift, Verdict, VerdictKind};
use crate::domain::person::key::{PersonKey, short_address};
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{truncate, width};

use super::layout::{DetailPlace, detail_columns, list_and_details, take_rows};
use super::theme::Theme;
use super::widget::detail::{EmptyState, link, name_cell, state_style, steps, wrapped};
use super::widget::{Group, Paint, Pen};

/// Columns of a name.
const NAME_COLUMNS: usize = 22;
/// Columns of the button to click.
const TASK_COLUMNS: usize = 11;
/// Said of a connection that was removed, where a later copy still lists it.
const STILL_CONNECTED: &str = "still connected";
/// Beginning of most paths, left out in the list.
const COMMON_PATH: &str = "My Network › ";

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &CarryOutScreen) {
    let model = paint.app.model();
    let Some(row) = screen.current() else { return draw_nothing(paint, area, screen) };
    let head = take_rows(&mut area, 2);
    paint.line(head, heading(screen, usize::from(head.width), paint.theme));
    let columns = detail_columns(area);
    let is_beside = matches!(list_and_details(area, 0).1, Some(DetailPlace::Beside(_)));
    let lines = match (&row.target, row.target.case(&model.ledger)) {
        (Selection::Person(person), _) => let_go_lines(paint.pen(), person, columns, is_beside),
        (_, Some(case)) => detail_lines(paint.pen(), row, case, columns, is_beside),
        (_, None) => Vec::new(),
    };
    let (mut list, details) = list_and_details(area, lines.len());
    let ignores = ignores_lines(screen, usize::from(list.width), paint.theme);
    let below = if ignores.is_empty() { 0 } else { u16::try_from(ignores.len() + 1).unwrap_or_default() };
    let rows = u16::try_from(screen.rows().len()).unwrap_or(u16::MAX).min(list.height.saturating_sub(below));
    let place = take_rows(&mut list, rows);
    draw_list(paint, place, screen);
    take_rows(&mut list, 1);
    paint.lines(list, &ignores);
    if let Some(place) = details {
        let aside = format!("{} of {}", number(screen.cursor.index + 1), number(screen.rows().len()));
        let name = row.target.name(&model.ledger, &model.network).display_name();
        paint.details(place, &name, &aside, lines);
    }
}

pub(super) fn heading(screen: &CarryOutScreen, columns: usize, theme: Theme) -> Line<'static> {
    let clicks = screen.remaining(ClickKind::All);
    let title = match clicks {
        0 => "To do on LinkedIn".to_owned(),
        clicks => format!("{} to make on LinkedIn", plural(clicks, "click")),
    };
    let aside = match screen.kind {
        ClickKind::All if clicks == 0 => String::new(),
        ClickKind::All => "   newest first, like LinkedIn's own list".to_owned(),
        kind => format!("   {}: {}", kind.label(), number(screen.remaining(kind))),
    };
    let aside = truncate(&aside, columns.saturating_sub(width(&title)));
    let style = if screen.kind == ClickKind::All { theme.muted() } else { theme.accent() };
    Line::from(vec![Span::styled(title, theme.title()), Span::styled(aside, style)])
}

/// Where nothing was decided yet.
pub(super) const NOTHING_YET: EmptyState =
    EmptyState { title: "Nothing to do yet.", words: "Decisions you make appear here.", ways: WAYS };
/// Where everything is done.
pub(super) const ALL_DONE: EmptyState =
    EmptyState { title: "All done on LinkedIn.", words: "Your next export will confirm it.", ways: WAYS };
const WAYS: &[(ScreenId, &str)] =
    &[(ScreenId::Triage, "goes on with the requests"), (ScreenId::Welcome, "gets your next export")];

/// Draws what to do next where nothing is left, or nothing was there.
fn draw_nothing(paint: &mut Paint, area: Rect, screen: &CarryOutScreen) {
    let columns = usize::from(area.width);
    let mut lines = paint.empty_state(if screen.has_finished() { &ALL_DONE } else { &NOTHING_YET }, columns);
    let ignores = ignores_lines(screen, columns, paint.theme);
    if !ignores.is_empty() {
        lines.push(Line::default());
        lines.extend(ignores);
    }
    paint.lines(area, &lines);
}

/// Returns how many requests are to be ignored, which needs no click.
pub(super) fn ignores_lines(screen: &CarryOutScreen, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let count = screen.remaining(ClickKind::Ignore);
    if count == 0 || screen.kind == ClickKind::Ignore {
        return Vec::new();
    }
    let title = Span::styled(format!("{} to ignore", number(count)), theme.title());
    let words = "You may leave them: nobody is told either way.";
    if title.width() + 3 + width(words) <= columns {
        return vec![Line::from(vec![title, Span::styled(format!("   {words}"), theme.muted())])];
    }
    let mut lines = vec![Line::from(title)];
    lines.extend(wrapped(words, columns, theme.muted()));
    lines
}

fn draw_list(paint: &mut Paint, area: Rect, screen: &CarryOutScreen) {
    let (app, theme, columns) = (paint.app, paint.theme, usize::from(area.width));
    let row = |at: usize| {
        let is_selected = at == screen.cursor.index;
        screen.row(at).map_or_else(Line::default, |row| list_row(row, is_selected, app, columns, theme))
    };
    paint.list(area, &[Group::plain(screen.rows().len())], Some(screen.cursor.index), &|_, _| Line::default(), &row);
}

/// Returns the verdict and the state of a row.
fn state_of(row: &TaskRow, model: &Model) -> (VerdictKind, Option<CarryOutState>) {
    if let Selection::Person(person) = &row.target {
        return (VerdictKind::Decline, let_go_of(person, model.plan_data()).map(|let_go| let_go.state));
    }
    let case = row.target.case(&model.ledger);
    let decision = case.and_then(|case| model.ledger.decision_of(case));
    let kind = decision.map_or(VerdictKind::Decline, |(_, decision)| decision.verdict.kind());
    (kind, case.and_then(|case| carry_out_state(&model.ledger, case)))
}

/// Returns how far a row is, where that is more than to do.
pub(super) fn state_words(row: &TaskRow, model: &Model) -> Option<&'static str> {
    match state_of(row, model).1? {
        state @ CarryOutState::StillPending => Some(state.label()),
        CarryOutState::Contradicted if matches!(row.target, Selection::Person(_)) => Some(STILL_CONNECTED),
        state => (!row.is_open).then(|| state.label()),
    }
}

fn list_row(row: &TaskRow, is_selected: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let model = app.model();
    let (kind, state) = state_of(row, model);
    let path = row.task.instructions().path;
    let words = state_words(row, model).unwrap_or_else(|| path.strip_prefix(COMMON_PATH).unwrap_or(path));
    let room = columns.saturating_sub(TASK_COLUMNS + 3);
    let name = row.target.name(&model.ledger, &model.network).display_name();
    let name = name_cell(&name, NAME_COLUMNS.min(columns * 3 / 8), room.saturating_sub(width(words)));
    let room = room.saturating_sub(width(&name));
    let is_told = match state {
        Some(CarryOutState::StillPending) => true,
        Some(CarryOutState::Contradicted) => matches!(row.target, Selection::Person(_)),
        Some(_) | None => false,
    };
    let style = state.filter(|_| is_told).map_or(theme.muted(), |state| state_style(state, theme));
    let name_style = match (row.is_open, is_selected) {
        (false, _) => theme.muted(),
        (true, true) => theme.title(),
        (true, false) => theme.text(),
    };
    Line::from(vec![
        Span::styled(format!("{} ", kind.symbol()), if row.is_open { theme.verdict(kind) } else { theme.muted() }),
        Span::styled(format!("{name} "), name_style),
        Span::styled(
            format!("{:<TASK_COLUMNS$}", row.task.label()),
            if row.is_open { theme.text() } else { theme.muted() },
        ),
        Span::styled(truncate(words, room), style),
    ])
}

/// Returns the state of a request, the path of clicks with its consequence, and the keys.
pub(super) fn detail_lines(
    pen: Pen,
    row: &TaskRow,
    case: &InvitationCase,
    columns: usize,
    is_beside: bool,
) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let Some((entry, decision)) = model.ledger.decision_of(case) else { return Vec::new() };
    let kind = decision.verdict.kind();
    let state = carry_out_state(&model.ledger, case);
    let on = dates::format_long(model.moment.local.of(entry.at));
    let mut stands = vec![Line::from(vec![
        Span::styled(format!("{} {}", kind.symbol(), kind.label()), theme.verdict(kind)),
        Span::styled(format!(" {} {on}", kind.day_word()), theme.muted()),
    ])];
    stands.extend(state.map(|state| steps(kind, state, columns, theme)));
    let clicks = row.task.instructions();
    let path = wrapped(clicks.path, columns, theme.title());
    let consequence = wrapped(clicks.consequence, columns, theme.muted());
    let hint = if clicks.hint.is_empty() { Vec::new() } else { wrapped(clicks.hint, columns, theme.text()) };
    // Below a list there is little room, so what to click and what comes of it stand first.
    let mut lines = if is_beside {
        [stands, vec![Line::default()], path, hint, consequence].concat()
    } else {
        [path, consequence, hint, stands].concat()
    };
    if state == Some(CarryOutState::StillPending) {
        let words = "Your last export still lists this request, so it was not accepted.";
        lines.extend(wrapped(words, columns, state_style(CarryOutState::StillPending, theme)));
    }
    match &decision.verdict {
        Verdict::Accept(details) if details.gift != Gift::Nothing => {
            let words = format!("Then {}, {}.", details.gift.label(), details.gift_by.label());
            lines.extend(wrapped(&words, columns, theme.muted()));
        }
        Verdict::FollowUp { question, .. } if !question.trim().is_empty() => {
            let question = Untrusted::from(question.trim()).display_paragraphs();
            lines.push(Line::default());
            lines.extend(wrapped(&format!("“{question}”"), columns, theme.text()));
        }
        Verdict::Accept(_) | Verdict::Decline(_) | Verdict::FollowUp { .. } => {}
    }
    if is_beside {
        lines.extend(key_lines(pen, &row.target, columns));
    }
    lines
}

/// Returns the clicks that remove a connection one let go of, what comes of it, and the keys.
pub(super) fn let_go_lines(pen: Pen, person: &PersonKey, columns: usize, is_beside: bool) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let Some(let_go) = let_go_of(person, model.plan_data()) else { return Vec::new() };
    let on = dates::format_long(model.moment.local.of(let_go.at));
    let kind = VerdictKind::Decline;
    let mut stands = vec![Line::from(vec![
        Span::styled(format!("{} let go", kind.symbol()), theme.verdict(kind)),
        Span::styled(format!(" on {on}"), theme.muted()),
    ])];
    stands.push(steps(kind, let_go.state, columns, theme));
    if let_go.state == CarryOutState::Contradicted {
        let words = "A later copy still lists them: still connected.";
        stands.extend(wrapped(words, columns, state_style(let_go.state, theme)));
    }
    let clicks = CarryOutTask::RemoveConnection.instructions();
    let path = wrapped(clicks.path, columns, theme.title());
    let consequence = wrapped(clicks.consequence, columns, theme.muted());
    let mut lines = if is_beside {
        [stands, vec![Line::default()], path, consequence].concat()
    } else {
        [path, consequence, stands].concat()
    };
    if is_beside {
        lines.extend(key_lines(pen, &Selection::Person(person.clone()), columns));
    }
    lines
}

/// Returns the keys for the selected request.
fn key_lines(pen: Pen, target: &Selection, columns: usize) -> Vec<Line<'static>> {
    let (app, theme) = (pen.app, pen.theme);
    let muted = |words: String| vec![Span::styled(words, theme.muted())];
    let mut lines = vec![Line::default()];
    match target.person(&app.model().ledger).and_then(|person| person.profile_url()) {
        Some(address) => {
            let address = link(&truncate(&short_address(&address), columns.saturating_sub(7)), theme);
            lines.extend(pen.key_line(Action::Open, vec![Span::styled("open ", theme.muted()), address]));
        }
        None => lines.extend(wrapped(NO_ADDRESS, columns, theme.muted())),
    }
    let draft = message::first_title(target, app.model());
    let draft = draft.map_or("message".to_owned(), |title| format!("message: {title}"));
    lines.extend(pen.key_line(Action::ComposeMessage, muted(truncate(&draft, columns.saturating_sub(2)))));
    lines.extend(pen.key_line(Action::CarryOut, muted("done, then the next one".to_owned())));
    let gone = if matches!(target, Selection::Person(_)) { "they are gone already" } else { "the request is gone" };
    lines.extend(pen.key_line(Action::RequestGone, muted(gone.to_owned())));
    lines.push(Line::default());
    lines.extend(wrapped("Your next export will confirm it.", columns, theme.muted()));
    lines
}
