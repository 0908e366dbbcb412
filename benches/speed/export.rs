//! vCard export of N people, from ledger to bytes; lower bound: escaping and folding the same lines.

use divan::Bencher;
use invite_triage::domain::care::contact::{ContactFilter, contacts};
use invite_triage::domain::decision::event::{Entry, EntryId};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::export::{Layout, find};

use super::{SIZES, people};

/// Returns a ledger of `size` people, all declined.
fn ledger(size: usize) -> Ledger {
    let events = std::iter::once(people::imported(size)).chain((0..size).map(people::declined));
    let entry =
        |(n, event)| Entry { n, id: EntryId(n.to_string()), at: people::now(), redo_of: None, batch: None, event };
    Ledger::replay((1..).zip(events).map(entry))
}

/// Appends one content line, escaped and folded at 75 octets.
fn put(out: &mut String, name: &str, text: &str) {
    out.push_str(name);
    let mut length = name.len();
    for c in text.chars() {
        let escaped = matches!(c, ',' | ';' | '\\');
        let more = c.len_utf8() + usize::from(escaped);
        if length + more > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        if escaped {
            out.push('\\');
        }
        out.push(c);
        length += more;
    }
    out.push_str("\r\n");
}

#[divan::bench(args = SIZES)]
fn limit(bencher: Bencher, size: usize) {
    let cards: Vec<_> = (0..size).map(people::request).collect();
    bencher.bench(|| {
        let mut out = String::new();
        for (n, request) in cards.iter().enumerate() {
            let name = request.name.raw();
            let note = request.note.as_ref().map_or("", |note| note.raw());
            put(&mut out, "BEGIN:", "VCARD");
            put(&mut out, "VERSION:", "3.0");
            put(&mut out, "FN:", name);
            put(&mut out, "N:", name);
            put(&mut out, "URL:", &format!("https://www.linkedin.com/in/person-{n}"));
            put(&mut out, "NOTE:", note);
            put(&mut out, "END:", "VCARD");
        }
        out
    });
}

#[divan::bench(args = SIZES)]
fn ours(bencher: Bencher, size: usize) {
    let (ledger, network) = (ledger(size), Network::default());
    let Some(Layout::Sequence(write)) = find("vcard").map(|format| format.layout) else {
        panic!("one card after another")
    };
    bencher.bench(|| {
        let mut out = Vec::new();
        write(
            &mut contacts(&ledger, &network, ContactFilter::Declined, chrono::NaiveDate::MAX, LocalDates::UTC).iter(),
            &mut out,
        )
        .expect("written");
        out
    });
}
