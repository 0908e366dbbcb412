//! The questions of the checklist under the card, with the answers so far.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::domain::checklist::Answer;
use crate::domain::decision::Draft;
use crate::domain::ledger::Case;

use super::card::stamp;
use super::text;
use super::theme::Theme;

/// How many rows the questions take of a card that has `rows`.
pub fn height(app: &App, rows: u16) -> u16 {
    let questions = u16::try_from(app.settings.checklist.questions().len()).unwrap_or(u16::MAX);
    let with_title = questions.saturating_add(2);
    if rows >= with_title + 8 { with_title } else { questions.min(rows / 2) }
}

/// Draws them.
pub fn draw(frame: &mut Frame, area: Rect, case: &Case, app: &App, theme: Theme) {
    let questions = app.settings.checklist.questions();
    let mut lines = Vec::new();
    if usize::from(area.height) > questions.len() {
        lines.push(Line::styled("─".repeat(usize::from(area.width)), theme.dim()));
        lines.push(stamp(case, app, theme).unwrap_or_else(|| leaning(app, theme)));
    }
    let above = lines.len();
    let empty = Draft::default();
    let draft = app.sitting.draft().unwrap_or(&empty);
    let widest = questions.iter().map(|q| text::width(&q.ask)).max().unwrap_or_default();
    for (i, question) in questions.iter().enumerate() {
        let focused = i == app.sitting.focus;
        let answer = draft.answers.get(&question.id);
        let sign = if focused { "›" } else { " " };
        let ask = format!("{sign} {} {:<widest$} ", i + 1, question.ask);
        let word = format!(" {:^6} ", answer.map_or("·", Answer::word));
        let style = answer.map_or_else(|| theme.dim(), |answer| theme.answer(answer));
        let room = usize::from(area.width).saturating_sub(text::width(&ask) + text::width(&word) + 1);
        let prompt = if focused { text::fit(&question.prompt, room) } else { String::new() };
        lines.push(Line::from(vec![
            Span::styled(ask, if focused { theme.title() } else { ratatui::style::Style::new() }),
            Span::styled(word, style),
            Span::raw(" "),
            Span::styled(prompt, theme.dim()),
        ]));
    }
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
    let y = area.y.saturating_add(u16::try_from(above + app.sitting.focus).unwrap_or(u16::MAX));
    if app.overlay.is_none() && y < area.bottom() && area.width > 2 {
        frame.set_cursor_position((area.x + 2, y));
    }
}

/// What the answers lean towards: a suggestion, never a decision.
fn leaning(app: &App, theme: Theme) -> Line<'static> {
    let questions = app.settings.checklist.questions();
    let empty = Draft::default();
    let draft = app.sitting.draft().unwrap_or(&empty);
    let key = |action| app.settings.keymap.key_of(action).map(|key| key.to_string()).unwrap_or_default();
    if draft.answers.first_open(&app.settings.checklist).is_some() {
        let (y, n, m) = (key(Action::Yes), key(Action::No), key(Action::Unsure));
        return Line::styled(format!("Three keys answer: {y} yes, {n} no, {m} maybe. Then decide."), theme.dim());
    }
    let yes = questions.iter().filter(|q| draft.answers.get(&q.id) == Some(Answer::Yes)).count();
    let no = questions.iter().filter(|q| draft.answers.get(&q.id) == Some(Answer::No)).count();
    let (words, action) = match () {
        () if no == questions.len() => ("declining", Action::Decline),
        () if yes * 2 > questions.len() => ("accepting", Action::Accept),
        () => ("asking first", Action::FollowUp),
    };
    Line::from(vec![
        Span::styled(format!("Your answers lean towards {words} ("), theme.dim()),
        Span::styled(key(action), theme.key()),
        Span::styled("). You decide.", theme.dim()),
    ])
}
