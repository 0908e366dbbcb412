//! The history screen: decisions by day, and the selected one in full.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use strum::VariantArray;

use crate::app::App;
use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::screen::history::HistoryScreen;
use crate::domain::decision::carry_out::{CarryOutState, carry_out_state};
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::history::PastDecision;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Decision, Gift, Verdict, VerdictKind};
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{self, truncate, width};

use super::filter_line;
use super::layout::{list_and_pane, take_rows};
use super::theme::{Role, Theme};
use super::widget::chips::badge;
use super::widget::detail::{EmptyState, fact_sign, labelled, name_cell, signed, state_style, steps};
use super::widget::{Group, Paint};

/// Columns of a name in the list.
const NAME_COLUMNS: usize = 22;

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &HistoryScreen) {
    if screen.total_decisions() == 0 {
        let lines = paint.empty_state(&NO_DECISIONS, usize::from(area.width));
        return paint.lines(area, &lines);
    }
    let head = take_rows(&mut area, 2);
    draw_head(paint, head, screen);
    let (list, pane) = match list_and_pane(area) {
        (list, Some(pane)) => (list, Some(pane)),
        (whole, None) => {
            let [list, below] = whole.layout(&Layout::vertical([Constraint::Percentage(50), Constraint::Fill(1)]));
            (list, Some(below).filter(|below| below.height >= 4))
        }
    };
    draw_list(paint, list, screen);
    let (Some(pane), Some(past)) = (pane, screen.selected_decision(&paint.app.model().ledger)) else { return };
    let is_beside = pane.y == list.y;
    let name = past.decision.name.display_name();
    let place = format!("{} of {}", number(screen.cursor.index + 1), number(screen.rows.len()));
    if is_beside {
        let columns = usize::from(pane.width.saturating_sub(6));
        let lines = detail_lines(&past, paint.app, columns, paint.theme);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4).min(pane.height);
        let mut inside = paint.pane(Rect { height: rows, ..pane }, &name, &place);
        take_rows(&mut inside, 1);
        paint.detail_lines(inside, &lines);
    } else {
        let mut below = pane;
        let rule = take_rows(&mut below, 1);
        paint.rule(rule);
        let lines = compact_lines(&past, paint.app, usize::from(below.width), paint.theme);
        paint.detail_lines(below, &lines);
    }
}

/// Draws the kinds with their counts, or the filter.
fn draw_head(paint: &mut Paint, area: Rect, screen: &HistoryScreen) {
    let (app, theme) = (paint.app, paint.theme);
    if screen.filter.is_shown() {
        return filter_line::draw(paint, area, &screen.filter, (screen.rows.len(), screen.total_decisions()));
    }
    let all = badge(&format!("all {}", number(screen.total_decisions())), Role::Accent, theme);
    let kinds = |has_labels: bool| -> Vec<Span<'static>> {
        let kind = |(kind, count): (&VerdictKind, usize)| {
            let label = if has_labels { format!(" {}", kind.label()) } else { String::new() };
            let sign = Span::styled(format!("   {}{label} ", kind.symbol()), theme.verdict(*kind));
            [sign, Span::styled(number(count), theme.muted())]
        };
        std::iter::once(all.clone()).chain(VerdictKind::VARIANTS.iter().zip(screen.kinds).flat_map(kind)).collect()
    };
    let mut spans = kinds(true);
    if spans.iter().map(Span::width).sum::<usize>() > usize::from(area.width) {
        spans = kinds(false);
    }
    let [filter, kind] = [Action::Filter, Action::FilterVerdict].map(|action| app.keymap().first_key(action));
    let keys = [
        Span::styled(filter, theme.key()),
        Span::styled(" filter   ", theme.muted()),
        Span::styled(kind, theme.key()),
        Span::styled(" next kind", theme.muted()),
    ];
    let used: usize = spans.iter().chain(&keys).map(Span::width).sum();
    if let Some(gap) = usize::from(area.width).checked_sub(used).filter(|gap| *gap > 1) {
        spans.push(Span::raw(" ".repeat(gap)));
        spans.extend(keys);
    }
    paint.line(area, Line::from(spans));
}

/// Where nothing was decided yet.
pub(super) const NO_DECISIONS: EmptyState = EmptyState {
    title: "No decisions yet.",
    words: "Every decision is listed here, with your reasons and what you knew then.",
    ways: &[(ScreenId::Triage, "goes on with the requests")],
};

/// Draws the decisions, grouped by day.
fn draw_list(paint: &mut Paint, area: Rect, screen: &HistoryScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let (columns, today) = (usize::from(area.width), app.model().moment.today);
    if screen.rows.is_empty() {
        paint.no_matches(area);
    }
    let days: Vec<_> = screen.days().collect();
    let is_first = |group: usize| usize::from(group > 0);
    let groups: Vec<Group> = days
        .iter()
        .enumerate()
        .map(|(at, (_, rows))| Group { lines_above: 1 + is_first(at), rows: *rows, pins_heading: true })
        .collect();
    let above = |group: usize, line: usize| {
        if line < is_first(group) {
            return Line::default();
        }
        let day = dates::format_short(days[group].0, today);
        let rule = "─".repeat(columns.saturating_sub(width(&day) + 1));
        Line::from(vec![Span::styled(format!("{day} "), theme.muted()), Span::styled(rule, theme.rule())])
    };
    let row = |at: usize| {
        let past = screen.decision_at(at, &app.model().ledger);
        past.map_or_else(Line::default, |past| {
            row(&past, at == screen.cursor.index, carry_out_state_of(&past, app), columns, theme)
        })
    };
    paint.list(area, &groups, Some(screen.cursor.index), &above, &row);
}

fn row(
    past: &PastDecision,
    is_selected: bool,
    state: Option<CarryOutState>,
    columns: usize,
    theme: Theme,
) -> Line<'static> {
    let kind = past.decision.verdict.kind();
    let (state_text, state_style) = match state {
        Some(state) => (state.label(), state_style(state, theme)),
        None if past.is_current => ("", theme.muted()),
        None => ("changed later", theme.muted()),
    };
    let why = summary(past.decision);
    let room = columns.saturating_sub(4 + width(state_text));
    let name_columns = NAME_COLUMNS.min(columns * 2 / 5);
    let name = name_cell(&past.decision.name.display_name(), name_columns, room.saturating_sub(width(&why)));
    let room = room.saturating_sub(width(&name));
    let why = truncate(&why, room);
    let fill = " ".repeat(room.saturating_sub(width(&why)) + 1);
    Line::from(vec![
        Span::styled(format!("{} ", kind.symbol()), theme.verdict(kind)),
        Span::styled(format!("{name} "), if is_selected { theme.title() } else { theme.text() }),
        Span::styled(format!("{why}{fill}"), theme.muted()),
        Span::styled(state_text, state_style),
    ])
}

/// Returns a decision in a few words: the reason, how you met, what was asked, or how it was declined.
pub(super) fn summary(decision: &Decision) -> String {
    let said = |text: &str| Untrusted::from(text).display_name();
    let reason = decision.reason.trim();
    match &decision.verdict {
        _ if !reason.is_empty() => said(reason),
        Verdict::Accept(AcceptDetails { how_met, remember, .. }) => {
            let words = if how_met.trim().is_empty() { remember } else { how_met };
            if words.trim().is_empty() { String::new() } else { said(words) }
        }
        Verdict::Decline(how) => how.label().to_owned(),
        Verdict::FollowUp { question, .. } if !question.trim().is_empty() => {
            format!("your question: {}", said(question))
        }
        Verdict::FollowUp { due, .. } => format!("until {}", dates::format_long(*due)),
    }
}

/// Returns the carry-out state of a current decision.
pub(super) fn carry_out_state_of(past: &PastDecision, app: &App) -> Option<CarryOutState> {
    let case = app.model().ledger.case(&past.decision.invitation).filter(|_| past.is_current)?;
    carry_out_state(&app.model().ledger, case)
}

/// Returns a decision in full, and the person's other decisions.
pub(super) fn detail_lines(past: &PastDecision, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let PastDecision { entry, decision, invitation, is_current } = past;
    let kind = decision.verdict.kind();
    let on = dates::format_long(app.model().moment.local.of(entry.at));
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{} {}", kind.symbol(), kind.label()), theme.verdict(kind)),
        Span::styled(format!(" {} {on}", kind.day_word()), theme.muted()),
    ])];
    lines.extend(carry_out_state_of(past, app).map(|state| steps(kind, state, columns, theme)));
    if !is_current {
        lines.push(Line::styled("A later decision counts now.", theme.muted()));
    }
    lines.push(Line::default());
    lines.extend(answer_lines(decision, app, columns, theme));
    lines.extend(verdict_lines(decision, columns, theme));
    if !decision.evidence.is_empty() {
        lines.extend([Line::default(), Line::styled("WHAT YOU KNEW THEN", theme.muted())]);
        for fact in &decision.evidence {
            let words = format!("{}  {}", fact.text.display(), fact.file.display());
            lines.extend(signed(&fact_sign(fact.kind, theme), &words, columns, theme.text()));
        }
    }
    lines.extend([Line::default(), Line::styled("THEIR NOTE", theme.muted())]);
    match &invitation.note {
        Some(note) => {
            let text = wrap::wrap(&note.display_paragraphs(), columns);
            lines.extend(text.into_iter().map(|line| Line::styled(line, theme.text())));
        }
        None => lines.push(Line::styled("none", theme.muted())),
    }
    lines.extend(other_decisions(past, app, theme));
    lines
}

/// Returns a decision in few rows, for a pane below the list: name, verdict and state in one row, then the answers.
fn compact_lines(past: &PastDecision, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let PastDecision { entry, decision, invitation, is_current } = past;
    let kind = decision.verdict.kind();
    let on = dates::format_long(app.model().moment.local.of(entry.at));
    let state = carry_out_state_of(past, app);
    let verdict = format!("{} {}", kind.symbol(), kind.label());
    let state_text = state.map(|state| format!(" · {}", state.label())).unwrap_or_default();
    let when = format!(" {} {on}", kind.day_word());
    let name = Span::styled(decision.name.display_name(), theme.title());
    let stands = vec![
        Span::styled(verdict, theme.verdict(kind)),
        Span::styled(when, theme.muted()),
        Span::styled(state_text, state.map_or(theme.muted(), |state| state_style(state, theme))),
    ];
    let used = name.width() + 3 + stands.iter().map(Span::width).sum::<usize>();
    let mut lines = if used <= columns {
        vec![Line::from([vec![name, Span::raw("   ")], stands].concat())]
    } else {
        vec![Line::from(name), Line::from(stands)]
    };
    if !is_current {
        lines.push(Line::styled("A later decision counts now.", theme.muted()));
    }
    let mut answers: Vec<Vec<Span>> = Vec::new();
    for spans in answered(decision, app, columns).into_iter().map(|(wording, answer)| {
        [Span::styled(format!("{wording} "), theme.muted()), Span::styled(answer.label(), theme.answer(answer))]
    }) {
        let used = |spans: &[Span]| spans.iter().map(Span::width).sum::<usize>();
        match answers.last_mut().filter(|row| used(row) + 3 + used(&spans) <= columns) {
            Some(row) => row.extend([Span::raw("   ")].into_iter().chain(spans)),
            None => answers.push(spans.into()),
        }
    }
    lines.extend(answers.into_iter().map(Line::from));
    lines.extend(verdict_lines(decision, columns, theme));
    for (at, fact) in decision.evidence.iter().enumerate() {
        let words = format!("{}  {}", fact.text.display(), fact.file.display());
        lines.extend(labelled(if at == 0 { "Known then" } else { "" }, &words, columns, theme));
    }
    let note = invitation.note.as_ref().map(Untrusted::display_paragraphs);
    lines.extend(labelled("Their note", &note.unwrap_or_default(), columns, theme));
    lines.extend(other_decisions(past, app, theme).into_iter().filter(|line| line.width() > 0));
    lines
}

/// Returns the questions as they were asked, with the answers.
fn answered(decision: &Decision, app: &App, columns: usize) -> Vec<(String, Answer)> {
    let checklist = &app.model().settings.checklist;
    let words = decision.answers.iter().map(|(id, answer)| {
        let today = if decision.questions.is_empty() { checklist.wording(id) } else { None };
        let wording = today.as_ref().map_or_else(|| decision.question(id), |(_, wording)| wording.as_str());
        (truncate(wording, columns.saturating_sub(8)), answer)
    });
    words.collect()
}

/// Returns the questions in rows, each with its answer.
fn answer_lines(decision: &Decision, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let answered = answered(decision, app, columns);
    let widest = answered.iter().map(|(wording, _)| width(wording)).max().unwrap_or_default();
    let mut lines: Vec<Line> = answered
        .into_iter()
        .map(|(wording, answer)| {
            let gap = " ".repeat(widest + 3 - width(&wording));
            Line::from(vec![
                Span::styled(format!("{wording}{gap}"), theme.muted()),
                Span::styled(answer.label(), theme.answer(answer).add_modifier(ratatui::style::Modifier::BOLD)),
            ])
        })
        .collect();
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// Returns what was noted with a decision, a label and a text each.
fn verdict_lines(decision: &Decision, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut say = |label: &str, words: &str| lines.extend(labelled(label, words, columns, theme));
    match &decision.verdict {
        Verdict::Accept(AcceptDetails { how_met, remember, rhythm, gift, gift_by }) => {
            say("How we met", how_met);
            say("Remember", remember);
            say("Keep in touch", rhythm.map_or("", Rhythm::label));
            let by = if *gift == Gift::Nothing { String::new() } else { format!(", {}", gift_by.label()) };
            say("First gift", &format!("{}{by}", gift.label()));
        }
        Verdict::Decline(how) => say("How", how.label()),
        Verdict::FollowUp { due, mode: _, question } => {
            say("Comes back", &dates::format_long(*due));
            say("Your question", question);
        }
    }
    say("Reason", &decision.reason);
    say("Your note", &decision.note);
    say("Tags", &decision.tags.join(" "));
    lines
}

/// Returns the other decisions about the same person, earlier and later.
fn other_decisions(past: &PastDecision, app: &App, theme: Theme) -> Vec<Line<'static>> {
    let cases = app.model().ledger.cases_of(&past.decision.person);
    let decisions =
        cases.flat_map(|case| app.model().ledger.decisions_of(case)).filter(|(entry, _)| entry.id != past.entry.id);
    let mut lines: Vec<Line> = decisions
        .map(|(entry, decision)| {
            let kind = decision.verdict.kind();
            let on = dates::format_long(app.model().moment.local.of(entry.at));
            Line::from(vec![
                Span::styled(format!("{} {}", kind.symbol(), kind.label()), theme.verdict(kind)),
                Span::styled(format!(" on {on}"), theme.muted()),
            ])
        })
        .collect();
    if !lines.is_empty() {
        let heading = plural(lines.len(), "OTHER DECISION").to_uppercase();
        lines.splice(0..0, [Line::default(), Line::styled(heading, theme.muted())]);
    }
    lines
}
