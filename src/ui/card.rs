//! The card on a review screen: who it is, their note, what you know, the questions, the decision.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::deck::spec::{CardView, FactMarker, Part};
use crate::app::screen::review::ReviewScreen;
use crate::app::view::{Extent, ListCursor};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{self, truncate, width};

use super::layout::take_rows;
use super::overlay::paragraphs;
use super::questions::{self, Spacing};
use super::theme::{Role, Theme};
use super::widget::Paint;
use super::widget::chart::sparkline;
use super::widget::chips::{Button, badge, dots};
use super::widget::detail::{link, spread};

/// Width of the body from which the note and the evidence stand side by side.
const WIDE: u16 = 96;
/// Rows of a body from which it may be wide: lower ones give every row to the note and the evidence.
const WIDE_MIN_ROWS: u16 = 17;
/// Rows of a wide body from which decisions are buttons; in a lower one they are keys in the status line.
const BUTTONS_MIN_ROWS: u16 = 24;
/// Rows of a wide body from which questions have empty rows between them.
const AIRY_MIN_ROWS: u16 = 30;
/// Sign at the left of text that is not the program's own.
const LETTER: &str = "▎ ";

/// Draws the current card, or the text at the end of the deck.
pub fn draw(paint: &mut Paint, area: Rect, session: &ReviewScreen) {
    let Some(card) = &session.card else {
        let said = (session.deck.all_done)(paint.app.model(), session.decided());
        let lines = paragraphs(&said, usize::from(area.width), paint.theme);
        return paint.pager(area, &lines, ListCursor::default());
    };
    if area.width >= WIDE && area.height >= WIDE_MIN_ROWS {
        draw_wide(paint, area, card, session);
    } else {
        draw_narrow(paint, area, card, session);
    }
}

/// Draws two panes side by side, then questions, buttons and the portion.
fn draw_wide(paint: &mut Paint, mut area: Rect, card: &CardView, session: &ReviewScreen) {
    let theme = paint.theme;
    let (airy, has_buttons) = (area.height >= AIRY_MIN_ROWS, area.height >= BUTTONS_MIN_ROWS);
    let head = take_rows(&mut area, 3);
    draw_wide_head(paint, head, card, session);
    let spacing = if airy { Spacing::Airy } else { Spacing::WithPrompt };
    let asked = questions::height(paint, session, usize::from(area.width), spacing);
    // An empty row, the verdict, the buttons, an empty row, the portion.
    let below = asked + 4 + u16::from(airy) * 2 + u16::from(has_buttons) * 3;
    let [left, right] = Rect { height: area.height.saturating_sub(below), ..area }
        .layout(&Layout::horizontal([Constraint::Percentage(54), Constraint::Fill(1)]).spacing(2));
    let inside = |pane: Rect| usize::from(pane.width.saturating_sub(6));
    let [mut theirs, known] = [(0, left), (1, right)]
        .map(|(at, pane)| part_lines(&card.panes[at].parts, inside(pane), Detail::All, false, theme));
    theirs.extend(note_lines(paint, session, inside(left)));
    let frame = if airy { 4 } else { 2 };
    let rows = u16::try_from(theirs.len().max(known.len())).unwrap_or(u16::MAX).saturating_add(frame).min(left.height);
    let mut overflow = 0;
    let mut shown = Extent::default();
    for (pane, content, at) in [(left, &theirs, 0), (right, &known, 1)] {
        let mut inner = paint.pane(Rect { height: rows, ..pane }, card.panes[at].title, "");
        if airy {
            take_rows(&mut inner, 1);
            inner.height = inner.height.saturating_sub(1);
        }
        shown = paint.scrolled_pane(inner, content, session.scroll.index);
        overflow = overflow.max(shown.overflow);
    }
    paint.view.list = Extent { overflow, ..shown };
    take_rows(&mut area, rows + 1);
    let rows = take_rows(&mut area, asked);
    questions::draw(paint, rows, session, spacing);
    if airy {
        take_rows(&mut area, 1);
    }
    let verdict = take_rows(&mut area, 1);
    let words = verdict_line(paint, card, session);
    paint.line(verdict, words);
    if airy {
        take_rows(&mut area, 1);
    }
    paint.popup_place = Some(area);
    if has_buttons {
        let buttons = take_rows(&mut area, 3);
        draw_buttons(paint, buttons, session);
    }
    take_rows(&mut area, 1);
    let portion = take_rows(&mut area, 1);
    draw_portion(paint, portion, session, &upcoming(paint, session));
}

/// Draws name, role and address at the left, age and badge at the right.
fn draw_wide_head(paint: &mut Paint, area: Rect, card: &CardView, session: &ReviewScreen) {
    let (theme, columns) = (paint.theme, usize::from(area.width));
    let aside = format!("{}{}", card.aside, skips_text(paint.app, session));
    paint.line(
        area,
        spread(vec![Span::styled(card.name.clone(), theme.title())], vec![Span::styled(aside, theme.muted())], columns),
    );
    if area.height > 1 {
        let second = Rect { y: area.y + 1, height: 1, ..area };
        let mut left = Vec::new();
        if let Some(role) = &card.subtitle {
            left.push(Span::styled(role.clone(), theme.muted()));
        }
        if let Some(address) = &card.address {
            if !left.is_empty() {
                left.push(Span::styled("  ·  ", theme.muted()));
            }
            left.push(link(address, theme));
        }
        let right = card.badge.as_ref().map(|words| badge(words, Role::Fact, theme)).into_iter().collect();
        paint.line(second, spread(left, right, columns));
    }
}

/// Draws everything in one column: the note and the evidence scroll, the questions stay.
fn draw_narrow(paint: &mut Paint, mut area: Rect, card: &CardView, session: &ReviewScreen) {
    let (theme, columns) = (paint.theme, usize::from(area.width));
    let head = narrow_head(paint, card, session, columns);
    let airy = area.height >= 17;
    let place = take_rows(&mut area, u16::try_from(head.len()).unwrap_or_default() + u16::from(airy));
    paint.lines(place, &head);
    let verdict = verdict_line(paint, card, session);
    let has_verdict = card.earlier_decision.is_some() && verdict.width() > 0;
    let spacing = if airy { Spacing::WithPrompt } else { Spacing::Tight };
    let asked = questions::height(paint, session, columns, spacing);
    let below = asked + 1 + u16::from(airy) * 2 + u16::from(has_verdict);
    let room = area.height.saturating_sub(below);
    let mut lines = Vec::new();
    for detail in Detail::MOST_TO_LEAST {
        lines = part_lines(&card.panes[0].parts, columns, detail, true, theme);
        lines.extend(note_lines(paint, session, columns));
        lines.push(Line::default());
        lines.extend(part_lines(&card.panes[1].parts, columns, detail, true, theme));
        if lines.len() <= usize::from(room) {
            break;
        }
    }
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(room);
    let middle = take_rows(&mut area, rows);
    paint.pager(middle, &lines, session.scroll);
    if airy {
        let rule = take_rows(&mut area, 1);
        paint.rule(rule);
    }
    let place = take_rows(&mut area, asked);
    questions::draw(paint, place, session, spacing);
    if has_verdict {
        let place = take_rows(&mut area, 1);
        paint.line(place, verdict.clone());
    }
    if airy {
        take_rows(&mut area, 1);
    }
    let place = take_rows(&mut area, 1);
    let aside = if has_verdict {
        String::new()
    } else {
        verdict.spans.iter().take(2).map(|span| span.content.as_ref()).collect()
    };
    draw_portion(paint, place, session, &aside);
    paint.popup_place = Some(Rect { y: area.bottom(), height: 0, ..area });
}

fn narrow_head(paint: &Paint, card: &CardView, session: &ReviewScreen, columns: usize) -> Vec<Line<'static>> {
    let theme = paint.theme;
    let badge = card.badge.as_ref().map(|words| format!("{words} · ")).unwrap_or_default();
    let aside = truncate(&format!("{badge}{}{}", card.aside, skips_text(paint.app, session)), columns);
    let name = truncate(&card.name, columns);
    let mut left = vec![Span::styled(name.clone(), theme.title())];
    let address = card.address.clone();
    let fits = |address: &String| width(&name) + width(address) + width(&aside) + 5 <= columns;
    let is_beside = address.as_ref().is_some_and(fits);
    if is_beside {
        left.push(Span::raw("   "));
        left.extend(card.address.as_deref().map(|address| link(address, theme)));
    }
    // Beside a long name there is no room for the age: it stands beside the address, or below.
    let has_room = width(&name) + width(&aside) + 2 <= columns;
    let below = address.filter(|_| !is_beside);
    let is_beside_address =
        !has_room && below.as_ref().is_some_and(|address| width(address) + width(&aside) + 2 <= columns);
    let right = |is_here: bool| is_here.then(|| Span::styled(aside.clone(), theme.muted())).into_iter().collect();
    let mut lines = vec![spread(left, right(has_room), columns)];
    if let Some(role) = &card.subtitle {
        lines.push(Line::styled(truncate(role, columns), theme.muted()));
    }
    lines.extend(below.map(|address| spread(vec![link(&address, theme)], right(is_beside_address), columns)));
    if !has_room && !is_beside_address {
        lines.push(Line::from(right(true)));
    }
    lines
}

pub(super) fn skips_text(app: &App, session: &ReviewScreen) -> String {
    match session.current().map_or(0, |card| app.drafts().skips(session.deck.spec.id, card)) {
        0 => String::new(),
        1 => " · skipped once".to_owned(),
        2 => " · skipped twice".to_owned(),
        more => format!(" · skipped {more} times"),
    }
}

/// Returns the names of the next cards.
fn upcoming(paint: &Paint, session: &ReviewScreen) -> String {
    let model = paint.app.model();
    let names = session.upcoming().take(2).map(|card| card.name(&model.ledger, &model.network).display_name());
    let names = names.collect::<Vec<_>>().join(" · ");
    if names.is_empty() { names } else { format!("next {names}") }
}

/// Draws the dots of the portion with what is left, and something at the right.
fn draw_portion(paint: &mut Paint, area: Rect, session: &ReviewScreen, aside: &str) {
    let (theme, model) = (paint.theme, paint.app.model());
    let portion = session.portion_size(model);
    let wait = (session.deck.waiting)(model, session.left());
    let columns = usize::from(area.width);
    let mut spans = Vec::new();
    if portion > 0 && portion <= 20 {
        if area.width >= WIDE {
            spans.push(Span::styled("This portion ", theme.muted()));
        }
        spans.extend(dots(&session.portion_verdicts(model), portion, theme));
        let at = (session.in_portion() + 1).min(portion);
        let place = format!(" {at} of {portion}");
        // What stands at the right is whole: how many wait gives way to it, then the place, which the dots show too.
        let right = if aside.is_empty() { 0 } else { width(aside) + 3 };
        let taken = spans.iter().map(Span::width).sum::<usize>() + right;
        let shorter = [format!("{place} · {wait}"), place, String::new()];
        let words = shorter.into_iter().find(|words| taken + width(words) <= columns).unwrap_or_default();
        spans.push(Span::styled(words, theme.muted()));
    } else {
        spans.push(Span::styled(wait, theme.muted()));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let aside = truncate(aside, columns.saturating_sub(used + 3));
    paint.line(area, spread(spans, vec![Span::styled(aside, theme.muted())], columns));
}

/// Draws the decisions as buttons.
fn draw_buttons(paint: &mut Paint, area: Rect, session: &ReviewScreen) {
    let [accept, decline, follow_up] = session.deck.verbs;
    let shown = [
        (Action::Accept, accept, Role::Yes),
        (Action::Decline, decline, Role::No),
        (Action::FollowUp, follow_up, Role::Maybe),
        (Action::AskAgain, "ask again", Role::Maybe),
        (Action::Skip, "skip", Role::Rule),
        (Action::Park, "park", Role::Rule),
    ];
    let is_possible = |action: Action| paint.app.available_on_screen().any(|row| row.action == action);
    let button = |(action, label, role): (Action, &str, Role)| {
        is_possible(action).then(|| Button {
            action,
            key: paint.app.keymap().first_key(action),
            label: label.to_owned(),
            role,
        })
    };
    let buttons = shown.into_iter().filter_map(button).collect();
    paint.buttons(area, buttons);
}

/// Returns the earlier decision, or what the answers lean towards; empty while answers are missing.
fn verdict_line(paint: &Paint, card: &CardView, session: &ReviewScreen) -> Line<'static> {
    let theme = paint.theme;
    match &card.earlier_decision {
        Some(earlier) => Line::from(vec![
            Span::styled(format!("{} {}", earlier.kind.symbol(), earlier.text), theme.verdict(earlier.kind)),
            Span::styled(earlier.hint.clone(), theme.muted()),
        ]),
        None => questions::suggestion(paint, session),
    }
}

/// Returns the user's own note from the draft; nothing if there is none.
fn note_lines(paint: &Paint, session: &ReviewScreen, columns: usize) -> Vec<Line<'static>> {
    let theme = paint.theme;
    let draft = session.current().and_then(|card| paint.app.drafts().card_draft(session.deck.spec.id, card));
    let Some(note) = draft.map(|draft| draft.note.trim()).filter(|note| !note.is_empty()) else {
        return Vec::new();
    };
    let mut lines = vec![Line::default(), Line::styled("Your note", theme.muted())];
    let note = Untrusted::from(note).display_paragraphs();
    lines.extend(wrap::wrap(&note, columns).into_iter().map(|line| Line::styled(line, theme.text())));
    lines
}

/// What is left out where there is little room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Detail {
    All,
    NoSparkline,
    NoAbsence,
    NoQuote,
}

impl Detail {
    const MOST_TO_LEAST: [Self; 4] = [Self::All, Self::NoSparkline, Self::NoAbsence, Self::NoQuote];
}

/// Returns the blocks of a pane as lines; a letter has a sign at its left where no frame surrounds it.
fn part_lines(parts: &[Part], columns: usize, detail: Detail, marks_letter: bool, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Letter(text) => lines.extend(letter(
                &text.lines(columns.saturating_sub(usize::from(marks_letter) * 2)),
                marks_letter,
                theme,
            )),
            Part::Section(heading, text) => {
                lines.extend((!lines.is_empty()).then(Line::default));
                lines.push(Line::styled(heading.clone(), theme.muted()));
                let text = text.lines(columns.saturating_sub(2));
                lines.extend(text.iter().map(|line| Line::styled(format!("  {line}"), theme.text())));
            }
            Part::Muted(words) => {
                lines.extend(wrap::wrap(words, columns).into_iter().map(|line| Line::styled(line, theme.muted())));
            }
            Part::Fact { .. } => lines.extend(fact_lines(part, columns, detail, theme)),
            Part::MissingEvidence(words) if detail < Detail::NoAbsence => {
                let follows_facts = at > 0 && !matches!(parts[at - 1], Part::MissingEvidence(_));
                if follows_facts && !marks_letter {
                    lines.push(Line::default());
                }
                let words = words.lines(columns.saturating_sub(2));
                let lead = |at: usize| if at == 0 { "– " } else { "  " };
                lines.extend(
                    words
                        .iter()
                        .enumerate()
                        .map(|(at, line)| Line::styled(format!("{}{line}", lead(at)), theme.muted())),
                );
            }
            Part::MissingEvidence(_) => {}
        }
    }
    lines
}

/// Returns the text of the other person.
fn letter(text: &[String], is_marked: bool, theme: Theme) -> Vec<Line<'static>> {
    let mark = || if is_marked { Span::styled(LETTER, theme.accent()) } else { Span::raw("") };
    text.iter().map(|line| Line::from(vec![mark(), Span::styled(line.clone(), theme.text())])).collect()
}

/// Returns a fact: the sentence with its beginning emphasised, the months, the quote, and the file at the right.
fn fact_lines(part: &Part, columns: usize, detail: Detail, theme: Theme) -> Vec<Line<'static>> {
    let Part::Fact { mark, text, quote, months, span, file } = part else { return Vec::new() };
    let (sign, style) = match mark {
        FactMarker::Warning => ("! ", theme.warning()),
        FactMarker::Earlier => ("· ", theme.warning()),
        FactMarker::Acquaintance => ("· ", theme.fact()),
    };
    let room = columns.saturating_sub(2);
    let mut lines: Vec<Vec<Span<'static>>> = Vec::new();
    for (at, line) in text.lines(room).iter().enumerate() {
        let lead = Span::styled(if at == 0 { sign } else { "  " }, style);
        let (strong, rest) = if at == 0 { emphasised(line) } else { ("", line.as_str()) };
        lines.push(vec![
            lead,
            Span::styled(strong.to_owned(), theme.title()),
            Span::styled(rest.to_owned(), theme.text()),
        ]);
    }
    if detail < Detail::NoSparkline && !months.is_empty() {
        let [from, to] = span.clone();
        lines.push(vec![
            Span::styled(format!("  {from} "), theme.muted()),
            sparkline(months, theme.fact()),
            Span::styled(format!(" {to}"), theme.muted()),
        ]);
    }
    if detail < Detail::NoQuote {
        let quote = quote.lines(room);
        lines.extend(quote.iter().filter(|line| !line.is_empty()).map(|line| {
            vec![
                Span::raw("  "),
                Span::styled(line.clone(), theme.muted().add_modifier(ratatui::style::Modifier::ITALIC)),
            ]
        }));
    }
    // The file ends the first line that has room for it, the last one if none has.
    let used = |line: &[Span]| line.iter().map(Span::width).sum::<usize>();
    let fits = |line: &Vec<Span<'static>>| used(line) + width(file) + 2 <= columns;
    if let Some(line) = lines.iter_mut().find(|line| fits(line)) {
        let gap = columns - used(line) - width(file);
        line.extend([Span::raw(" ".repeat(gap)), Span::styled(file.clone(), theme.muted())]);
    } else if !file.is_empty() {
        lines.push(vec![Span::raw("  "), Span::styled(truncate(file, room), theme.muted())]);
    }
    lines.into_iter().map(Line::from).collect()
}

/// Divides a sentence after its first number and noun, which the eye looks for: `9 messages`, `, you wrote first`.
fn emphasised(line: &str) -> (&str, &str) {
    let begins_with_number = line.starts_with(|letter: char| letter.is_ascii_digit());
    let end = line.match_indices([' ', ',']).map(|(at, _)| at).nth(1);
    match end.filter(|_| begins_with_number) {
        Some(end) => line.split_at(end),
        None => ("", line),
    }
}
