//! Writes the parts of an export at the same time, and then one behind the other into its file.

use std::io::{self, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::domain::care::contact::Contacts;
use crate::export::WriteContacts;

/// Contacts of a part.
const PART: usize = 256;
/// Parts of a thread that wait for the file.
const MAX_WAITING: usize = 2;

/// Writes all contacts of a [`Layout::Sequence`](crate::export::Layout::Sequence).
pub fn write_parts(contacts: &Contacts, write: WriteContacts, out: &mut dyn Write) -> io::Result<()> {
    let parts = contacts.count().div_ceil(PART);
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(parts);
    if threads <= 1 {
        return write(&mut contacts.iter(), out);
    }
    thread::scope(|scope| {
        // The threads take turns, so that the parts come in order.
        let write_every_nth = |first: usize| {
            let (sender, written) = sync_channel(MAX_WAITING);
            scope.spawn(move || {
                for part in (first..parts).step_by(threads) {
                    let mut bytes = Vec::new();
                    let result = write(&mut contacts.part(part * PART, PART), &mut bytes);
                    if sender.send(result.map(|()| bytes)).is_err() {
                        return; // the file cannot be written
                    }
                }
            });
            written
        };
        let written: Vec<Receiver<_>> = (0..threads).map(write_every_nth).collect();
        written.iter().cycle().take(parts).try_for_each(|part| match part.recv() {
            Ok(bytes) => out.write_all(&bytes?),
            Err(_) => Ok(()), // the thread has panicked, and the end of the scope passes that on
        })
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::care::contact::{ContactFilter, contacts};
    use crate::domain::decision::ledger::Ledger;
    use crate::domain::evidence::network::{Connection, Fact, FactKind, Network, Owner, PersonFacts, SourceRef};
    use crate::domain::person::key::PersonKey;
    use crate::domain::text::dates::LocalDates;
    use crate::domain::text::untrusted::Untrusted;
    use crate::export::{Layout, find};

    #[test]
    fn the_parts_make_the_whole() {
        for count in [0, 1, PART, PART + 1, 5 * PART + 7] {
            let person = |n: usize| {
                let mut person = PersonFacts::new(PersonKey::from_stored(format!("ann-{n}")), Untrusted::from("Ann"));
                let kind = FactKind::Connected(Connection::default());
                person.facts.push(Fact { kind, source: SourceRef { file: 0, record: 1 } });
                person
            };
            let network = Network::new(Owner::default(), None, vec!["Connections.csv".into()], (0..count).map(person));
            let ledger = Ledger::default();
            let contacts = contacts(&ledger, &network, ContactFilter::Connections, NaiveDate::MAX, LocalDates::UTC);
            assert_eq!(contacts.count(), count);
            for format in ["vcard", "vcard4"] {
                let Some(Layout::Sequence(write)) = find(format).map(|format| format.layout) else {
                    panic!("{format}")
                };
                let (mut whole, mut parts) = (Vec::new(), Vec::new());
                write(&mut contacts.iter(), &mut whole).expect("memory takes everything");
                write_parts(&contacts, write, &mut parts).expect("memory takes everything");
                assert!(parts == whole, "{count} people as {format}");
            }
        }
    }
}
