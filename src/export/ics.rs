//! What is due, as a calendar (RFC 5545): a task and an all-day event each, because some programs show only tasks and
//! some only events.
//!
//! Promise: calendars are shared, so an entry names the person and what is to be done, and nothing else, unless the
//! details are asked for. Entries are private, and the day still counts as free.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::content_line::ContentLines;
use super::{name, text};
use crate::domain::care::calendar::{Calendar, CalendarEntry, CalendarTask};
use crate::domain::decision::care_event::Party;
use crate::domain::text::plural::plural;

/// Time after midnight at which the day's entry is announced.
const ALARM: &str = "PT9H";

/// Writes the calendar.
pub fn write(calendar: &Calendar, with_details: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = ContentLines::default();
    lines.begin("VCALENDAR");
    lines.raw_value("VERSION", "2.0");
    lines.raw_value("PRODID", "-//invite-triage//follow-ups//EN");
    lines.raw_value("CALSCALE", "GREGORIAN");
    lines.raw_value("X-WR-CALNAME", "LinkedIn requests");
    for entry in calendar.entries.iter().filter(|entry| is_writable(entry.day)) {
        task(entry, with_details, &mut lines);
        event(entry, with_details, &mut lines);
        out.write_all(lines.as_bytes())?;
        lines.clear();
    }
    lines.end("VCALENDAR");
    out.write_all(lines.as_bytes())
}

/// True if a date has the four digits that a calendar needs.
fn is_writable(day: NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

fn task(entry: &CalendarEntry, with_details: bool, lines: &mut ContentLines) {
    lines.begin("VTODO");
    describe(entry, "task", with_details, lines);
    lines.raw_value("DUE;VALUE=DATE", &day(entry.day));
    lines.raw_value("STATUS", if entry.is_cancelled { "CANCELLED" } else { "NEEDS-ACTION" });
    lines.end("VTODO");
}

/// Writes an all-day event with an alarm, which the task has not, so that nobody is told twice.
fn event(entry: &CalendarEntry, with_details: bool, lines: &mut ContentLines) {
    lines.begin("VEVENT");
    describe(entry, "event", with_details, lines);
    lines.raw_value("DTSTART;VALUE=DATE", &day(entry.day));
    lines.raw_value("DTEND;VALUE=DATE", &entry.day.succ_opt().map(day).unwrap_or_default());
    lines.raw_value("TRANSP", "TRANSPARENT");
    if entry.is_cancelled {
        lines.raw_value("STATUS", "CANCELLED");
    } else {
        lines.begin("VALARM");
        lines.raw_value("ACTION", "DISPLAY");
        lines.text("DESCRIPTION", &summary(entry));
        lines.raw_value("TRIGGER", ALARM);
        lines.end("VALARM");
    }
    lines.end("VEVENT");
}

/// Writes the properties that task and event share. Each has its own UID, derived from the source of the entry.
fn describe(entry: &CalendarEntry, role: &str, with_details: bool, lines: &mut ContentLines) {
    let source = format!("invite-triage:calendar:{}", entry.source);
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, source.as_bytes());
    lines.raw_value("UID", &Uuid::new_v5(&id, role.as_bytes()).to_string());
    lines.raw_value("DTSTAMP", &text::ical_timestamp(entry.changed_at));
    lines.raw_value("SEQUENCE", &entry.sequence.to_string());
    lines.raw_value("CLASS", "PRIVATE");
    lines.text("SUMMARY", &summary(entry));
    if with_details {
        let details = &entry.details;
        let said =
            [("To ask", &details.question), ("Note", &details.note), ("Wrote with the request", &details.message)];
        lines.text("DESCRIPTION", &text::paragraphs(&said.map(|(label, text)| (label, text.as_ref()))));
        lines.raw_value("URL", details.address.as_deref().unwrap_or_default());
        lines.list("CATEGORIES", &text::unique(details.tags.iter().map(text::line)));
    }
}

/// Returns what is to be done, and for whom.
fn summary(entry: &CalendarEntry) -> String {
    let name = || entry.person.as_ref().map(|person| text::name_or_key(&entry.name, person)).unwrap_or_default();
    match &entry.task {
        CalendarTask::FollowUp => format!("Follow up: {}", name()),
        CalendarTask::OwedGift(gift) => format!("Owed: {} to {}", gift.label(), name()),
        CalendarTask::Promise(said) => format!("Promised to {}: {}", name(), text::line(said)),
        CalendarTask::ReachOut(people) if people.is_empty() => "Reach out".to_owned(),
        CalendarTask::ReachOut(people) => format!("Reach out: {}", short_names(people).join(", ")),
        CalendarTask::CarryOut(count) => format!("To do on LinkedIn: {}", plural(*count, "decision")),
        CalendarTask::Unknown => "Done".to_owned(),
    }
}

/// Returns the given name of each person; the full name of those who share it.
fn short_names(people: &[Party]) -> Vec<String> {
    let full: Vec<String> = people.iter().map(|party| text::name_or_key(&party.name, &party.person)).collect();
    let given: Vec<String> = full.iter().map(|name| name::split(name).given).collect();
    let is_clear = |given_name: &String| given.iter().filter(|other| *other == given_name).count() == 1;
    let short = given
        .iter()
        .zip(&full)
        .map(|(given, full)| if !given.is_empty() && is_clear(given) { given.clone() } else { full.clone() });
    short.collect()
}

fn day(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}
