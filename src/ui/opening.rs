//! The opening screen: what came, the mirror, the piles.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::opening::{Opening, Task};
use crate::domain::agenda::{Item, Matter};
use crate::domain::arrival::{Found, Origin};
use crate::domain::network::Mirror;
use crate::domain::renewal::{Renewal, Topic};
use crate::domain::when;

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
    let piles = piles(opening, app, theme);
    // An empty line stands between the piles and the tasks; it is no row that can be marked.
    let below = usize::from(opening.marked >= piles.len());
    lines.extend(piles);
    if !opening.tasks.is_empty() {
        lines.push(Line::default());
        lines.extend(tasks(opening, app, columns, theme));
    }
    // The piles are what is acted upon: where room is short, the words above them go first.
    let rows = usize::from(area.height);
    super::scroll::list(frame, area, &lines, head + opening.marked + below, app.overlay.is_none());
    Drawn { rows, overflow: opening.last() }
}

/// What is to be done beside the cards.
fn tasks(opening: &Opening, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let digits = digits(opening);
    let first = opening.piles.len() + 1;
    let row = |(at, task): (usize, &Task)| {
        let (size, words) = match task {
            Task::CarryOut(size) => (*size, "to carry out on LinkedIn".to_owned()),
            Task::Owed(items) => (items.len(), format!("owed: {}", first_of(items, app))),
            Task::PutOff(items) => (items.len(), format!("put off: {}", first_of(items, app))),
        };
        let marked = first + at == opening.marked;
        let line = format!("{}{:>digits$}  {words} ", if marked { "› " } else { "  " }, number(size));
        let line = Line::raw(text::fit(&line, columns));
        if marked { line.style(theme.marked()) } else { line }
    };
    opening.tasks.iter().enumerate().map(row).collect()
}

/// The next of several things, with its day.
fn first_of(items: &[Item], app: &App) -> String {
    let Some(Item { id, day, matter }) = items.first() else { return String::new() };
    let name = app.ledger.case(id).map(|case| case.invitation().name.shown_name()).unwrap_or_default();
    let day = when::short(*day, app.moment.today);
    match matter {
        Matter::Owed(gift) => format!("{} to {name} by {day}", gift.words()),
        Matter::FollowUp { .. } => format!("{name} comes back on {day}"),
    }
}

fn digits(opening: &Opening) -> usize {
    number(opening.waiting()).len().max(3)
}

fn piles(opening: &Opening, app: &App, theme: Theme) -> Vec<Line<'static>> {
    let all = (opening.waiting(), format!("everything, {}", app.order.words()));
    let each = opening.piles.iter().map(|(pile, size)| (*size, pile.words().to_owned()));
    let digits = digits(opening);
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
    let Found {
        source,
        origin,
        counts,
        not_understood,
        remarks,
        already_connected,
        pending: _,
        new,
        closed,
        renewal,
        outdated,
    } = found;
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
        said.push_str(&format!(" {} closed, because they are connected now or no longer there.", number(*closed)));
    }
    let renewed = renewed(renewal);
    if !renewed.is_empty() {
        said.push_str(&format!(" {renewed}."));
    }
    if *closed > 0 || !renewed.is_empty() {
        said.push_str(" r shows who.");
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

/// What an export says of old decisions and of the connections, the figures that are not 0.
fn renewed(renewal: &Renewal) -> String {
    let short = [
        (Topic::Confirmed, "of your accepts confirmed"),
        (Topic::Forgotten, "forgotten"),
        (Topic::Contradicted, "declined, yet connected"),
        (Topic::Returned, "ask again after a decline"),
        (Topic::Changed, "changed company or position"),
    ];
    let parts = short.into_iter().map(|(topic, words)| (renewal.of(topic).count(), words));
    parts
        .filter(|(count, _)| *count > 0)
        .map(|(n, words)| format!("{} {words}", number(n)))
        .collect::<Vec<_>>()
        .join(", ")
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
        (tally.parked, "parked"),
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
    Some(format!("You have exchanged messages with {} of {} people ({share} %).", number(talked), number(connections)))
}
