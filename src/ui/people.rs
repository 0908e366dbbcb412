//! The people screen: everybody the user accepted.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::screen::people::PeopleScreen;
use crate::domain::care::role::Role;
use crate::domain::care::summary::{PersonSummary, how_met_and_notes};
use crate::domain::text::untrusted::Untrusted;

use super::filter_line;
use super::theme::Theme;
use super::widget::{Group, Paint};
use crate::domain::text::plural::number;
use crate::domain::text::wrap;

/// Draws the screen; builds only the visible rows.
pub fn draw(paint: &mut Paint, area: Rect, screen: &PeopleScreen) {
    let (app, theme) = (paint.app, paint.theme);
    let (people, all) = (screen.people.len(), screen.total());
    let head = Rect { height: area.height.min(2), ..area };
    if screen.filter.is_shown() {
        filter_line::draw(paint, head, &screen.filter, (people, all));
    } else {
        let words = match all {
            0 => "Nobody was accepted yet.".to_owned(),
            1 => "1 person".to_owned(),
            all => format!("{} people, few and considered", number(all)),
        };
        paint.line(head, Line::styled(words, theme.muted()));
    }
    let list = Rect { y: area.y.saturating_add(2).min(area.bottom()), height: area.height.saturating_sub(2), ..area };
    let columns = usize::from(list.width);
    let row = |at: usize| row(&screen.people[at], at == screen.cursor.index, app, columns, theme);
    paint.list(list, &[Group::plain(people)], Some(screen.cursor.index), &|_, _| Line::default(), &row);
}

fn row(person: &PersonSummary, marked: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let name = wrap::truncate(&person.name.display_name(), columns / 2);
    let (headline, company) = Role::of(&person.key, &app.model().ledger, &app.model().network).display();
    let (how_met, remember) = how_met_and_notes(&person.key, &app.model().ledger);
    let own = [how_met, remember].map(|words| Untrusted::new(words).display().into_owned());
    let aside: Vec<String> =
        [headline, company].into_iter().chain(own).filter(|words| !words.trim().is_empty()).collect();
    let room = columns.saturating_sub(wrap::width(&name) + 4);
    Line::from(vec![
        Span::raw(if marked { "› " } else { "  " }),
        Span::raw(name),
        Span::styled(format!("  {}", wrap::truncate(&aside.join(" · "), room)), theme.muted()),
    ])
}
