//! The first line, the notice and the keys that are valid here.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::notice::Weight;
use crate::app::screen::{Screen, Tab};

use super::text::{fit, number, width};
use super::theme::Theme;

/// The top line: where I am, how far, and how many decisions stand on disk.
pub fn top(frame: &mut Frame, area: Rect, app: &App, theme: Theme) {
    let columns = usize::from(area.width);
    let decided = format!("decided {} ", app.ledger.decisions());
    let room = columns.saturating_sub(width(&decided) + 1);
    let place = place(app, room);
    let gap = columns.saturating_sub(width(&place) + width(&decided));
    let line = Line::from(vec![
        Span::styled(place, theme.title()),
        Span::raw(" ".repeat(gap)),
        Span::styled(decided, theme.title()),
    ]);
    frame.render_widget(line, area);
}

fn place(app: &App, room: usize) -> String {
    let tab = app.screen.tab();
    let name = if matches!(app.screen, Screen::Person(_)) { "A person" } else { tab.words() };
    let mut parts = vec![name.to_owned()];
    if tab == Tab::Cards && app.case().is_some() {
        let (at, of) = app.sitting.place();
        parts.push(format!("card {} of {}", number(at), number(of)));
        let waiting = app.inbox.left();
        let portion = app.settings.portion;
        if portion > 0 {
            parts.push(format!("{} of {portion} in this portion", app.sitting.portion));
        }
        parts.push(format!("{} wait", number(waiting)));
        parts.push(left(app));
    }
    let mut said = format!(" {}", parts.join(" · "));
    while width(&said) > room && parts.len() > 1 {
        parts.pop();
        said = format!(" {}", parts.join(" · "));
    }
    fit(&said, room)
}

/// What is left, by pile.
pub fn left(app: &App) -> String {
    let piles = app.inbox.piles();
    piles.iter().map(|(pile, size)| format!("{} {}", pile.words(), number(*size))).collect::<Vec<_>>().join(", ")
}

/// The notice; what could not be saved comes before anything else.
pub fn notice(frame: &mut Frame, area: Rect, app: &App, theme: Theme) {
    let (text, weight) = match (&app.unsaved, &app.notice, &app.read_only) {
        (Some(unsaved), ..) => {
            let key = app.settings.keymap.key_of(crate::app::action::Action::Retry).map(|key| key.to_string());
            // The story may be longer than the line; the way out of it is not to be cut off.
            let way_out = format!("; {} tries again", key.unwrap_or_default());
            let room = usize::from(area.width).saturating_sub(width(&way_out) + 1);
            (format!("{}{way_out}", fit(&unsaved.why, room)), Weight::Failed)
        }
        (None, Some(notice), _) => (notice.text.clone(), notice.weight),
        (None, None, Some(why)) => (format!("Only for reading: {why}"), Weight::Failed),
        (None, None, None) => return,
    };
    let text = fit(&format!(" {text}"), usize::from(area.width));
    frame.render_widget(Line::styled(text, theme.notice(weight)), area);
}

/// The keys that are valid here, the most important first, as many as there is room for.
pub fn keys(frame: &mut Frame, area: Rect, app: &App, theme: Theme) {
    frame.render_widget(key_line(app, app.context(), usize::from(area.width), theme), area);
}

/// The hints of a context in one line.
pub fn key_line(app: &App, context: Context, columns: usize, theme: Theme) -> Line<'static> {
    let mut hints: Vec<(Key, &str)> = app
        .settings
        .keymap
        .here(context)
        .filter(|binding| !binding.hint.is_empty() && app.refusal(binding.action).is_none())
        .filter_map(|binding| Some((*binding.keys.first()?, binding.hint)))
        .collect();
    // Help and quit are worth more than the last hints; they are kept at the end of a short line.
    let kept: Vec<_> = hints.iter().filter(|(_, hint)| *hint == "help" || *hint == "quit").copied().collect();
    hints.retain(|hint| !kept.contains(hint));
    let cost = |(key, hint): &(Key, &str)| width(&key.to_string()) + width(hint) + 3;
    let mut room = columns.saturating_sub(kept.iter().map(cost).sum());
    let mut shown: Vec<(Key, &str)> = Vec::new();
    for hint in hints {
        if cost(&hint) > room {
            break;
        }
        room -= cost(&hint);
        shown.push(hint);
    }
    shown.extend(kept);
    let spans = shown.into_iter().flat_map(|(key, hint)| {
        [Span::raw(" "), Span::styled(key.to_string(), theme.key()), Span::raw(format!(" {hint} "))]
    });
    Line::from(spans.collect::<Vec<_>>())
}
