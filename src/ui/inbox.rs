//! The inbox screen: import summary, share of connections with messages, piles and tasks.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::screen::inbox::{InboxScreen, InboxTask};
use crate::domain::care::agenda::{AgendaItem, AgendaKind};
use crate::domain::decision::event::SourceKind;
use crate::domain::decision::status::{StatusCounts, StatusKind};
use crate::domain::evidence::network::{Network, TalkCounts};
use crate::domain::inbox::import_diff::{DiffKind, ImportDiff};
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::text::dates;

use super::widget::{Group, Paint};
use crate::domain::text::plural::{number, plural};
use crate::domain::text::wrap::{self};

/// Draws the screen.
pub fn draw(paint: &mut Paint, area: Rect, screen: &InboxScreen) {
    let (app, model, theme) = (paint.app, paint.app.model(), paint.theme);
    let columns = usize::from(area.width).min(90);
    let mut lines = Vec::new();
    let reports = if model.is_new_import { model.import_reports.as_slice() } else { &[] };
    for found in reports {
        lines.extend(wrap::wrap(&report_summary(found), columns).into_iter().map(Line::raw));
    }
    if !reports.is_empty() {
        lines.push(Line::default());
    }
    let tally = model.ledger.status_counts();
    let wait = match screen.pending() {
        0 => "Nothing waits. ".to_owned(),
        1 => "1 request waits. ".to_owned(),
        waiting => format!("{} requests wait. ", number(waiting)),
    };
    let mut sum = vec![Span::styled(wait, theme.title())];
    sum.push(Span::raw(status_summary(&tally)));
    lines.push(Line::from(sum));
    if let Some(words) = talk_share(&model.network) {
        lines.extend(wrap::wrap(&words, columns).into_iter().map(|line| Line::styled(line, theme.dim())));
    }
    lines.push(Line::default());
    // The piles are what the user acts on: if room is short, the text above is hidden first.
    let piles = Group { lines_above: lines.len(), rows: 1 + screen.piles.len(), pins_heading: false };
    let tasks = Group { lines_above: 1, rows: screen.tasks.len(), pins_heading: false };
    let groups = if screen.tasks.is_empty() { vec![piles] } else { vec![piles, tasks] };
    let above = |group: usize, line: usize| if group == 0 { lines[line].clone() } else { Line::default() };
    let digits = number(screen.pending()).len().max(3);
    let row = |at: usize| {
        let (size, words) = task_line(screen, at, app);
        let sign = if at == screen.cursor.index { "› " } else { "  " };
        Line::raw(wrap::truncate(&format!("{sign}{:>digits$}  {words} ", number(size)), columns))
    };
    paint.list(area, &groups, Some(screen.cursor.index), &above, &row);
}

/// Returns the count and label of a row.
fn task_line(screen: &InboxScreen, at: usize, app: &App) -> (usize, String) {
    let Some(at) = at.checked_sub(1) else {
        return (screen.pending(), format!("everything, {}", app.drafts().order.label()));
    };
    if let Some((pile, size)) = screen.piles.get(at) {
        return (*size, pile.label().to_owned());
    }
    match &screen.tasks[at - screen.piles.len()] {
        InboxTask::CarryOut(size) => (*size, "to carry out on LinkedIn".to_owned()),
        InboxTask::Owed(items) => (items.len(), format!("owed: {}", first_item_text(items, app))),
        InboxTask::PutOff(items) => (items.len(), format!("put off: {}", first_item_text(items, app))),
    }
}

/// Returns the first item with its day.
fn first_item_text(items: &[AgendaItem], app: &App) -> String {
    let Some(AgendaItem { id, day, kind: matter, wrote_since: _ }) = items.first() else { return String::new() };
    let name = app.model().ledger.case(id).map(|case| case.invitation().name.display_name()).unwrap_or_default();
    let day = dates::format_short(*day, app.model().moment.today);
    match matter {
        AgendaKind::OwedGift(gift) => format!("{} to {name} by {day}", gift.label()),
        AgendaKind::FollowUp { .. } => format!("{name} comes back on {day}"),
    }
}

/// Returns the summary of an import, in sentences.
pub fn report_summary(found: &ImportReport) -> String {
    let ImportReport {
        source,
        origin,
        counts,
        row_issues: not_understood,
        cards: _,
        remarks,
        already_connected,
        pending: _,
        new,
        closed,
        diff,
        outdated,
    } = found;
    let mut said = match origin {
        SourceKind::Linkedin => format!(
            "{}: {}, {}, {} read.",
            source.display_name(),
            plural(counts.connections, "connection"),
            plural(counts.messages, "message"),
            plural(counts.invitations, "invitation"),
        ),
        SourceKind::Mail | SourceKind::Table | SourceKind::Hand => {
            format!("{}: {} read.", source.display_name(), plural(counts.incoming, "request"))
        }
    };
    if counts.incoming > 0 {
        said.push_str(&format!(
            " Of {} received, {} are connections already.",
            number(counts.incoming),
            number(*already_connected)
        ));
    }
    said.push_str(&format!(" {} new.", number(*new)));
    if *closed > 0 {
        said.push_str(&format!(" {} closed, because they are connected now or no longer there.", number(*closed)));
    }
    let renewed = diff_summary(diff);
    if !renewed.is_empty() {
        said.push_str(&format!(" {renewed}."));
    }
    if *closed > 0 || !renewed.is_empty() {
        said.push_str(" r shows who.");
    }
    if !not_understood.is_empty() {
        said.push_str(&format!(" {} not understood (r shows them).", plural(not_understood.len(), "row")));
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

/// Returns the non-zero counts of changes to old decisions and connections.
fn diff_summary(diff: &ImportDiff) -> String {
    let short = [
        (DiffKind::Confirmed, "of your accepts confirmed"),
        (DiffKind::StillPending, "forgotten"),
        (DiffKind::Contradicted, "declined, yet connected"),
        (DiffKind::AskedAgainAfterDecline, "ask again after a decline"),
        (DiffKind::Changed, "changed company or position"),
    ];
    let parts = short.into_iter().map(|(topic, words)| (diff.items(topic).count(), words));
    parts
        .filter(|(count, _)| *count > 0)
        .map(|(n, words)| format!("{} {words}", number(n)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn status_summary(counts: &StatusCounts) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(status, count)| *status != StatusKind::Pending && *count > 0)
        .map(|(status, count)| format!("{} {}", number(count), status.label()))
        .collect();
    if parts.is_empty() { String::new() } else { format!("So far: {}.", parts.join(", ")) }
}

/// Returns with how many connections messages were exchanged; both ways, one way apart.
fn talk_share(network: &Network) -> Option<String> {
    let TalkCounts { connections, talked, both_ways } = network.talk_counts();
    if connections > 0 && !network.has_messages() {
        return Some("Your copy has no messages: tick Messages when you request the next one.".to_owned());
    }
    let share = (both_ways * 100 + connections / 2).checked_div(connections)?;
    let one_way = talked - both_ways;
    let apart =
        if one_way > 0 { format!(" With {} more only one of you wrote.", number(one_way)) } else { String::new() };
    Some(format!(
        "You have exchanged messages with {} of {} people ({share}%).{apart}",
        number(both_ways),
        number(connections)
    ))
}
