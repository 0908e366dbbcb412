//! Follow-up dates as a calendar (RFC 5545): a task and an all-day event each, because some programs show only tasks
//! and some only events. Contacts without a due date are left out.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::content_line::ContentLines;
use super::text;
use crate::domain::care::contact::Contact;
use crate::domain::care::contact::ContactIter;

/// Writes the calendar.
pub fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = ContentLines::default();
    lines.begin("VCALENDAR");
    lines.raw_value("VERSION", "2.0");
    lines.raw_value("PRODID", "-//invite-triage//follow-ups//EN");
    lines.raw_value("CALSCALE", "GREGORIAN");
    for contact in contacts {
        if let Some(due) = contact.due.filter(|due| (1..=9999).contains(&due.year())) {
            task(&contact, due, &mut lines);
            event(&contact, due, &mut lines);
            out.write_all(lines.as_bytes())?;
            lines.clear();
        }
    }
    lines.end("VCALENDAR");
    out.write_all(lines.as_bytes())
}

fn task(contact: &Contact, due: NaiveDate, lines: &mut ContentLines) {
    lines.begin("VTODO");
    describe(contact, "task", lines);
    lines.raw_value("DUE;VALUE=DATE", &day(due));
    lines.raw_value("STATUS", "NEEDS-ACTION");
    lines.end("VTODO");
}

/// Writes an all-day event; transparent, so that the day still counts as free.
fn event(contact: &Contact, due: NaiveDate, lines: &mut ContentLines) {
    lines.begin("VEVENT");
    describe(contact, "event", lines);
    lines.raw_value("DTSTART;VALUE=DATE", &day(due));
    lines.raw_value("DTEND;VALUE=DATE", &due.succ_opt().map(day).unwrap_or_default());
    lines.raw_value("TRANSP", "TRANSPARENT");
    lines.end("VEVENT");
}

/// Writes the properties that task and event share. Each has its own UID, derived from the person's.
fn describe(contact: &Contact, role: &str, lines: &mut ContentLines) {
    lines.raw_value("UID", &Uuid::new_v5(&contact.uid(), role.as_bytes()).to_string());
    lines.raw_value("DTSTAMP", &text::ical_timestamp(contact.decided_at));
    lines.raw_value("CLASS", "PRIVATE");
    lines.text("SUMMARY", &format!("Follow up: {}", text::name(contact)));
    lines.text("DESCRIPTION", &description(contact));
    lines.raw_value("URL", &contact.address().unwrap_or_default());
    lines.list("CATEGORIES", &text::tags(contact));
}

fn description(contact: &Contact) -> String {
    text::paragraphs(&[
        ("To ask", contact.question.as_ref()),
        ("Note", contact.note.as_ref()),
        ("Wrote with the request", contact.message.as_ref()),
    ])
}

fn day(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}
