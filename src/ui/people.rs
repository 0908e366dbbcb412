//! The collection of those who were accepted.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::people::PeopleScreen;
use crate::domain::people::{Person, met, role};
use crate::domain::untrusted::Untrusted;

use super::theme::Theme;
use super::{scroll, text};

/// Draws the screen; only the rows in sight are made.
pub fn draw(frame: &mut Frame, area: Rect, screen: &PeopleScreen, app: &App, theme: Theme) -> Drawn {
    let people = screen.people.len();
    let head = match people {
        0 => "Nobody was accepted yet.".to_owned(),
        1 => "1 person".to_owned(),
        people => format!("{} people, few and considered", text::number(people)),
    };
    frame.render_widget(Line::styled(head, theme.dim()), Rect { height: area.height.min(1), ..area });
    let list = Rect { y: area.y.saturating_add(2).min(area.bottom()), height: area.height.saturating_sub(2), ..area };
    let rows = usize::from(list.height);
    let from = scroll::window(screen.marked, rows, people);
    for ((i, person), y) in screen.people.iter().enumerate().skip(from).zip(list.y..list.bottom()) {
        let marked = i == screen.marked;
        let line = row(person, marked, app, usize::from(list.width), theme);
        frame.render_widget(if marked { line.style(theme.marked()) } else { line }, Rect { y, height: 1, ..list });
        if marked && app.overlay.is_none() && list.width > 0 {
            frame.set_cursor_position((list.x, y));
        }
    }
    Drawn { rows, overflow: people }
}

fn row(person: &Person, marked: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let name = text::fit(&person.name.shown_name(), columns / 2);
    let (headline, company) = role(&person.key, &app.ledger, &app.network);
    let (how_met, remember) = met(&person.key, &app.ledger);
    let own = [how_met, remember].map(|words| Untrusted::new(words).shown().into_owned());
    let aside: Vec<String> =
        [headline, company].into_iter().chain(own).filter(|words| !words.trim().is_empty()).collect();
    let room = columns.saturating_sub(text::width(&name) + 4);
    Line::from(vec![
        Span::raw(if marked { "› " } else { "  " }),
        Span::raw(name),
        Span::styled(format!("  {}", text::fit(&aside.join(" · "), room)), theme.dim()),
    ])
}
