//! The history: the log on one side, what was decided and why on the other.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::overlay::Overlay;
use crate::app::screen::history::HistoryScreen;
use crate::domain::decision::{Acceptance, Decision, Gift, Verdict};
use crate::domain::history::Past;
use crate::domain::stage::{Stage, stage};
use crate::domain::untrusted::Untrusted;
use crate::domain::when;

use super::theme::Theme;
use super::{form, scroll, text};

/// From this width on, log and detail stand side by side.
const TWO_COLUMNS: u16 = 90;

/// Draws the screen.
pub fn draw(frame: &mut Frame, area: Rect, screen: &HistoryScreen, app: &App, theme: Theme) -> Drawn {
    let [head, body] = area.layout(&Layout::vertical([Constraint::Length(2), Constraint::Fill(1)]));
    filter(frame, head, screen, app, theme);
    let [log, detail] = if area.width >= TWO_COLUMNS {
        body.layout(&Layout::horizontal([Constraint::Percentage(50), Constraint::Fill(1)]).spacing(3))
    } else {
        body.layout(&Layout::vertical([Constraint::Percentage(50), Constraint::Fill(1)]).spacing(1))
    };
    let drawn = draw_log(frame, log, screen, app, theme);
    if let Some(past) = screen.past(&app.ledger) {
        let lines = detail_lines(&past, app, usize::from(detail.width), theme);
        scroll::beginning(frame, detail, lines, theme);
    }
    drawn
}

/// What narrows the list, and how to narrow it.
fn filter(frame: &mut Frame, area: Rect, screen: &HistoryScreen, app: &App, theme: Theme) {
    let typing = matches!(app.overlay, Some(Overlay::Narrowing));
    let shown = text::number(screen.rows.len());
    let line = if typing || !screen.filter.text().is_empty() {
        let words = format!("narrowed by: {}", screen.filter.text());
        if typing {
            form::place_cursor(frame, area, Some((text::width(&words), 0)), 0);
        }
        Line::from(vec![
            Span::styled(words, theme.title()),
            Span::styled(format!("   {shown} of {}", text::number(screen.size())), theme.dim()),
        ])
    } else {
        let words =
            format!("{shown} decisions. w narrows: a name, met:yes, #tag, pile:note, has:messages, since:2026-03");
        Line::styled(text::fit(&words, usize::from(area.width)), theme.dim())
    };
    frame.render_widget(line, Rect { height: area.height.min(1), ..area });
}

/// The rows in sight, a heading where the day changes.
fn draw_log(frame: &mut Frame, area: Rect, screen: &HistoryScreen, app: &App, theme: Theme) -> Drawn {
    let rows = usize::from(area.height);
    let columns = usize::from(area.width);
    let past = |at: usize| screen.past_at(at, &app.ledger);
    let day = |at: usize| past(at).map(|past| past.entry.at.date_naive());
    // Headings take rows too: begin far enough above the marked one, then drop what does not fit.
    let first = screen.marked.saturating_sub(rows / 2);
    let mut lines: Vec<(Line, bool)> = Vec::new();
    for at in first..screen.rows.len().min(first + rows + rows / 2) {
        let Some(past) = past(at) else { continue };
        if at == first || day(at) != at.checked_sub(1).and_then(day) {
            let heading = day(at).map(|day| when::short(day, app.moment.today)).unwrap_or_default();
            lines.push((Line::styled(heading, theme.dim()), false));
        }
        lines.push((row(&past, at == screen.marked, app, columns, theme), at == screen.marked));
    }
    if lines.is_empty() {
        lines.push((Line::styled("Nothing like that was decided.", theme.dim()), false));
    }
    let marked = lines.iter().position(|(_, marked)| *marked).unwrap_or_default();
    let from = (marked + 1).saturating_sub(rows);
    for ((line, is_marked), y) in lines.iter().skip(from).zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
        if *is_marked && app.overlay.is_none() && area.width > 0 {
            frame.set_cursor_position((area.x, y));
        }
    }
    Drawn { rows, overflow: screen.rows.len() }
}

fn row(past: &Past, marked: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let kind = past.decision.verdict.kind();
    let sign = if marked { "› " } else { "  " };
    let name = past.decision.name.shown_name();
    let later = if past.is_standing { "" } else { " (changed later)" };
    let why = Untrusted::from(past.decision.reason.as_str()).shown().into_owned();
    let words = format!("{name}{later}{}{why}", if why.is_empty() { "" } else { " · " });
    // How far it has come stands at the end of the line: in words where there is room, else as a sign.
    let stage = stage_of(past, app).map_or("", |stage| if columns < 44 { stage.sign() } else { stage.words() });
    let room = columns.saturating_sub(text::width(stage) + 15);
    let words = text::fit(&words, room);
    let gap = room.saturating_sub(text::width(&words));
    let line = Line::from(vec![
        Span::raw(sign),
        Span::styled(format!("{} {:<9}", kind.sign(), kind.past()), theme.verdict(kind)),
        Span::raw(format!("{words}{} ", " ".repeat(gap))),
        Span::styled(stage, theme.dim()),
    ]);
    if marked { line.style(theme.marked()) } else { line }
}

/// How far a decision that stands has come.
fn stage_of(past: &Past, app: &App) -> Option<Stage> {
    let case = app.ledger.case(&past.decision.invitation).filter(|_| past.is_standing)?;
    stage(&app.ledger, case)
}

/// A decision in full, and what came before and after it.
fn detail_lines(past: &Past, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let Past { entry, decision, invitation: _, is_standing } = past;
    let kind = decision.verdict.kind();
    let mut lines = vec![
        Line::styled(text::fit(&decision.name.shown_name(), columns), theme.title()),
        Line::styled(
            format!(
                "{} {} on {}{}",
                kind.sign(),
                kind.past(),
                when::long(entry.at.date_naive()),
                stage_of(past, app).map_or(String::new(), |stage| format!(" · {}", stage.words()))
            ),
            theme.verdict(kind),
        ),
    ];
    if !is_standing {
        lines.push(Line::styled("A later decision counts now.", theme.dim()));
    }
    let mut say = |label: &str, words: &str| {
        let words = Untrusted::from(words).shown().into_owned();
        if !words.trim().is_empty() {
            lines.extend(text::wrapped(&format!("{label}: {words}"), columns).into_iter().map(Line::raw));
        }
    };
    say("Answers", &answers(decision, app));
    say("Why", &decision.reason);
    say("Your note", &decision.note);
    match &decision.verdict {
        Verdict::Accept(Acceptance { how_met, remember, rhythm, gift, gift_by }) => {
            say("How we met", how_met);
            say("To remember", remember);
            say("Keep in touch", rhythm.words());
            let by = if *gift == Gift::Nothing { String::new() } else { format!(", {}", gift_by.words()) };
            say("First gift", &format!("{}{by}", gift.words()));
        }
        Verdict::Decline(how) => say("How", how.words()),
        Verdict::FollowUp { due, way: _, question } => {
            say("Comes back", &when::long(*due));
            say("Your question", question);
        }
    }
    say("Tags", &decision.tags.join(" "));
    if !decision.evidence.is_empty() {
        lines.push(Line::styled("What was known then", theme.dim()));
        for fact in &decision.evidence {
            let words = format!("{}  {}", fact.says.shown(), fact.file.shown());
            lines.extend(
                text::wrapped(&words, columns.saturating_sub(2)).into_iter().map(|line| Line::raw(format!("  {line}"))),
            );
        }
    }
    lines.extend(others(past, app, theme));
    lines
}

fn answers(decision: &Decision, app: &App) -> String {
    let questions = app.settings.checklist.questions();
    let answered = decision.answers.iter().map(|(id, answer)| {
        let question = questions.iter().find(|question| question.id == *id);
        format!("{} {}", question.map_or(id.0.as_str(), |question| &question.ask), answer.word())
    });
    answered.collect::<Vec<_>>().join(", ")
}

/// Other decisions upon the same person, earlier and later.
fn others(past: &Past, app: &App, theme: Theme) -> Vec<Line<'static>> {
    let cases = app.ledger.cases_of(&past.decision.person);
    let decisions = cases.flat_map(|case| app.ledger.decisions_of(case)).filter(|(entry, _)| entry.id != past.entry.id);
    let mut lines: Vec<Line> = decisions
        .map(|(entry, decision)| {
            let kind = decision.verdict.kind();
            Line::raw(format!("  {} {} on {}", kind.sign(), kind.past(), when::long(entry.at.date_naive())))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, Line::styled("Also decided about this person", theme.dim()));
    }
    lines
}
