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
pub(super) fn counts_text(found: &ImportReport) -> String {
    let ImportReport { source, origin, counts, already_connected, new, closed, diff, outdated, .. } = found;
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
    if counts.incoming > 0 && !found.lacks_connections {
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
    let (partly, left_out) = (found.issues(true).count(), found.issues(false).count());
    if left_out > 0 {
        said.push_str(&format!(" {} not understood.", plural(left_out, "row")));
    }
    if partly > 0 {
        said.push_str(&format!(" {} taken in without what could not be read.", plural(partly, "row")));
    }
    if *outdated {
        said.push_str(" It is older than the copy before, so it closed nothing and replaced nothing.");
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
