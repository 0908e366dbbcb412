//! CSV table with every field, for spreadsheets; `assets/export.md` documents the columns.

use std::io::{self, Write};

use super::{csv_injection, text};
use crate::domain::care::contact::{Contact, ContactIter, DecidedRequest};
use crate::domain::text::dates;

/// Column header, and the function that fills its cells.
type Column = (&'static str, fn(&Contact) -> String);

const COLUMNS: &[Column] = &[
    ("name", text::name),
    ("given_name", |c| text::name_parts(c).given),
    ("family_name", |c| text::name_parts(c).family),
    ("headline", |c| text::line_or_none(c.headline.as_ref())),
    ("company", |c| text::line_or_none(c.company.as_ref())),
    ("position", |c| text::line_or_none(c.position.as_ref())),
    ("email", |c| text::line_or_none(c.email.as_ref())),
    ("profile", |c| c.address().unwrap_or_default()),
    ("connected_on", |c| c.connected_on.map(|day| day.to_string()).unwrap_or_default()),
    ("verdict", |c| decided(c, |d| text::serde_name(d.verdict))),
    ("decided_at", |c| decided(c, |d| dates::format_rfc3339(d.decided_at))),
    ("answers", answers),
    ("reason", |c| decided(c, |d| text::lines_or_none(d.reason.as_ref()))),
    ("note", |c| decided(c, |d| text::lines_or_none(d.note.as_ref()))),
    ("tags", |c| text::tags(c).join(", ")),
    ("mutuals", |c| text::lines_or_none(c.mutuals.as_ref())),
    ("offers", |c| text::lines_or_none(c.offers.as_ref())),
    ("seeks", |c| text::lines_or_none(c.seeks.as_ref())),
    ("goals", |c| text::lines_or_none(c.goals.as_ref())),
    ("dreams", |c| text::lines_or_none(c.dreams.as_ref())),
    ("i_can", |c| text::lines_or_none(c.i_can.as_ref())),
    ("how_met", |c| text::lines_or_none(c.how_met.as_ref())),
    ("remember", |c| text::lines_or_none(c.remember.as_ref())),
    ("last_contact", |c| c.last_contact.map(|last| last.day.to_string()).unwrap_or_default()),
    ("rhythm", |c| text::serde_name(c.rhythm)),
    ("gift", |c| decided(c, |d| text::serde_name(d.gift))),
    ("kind", |c| decided(c, |d| text::serde_name(d.decline))),
    ("due", |c| decided(c, |d| d.due.map(|due| due.to_string()).unwrap_or_default())),
    ("way", |c| decided(c, |d| text::serde_name(d.follow_up_mode))),
    ("question", |c| decided(c, |d| text::lines_or_none(d.question.as_ref()))),
    ("message", |c| decided(c, |d| text::lines_or_none(d.message.as_ref()))),
    ("sent_at", |c| decided(c, |d| d.sent_at.map(dates::format_rfc3339).unwrap_or_default())),
    ("person", |c| text::key(c.person.as_str())),
    ("invitation", |c| decided(c, |d| text::key(d.invitation.as_str()))),
    ("uid", |c| c.uid().to_string()),
];

/// Writes the table.
pub fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header: Vec<&str> = COLUMNS.iter().map(|(column, _)| *column).collect();
    let row = |contact: &Contact| COLUMNS.iter().map(|(_, text)| text(contact)).collect();
    csv_injection::write_table(&header, contacts.map(|contact| row(&contact)), csv_injection::opened, out)
}

/// Returns the cell of a decision; empty without one.
fn decided(contact: &Contact, cell: fn(&DecidedRequest) -> String) -> String {
    contact.decided.as_ref().map(cell).unwrap_or_default()
}

/// Returns the answers as `met: yes, context: no`.
fn answers(contact: &Contact) -> String {
    let one = |(id, answer): (String, &str)| format!("{id}: {answer}");
    text::answers(contact).map(one).collect::<Vec<_>>().join(", ")
}
