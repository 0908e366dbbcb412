//! Small made-up exports in, expected import batches out.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use chrono::DateTime;
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{Entry, EntryId, Event};
use invite_triage::domain::decision::ledger::{Ledger, Status};
use invite_triage::domain::evidence::EvidenceKind;
use invite_triage::domain::evidence::network::{ConversationStats, FactKind, FileKind, Network};
use invite_triage::domain::inbox::evidence_finder::EvidenceFinder;
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::{ImportReport, reconcile};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::note_analysis::NoteCounts;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportError, ImportInput, read};

const HEAD: &str = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl";
const ANN: &str = "Ann Bee,Pat Owner,\"1/15/24, 3:47 PM\",Hello  Pat,INCOMING,https://www.linkedin.com/in/ann-bee,https://www.linkedin.com/in/pat-owner";
const JOSE: &str = "José M,Pat Owner,\"7/9/23, 8:46 AM\",,INCOMING,https://www.linkedin.com/in/josé-m,https://www.linkedin.com/in/pat-owner";
const OUT: &str = "Pat Owner,Cy Dee,\"1/14/24, 9:05 AM\",Let us talk,OUTGOING,https://www.linkedin.com/in/pat-owner,https://www.linkedin.com/in/cy-dee";
const CONNECTIONS: &str = "Notes:\n\"You may notice\nFirst Name,Last Name,fake\n\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nJosé,M,https://www.linkedin.com/in/jos%C3%A9-m,,\"Acme, Inc.\",Cook,20 Jan 2024\n,,,,,,07 Jan 2024\nFay,Gee,https://www.linkedin.com/in/fay,urn:li:member:7,,,1-Jan-24";

fn zip(files: &[(&str, &str)]) -> ImportInput {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    ImportInput::Bytes { name: "export.zip".to_owned(), bytes: zip.finish().unwrap().into_inner() }
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> ImportInput {
    ImportInput::Bytes { name: name.to_owned(), bytes: bytes.into() }
}

fn take(inputs: Vec<ImportInput>) -> Result<Vec<ImportBatch>, ImportError> {
    read(inputs, &Network::default(), &mut |_| ControlFlow::Continue(()))
}

fn one(input: ImportInput) -> ImportBatch {
    let mut all = take(vec![input]).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn rows(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn refusal(text: impl Into<Vec<u8>>) -> String {
    take(vec![file("Invitations.csv", text)]).unwrap_err().to_string()
}

fn talk<'a>(arrivals: &'a ImportBatch, person: &str) -> Option<&'a ConversationStats> {
    arrivals.network.get(&PersonKey::from_stored(person)).and_then(|a| a.conversation_stats())
}

fn says(arrivals: &ImportBatch, person: &str) -> Vec<FactKind> {
    let known = arrivals.network.get(&PersonKey::from_stored(person));
    known.map_or_else(Vec::new, |a| a.facts.iter().map(|fact| fact.kind.clone()).collect())
}

#[test]
fn both_cells_of_a_name_are_kept_apart() {
    let rows = [("Ann Mary ", "van Bee"), ("", "Cy"), (" ", "Dee"), ("Eve", ""), ("Ü", " Ö ")];
    let row = |(n, (first, last)): (usize, &(&str, &str))| {
        format!("{first},{last},https://www.linkedin.com/in/p-{n},,,,05 Mar 2024\n")
    };
    let table: String = rows.iter().enumerate().map(row).collect::<Vec<_>>().concat();
    let header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
    let arrivals = one(zip(&[("Connections.csv", &(header.to_owned() + &table))]));
    for (n, (first, last)) in rows.into_iter().enumerate() {
        let person = arrivals.network.get(&PersonKey::from_stored(format!("p-{n}"))).expect("a connection");
        assert_eq!(person.name_cells(), Some((if first == " " { "" } else { first }, last)));
    }
}

#[test]
fn an_export_tells_who_waits() {
    let arrivals = one(zip(&[("Invitations.csv", &rows(&[OUT, ANN, JOSE])), ("Connections.csv", CONNECTIONS)]));
    let counts = arrivals.counts;
    assert_eq!((counts.invitations, counts.incoming, counts.outgoing), (3, 2, 1));
    assert_eq!((counts.connections, counts.blank), (3, 1));
    let ann = &arrivals.invitations[0];
    assert_eq!(ann.id.as_str(), "ann-bee@2024-01-15T23:47:00Z");
    assert_eq!(ann.note.as_ref(), Some(&"Hello  Pat".into()));
    assert_eq!(arrivals.network.owner.person, Some(PersonKey::from_stored("pat-owner")));
    assert_eq!(arrivals.network.as_of.unwrap().to_rfc3339(), "2024-01-20T00:00:00+00:00");
    let [FactKind::Connected(fay)] = &says(&arrivals, "fay")[..] else { panic!("a connection") };
    assert!(fay.connected_on.is_some() && fay.email.is_none());
    assert!(matches!(&says(&arrivals, "cy-dee")[..], [FactKind::InvitedByMe { .. }]));
    let jose = arrivals.network.get(&PersonKey::from_stored("josé-m")).unwrap();
    assert_eq!(jose.facts[0].source.record, 5); // preamble and blank line count, as in a spreadsheet
    let after = reconcile(arrivals, Network::default(), &Ledger::default(), LocalDates::UTC);
    assert_eq!((after.report.already_connected, after.report.pending, after.report.new), (1, 1, 1));
}

#[test]
fn member_numbers_and_addresses_without_a_slug_fall_back() {
    let person = |text: &str| one(file("Invitations.csv", text)).invitations[0].person.as_str().to_owned();
    let numbered = HEAD.replace("Url", "Urn");
    let sent = "Ann,Pat,\"1/15/24, 3:47 PM\",,INCOMING";
    assert_eq!(person(&format!("{numbered}\n{sent},urn:li:member:123456,urn:li:member:9\n")), "urn:li:member:123456");
    let bare = "https://www.linkedin.com/in";
    assert_eq!(person(&rows(&[&format!("{sent},{bare},{bare}")])), "name:ann");
    assert_eq!(person(&format!("From,To,Sent At,Message,Direction\n{sent}\n")), "name:ann");
    assert_eq!(person(&format!("From,To,Date Sent,Message,Direction\n{sent}\n")), "name:ann");
}

#[test]
fn what_is_not_understood_is_named() {
    let undated = ANN.replace("1/15/24, 3:47 PM", "yesterday-ish");
    let aimless = ANN.replace("INCOMING", "SIDEWAYS").replace("Pat Owner", "Somebody").replace("/pat-owner", "/some");
    let nobody = ",Pat Owner,\"1/15/24, 3:47 PM\",hi,INCOMING,,";
    let text = rows(&[OUT, "", &undated, ",,,,", &aimless, nobody, "Ann,Pat", HEAD, ANN]);
    let arrivals = one(file("Invitations.csv", text));
    let named: Vec<(u64, &str)> = arrivals.row_issues.iter().map(|n| (n.record, n.reason.as_str())).collect();
    assert_eq!(
        named,
        [
            (4, "“yesterday-ish” in Sent At is not a date; imported without one"),
            (7, "no name and no profile of the sender"),
            (6, "Direction is “SIDEWAYS”, neither INCOMING nor OUTGOING"),
            (8, "Direction is “”, neither INCOMING nor OUTGOING"),
        ]
    );
    assert_eq!((arrivals.invitations.len(), arrivals.counts.invitations), (2, 6));
}

const YESTERDAY: &str = "yesterday-ish";

fn undated(row: &str) -> String {
    row.replace("1/15/24, 3:47 PM", YESTERDAY)
}

#[test]
fn a_request_without_a_date_is_not_lost() {
    let bare = ANN.replace("1/15/24, 3:47 PM", "").replace("ann-bee", "ann-2");
    let mine = OUT.replace("1/14/24, 9:05 AM", "soon");
    let arrivals = one(file("Invitations.csv", rows(&[&mine, &undated(ANN), &bare, JOSE])));
    let [ann, other, jose] = &arrivals.invitations[..] else { panic!("three requests") };
    assert_eq!(ann.id.as_str(), "ann-bee@1970-01-01T00:00:00Z");
    assert_eq!((ann.sent_at, ann.raw_date.clone()), (None, Some(YESTERDAY.into())));
    assert_eq!((other.sent_at, other.raw_date.clone()), (None, None));
    assert!(jose.sent_at.is_some());
    let named: Vec<(u64, &str)> = arrivals.row_issues.iter().map(|n| (n.record, n.reason.as_str())).collect();
    let expected = [
        (2, "“soon” in Sent At is not a date"),
        (3, "“yesterday-ish” in Sent At is not a date; imported without one"),
        (4, "no date in Sent At; imported without one"),
    ];
    assert_eq!(named, expected);
    assert!(says(&arrivals, "cy-dee").is_empty());
}

/// Imports exports one after the other; returns the ledger, the network and the last report.
fn imported(exports: &[Vec<&str>]) -> (Ledger, Network, ImportReport) {
    let (mut ledger, mut network, mut found) = (Ledger::default(), Network::default(), ImportReport::default());
    for (n, export) in (1..).zip(exports) {
        let input = zip(&[("Invitations.csv", &rows(export)), ("Connections.csv", CONNECTIONS)]);
        let arrivals = read(vec![input], &network, &mut |_| ControlFlow::Continue(())).unwrap().remove(0);
        let after = reconcile(arrivals, network, &ledger, LocalDates::UTC);
        (network, found) = (after.network, after.report);
        let at = DateTime::UNIX_EPOCH;
        if let Some(event) = after.event {
            ledger.post(Entry { n, id: EntryId(n.to_string()), at, redo_of: None, batch: None, event });
        }
    }
    (ledger, network, found)
}

fn pending_ids(exports: &[Vec<&str>]) -> Vec<String> {
    let (ledger, ..) = imported(exports);
    let waits = ledger.cases().filter(|case| ledger.status_of(case) == Status::Pending);
    waits.map(|case| case.invitation().id.as_str().to_owned()).collect()
}

#[test]
fn a_request_without_a_date_stays_until_its_row_is_gone() {
    let ann = &undated(ANN)[..];
    let renamed = &ann.replace("Ann Bee", "Ann Zed")[..];
    let lost = "ann-bee@1970-01-01T00:00:00Z";
    let dated = "ann-bee@2024-01-15T23:47:00Z";
    assert_eq!(pending_ids(&[vec![OUT, ann], vec![OUT, ann]]), [lost]);
    assert_eq!(pending_ids(&[vec![OUT, ann], vec![OUT, renamed]]), [lost]);
    assert_eq!(pending_ids(&[vec![OUT, ann], vec![OUT]]), [""; 0]);
    assert_eq!(pending_ids(&[vec![ann], vec![OUT, ANN]]), [lost]); // the same file, now with the date: the same request
    assert_eq!(pending_ids(&[vec![OUT, ANN], vec![OUT, ann]]), [dated]);
    assert_eq!(pending_ids(&[vec![OUT, ANN], vec![OUT, ANN, ann]]), [dated, lost]); // both rows: two requests
    assert_eq!(pending_ids(&[vec![OUT, ANN, ann], vec![OUT, ANN, ann]]), [dated, lost]);
    let (ledger, ..) = imported(&[vec![ann], vec![OUT, ANN], vec![OUT, ANN]]);
    let known = ledger.cases().next().unwrap().invitation();
    assert_eq!(
        (known.sent_at.map(|at| at.to_rfc3339()), &known.raw_date),
        (Some("2024-01-15T23:47:00+00:00".to_owned()), &None)
    );
}

#[test]
fn what_was_asked_before_is_told_without_a_date_too() {
    let (ledger, network, _) =
        imported(&[vec![OUT, &undated(ANN)], vec![OUT, &undated(ANN), &ANN.replace("1/15", "1/19")]]);
    let same = NoteCounts::default();
    let finder = EvidenceFinder { network: &network, ledger: &ledger, duplicates: &same };
    let told: Vec<String> = ledger
        .cases()
        .flat_map(|case| finder.evidence(case.invitation(), LocalDates::UTC))
        .filter(|evidence| evidence.kind == EvidenceKind::AskedBefore)
        .map(|evidence| evidence.text.display().into_owned())
        .collect();
    assert_eq!(told, ["Also asked, date unknown; you didn't decide"]);
}

#[test]
fn a_date_that_nothing_comes_close_to_does_not_make_other_exports_old() {
    let as_of = |lines: &[&str]| {
        let arrivals = one(file("Invitations.csv", rows(lines)));
        arrivals.network.as_of.map(|at| at.date_naive().to_string())
    };
    let future = &ANN.replace("1/15/24", "1/15/99")[..];
    let next = &ANN.replace("1/15/24", "1/25/24")[..];
    assert_eq!(as_of(&[OUT, ANN]).as_deref(), Some("2024-01-15"));
    assert_eq!(as_of(&[OUT, future, ANN]).as_deref(), Some("2024-01-15"));
    assert_eq!(as_of(&[future, OUT]).as_deref(), Some("2024-01-14"));
    assert_eq!(as_of(&[future, future]), None);
    assert_eq!(as_of(&[&undated(ANN)]), None);
    assert!(!imported(&[vec![OUT, future, ANN], vec![OUT, future, next]]).2.outdated);
    assert!(imported(&[vec![OUT, next], vec![&OUT.replace("1/14", "1/13"), &JOSE]]).2.outdated);
}

#[test]
fn a_row_without_direction_goes_by_who_i_am() {
    let lost = ANN.replace("INCOMING", "");
    let arrivals = one(file("Invitations.csv", rows(&[OUT, &lost])));
    assert_eq!((arrivals.counts.incoming, arrivals.counts.outgoing), (1, 1));
    assert!(arrivals.row_issues.is_empty());
}

#[test]
fn the_same_row_twice_is_one_request_and_namesakes_are_two() {
    let arrivals = one(file("Invitations.csv", rows(&[ANN, ANN, &ANN.replace("ann-bee", "ann-bee-2")])));
    assert_eq!((arrivals.counts.invitations, arrivals.invitations.len()), (3, 2));
}

#[test]
fn encodings() {
    let text = rows(&[JOSE]);
    let tabs = text.replace(',', "\t").replace("23\t", "23,");
    let wide = |text: &str| std::iter::once(0xfeff).chain(text.encode_utf16()).collect::<Vec<u16>>();
    let little = wide(&text).into_iter().flat_map(u16::to_le_bytes).collect();
    let big = wide(&tabs).into_iter().flat_map(u16::to_be_bytes).collect();
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [bom, little, big, text.replace('\n', "\r\n").into_bytes(), text.trim_end().into()] {
        let arrivals = one(file("Invitations.csv", bytes));
        assert_eq!(arrivals.invitations[0].id.as_str(), "josé-m@2023-07-09T15:46:00Z");
        assert!(arrivals.remarks.is_empty());
    }
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let arrivals = one(file("Invitations.csv", latin));
    assert_eq!(arrivals.invitations[0].name.raw(), "José M");
    assert!(arrivals.remarks[0].contains("Windows-1252"), "{:?}", arrivals.remarks);
}

#[test]
fn old_spreadsheets_of_other_countries() {
    let note = "Chciałabym dołączyć do Pani sieci, żeby śledzić ogłoszenia o wolnych miejscach w księgowości";
    for (label, name, note) in [
        ("Windows-1250", "Grażyna Świętek", note),
        ("Windows-1251", "Анна Петрова", "Добрый день"),
        ("Shift_JIS", "田中太郎", "よろしくお願いいたします"),
    ] {
        let text = rows(&[OUT, &ANN.replace("Ann Bee", name).replace("Hello  Pat", &format!("\"{note}\""))]);
        let bytes = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(&text).0;
        let arrivals = one(file("Invitations.csv", bytes));
        let ann = &arrivals.invitations[0];
        assert_eq!((&ann.name, ann.note.as_ref()), (&name.into(), Some(&note.into())));
        let remark =
            format!("Invitations.csv is not entirely UTF-8 (first in record 3); that part was read as {label}");
        assert_eq!(arrivals.remarks, [remark]);
    }
}

#[test]
fn what_is_no_list_of_invitations_is_refused_in_one_sentence() {
    assert!(refusal("").contains("it is empty"));
    assert!(refusal("<!DOCTYPE html><html></html>").contains("web page"));
    assert!(refusal(b"\x1f\x8b\x08rest".as_slice()).contains("gzip"));
    assert!(refusal(CONNECTIONS).contains("Invitations.csv lacks the columns"));
    assert!(refusal("\u{1b}[2Jx,y\n1,2\n").contains("␛[2Jx,y"));
    assert!(refusal(format!("{ANN}\n")).contains("its columns are “Ann Bee"));
    assert!(one(file("Invitations.csv", format!("{HEAD}\n"))).invitations.is_empty());
}

#[test]
fn a_quotation_mark_that_does_not_close_is_found() {
    let open = "\"Eve Mallory,Pat,x,hi,INCOMING,u,v";
    assert!(refusal(rows(&[ANN, open, ANN, ANN])).contains("in record 3 is never closed"));
    assert!(refusal(rows(&[ANN, "Eve,Pat,x,\"hi", "and more"])).contains("in record 3 is never closed"));
    let stray = ANN.replace("Ann Bee", "An\"n Bee");
    assert_eq!(one(file("Invitations.csv", rows(&[&stray]))).invitations.len(), 1);
    let lines = ANN.replace("Hello  Pat", "\"Hi,\n\nline, two\r\nthree\"");
    assert_eq!(one(file("Invitations.csv", rows(&[&lines, JOSE]))).invitations.len(), 2);
}

#[test]
fn a_field_without_end_is_cut() {
    let arrivals = one(file("Invitations.csv", rows(&[&ANN.replace("Hello  Pat", &"A".repeat(200_000))])));
    let note = arrivals.invitations[0].note.as_ref().unwrap();
    assert!(note.raw().ends_with(" … (cut)") && note.raw().len() < 70_000);
    assert!(arrivals.remarks[0].contains("longer than 64 KiB"));
}

#[test]
fn a_row_longer_than_a_mebibyte_is_named() {
    let long = ANN.replace("Hello  Pat", &"A".repeat(3 << 20));
    let said = refusal(rows(&[JOSE, &long, JOSE]));
    assert!(said.contains("Invitations.csv: record 3 is longer than 1 MiB"), "{said}");
    let unclosed = format!("{}\"{}", rows(&[JOSE]), "x,y\n".repeat(1 << 20));
    assert!(refusal(unclosed).contains("record 3 is longer than 1 MiB"));
    let long = ANN.replace("Hello  Pat", &"A".repeat(1_000_000));
    assert_eq!(one(file("Invitations.csv", rows(&[&long, JOSE]))).invitations.len(), 2, "just below the limit");
    let said = refusal("x".repeat(3 << 20));
    assert!(said.contains("lacks the columns"), "{said}");
}

/// Counts what is read of an endless cell: the limit holds while reading, not only afterwards.
#[test]
fn an_endless_cell_is_not_read_to_its_end() {
    let mut told = 0;
    let text = rows(&[&ANN.replace("Hello  Pat", &"A".repeat(60 << 20))]);
    let read = read(vec![file("Invitations.csv", text)], &Network::default(), &mut |progress| {
        told = told.max(progress.done);
        ControlFlow::Continue(())
    });
    assert!(matches!(read, Err(ImportError::RowTooLong { record: 2, .. })));
    assert!(told < 8 << 20, "{told} bytes were read");
}

const MESSAGES: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,IS MESSAGE DRAFT
2-a,,Ann Bee,https://www.linkedin.com/in/ann-bee,Pat Owner,https://www.linkedin.com/in/pat-owner,2024-01-18 10:00:00 UTC,,<p>Thanks &amp; bye</p>,INBOX,No
2-a,,Pat Owner,https://www.linkedin.com/in/pat-owner,Ann Bee,https://www.linkedin.com/in/ann-bee,2024-01-17 10:00:00 UTC,,Welcome,INBOX,No
2-a,,Ann Bee,https://www.linkedin.com/in/ann-bee,Pat Owner,https://www.linkedin.com/in/pat-owner,2024-01-16 10:00:00 UTC,,Hello Pat,INBOX,No
2-b,Sponsored Conversation,Buy Now,,Pat Owner,https://www.linkedin.com/in/pat-owner,2024-01-16 10:00:00 UTC,,Buy,INBOX,No
2-c,,LinkedIn Member,,Pat Owner,https://www.linkedin.com/in/pat-owner,2024-01-16 10:00:00 UTC,,Gone,INBOX,No
2-d,,Spam Bot,https://www.linkedin.com/in/spam,Pat Owner,https://www.linkedin.com/in/pat-owner,2024-01-16 10:00:00 UTC,,Hi,SPAM,No
2-e,,Pat Owner,https://www.linkedin.com/in/pat-owner,Fay Gee,https://www.linkedin.com/in/fay,,,unsent,INBOX,Yes
2-f,,Pat Owner,https://www.linkedin.com/in/pat-owner,\"Fay Gee, Ann Bee, PhD\",\"https://www.linkedin.com/in/fay,https://www.linkedin.com/in/ann-bee\",2024-01-16 10:00:00 UTC,,both,INBOX,No
2-g,,Fay Gee,https://www.linkedin.com/in/fay,Pat Owner,https://www.linkedin.com/in/pat-owner,soon,,when,INBOX,No
2-h,,Una Url,,Pat Owner,,2024-01-16 10:00:00 UTC,,no address,INBOX,No
";

#[test]
fn messages_add_up_and_a_note_is_no_conversation() {
    let arrivals = one(zip(&[("messages.csv", MESSAGES), ("Invitations.csv", &rows(&[OUT, ANN]))]));
    let ann = talk(&arrivals, "ann-bee").unwrap();
    assert_eq!((ann.sent, ann.received, ann.started_by_me, ann.last_by_me), (1, 1, true, false));
    assert_eq!(ann.last_excerpt.raw(), "Thanks & bye");
    assert!(says(&arrivals, "ann-bee").iter().any(|what| matches!(what, FactKind::NoteAmongMessages { .. })));
    assert!(says(&arrivals, "ann-bee").contains(&FactKind::InGroups { messages: 1 }));
    assert_eq!(says(&arrivals, "fay"), [FactKind::InGroups { messages: 1 }]);
    assert!(talk(&arrivals, "name:una url").is_none(), "a name without an address is an advertisement here");
    assert!(talk(&arrivals, "spam").is_none());
    assert_eq!((arrivals.counts.messages, arrivals.row_issues.len()), (10, 1));
    assert_eq!(arrivals.row_issues[0].record, 10);
}

#[test]
fn a_note_of_an_earlier_export_is_remembered() {
    let earlier = one(file("Invitations.csv", rows(&[ANN])));
    let now = zip(&[("messages.csv", MESSAGES), ("Invitations.csv", &rows(&[OUT]))]);
    let arrivals = read(vec![now], &earlier.network, &mut |_| ControlFlow::Continue(())).unwrap().remove(0);
    assert_eq!(talk(&arrivals, "ann-bee").map(|t| t.received), Some(1));
}

#[test]
fn the_journal_alone_remembers_the_notes_of_earlier_exports() {
    let ledger_after = |events: Vec<Event>| {
        let entries = events.into_iter().zip(1..).map(|(event, n)| Entry {
            n,
            id: EntryId(n.to_string()),
            at: DateTime::UNIX_EPOCH,
            redo_of: None,
            batch: None,
            event,
        });
        Ledger::replay(entries)
    };
    let import = |input: ImportInput, ledger: &Ledger| {
        let network = Network::default().with_notes(ledger.note_digests());
        let batch = read(vec![input], &network, &mut |_| ControlFlow::Continue(())).unwrap().remove(0);
        reconcile(batch, network, ledger, LocalDates::UTC)
    };
    // Ann is connected already, so her request is not recorded; its note is.
    let ann = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAnn,Bee,https://www.linkedin.com/in/ann-bee,,,,20 Jan 2026\n";
    let files = [("Invitations.csv", rows(&[OUT, ANN])), ("Connections.csv", ann.to_owned())];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let first = import(zip(&files), &Ledger::default()).event.expect("notes are new");
    let Event::Imported(recorded) = &first else { panic!("an import") };
    assert_eq!(
        (recorded.invitations.len(), recorded.notes.iter().filter(|note| note.person.as_str() == "ann-bee").count()),
        (0, 1)
    );
    let ledger = ledger_after(vec![first]);
    assert_eq!(import(zip(&files), &ledger).event, None, "the same again is nothing new");
    let later = import(zip(&[("messages.csv", MESSAGES), ("Invitations.csv", &rows(&[OUT]))]), &ledger);
    let ann = later.network.get(&PersonKey::from_stored("ann-bee")).unwrap();
    assert_eq!(ann.conversation_stats().map(|stats| stats.received), Some(1), "the copy of the note is no message");
}

#[test]
fn the_messages_of_2018_and_of_member_numbers_find_me_by_name() {
    let invitations = "From,To,Sent At,Message,Direction\nPat Owner,Cy,\"1/15/18, 3:47 PM\",,OUTGOING\n";
    let old = "From,To,Date,Subject,Content,Direction,Folder\nCy,Pat Owner,\"2/1/18, 9:00 AM\",,hi,INCOMING,INBOX\nPat Owner,Cy,\"2/2/18, 9:00 AM\",,hello,OUTGOING,SENT\n";
    let arrivals = one(zip(&[("Invitations.csv", invitations), ("Messages.csv", old)]));
    assert_eq!(talk(&arrivals, "name:cy").map(|t| (t.sent, t.received)), Some((1, 1)));
    let head = HEAD.replace("Url", "Urn");
    let numbered = format!("{head}\nPat Owner,Cy,\"1/15/24, 3:47 PM\",,OUTGOING,urn:li:member:1,urn:li:member:2\n");
    let arrivals = one(zip(&[("Invitations.csv", &numbered), ("messages.csv", MESSAGES)]));
    assert_eq!(arrivals.network.owner.person, Some(PersonKey::from_stored("pat-owner")));
    assert_eq!(talk(&arrivals, "ann-bee").map(|t| (t.sent, t.received)), Some((1, 2)));
}

#[test]
fn the_small_files_speak_too() {
    let endorsed = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n2024/01/01 00:00:00 UTC,Rust,Jo,X,www.linkedin.com/in/jo-x,ACCEPTED\n2024/01/01 00:00:00 UTC,C,Jo,X,www.linkedin.com/in/jo-x,ACCEPTED\n";
    let arrivals = one(zip(&[
        ("Profile.csv", "First Name,Last Name,Headline\nPat,Owner,x\n"),
        ("Invitations.csv", &format!("{HEAD}\n")),
        ("Imported Contacts.csv", "First Name,Last Name,Companies,Title\nAnn,Bee,Acme,Cook\nAnn,Bee,,\n,,x,\n"),
        ("Recommendations_Given.csv", "First Name,Last Name,Company,Job Title,Text\nAnn,Bee,,,good\n"),
        ("Endorsement_Received_Info.csv", endorsed),
        ("Member_Follows_12.csv", "Date,Status,FullName\r\n2024-01-01 00:00:00,Active,Ann Bee\r\n,Unfollow,Cy\r\n"),
        ("guide_messages.csv", MESSAGES),
    ]));
    let ann = says(&arrivals, "name:ann bee");
    assert_eq!(ann.len(), 3, "{ann:?}");
    assert!(ann.contains(&FactKind::InAddressBook { role: Some("Acme".into()) }));
    assert_eq!(says(&arrivals, "jo-x"), [FactKind::EndorsedMe { skills: 2 }]);
    assert_eq!(arrivals.network.owner.name.raw(), "Pat Owner");
    assert!(!arrivals.kinds.contains(&FileKind::Messages));
    assert_eq!(arrivals.counts.messages, 0);
}

#[test]
fn archives_are_what_they_are() {
    let good = rows(&[ANN]);
    let litter = [("__MACOSX/._Invitations.csv", "x"), ("a/b/Invitations.csv", "x"), ("a/Invitations.csv", &good)];
    let nested = one(zip(&litter));
    assert_eq!(nested.invitations.len(), 1);
    assert_eq!(nested.remarks, ["The same kinds of files are there more than once: read from a/, not from a/b/"]);
    assert!(one(zip(&[("Connections.csv", CONNECTIONS)])).remarks[0].contains("tick 'Invitations'"));
    let empty = "First Name,Last Name,URL,Connected On\n";
    for files in [&[][..], &[("export.txt", "PK")], &[("Connections.csv", empty)]] {
        assert!(matches!(take(vec![zip(files)]), Err(ImportError::NothingKnown { .. })), "{files:?}");
    }
    assert!(matches!(take(vec![zip(&[("export.zip", "PK")])]), Err(ImportError::NotAnArchive { .. })));
    let ImportInput::Bytes { bytes, name } = zip(&[("Invitations.csv", &good)]) else { unreachable!() };
    assert!(matches!(take(vec![file(&name, &bytes[..bytes.len() / 2])]), Err(ImportError::NotAnArchive { .. })));
    let mut broken = bytes.clone();
    broken[60] ^= 0x55;
    assert!(matches!(take(vec![file(&name, broken)]), Err(ImportError::Damaged { .. })));
    assert!(take(vec![file("export.zip", "<html>")]).unwrap_err().to_string().contains("web page"));
}

#[test]
fn folders_and_loose_files() {
    let folder = tempfile::tempdir().unwrap();
    let (basic, complete) = (folder.path().join("Basic"), folder.path().join("Complete"));
    std::fs::create_dir_all(&basic).unwrap();
    std::fs::create_dir_all(&complete).unwrap();
    std::fs::write(basic.join("Invitations.csv"), rows(&[OUT, ANN])).unwrap();
    std::fs::write(complete.join("Member_Follows.csv"), "Date,Status,FullName\n,Active,Ann Bee\n").unwrap();
    std::fs::write(complete.join("Connections.csv"), CONNECTIONS).unwrap();
    let arrivals = one(ImportInput::Path(folder.path().to_owned()));
    assert_eq!(arrivals.kinds, [FileKind::Invitations, FileKind::Connections, FileKind::Follows]);
    std::fs::rename(basic.join("Invitations.csv"), basic.join("renamed.csv")).unwrap();
    let loose = [basic.join("renamed.csv"), complete.join("Connections.csv")];
    let both = take(loose.into_iter().map(ImportInput::Path).collect()).unwrap();
    assert_eq!(both.len(), 1);
    assert_eq!((both[0].counts.invitations, both[0].counts.connections), (2, 3));
    let nowhere = take(vec![ImportInput::Path(folder.path().join("none"))]);
    assert!(matches!(nowhere, Err(ImportError::Missing { .. })));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("Invitations.csv")).unwrap();
    assert!(matches!(take(vec![ImportInput::Path(folder.path().to_owned())]), Err(ImportError::NothingKnown { .. })));
    assert!(matches!(take(vec![ImportInput::Path("/dev/null".into())]), Err(ImportError::NotAFile { .. })));
}

#[test]
fn an_import_can_be_stopped() {
    let many = rows(&vec![ANN; 20_000]);
    let stopped = read(vec![file("Invitations.csv", many)], &Network::default(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Stopped)));
}

#[test]
fn a_table_made_by_hand() {
    let text = "Full Name,LinkedIn URL,Headline,Company,Note,Date,Direction\nAnn Bee,https://www.linkedin.com/in/ann-bee?x=1,Cook,Acme,Hi,2024-01-15,\nCy,,,,,2 days ago,\nDi,,,,,,\nEd,,,,,2024-01-15,OUTGOING\nFay,,,,,\"1/15/24, 3:47 PM\",\n";
    for name in ["people.csv", "Invitations.csv"] {
        let arrivals = one(file(name, text));
        assert_eq!(arrivals.origin, SourceKind::Table);
        let ids: Vec<&str> = arrivals.invitations.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "ann-bee@2024-01-15T00:00:00Z",
                "name:cy@1970-01-01T00:00:00Z",
                "name:di@1970-01-01T00:00:00Z",
                "name:fay@2024-01-15T23:47:00Z"
            ]
        );
        assert_eq!(arrivals.invitations[1].raw_date, Some("2 days ago".into()));
        assert_eq!(arrivals.invitations[0].headline, Some("Cook".into()));
        assert_eq!(arrivals.counts.outgoing, 1);
        assert_eq!(arrivals.row_issues[0].record, 3);
        assert_eq!(
            arrivals.row_issues[0].reason,
            "“2 days ago” is not a date; imported without one; use a form like 2025-12-05 or 2025-12-05T16:24:00Z"
        );
        assert!(arrivals.row_issues[1].reason.starts_with("no date; imported without one; use a form like"));
    }
}

#[test]
fn json_of_other_tools() {
    let nested = r#"[{"sentAt":"2024-01-15T10:00:00+01:00","profile":{"firstName":"Ann","lastName":"Bee","publicIdentifier":"ann-bee","headline":"Cook"}},
        {"name":"Cy","sent_at":1705309200000,"message":"Hi"},{"name":"Di","sent_time":"1 week ago"}]"#;
    let lines = "{\"name\":\"Ann Bee\",\"profile_url\":\"https://www.linkedin.com/in/ann-bee\",\"subtitle\":\"Cook\",\"date\":\"2024-01-15T09:00:00Z\"}\n{\"name\":\"Cy\",\"date\":\"2024-01-15T09:00:00Z\"}\n{\"name\":\"Di\"}\n";
    for text in [nested, lines] {
        let arrivals = one(file("-", text));
        let ids: Vec<&str> = arrivals.invitations.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(
            ids,
            ["ann-bee@2024-01-15T09:00:00Z", "name:cy@2024-01-15T09:00:00Z", "name:di@1970-01-01T00:00:00Z"]
        );
        assert_eq!(arrivals.invitations[0].headline, Some("Cook".into()));
        assert_eq!(arrivals.row_issues[0].record, 3);
    }
    assert!(matches!(take(vec![file("x.json", "[{\"name\":")]), Err(ImportError::Damaged { .. })));
    assert!(matches!(take(vec![file("x.json", "{\"a\":1}")]), Err(ImportError::WrongColumns { .. })));
}

#[test]
fn a_member_snapshot_takes_the_way_of_the_csv() {
    let text = r#"{"elements":[{"snapshotDomain":"INVITATIONS","snapshotData":[{"From":"Ann Bee","To":"Pat","Sent At":"1/15/24, 3:47 PM","Message":"","Direction":"INCOMING","inviterProfileUrl":"https://www.linkedin.com/in/ann-bee"}]}]}"#;
    let arrivals = one(file("snapshot.json", text));
    assert_eq!(arrivals.origin, SourceKind::Linkedin);
    assert_eq!(arrivals.invitations[0].id.as_str(), "ann-bee@2024-01-15T23:47:00Z");
}

fn mail(from: &str, subject: &str, date: &str, note: &str) -> String {
    format!(
        "From: {from} <invitations@linkedin.com>\r\nTo: pat@example.org\r\nSubject: {subject}\r\nDate: {date}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nHi Pat,\r\n\r\n{note}\r\n\r\nAnn Bee\r\nCook at Acme\r\n\r\nView profile: https://www.linkedin.com/comm/in/ann-bee?midToken=1\r\nAccept: https://www.linkedin.com/comm/people/invite-accept?invitationId=1\r\n"
    )
}

#[test]
fn invitation_mail_and_its_reminders() {
    let subject = "Pat, please add me to your LinkedIn network";
    let standard = "I'd like to join your LinkedIn network.";
    let single = mail("Ann Bee via LinkedIn", subject, "Mon, 15 Jan 2024 09:00:00 +0000", standard);
    let arrivals = one(file("one.eml", single.clone()));
    assert_eq!(arrivals.origin, SourceKind::Mail);
    let ann = &arrivals.invitations[0];
    assert_eq!(ann.id.as_str(), "ann-bee@2024-01-15T09:00:00Z");
    assert_eq!((ann.note.as_ref(), ann.headline.clone()), (None, Some("Cook at Acme".into())));
    assert_eq!(ann.profile, Some("https://www.linkedin.com/in/ann-bee".into()));

    let reminder = mail("Ann Bee via LinkedIn", subject, "Mon, 22 Jan 2024 09:00:00 +0000", "We met in Ghent.");
    let other = mail("Ann Bee", "Ann accepted your invitation, explore", "Mon, 29 Jan 2024 09:00:00 +0000", "x");
    let from = "From x Mon Jan 15 09:00:00 2024";
    let mailbox = format!("{from}\n{reminder}\n{from}\n{single}\n{from}\n{other}\n");
    let arrivals = one(file("all.mbox", mailbox));
    assert_eq!((arrivals.invitations.len(), arrivals.counts.invitations), (1, 2));
    assert_eq!(arrivals.invitations[0].id.as_str(), "ann-bee@2024-01-15T09:00:00Z");
    assert_eq!(arrivals.invitations[0].note, Some("We met in Ghent.".into()));
    assert_eq!(arrivals.remarks, ["1 e-mail is no invitation"]);
    assert!(matches!(take(vec![file("no.eml", other)]), Err(ImportError::NoInvitationMail { mails: 1, .. })));
}
