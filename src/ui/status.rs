//! The title bar and the notification line.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::notification::Severity;
use crate::app::screen::{Screen, spec};

use super::widget::Paint;
use crate::domain::text::plural::number;
use crate::domain::text::wrap::{truncate, width};

/// Draws the title bar: screen, progress, and number of decisions on disk.
pub fn title_bar(paint: &mut Paint, area: Rect) {
    let columns = usize::from(area.width);
    let decided = format!("decided {} ", paint.app.model().ledger.decisions());
    let room = columns.saturating_sub(width(&decided) + 1);
    let place = position(paint.app, room);
    let gap = columns.saturating_sub(width(&place) + width(&decided));
    let title = paint.theme.title();
    let spans = vec![Span::styled(place, title), Span::raw(" ".repeat(gap)), Span::styled(decided, title)];
    paint.line(area, Line::from(spans));
}

fn position(app: &App, room: usize) -> String {
    let mut parts = vec![spec(app.screens().current_id()).title.to_owned()];
    if let Screen::Review(session) = app.screens().current_screen()
        && session.current().is_some()
    {
        let (at, of) = session.position();
        parts.push(format!("card {} of {}", number(at), number(of)));
        let portion = app.model().settings.portion;
        if portion > 0 {
            parts.push(format!("{} of {portion} in this portion", session.in_portion()));
        }
        parts.push(format!("{} wait", number(app.model().inbox.remaining())));
        parts.push(app.model().inbox.piles_text());
    }
    let mut said = format!(" {}", parts.join(" · "));
    while width(&said) > room && parts.len() > 1 {
        parts.pop();
        said = format!(" {}", parts.join(" · "));
    }
    truncate(&said, room)
}

/// Draws the notification; a failed write takes precedence.
pub fn notification(paint: &mut Paint, area: Rect) {
    let (app, model) = (paint.app, paint.app.model());
    let (text, weight) = match (&model.failed_write, app.notification(), &model.read_only) {
        (Some(failed), ..) => {
            // The error may be longer than the line; the retry key must not be cut off.
            let way_out = format!("; {} tries again", app.keymap().first_key(Action::Retry));
            let room = usize::from(area.width).saturating_sub(width(&way_out) + 1);
            (format!("{}{way_out}", truncate(&failed.why, room)), Severity::Failed)
        }
        (None, Some(notice), _) => (notice.text.clone(), notice.severity),
        (None, None, Some(why)) => (format!("Only for reading: {why}"), Severity::Failed),
        (None, None, None) => return,
    };
    let text = truncate(&format!(" {text}"), usize::from(area.width));
    paint.line(area, Line::styled(text, paint.theme.notification(weight)));
}
