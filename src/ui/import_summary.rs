//! What an import found, in sentences.

use crate::domain::decision::event::SourceKind;
use crate::domain::inbox::import_diff::{DiffKind, ImportDiff};
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::text::plural::{number, plural};

/// Returns the summary of an import, in sentences: first what must be known before the counts.
pub fn report_summary(found: &ImportReport) -> String {
    let words = found.caution().map_or(String::new(), |words| format!("{words}\n"));
    format!("{words}{}", counts_text(found))
}

/// Returns a remark as a sentence.
pub fn remark_text(remark: &str) -> String {
    if remark.ends_with(['.', '!', '?']) { remark.to_owned() } else { format!("{remark}.") }
}

/// Returns the counts of an import, in sentences.
fn counts_text(found: &ImportReport) -> String {
    let counts = &found.counts;
    let read = match found.origin {
        SourceKind::Linkedin => format!(
            "{}: {}, {}, {} read.",
            found.source.display_name(),
            plural(counts.connections, "connection"),
            plural(counts.messages, "message"),
            plural(counts.invitations, "invitation"),
        ),
        SourceKind::Mail | SourceKind::Table | SourceKind::Hand => {
            format!("{}: {} read.", found.source.display_name(), plural(counts.incoming, "request"))
        }
    };
    let mut said = vec![read];
    said.extend(outcome(found));
    let left_out = found.issues(false).count();
    if left_out > 0 {
        said.push(format!("{} not understood.", plural(left_out, "row")));
    }
    said.join(" ")
}

/// Returns what came of an import, a sentence each.
pub(super) fn outcome(found: &ImportReport) -> Vec<String> {
    let mut said = Vec::new();
    if found.counts.incoming > 0 && !found.lacks_connections {
        said.push(format!(
            "{} received: {} already connected, {} waiting.",
            number(found.counts.incoming),
            number(found.already_connected),
            number(found.pending)
        ));
    }
    said.push(match found.new {
        0 => "Nothing new.".to_owned(),
        new => format!("Added {}.", plural(new, "request")),
    });
    if found.closed > 0 {
        said.push(format!("{} closed: connected by now, or no longer listed.", number(found.closed)));
    }
    let renewed = diff_summary(&found.diff);
    if !renewed.is_empty() {
        said.push(format!("{renewed}."));
    }
    let partly = found.issues(true).count();
    if partly > 0 {
        said.push(format!("{} imported without what could not be read.", plural(partly, "row")));
    }
    if found.outdated {
        said.push("It is older than the copy before, so it closed nothing and replaced nothing.".to_owned());
    }
    said
}

/// Returns the non-zero counts of changes to old decisions and connections.
fn diff_summary(diff: &ImportDiff) -> String {
    let short = [
        (DiffKind::Confirmed, "of your accepts confirmed"),
        (DiffKind::StillPending, "not accepted yet"),
        (DiffKind::Contradicted, "declined, yet connected"),
        (DiffKind::AskedAgainAfterDecline, "asked again after a decline"),
        (DiffKind::Changed, "changed company or position"),
    ];
    let parts = short.into_iter().map(|(topic, words)| (diff.items(topic).count(), words));
    parts
        .filter(|(count, _)| *count > 0)
        .map(|(n, words)| format!("{} {words}", number(n)))
        .collect::<Vec<_>>()
        .join(", ")
}
