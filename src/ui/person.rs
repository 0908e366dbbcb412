//! The page of one person: who they are, how you keep in touch, and your story together.

use chrono::{Months, NaiveDate};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::screen::person::PersonScreen;
use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda_item};
use crate::domain::care::role::Role as Job;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::decision::carry_out::{is_case_pending, task};
use crate::domain::decision::ledger::{InvitationCase, Status};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Verdict};
use crate::domain::person::key::{PersonKey, short_address};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::wrap;

use super::layout::{PANE_MIN_WIDTH, take_rows};
use super::status::{short_day, standing};
use super::story;
use super::theme::Role;
use super::widget::Paint;
use super::widget::chart::bar;
use super::widget::detail::{labelled, link, spread, wrapped};

/// Rows of a body from which panes have empty rows in them.
const AIRY_MIN_ROWS: u16 = 28;
/// Widest bar of the time between two contacts.
const BAR_COLUMNS: usize = 46;

/// Draws the page.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &PersonScreen) {
    let model = paint.app.model();
    let Some(person) = screen.target.person(&model.ledger) else { return };
    let case = screen.target.case(&model.ledger);
    let head = head_lines(paint, &person, case, screen, usize::from(area.width));
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
fn head_lines(
    paint: &Paint,
    person: &PersonKey,
    case: Option<&InvitationCase>,
    screen: &PersonScreen,
    columns: usize,
) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
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
    let (headline, company) = Job::of(person, &model.ledger, &model.network).display();
    let job: Vec<String> = [headline, company].into_iter().filter(|words| !words.is_empty()).collect();
    let tags = model.ledger.description_of(person).map(|described| described.tags.clone()).unwrap_or_default();
    let tags: Vec<String> =
        tags.iter().map(|tag| format!("#{}", Untrusted::from(tag.as_str()).display_name())).collect();
    if !job.is_empty() || !tags.is_empty() {
        let tags = Span::styled(tags.join(" "), theme.muted());
        lines.push(spread(vec![Span::styled(job.join(" · "), theme.muted())], vec![tags], columns));
    }
    lines
}

/// Draws two columns of panes; the story scrolls.
fn draw_wide(paint: &mut Paint, area: Rect, person: &PersonKey, case: Option<&InvitationCase>, screen: &PersonScreen) {
    let [mut left, right] =
        area.layout(&Layout::horizontal([Constraint::Percentage(46), Constraint::Fill(1)]).spacing(2));
    let airy = area.height >= AIRY_MIN_ROWS;
    let inside = |pane: Rect| usize::from(pane.width.saturating_sub(6));
    let about = about_lines(paint, person, inside(left), airy);
    let touch = touch_lines(paint, case, inside(left));
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
    let story = story::lines(paint, person, &screen.target, inside(right), true);
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
    let mut lines = about_lines(paint, person, columns, false);
    let touch = touch_lines(paint, case, columns);
    if !touch.is_empty() {
        lines.push(Line::default());
        lines.extend(touch);
    }
    lines.push(Line::styled("─".repeat(columns), paint.theme.rule()));
    lines.extend(story::lines(paint, person, &screen.target, columns, false));
    paint.pager(area, &lines, screen.scroll);
}

/// Returns what you wrote down about a person, or how to.
fn about_lines(paint: &Paint, person: &PersonKey, columns: usize, airy: bool) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
    let (how_met, remember) = how_met_and_notes(person, &model.ledger);
    let described = model.ledger.description_of(person).cloned().unwrap_or_default();
    let facts = [
        ("How we met", how_met),
        ("Remember", remember),
        ("Can offer", described.offers),
        ("Looks for", described.seeks),
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
        lines.extend(paint.key_line(Action::EditDetails, vec![Span::styled("write it down", theme.muted())]));
    }
    lines
}

/// Returns the rhythm with the time since the last message, what is owed, and what is to do.
fn touch_lines(paint: &Paint, case: Option<&InvitationCase>, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
    let Some(case) = case else { return Vec::new() };
    let Some((_, decision)) = model.ledger.decision_of(case) else { return Vec::new() };
    let mut lines = Vec::new();
    if let (Verdict::Accept(details), Status::Accepted) = (&decision.verdict, model.ledger.status_of(case)) {
        lines.extend(rhythm_lines(paint, &decision.person, details, columns));
    }
    let today = model.moment.today;
    let here = paint.app.screens().current().context();
    let key = |action| vec![Span::styled(paint.app.keymap().key_label(here, action), theme.key())];
    let mut rows = Vec::new();
    match agenda_item(&model.ledger, &model.network, case, model.moment.local) {
        Some(AgendaItem { day, kind: AgendaKind::OwedGift(gift), .. }) => {
            let due = format!(" · owed by {}", dates::format_day(day, today));
            let due_style = if day < today { theme.warning() } else { theme.muted() };
            let left = vec![
                Span::styled("♡ ", theme.style(Role::Yes)),
                Span::styled(gift.label(), theme.text()),
                Span::styled(due, due_style),
            ];
            let mut right = key(Action::GiveGift);
            right.push(Span::styled(" done", theme.muted()));
            rows.push(spread(left, right, columns));
        }
        Some(AgendaItem { day, kind: AgendaKind::FollowUp { .. }, .. }) => {
            let words = if day <= today {
                "back: decide again".to_owned()
            } else {
                format!("comes back {}", dates::format_day(day, today))
            };
            let left = vec![Span::styled("◷ ", theme.style(Role::Maybe)), Span::styled(words, theme.text())];
            rows.push(spread(left, key(Action::Go(ScreenId::Today)), columns));
        }
        None => {}
    }
    if let Some(task) = task(&model.ledger, case).filter(|_| is_case_pending(&model.ledger, case)) {
        let left = vec![
            Span::styled("◇ ", theme.muted()),
            Span::styled(format!("{} on LinkedIn", task.label()), theme.text()),
            Span::styled(" · still to do", theme.muted()),
        ];
        rows.push(spread(left, key(Action::Go(ScreenId::CarryOut)), columns));
    }
    if !lines.is_empty() && !rows.is_empty() {
        lines.push(Line::default());
    }
    lines.extend(rows);
    lines
}

/// Returns the rhythm, and how much of the time between two contacts has passed.
fn rhythm_lines(paint: &Paint, person: &PersonKey, details: &AcceptDetails, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
    let today = model.moment.today;
    let talk = model.network.get(person).and_then(|known| known.conversation_stats());
    let last = talk.map(|talk| model.moment.local.of(talk.last));
    let words = last.map_or("no messages yet".to_owned(), |day| format!("last message {}", short_day(day, today)));
    let mut lines = vec![Line::from(vec![
        Span::styled(details.rhythm.map_or("", Rhythm::label), theme.title()),
        Span::styled(format!("   {words}"), theme.muted()),
    ])];
    let due = details.rhythm.and_then(Rhythm::months).and_then(|months| last?.checked_add_months(Months::new(months)));
    if let (Some(last), Some(due)) = (last, due) {
        let columns = columns.min(BAR_COLUMNS);
        let days = |from: NaiveDate, to: NaiveDate| usize::try_from((to - from).num_days()).unwrap_or_default();
        let passed = days(last, today).min(days(last, due));
        let style = if today > due { theme.warning() } else { theme.style(Role::Data) };
        lines.push(Line::from(bar(passed, days(last, due), columns, style, theme)));
        let [from, to] = [last, due].map(|day| short_day(day, today));
        let ends = |words: String| vec![Span::styled(words, theme.muted())];
        lines.push(spread(ends(from), ends(to), columns));
    }
    lines
}
