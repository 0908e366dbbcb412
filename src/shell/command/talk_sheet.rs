//! `talk-sheet`: prints what to talk about with somebody, as Markdown.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;
use serde_json::json;

use crate::domain::care::clock::Clock;
use crate::domain::care::log::party;
use crate::domain::care::talk_sheet::{TOPICS, TalkSheet};
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::text::untrusted::Untrusted;
use crate::export::talk_sheet::page;
use crate::shell::args;
use crate::shell::clock::{Clock as _, SystemClock};
use crate::store;

use super::common::{print, read_data};
use super::person::{find_person, nobody};

/// Prints the talk sheet of a person.
pub fn talk_sheet(dir: &Path, args: &args::TalkSheet) -> Result<()> {
    let person = &args.person.person;
    let (loaded, snapshot) = read_data(dir)?;
    let network = snapshot.snapshot.network;
    let key = find_person(person, &loaded.entries, &network)?.ok_or_else(|| nobody(person))?;
    let ledger = Ledger::replay(loaded.entries);
    let about = party(&key, &ledger, &network).map_err(|_| nobody(person))?;
    let moment = SystemClock.moment();
    let sheet = TalkSheet::new(about, &ledger, &network, moment.today, moment.local);
    if args.json.json {
        let clock = Clock::of_contacts_in_utc(&ledger, &network, moment.today, moment.local);
        let last_contact = clock.last_contact_with(&sheet.about.person).map(|last| last.day);
        return print(&store::json_line(&as_json(&sheet, last_contact))?);
    }
    print(page(&sheet).as_bytes())
}

fn as_json(sheet: &TalkSheet, last_contact: Option<NaiveDate>) -> serde_json::Value {
    let promise = |promise: &crate::domain::care::today::OwedPromise| json!({ "id": promise.id, "text": promise.text.sanitized(), "due": promise.due });
    let mut object = json!({
        "person": sheet.about.person.as_str(),
        "name": sheet.about.name.sanitized(),
        "headline": sheet.role.title().map(Untrusted::sanitized),
        "company": sheet.role.company.as_ref().map(Untrusted::sanitized),
        "how_met": sheet.how_met.sanitized(),
        "remember": sheet.remember.sanitized(),
        "last_contact": last_contact,
        "rhythm": sheet.rhythm.map(Rhythm::name),
        "promises": sheet.promises.iter().map(promise).collect::<Vec<_>>(),
    });
    for (topic, said) in TOPICS.iter().zip(&sheet.topics) {
        object[topic.name] = json!(said.sanitized());
    }
    object
}
