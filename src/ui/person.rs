//! The page of one person: who they are, how you keep in touch, and your story together.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::screen::person::PersonScreen;
use crate::domain::care::role::Role;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::person::key::{PersonKey, short_address};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::wrap;

use super::layout::{PANE_MIN_WIDTH, take_rows};
use super::status::standing;
use super::story;
use super::touch;
use super::widget::detail::{labelled, link, spread, wrapped};
use super::widget::{Paint, Pen};

/// Rows of a body from which panes have empty rows in them.
const AIRY_MIN_ROWS: u16 = 28;
/// Draws the page.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &PersonScreen) {
    let model = paint.app.model();
    let Some(person) = screen.target.person(&model.ledger) else { return };
    let case = screen.target.case(&model.ledger);
    let head = head_lines(paint.pen(), &person, case, screen, usize::from(area.width));
    let rows = u16::try_from(head.len() + 1).unwrap_or_default();
    let place = take_rows(&mut area, rows);
    paint.lines(place, &head);
    if area.width + 4 >= PANE_MIN_WIDTH {
        draw_wide(paint, area, &person, case, screen);
    } else {
        draw_narrow(paint, area, &person, case, screen);
    }
}

/// Returns the name with the standing and the address, and the role with the tags.
pub(super) fn head_lines(
    pen: Pen,
    person: &PersonKey,
    case: Option<&InvitationCase>,
    screen: &PersonScreen,
    columns: usize,
) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let name = screen.target.name(&model.ledger, &model.network).display_name();
    let left = vec![Span::styled(name, theme.title()), Span::raw("   "), standing(person, case, model, theme).span()];
    let address = model.ledger.address_of(person).map(|address| link(&short_address(&address), theme));
    let used: usize = left.iter().chain(&address).map(Span::width).sum();
    let is_beside = used + 3 <= columns;
    let beside = address.iter().filter(|_| is_beside).cloned().collect();
    let mut lines = vec![spread(left, beside, columns)];
    // A long address has lines of its own, since one came for it.
    let below = address.filter(|_| !is_beside);
    if let Some(address) = below {
        let parts = wrap(&address.content, columns);
        lines.extend(parts.into_iter().map(|part| Line::from(Span::styled(part, address.style))));
    }
    let role = Role::of(person, &model.ledger, &model.network).side_by_side();
    let tags = model.ledger.description_of(person).map(|described| described.tags.clone()).unwrap_or_default();
    let tags: Vec<String> =
        tags.iter().map(|tag| format!("#{}", Untrusted::from(tag.as_str()).display_name())).collect();
    if !role.is_empty() || !tags.is_empty() {
        let tags = Span::styled(tags.join(" "), theme.muted());
        lines.push(spread(vec![Span::styled(role, theme.muted())], vec![tags], columns));
    }
    lines
}

/// Draws two columns of panes; the story scrolls.
fn draw_wide(paint: &mut Paint, area: Rect, person: &PersonKey, case: Option<&InvitationCase>, screen: &PersonScreen) {
    let [mut left, right] =
        area.layout(&Layout::horizontal([Constraint::Percentage(46), Constraint::Fill(1)]).spacing(2));
    paint.popup_place = Some(left);
    let airy = area.height >= AIRY_MIN_ROWS;
    let inside = |pane: Rect| usize::from(pane.width.saturating_sub(6));
    let about = about_lines(paint.pen(), person, inside(left), airy);
    let touch = touch::lines(paint.pen(), person, case, inside(left));
    let edit =
        format!("{} edit", paint.app.keymap().key_label(paint.app.screens().current().context(), Action::EditDetails));
    let touch_rows = if touch.is_empty() { 0 } else { pane_rows(touch.len(), airy) };
    let rows = pane_rows(about.len(), airy).min(left.height.saturating_sub(touch_rows));
    let place = take_rows(&mut left, rows);
    draw_pane(paint, place, "About them", &edit, about, airy);
    if !touch.is_empty() {
        take_rows(&mut left, u16::from(airy));
        let place = take_rows(&mut left, touch_rows);
        draw_pane(paint, place, "Keeping in touch", "", touch, airy);
    }
    let actions = touch::action_lines(paint.pen(), inside(left));
    let rows = pane_rows(actions.len(), false);
    if !actions.is_empty() && left.height > rows {
        take_rows(&mut left, u16::from(airy));
        let place = take_rows(&mut left, rows);
        draw_pane(paint, place, "Do", "", actions, false);
    }
    let story = story::lines(paint.pen(), person, &screen.target, inside(right), true);
    let rows = pane_rows(story.len(), airy).min(right.height);
    let mut inner = paint.pane(Rect { height: rows, ..right }, "Your story together", "");
    if airy {
        take_rows(&mut inner, 1);
        inner.height = inner.height.saturating_sub(1);
    }
    paint.view.list = paint.scrolled_pane(inner, &story, screen.scroll.index);
}

/// Returns the rows of a pane with this many lines.
fn pane_rows(lines: usize, airy: bool) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(if airy { 4 } else { 2 })
}

fn draw_pane(paint: &mut Paint, area: Rect, title: &str, aside: &str, lines: Vec<Line<'static>>, airy: bool) {
    let mut inner = paint.pane(area, title, aside);
    if airy {
        take_rows(&mut inner, 1);
    }
    paint.clipped(inner, lines);
}

/// Draws everything in one column, which scrolls.
fn draw_narrow(
    paint: &mut Paint,
    area: Rect,
    person: &PersonKey,
    case: Option<&InvitationCase>,
    screen: &PersonScreen,
) {
    let columns = usize::from(area.width);
    let mut lines = about_lines(paint.pen(), person, columns, false);
    let touch = touch::lines(paint.pen(), person, case, columns);
    if !touch.is_empty() {
        lines.push(Line::default());
        lines.extend(touch);
    }
    lines.extend(touch::action_lines(paint.pen(), columns));
    lines.push(Line::styled("─".repeat(columns), paint.theme.rule()));
    lines.extend(story::lines(paint.pen(), person, &screen.target, columns, false));
    paint.pager(area, &lines, screen.scroll);
}

/// Returns what you wrote down about a person, or how to.
pub(super) fn about_lines(pen: Pen, person: &PersonKey, columns: usize, airy: bool) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let (how_met, remember) = how_met_and_notes(person, &model.ledger);
    let described = model.ledger.description_of(person).cloned().unwrap_or_default();
    let facts = [
        ("How we met", how_met),
        ("Remember", remember),
        ("Can offer", described.offers),
        ("Looks for", described.seeks),
        ("Goals", described.goals),
        ("Dreams", described.dreams),
        ("What I can do", described.i_can),
        ("You both know", described.mutuals),
    ];
    let mut lines: Vec<Line> = Vec::new();
    for (label, words) in facts {
        let fact = labelled(label, &words, columns, theme);
        if airy && !lines.is_empty() && !fact.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(fact);
    }
    if lines.is_empty() {
        let words = "Nothing noted yet: how you met, what to remember, what they offer and look for.";
        lines.extend(wrapped(words, columns, theme.muted()));
        lines.extend(pen.key_line(Action::EditDetails, vec![Span::styled("write it down", theme.muted())]));
    }
    lines
}
