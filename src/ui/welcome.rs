//! The screen *Get your data*: what the program is for, how to get a copy of one's data, and how to import it.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::screen::welcome::WelcomeScreen;
use crate::app::view::Extent;
use crate::domain::text::wrap;

use super::layout::{PANE_MIN_WIDTH, take_rows};
use super::theme::Theme;
use super::widget::Paint;
use super::widget::detail::{signed, wrapped};

/// What the program is for.
pub(super) const TITLE: &str = "Work through your connection requests, one deliberate decision at a time.";

/// Steps to get the file, in order.
pub(super) const STEPS: [&str; 4] = [
    "On LinkedIn, open Me › Settings & Privacy › Data privacy › Get a copy of your data.",
    "Tick Invitations, Connections, Messages, Imported Contacts, Recommendations, Endorsements and Profile, or choose \
     the larger archive.",
    "LinkedIn e-mails you a link: within minutes for the selection, within a day for the larger archive.",
    "Download the ZIP and leave it as it is.",
];

pub(super) const PROMISES: [&str; 3] = [
    "Every decision goes into a journal on this computer, with your reasons. Nothing leaves it.",
    "It never touches LinkedIn, or any network.",
    "LinkedIn bans accounts that use automation. So this reads your own data copy, helps you decide, and leaves the \
     clicking to you.",
];

/// What leads on.
pub(super) const WAYS: [(Action, &str); 3] = [
    (Action::Import, "import the newest copy in your downloads, or another file"),
    (Action::Demo, "try it with made-up people; nothing is kept"),
    (Action::Add, "add a request by hand"),
];

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &WelcomeScreen) {
    let theme = paint.theme;
    let columns = usize::from(area.width);
    let title = wrapped(TITLE, columns, theme.title());
    let head = take_rows(&mut area, u16::try_from(title.len() + 1).unwrap_or(u16::MAX));
    paint.lines(head, &title);
    if area.width + 4 < PANE_MIN_WIDTH {
        let mut lines = steps(columns, theme);
        lines.push(Line::default());
        lines.extend(ways(paint, columns));
        lines.push(Line::default());
        lines.extend(promises(columns, false, theme));
        return paint.pager(area, &lines, screen.scroll);
    }
    let [left, right] = area.layout(&Layout::horizontal([Constraint::Percentage(55), Constraint::Fill(1)]).spacing(3));
    let inside = |place: Rect| usize::from(place.width.saturating_sub(6));
    let mut how = steps(inside(left), theme);
    how.push(Line::default());
    how.extend(ways(paint, inside(left)));
    let why = promises(inside(right), true, theme);
    let rows = u16::try_from(how.len().max(why.len()) + 4).unwrap_or(u16::MAX).min(area.height);
    let mut extent = Extent::default();
    for (place, title, lines) in [(left, "Get your data", how), (right, "What it promises", why)] {
        let mut inside = paint.pane(Rect { height: rows, ..place }, title, "");
        take_rows(&mut inside, 1);
        let shown = paint.scrolled_pane(inside, &lines, screen.scroll.index);
        if shown.overflow >= extent.overflow {
            extent = shown;
        }
    }
    paint.view.list = extent;
}

/// Returns the steps, numbered.
fn steps(columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (at, step) in STEPS.iter().enumerate() {
        let words = wrap::wrap(step, columns.saturating_sub(3));
        let lead = |line: usize| if line == 0 { format!("{}  ", at + 1) } else { "   ".to_owned() };
        lines.extend(words.into_iter().enumerate().map(|(n, words)| {
            Line::from(vec![Span::styled(lead(n), theme.accent()), Span::styled(words, theme.text())])
        }));
    }
    lines
}

/// Returns the keys that lead on.
fn ways(paint: &Paint, columns: usize) -> Vec<Line<'static>> {
    let theme = paint.theme;
    let key =
        |action: Action| paint.app.available().find(|row| row.action == action)?.keys.first().map(ToString::to_string);
    WAYS.into_iter()
        .filter_map(|(action, words)| {
            let key = Span::styled(format!("{:<6}", key(action)?), theme.key());
            Some(signed(&key, words, columns, theme.muted()))
        })
        .flatten()
        .collect()
}

fn promises(columns: usize, airy: bool, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for promise in PROMISES {
        if airy && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(wrap::wrap(promise, columns).into_iter().map(|line| Line::styled(line, theme.muted())));
    }
    lines
}
