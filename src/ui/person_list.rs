//! A list of people for one purpose: sections, and the selected person in short with the clicks to make.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::ids::Selection;
use crate::app::screen::person_list::{ListPerson, PersonListScreen};
use crate::domain::care::role::Role;
use crate::domain::care::summary::PersonSummary;
use crate::domain::text::plural::number;
use crate::domain::text::wrap::{truncate, width};

use super::layout::{detail_columns, list_and_details, take_rows};
use super::people::short;
use super::theme::Theme;
use super::widget::detail::{name_cell, spread, wrapped};
use super::widget::{Group, Paint};

/// Columns of a name.
const NAME_COLUMNS: usize = 24;

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &PersonListScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let model = app.model();
    let summary = (screen.list.summary)(model);
    let title = Span::styled(screen.list.spec.title, theme.title());
    let head = take_rows(&mut area, 2);
    let columns = usize::from(head.width);
    let fits = title.width() + 3 + width(&summary) <= columns;
    let lead = if fits { vec![title, Span::raw("   ")] } else { Vec::new() };
    let summary = Span::styled(truncate(&summary, columns), theme.muted());
    paint.line(head, Line::from([lead, vec![summary]].concat()));
    let Some(selected) = screen.person() else {
        let [title, words] = screen.list.nobody;
        let mut lines = vec![Line::default(), Line::styled(title, theme.title()), Line::default()];
        lines.extend(wrapped(words, columns.min(72), theme.muted()));
        return paint.lines(area, &lines);
    };
    let mut lines = detail_lines(paint, selected, detail_columns(area));
    let (list, details) = list_and_details(area, lines.len());
    let columns = usize::from(list.width);
    let role = Role::of(&selected.person, &model.ledger, &model.network).side_by_side();
    if name_columns(columns) + 1 + width(&selected.text) > columns && selected.text != role {
        let whole = wrapped(&selected.text, detail_columns(area), theme.text());
        lines.splice(0..0, whole.into_iter().chain([Line::default()]));
    }
    let above = |at: usize| if at == 0 { 1 } else { 2 };
    let groups: Vec<Group> = (0..screen.sections.len())
        .map(|at| Group { lines_above: above(at), rows: screen.sections[at].people.len(), pins_heading: true })
        .collect();
    let heading = |group: usize, line: usize| {
        let is_last = line + 1 == above(group);
        if is_last { Line::styled(screen.sections[group].heading, theme.muted()) } else { Line::default() }
    };
    let people: Vec<&ListPerson> = screen.people().collect();
    let row = |at: usize| row(people[at], at == screen.cursor.index, columns, theme);
    paint.list(list, &groups, Some(screen.cursor.index), &heading, &row);
    if let Some(place) = details {
        let aside = format!("{} of {}", number(screen.cursor.index + 1), number(people.len()));
        paint.details(place, &selected.name.display_name(), &aside, lines);
    }
}

/// Returns the columns of a name in a row of this width.
fn name_columns(columns: usize) -> usize {
    NAME_COLUMNS.min(columns * 2 / 5)
}

fn row(one: &ListPerson, is_selected: bool, columns: usize, theme: Theme) -> Line<'static> {
    let room = columns.saturating_sub(width(&one.text) + 1);
    let name = name_cell(&one.name.display_name(), name_columns(columns), room);
    let style = if is_selected { theme.title() } else { theme.text() };
    let left = vec![Span::styled(format!("{name} "), style), Span::styled(one.text.clone(), theme.muted())];
    spread(left, Vec::new(), columns)
}

fn detail_lines(paint: &Paint, one: &ListPerson, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
    let case = Selection::Person(one.person.clone()).case(&model.ledger);
    let summary = case.map_or_else(
        || PersonSummary { key: one.person.clone(), name: one.name.clone(), latest: None },
        |case| PersonSummary::from_case(case, &model.ledger),
    );
    let mut lines = Vec::new();
    if let Some([path, consequence]) = one.clicks {
        lines.extend(wrapped(path, columns, theme.title()));
        lines.extend(wrapped(consequence, columns, theme.muted()));
        lines.push(Line::default());
    }
    lines.extend(short(&summary, paint.app, columns, theme));
    lines
}
