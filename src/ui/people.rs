//! The people screen: whom you accepted, are in touch or connected with, and the selected one in short.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::ids::ScreenId;
use crate::app::screen::people::{PeopleScope, PeopleScreen};
use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda_item};
use crate::domain::care::role::Role;
use crate::domain::care::summary::{PersonSummary, how_met_and_notes};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Verdict};
use crate::domain::person::key::short_address;
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{truncate, width};

use super::filter_line;
use super::layout::{detail_columns, list_and_details, take_rows};
use super::status::standing;
use super::theme::Theme;
use super::widget::detail::{EmptyState, labelled, link, name_cell, wrapped};
use super::widget::{Group, Paint};

/// Columns of a name.
const NAME_COLUMNS: usize = 24;

/// Draws the screen; builds only the visible rows.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &PeopleScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let (people, all) = (screen.shown(), screen.total());
    if all == 0 {
        let lines = paint.empty_state(nobody(screen.scope), usize::from(area.width));
        return paint.lines(area, &lines);
    }
    let head = take_rows(&mut area, 2);
    if screen.filter.is_shown() {
        filter_line::draw(paint, head, &screen.filter, (people, all));
    } else {
        let heading = match &screen.only {
            Some((heading, _)) => format!("   {heading}"),
            None => format!("   {}, by name", of_scope(screen.scope)),
        };
        let spans = vec![Span::styled(plural(all, "person"), theme.title()), Span::styled(heading, theme.muted())];
        paint.line(head, Line::from(spans));
    }
    let Some(selected) = screen.person() else {
        return paint.no_matches(area);
    };
    let lines = detail_lines(paint, selected, detail_columns(area));
    let (list, details) = list_and_details(area, lines.len());
    let columns = usize::from(list.width);
    let row = |at: usize| row(screen.person_at(at), at == screen.cursor.index, app, columns, theme);
    paint.list(list, &[Group::plain(people)], Some(screen.cursor.index), &|_, _| Line::default(), &row);
    if let Some(place) = details {
        let aside = format!("{} of {}", number(screen.cursor.index + 1), number(people));
        paint.details(place, &selected.name.display_name(), &aside, lines);
    }
}

/// Returns what the people of a scope are.
pub(super) fn of_scope(scope: PeopleScope) -> &'static str {
    match scope {
        PeopleScope::Accepted => "you accepted",
        PeopleScope::InTouch => "in touch by your rhythms",
        PeopleScope::Connections => "you are connected with",
    }
}

/// Returns what to say where a scope has nobody.
pub(super) fn nobody(scope: PeopleScope) -> &'static EmptyState {
    match scope {
        PeopleScope::Accepted => &EmptyState {
            title: "No one accepted yet.",
            words: "Whoever you accept is listed here, with how you met and what to remember. The same list shows whom \
                    you are in touch with, and all connections of your last copy.",
            ways: &[(ScreenId::Triage, "goes on with the requests")],
        },
        PeopleScope::InTouch => &EmptyState {
            title: "No one is in your rhythm yet.",
            words: "Whoever you want to be in touch with is listed here. Today chooses how often, under Reach out.",
            ways: &[(ScreenId::Today, "shows today")],
        },
        PeopleScope::Connections => &EmptyState {
            title: "No connections yet.",
            words: "Everybody in your last copy's Connections.csv is listed here.",
            ways: &[(ScreenId::Welcome, "shows how to get your data")],
        },
    }
}

/// Returns role, company and what you wrote down, as far as known.
pub(super) fn aside(person: &PersonSummary, app: &App) -> String {
    let ledger = &app.model().ledger;
    let role = Role::of(&person.key, ledger, &app.model().network).side_by_side();
    let (how_met, remember) = how_met_and_notes(&person.key, ledger);
    let own = [how_met, remember].map(|words| Untrusted::new(words).display().into_owned());
    let parts = [role].into_iter().chain(own).filter(|words| !words.trim().is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn row(person: &PersonSummary, is_selected: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let aside = aside(person, app);
    let name_columns = if aside.is_empty() { columns } else { NAME_COLUMNS.min(columns / 2) };
    let room = columns.saturating_sub(2);
    let name = name_cell(&person.name.display_name(), name_columns, room.saturating_sub(width(&aside)));
    let room = room.saturating_sub(width(&name));
    Line::from(vec![
        Span::styled(format!("{name}  "), if is_selected { theme.title() } else { theme.text() }),
        Span::styled(truncate(&aside, room), theme.muted()),
    ])
}

/// Returns a person in short: role, address, what you wrote down, and how you keep in touch.
fn detail_lines(paint: &Paint, person: &PersonSummary, columns: usize) -> Vec<Line<'static>> {
    let theme = paint.theme;
    let mut lines = short(person, paint.app, columns, theme);
    if let Some(address) = person.key.profile_url().map(|address| short_address(&address)) {
        lines.push(Line::default());
        let words =
            vec![Span::styled("open ", theme.muted()), link(&truncate(&address, columns.saturating_sub(7)), theme)];
        lines.extend(paint.key_line(Action::Open, words));
    }
    lines
}

/// Returns where a person stands, the role, what you wrote down, and how you keep in touch.
pub fn short(person: &PersonSummary, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let model = app.model();
    let case = person.latest.as_ref().and_then(|(id, _)| model.ledger.case(id));
    let role = Role::of(&person.key, &model.ledger, &model.network).side_by_side();
    let mut lines = vec![Line::from(standing(&person.key, case, model, theme).span())];
    lines.extend(wrapped(&role, columns, theme.muted()).into_iter().filter(|line| line.width() > 0));
    lines.push(Line::default());
    let before = lines.len();
    let mut say = |label: &str, words: &str| lines.extend(labelled(label, words, columns, theme));
    let (how_met, remember) = how_met_and_notes(&person.key, &model.ledger);
    say("How we met", &how_met);
    say("Remember", &remember);
    let verdict = case.and_then(|case| model.ledger.decision_of(case)).map(|(_, decision)| &decision.verdict);
    if let Some(Verdict::Accept(AcceptDetails { rhythm, .. })) = verdict {
        say("In touch", rhythm.map_or("", Rhythm::label));
    }
    if let Some(AgendaItem { day, kind: AgendaKind::OwedGift(gift), .. }) =
        case.and_then(|case| agenda_item(&model.ledger, &model.network, case, model.moment.local))
    {
        say("You owe", &format!("{}, by {}", gift.label(), dates::format_day(day, model.moment.today)));
    }
    if let Some(talk) = model.network.get(&person.key).and_then(|known| known.conversation_stats()) {
        let day = dates::format_plain(model.moment.local.of(talk.last), model.moment.today);
        let whose = if talk.last_by_me { "yours" } else { "theirs" };
        say("Last message", &format!("{day}, {whose}"));
    }
    let note =
        case.and_then(|case| case.invitation().note.as_ref()).map(|note| format!("“{}”", note.display_paragraphs()));
    if (case.is_some() && lines.len() == before) || note.is_some() {
        lines.extend(labelled("Their note", &note.unwrap_or_else(|| "none".to_owned()), columns, theme));
    }
    lines
}
