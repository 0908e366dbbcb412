//! The welcome screen: purpose, the promise never to touch LinkedIn, and how to get the file.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::screen::welcome::WelcomeScreen;

use super::widget::Paint;
use crate::domain::text::wrap;

/// Paragraphs: a heading (empty for none) and a text.
const PARAGRAPHS: [(&str, &str); 6] = [
    (
        "Work through your connection requests, one deliberate decision at a time.",
        "Every decision goes into a journal on this computer, with your reasons.",
    ),
    (
        "It never touches LinkedIn, or any network.",
        "LinkedIn closes accounts that are run by programs. So this one reads the copy of your data that LinkedIn \
         gives you, helps you decide, and you click on LinkedIn yourself.",
    ),
    (
        "How to get your copy",
        "On LinkedIn: Me > Settings & Privacy > Data privacy > Get a copy of your data. Tick Invitations, \
         Connections, Messages, Imported Contacts, Recommendations, Endorsements and Profile (or the larger archive), \
         and request it.",
    ),
    (
        "",
        "LinkedIn sends you a link, often within minutes; the larger archive takes a day. Download the ZIP and leave it as it is.",
    ),
    ("Then", "invite-triage ~/Downloads/Basic_LinkedInDataExport_….zip"),
    ("", ""),
];

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &WelcomeScreen) {
    let theme = paint.theme;
    let columns = usize::from(area.width).min(84);
    let mut lines = Vec::new();
    for (heading, words) in PARAGRAPHS {
        if !heading.is_empty() {
            lines.extend(wrap::wrap(heading, columns).into_iter().map(|line| Line::styled(line, theme.title())));
        }
        lines.extend(wrap::wrap(words, columns).into_iter().map(Line::raw));
        if !words.is_empty() {
            lines.push(Line::default());
        }
    }
    lines.pop();
    let demo = paint.app.keymap().first_key(Action::Demo);
    let hint = vec![
        Span::raw("No file yet? "),
        Span::styled(demo, theme.key()),
        Span::raw(" shows it on made-up people; nothing is kept."),
    ];
    lines.push(Line::from(hint));
    paint.pager(area, &lines, screen.scroll);
}
