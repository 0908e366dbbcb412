//! The days on which somebody comes back, for a calendar (RFC 5545): a task and an all-day event for each, as some
//! programs show only tasks and some only events. Contacts that are due on no day are not in it.
//!
//! `calcard` escapes and folds. (`icalendar` writes the same, but its folding takes time by the square of the
//! length, and it reads the clock where a stamp is missing.)

use std::io::{self, Write};

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameter, ICalendarProperty,
    ICalendarValue, ICalendarValueType,
};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::text;
use crate::domain::contact::Contact;

/// Writes the calendar.
pub fn write(contacts: &[Contact], out: &mut dyn Write) -> io::Result<()> {
    let mut components = vec![frame()];
    for contact in contacts {
        if let Some(due) = contact.due.filter(|due| (1..=9999).contains(&due.year())) {
            components.push(task(contact, due));
            components.push(event(contact, due));
        }
    }
    let count = u32::try_from(components.len()).map_err(io::Error::other)?;
    components[0].component_ids = (1..count).collect();
    let mut calendar = String::new();
    ICalendar { components }.write_to(&mut calendar).map_err(io::Error::other)?;
    out.write_all(calendar.as_bytes())
}

fn frame() -> ICalendarComponent {
    let mut frame = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    frame.entries = vec![
        entry(ICalendarProperty::Version, "2.0"),
        entry(ICalendarProperty::Prodid, "-//invite-triage//follow-ups//EN"),
        entry(ICalendarProperty::Calscale, "GREGORIAN"),
    ];
    frame
}

fn task(contact: &Contact, due: NaiveDate) -> ICalendarComponent {
    let mut task = component(ICalendarComponentType::VTodo, "task", contact);
    task.entries.push(day(ICalendarProperty::Due, due));
    task.entries.push(entry(ICalendarProperty::Status, "NEEDS-ACTION"));
    task
}

/// The whole day, without keeping anybody from making an appointment on it.
fn event(contact: &Contact, due: NaiveDate) -> ICalendarComponent {
    let mut event = component(ICalendarComponentType::VEvent, "event", contact);
    event.entries.push(day(ICalendarProperty::Dtstart, due));
    event.entries.extend(due.succ_opt().map(|end| day(ICalendarProperty::Dtend, end)));
    event.entries.push(entry(ICalendarProperty::Transp, "TRANSPARENT"));
    event
}

/// What task and event share. Each has an id of its own, made from the person's.
fn component(kind: ICalendarComponentType, role: &str, contact: &Contact) -> ICalendarComponent {
    let mut component = ICalendarComponent::new(kind);
    let texts = [
        (ICalendarProperty::Uid, Uuid::new_v5(&contact.uid(), role.as_bytes()).to_string()),
        (ICalendarProperty::Dtstamp, text::stamp(contact.decided_at)),
        (ICalendarProperty::Class, "PRIVATE".to_owned()),
        (ICalendarProperty::Summary, format!("Follow up: {}", text::name(contact))),
        (ICalendarProperty::Description, description(contact)),
        (ICalendarProperty::Url, contact.person.profile_url().unwrap_or_default()),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    component.entries = texts.map(|(what, text)| entry(what, text)).collect();
    let tags: Vec<ICalendarValue> = text::tags(contact).into_iter().map(ICalendarValue::Text).collect();
    if !tags.is_empty() {
        component.entries.push(ICalendarEntry::new(ICalendarProperty::Categories).with_values(tags));
    }
    component
}

fn description(contact: &Contact) -> String {
    text::paragraphs(&[
        ("To ask", contact.question.as_ref()),
        ("Note", contact.note.as_ref()),
        ("Wrote with the request", contact.message.as_ref()),
    ])
}

fn entry(what: ICalendarProperty, text: impl Into<String>) -> ICalendarEntry {
    ICalendarEntry::new(what).with_value(ICalendarValue::Text(text.into()))
}

fn day(what: ICalendarProperty, date: NaiveDate) -> ICalendarEntry {
    let kind = ICalendarParameter::value(ICalendarValueType::Date);
    entry(what, date.format("%Y%m%d").to_string()).with_param(kind)
}
