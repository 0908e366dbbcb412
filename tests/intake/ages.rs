use super::*;
use invite_triage::domain::evidence::network::{FactKind, FileKind};
use invite_triage::domain::evidence::opener::Openers;
use invite_triage::domain::inbox::import_diff::DiffKind;
use invite_triage::domain::person::key::PersonKey;

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

/// A copy with the note of a request from Ann, accepted since, or with what stands among the messages in its place.
fn copy_with_note(day: u32, notes: &[(&str, &str)], messages: &[(&str, &str, &str)]) -> ImportInput {
    let request = |(name, note): &(&str, &str)| {
        let slug = slug(name);
        format!(
            "{name},Pat Owner,\"2/9/26, 6:51 AM\",{note},INCOMING,https://www.linkedin.com/in/{slug},https://www.linkedin.com/in/pat-owner\n"
        )
    };
    let line = |(name, at, text): &(&str, &str, &str)| {
        let (other, me) = (
            format!("{name},https://www.linkedin.com/in/{}", slug(name)),
            "Pat Owner,https://www.linkedin.com/in/pat-owner",
        );
        match text.strip_prefix("> ") {
            Some(mine) => format!("2-{name},{me},{other},{at} UTC,{mine},INBOX\n"),
            None => format!("2-{name},{other},{me},{at} UTC,{text},INBOX\n"),
        }
    };
    let header = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT,FOLDER\n";
    let people = [("Ann Bee", "10 Feb 2026"), ("Cem Dal", "10 Feb 2026"), ("Eda Fox", "10 Feb 2026")];
    zip(
        &format!("Basic_LinkedInDataExport_03-{day:02}-2026.zip"),
        &[
            (
                "Invitations.csv",
                &format!("{INVITATIONS}\n{}", [("Ida Kay", "")].iter().chain(notes).map(request).collect::<String>()),
            ),
            ("Connections.csv", &connections(&people)),
            ("messages.csv", &format!("{header}{}", messages.iter().map(line).collect::<String>())),
        ],
    )
}

/// The note of a request drops out of a later copy, and its copy among the messages stays: it is no message, whichever
/// copy comes first.
#[test]
fn a_note_is_no_message_whichever_copy_comes_first() {
    let notes = [("Ann Bee", "Hello from the fair"), ("Cem Dal", "We met in May"), ("Eda Fox", "Good talk")];
    let messages = [
        ("Ann Bee", "2026-03-20 10:00:00", "How are you?"),
        ("Ann Bee", "2026-02-11 10:00:00", "> Welcome"),
        ("Ann Bee", "2026-02-10 10:00:00", "Hello from  the fair"),
        ("Cem Dal", "2026-02-12 10:00:00", "> Thanks"),
        ("Cem Dal", "2026-02-10 10:00:00", "We met in May"),
        ("Eda Fox", "2026-02-10 10:00:00", "Good talk"),
    ];
    let old = || copy_with_note(2, &notes, &[]);
    let new = || copy_with_note(21, &[], &messages);
    let import = |copies: [ImportInput; 2]| {
        let mut library = Library::default();
        for copy in copies {
            library.import(vec![copy]);
        }
        library
    };
    let (forward, backward) = (import([old(), new()]), import([new(), old()]));
    for library in [&forward, &backward] {
        let counts = library.network.talk_counts();
        assert_eq!((counts.connections, counts.talked, counts.both_ways), (3, 2, 1));
        assert!(!library.talks_with("eda-fox"));
    }
    for person in ["ann-bee", "cem-dal", "eda-fox"] {
        let facts = |library: &Library| {
            let known = library.network.get(&PersonKey::from_stored(person)).expect("known").facts.clone();
            let mut facts: Vec<_> =
                known.into_iter().filter(|fact| fact.kind.file_kind() == FileKind::Messages).collect();
            facts.sort_by_key(|fact| matches!(fact.kind, FactKind::NoteAmongMessages { .. }));
            for fact in &mut facts {
                if let FactKind::Conversation(stats) = &mut fact.kind {
                    stats.openers = Openers::default(); // what they need to know differs
                    stats.new_after = None;
                }
            }
            facts
        };
        assert_eq!(facts(&forward).len(), facts(&backward).len(), "{person}");
        for (one, other) in facts(&forward).iter().zip(facts(&backward)) {
            assert_eq!(*one, other, "{person}");
        }
    }
}

#[test]
fn a_copy_that_has_nothing_to_compare_with_says_so() {
    let mut library = Library::default();
    let said = |report: &ImportReport| report.remarks.iter().filter(|remark| remark.contains("compare with")).count();
    assert_eq!(said(library.import(vec![old_copy("old.zip")])), 0);
    assert_eq!(said(library.import(vec![new_copy("new.zip")])), 0);
    library.network = Network::default(); // the journal alone was carried to another machine
    assert_eq!(said(library.import(vec![new_copy("new.zip")])), 1);
    assert_eq!(said(library.import(vec![new_copy("new.zip")])), 0);
}
