//! Exports: golden files, and read back with independent parsers.

#[path = "golden/everybody.rs"]
mod everybody;

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use everybody::{accept, at, connected, day, decision, everybody, invitation, ledger, network};
use invite_triage::domain::care::contact::{Contact, ContactFilter, contacts};
use invite_triage::domain::decision::event::{EntryId, Event};
use invite_triage::domain::decision::{DeclineKind, Verdict, VerdictKind};
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::domain::text::untrusted::{Untrusted, collapse_whitespace, is_unsafe_char};
use invite_triage::export::{FORMATS, find};
use proptest::prelude::*;

fn written(format: &str, contacts: &[Contact]) -> String {
    let format = find(format).expect("a format of this name");
    let mut bytes = Vec::new();
    (format.write)(&mut contacts.iter().cloned(), &mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

fn fixture(filter: ContactFilter) -> Vec<Contact> {
    let (ledger, network) = everybody();
    contacts(&ledger, &network, filter, LocalDates::UTC).iter().collect()
}

/// Returns the full name that every format must contain.
fn name_of(contact: &Contact) -> String {
    if contact.name.is_blank() { "(blank name)".to_owned() } else { collapse_whitespace(&contact.name.sanitized()) }
}

/// Compares with the golden file; on a mismatch writes the output to the build directory, to compare or copy.
#[track_caller]
fn golden(format: &str, filter: ContactFilter) {
    let extension = find(format).expect("a format of this name").extension;
    let name = format!("{format}.{extension}");
    let out = written(format, &fixture(filter));
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(&name);
    if fs::read(&kept).ok().as_deref() != Some(out.as_bytes()) {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        fs::write(&fresh, out).expect("the build's own folder can be written");
        panic!("{} differs; compare with {}", kept.display(), fresh.display());
    }
}

#[test]
fn csv_is_golden() {
    golden("csv", ContactFilter::Decided);
}

#[test]
fn google_is_golden() {
    golden("google", ContactFilter::Accepted);
}

#[test]
fn outlook_is_golden() {
    golden("outlook", ContactFilter::Accepted);
}

#[test]
fn vcard_is_golden() {
    golden("vcard", ContactFilter::Accepted);
}

#[test]
fn vcard4_is_golden() {
    golden("vcard4", ContactFilter::Accepted);
}

#[test]
fn json_is_golden() {
    golden("json", ContactFilter::Decided);
}

#[test]
fn markdown_is_golden() {
    golden("markdown", ContactFilter::Decided);
}

#[test]
fn ics_is_golden() {
    golden("ics", ContactFilter::FollowUp);
}

#[test]
fn only_a_standing_accept_leaves_the_house() {
    let names = |filter| -> Vec<String> { fixture(filter).iter().map(|c| c.name.display_name()).collect() };
    assert!(!names(ContactFilter::Accepted).iter().any(|name| name.contains("Carl") || name.contains("Tim")));
    assert_eq!(names(ContactFilter::Declined), ["Carl Cold"]);
    assert_eq!(names(ContactFilter::FollowUp).len(), 2);
    assert_eq!(names(ContactFilter::Decided).len(), 11);

    let ann = invitation("Ann Bee", "ann-bee");
    let decided = Event::decided(decision(&ann, accept("", "")));
    let undone = ledger([decided, Event::Retracted { entry: EntryId("entry-1".to_owned()) }]);
    assert_eq!(contacts(&undone, &Network::default(), ContactFilter::Decided, LocalDates::UTC).count(), 0);
}

#[test]
fn one_person_is_one_contact_and_the_latest_decision_counts() {
    let first = invitation("Ann Bee", "ann-bee");
    let mut second = first.clone();
    second.sent_at = Some(at("2026-01-01T00:00:00Z"));
    second.id = invite_triage::domain::request::invitation::InvitationId::new(&second.person, second.sent_at);
    let mut third = second.clone();
    third.sent_at = Some(at("2026-02-01T00:00:00Z"));
    third.id = invite_triage::domain::request::invitation::InvitationId::new(&third.person, third.sent_at);
    let mut events = vec![
        Event::decided(decision(&second, accept("later request", ""))),
        Event::decided(decision(&first, accept("decided last", ""))),
    ];
    let nobody = Network::default();
    let accepts = ledger(events.clone());
    let accepted: Vec<_> = contacts(&accepts, &nobody, ContactFilter::Accepted, LocalDates::UTC).iter().collect();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].how_met, Some(Untrusted::from("decided last")));
    events.push(Event::decided(decision(&third, Verdict::Decline(DeclineKind::Ignore))));
    let ledger = ledger(events);
    assert_eq!(contacts(&ledger, &nobody, ContactFilter::Accepted, LocalDates::UTC).count(), 0, "declined since");
    let all = contacts(&ledger, &nobody, ContactFilter::Decided, LocalDates::UTC);
    assert_eq!(all.iter().map(|c| c.verdict).collect::<Vec<_>>(), [VerdictKind::Decline]);
}

#[test]
fn a_date_that_is_not_known_is_left_out() {
    let ann = Invitation::with_raw_date("Ann Bee", "", "yesterday-ish");
    let ledger = ledger([Event::decided(decision(&ann, accept("", "")))]);
    let contacts: Vec<_> =
        contacts(&ledger, &Network::default(), ContactFilter::Accepted, LocalDates::UTC).iter().collect();
    assert_eq!(contacts[0].sent_at, None);
    assert!(written("json", &contacts).contains("\"sent_at\": null"));
    assert!(written("csv", &contacts).contains(",\"\",\"name:ann bee\""), "{}", written("csv", &contacts));
    assert!(!written("markdown", &contacts).contains("Asked"));
}

#[test]
fn nobody_gets_a_namesakes_address() {
    let unknown = invitation("Ann Bee", "");
    let decided = [Event::decided(decision(&unknown, accept("", "")))];
    let namesake = |slug: &str| {
        let key = PersonKey::from_stored(slug);
        connected(&key, "Ann Bee", "Co", "", &format!("{slug}@example.org"))
    };
    let email = |people| {
        let (ledger, network) = (ledger(decided.clone()), network(people));
        contacts(&ledger, &network, ContactFilter::Accepted, LocalDates::UTC).iter().next().expect("one").email
    };
    assert_eq!(email(vec![namesake("ann-1")]), Some(Untrusted::from("ann-1@example.org")));
    assert_eq!(email(vec![namesake("ann-1"), namesake("ann-2")]), None);
}

#[test]
fn ids_stay_for_ever() {
    let ann = &fixture(ContactFilter::Accepted).into_iter().find(|c| c.person.as_str() == "ann-bee").expect("Ann");
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "https://www.linkedin.com/in/ann-bee"))'
    assert_eq!(ann.uid().to_string(), "b6e9d061-18ab-59c8-846b-04b423bf5bc2");
}

#[test]
fn a_table_reads_back() {
    let accepted = fixture(ContactFilter::Accepted);
    let out = written("csv", &accepted);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a record")).collect();
    let cell = |row: usize, name: &str| {
        let at = header.iter().position(|column| column == name).expect("a column of this name");
        rows[row][at].to_owned()
    };
    assert_eq!(rows.len(), accepted.len());
    for (i, contact) in accepted.iter().enumerate() {
        assert_eq!(cell(i, "name"), name_of(contact).replace("=HY", "'=HY").replace(";=", ";'="));
        assert_eq!(cell(i, "person"), Untrusted::from(contact.person.as_str()).sanitized());
        assert_eq!(cell(i, "uid"), contact.uid().to_string());
        assert_eq!(cell(i, "profile"), contact.person.profile_url().unwrap_or_default());
    }
    assert_eq!(cell(2, "note"), "'- has the key\n'- asks for Bo");
    for (format, columns) in [("google", 23), ("outlook", 61)] {
        let out = written(format, &accepted);
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        assert_eq!(reader.headers().expect("a header").len(), columns, "{format}");
        assert_eq!(reader.records().flatten().count(), accepted.len(), "{format}");
    }
}

#[test]
fn json_reads_back() {
    let decided = fixture(ContactFilter::Decided);
    let read: Vec<serde_json::Value> = serde_json::from_str(&written("json", &decided)).expect("JSON");
    assert_eq!(read.len(), decided.len());
    for (object, contact) in read.iter().zip(&decided) {
        assert_eq!(object["name"], name_of(contact));
        assert_eq!(object["person"], Untrusted::from(contact.person.as_str()).sanitized());
        assert_eq!(
            object["message"].as_str(),
            contact.message.as_ref().map(|m| m.sanitized().trim().to_owned()).as_deref()
        );
        assert_eq!(object["due"].as_str().map(day), contact.due);
    }
}

#[test]
fn a_calendar_reads_back() {
    use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
    let due = fixture(ContactFilter::FollowUp);
    let calendar: Calendar = written("ics", &due).parse().expect("a calendar");
    assert_eq!(calendar.components.len(), 2 * due.len());
    for (pair, contact) in calendar.components.chunks(2).zip(&due) {
        let [CalendarComponent::Todo(task), CalendarComponent::Event(event)] = pair else {
            panic!("a task and an event")
        };
        assert_eq!(task.get_summary().map(str::to_owned), Some(format!("Follow up: {}", name_of(contact))));
        assert_eq!(task.get_due(), contact.due.map(DatePerhapsTime::Date));
        assert_eq!(event.get_start(), contact.due.map(DatePerhapsTime::Date));
        assert_eq!(event.get_timestamp(), Some(contact.decided_at));
        assert_ne!(event.get_uid(), task.get_uid());
        assert_eq!(task.property_value("ATTACH"), None);
    }
}

#[test]
fn cards_read_back() {
    use calcard::vcard::{VCard, VCardProperty};
    let accepted = fixture(ContactFilter::Accepted);
    for format in ["vcard", "vcard4"] {
        let out = written(format, &accepted);
        let cards: Vec<&str> = out.split_inclusive("\r\nEND:VCARD\r\n").collect();
        assert_eq!(cards.len(), accepted.len());
        for (card, contact) in cards.into_iter().zip(&accepted) {
            let card = VCard::parse(card).expect("a card");
            let text = |what: VCardProperty| {
                card.property(&what).and_then(|entry| entry.values.first()?.as_text().map(str::to_owned))
            };
            assert_eq!(text(VCardProperty::Fn), Some(name_of(contact)));
            assert_eq!(text(VCardProperty::Url), contact.person.profile_url());
            assert_eq!(text(VCardProperty::Email), contact.email.as_ref().map(Untrusted::sanitized));
        }
    }
}

/// Texts of pieces that are special in some format, and of any other characters.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "=",
        "+",
        "-",
        "@",
        "＝",
        ";",
        ",",
        "\\",
        "\"",
        "\n",
        "\r",
        "\r\n",
        "\t",
        ":",
        "END:VCARD",
        "BEGIN:VEVENT",
        "<b>",
        "[x](y)",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{2028}",
        "\u{feff}",
        "\u{200d}",
        "\u{85}",
        "é",
        "名",
        "عمر",
        "👩\u{200d}💻",
        " ",
        "word",
        "#",
        "|",
        "```",
        "---",
        "'",
        "&lt;",
        "\u{0}",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => ".{0,40}"], 0..40)
        .prop_map(|parts| parts.concat())
}

prop_compose! {
    /// A contact with such texts in every field.
    fn contact()(name in text(), key in text(), cell in text(), own in text(), message in text(), tags in prop::collection::vec(text(), 0..3), seconds in 0i64..4_000_000_000, profile: bool) -> Contact {
        let person = if profile { PersonKey::from_stored(key) } else { PersonKey::from_name(&key) };
        let mut contact = fixture(ContactFilter::FollowUp).remove(0);
        let some = |text: &str| Some(Untrusted::from(text)).filter(|text| !text.is_blank());
        contact.person = person;
        contact.name = Untrusted::new(name);
        (contact.company, contact.position, contact.email, contact.headline) = (some(&cell), some(&cell), some(&cell), some(&cell));
        (contact.reason, contact.note, contact.how_met, contact.remember, contact.question) = (some(&own), some(&own), some(&own), some(&own), some(&own));
        contact.message = some(&message);
        contact.tags = tags.iter().filter_map(|tag| some(tag)).collect();
        contact.decided_at = DateTime::<Utc>::from_timestamp(seconds, 0).expect("a time");
        contact
    }
}

fn is_forbidden(c: char) -> bool {
    is_unsafe_char(c) && !matches!(c, '\n' | '\r' | '\u{200C}' | '\u{200D}')
}

/// True if a formula begins the cell, or a part of it for programs that split at `;`, `|`, TAB or line breaks.
fn is_formula(cell: &str) -> bool {
    let begins = |part: &str| part.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    cell.split([';', '\t', '\n', '\r', '|']).any(begins)
}

/// Possible beginnings of a content line. Untrusted text can begin a line only after the space of a folded one.
const PROPERTIES: &[&str] = &[
    "BEGIN:VCARD",
    "END:VCARD",
    "VERSION:",
    "UID:",
    "FN:",
    "N:",
    "ORG:",
    "TITLE:",
    "EMAIL:",
    "URL:https://www.linkedin.com/in/",
    "NOTE:",
    "CATEGORIES:",
    "REV:",
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "PRODID:",
    "CALSCALE:",
    "BEGIN:VTODO",
    "END:VTODO",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "DTSTAMP:",
    "CLASS:",
    "SUMMARY:",
    "DESCRIPTION:",
    "DUE;",
    "STATUS:",
    "DTSTART;",
    "DTEND;",
    "TRANSP:",
];

fn one_line(text: Option<&Untrusted>) -> Vec<String> {
    text.into_iter().map(|text| collapse_whitespace(&text.sanitized())).collect()
}

/// Returns the values of all properties of this name, as an independent parser reads the card.
fn card_texts(card: &str, what: &calcard::vcard::VCardProperty) -> Vec<String> {
    use calcard::vcard::{VCard, VCardValue};
    let card = VCard::parse(card).expect("a card");
    let values = card.properties(what).flat_map(|entry| &entry.values);
    values
        .flat_map(|value| match value {
            VCardValue::Component(parts) => parts.clone(),
            value => vec![value.as_text().expect("text").to_owned()],
        })
        .collect()
}

proptest! {
    #[test]
    fn nothing_that_acts_leaves_the_house(contacts in prop::collection::vec(contact(), 0..3)) {
        for format in FORMATS {
            let out = written(format.name, &contacts);
            let bad: Vec<char> = out.chars().filter(|c| is_forbidden(*c)).collect();
            prop_assert!(bad.is_empty(), "{}: {:?}", format.name, bad);
        }
    }

    #[test]
    fn no_cell_is_a_formula(contact in contact()) {
        for format in FORMATS.iter().filter(|format| format.extension == "csv") {
            let out = written(format.name, std::slice::from_ref(&contact));
            let records = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes()).into_records();
            let records: Vec<csv::StringRecord> = records.map(|row| row.expect("a record")).collect();
            prop_assert_eq!(records.len(), 2);
            for cell in records.iter().flatten() {
                prop_assert!(!is_formula(cell), "{}: {:?}", format.name, cell);
            }
        }
    }

    #[test]
    fn lines_are_folded_and_begin_with_what_is_ours(contact in contact()) {
        for format in ["vcard", "vcard4", "ics"] {
            let out = written(format, std::slice::from_ref(&contact));
            prop_assert!(!out.replace("\r\n", "").contains(['\r', '\n']));
            for line in out.split_terminator("\r\n") {
                prop_assert!(line.len() <= 75, "{}: {} octets", format, line.len());
                let ours = line.starts_with(' ') || PROPERTIES.iter().any(|property| line.starts_with(property));
                prop_assert!(ours, "{}: {:?}", format, line);
            }
        }
    }

    #[test]
    fn a_reader_of_cards_gets_the_same_texts(contact in contact()) {
        use calcard::vcard::VCardProperty as P;
        let tags: Vec<String> = contact.tags.iter().map(|tag| collapse_whitespace(&tag.sanitized())).collect();
        let own = contact.how_met.as_ref().map_or(String::new(), |text| text.sanitized().trim().to_owned());
        let message = contact.message.iter().map(|text| format!("Wrote with the request: {}", text.sanitized().trim()));
        let said = ["How we met", "To remember"].map(|label| format!("{label}: {own}"));
        let note: Vec<String> = said.into_iter().filter(|_| !own.is_empty()).chain(message).collect();
        for format in ["vcard", "vcard4"] {
            let card = written(format, std::slice::from_ref(&contact));
            prop_assert_eq!(card_texts(&card, &P::Org), one_line(contact.company.as_ref()));
            prop_assert_eq!(card_texts(&card, &P::Title), one_line(contact.position.as_ref()));
            prop_assert_eq!(card_texts(&card, &P::Email), one_line(contact.email.as_ref()));
            prop_assert_eq!(card_texts(&card, &P::Categories), tags.clone());
            prop_assert_eq!(card_texts(&card, &P::Note).concat(), note.join("\n"));
            prop_assert_eq!(card_texts(&card, &P::Url), Vec::from_iter(contact.person.profile_url()));
            if !contact.name.is_blank() {
                prop_assert_eq!(card_texts(&card, &P::Fn), [name_of(&contact)]);
            }
        }
    }

    #[test]
    fn readers_of_calendars_get_the_same_texts(contact in contact()) {
        use calcard::icalendar::{ICalendar, ICalendarProperty as P};
        use icalendar::{Calendar, Component};
        let calendar = written("ics", std::slice::from_ref(&contact));
        let theirs: Calendar = calendar.parse().expect("a calendar");
        let ours = ICalendar::parse(&calendar).expect("a calendar");
        let task = theirs.components[0].as_todo().expect("a task");
        let text = |what: P| ours.components[1].property(&what).and_then(|entry| entry.values.first()?.as_text());
        prop_assert_eq!(task.get_summary(), text(P::Summary));
        prop_assert_eq!(task.get_description(), text(P::Description));
        if !contact.name.is_blank() {
            let summary = format!("Follow up: {}", name_of(&contact));
            prop_assert_eq!(text(P::Summary), Some(summary.as_str()));
        }
        let message = contact.message.as_ref().map(|text| text.sanitized().trim().to_owned()).unwrap_or_default();
        prop_assert!(text(P::Description).unwrap_or_default().ends_with(&message));
    }
}
