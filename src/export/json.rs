//! JSON with every field, for programs; `assets/export.md` documents it. Fields that the journal has too use the same
//! names and values. Every object has every field; unknown values are `null`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::text;
use crate::domain::care::contact::Contact;
use crate::domain::care::contact::ContactIter;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{DeclineKind, FollowUpMode, Gift, VerdictKind};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

#[derive(Serialize)]
struct Record {
    uid: String,
    person: String,
    name: String,
    given_name: String,
    family_name: String,
    profile: Option<String>,
    headline: Option<String>,
    company: Option<String>,
    position: Option<String>,
    email: Option<String>,
    connected_on: Option<NaiveDate>,
    verdict: Option<VerdictKind>,
    decided_at: Option<String>,
    answers: BTreeMap<String, &'static str>,
    reason: Option<String>,
    note: Option<String>,
    tags: Vec<String>,
    mutuals: Option<String>,
    offers: Option<String>,
    seeks: Option<String>,
    goals: Option<String>,
    dreams: Option<String>,
    i_can: Option<String>,
    how_met: Option<String>,
    remember: Option<String>,
    last_contact: Option<NaiveDate>,
    rhythm: Option<Rhythm>,
    gift: Option<Gift>,
    kind: Option<DeclineKind>,
    due: Option<NaiveDate>,
    way: Option<FollowUpMode>,
    question: Option<String>,
    invitation: Option<String>,
    sent_at: Option<String>,
    message: Option<String>,
}

/// Writes an array with one object per person.
pub fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::Serializer::pretty(&mut *out).collect_seq(contacts.map(|contact| record(&contact)))?;
    out.write_all(b"\n")
}

fn record(contact: &Contact) -> Record {
    let decided = contact.decided.as_ref();
    let name = text::name(contact);
    let parts = text::name_parts(contact);
    let line = |text: &Option<Untrusted>| text.as_ref().map(text::line);
    let lines = |text: &Option<Untrusted>| text.as_ref().map(text::lines);
    Record {
        uid: contact.uid().to_string(),
        person: text::key(contact.person.as_str()),
        name,
        given_name: parts.given,
        family_name: parts.family,
        profile: contact.address(),
        headline: line(&contact.headline),
        company: line(&contact.company),
        position: line(&contact.position),
        email: line(&contact.email),
        connected_on: contact.connected_on,
        verdict: decided.map(|decided| decided.verdict),
        decided_at: decided.map(|decided| dates::format_rfc3339(decided.decided_at)),
        answers: text::answers(contact).collect(),
        reason: decided.and_then(|decided| lines(&decided.reason)),
        note: decided.and_then(|decided| lines(&decided.note)),
        tags: text::tags(contact),
        mutuals: lines(&contact.mutuals),
        offers: lines(&contact.offers),
        seeks: lines(&contact.seeks),
        goals: lines(&contact.goals),
        dreams: lines(&contact.dreams),
        i_can: lines(&contact.i_can),
        how_met: lines(&contact.how_met),
        remember: lines(&contact.remember),
        last_contact: contact.last_contact.map(|last| last.day),
        rhythm: contact.rhythm,
        gift: decided.and_then(|decided| decided.gift),
        kind: decided.and_then(|decided| decided.decline),
        due: decided.and_then(|decided| decided.due),
        way: decided.and_then(|decided| decided.follow_up_mode),
        question: decided.and_then(|decided| lines(&decided.question)),
        invitation: decided.map(|decided| text::key(decided.invitation.as_str())),
        sent_at: decided.and_then(|decided| decided.sent_at).map(dates::format_rfc3339),
        message: decided.and_then(|decided| lines(&decided.message)),
    }
}
