//! Markdown page, for reading and for note-taking programs.
//!
//! Promise: text stays text ([`super::markdown_text`]). The only links lead to LinkedIn profiles, and to the addresses
//! on other networks that a file gave for people without one. Names are list items, never headings.

use std::io::{self, Write};

use super::markdown_text::escaped;
use super::text;
use crate::domain::care::contact::{Contact, ContactIter, DecidedRequest};
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;

/// Writes the page.
pub fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "# Contacts\n\n{}\n", plural(contacts.len(), "person"))?;
    for contact in contacts {
        write!(out, "\n- {}\n", person(&contact))?;
        for (label, value) in facts(&contact) {
            writeln!(out, "  - {label}: {value}")?;
        }
    }
    Ok(())
}

/// Returns the name, linked to the profile if there is one, and the role.
pub(super) fn person(contact: &Contact) -> String {
    let name = escaped(&text::name(contact));
    let name = match contact.address() {
        Some(address) => format!("**[{name}]({})**", link_target(&address)),
        None => format!("**{name}**"),
    };
    let company = text::line_or_none(contact.company.as_ref());
    let role = [text::title(contact), company].map(|part| escaped(&part));
    let role: Vec<String> = role.into_iter().filter(|part| !part.is_empty()).collect();
    if role.is_empty() { name } else { format!("{name} · {}", role.join(" · ")) }
}

/// Returns an address so that it cannot end the link it stands in.
fn link_target(address: &str) -> String {
    address.replace('\\', "%5C").replace('(', "%28").replace(')', "%29")
}

/// Returns what is known about a person, as label and Markdown; without what is empty.
pub(super) fn facts(contact: &Contact) -> impl Iterator<Item = (&'static str, String)> {
    let decided = contact.decided.as_ref();
    let decision = decided.map(|d| format!("{} {} {}", d.verdict.label(), d.verdict.day_word(), d.decided_on));
    let said = |field: fn(&DecidedRequest) -> &Option<Untrusted>| listed(decided.and_then(|d| field(d).as_ref()));
    let all = [
        ("Asked", decided.and_then(|d| d.sent_on).map(|day| day.to_string()).unwrap_or_default()),
        ("Connected", contact.connected_on.map(|day| day.to_string()).unwrap_or_default()),
        ("Decided", decision.unwrap_or_default()),
        ("As", decided.and_then(|d| d.decline).map(|kind| kind.label().to_owned()).unwrap_or_default()),
        ("Back on", decided.and_then(|d| d.due).map(|due| due.to_string()).unwrap_or_default()),
        ("Until then", decided.and_then(|d| d.follow_up_mode).map(|way| way.label().to_owned()).unwrap_or_default()),
        ("Question", said(|d| &d.question)),
        ("Answers", answers(contact)),
        ("Reason", said(|d| &d.reason)),
        ("How we met", listed(contact.how_met.as_ref())),
        ("To remember", listed(contact.remember.as_ref())),
        ("You both know", listed(contact.mutuals.as_ref())),
        ("Can offer", listed(contact.offers.as_ref())),
        ("Looks for", listed(contact.seeks.as_ref())),
        ("Goals", listed(contact.goals.as_ref())),
        ("Dreams", listed(contact.dreams.as_ref())),
        ("What you can do for them", listed(contact.i_can.as_ref())),
        ("Last contact", text::last_contact(contact).map(|day| day.to_string()).unwrap_or_default()),
        ("In touch", contact.rhythm.map(|rhythm| rhythm.label().to_owned()).unwrap_or_default()),
        ("First gift", decided.and_then(|d| d.gift).map(|gift| gift.label().to_owned()).unwrap_or_default()),
        ("Note", said(|d| &d.note)),
        ("Tags", escaped(&text::tags(contact).join(", "))),
        ("E-mail", contact.email.as_ref().map(|email| escaped(&text::line(email))).unwrap_or_default()),
        ("Wrote", said(|d| &d.message)),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty())
}

fn answers(contact: &Contact) -> String {
    let one = |(id, answer): (String, &str)| format!("{} {answer}", escaped(&id));
    text::answers(contact).map(one).collect::<Vec<_>>().join(", ")
}

/// Returns lines for an item of an inner list.
fn listed(text: Option<&Untrusted>) -> String {
    multi_line(text, "\n    ")
}

/// Returns lines joined by hard line breaks and `between`, without empty ones.
pub(super) fn multi_line(text: Option<&Untrusted>, between: &str) -> String {
    let text = text::lines_or_none(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(escaped);
    lines.collect::<Vec<_>>().join(&format!("\\{between}"))
}
