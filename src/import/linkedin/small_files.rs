//! Small files about people: the owner's profile, address book, recommendations, endorsements, follows.

use foldhash::HashMap;

use super::super::csv_records::CsvRecords;
use super::super::error::ImportError;
use super::super::header::Schema;
use super::archive_builder::{ArchiveBuilder, FileIndex};
use super::connections::full_name;
use crate::domain::evidence::network::{FactKind, FileKind};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace};

/// `Profile.csv`
pub(super) const PROFILE: Schema = Schema::new("First Name, Last Name", &[&["firstname"], &["lastname"]]);

/// `Contacts.csv`, `ImportedContacts.csv`, `Imported Contacts.csv`
pub(super) const ADDRESS_BOOK: Schema = Schema::new("FirstName, LastName", &[&["firstname"], &["lastname"]]);

/// `Recommendations_Given.csv`, `Recommendations_Received.csv`
pub(super) const RECOMMENDATIONS: Schema = Schema::new("First Name, Last Name, Text", &[&["firstname"], &["lastname"]]);

/// `Endorsement_Given_Info.csv`
pub(super) const ENDORSED_BY_ME: Schema =
    Schema::new("Endorsee First Name, Endorsee Last Name", &[&["endorseefirstname"], &["endorseelastname"]]);

/// `Endorsement_Received_Info.csv`
pub(super) const ENDORSED_ME: Schema =
    Schema::new("Endorser First Name, Endorser Last Name", &[&["endorserfirstname"], &["endorserlastname"]]);

/// `Member_Follows.csv`
pub(super) const FOLLOWS: Schema = Schema::new("Date, FullName", &[&["date"], &["fullname"]]);

/// Reads the owner of the export.
pub(super) fn profile(mut records: CsvRecords<'_, '_>, builder: &mut ArchiveBuilder<'_>) -> Result<(), ImportError> {
    let (first, last) = (records.column(&["firstname"]), records.column(&["lastname"]));
    if records.next()? {
        let name = full_name(&records.text(first), &records.text(last));
        builder.owner.name = Untrusted::new(name.clone());
        builder.owner.person = Some(PersonKey::from_name(&name));
    }
    Ok(())
}

/// Reads the address book; it has only names, and often the same person several times.
pub(super) fn address_book(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let (first, last) = (records.column(&["firstname"]), records.column(&["lastname"]));
    let full = records.column(&["fullname"]);
    let company = records.column(&["companies", "company"]);
    let title = records.column(&["title"]);
    let mut people = UniquePeople::default();
    while records.next()? {
        let mut name = full_name(&records.text(first), &records.text(last));
        if name.trim().is_empty() {
            name = records.text(full).into_owned();
        }
        let role = Untrusted::non_blank(&records.text(company)).or_else(|| Untrusted::non_blank(&records.text(title)));
        let known = people.get_or_add(&name, "", records.number());
        if let Some(known) = known.filter(|known| known.role.is_none()) {
            known.role = role;
        }
    }
    builder.add_remarks(&records);
    people.for_each(|person, it| {
        builder.add_fact(person, &it.name, FactKind::InAddressBook { role: it.role }, file, it.record);
    });
    Ok(())
}

/// Reads recommendations; they name people without their profiles.
pub(super) fn recommendations(
    mut records: CsvRecords<'_, '_>,
    kind: FileKind,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let (first, last) = (records.column(&["firstname"]), records.column(&["lastname"]));
    let mut people = UniquePeople::default();
    while records.next()? {
        people.get_or_add(&full_name(&records.text(first), &records.text(last)), "", records.number());
    }
    builder.add_remarks(&records);
    people.for_each(|person, it| {
        let given = kind == FileKind::RecommendationsGiven;
        let what = if given { FactKind::RecommendedByMe } else { FactKind::RecommendedMe };
        builder.add_fact(person, &it.name, what, file, it.record);
    });
    Ok(())
}

/// Reads endorsements: one row per skill, addresses without `https://`. The file of 2021 has redacted ones too.
pub(super) fn endorsements(
    mut records: CsvRecords<'_, '_>,
    kind: FileKind,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let first = records.column(&["endorseefirstname", "endorserfirstname"]);
    let last = records.column(&["endorseelastname", "endorserlastname"]);
    let url = records.column(&["endorseepublicurl", "endorserpublicurl"]);
    let display = records.column(&["displaystatus"]);
    let mut people = UniquePeople::default();
    while records.next()? {
        if records.text(display).trim().eq_ignore_ascii_case("redacted") {
            continue;
        }
        let name = full_name(&records.text(first), &records.text(last));
        if let Some(known) = people.get_or_add(&name, &records.text(url), records.number()) {
            known.rows += 1;
        }
    }
    builder.add_remarks(&records);
    people.for_each(|person, it| {
        let skills = it.rows;
        let given = kind == FileKind::EndorsementsGiven;
        let what = if given { FactKind::EndorsedByMe { skills } } else { FactKind::EndorsedMe { skills } };
        builder.add_fact(person, &it.name, what, file, it.record);
    });
    Ok(())
}

/// Reads the people the owner still follows; files of 2021 have no status and list only those.
pub(super) fn follows(
    mut records: CsvRecords<'_, '_>,
    file: FileIndex,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let name = records.column(&["fullname"]);
    let status = records.column(&["status"]);
    let mut people = UniquePeople::default();
    while records.next()? {
        if status.is_none() || records.text(status).trim().eq_ignore_ascii_case("active") {
            people.get_or_add(&records.text(name), "", records.number());
        }
    }
    builder.add_remarks(&records);
    people.for_each(|person, it| builder.add_fact(person, &it.name, FactKind::FollowedByMe, file, it.record));
    Ok(())
}

/// People of one file, each once, with the first record that names them.
#[derive(Default)]
struct UniquePeople {
    at: HashMap<PersonKey, usize>,
    people: Vec<(PersonKey, ListedPerson)>,
}

struct ListedPerson {
    name: String,
    record: u64,
    rows: u32,
    role: Option<Untrusted>,
}

impl UniquePeople {
    fn get_or_add(&mut self, name: &str, profile: &str, record: u64) -> Option<&mut ListedPerson> {
        if Untrusted::from(name).is_blank() {
            return None;
        }
        let key = PersonKey::new(profile, name);
        let at = *self.at.entry(key.clone()).or_insert_with(|| {
            self.people.push((key, ListedPerson { name: collapse_whitespace(name), record, rows: 0, role: None }));
            self.people.len() - 1
        });
        self.people.get_mut(at).map(|(_, person)| person)
    }

    fn for_each(self, mut tell: impl FnMut(PersonKey, ListedPerson)) {
        for (key, person) in self.people {
            tell(key, person);
        }
    }
}
