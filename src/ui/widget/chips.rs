//! Small parts of a line: badges, answers, buttons, the dots of a portion.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType};

use crate::app::action::Action;
use crate::app::view::ClickTarget;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::checklist::Answer;
use crate::domain::text::wrap::width;

use super::Paint;
use crate::ui::theme::{Role, Theme};

/// Returns a filled badge; without colours in brackets.
pub fn badge(words: &str, role: Role, theme: Theme) -> Span<'static> {
    if theme.has_colors {
        Span::styled(format!(" {words} "), theme.chip(role))
    } else {
        Span::styled(format!("[{words}]"), theme.title())
    }
}

/// Returns an answer as a chip: filled if it was given, else muted; in focus with its key marked.
pub fn answer(answer: Answer, is_given: bool, has_focus: bool, theme: Theme) -> Vec<Span<'static>> {
    let words = answer.label();
    if is_given {
        return vec![badge(words, Role::of_answer(answer), theme)];
    }
    if !has_focus {
        return vec![Span::styled(format!(" {words} "), theme.muted())];
    }
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    vec![Span::raw(" "), Span::styled(first.to_owned(), theme.key()), Span::styled(format!("{rest} "), theme.text())]
}

/// Returns the dots of a portion: the verdicts given, the current card, the cards to come.
pub fn dots(done: &[VerdictKind], portion: usize, theme: Theme) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for at in 0..portion {
        let span = match done.get(at) {
            Some(kind) if theme.has_colors => Span::styled("●", theme.verdict(*kind)),
            Some(kind) => Span::styled(kind.symbol(), theme.text()),
            None if at == done.len() => Span::styled("○", theme.accent()),
            None => Span::styled("·", theme.muted()),
        };
        spans.extend([span, Span::raw(" ")]);
    }
    spans
}

/// A button.
#[derive(Clone, Debug)]
pub struct Button {
    /// Action of a click.
    pub action: Action,
    /// Its key.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Role of its frame.
    pub role: Role,
}

impl Paint<'_, '_> {
    /// Draws buttons of three rows side by side, as many as fit.
    pub fn buttons(&mut self, area: Rect, buttons: Vec<Button>) {
        let mut x = area.x;
        for Button { action, key, label, role } in buttons {
            let columns = u16::try_from(width(&key) + width(&label) + 6).unwrap_or(u16::MAX);
            if x.saturating_add(columns) > area.right() || area.height < 3 {
                return;
            }
            let place = Rect { x, y: area.y, width: columns, height: 3 };
            let style = self.theme.style(role);
            let block = Block::bordered().border_type(BorderType::Rounded).border_style(style);
            self.frame.render_widget(block, place);
            let key_style = if role == Role::Rule { self.theme.key() } else { style.add_modifier(Modifier::BOLD) };
            let words = vec![Span::styled(key, key_style), Span::styled(format!("  {label}"), self.theme.text())];
            self.line(Rect { x: x + 2, y: area.y + 1, width: columns - 4, height: 1 }, Line::from(words));
            self.add_click_target(place, ClickTarget::Key(action));
            self.buttons.push(action);
            x = x.saturating_add(columns + 2);
        }
    }
}
