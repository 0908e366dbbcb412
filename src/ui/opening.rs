//! The opening screen: what came, the mirror, the piles.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::opening::Opening;
use crate::domain::arrival::{Found, Origin};
use crate::domain::network::Mirror;

use super::text::{self, number};
use super::theme::Theme;

/// Draws the screen.
pub fn draw(frame: &mut Frame, area: Rect, opening: &Opening, app: &App, theme: Theme) -> Drawn {
    let columns = usize::from(area.width).min(90);
    let mut lines = Vec::new();
    for found in &app.found {
        lines.extend(text::wrapped(&summary(found), columns).into_iter().map(Line::raw));
    }
    if !app.found.is_empty() {
        lines.push(Line::default());
    }
    let tally = app.ledger.tally();
    let wait = match opening.waiting() {
        0 => "Nothing waits. ".to_owned(),
        1 => "1 request waits. ".to_owned(),
        waiting => format!("{} requests wait. ", number(waiting)),
    };
    let mut sum = vec![Span::styled(wait, theme.title())];
    sum.push(Span::raw(so_far(&tally)));
    lines.push(Line::from(sum));
    if let Some(words) = mirror(app.network.mirror()) {
        lines.extend(text::wrapped(&words, columns).into_iter().map(|line| Line::styled(line, theme.dim())));
    }
    lines.push(Line::default());
    let head = lines.len();
    lines.extend(piles(opening, app, theme));
    // The piles are what is acted upon: where room is short, the words above them go first.
    let rows = usize::from(area.height);
    let marked = head + opening.marked;
    let from = super::scroll::window(marked, rows, lines.len());
    for (line, y) in lines.iter().skip(from).zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
    let y = area.y.saturating_add(u16::try_from(marked - from).unwrap_or(u16::MAX));
    if y < area.bottom() && area.width > 0 {
        frame.set_cursor_position((area.x, y));
    }
    Drawn { rows, overflow: opening.piles.len() }
}

fn piles(opening: &Opening, app: &App, theme: Theme) -> Vec<Line<'static>> {
    let all = (opening.waiting(), format!("everything, {}", app.order.words()));
    let each = opening.piles.iter().map(|(pile, size)| (*size, pile.words().to_owned()));
    let digits = number(opening.waiting()).len().max(3);
    std::iter::once(all)
        .chain(each)
        .enumerate()
        .map(|(row, (size, words))| {
            let marked = row == opening.marked;
            let sign = if marked { "› " } else { "  " };
            let line = Line::raw(format!("{sign}{:>digits$}  {words} ", number(size)));
            if marked { line.style(theme.marked()) } else { line }
        })
        .collect()
}

/// What an import found, in sentences.
pub fn summary(found: &Found) -> String {
    let Found { source, origin, counts, not_understood, remarks, already_connected, pending: _, new, closed, outdated } =
        found;
    let many = |n: u64| number(usize::try_from(n).unwrap_or(usize::MAX));
    let mut said = match origin {
        Origin::Linkedin => format!(
            "{}: {}, {}, {} read.",
            source.shown_name(),
            things(counts.connections, "connection"),
            things(counts.messages, "message"),
            things(counts.invitations, "invitation"),
        ),
        Origin::Mail | Origin::Table | Origin::Hand => {
            format!("{}: {} read.", source.shown_name(), things(counts.incoming, "request"))
        }
    };
    if counts.incoming > 0 {
        said.push_str(&format!(
            " Of {} received, {} are connections already.",
            many(counts.incoming),
            number(*already_connected)
        ));
    }
    said.push_str(&format!(" {} new.", number(*new)));
    if *closed > 0 {
        said.push_str(&format!(
            " {} closed, because they are connected now or no longer there (r shows them).",
            number(*closed)
        ));
    }
    if !not_understood.is_empty() {
        said.push_str(&format!(" {} not understood (r shows them).", things(not_understood.len() as u64, "row")));
    }
    if *outdated {
        said.push_str(" It is older than the copy before, so nothing was closed and the evidence stays as it was.");
    }
    for remark in remarks {
        said.push(' ');
        said.push_str(remark);
    }
    said
}

/// `1 row`, `2,000 rows`.
fn things(n: u64, thing: &str) -> String {
    let number = number(usize::try_from(n).unwrap_or(usize::MAX));
    format!("{number} {thing}{}", if n == 1 { "" } else { "s" })
}

fn so_far(tally: &crate::domain::ledger::Tally) -> String {
    let parts: Vec<String> = [
        (tally.accepted, "accepted"),
        (tally.declined, "declined"),
        (tally.follow_up, "put off"),
        (tally.closed, "closed by an import"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", number(count)))
    .collect();
    if parts.is_empty() { String::new() } else { format!("So far: {}.", parts.join(", ")) }
}

fn mirror(mirror: Mirror) -> Option<String> {
    let Mirror { connections, talked, both: _ } = mirror;
    let share = (talked * 100 + connections / 2).checked_div(connections)?;
    Some(format!("You have exchanged messages with {} of {} people ({share} %).", number(talked), number(connections),))
}
