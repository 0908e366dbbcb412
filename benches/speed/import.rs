//! Import of an archive with N messages and N/10 requests and connections, including evidence, journal line and
//! snapshot; lower bound: reading every CSV record.

use std::fs::File;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use divan::Bencher;
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::inbox::reconcile::{Reconciliation, reconcile};
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportInput, read};
use invite_triage::store;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{SIZES, people};

fn invitations(rows: usize) -> String {
    let mut table = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n".to_owned();
    for n in 0..rows {
        let (name, note) = (people::name(n), if n.is_multiple_of(4) { "we met at the bee fair" } else { "" });
        let url = format!("https://www.linkedin.com/in/person-{n}");
        let me = "https://www.linkedin.com/in/pat-owner";
        table.push_str(&format!("{name},Pat Owner,\"2/20/26, 3:47 PM\",{note},INCOMING,{url},{me}\n"));
    }
    table
}

fn connections(rows: usize) -> String {
    let mut table = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for n in 0..rows {
        let url = format!("https://www.linkedin.com/in/friend-{n}");
        table.push_str(&format!("Friend,Number {n},{url},,Company {},Keeper,05 Mar 2024\n", n % 500));
    }
    table
}

fn messages(rows: usize) -> String {
    let mut table = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n".to_owned();
    let words = "Thank you for the wax, it is just what the hives needed before the frost. ".repeat(6);
    for n in 0..rows {
        let who = n / 8 % (rows / 10 + 1);
        let from = format!("Friend Number {who},https://www.linkedin.com/in/friend-{who}");
        let to = "Pat Owner,https://www.linkedin.com/in/pat-owner";
        table.push_str(&format!("{who},,{from},{to},2025-06-04 09:00:{:02} UTC,,\"{words}\",INBOX\n", n % 60));
    }
    table
}

fn archive(rows: usize) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("export.zip");
    let mut zip = ZipWriter::new(File::create(&path).expect("made"));
    let profile = "First Name,Last Name\nPat,Owner\n".to_owned();
    let tables = [
        ("Profile.csv", profile),
        ("Invitations.csv", invitations(rows / 10)),
        ("Connections.csv", connections(rows / 10)),
        ("messages.csv", messages(rows)),
    ];
    for (name, table) in tables {
        zip.start_file(name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(table.as_bytes()).expect("written");
    }
    zip.finish().expect("written");
    (dir, path)
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn limit(bencher: Bencher, rows: usize) {
    let (_dir, path) = archive(rows);
    bencher.bench(|| {
        let mut zip = ZipArchive::new(File::open(&path).expect("opened")).expect("an archive");
        let mut cells = 0;
        for member in 0..zip.len() {
            let member = zip.by_index(member).expect("a member");
            let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(member.take(u64::MAX));
            let mut row = csv::StringRecord::new();
            while table.read_record(&mut row).expect("a row") {
                cells += row.len();
            }
        }
        cells
    });
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn ours(bencher: Bencher, rows: usize) {
    let (dir, path) = archive(rows);
    bencher.bench(|| {
        let known = Network::default();
        let arrivals = read(vec![ImportInput::Path(path.clone())], &known, &mut |_| ControlFlow::Continue(()));
        let arrivals = arrivals.expect("an export").remove(0);
        let Reconciliation { event, network, report: found } =
            reconcile(arrivals, known, &Ledger::default(), LocalDates::UTC);
        std::fs::write(dir.path().join("line"), people::line_of(1, event.expect("news"))).expect("written");
        store::snapshot::save(dir.path(), &network, &[]).expect("saved");
        found.new
    });
}
