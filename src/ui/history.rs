//! The history screen: the log, and the details of the selected decision.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::screen::history::HistoryScreen;
use crate::domain::decision::carry_out::{CarryOutState, carry_out_state};
use crate::domain::decision::history::PastDecision;
use crate::domain::decision::{AcceptDetails, Decision, Gift, Verdict};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

use super::text_input;
use super::theme::Theme;
use super::widget::{Group, Paint};
use crate::domain::text::plural::number;
use crate::domain::text::wrap;

/// Minimum width in columns for log and details side by side.
const TWO_PANES_MIN_WIDTH: u16 = 90;

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &HistoryScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let [head, body] = area.layout(&Layout::vertical([Constraint::Length(2), Constraint::Fill(1)]));
    draw_filter(paint, head, screen);
    let [log, detail] = if area.width >= TWO_PANES_MIN_WIDTH {
        body.layout(&Layout::horizontal([Constraint::Percentage(50), Constraint::Fill(1)]).spacing(3))
    } else {
        body.layout(&Layout::vertical([Constraint::Percentage(50), Constraint::Fill(1)]).spacing(1))
    };
    draw_log(paint, log, screen);
    if let Some(past) = screen.selected_decision(&app.model().ledger) {
        let lines = detail_lines(&past, app, usize::from(detail.width), theme);
        paint.clipped(detail, lines);
    }
}

/// Draws the filter, or a hint on how to filter.
fn draw_filter(paint: &mut Paint, area: Rect, screen: &HistoryScreen) {
    let theme = paint.theme;
    let shown = number(screen.rows.len());
    let line = if screen.is_typing || !screen.filter.text().is_empty() {
        let lead = "narrowed by: ";
        let (typed, column) = text_input::single_line(&screen.filter);
        if screen.is_typing {
            paint.cursor(area, (lead.len() + column, 0));
        }
        let words = format!("{lead}{typed}");
        Line::from(vec![
            Span::styled(words, theme.title()),
            Span::styled(format!("   {shown} of {}", number(screen.total_decisions())), theme.dim()),
        ])
    } else {
        let words =
            format!("{shown} decisions. w narrows: a name, met:yes, #tag, pile:note, has:messages, since:2026-03");
        Line::styled(wrap::truncate(&words, usize::from(area.width)), theme.dim())
    };
    paint.line(area, line);
}

/// Draws the log, grouped by day.
fn draw_log(paint: &mut Paint, area: Rect, screen: &HistoryScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let (columns, today) = (usize::from(area.width), app.model().moment.today);
    if screen.rows.is_empty() {
        paint.line(area, Line::styled("Nothing like that was decided.", theme.dim()));
    }
    let days: Vec<_> = screen.days().collect();
    let groups: Vec<Group> =
        days.iter().map(|(_, rows)| Group { lines_above: 1, rows: *rows, pins_heading: true }).collect();
    let above = |group: usize, _| Line::styled(dates::format_short(days[group].0, today), theme.dim());
    let row = |at: usize| {
        let past = screen.decision_at(at, &app.model().ledger);
        past.map_or_else(Line::default, |past| row(&past, at == screen.cursor.index, app, columns, theme))
    };
    paint.list(area, &groups, Some(screen.cursor.index), &above, &row);
}

fn row(past: &PastDecision, marked: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let kind = past.decision.verdict.kind();
    let sign = if marked { "› " } else { "  " };
    let name = past.decision.name.display_name();
    let later = if past.is_current { "" } else { " (changed later)" };
    let why = Untrusted::from(past.decision.reason.as_str()).display().into_owned();
    let words = format!("{name}{later}{}{why}", if why.is_empty() { "" } else { " · " });
    // The carry-out state ends the line: as a label if there is room, else as a symbol.
    let stage =
        carry_out_state_of(past, app).map_or("", |stage| if columns < 44 { stage.symbol() } else { stage.label() });
    let room = columns.saturating_sub(wrap::width(stage) + 15);
    let words = wrap::truncate(&words, room);
    let gap = room.saturating_sub(wrap::width(&words));
    Line::from(vec![
        Span::raw(sign),
        Span::styled(format!("{} {:<9}", kind.symbol(), kind.past_tense()), theme.verdict(kind)),
        Span::raw(format!("{words}{} ", " ".repeat(gap))),
        Span::styled(stage, theme.dim()),
    ])
}

/// Returns the carry-out state of a current decision.
fn carry_out_state_of(past: &PastDecision, app: &App) -> Option<CarryOutState> {
    let case = app.model().ledger.case(&past.decision.invitation).filter(|_| past.is_current)?;
    carry_out_state(&app.model().ledger, case)
}

/// Returns a decision in full, and the person's other decisions.
fn detail_lines(past: &PastDecision, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let PastDecision { entry, decision, invitation: _, is_current: is_standing } = past;
    let kind = decision.verdict.kind();
    let mut lines = vec![
        Line::styled(wrap::truncate(&decision.name.display_name(), columns), theme.title()),
        Line::styled(
            format!(
                "{} {} on {}{}",
                kind.symbol(),
                kind.past_tense(),
                dates::format_long(app.model().moment.local.of(entry.at)),
                carry_out_state_of(past, app).map_or(String::new(), |stage| format!(" · {}", stage.label()))
            ),
            theme.verdict(kind),
        ),
    ];
    if !is_standing {
        lines.push(Line::styled("A later decision counts now.", theme.dim()));
    }
    let mut say = |label: &str, words: &str| {
        let words = Untrusted::from(words).display().into_owned();
        if !words.trim().is_empty() {
            lines.extend(wrap::wrap(&format!("{label}: {words}"), columns).into_iter().map(Line::raw));
        }
    };
    say("Answers", &answers(decision, app));
    say("Why", &decision.reason);
    say("Your note", &decision.note);
    match &decision.verdict {
        Verdict::Accept(AcceptDetails { how_met, remember, rhythm, gift, gift_by }) => {
            say("How we met", how_met);
            say("To remember", remember);
            say("Keep in touch", rhythm.label());
            let by = if *gift == Gift::Nothing { String::new() } else { format!(", {}", gift_by.label()) };
            say("First gift", &format!("{}{by}", gift.label()));
        }
        Verdict::Decline(how) => say("How", how.label()),
        Verdict::FollowUp { due, mode: _, question } => {
            say("Comes back", &dates::format_long(*due));
            say("Your question", question);
        }
    }
    say("Tags", &decision.tags.join(" "));
    if !decision.evidence.is_empty() {
        lines.push(Line::styled("What was known then", theme.dim()));
        for fact in &decision.evidence {
            let words = format!("{}  {}", fact.text.display(), fact.file.display());
            lines.extend(
                wrap::wrap(&words, columns.saturating_sub(2)).into_iter().map(|line| Line::raw(format!("  {line}"))),
            );
        }
    }
    lines.extend(other_decisions(past, app, theme));
    lines
}

fn answers(decision: &Decision, app: &App) -> String {
    let checklist = &app.model().settings.checklist;
    let answered = decision.answers.iter().map(|(id, answer)| {
        let today = if decision.questions.is_empty() { checklist.wording(id) } else { None };
        let wording = today.as_ref().map_or_else(|| decision.question(id), |(_, wording)| wording.as_str());
        format!("{wording} {}", answer.label())
    });
    answered.collect::<Vec<_>>().join(", ")
}

/// Returns the other decisions about the same person, earlier and later.
fn other_decisions(past: &PastDecision, app: &App, theme: Theme) -> Vec<Line<'static>> {
    let cases = app.model().ledger.cases_of(&past.decision.person);
    let decisions =
        cases.flat_map(|case| app.model().ledger.decisions_of(case)).filter(|(entry, _)| entry.id != past.entry.id);
    let mut lines: Vec<Line> = decisions
        .map(|(entry, decision)| {
            let kind = decision.verdict.kind();
            Line::raw(format!(
                "  {} {} on {}",
                kind.symbol(),
                kind.past_tense(),
                dates::format_long(app.model().moment.local.of(entry.at))
            ))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, Line::styled("Also decided about this person", theme.dim()));
    }
    lines
}
