//! Arbitrary bytes as a journal: reading never fails; repair, merge and forget keep the readable entries.

#![no_main]

use std::fs;

use chrono::DateTime;
use invite_triage::domain::decision::event::EntryId;
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::store::forget::{PersonIdentity, forget};
use invite_triage::store::merge::merge;
use invite_triage::store::{JOURNAL, Journal, journal, repair};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let other = dir.path().join("other.jsonl");
    let path = dir.path().join(JOURNAL);
    fs::write(&path, bytes).expect("written");
    fs::write(&other, bytes).expect("written");
    let read = journal::read(dir.path()).expect("any bytes are read");
    repair::check(dir.path()).expect("any bytes are checked");
    let opened = Journal::open(dir.path()).expect("any bytes are opened");
    assert_eq!(opened.entries, read.entries);
    let ledger = Ledger::replay(opened.entries.iter().cloned());
    if opened.journal.writable().is_err() {
        return;
    }
    let mut journal = opened.journal;
    if let Ok(report) = merge(&mut journal, &other) {
        assert_eq!(report.taken, 0, "a journal knows its own lines");
    }
    drop(journal);
    repair::repair(dir.path(), "1").expect("any bytes are repaired");
    let check = repair::check(dir.path()).expect("checked");
    assert!(check.is_sound(), "{check:?}");
    assert_eq!(journal::read(dir.path()).expect("read").entries, read.entries);
    let Some(person) = ledger.cases().next().map(|case| case.invitation().person.clone()) else { return };
    let journal = Journal::open(dir.path()).expect("opens").journal;
    let known = PersonIdentity::find(&person, &read.entries, &Network::default());
    forget(journal, &known.matcher(), false, EntryId("end".to_owned()), DateTime::UNIX_EPOCH).expect("forgotten");
    let left = Ledger::replay(journal::read(dir.path()).expect("read").entries);
    assert!(left.cases().all(|case| case.invitation().person != person));
});
