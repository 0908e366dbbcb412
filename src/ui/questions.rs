//! The questions below a card, with the answers so far.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::deck::spec::CardView;
use crate::app::screen::review::ReviewScreen;
use crate::domain::decision::checklist::{Answer, Answers, Question};

use super::widget::Paint;
use crate::domain::text::wrap;

/// Returns the height of the questions on a card of `rows` rows.
pub fn height(paint: &Paint, rows: u16, session: &ReviewScreen) -> u16 {
    let questions = (session.deck.questions)(paint.app.model()).len();
    let questions = u16::try_from(questions).unwrap_or(u16::MAX);
    let with_title = questions.saturating_add(2);
    if rows >= with_title + 8 { with_title } else { questions.min(rows / 2) }
}

/// Draws the questions.
pub fn draw(paint: &mut Paint, area: Rect, card: &CardView, session: &ReviewScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let questions = (session.deck.questions)(app.model());
    let draft = session.current().and_then(|card| app.drafts().card_draft(session.deck.spec.id, card));
    let none = Answers::default();
    let answers = draft.map_or(&none, |draft| &draft.answers);
    let mut lines = Vec::new();
    if usize::from(area.height) > questions.len() {
        lines.push(Line::styled("─".repeat(usize::from(area.width)), theme.dim()));
        lines.push(match &card.earlier_decision {
            Some(stamp) => Line::from(vec![
                Span::styled(format!("{} {}", stamp.kind.symbol(), stamp.text), theme.verdict(stamp.kind)),
                Span::styled(stamp.hint.clone(), theme.dim()),
            ]),
            None => suggestion(paint, questions, answers, session),
        });
    }
    let above = lines.len();
    let widest = questions.iter().map(|q| wrap::width(&q.text)).max().unwrap_or_default();
    for (i, question) in questions.iter().enumerate() {
        let focused = i == session.focus;
        let answer = answers.get(&question.id);
        let sign = if focused { "›" } else { " " };
        let ask = format!("{sign} {} {:<widest$} ", i + 1, question.text);
        let word = format!(" {:^6} ", answer.map_or("·", Answer::label));
        let style = answer.map_or_else(|| theme.dim(), |answer| theme.answer(answer));
        let room = usize::from(area.width).saturating_sub(wrap::width(&ask) + wrap::width(&word) + 1);
        let prompt = if focused { wrap::truncate(&question.prompt, room) } else { String::new() };
        lines.push(Line::from(vec![
            Span::styled(ask, if focused { theme.title() } else { Style::new() }),
            Span::styled(word, style),
            Span::raw(" "),
            Span::styled(prompt, theme.dim()),
        ]));
    }
    paint.lines(area, &lines);
    if app.overlay().is_none() && area.width > 2 {
        paint.cursor(area, (2, above + session.focus));
    }
}

/// Returns the verdict that the answers suggest, or how to answer; never a decision.
fn suggestion(paint: &Paint, questions: &[Question], answers: &Answers, session: &ReviewScreen) -> Line<'static> {
    let (keymap, theme) = (paint.app.keymap(), paint.theme);
    if questions.iter().any(|question| answers.get(&question.id).is_none()) {
        let [y, n, m] = [Action::Yes, Action::No, Action::Unsure].map(|action| keymap.first_key(action));
        return Line::styled(format!("Three keys answer: {y} yes, {n} no, {m} maybe. Then decide."), theme.dim());
    }
    let count = |answer| questions.iter().filter(|q| answers.get(&q.id) == Some(answer)).count();
    let [accepting, declining, asking] = session.deck.suggestions;
    let (words, action) = match () {
        () if count(Answer::No) == questions.len() => (declining, Action::Decline),
        () if count(Answer::Yes) * 2 > questions.len() => (accepting, Action::Accept),
        () => (asking, Action::FollowUp),
    };
    Line::from(vec![
        Span::styled(format!("Your answers lean towards {words} ("), theme.dim()),
        Span::styled(keymap.first_key(action), theme.key()),
        Span::styled("). You decide.", theme.dim()),
    ])
}
