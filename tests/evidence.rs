//! What the files say of a person: conversations, connections, and the evidence on a card.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use invite_triage::domain::decision::event::{DescribedPerson, Description, Entry, EntryId, Event};
use invite_triage::domain::decision::ledger::{InvitationCase, Ledger};
use invite_triage::domain::evidence::Evidence;
use invite_triage::domain::evidence::EvidenceKind;
use invite_triage::domain::evidence::network::{ConversationStats, FileKind, Network};
use invite_triage::domain::evidence::pile::Order;
use invite_triage::domain::inbox::Inbox;
use invite_triage::domain::inbox::evidence_finder::EvidenceFinder;
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportInput, read};

const INVITATIONS: &str = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";
const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
const PROFILE: &str = "First Name,Last Name\nPat,Owner\n";

fn one(files: &[(&str, &str)]) -> ImportBatch {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let input = ImportInput::Bytes { name: "export.zip".to_owned(), bytes };
    read(vec![input], &Network::default(), &mut |_| ControlFlow::Continue(())).unwrap().remove(0)
}

fn talk<'a>(arrivals: &'a ImportBatch, person: &str) -> Option<&'a ConversationStats> {
    arrivals.network.get(&PersonKey::from_stored(person)).and_then(|a| a.conversation_stats())
}

/// Returns an incoming row; the day is one of January 2026.
fn incoming(name: &str, day: u32, note: &str) -> String {
    let slug = name.to_lowercase().replace(' ', "-");
    let owner = "https://www.linkedin.com/in/pat-owner";
    format!("{name},Pat Owner,\"1/{day}/26, 3:47 PM\",{note},INCOMING,https://www.linkedin.com/in/{slug},{owner}\n")
}

/// Returns a row of a request from the owner.
fn outgoing(name: &str, day: u32) -> String {
    let slug = name.to_lowercase().replace(' ', "-");
    let owner = "https://www.linkedin.com/in/pat-owner";
    format!("Pat Owner,{name},\"1/{day}/26, 3:47 PM\",,OUTGOING,{owner},https://www.linkedin.com/in/{slug}\n")
}

/// Everything after one import.
struct Desk {
    ledger: Ledger,
    network: Network,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let reconciled = reconcile(one(files), Network::default(), &Ledger::default(), LocalDates::UTC);
        let mut desk = Self { ledger: Ledger::default(), network: reconciled.network };
        desk.post(reconciled.event.expect("something new"));
        desk
    }

    fn post(&mut self, event: Event) {
        let n = self.ledger.entries().len() as u64 + 1;
        let at = "2026-03-02T09:00:00Z".parse().unwrap();
        self.ledger.post(Entry { n, id: EntryId(format!("{n:036}")), at, redo_of: None, batch: None, event });
    }

    fn inbox(&self) -> Inbox {
        Inbox::new(&self.ledger, &self.network, "2026-03-02".parse().unwrap())
    }

    fn evidence(&self, name: &str) -> Vec<Evidence> {
        let inbox = self.inbox();
        let finder =
            EvidenceFinder { network: &self.network, ledger: &self.ledger, duplicates: inbox.duplicate_notes() };
        let requests = self.ledger.cases().map(InvitationCase::invitation);
        let newest = requests.filter(|request| request.name.raw() == name).max_by_key(|request| request.sent_at);
        finder.evidence(newest.expect("a request"), LocalDates::UTC)
    }

    /// Returns the facts about somebody, each with its file.
    fn facts(&self, name: &str) -> Vec<String> {
        // That a copy has no Connections.csv is said about everybody, and tested apart.
        let evidence = self.evidence(name).into_iter().filter(|fact| fact.kind != EvidenceKind::ConnectionsUnknown);
        let present = evidence.filter(|fact| fact.present);
        present.map(|fact| format!("{} ({})", fact.text.display(), fact.file.display())).collect()
    }

    /// Returns the files in which there is no trace of somebody.
    fn absent(&self, name: &str) -> Vec<String> {
        let absent = self.evidence(name).into_iter().filter(|fact| !fact.present);
        absent.map(|fact| fact.file.display().into_owned()).collect()
    }
}

const NINE: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n";

fn nine_columns(rows: &[(&str, &str, &str, &str)]) -> String {
    let owner = "https://www.linkedin.com/in/pat-owner";
    let row = |(conversation, from, url, at): &(&str, &str, &str, &str)| match *from {
        "me" => format!("{conversation},,Pat Owner,{owner},{url},2022-07-{at} 10:00:00 UTC,,word {at},INBOX\n"),
        from => format!("{conversation},,{from},{url},Pat Owner,2022-07-{at} 10:00:00 UTC,,word {at},INBOX\n"),
    };
    NINE.to_owned() + &rows.iter().map(row).collect::<String>()
}

#[test]
fn a_conversation_is_one_under_name_and_address() {
    let ann = "https://www.linkedin.com/in/ann-bee";
    let rows = nine_columns(&[
        ("2-a", "Ann Bee", ann, "18"),
        ("2-a", "me", "Ann Bee", "17"),
        ("2-a", "Ann Bee", ann, "16"),
        ("2-b", "me", "Ann Bee", "15"),
    ]);
    let connections = "First Name,Last Name,Company,Position,Connected On\nAnn,Bee,,,17 Jul 2022\n";
    let arrivals = one(&[("messages.csv", &rows), ("Profile.csv", PROFILE), ("Connections.csv", connections)]);
    let both = talk(&arrivals, "ann-bee").unwrap();
    assert_eq!((both.sent, both.received, both.started_by_me, both.last_by_me), (1, 2, false, false));
    assert_eq!((both.since_connected.sent, both.since_connected.received), (1, 1));
    assert_eq!((both.last_excerpt.raw(), both.months.len()), ("word 18", 1));
    let alone = talk(&arrivals, "name:ann bee").unwrap();
    assert_eq!((alone.sent, alone.received), (1, 0), "a conversation that shows no address stays with the name");
    let counts = arrivals.network.talk_counts();
    assert_eq!((counts.connections, counts.talked, counts.both_ways), (1, 1, 1));
}

#[test]
fn a_conversation_with_two_of_one_name_stays_with_the_name() {
    let [one_ann, other_ann] = ["https://www.linkedin.com/in/ann-1", "https://www.linkedin.com/in/ann-2"];
    let rows = nine_columns(&[
        ("2-a", "Ann Bee", one_ann, "18"),
        ("2-a", "Ann Bee", other_ann, "17"),
        ("2-a", "me", "Ann Bee", "16"),
    ]);
    let arrivals = one(&[("messages.csv", &rows), ("Profile.csv", PROFILE)]);
    assert_eq!(talk(&arrivals, "ann-1").unwrap().sent, 0);
    assert_eq!(talk(&arrivals, "name:ann bee").unwrap().sent, 1);
}

#[test]
fn a_name_without_an_address_advertises_unless_it_was_answered() {
    let ann = "https://www.linkedin.com/in/ann-bee";
    let rows = [("2-a", "Buy Now", "", "18"), ("2-b", "Cem Dal", "", "17"), ("2-b", "me", "Cem Dal", "16")];
    let people = |rows: &[(&str, &str, &str, &str)]| {
        let arrivals = one(&[("messages.csv", &nine_columns(rows)), ("Profile.csv", PROFILE)]);
        ["name:buy now", "name:cem dal", "ann-bee"].map(|key| talk(&arrivals, key).is_some())
    };
    assert_eq!(people(&rows), [false, true, false]);
    assert_eq!(people(&[&rows[..], &[("2-c", "Ann Bee", ann, "15")]].concat()), [false, true, true]);
    // Without the owner's own address, somebody took the addresses out.
    let removed = nine_columns(&rows).replace("https://www.linkedin.com/in/pat-owner", "");
    let arrivals = one(&[("messages.csv", &removed), ("Profile.csv", PROFILE)]);
    assert!(talk(&arrivals, "name:buy now").is_some());
}

#[test]
fn every_row_of_a_connection_counts() {
    let rows = "First Name,Last Name,Company,Position,Connected On\nCem,Dal,Acorn,Baker,04 Jul 2022\n\
        Cem,Dal,Birch,Nurse,05 Jul 2021\n,,,,04 Jul 2020\n";
    let network = one(&[("Connections.csv", rows), ("Profile.csv", PROFILE)]).network;
    assert_eq!(network.talk_counts().connections, 2);
    let cem = network.get(&PersonKey::from_stored("name:cem dal")).unwrap();
    assert!(cem.is_connected() && cem.job().is_none(), "which of the two is meant cannot be told");
}

#[test]
fn a_file_that_was_not_understood_is_not_there() {
    let requests = INVITATIONS.to_owned() + &incoming("Ann Bee", 15, "");
    let desk = Desk::new(&[
        ("Invitations.csv", &requests),
        ("Endorsement_Received_Info.csv", "Endorsement Date,Skill\n2020/01/01,Baking\n"),
        ("Recommendations_Given.csv", "First Name,Last Name,Text\n"),
        ("ImportedContacts.csv", "FirstName,LastName\nCem,Dal\n"),
        ("Profile.csv", PROFILE),
    ]);
    let names = ["ImportedContacts.csv", "Recommendations_Given.csv", "your own requests (Invitations.csv)"];
    assert_eq!(desk.absent("Ann Bee"), names);
    assert_eq!(desk.network.files_of(FileKind::AddressBook).collect::<Vec<_>>(), ["ImportedContacts.csv"]);
}

#[test]
fn messages_in_groups_are_a_trace_in_the_messages() {
    let requests = INVITATIONS.to_owned() + &incoming("Ann Bee", 15, "") + &incoming("Cem Dal", 16, "");
    let [ann, cem, owner] =
        ["ann-bee", "eda-fox", "pat-owner"].map(|slug| format!("https://www.linkedin.com/in/{slug}"));
    let messages = format!(
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n\
         2-a,,Ann Bee,{ann},\"Pat Owner, Eda Fox\",\"{owner},{cem}\",2025-07-01 10:00:00 UTC,,Hi all,INBOX\n"
    );
    let desk = Desk::new(&[("Invitations.csv", &requests), ("messages.csv", &messages), ("Profile.csv", PROFILE)]);
    assert_eq!(desk.facts("Ann Bee"), ["1 group message you were both in (messages.csv:2)"]);
    assert_eq!(desk.absent("Ann Bee"), ["your own requests (Invitations.csv)"]);
    assert_eq!(desk.absent("Cem Dal"), ["messages.csv", "your own requests (Invitations.csv)"]);
}

#[test]
fn a_fact_names_its_row() {
    let same = "I admire your work with bees very much";
    let requests = INVITATIONS.to_owned()
        + &incoming("Ann Bee", 15, same)
        + &incoming("Cem Dal", 16, same)
        + &incoming("Eda Fox", 17, "I\u{2019}d like to join your LinkedIn network.")
        + &incoming("Gus Hay", 18, "We help bakers. I bake at Acorn Mills too");
    let connections = CONNECTIONS.to_owned()
        + "Ida,Joy,https://www.linkedin.com/in/ida-joy,,Birch,Nurse,04 Jan 2024\n"
        + "Kai,Lee,https://www.linkedin.com/in/kai-lee,,Acorn Mills,Baker,04 Jan 2024\n"
        + "Max,Nod,https://www.linkedin.com/in/max-nod,,ACORN MILLS,Baker,04 Jan 2024\n"
        + "Ora,Pew,https://www.linkedin.com/in/ora-pew,,Acorn Mills,Baker,04 Jan 2024\n";
    let desk =
        Desk::new(&[("Invitations.csv", &requests), ("Connections.csv", &connections), ("Profile.csv", PROFILE)]);
    assert_eq!(desk.facts("Cem Dal"), ["The same text came from 2 people (Invitations.csv:3)"]);
    assert_eq!(desk.facts("Eda Fox"), ["A standard sentence, not their own words (Invitations.csv:4)"]);
    let known = [
        "Mentions Acorn Mills, where you know Kai Lee, Max Nod and 1 more (Connections.csv:3, 4)",
        "In the note: \"we help …\" (Invitations.csv:5)",
    ];
    assert_eq!(desk.facts("Gus Hay"), known);
}

#[test]
fn a_company_typed_by_hand_finds_who_is_known_there() {
    let requests = INVITATIONS.to_owned() + &incoming("Ann Bee", 15, "Greetings from the Acorn bakery");
    let connections = CONNECTIONS.to_owned()
        + "Kai,Lee,https://www.linkedin.com/in/kai-lee,,Acorn,Baker,04 Jan 2024\n"
        + "Max,Nod,https://www.linkedin.com/in/max-nod,,Freelance,Baker,04 Jan 2024\n";
    let mut desk =
        Desk::new(&[("Invitations.csv", &requests), ("Connections.csv", &connections), ("Profile.csv", PROFILE)]);
    assert_eq!(desk.facts("Ann Bee"), ["Mentions Acorn, where you know Kai Lee (Connections.csv:2)"]);
    let mut typed = |company: &str, headline: &str| {
        let (company, headline) = (company.to_owned(), headline.to_owned());
        let description = Description { company, headline, ..Description::default() };
        desk.post(Event::person_described(DescribedPerson {
            person: PersonKey::from_stored("ann-bee"),
            name: "Ann Bee".into(),
            description,
        }));
        desk.facts("Ann Bee")
    };
    assert_eq!(typed("ACORN", ""), ["You know Kai Lee at Acorn (Connections.csv:2)"], "once, not twice");
    let by_note = ["Mentions Acorn, where you know Kai Lee (Connections.csv:2)"];
    assert_eq!(typed("freelance", "Freelance Baker"), by_note, "no company");
}

#[test]
fn equal_facts_are_one() {
    let requests = INVITATIONS.to_owned()
        + &outgoing("Ann Bee", 3)
        + &outgoing("Ann Bee", 5)
        + &outgoing("Ann Bee", 4)
        + &incoming("Ann Bee", 15, "")
        + &incoming("Ann Bee", 16, "")
        + &incoming("Ann Bee", 17, "");
    let desk = Desk::new(&[("Invitations.csv", &requests), ("Profile.csv", PROFILE)]);
    let facts = [
        "You asked them yourself 3 times, last on 5 Jan 2026 (Invitations.csv:3)",
        "Also asked 2 times, last on 16 Jan 2026; you didn't decide (journal.jsonl)",
    ];
    assert_eq!(desk.facts("Ann Bee"), facts);
}

#[test]
fn conversations_of_many_namesakes_are_counted() {
    let requests = INVITATIONS.replace(",inviterProfileUrl,inviteeProfileUrl", "")
        + "Ann Bee,Pat Owner,\"1/15/26, 3:47 PM\",,INCOMING\n";
    let urls = ["ann-1", "ann-2", "ann-3"].map(|slug| format!("https://www.linkedin.com/in/{slug}"));
    let rows: Vec<_> =
        urls.iter().zip(["11", "13", "12"]).map(|(url, day)| ("2-a", "Ann Bee", url.as_str(), day)).collect();
    let of = |rows: &[_]| {
        let messages = nine_columns(rows);
        Desk::new(&[("Invitations.csv", &requests), ("messages.csv", &messages), ("Profile.csv", PROFILE)])
            .facts("Ann Bee")
    };
    assert_eq!(of(&rows), ["Messages with 3 people of this name, last on 13 Jul 2022 (messages.csv:3)"]);
    assert_eq!(of(&rows[..2]).len(), 2, "two can be looked at");
}

#[test]
fn only_what_speaks_for_knowing_counts_as_a_fact() {
    let pitch = "We help teams grow your sales by 30 % in a quick call";
    let requests = INVITATIONS.to_owned()
        + &outgoing("Cem Dal", 3)
        + &incoming("Ann Bee", 1, pitch)
        + &incoming("Eda Fox", 2, pitch)
        + &incoming("Cem Dal", 15, "");
    let desk = Desk::new(&[("Invitations.csv", &requests), ("Profile.csv", PROFILE)]);
    let today = "2026-03-02".parse().unwrap();
    let order = desk.inbox().review_order(&desk.ledger, &desk.network, Order::MostEvidence, None, today);
    assert!(order[0].as_str().starts_with("cem-dal@"), "{order:?}");
}
