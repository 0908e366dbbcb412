//! The carry-out screen: a batch of ten people, and for the selected one the exact click and its consequence.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::screen::carry_out::CarryOutScreen;
use crate::app::view::ClickTarget;
use crate::domain::decision::carry_out::{CarryOutState, CarryOutTask, carry_out_state, task};
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::decision::{Gift, Verdict};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

use super::theme::Theme;
use super::widget::{Group, Paint};
use crate::domain::text::plural::number;
use crate::domain::text::wrap;

/// Minimum width in columns for list and person side by side.
const TWO_PANES_MIN_WIDTH: u16 = 90;

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &CarryOutScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let [head, body] = area.layout(&Layout::vertical([Constraint::Length(2), Constraint::Fill(1)]));
    let words = wrap::truncate(&summary(screen), usize::from(head.width));
    paint.line(head, Line::styled(words, theme.title()));
    let rows = u16::try_from(screen.batch().len()).unwrap_or(u16::MAX).saturating_add(1);
    let [list, person] = if area.width >= TWO_PANES_MIN_WIDTH {
        body.layout(&Layout::horizontal([Constraint::Percentage(45), Constraint::Fill(1)]).spacing(3))
    } else {
        body.layout(&Layout::vertical([Constraint::Length(rows.min(body.height / 2)), Constraint::Fill(1)]))
    };
    let columns = usize::from(list.width);
    let portion = screen.batch();
    let selected = screen.current().map(|_| screen.index_in_batch());
    let row = |at: usize| {
        let case = app.model().ledger.case(&portion[at]);
        case.map_or_else(Line::default, |case| row(case, selected == Some(at), app, columns, theme))
    };
    paint.list(list, &[Group::plain(portion.len())], selected, &|_, _| Line::default(), &row);
    for (_, hit) in &mut paint.view.targets {
        if let ClickTarget::Row(at) = hit {
            *at += screen.batch_start(); // rows are relative to the batch
        }
    }
    let said = match screen.current().and_then(|id| app.model().ledger.case(id)) {
        Some(case) => instructions_lines(case, app, usize::from(person.width), theme),
        None => batch_done_lines(screen, usize::from(person.width), theme),
    };
    paint.clipped(person, said);
}

fn summary(screen: &CarryOutScreen) -> String {
    match (screen.remaining(), screen.batch().len()) {
        (0, _) => "Everything is carried out.".to_owned(),
        (left, portion) if left > portion => {
            format!("{} to carry out · {} of these {portion} done", number(left), screen.done_in_batch())
        }
        (left, _) => format!("{} to carry out · {} done", number(left), screen.done_in_batch()),
    }
}

fn row(case: &InvitationCase, marked: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let Some((_, decision)) = app.model().ledger.decision_of(case) else { return Line::default() };
    let kind = decision.verdict.kind();
    let stage = carry_out_state(&app.model().ledger, case).map(CarryOutState::label).unwrap_or_default();
    let room = columns.saturating_sub(wrap::width(stage) + 17);
    let name = wrap::truncate(&decision.name.display_name(), room);
    let gap = room.saturating_sub(wrap::width(&name));
    Line::from(vec![
        Span::raw(if marked { "› " } else { "  " }),
        Span::styled(format!("{} {:<10} ", kind.symbol(), kind.label()), theme.verdict(kind)),
        Span::raw(format!("{name}{} ", " ".repeat(gap))),
        Span::styled(stage, theme.muted()),
    ])
}

/// Returns the instructions for a person, with the profile and the consequence.
fn instructions_lines(case: &InvitationCase, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let Some((entry, decision)) = app.model().ledger.decision_of(case) else { return Vec::new() };
    let invitation = case.invitation();
    let kind = decision.verdict.kind();
    let stage = carry_out_state(&app.model().ledger, case);
    let on =
        format!("{} {} on {}", kind.symbol(), kind.label(), dates::format_long(app.model().moment.local.of(entry.at)));
    let stands = stage.map_or(String::new(), |stage| format!(" · {}", stage.label()));
    let mut lines = vec![
        Line::styled(wrap::truncate(&invitation.name.display_name(), columns), theme.title()),
        Line::styled(wrap::truncate(&format!("{on}{stands}"), columns), theme.verdict(kind)),
    ];
    lines.extend(invitation.address().map(|url| Line::styled(wrap::truncate(&url, columns), theme.muted())));
    lines.push(Line::default());
    let (click, consequence) = task(&app.model().ledger, case).map_or(("", ""), CarryOutTask::instructions);
    let mut say = |words: &str, style| {
        lines.extend(wrap::wrap(words, columns).into_iter().map(|line| Line::styled(line, style)));
    };
    let plain = ratatui::style::Style::new();
    say(click, plain);
    say(consequence, theme.muted());
    if stage == Some(CarryOutState::StillPending) {
        say("Your last export still lists this request: it was not accepted there.", theme.warning());
    }
    match &decision.verdict {
        Verdict::Accept(details) if details.gift != Gift::Nothing => {
            say(&format!("Then {}, {}.", details.gift.label(), details.gift_by.label()), plain);
        }
        Verdict::FollowUp { question, .. } if !question.is_empty() => {
            say(&format!("\"{}\"", Untrusted::from(question.as_str()).display_multiline().trim()), plain);
        }
        Verdict::Accept(_) | Verdict::Decline(_) | Verdict::FollowUp { .. } => {}
    }
    lines
}

/// Returns the text for a finished batch.
fn batch_done_lines(screen: &CarryOutScreen, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let words = match screen.remaining() {
        0 => "Nothing is left to be done on LinkedIn. The next export will show it.".to_owned(),
        left => format!("These are done, {} left. Enter brings the next ten; Esc stops here.", number(left)),
    };
    wrap::wrap(&words, columns).into_iter().map(|line| Line::styled(line, theme.title())).collect()
}
