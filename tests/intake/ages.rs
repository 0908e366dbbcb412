use super::*;
use invite_triage::domain::inbox::import_diff::DiffKind;

const MESSAGES: &str = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT,FOLDER
2-a,Ann Bee,https://www.linkedin.com/in/ann-bee,Pat Owner,https://www.linkedin.com/in/pat-owner,2026-03-20 10:00:00 UTC,Hello,INBOX
2-a,Ann Bee,https://www.linkedin.com/in/ann-bee,Pat Owner,https://www.linkedin.com/in/pat-owner,2026-03-21 10:00:00 UTC,Hello,INBOX
";

fn old_copy(name: &str) -> ImportInput {
    let rows = [
        ("Ann Bee", "2/9/26, 6:51 AM"),
        ("Cem Dal", "2/4/26, 10:44 AM"),
        ("Eda Fox", "2/1/26, 9:00 AM"),
        ("Ida Kay", "2/2/26, 9:00 AM"),
    ];
    let people = [("Cem Dal", "05 Feb 2026"), ("Gus Hay", "01 Mar 2026"), ("Xan Yew", "28 Feb 2026")];
    zip(name, &[("Invitations.csv", &invitations(&rows)), ("Connections.csv", &connections(&people))])
}

fn new_copy(name: &str) -> ImportInput {
    let rows = [("Eda Fox", "2/1/26, 9:00 AM")];
    let people = [
        ("Gus Hay", "01 Mar 2026"),
        ("Ann Bee", "18 Mar 2026"),
        ("Xan Yew", "28 Feb 2026"),
        ("Ivo Jay", "19 Mar 2026"),
    ];
    zip(name, &[("Invitations.csv", &invitations(&rows)), ("Connections.csv", &connections(&people))])
}

/// Cem is connected in the older copy only, Ann in the newer, and Ida's row is gone from the newer.
#[test]
fn the_order_of_copies_does_not_matter() {
    let days = ["Basic_LinkedInDataExport_03-02-2026.zip", "Basic_LinkedInDataExport_03-21-2026.zip"];
    for [old, new] in [["old.zip", "new.zip"], days] {
        let mut forward = Library::default();
        forward.import(vec![old_copy(old)]);
        forward.import(vec![new_copy(new)]);
        let mut backward = Library::default();
        backward.import(vec![new_copy(new)]);
        let report = backward.import(vec![old_copy(old)]);
        assert_eq!((report.outdated, report.new, report.closed), (true, 0, 0));
        let lines = backward.lines;
        backward.import(vec![old_copy(old)]);
        assert_eq!(backward.lines, lines, "the same again writes nothing");
        let mut together = Library::default();
        together.import(vec![new_copy(new), old_copy(old)]);
        for library in [&forward, &backward, &together] {
            assert_eq!(library.waiting(), ["Eda Fox"]);
            assert!(library.knows("ivo-jay") && !library.knows("cem-dal"));
        }
    }
}

#[test]
fn a_quiet_month_is_no_old_copy() {
    let rows = [("Ann Bee", "2/9/26, 6:51 AM"), ("Eda Fox", "2/8/26, 9:00 AM")];
    let people = [("Gus Hay", "28 Feb 2026"), ("Xan Yew", "01 Mar 2026")];
    let first = [
        ("Invitations.csv", invitations(&rows)),
        ("Connections.csv", connections(&people)),
        ("messages.csv", MESSAGES.to_owned()),
    ];
    let first = first.each_ref().map(|(name, text)| (*name, text.as_str()));
    let mut library = Library::default();
    library.import(vec![zip("first.zip", &first)]);
    let more = connections(&[people[0], people[1], ("Ivo Jay", "08 Mar 2026")]);
    let second = || zip("second.zip", &[("Invitations.csv", first[0].1), ("Connections.csv", &more)]);
    let report = library.import(vec![second()]);
    assert!(!report.outdated);
    assert_eq!(report.diff.items(DiffKind::Added).count(), 1);
    assert!(
        report.remarks.iter().any(|remark| remark.contains("messages and last contacts are as in the copy before"))
    );
    assert!(library.knows("ivo-jay") && library.talks_with("ann-bee"), "messages stay as they were");
    let report = library.import(vec![zip("again.zip", &[("Invitations.csv", first[0].1)])]);
    assert!(!report.outdated, "a copy of the same day that lacks a file is not older");
    let again = library.import(vec![second()]);
    assert_eq!(
        (again.outdated, again.diff.items(DiffKind::Added).count()),
        (false, 0),
        "what is the same compares nothing"
    );
}

#[test]
fn the_day_in_the_name_decides() {
    let copy = |day: &str, people: &[(&str, &str)]| {
        zip(
            &format!("Basic_LinkedInDataExport_{day}.zip"),
            &[
                ("Invitations.csv", &invitations(&[("Ann Bee", "2/9/26, 6:51 AM"), ("Eda Fox", "2/8/26, 9:00 AM")])),
                ("Connections.csv", &connections(people)),
            ],
        )
    };
    let (gus, xan) = (("Gus Hay", "28 Feb 2026"), ("Xan Yew", "01 Mar 2026"));
    let mut library = Library::default();
    library.import(vec![copy("03-02-2026", &[gus, xan])]);
    // Nothing new in it, and the newest connection is gone: by its dates it would be old.
    let report = library.import(vec![copy("05-02-2026", &[gus])]);
    assert!(!report.outdated);
    assert_eq!(report.diff.items(DiffKind::Disconnected).count(), 1);
    let report = library.import(vec![copy("04-02-2026", &[gus, xan])]);
    assert!(report.outdated);
    assert!(!library.knows("xan-yew"), "the newer copy counts");
}

#[test]
fn an_older_copy_brings_what_no_other_had() {
    let mut library = Library::default();
    library.import(vec![new_copy("Basic_LinkedInDataExport_03-22-2026.zip")]);
    let rows = invitations(&[("Eda Fox", "2/1/26, 9:00 AM")]);
    let older =
        zip("Basic_LinkedInDataExport_03-21-2026.zip", &[("Invitations.csv", &rows), ("messages.csv", MESSAGES)]);
    assert!(library.import(vec![older]).outdated);
    assert!(library.talks_with("ann-bee"));
}
