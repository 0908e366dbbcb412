//! A talk sheet as Markdown, to read on the phone or to print.

use super::markdown::multi_line;
use super::markdown_text::escaped;
use super::text;
use crate::domain::care::clock::{ContactKind, LastContact};
use crate::domain::care::talk_sheet::{TOPICS, TalkSheet};
use crate::domain::text::dates;

/// Returns the page.
pub fn page(sheet: &TalkSheet) -> String {
    let name = text::name_or_key(&sheet.about.name, &sheet.about.person);
    let mut out = format!("# {}\n", escaped(&name));
    let role = [sheet.role.title(), sheet.role.company.as_ref()].map(text::line_or_none);
    let role: Vec<String> = role.iter().filter(|part| !part.is_empty()).map(|part| escaped(part)).collect();
    if !role.is_empty() {
        out.push_str(&format!("\n{}\n", role.join(" · ")));
    }
    for (at, (label, value)) in facts(sheet).into_iter().enumerate() {
        out.push_str(&format!("{}- {label}: {value}\n", if at == 0 { "\n" } else { "" }));
    }
    for (topic, said) in TOPICS.iter().zip(&sheet.topics) {
        let said = multi_line(Some(said), "\n");
        let said = if said.is_empty() { String::new() } else { format!("\n{said}\n") };
        out.push_str(&format!("\n## {}\n\n*{}*\n{said}", topic.label, topic.prompt));
    }
    out
}

/// Returns what is known, as label and Markdown; without what is empty.
fn facts(sheet: &TalkSheet) -> Vec<(&'static str, String)> {
    let last = |LastContact { day, kind }| {
        let label = if kind == ContactKind::Connected { "Connected" } else { "Last contact" };
        (label, dates::format_long(day))
    };
    let owed = sheet.promises.iter().map(|promise| {
        let said = escaped(&text::line(&promise.text));
        ("Promised", format!("{said}, by {}", dates::format_long(promise.due)))
    });
    let said = [("How we met", &sheet.how_met), ("To remember", &sheet.remember)];
    let said = said.map(|(label, said)| (label, multi_line(Some(said), "\n  ")));
    let mut facts: Vec<(&'static str, String)> = sheet.last_contact.map(last).into_iter().collect();
    facts.extend(sheet.rhythm.map(|rhythm| ("In touch", rhythm.label().to_owned())));
    facts.extend(said.into_iter().filter(|(_, said)| !said.is_empty()));
    facts.extend(owed);
    facts
}
