//! Small files about people: the owner's profile, address book, recommendations, endorsements, follows.

use foldhash::HashMap;

use super::super::csv_records::{CsvRecords, Schema};
use super::super::error::ImportError;
use super::connections::{full_name, ink};
use super::export_builder::{ExportBuilder, FileIndex};
use crate::domain::evidence::network::{FactKind, FileKind};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace};

/// `Profile.csv`
pub(super) const PROFILE: Schema =
    Schema { says: "First Name, Last Name", required: &[&["firstname"], &["lastname"]], swallowed: &[] };

/// `Contacts.csv`, `ImportedContacts.csv`, `Imported Contacts.csv`
pub(super) const ADDRESS_BOOK: Schema =
    Schema { says: "FirstName, LastName", required: &[&["firstname"], &["lastname"]], swallowed: &[] };

/// `Recommendations_Given.csv`, `Recommendations_Received.csv`
pub(super) const RECOMMENDATIONS: Schema =
    Schema { says: "First Name, Last Name, Text", required: &[&["firstname"], &["lastname"]], swallowed: &[] };

/// `Endorsement_Given_Info.csv`
pub(super) const ENDORSED_BY_ME: Schema = Schema {
    says: "Endorsee First Name, Endorsee Last Name",
    required: &[&["endorseefirstname"], &["endorseelastname"]],
    swallowed: &[],
};

/// `Endorsement_Received_Info.csv`
pub(super) const ENDORSED_ME: Schema = Schema {
    says: "Endorser First Name, Endorser Last Name",
    required: &[&["endorserfirstname"], &["endorserlastname"]],
    swallowed: &[],
};

/// `Member_Follows.csv`
pub(super) const FOLLOWS: Schema =
    Schema { says: "Status, FullName", required: &[&["fullname"], &["status"]], swallowed: &[] };

/// Reads the owner of the export.
pub(super) fn profile(mut records: CsvRecords<'_, '_>, gathering: &mut ExportBuilder<'_>) -> Result<(), ImportError> {
    let (first, last) = (records.column(&["firstname"]), records.column(&["lastname"]));
    if records.next()? {
        let name = full_name(&records.text(first), &records.text(last));
        gathering.owner.name = Untrusted::new(name.clone());
        gathering.owner.person = Some(PersonKey::from_name(&name));
    }
    Ok(())
}

/// Reads the address book; it has only names, and often the same person several times.
pub(super) fn address_book(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    gathering: &mut ExportBuilder<'_>,
) -> Result<(), ImportError> {
    let (first, last) = (records.column(&["firstname"]), records.column(&["lastname"]));
    let full = records.column(&["fullname"]);
    let company = records.column(&["companies", "company"]);
    let title = records.column(&["title"]);
    let mut people = Gathered::default();
    while records.next()? {
        let mut name = full_name(&records.text(first), &records.text(last));
        if name.trim().is_empty() {
            name = records.text(full).into_owned();
        }
        let role = ink(&records.text(company)).or_else(|| ink(&records.text(title)));
        let known = people.of(&name, "", records.number());
        if let Some(known) = known.filter(|known| known.role.is_none()) {
            known.role = role;
        }
    }
    gathering.add_remarks(&records);
    people.each(|person, it| {
        gathering.fact(person, &it.name, FactKind::InAddressBook { role: it.role }, file, it.record);
    });
    Ok(())
}

/// Reads recommendations; they name people without their profiles.
pub(super) fn recommendations(
    mut records: CsvRecords<'_, '_>,
    kind: FileKind,
    file: FileIndex,
    gathering: &mut ExportBuilder<'_>,
) -> Result<(), ImportError> {
    let (first, last) = (records.column(&["firstname"]), records.column(&["lastname"]));
    let mut people = Gathered::default();
    while records.next()? {
        people.of(&full_name(&records.text(first), &records.text(last)), "", records.number());
    }
    gathering.add_remarks(&records);
    people.each(|person, it| {
        let given = kind == FileKind::RecommendationsGiven;
        let what = if given { FactKind::RecommendedByMe } else { FactKind::RecommendedMe };
        gathering.fact(person, &it.name, what, file, it.record);
    });
    Ok(())
}

/// Reads endorsements: one row per skill, addresses without `https://`.
pub(super) fn endorsements(
    mut records: CsvRecords<'_, '_>,
    kind: FileKind,
    file: FileIndex,
    gathering: &mut ExportBuilder<'_>,
) -> Result<(), ImportError> {
    let first = records.column(&["endorseefirstname", "endorserfirstname"]);
    let last = records.column(&["endorseelastname", "endorserlastname"]);
    let url = records.column(&["endorseepublicurl", "endorserpublicurl"]);
    let mut people = Gathered::default();
    while records.next()? {
        let name = full_name(&records.text(first), &records.text(last));
        if let Some(known) = people.of(&name, &records.text(url), records.number()) {
            known.rows += 1;
        }
    }
    gathering.add_remarks(&records);
    people.each(|person, it| {
        let skills = it.rows;
        let given = kind == FileKind::EndorsementsGiven;
        let what = if given { FactKind::EndorsedByMe { skills } } else { FactKind::EndorsedMe { skills } };
        gathering.fact(person, &it.name, what, file, it.record);
    });
    Ok(())
}

/// Reads the people the owner still follows.
pub(super) fn follows(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    gathering: &mut ExportBuilder<'_>,
) -> Result<(), ImportError> {
    let name = records.column(&["fullname"]);
    let status = records.column(&["status"]);
    let mut people = Gathered::default();
    while records.next()? {
        if records.text(status).trim().eq_ignore_ascii_case("active") {
            people.of(&records.text(name), "", records.number());
        }
    }
    gathering.add_remarks(&records);
    people.each(|person, it| gathering.fact(person, &it.name, FactKind::Followed, file, it.record));
    Ok(())
}

/// People of one file, each once, with the first record that names them.
#[derive(Default)]
struct Gathered {
    at: HashMap<PersonKey, usize>,
    people: Vec<(PersonKey, Person)>,
}

struct Person {
    name: String,
    record: u64,
    rows: u32,
    role: Option<Untrusted>,
}

impl Gathered {
    fn of(&mut self, name: &str, profile: &str, record: u64) -> Option<&mut Person> {
        if Untrusted::from(name).is_blank() {
            return None;
        }
        let key = PersonKey::new(profile, name);
        let at = *self.at.entry(key.clone()).or_insert_with(|| {
            self.people.push((key, Person { name: collapse_whitespace(name), record, rows: 0, role: None }));
            self.people.len() - 1
        });
        self.people.get_mut(at).map(|(_, person)| person)
    }

    fn each(self, mut tell: impl FnMut(PersonKey, Person)) {
        for (key, person) in self.people {
            tell(key, person);
        }
    }
}
