//! `find` and `people`: prints people that match a query, one per line.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::app::input::Moment;
use crate::domain::care::clock::Clock;
use crate::domain::care::query::PersonRecord;
use crate::domain::care::role::{Role, connected};
use crate::domain::care::summary::{self, PersonSummary, how_met_and_notes};
use crate::domain::decision::ledger::Status;
use crate::domain::search::fields::{Field, matched_field, search_text};
use crate::domain::search::query::Query;
use crate::domain::search::{Matcher, SearchIndex, SearchResults, fold};
use crate::domain::text::dates::{self, NumericDates};
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args;
use crate::store;

use super::common::Data;

/// Prints anybody who matches, by the search of the screen: the likeliest first.
pub fn find(dir: &Path, numbers: NumericDates, args: &args::Find) -> Result<()> {
    let data = Data::read(dir, numbers)?;
    let query = data.parse(&args.query.join(" "))?;
    let people = summary::everybody(&data.ledger, &data.network);
    let mut index = SearchIndex::default();
    for person in &people {
        index.push_named(&search_text(&fields(person, &data)), fold(person.name.raw()).len());
    }
    let is_wanted = |at: usize| {
        query.matches_beside_words(&PersonRecord { data: data.search(), person: &people[at], text: index.text(at) })
    };
    let words = query.words().collect::<Vec<_>>().join(" ");
    let mut results = SearchResults::start(&words, &index, None);
    Matcher::default().score_next_where(&mut results, &index, usize::MAX, is_wanted);
    let found = results.hits.iter().filter_map(|hit| people.get(hit.index));
    write_all(found, &query, &data, args.json.json, as_object)
}

/// Prints the accepted people who match, by name.
pub fn people(dir: &Path, numbers: NumericDates, args: &args::People) -> Result<()> {
    let data = Data::read(dir, numbers)?;
    let query = data.parse(&args.query.join(" "))?;
    let is_found = |person: &&PersonSummary| data.search().is_found(person, &query);
    let people = summary::all_people(&data.ledger);
    let accepted = people.iter().filter(|person| person.status() == Some(Status::Accepted));
    write_all(accepted.filter(is_found), &query, &data, args.json.json, as_accepted_object)
}

fn write_all<'p>(
    people: impl Iterator<Item = &'p PersonSummary>,
    query: &Query,
    data: &Data,
    as_json: bool,
    object: fn(&PersonSummary, &Query, &Data) -> Value,
) -> Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for person in people {
        if as_json {
            out.write_all(&store::json_line(&object(person, query, data))?)?;
        } else {
            writeln!(out, "{}", as_text(person, query, data))?;
        }
    }
    out.flush()?;
    Ok(())
}

fn fields(person: &PersonSummary, data: &Data) -> Vec<Field> {
    summary::fields(person, &data.ledger, &data.network, data.moment.local)
}

fn as_text(person: &PersonSummary, query: &Query, data: &Data) -> String {
    let is_connected = connected(&person.key, &person.name, &data.network).is_some();
    let without_request = if is_connected { "connection" } else { "no request" };
    let status = person.status().map_or(without_request, |status| status.kind().name());
    let (title, company) = Role::of(&person.key, &data.ledger, &data.network).display();
    let role = [title, company].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let found = matched_field(query.texts(), &fields(person, data));
    let found = found.map(|(label, text)| format!("{label}: {}", Untrusted::new(text).display()));
    let aside: Vec<String> = [role].into_iter().chain(found).filter(|text| !text.is_empty()).collect();
    format!("{status:<10}  {}  {}", person.name.display_name(), aside.join("  ")).trim_end().to_owned()
}

fn as_object(person: &PersonSummary, query: &Query, data: &Data) -> Value {
    let role = Role::of(&person.key, &data.ledger, &data.network);
    let connection = data.network.get(&person.key).and_then(|known| known.connection());
    let matched = matched_field(query.texts(), &fields(person, data));
    let matched = matched.map(|(label, text)| json!({ "field": label, "says": Untrusted::new(text).sanitized() }));
    let tags = data.ledger.description_of(&person.key).map(|described| sanitized_all(&described.tags));
    let (ledger, network) = (&data.ledger, &data.network);
    let Moment { today, local, .. } = data.moment;
    let rhythm = Clock::of_contacts(ledger, network, today, local).of(&person.key).rhythm;
    let last_contact = Clock::of_contacts_in_utc(ledger, network, today, local).last_contact_with(&person.key);
    json!({
        "person": person.key.as_str(),
        "name": person.name.sanitized(),
        "profile": person.key.profile_url(),
        "headline": role.title().map(Untrusted::sanitized),
        "company": role.company.as_ref().map(Untrusted::sanitized),
        "status": person.status().map(|status| status.kind().name()),
        "connected_on": connection.and_then(|connection| connection.connected_on),
        "last_contact": last_contact.map(|last| last.day),
        "rhythm": rhythm.map(|applied| applied.rhythm.name()),
        "tags": tags.unwrap_or_default(),
        "matched": matched,
    })
}

/// Returns the object of [`as_object`] with what belongs to an accept.
fn as_accepted_object(person: &PersonSummary, query: &Query, data: &Data) -> Value {
    let mut object = as_object(person, query, data);
    let case = person.latest.as_ref().and_then(|(id, _)| data.ledger.case(id));
    let decided = case.and_then(|case| data.ledger.decision_of(case));
    let (how_met, remember) = how_met_and_notes(&person.key, &data.ledger);
    object["accepted_at"] = json!(decided.map(|(entry, _)| dates::format_rfc3339(entry.at)));
    object["how_met"] = json!(Untrusted::new(how_met).sanitized());
    object["remember"] = json!(Untrusted::new(remember).sanitized());
    object
}

fn sanitized_all(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| Untrusted::from(text.as_str()).sanitized()).collect()
}
