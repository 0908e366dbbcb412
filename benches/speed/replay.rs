//! Opening a journal up to the replayed ledger; lower bound: parsing its lines into borrowed strings.

use std::borrow::Cow;

use divan::{Bencher, black_box};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::store::{JOURNAL, Journal};
use serde::Deserialize;
use tempfile::TempDir;

use super::{SIZES, people};

/// Minimal fields of a decision.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only parsed")]
struct MinimalDecision<'a> {
    n: u64,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    at: Cow<'a, str>,
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow, default)]
    invitation: Cow<'a, str>,
    #[serde(borrow, default)]
    person: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    verdict: Cow<'a, str>,
    #[serde(borrow, default)]
    reason: Cow<'a, str>,
}

fn folder(decisions: usize) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join(JOURNAL), people::journal(decisions)).expect("written");
    dir
}

fn bare(dir: &TempDir) {
    let bytes = std::fs::read(dir.path().join(JOURNAL)).expect("read");
    let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    let lines: Vec<MinimalDecision> = lines.map(|line| serde_json::from_slice(line).expect("a line")).collect();
    black_box(&lines);
}

fn whole(dir: &TempDir) -> Ledger {
    Ledger::replay(Journal::open(dir.path()).expect("opened").entries)
}

#[divan::bench(args = SIZES)]
fn limit(bencher: Bencher, decisions: usize) {
    let dir = folder(decisions);
    bencher.bench(|| bare(&dir));
}

#[divan::bench(args = SIZES)]
fn ours(bencher: Bencher, decisions: usize) {
    let dir = folder(decisions);
    bencher.bench(|| whole(&dir));
}

#[divan::bench(ignore, sample_count = 3)]
fn limit_of_a_million(bencher: Bencher) {
    let dir = folder(1_000_000);
    bencher.bench(|| bare(&dir));
}

#[divan::bench(ignore, sample_count = 3)]
fn ours_of_a_million(bencher: Bencher) {
    let dir = folder(1_000_000);
    bencher.bench(|| whole(&dir));
}
