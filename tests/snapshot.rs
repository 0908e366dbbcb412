//! The snapshot on disk: round trip, one-time read of a 0.1 snapshot, quarantine of a damaged one.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use invite_triage::domain::evidence::file_age::FileAge;
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, MonthCount, Network, Owner, PersonFacts, SinceConnected,
    SourceRef, UnansweredMessage,
};
use invite_triage::domain::evidence::opener::{Opener, Openers};
use invite_triage::domain::inbox::import_batch::RowIssue;
use invite_triage::domain::inbox::reconcile::ImportReport;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::untrusted::Untrusted;
use invite_triage::store::FindingKind;
use invite_triage::store::snapshot::{self, Snapshot};

fn at() -> DateTime<Utc> {
    "2026-01-02T03:04:05Z".parse().expect("a time")
}

/// Returns two people with every possible fact.
fn known() -> Snapshot {
    let text = |text: &str| Some(Untrusted::from(text));
    let connection = Connection {
        connected_on: Some(at().date_naive()),
        first_name_len: Some(4),
        company: text("Acme"),
        position: None,
        email: text("a@b.c").map(Box::new),
    };
    let talk = ConversationStats {
        sent: 1,
        received: 2,
        first: at().into(),
        last: at().into(),
        started_by_me: true,
        last_by_me: false,
        last_excerpt: Untrusted::from("Hi\u{202e}"),
        last_received: Some(at().into()),
        last_sent: Some(at().into()),
        unanswered: [UnansweredMessage { at: at().into(), is_greeting: true }].into_iter().collect(),
        new_after: Some(at().into()),
        since_connected: SinceConnected { sent: 1, received: 1, first_received: Some(at().into()) },
        months: [MonthCount { month: 24_312, sent: 1, received: 2 }].into_iter().collect(),
        openers: Openers {
            theirs: None,
            mine: Some(Opener { at: at().into(), next: Some(at().into()), record: 7, digest: Some(1) }),
        },
    };
    let facts = vec![
        FactKind::Connected(connection.clone()),
        FactKind::WasConnected(connection.clone()),
        FactKind::Changed(Connection { connected_on: None, ..connection }),
        FactKind::Renamed { name: "Ann Cee".into() },
        FactKind::Conversation(Box::new(talk)),
        FactKind::InGroups { messages: 3 },
        FactKind::NoteAmongMessages { at: at() },
        FactKind::InAddressBook { role: text("Smith") },
        FactKind::RecommendedByMe,
        FactKind::RecommendedMe,
        FactKind::EndorsedByMe { skills: 1 },
        FactKind::EndorsedMe { skills: 2 },
        FactKind::FollowedByMe,
        FactKind::InvitedByMe { at: at() },
        FactKind::NoteToMe { at: at() },
    ];
    let place = SourceRef { file: 0, record: 7 };
    let facts = facts.into_iter().map(|what| Fact { kind: what, source: place }).collect();
    let ann = PersonFacts { facts, notes: vec![1, 2], ..PersonFacts::new(PersonKey::from_stored("ann"), "Ann".into()) };
    let bob = PersonFacts::new(PersonKey::from_stored("bob"), "Bob\u{1b}".into());
    let me = Owner { name: "Me".into(), person: Some(PersonKey::from_stored("me")) };
    let mut network = Network::new(me, Some(at()), vec!["Connections.csv".to_owned()], [bob, ann]);
    network.kinds = vec![FileKind::Connections, FileKind::Messages];
    network.kind_files = vec![(FileKind::Connections, 0)];
    network.messages_as_of = Some(at());
    let day = Some(at().date_naive());
    network.ages = vec![FileAge::new(FileKind::Connections, day, Some(at()), Some(at()), Some(at()))];
    let report = vec![ImportReport {
        source: "x.zip".into(),
        new: 3,
        row_issues: vec![RowIssue { file: "x.csv".into(), record: 2, reason: "no date".to_owned(), is_imported: true }],
        lacks_connections: true,
        remarks: vec!["read".to_owned()],
        ..ImportReport::default()
    }];
    Snapshot { network, report }
}

fn saved(dir: &Path) -> Vec<u8> {
    let Snapshot { network, report } = known();
    snapshot::save(dir, &network, &report).expect("saved");
    fs::read(dir.join("network.bin")).expect("written")
}

#[test]
fn a_snapshot_comes_back_as_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    let loaded = snapshot::load(dir.path());
    assert_eq!((loaded.snapshot, loaded.finding), (Snapshot::default(), None));
    saved(dir.path());
    let loaded = snapshot::load(dir.path());
    assert_eq!((loaded.snapshot, loaded.finding), (known(), None));
}

/// Fields and the order of variants are the format: a change to either needs a new `FORMAT` number.
#[test]
fn the_format_stays_as_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/network-6.bin");
    assert!(saved(dir.path()) == fs::read(kept).expect("a fixture"), "the bytes of format 6 differ");
}

#[test]
fn whatever_is_damaged_is_found_and_set_aside() {
    let dir = tempfile::tempdir().expect("a folder");
    let bytes = saved(dir.path());
    let path = dir.path().join("network.bin");
    let flipped = |at: usize| bytes.iter().enumerate().map(|(n, byte)| byte ^ u8::from(n == at)).collect::<Vec<u8>>();
    let cut = (0..bytes.len()).map(|end| bytes[..end].to_vec());
    for damaged in cut.chain((0..bytes.len()).map(flipped)) {
        fs::write(&path, &damaged).expect("written");
        let loaded = snapshot::load(dir.path());
        assert_eq!(loaded.snapshot, Snapshot::default());
        assert_eq!(loaded.finding.expect("a finding").kind, FindingKind::Snapshot);
    }
    fs::write(&path, &flipped(4)[..]).expect("written");
    let settled = snapshot::load(dir.path()).migrate_or_quarantine(dir.path());
    let says = settled.finding.expect("a finding").text;
    assert!(says.starts_with("has format 7, and this version reads format 6"), "{says}");
    assert!(says.ends_with("import your newest export again; moved to quarantine/network.1.bin"), "{says}");
    assert!(!path.exists());
    assert_eq!(fs::read(dir.path().join("quarantine/network.1.bin")).expect("kept"), flipped(4));
}

#[test]
fn a_snapshot_of_0_1_is_read_once_and_replaced() {
    let dir = tempfile::tempdir().expect("a folder");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/data-0.1/network.json");
    let json = dir.path().join("network.json");
    fs::copy(kept, &json).expect("copied");
    let first = snapshot::load(dir.path());
    assert!(json.exists(), "reading changes nothing");
    let network = first.snapshot.network.clone();
    assert_eq!(network.people().count(), 13);
    assert_eq!(
        (network.talk_counts().connections, network.talk_counts().talked, network.talk_counts().both_ways),
        (6, 1, 1)
    );
    let hal = network.get(&PersonKey::from_stored("hal-ives")).expect("known");
    assert_eq!(hal.job(), Some((Some(&"Director".into()), Some(&"Library of Things".into()))));
    assert_eq!(hal.conversation_stats().map(|talk| (talk.sent, talk.received)), Some((1, 2)));
    first.migrate_or_quarantine(dir.path());
    assert!(!json.exists());
    let again = snapshot::load(dir.path());
    assert_eq!((again.snapshot.network, again.finding), (network, None));
}

#[test]
fn a_snapshot_of_0_1_that_cannot_be_read_is_set_aside_too() {
    let dir = tempfile::tempdir().expect("a folder");
    let json = dir.path().join("network.json");
    for damaged in ["", "[]", "{\"v\":2,\"me\":{\"name\":\"\",\"person\":null},\"files\":[],\"people\":[]}"] {
        fs::write(&json, damaged).expect("written");
        let settled = snapshot::load(dir.path()).migrate_or_quarantine(dir.path());
        assert_eq!((settled.snapshot, settled.finding.is_some(), json.exists()), (Snapshot::default(), true, false));
    }
}
