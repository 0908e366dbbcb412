//! Finding somebody: what is typed, who matches, which letters did.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::overlay::Finder;
use crate::domain::ledger::Standing;
use crate::domain::people::{Person, role};
use crate::domain::search::{Hit, fold};

use super::theme::Theme;
use super::{form, overlay, scroll, text};

/// Draws it: only the rows in sight are made.
pub fn draw(frame: &mut Frame, area: Rect, finder: &Finder, app: &App, columns: usize, theme: Theme) -> Drawn {
    let rows = usize::from(area.height).saturating_sub(6).clamp(1, 18);
    let inner = overlay::boxed(frame, area, "Find", columns, rows + 2, theme);
    let typed = format!("/ {}", finder.query.text());
    let room = usize::from(inner.width);
    // Where not everybody was looked at yet, there may be more of them.
    let is_whole = finder.is_whole(&app.everybody);
    let more = if is_whole { "" } else { "…" };
    let hits = text::number(finder.ranking.hits.len());
    let found = format!("{hits}{more} of {}", text::number(app.everybody.people.len()));
    let gap = room.saturating_sub(text::width(&typed) + text::width(&found));
    let head = Line::from(vec![Span::raw(typed.clone()), Span::raw(" ".repeat(gap)), Span::styled(found, theme.dim())]);
    frame.render_widget(head, Rect { height: inner.height.min(1), ..inner });
    let list = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let rows = usize::from(list.height);
    let from = scroll::window(finder.chosen, rows, finder.ranking.hits.len());
    for ((i, hit), y) in finder.ranking.hits.iter().enumerate().skip(from).zip(list.y..list.bottom()) {
        let Some(person) = app.everybody.people.get(hit.index) else { continue };
        let line = row(person, hit, app, usize::from(list.width), theme);
        let line = if i == finder.chosen { line.style(theme.marked()) } else { line };
        frame.render_widget(line, Rect { y, height: 1, ..list });
    }
    if finder.ranking.hits.is_empty() && rows > 0 {
        let words = if is_whole { "nobody like that" } else { "looking…" };
        frame.render_widget(Line::styled(words, theme.dim()), Rect { height: 1, ..list });
    }
    form::place_cursor(frame, inner, Some((text::width(&typed), 0)), 0);
    Drawn { rows, overflow: finder.ranking.hits.len() }
}

fn row(person: &Person, hit: &Hit, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let (headline, company) = role(&person.key, &app.ledger, &app.network);
    let aside = [headline, company].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
    let sign = match person.standing {
        Standing::Accepted => "+",
        Standing::Declined => "-",
        Standing::FollowUp(_) | Standing::Parked(_) => "~",
        Standing::Closed(_) => "x",
        Standing::Waiting | Standing::Gone => " ",
    };
    let name = text::fit(&person.name.shown_name(), columns.saturating_sub(4));
    let room = columns.saturating_sub(text::width(&name) + 5);
    let mut spans = vec![Span::raw(format!("{sign} "))];
    spans.extend(marked_letters(&name, &hit.letters, theme));
    spans.push(Span::styled(format!("  {}", text::fit(&aside, room)), theme.dim()));
    Line::from(spans)
}

/// A name with the letters that matched; the folded text may be longer or shorter than the name, so letters are
/// counted as they fold.
fn marked_letters(name: &str, letters: &[usize], theme: Theme) -> Vec<Span<'static>> {
    let mut at = 0;
    name.chars()
        .map(|letter| {
            let folded = fold(letter.encode_utf8(&mut [0; 4])).chars().count();
            let hit = (at..at + folded).any(|place| letters.binary_search(&place).is_ok());
            at += folded;
            Span::styled(letter.to_string(), if hit { theme.key() } else { Style::new() })
        })
        .collect()
}
