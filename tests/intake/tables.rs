use super::*;
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::untrusted::Untrusted;

fn only(input: ImportInput) -> (Invitation, Vec<String>) {
    let mut batch = one(input);
    (batch.invitations.remove(0), batch.remarks)
}

#[test]
fn a_profile_is_found_in_whichever_column() {
    for head in ["Person Linkedin Url", "LinkedIn Profile", "Profile", "Contact page"] {
        let (ann, _) =
            only(file("p.csv", format!("Name,{head},Date\nAnn Bee,https://www.linkedin.com/in/ann-bee,2026-10-01\n")));
        assert_eq!(ann.person.as_str(), "ann-bee", "{head}");
    }
    let json =
        r#"[{"name":"Ann Bee","profile":"https://www.linkedin.com/in/ann-bee","sent_at":"2026-10-01T00:00:00Z"}]"#;
    assert_eq!(only(file("p.json", json)).0.person.as_str(), "ann-bee");
}

#[test]
fn columns_that_are_not_read_are_named() {
    let (_, remarks) = only(file("p.csv", "Name;Date;Shoe size\nAnn Bee;2026-10-01;39\n"));
    assert_eq!(remarks, ["columns that are not read: shoesize"]);
}

#[test]
fn an_address_of_another_network_is_kept() {
    for (address, kept) in [
        ("https://www.xing.com/profile/Ann_Bee", true),
        ("javascript:alert(1)", false),
        ("https://x.example/\u{202e}a", false),
        ("https://www.linkedin.com/in", true),
    ] {
        let (ann, _) = only(file("p.csv", format!("Name,Profile URL,Date\nAnn Bee,{address},2026-10-01\n")));
        assert_eq!(ann.person.as_str(), "name:ann bee");
        assert_eq!(ann.address().as_deref(), kept.then_some(address), "{address}");
        assert_eq!(ann.person.profile_url(), None, "it is never opened");
    }
}

#[test]
fn pages_of_a_member_snapshot_are_one_copy() {
    let page = |domain: &str, row: &str| {
        format!(r#"{{"paging":{{"start":0}},"elements":[{{"snapshotDomain":"{domain}","snapshotData":[{row}]}}]}}"#)
    };
    let request = |name: &str, slug: &str| {
        format!(
            r#"{{"From":"{name}","To":"Pat","Sent At":"9/17/26, 5:16 AM","Message":"","Direction":"INCOMING","inviterProfileUrl":"https://www.linkedin.com/in/{slug}"}}"#
        )
    };
    let connection = r#"{"First Name":"Cem","Last Name":"Dal","URL":"https://www.linkedin.com/in/cem-dal","Connected On":"20 Sep 2026"}"#;
    let pages = [
        page("INVITATIONS", &request("Ann Bee", "ann-bee")),
        page("INVITATIONS", &request("Cem Dal", "cem-dal")),
        page("CONNECTIONS", connection),
    ];
    let array = format!("[{}]", pages.join(","));
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(array.encode_utf16()).flat_map(|unit: u16| unit.to_le_bytes()).collect();
    for bytes in [array.into_bytes(), pages.join("\n").into_bytes(), wide] {
        let mut library = Library::default();
        let report = library.import(vec![file("pages.json", bytes)]);
        assert_eq!((report.already_connected, report.new), (1, 1));
        assert_eq!(library.waiting(), ["Ann Bee"]);
    }
}

/// What this program exports it reads back: who they are, when they asked, and their words, not what was noted here.
#[test]
fn our_own_export_is_read_back() {
    let header = "\"name\",\"given_name\",\"family_name\",\"profile\",\"connected_on\",\"verdict\",\"note\",\"message\",\"sent_at\",\"person\"";
    let row = |message: &str| {
        format!(
            "\"Ann Bee\",\"Ann\",\"Bee\",\"https://www.linkedin.com/in/ann-bee\",\"2026-10-04\",\"accept\",\"mine\",\"{message}\",\"2026-10-01T10:00:00Z\",\"ann-bee\""
        )
    };
    let object = |message: &str| {
        format!(
            r#"[{{"name":"Ann Bee","profile":"https://www.linkedin.com/in/ann-bee","connected_on":"2026-10-04","verdict":"accept","note":"mine","message":{message},"sent_at":"2026-10-01T10:00:00Z","person":"ann-bee"}}]"#
        )
    };
    for (message, theirs) in [("Hello", Some("Hello")), ("", None)] {
        let json = if message.is_empty() { "null".to_owned() } else { format!("\"{message}\"") };
        for (name, text) in [("x.csv", format!("{header}\n{}\n", row(message))), ("x.json", object(&json))] {
            let (ann, _) = only(file(name, text));
            assert_eq!(ann.id.as_str(), "ann-bee@2026-10-01T10:00:00Z", "{name}");
            assert_eq!(ann.note.as_ref().map(Untrusted::raw), theirs, "{name}");
        }
    }
    let connections = "First Name,Last Name,URL,Company,Position,Connected On\nAnn,Bee,https://www.linkedin.com/in/ann-bee,,,04 Oct 2026\n";
    let batch = one(file("people.csv", connections));
    assert_eq!((batch.origin, batch.invitations.len()), (SourceKind::Linkedin, 0));
}
