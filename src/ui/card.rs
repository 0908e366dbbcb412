//! The card on the triage screen: person, full note, evidence from the user's files, questions.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::deck::spec::{CardView, FactMarker, Part};
use crate::app::screen::review::ReviewScreen;
use crate::app::view::{Extent, ListCursor};
use crate::domain::text::untrusted::Untrusted;

use super::overlay::paragraphs;
use super::questions;
use super::theme::Theme;
use super::widget::Paint;
use crate::domain::text::wrap;

/// Minimum width in columns for two panes side by side.
const TWO_PANES_MIN_WIDTH: u16 = 104;

/// Draws the current card, or the text at the end of the deck.
pub fn draw(paint: &mut Paint, area: Rect, session: &ReviewScreen) {
    let theme = paint.theme;
    let columns = usize::from(area.width);
    let Some(card) = &session.card else {
        let said = (session.deck.all_done)(paint.app.model(), session.decided());
        return paint.pager(area, &paragraphs(&said, columns, theme), ListCursor::default());
    };
    let skips = session.current().map_or(0, |card| paint.app.drafts().skips(session.deck.spec.id, card));
    let head = head(card, skips, columns, theme);
    let head_rows = u16::try_from(head.len()).unwrap_or(u16::MAX).min(area.height / 2);
    let asked = questions::height(paint, area.height, session);
    let [top, middle, bottom] =
        area.layout(&Layout::vertical([Constraint::Length(head_rows), Constraint::Fill(1), Constraint::Length(asked)]));
    paint.lines(top, &head);
    questions::draw(paint, bottom, card, session);
    let middle = draw_upcoming(paint, middle, session);
    let [theirs, known] = &card.panes;
    if area.width >= TWO_PANES_MIN_WIDTH {
        let [left, right] =
            middle.layout(&Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).spacing(3));
        let mut said = pane(theirs, usize::from(left.width), theme);
        said.extend(note_lines(paint, session, usize::from(left.width)));
        let known = pane(known, usize::from(right.width), theme);
        let Extent { rows, overflow } = paint.scrolled_pane(left, &said, session.scroll.index);
        let beside = paint.scrolled_pane(right, &known, session.scroll.index);
        paint.view.list = Extent { rows, overflow: overflow.max(beside.overflow) };
        return;
    }
    let mut lines = pane(theirs, columns, theme);
    lines.extend(note_lines(paint, session, columns));
    lines.push(Line::default());
    lines.extend(pane(known, columns, theme));
    paint.pager(middle, &lines, session.scroll);
}

/// Returns the header: the name with right-aligned text, and the lines below.
fn head(card: &CardView, skips: u32, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let aside = wrap::truncate(&format!("{}{}", card.header_right, skips_text(skips)), columns);
    let room = columns.saturating_sub(wrap::width(&aside) + 2);
    let name = wrap::truncate(&card.name, room.max(12).min(columns));
    let gap = columns.saturating_sub(wrap::width(&name) + wrap::width(&aside));
    let spans = vec![Span::styled(name, theme.title()), Span::raw(" ".repeat(gap)), Span::styled(aside, theme.dim())];
    let mut lines = vec![Line::from(spans)];
    lines.extend(card.subtitle.as_ref().map(|words| Line::raw(wrap::truncate(words, columns))));
    lines.extend(card.address.as_ref().map(|words| Line::styled(wrap::truncate(words, columns), theme.dim())));
    lines.push(Line::default());
    lines
}

fn skips_text(skips: u32) -> String {
    match skips {
        0 => String::new(),
        1 => " · skipped once".to_owned(),
        2 => " · skipped twice".to_owned(),
        more => format!(" · skipped {more} times"),
    }
}

/// Draws the names of the next cards at the bottom if there is room; returns the remaining area.
fn draw_upcoming(paint: &mut Paint, area: Rect, session: &ReviewScreen) -> Rect {
    let model = paint.app.model();
    let upcoming = session.upcoming().map(|card| card.name(&model.ledger, &model.network).display_name());
    let upcoming = upcoming.collect::<Vec<_>>().join(", ");
    if area.height < 14 || upcoming.is_empty() {
        return area;
    }
    let words = wrap::truncate(&format!("Then: {upcoming}"), usize::from(area.width));
    paint.line(Rect { y: area.bottom() - 1, height: 1, ..area }, Line::styled(words, paint.theme.dim()));
    Rect { height: area.height - 2, ..area }
}

/// Returns the user's own note from the draft.
fn note_lines(paint: &Paint, session: &ReviewScreen, columns: usize) -> Vec<Line<'static>> {
    let draft = session.current().and_then(|card| paint.app.drafts().card_draft(session.deck.spec.id, card));
    let Some(note) = draft.map(|draft| draft.note.trim()).filter(|note| !note.is_empty()) else { return Vec::new() };
    let mut lines = vec![Line::default(), Line::styled("Your note", paint.theme.dim())];
    let note = Untrusted::from(note).display_multiline().replace("  ", "\n");
    lines.extend(gutter(&wrap::wrap(&note, columns.saturating_sub(2)), paint.theme));
    lines
}

fn pane(parts: &[Part], columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let lines = |part: &Part| match part {
        Part::Quote(words) => gutter(&words.lines(columns.saturating_sub(2)), theme),
        Part::Dim(words) => {
            wrap::wrap(words, columns).into_iter().map(|line| Line::styled(line, theme.dim())).collect()
        }
        Part::Fact { mark, says, file } => fact(*mark, &says.lines(columns.saturating_sub(2)), file, theme),
        Part::MissingEvidence(words) => words
            .lines(columns.saturating_sub(2))
            .iter()
            .enumerate()
            .map(|(i, line)| Line::styled(format!("{}{line}", if i == 0 { "· " } else { "  " }), theme.dim()))
            .collect(),
    };
    parts.iter().flat_map(lines).collect()
}

/// Prefixes quoted lines with a gutter, so that they cannot pass for the program's own text.
fn gutter(lines: &[String], theme: Theme) -> Vec<Line<'static>> {
    let line = |line: &String| Line::from(vec![Span::styled("│ ", theme.dim()), Span::raw(line.clone())]);
    lines.iter().map(line).collect()
}

fn fact(mark: FactMarker, says: &[String], file: &str, theme: Theme) -> Vec<Line<'static>> {
    let (sign, style) = match mark {
        FactMarker::Warning => ("! ", theme.warning()),
        FactMarker::Earlier => ("* ", theme.warning()),
        FactMarker::Acquaintance => ("+ ", theme.fact()),
    };
    let last = says.len().saturating_sub(1);
    says.iter()
        .enumerate()
        .map(|(i, line)| {
            let lead = Span::styled(if i == 0 { sign } else { "  " }, style);
            match line.strip_suffix(file).filter(|_| i == last) {
                Some(says) => {
                    let file = Span::styled(file.to_owned(), theme.dim());
                    Line::from(vec![lead, Span::raw(says.to_owned()), file])
                }
                None => Line::from(vec![lead, Span::raw(line.clone())]),
            }
        })
        .collect()
}
