//! The title bar and the notification.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::notification::Severity;
use crate::app::screen::{Screen, spec};

use super::theme::Theme;
use super::widget::Paint;
use crate::domain::text::plural::number;
use crate::domain::text::wrap::{truncate, width, wrap};

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

/// Returns the notification in as many lines as it needs, at most `max_lines`; a failed write takes precedence. Empty if
/// there is nothing to say.
pub fn notification(app: &App, theme: Theme, columns: u16, max_lines: u16) -> Vec<Line<'static>> {
    let model = app.model();
    let (text, end, severity) = match (&model.failed_write, app.notification(), &model.read_only) {
        (Some(failed), ..) => {
            let way_out = format!("; {} tries again", app.keymap().first_key(Action::Retry));
            (failed.why.clone(), way_out, Severity::Failed)
        }
        (None, Some(notice), _) => (notice.text.clone(), String::new(), notice.severity),
        (None, None, Some(why)) => (format!("Only for reading: {why}"), String::new(), Severity::Failed),
        (None, None, None) => return Vec::new(),
    };
    let room = usize::from(columns).saturating_sub(1).max(1);
    let style = theme.notification(severity);
    let lines = wrap_with_end(&text, &end, room, usize::from(max_lines.max(1)));
    lines.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect()
}

/// Wraps a text into a number of lines; if it is longer, shortens it, but never its end.
fn wrap_with_end(text: &str, end: &str, columns: usize, max_lines: usize) -> Vec<String> {
    let mut room = width(text).min(columns * max_lines);
    loop {
        let lines = wrap(&format!("{}{end}", truncate(text, room)), columns);
        if lines.len() <= max_lines {
            return lines;
        }
        if room == 0 {
            return vec![truncate(end, columns)];
        }
        room -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_keeps_its_end() {
        assert_eq!(wrap_with_end("one two three", "; four", 10, 3), ["one two", "three;", "four"]);
        assert_eq!(wrap_with_end("one two three four five six seven", "; four", 10, 2), ["one two", "thr…; four"]);
        assert_eq!(wrap_with_end("one", "; r tries again", 8, 1), ["; r tri…"]);
        assert_eq!(wrap_with_end("one two three", "", 10, 1), ["one two t…"]);
    }
}
