//! A pile looked through: a page of its requests, and the note and the facts of the selected one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::screen::pile::PileScreen;
use crate::domain::care::role::Role;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::evidence::Evidence;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, number, plural};
use crate::domain::text::wrap::{truncate, width};

use super::layout::{detail_columns, list_and_details, take_rows};
use super::theme::Theme;
use super::widget::detail::{fact_sign, name_cell, signed, wrapped};
use super::widget::{Group, Paint};

/// Columns of a name.
const NAME_COLUMNS: usize = 20;
/// Columns of an age.
const AGE_COLUMNS: usize = 5;
/// Sign of a request that is kept for its card.
const KEPT: &str = "◆ ";

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &PileScreen) {
    let (model, theme) = (paint.app.model(), paint.theme);
    let head = take_rows(&mut area, 2);
    paint.line(head, heading(screen, theme));
    let Some(selected) = screen.current().and_then(|id| invitation(id, model)) else {
        let words = paint.sentence("No one waits in this pile. {go_opening} goes back to the inbox.");
        return paint.lines(area, &wrapped(&words, usize::from(area.width), theme.muted()));
    };
    let lines = details(selected, model, detail_columns(area), theme);
    let (list, place) = list_and_details(area, lines.len());
    let columns = usize::from(list.width);
    let page = screen.page();
    let row = |at: usize| {
        let is_selected = at == screen.cursor.index;
        row(&page[at], screen.is_kept(&page[at]), is_selected, columns, model, theme)
    };
    paint.list(list, &[Group::plain(page.len())], Some(screen.cursor.index), &|_, _| Line::default(), &row);
    if let Some(place) = place {
        let kept = if screen.is_kept(&selected.id) { "kept for its card" } else { "" };
        paint.details(place, &selected.name.display_name(), kept, lines);
    }
}

pub(super) fn invitation<'a>(id: &InvitationId, model: &'a Model) -> Option<&'a Invitation> {
    model.ledger.case(id).map(InvitationCase::invitation)
}

/// Returns the pile, its size, the page, and how many are kept.
pub(super) fn heading(screen: &PileScreen, theme: Theme) -> Line<'static> {
    let pile = screen.pile.map(|pile| capitalized(pile.label())).unwrap_or_default();
    let (page, pages) = screen.page_number();
    let mut words = format!("   {}   page {} of {}", plural(screen.total(), "request"), number(page), number(pages));
    if screen.kept() > 0 {
        words.push_str(&format!("   {} kept", number(screen.kept())));
    }
    Line::from(vec![Span::styled(pile, theme.title()), Span::styled(words, theme.muted())])
}

/// Returns name, age, the beginning of the note, and the strongest fact.
fn row(
    id: &InvitationId,
    is_kept: bool,
    is_selected: bool,
    columns: usize,
    model: &Model,
    theme: Theme,
) -> Line<'static> {
    let Some(invitation) = invitation(id, model) else { return Line::default() };
    let evidence = model.evidence_finder().evidence(invitation, model.moment.local);
    let fact = Evidence::strongest(&evidence).map(|fact| fact.text.display_name());
    let note = invitation.note.as_ref().map(|note| format!("“{}”", note.display_name()));
    let words = note.as_deref().map_or(1, width) + fact.as_deref().map_or(0, |fact| width(fact) + 3);
    let room = columns.saturating_sub(words + AGE_COLUMNS + 5);
    let name = name_cell(&invitation.name.display_name(), NAME_COLUMNS.min(columns / 3), room);
    let age = invitation.age_days(model.moment.now).map(dates::format_age_short).unwrap_or_default();
    let mut spans = vec![
        Span::styled(if is_kept { KEPT } else { "  " }, theme.accent()),
        Span::styled(name, if is_selected || is_kept { theme.title() } else { theme.text() }),
        Span::styled(format!(" {age:>AGE_COLUMNS$}  "), theme.muted()),
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    let room = columns.saturating_sub(used);
    match (note, fact) {
        (None, None) => spans.push(Span::styled(truncate("–", room), theme.muted())),
        (Some(words), None) => spans.push(Span::styled(truncate(&words, room), theme.muted())),
        (None, Some(fact)) => spans.push(Span::styled(truncate(&format!("· {fact}"), room), theme.fact())),
        (Some(words), Some(fact)) => {
            let note = truncate(&words, room / 2);
            let fact = truncate(&format!(" · {fact}"), room.saturating_sub(width(&note)));
            spans.extend([Span::styled(note, theme.muted()), Span::styled(fact, theme.fact())]);
        }
    }
    Line::from(spans)
}

/// Returns the role, the note, and every fact.
pub(super) fn details(invitation: &Invitation, model: &Model, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let role = Role::of(&invitation.person, &model.ledger, &model.network).side_by_side();
    let mut lines = if role.is_empty() { Vec::new() } else { wrapped(&role, columns, theme.muted()) };
    let note = invitation.note.as_ref().map(|note| format!("“{}”", note.display_paragraphs()));
    lines.extend(wrapped(note.as_deref().unwrap_or("No note."), columns, theme.text()));
    let evidence = model.evidence_finder().evidence(invitation, model.moment.local);
    let present = evidence.iter().filter(|fact| fact.present);
    lines.extend(
        present.flat_map(|fact| {
            signed(&fact_sign(fact.kind, theme), &fact.text.display_paragraphs(), columns, theme.text())
        }),
    );
    lines
}
