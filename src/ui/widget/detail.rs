//! Details of a selected row: labels with their texts, the steps of a decision, keys, and the pane around them.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::{Paint, Pen};
use crate::app::action::Action;
use crate::app::deck::spec::FactMarker;
use crate::app::ids::ScreenId;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::carry_out::CarryOutState;
use crate::domain::evidence::EvidenceKind;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{self, truncate, width};
use crate::ui::layout::{DetailPlace, take_rows};
use crate::ui::theme::Theme;

/// Columns of a label.
const LABEL_COLUMNS: usize = 14;
/// Widest text of an empty screen.
const TEXT_COLUMNS: usize = 72;
/// Rows around the text of a pane: its frame, and an empty row above and below.
const PANE_ROWS: u16 = 4;

impl Paint<'_, '_> {
    /// Draws details: in a pane as tall as they are, or below a rule without empty rows.
    pub fn details(&mut self, place: DetailPlace, title: &str, aside: &str, lines: Vec<Line>) {
        match place {
            DetailPlace::Beside(pane) => {
                let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(PANE_ROWS).min(pane.height);
                let mut inside = self.pane(Rect { height: rows, ..pane }, title, aside);
                take_rows(&mut inside, 1);
                self.detail_lines(inside, &lines);
            }
            DetailPlace::Below(mut below) => {
                let rule = take_rows(&mut below, 1);
                self.rule(rule);
                let heading = take_rows(&mut below, 1);
                let title = Span::styled(title.to_owned(), self.theme.title());
                let aside = Span::styled(aside.to_owned(), self.theme.muted());
                self.line(heading, spread(vec![title], vec![aside], usize::from(heading.width)));
                let lines: Vec<Line> = lines.into_iter().filter(|line| line.width() > 0).collect();
                self.detail_lines(below, &lines);
            }
        }
    }

    /// Returns the key of an action on this screen, with what it does; `None` where it does nothing.
    pub fn key_line(&self, action: Action, words: Vec<Span<'static>>) -> Option<Line<'static>> {
        self.pen().key_line(action, words)
    }
}

impl Pen<'_> {
    /// Returns the key of an action on this screen, with what it does; `None` where it does nothing.
    pub fn key_line(self, action: Action, words: Vec<Span<'static>>) -> Option<Line<'static>> {
        (!self.is_plain && self.app.disabled(action).is_none()).then(|| {
            let key = self.app.keymap().key_label(self.app.screens().current().context(), action);
            let mut spans = vec![Span::styled(key, self.theme.key()), Span::raw(" ")];
            spans.extend(words);
            Line::from(spans)
        })
    }
}

/// What an empty screen says: that it is empty, what will be here, and the keys that lead on.
pub struct EmptyState {
    /// That nothing is here.
    pub title: &'static str,
    /// What will be here.
    pub words: &'static str,
    /// Screens to go to, and what happens there.
    pub ways: &'static [(ScreenId, &'static str)],
}

impl Paint<'_, '_> {
    /// Returns an empty state as lines.
    pub fn empty_state(&self, state: &EmptyState, columns: usize) -> Vec<Line<'static>> {
        let (theme, columns) = (self.theme, columns.min(TEXT_COLUMNS));
        let here = self.app.screens().current().context();
        let mut lines = wrapped(state.title, columns, theme.title());
        lines.push(Line::default());
        lines.extend(wrapped(state.words, columns, theme.muted()));
        lines.push(Line::default());
        for (screen, words) in state.ways {
            let key = Span::styled(format!("{} ", self.app.keymap().key_label(here, Action::Go(*screen))), theme.key());
            lines.extend(signed(&key, words, columns, theme.muted()));
        }
        lines
    }
}

/// Returns a line with one end at the left and one at the right; the left one gives way.
pub fn spread(left: Vec<Span<'static>>, right: Vec<Span<'static>>, columns: usize) -> Line<'static> {
    let taken: usize = right.iter().map(Span::width).sum();
    let mut room = columns.saturating_sub(if taken > 0 { taken + 2 } else { 0 });
    let mut spans = Vec::new();
    for span in left {
        let words = truncate(&span.content, room);
        room = room.saturating_sub(width(&words));
        spans.push(Span::styled(words, span.style));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(Span::raw(" ".repeat(columns.saturating_sub(used + taken))));
    spans.extend(right);
    Line::from(spans)
}

/// Returns a name that fills its column of a list. A longer one takes the room that the rest of its row leaves, and only
/// then it is cut.
pub fn name_cell(name: &str, column: usize, room: usize) -> String {
    let name = truncate(name, column.max(room));
    let gap = " ".repeat(column.saturating_sub(width(&name)));
    format!("{name}{gap}")
}

/// Returns the address of a profile as a link.
pub fn link(address: &str, theme: Theme) -> Span<'static> {
    Span::styled(address.to_owned(), theme.accent().add_modifier(Modifier::UNDERLINED))
}

/// Returns a text in as many lines as it needs, in one style.
pub fn wrapped(words: &str, columns: usize, style: ratatui::style::Style) -> Vec<Line<'static>> {
    wrap::wrap(words, columns).into_iter().map(|line| Line::styled(line, style)).collect()
}

/// Returns the sign of a fact: what warns differs from what tells of an acquaintance.
pub fn fact_sign(kind: EvidenceKind, theme: Theme) -> Span<'static> {
    match FactMarker::of(kind) {
        FactMarker::Warning => Span::styled("!", theme.warning()),
        FactMarker::Earlier => Span::styled("·", theme.warning()),
        FactMarker::Acquaintance => Span::styled("·", theme.fact()),
    }
}

/// Returns a sign and a text, which hangs from it.
pub fn signed(sign: &Span<'static>, words: &str, columns: usize, style: ratatui::style::Style) -> Vec<Line<'static>> {
    let hang = sign.width() + 1;
    let lines = wrap::wrap(words, columns.saturating_sub(hang)).into_iter().enumerate();
    let lead = |at: usize| if at == 0 { sign.clone() } else { Span::raw(" ".repeat(hang - 1)) };
    lines.map(|(at, line)| Line::from(vec![lead(at), Span::raw(" "), Span::styled(line, style)])).collect()
}

/// Returns the style of a state: what is late or doubtful stands out.
pub fn state_style(state: CarryOutState, theme: Theme) -> ratatui::style::Style {
    match state {
        CarryOutState::StillPending | CarryOutState::Contradicted | CarryOutState::Vanished => theme.warning(),
        CarryOutState::Decided | CarryOutState::Done | CarryOutState::RequestGone | CarryOutState::Confirmed => {
            theme.muted()
        }
    }
}

/// Returns the three steps of a decision, as far as they are reached.
pub fn steps(kind: VerdictKind, state: CarryOutState, columns: usize, theme: Theme) -> Line<'static> {
    let done = match state {
        CarryOutState::Decided | CarryOutState::StillPending | CarryOutState::Contradicted => 1,
        CarryOutState::Done | CarryOutState::RequestGone | CarryOutState::Vanished => 2,
        CarryOutState::Confirmed => 3,
    };
    let style = theme.verdict(kind);
    let mut spans = vec![Span::styled("◆", style)];
    for step in 2..=3 {
        let (line, sign) = if step <= done { ("━━", "◆") } else { ("──", "◇") };
        spans.push(Span::styled(line, if step <= done { style } else { theme.rule() }));
        spans.push(Span::styled(sign, if step <= done { style } else { theme.muted() }));
    }
    let words = match state {
        CarryOutState::Decided => "decided · to do",
        CarryOutState::Done => "decided · done · not confirmed yet",
        CarryOutState::RequestGone => "decided · gone from LinkedIn",
        CarryOutState::Confirmed => "decided · done · confirmed",
        CarryOutState::StillPending => "decided · not accepted yet?",
        CarryOutState::Contradicted => "decided · yet you are connected",
        CarryOutState::Vanished => "gone from LinkedIn, not connected",
    };
    // The signs say that it is decided, so that goes first where there is little room.
    let room = columns.saturating_sub(spans.iter().map(Span::width).sum::<usize>() + 2);
    let short = words.strip_prefix("decided · ").unwrap_or(words);
    let words = truncate(if width(words) <= room { words } else { short }, room);
    spans.push(Span::styled(format!("  {words}"), state_style(state, theme)));
    Line::from(spans)
}

/// Returns a label and a text in two columns; nothing for a blank text.
pub fn labelled(label: &str, words: &str, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let words = Untrusted::from(words);
    if words.is_blank() {
        return Vec::new();
    }
    let label_columns = LABEL_COLUMNS.min(columns / 2);
    let text = wrap::wrap(&words.display_paragraphs(), columns.saturating_sub(label_columns));
    let lead = |at: usize| Span::styled(format!("{:<label_columns$}", if at == 0 { label } else { "" }), theme.muted());
    text.into_iter()
        .enumerate()
        .map(|(at, line)| Line::from(vec![lead(at), Span::styled(line, theme.text())]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_only_where_its_row_has_no_room_for_it() {
        assert_eq!(name_cell("Ines", 6, 0), "Ines  ");
        assert_eq!(name_cell("Ines Moravec", 6, 20), "Ines Moravec");
        assert_eq!(name_cell("Ines Moravec", 6, 8), "Ines Mo…");
        assert_eq!(name_cell("Ines Moravec", 6, 2), "Ines …");
    }
}
