//! Invariants of importing arbitrary bytes under any file name.

use std::ops::ControlFlow;

use chrono::DateTime;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::{Reconciliation, reconcile};
use invite_triage::domain::care::calendar::{Calendar, CalendarScope};
use invite_triage::domain::care::clock::FewSettings;
use invite_triage::domain::care::contact::{ContactFilter, contacts};
use invite_triage::domain::decision::{AcceptDetails, Decision, Verdict};
use invite_triage::domain::decision::event::{Entry, EntryId, Event};
use invite_triage::domain::request::note_analysis::NoteCounts;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::text::untrusted::is_unsafe_char;
use invite_triage::domain::inbox::evidence_finder::EvidenceFinder;
use invite_triage::export::{FORMATS, Layout, ics};
use invite_triage::import::{ImportInput, read};
use invite_triage::ui::report_summary;

/// Imports bytes under a file name: the result is an error, or keeps every promise.
pub fn check_import(name: &str, bytes: &[u8]) {
    let input = ImportInput::Bytes { name: name.to_owned(), bytes: bytes.to_vec() };
    match read(vec![input], &Network::default(), &mut |_| ControlFlow::Continue(())) {
        Err(_) => {}
        Ok(all) => all.into_iter().for_each(keeps_every_promise),
    }
}

fn keeps_every_promise(arrivals: ImportBatch) {
    let again = arrivals.clone();
    let mut ledger = Ledger::default();
    let Reconciliation { event, network, report } = reconcile(arrivals, Network::default(), &ledger, LocalDates::UTC);
    is_harmless(&report_summary(&report), "\n"); // the caution is a line of its own
    report.remarks.iter().for_each(|remark| is_harmless(remark, ""));
    report.row_issues.iter().for_each(|row| is_harmless(&row.reason, ""));
    if let Some(event) = event {
        post(&mut ledger, event);
    }
    let twice = reconcile(again, network, &ledger, LocalDates::UTC);
    assert_eq!(twice.report.new, 0, "the same import twice");
    let waiting: Vec<Invitation> = ledger.cases().map(|case| case.invitation().clone()).collect();
    let witness = EvidenceFinder { network: &twice.network, ledger: &ledger, duplicates: &NoteCounts::default() };
    for invitation in &waiting {
        is_harmless(&invitation.name.display_name(), "");
        for evidence in witness.evidence(invitation, LocalDates::UTC) {
            is_harmless(&evidence.text.display(), "");
        }
        if let Some(address) = invitation.person.profile_url() {
            assert!(address.starts_with("https://www.linkedin.com/in/") && address.is_ascii());
        }
    }
    waiting.into_iter().for_each(|invitation| post(&mut ledger, accepted(invitation)));
    let today = DateTime::UNIX_EPOCH.date_naive();
    let contacts = contacts(&ledger, &twice.network, ContactFilter::Accepted, today, LocalDates::UTC);
    for format in FORMATS {
        let mut bytes = Vec::new();
        match format.layout {
            Layout::File(write) | Layout::Sequence(write) => write(&mut contacts.iter(), &mut bytes).expect("memory takes everything"),
            Layout::Folder(note) => contacts.iter().for_each(|contact| bytes.extend(note(&contact).text.bytes())),
            Layout::Calendar => ics::write(&calendar(&ledger, &twice.network), true, &mut bytes).expect("memory takes everything"),
        }
        is_harmless(std::str::from_utf8(&bytes).expect("exports are UTF-8"), "\r\n\t");
    }
}

fn calendar(ledger: &Ledger, network: &Network) -> Calendar {
    let scope = CalendarScope {
        today: DateTime::UNIX_EPOCH.date_naive(),
        few: &FewSettings::default(),
        local: LocalDates::UTC,
        filter: ContactFilter::Decided,
        is_meant: &|_| true,
        is_whole: true,
    };
    Calendar::new(ledger, network, &scope, &[])
}

fn post(ledger: &mut Ledger, event: Event) {
    let n = ledger.entries().len() as u64 + 1;
    ledger.post(Entry { n, id: EntryId(n.to_string()), at: DateTime::UNIX_EPOCH, redo_of: None, batch: None, event });
}

fn accepted(invitation: Invitation) -> Event {
    Event::decided(Decision {
        invitation: invitation.id,
        person: invitation.person,
        name: invitation.name,
        verdict: Verdict::Accept(AcceptDetails::default()),
        answers: [].into_iter().collect(),
        checklist: String::new(),
        reason: String::new(),
        note: String::new(),
        tags: Vec::new(),
        evidence: Vec::new(), questions: Vec::new() })
}

/// Joiners between letters whose script needs them are shown.
#[track_caller]
fn is_harmless(text: &str, but: &str) {
    let found = text.chars().find(|c| is_unsafe_char(*c) && !"\u{200c}\u{200d}".contains(*c) && !but.contains(*c));
    assert_eq!(found, None, "{text:?}");
}
