use super::*;
use invite_triage::domain::evidence::EvidenceKind;
use invite_triage::domain::evidence::network::FileKind;
use invite_triage::domain::inbox::evidence_finder::EvidenceFinder;
use invite_triage::domain::inbox::ownership::check_owners;
use invite_triage::domain::request::note_analysis::NoteCounts;
use std::fs;

#[test]
fn without_connections_the_first_word_is_that_they_may_be_connected() {
    let mut library = Library::default();
    let report =
        library.import(vec![zip(NAMED, &[("Invitations.csv", &invitations(&[("Ann Bee", "11/1/26, 1:00 PM")]))])]);
    assert!(report.caution().expect("a caution").starts_with("Most of these requests may be connections already"));
    let same = NoteCounts::default();
    let finder = EvidenceFinder { network: &library.network, ledger: &library.ledger, duplicates: &same };
    let ann = library.ledger.cases().next().expect("a request").invitation().clone();
    let is_said = |finder: &EvidenceFinder| {
        finder.evidence(&ann, LocalDates::UTC).iter().any(|fact| fact.kind == EvidenceKind::ConnectionsUnknown)
    };
    assert!(is_said(&finder));
    let report = library.import(vec![file("Connections.csv", connections(&[("Cem Dal", "04 Nov 2026")]))]);
    assert_eq!(report.caution(), None);
    let finder = EvidenceFinder { network: &library.network, ledger: &library.ledger, duplicates: &same };
    assert!(!is_said(&finder));
    let later = zip("later.zip", &[("Invitations.csv", &invitations(&[("Eda Fox", "11/9/26, 1:00 PM")]))]);
    let report = library.import(vec![later]);
    assert_eq!(report.caution(), None, "a copy before it had the connections");
    assert!(report.remarks[0].contains("who is connected is as in the copy before"), "{:?}", report.remarks);
}

#[test]
fn the_archives_of_one_request_are_one_import() {
    let requests = invitations(&[("Ann Bee", "11/1/26, 1:00 PM"), ("Cem Dal", "11/2/26, 1:00 PM")]);
    let first = || zip(NAMED, &[("Invitations.csv", &requests)]);
    let people = connections(&[("Cem Dal", "04 Nov 2026")]);
    for name in ["Basic_LinkedInDataExport_11-22-2026 (1).zip", "Complete_LinkedInDataExport_11-24-2026.zip", "x.zip"] {
        let mut library = Library::default();
        let report = library.import(vec![first(), zip(name, &[("Connections.csv", &people)])]);
        assert_eq!((report.pending, report.already_connected, report.remarks.len()), (1, 1, 0), "{name}");
    }
    let other = zip("Basic_LinkedInDataExport_01-22-2026.zip", &[("Connections.csv", &people)]);
    assert_eq!(take(vec![first(), other]).expect("read").len(), 2, "months apart they are two copies");
}

#[test]
fn other_separators_and_languages_are_read() {
    let people = connections(&[("Cem Dal", "04.09.2026")]);
    let requests = invitations(&[("Ann Bee", "9/3/26, 4:05 PM"), ("Cem Dal", "9/3/26, 4:05 PM")]);
    let german = "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am";
    for text in [
        people.replace(',', ";"),
        people.replace(',', "\t"),
        format!("sep=;\r\n{}", people.replace(',', ";")),
        format!("Notes:\n\"some, are missing\"\n\n{}", people.replace(CONNECTIONS, german)),
    ] {
        let mut library = Library::default();
        let report = library.import(vec![zip("x.zip", &[("Invitations.csv", &requests), ("Connections.csv", &text)])]);
        assert_eq!((report.already_connected, report.new), (1, 1), "{text}");
        assert!(library.knows("cem-dal"), "{text}");
    }
    let dutch = requests.replace(INVITATIONS, "Van,Aan,Verzonden op,Bericht,Richting,A,B");
    assert_eq!(one(file("Invitations.csv", dutch)).invitations[0].person.as_str(), "ann-bee");
    let other = "Notes:\n\nFornavn,Etternavn,URL,Firma,Stilling,Tilknyttet\nCem,Dal,,,,\n";
    let said = take(vec![zip("x.zip", &[("Connections.csv", other)])]).expect_err("refused").to_string();
    assert!(said.contains("its columns are “Fornavn, Etternavn") && said.contains("another language"), "{said}");
}

#[test]
fn an_archive_in_an_archive_is_opened_once() {
    let inner = zip_bytes(&[("Invitations.csv", invitations(&[("Ann Bee", "11/1/26, 1:00 PM")]).as_bytes())]);
    let outer = |name: &str, files: &[(&str, &[u8])]| file(name, zip_bytes(files));
    assert_eq!(one(outer("mail.zip", &[(NAMED, &inner), ("read me.txt", b"x")])).invitations.len(), 1);
    let twice = zip_bytes(&[("b.zip", &inner)]);
    for files in [&[("a.zip", &inner[..]), ("b.zip", &inner)][..], &[("c.zip", &twice)]] {
        assert!(
            matches!(take(vec![outer("x.zip", files)]), Err(ImportError::NothingKnown { .. })),
            "one level, one archive"
        );
    }
    let book = [("xl/workbook.xml", &b"x"[..])];
    assert!(take(vec![outer("x.xlsx", &book)]).expect_err("refused").to_string().contains("save its sheet as CSV"));
}

#[test]
fn of_a_folder_of_downloads_the_newest_copy_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = |name: &str| zip_bytes(&[("Invitations.csv", invitations(&[(name, "11/1/26, 1:00 PM")]).as_bytes())]);
    let path = |name: &str| folder.path().join(name);
    let read = || one(ImportInput::Path(folder.path().to_owned()));
    let names = |batch: &ImportBatch| batch.invitations.iter().map(|i| i.name.raw().to_owned()).collect::<Vec<_>>();
    fs::write(path("photos.zip"), zip_bytes(&[("a.jpg", b"x")])).expect("written");
    fs::write(path("mine.zip"), copy("Ann Bee")).expect("written");
    assert_eq!(names(&read()), ["Ann Bee"], "under any name");
    fs::write(path("Basic_LinkedInDataExport_10-30-2026.zip"), copy("Cem Dal")).expect("written");
    assert_eq!(names(&read()), ["Cem Dal"], "LinkedIn's name goes first");
    fs::create_dir(path("Complete_LinkedInDataExport_11-22-2026")).expect("a folder");
    let requests = invitations(&[("Eda Fox", "11/1/26, 1:00 PM")]);
    fs::write(path("Complete_LinkedInDataExport_11-22-2026/Invitations.csv"), requests).expect("written");
    let newest = read();
    assert_eq!(names(&newest), ["Eda Fox"]);
    assert!(newest.remarks[0].contains("the newest was read, Complete_LinkedInDataExport_11-22-2026"));
    let people = zip_bytes(&[("Connections.csv", connections(&[("Eda Fox", "04 Nov 2026")]).as_bytes())]);
    fs::write(path("Basic_LinkedInDataExport_11-22-2026.zip"), people).expect("written");
    assert_eq!(read().kinds, [FileKind::Invitations, FileKind::Connections], "both parts of one day");
}

#[test]
fn renamed_files_are_known_by_their_columns() {
    let requests = invitations(&[("Ann Bee", "11/1/26, 1:00 PM"), ("Cem Dal", "11/1/26, 1:00 PM")]);
    let people = connections(&[("Cem Dal", "04 Nov 2026")]);
    for name in ["Connections copy.csv", "connection.csv", "old/people.csv"] {
        let mut library = Library::default();
        let report = library.import(vec![zip("x.zip", &[("Invitations.csv", &requests), (name, &people)])]);
        assert_eq!((report.already_connected, report.new, report.remarks.len()), (1, 1, 1), "{name}");
    }
    let decoy = "FROM,TO,DATE,CONTENT,FOLDER\nAnn Bee,Pat Owner,2026-11-01 10:00:00 UTC,x,INBOX\n";
    let copy = one(zip("x.zip", &[("Invitations.csv", &requests), ("guide_messages.csv", decoy)]));
    assert_eq!(copy.kinds, [FileKind::Invitations]);
    let copy = one(zip("x.zip", &[("Invitations.csv", &requests), ("messages copy.csv", decoy)]));
    assert_eq!(copy.kinds, [FileKind::Invitations, FileKind::Messages]);
}

#[test]
fn a_copy_in_the_copy_needs_no_word_unless_it_differs() {
    let requests = invitations(&[("Ann Bee", "11/1/26, 1:00 PM")]);
    let people = connections(&[("Cem Dal", "04 Nov 2026")]);
    let inner = "Complete_LinkedInDataExport_11-22-2026/";
    let (a, b) = (format!("{inner}Invitations.csv"), format!("{inner}Connections.csv"));
    let main = [("Invitations.csv", &requests[..]), ("Connections.csv", &people)];
    let equal = one(zip("x.zip", &[main[0], main[1], (&a, &requests), (&b, &people)]));
    assert_eq!(equal.remarks, [""; 0]);
    let other = invitations(&[("Eda Fox", "11/2/26, 1:00 PM")]);
    let newer = one(zip("x.zip", &[main[0], main[1], (&a, &other), (&b, &people)]));
    assert_eq!(newer.invitations[0].name.raw(), "Eda Fox", "the newest copy is read");
    assert_eq!(newer.remarks.len(), 1, "{:?}", newer.remarks);
    assert!(newer.remarks[0].ends_with("not from the top folder"), "{:?}", newer.remarks);
}

#[test]
fn of_the_pair_of_endorsements_the_one_without_redacted_rows_is_read() {
    let head = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url";
    let row = |name: &str| format!("2021/01/01 00:00:00 UTC,Rust,{name},X,www.linkedin.com/in/{name}-x");
    let wide = format!("{head},Display Status\n{},Accepted\n{},Redacted\n", row("jo"), row("al")).replace(',', "\t");
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(wide.encode_utf16())
        .collect::<Vec<u16>>()
        .into_iter()
        .flat_map(u16::to_le_bytes)
        .collect();
    let narrow = format!("{head},Endorsement Status\n{},ACCEPTED\n", row("jo"));
    let requests = invitations(&[("Ann Bee", "11/1/26, 1:00 PM")]);
    let base = [("Invitations.csv", requests.as_bytes()), ("Endorsement Received Info.csv", &wide)];
    let both = [base[0], base[1], ("Endorsement_Received_Info.csv", narrow.as_bytes())];
    for files in [&base[..], &both] {
        let copy = one(file("x.zip", zip_bytes(files)));
        let has = |key: &str| copy.network.people().any(|known| known.key.as_str() == key && !known.facts.is_empty());
        assert_eq!((has("jo-x"), has("al-x"), copy.remarks.len()), (true, false, 0));
    }
}

#[test]
fn what_is_missing_from_a_file_is_said_and_the_rest_is_read() {
    let requests = invitations(&[("Ann Bee", "11/1/26, 1:00 PM")]);
    let cut = "CONVERSATION ID,FROM,TO,DATE,FOLDER\n2-a,Ann Bee,Pat Owner,2026-11-01 10:00:00 UTC,INBOX\n";
    let follows = "Date,FullName\n2021-01-01 00:00:00,Ann Bee\n";
    let copy =
        one(zip("x.zip", &[("Invitations.csv", &requests), ("messages.csv", cut), ("Member_Follows.csv", follows)]));
    assert_eq!((copy.invitations.len(), copy.counts.messages), (1, 1));
    assert!(copy.kinds.contains(&FileKind::Follows));
    assert_eq!(copy.remarks.len(), 1, "{:?}", copy.remarks);
    assert!(copy.remarks[0].contains("has no column CONTENT"));
}

#[test]
fn somebody_elses_copy_is_refused() {
    let mut library = Library::default();
    let mine = invitations(&[("Ann Bee", "11/1/26, 1:00 PM"), ("Cem Dal", "11/2/26, 1:00 PM")]);
    library.import(vec![zip(NAMED, &[("Invitations.csv", &mine)])]);
    let other = mine.replace("Pat Owner", "Robin Doe").replace("pat-owner", "robin-doe");
    let other = take(vec![file("Invitations.csv", other)]).expect("read");
    let said = check_owners(&other, &library.network).expect_err("refused").to_string();
    assert!(
        said.starts_with(
            "Invitations.csv is the copy of Robin Doe (robin-doe), and the copies before it are of Pat Owner"
        ),
        "{said}"
    );
    assert!(said.ends_with("run `invite-triage import --as-mine` with it"), "{said}");
    let married = take(vec![file("Invitations.csv", mine.replace("Pat Owner", "Pat Married"))]).expect("read");
    assert_eq!(check_owners(&married, &library.network), Ok(()), "the same profile");
    let loose = take(vec![file("Connections.csv", connections(&[("Cem Dal", "04 Nov 2026")]))]).expect("read");
    assert_eq!(check_owners(&loose, &library.network), Ok(()), "nobody knows whose it is");
}

#[test]
fn an_unknown_direction_is_said_whatever_becomes_of_the_row() {
    let rows = invitations(&[("Ann Bee", "11/1/26, 1:00 PM"), ("Cem Dal", "11/2/26, 1:00 PM")]);
    let one_unknown = rows.replacen("INCOMING", "SIDEWAYS", 1);
    let copy = one(file("Invitations.csv", one_unknown));
    assert_eq!((copy.invitations.len(), copy.row_issues.len()), (2, 1));
    let issue = &copy.row_issues[0];
    assert!(issue.is_imported && issue.reason.ends_with("imported as received, since it is to you"), "{issue:?}");
    let all_unknown = rows.replace("INCOMING", "EINGEHEND");
    assert_eq!(one(file("Invitations.csv", all_unknown)).counts.incoming, 2, "who stands in every row is the owner");
}

#[test]
fn a_column_of_dates_with_the_day_first() {
    let ids = |dates: &[&str]| -> Vec<String> {
        let rows: Vec<(&str, &str)> =
            ["Ann Bee", "Cem Dal", "Eda Fox"].into_iter().zip(dates.iter().copied()).collect();
        let copy = one(file("Invitations.csv", invitations(&rows)));
        let mut days: Vec<String> = copy
            .invitations
            .iter()
            .map(|i| i.sent_at.map_or("none".to_owned(), |at| at.date_naive().to_string()))
            .collect();
        days.extend(copy.row_issues.into_iter().map(|issue| issue.reason));
        days
    };
    assert_eq!(ids(&["29/01/2026 09:37", "05/02/2026 09:10"]), ["2026-01-29", "2026-02-05"]);
    let unclear = ids(&["05/02/2026 09:10", "11/02/2026 10:00"]);
    assert_eq!(unclear[..2], ["none", "none"]);
    assert!(unclear[2].contains("may have the day first or the month"), "{unclear:?}");
    let mut library = Library::default();
    library.import(vec![file("Connections.csv", connections(&[("Ann Bee", "05/02/2026"), ("Cem Dal", "29/01/2026")]))]);
    let on = library.network.people().filter_map(|known| known.connection()?.connected_on).map(|day| day.to_string());
    assert_eq!(on.collect::<Vec<_>>(), ["2026-02-05", "2026-01-29"]);
}
