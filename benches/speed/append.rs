//! Durable append to a journal of N lines; lower bound: one write and one sync.

use std::fs::OpenOptions;
use std::io::Write;

use divan::Bencher;
use invite_triage::domain::decision::event::{EntryId, Event};
use invite_triage::store::{JOURNAL, Journal};

use super::{SIZES, people};

fn event() -> Event {
    Event::Retracted { entry: EntryId("none".to_owned()) }
}

#[divan::bench(args = SIZES)]
fn limit(bencher: Bencher, lines: usize) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(JOURNAL);
    std::fs::write(&path, people::journal(lines)).expect("written");
    let mut file = OpenOptions::new().append(true).open(path).expect("opened");
    let line = people::line_of(1, event());
    bencher.bench_local(|| {
        file.write_all(&line).expect("written");
        file.sync_data().expect("synced");
    });
}

#[divan::bench(args = SIZES)]
fn ours(bencher: Bencher, lines: usize) {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join(JOURNAL), people::journal(lines)).expect("written");
    let mut journal = Journal::open(dir.path()).expect("opened").journal;
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        journal.append(EntryId(format!("{n}")), people::now(), None, event()).expect("appended")
    });
}
