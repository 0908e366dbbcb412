//! The questions of a card, with the answers as chips.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::screen::review::ReviewScreen;
use crate::app::view::ClickTarget;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::checklist::{Answer, Answers, Question};
use crate::domain::text::wrap::{truncate, width};

use super::layout::take_rows;
use super::widget::Paint;
use super::widget::chips;

/// Columns of the widest answer with its blanks.
const CHIP: usize = 7;
/// Answers in the order of their columns.
const ANSWERS: [Answer; 3] = [Answer::Yes, Answer::No, Answer::Unsure];
/// Columns of the body below which answers stand as close as they can.
const COMPACT_MAX_WIDTH: u16 = 56;
/// Columns of the answers when they stand close.
const COMPACT_CHIPS: usize = 18;

/// Columns between the answers and a prompt beside them.
const PROMPT_GAP: usize = 2;

/// How close the questions stand. A prompt that is not beside its question is below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spacing {
    /// One below the other, without a prompt below.
    Tight,
    /// One below the other, and the prompt of the focused one below it.
    WithPrompt,
    /// With an empty row after each, where the prompt stands.
    Airy,
}

/// Returns the rows of the questions.
pub fn height(paint: &Paint, session: &ReviewScreen, columns: usize, spacing: Spacing) -> u16 {
    let questions = (session.deck.questions)(paint.app.model());
    let is_below = !are_prompts_beside(questions, columns);
    let rows = match (spacing, questions.len()) {
        (_, 0) => 0,
        (Spacing::Tight, count) => count,
        (Spacing::WithPrompt, count) => count + usize::from(is_below && session.focus < count),
        (Spacing::Airy, count) => count * 2 - 1 + usize::from(is_below),
    };
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Returns the answers given so far.
pub fn answers(app: &App, session: &ReviewScreen) -> Answers {
    let draft = session.current().and_then(|card| app.drafts().card_draft(session.deck.spec.id, card));
    draft.map_or_else(Answers::default, |draft| draft.answers.clone())
}

/// Draws the questions.
pub fn draw(paint: &mut Paint, mut area: Rect, session: &ReviewScreen, spacing: Spacing) {
    let (app, theme) = (paint.app, paint.theme);
    let questions = (session.deck.questions)(app.model());
    let given = answers(app, session);
    let is_compact = area.width < COMPACT_MAX_WIDTH;
    let (gap, chips_width) = if is_compact { (1, COMPACT_CHIPS) } else { (3, 3 * (CHIP + 1)) };
    let room = usize::from(area.width).saturating_sub(2 + gap + chips_width);
    let widest = questions.iter().map(|question| width(&question.text)).max().unwrap_or_default().min(room);
    for (at, question) in questions.iter().enumerate() {
        let place = take_rows(&mut area, 1);
        let has_focus = at == session.focus;
        let is_beside = are_prompts_beside(questions, usize::from(place.width));
        let has_below = has_focus && !is_beside && spacing != Spacing::Tight;
        let below = take_rows(&mut area, u16::from(has_below || spacing == Spacing::Airy));
        if has_below {
            let words = truncate(&question.prompt, usize::from(below.width).saturating_sub(2));
            paint.line(below, Line::styled(format!("  {words}"), theme.muted()));
        }
        let text = truncate(&question.text, widest);
        let blanks = " ".repeat(widest - width(&text) + gap);
        let style = if has_focus { theme.title() } else { theme.text() };
        let mut spans =
            vec![Span::styled(format!("{} ", at + 1), theme.muted()), Span::styled(format!("{text}{blanks}"), style)];
        let mut x = place.x.saturating_add(u16::try_from(widest + 2 + gap).unwrap_or_default());
        for answer in ANSWERS {
            let chip = chips::answer(answer, given.get(&question.id) == Some(answer), has_focus, theme);
            let used: usize = chip.iter().map(Span::width).sum();
            if let Some(question) = Action::QUESTIONS.get(at) {
                let width = u16::try_from(used).unwrap_or_default();
                let target = ClickTarget::Answer(*question, action_of(answer));
                paint.add_click_target(Rect { x, width, ..place }, target);
            }
            let room = if is_compact { used + 1 } else { CHIP + 1 };
            x = x.saturating_add(u16::try_from(room).unwrap_or_default());
            spans.extend(chip);
            spans.push(Span::raw(" ".repeat(room.saturating_sub(used))));
        }
        if has_focus && is_beside {
            spans.push(Span::styled(format!("{:PROMPT_GAP$}{}", "", question.prompt), theme.muted()));
        }
        paint.line(place, Line::from(spans));
        if has_focus {
            paint.select(place);
        }
        if has_focus && app.overlay().is_none() {
            paint.cursor(place, (0, 0));
        }
    }
}

fn action_of(answer: Answer) -> Action {
    match answer {
        Answer::Yes => Action::Yes,
        Answer::No => Action::No,
        Answer::Unsure => Action::Unsure,
    }
}

/// True if every prompt fits whole beside its question.
fn are_prompts_beside(questions: &[Question], columns: usize) -> bool {
    let widest = |words: fn(&Question) -> &str| questions.iter().map(|asked| width(words(asked))).max();
    let widest = [widest(|asked| &asked.text), widest(|asked| &asked.prompt)].into_iter().flatten().sum::<usize>();
    // Beside them stand the number, a gap, the chips, and another gap.
    widest + 2 + 3 + 3 * (CHIP + 1) + PROMPT_GAP <= columns
}

/// Returns what the answers lean towards; never a decision. `None` while an answer is missing.
pub fn leaning(app: &App, session: &ReviewScreen) -> Option<(&'static str, VerdictKind)> {
    let questions = (session.deck.questions)(app.model());
    let given = answers(app, session);
    if questions.is_empty() || questions.iter().any(|question| given.get(&question.id).is_none()) {
        return None;
    }
    let count = |answer| questions.iter().filter(|question| given.get(&question.id) == Some(answer)).count();
    let [accepting, declining, asking] = session.deck.suggestions;
    Some(match () {
        () if count(Answer::No) == questions.len() => (declining, VerdictKind::Decline),
        () if count(Answer::Yes) * 2 > questions.len() => (accepting, VerdictKind::Accept),
        () => (asking, VerdictKind::FollowUp),
    })
}

/// Returns what the answers lean towards as a line; empty while an answer is missing.
pub fn suggestion(paint: &Paint, session: &ReviewScreen) -> Line<'static> {
    let theme = paint.theme;
    let Some((words, kind)) = leaning(paint.app, session) else { return Line::default() };
    Line::from(vec![
        Span::styled("Leaning towards ", theme.muted()),
        Span::styled(words, theme.verdict(kind).add_modifier(ratatui::style::Modifier::BOLD)),
        Span::styled(". You decide.", theme.muted()),
    ])
}
