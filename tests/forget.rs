//! Who was forgotten is gone, and stays away unless they are welcome again.

use std::ops::ControlFlow;

use chrono::DateTime;
use invite_triage::domain::arrival::{Arrivals, reconcile};
use invite_triage::domain::event::{Entry, EntryId, Event};
use invite_triage::domain::ledger::Ledger;
use invite_triage::domain::network::Network;
use invite_triage::domain::person::PersonKey;
use invite_triage::import::{Input, read};

const INVITATIONS: &str = "\
From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl
Ann Bee,Pat Owner,\"2/20/26, 3:47 PM\",Hello,INCOMING,https://www.linkedin.com/in/ann-bee,https://www.linkedin.com/in/pat-owner
Kim Lee,Pat Owner,\"1/8/26, 8:46 AM\",,INCOMING,https://www.linkedin.com/in/kim-lee,https://www.linkedin.com/in/pat-owner
Pat Owner,Ann Bee,\"1/7/26, 9:05 AM\",,OUTGOING,https://www.linkedin.com/in/pat-owner,https://www.linkedin.com/in/ann-bee
";

fn arrivals() -> Arrivals {
    let input = Input::Bytes { name: "Invitations.csv".to_owned(), bytes: INVITATIONS.as_bytes().to_vec() };
    let all = read(vec![input], &Network::default(), &mut |_| ControlFlow::Continue(()));
    all.expect("arrivals").remove(0)
}

fn forgotten(n: u64, who: &str, welcome: bool) -> Entry {
    let people = vec![PersonKey::from_stored(who).digest()];
    let event = Event::Forgotten { people, welcome };
    Entry { n, id: EntryId(n.to_string()), at: DateTime::UNIX_EPOCH, again: None, event }
}

#[test]
fn an_import_leaves_out_who_was_forgotten() {
    let ann = PersonKey::from_stored("ann-bee");
    let mut ledger = Ledger::replay([forgotten(1, "ann-bee", false)]);
    assert!(ledger.is_forgotten(&ann) && !ledger.is_forgotten(&PersonKey::from_stored("kim-lee")));
    let after = reconcile(arrivals(), Network::default(), &ledger);
    assert_eq!((after.found.new, after.found.pending, after.found.counts.incoming), (1, 1, 2));
    assert!(after.found.remarks[0].starts_with("1 request left out"), "{:?}", after.found.remarks);
    assert_eq!(after.network.get(&ann), None);
    let Some(Event::Imported { invitations, .. }) = after.event else { panic!("nothing came") };
    assert_eq!(invitations.iter().map(|i| i.person.as_str()).collect::<Vec<_>>(), ["kim-lee"]);

    ledger.post(forgotten(2, "ann-bee", true));
    let after = reconcile(arrivals(), Network::default(), &ledger);
    assert_eq!((after.found.new, after.found.remarks.len()), (2, 0));
    assert!(after.network.get(&ann).is_some());
}
