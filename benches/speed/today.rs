//! Whom to reach out to, over connections under a pledge. The bound: a date for each, and the earliest few.

use chrono::{Days, NaiveDate};
use divan::{Bencher, black_box};
use invite_triage::domain::care::clock::{FewSettings, PlanData, ReachOutPlan};
use invite_triage::domain::care::review_order::review_order;
use invite_triage::domain::decision::care_event::{CareEvent, Pledge};
use invite_triage::domain::decision::event::{Entry, EntryId, Event};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::evidence::network::{Connection, Fact, FactKind, Network, Owner, PersonFacts, SourceRef};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::dates::LocalDates;

use super::SIZES;
use super::people::{name, now};

fn connected_on(n: usize) -> NaiveDate {
    now().date_naive() - Days::new(n as u64 % 2_000)
}

fn network(size: usize) -> Network {
    let person = |n: usize| {
        let connection = Connection { connected_on: Some(connected_on(n)), ..Connection::default() };
        let fact = Fact { kind: FactKind::Connected(connection), source: SourceRef { file: 0, record: 2 } };
        let key = PersonKey::from_stored(format!("person-{n}"));
        PersonFacts { facts: vec![fact], ..PersonFacts::new(key, name(n).as_str().into()) }
    };
    Network::new(Owner::default(), Some(now()), Vec::new(), (0..size).map(person))
}

fn ledger() -> Ledger {
    let pledge = Pledge { others: Some(Rhythm::HalfYear), ..Pledge::default() };
    let event = Event::care(CareEvent::Pledged(pledge));
    let entry = Entry { n: 1, id: EntryId("1".to_owned()), at: now(), redo_of: None, batch: None, event };
    Ledger::replay([entry])
}

fn with_data<T>(network: &Network, ledger: &Ledger, ask: impl FnOnce(PlanData<'_>) -> T) -> T {
    let settings = FewSettings::default();
    let (today, local) = (now().date_naive(), LocalDates(|at| at.date_naive()));
    ask(PlanData { ledger, network, settings: &settings, today, local })
}

#[divan::bench(args = SIZES)]
fn plan(bencher: Bencher, size: usize) {
    let (network, ledger) = (network(size), ledger());
    bencher.bench_local(|| with_data(&network, &ledger, |data| ReachOutPlan::new(data).open_few()));
}

#[divan::bench(args = SIZES)]
fn plan_bound(bencher: Bencher, size: usize) {
    bencher.bench_local(|| {
        let mut days: Vec<(NaiveDate, u32)> =
            (0..size).map(|n| (connected_on(n), crc32fast::hash(format!("person-{n}").as_bytes()))).collect();
        days.sort_unstable();
        black_box(days.into_iter().take(10).count())
    });
}

/// After a line about one person: what a key costs.
#[divan::bench(args = SIZES)]
fn update_one(bencher: Bencher, size: usize) {
    let (network, ledger) = (network(size), ledger());
    with_data(&network, &ledger, |data| {
        let mut plan = ReachOutPlan::new(data);
        let person = [PersonKey::from_stored("person-7")];
        bencher.bench_local(|| {
            plan.update(&person, data);
            black_box(plan.open_few())
        });
    });
}

/// The order of the deck of connections to keep or let go of, which opening it asks for.
#[divan::bench(args = SIZES)]
fn keep_or_let_go(bencher: Bencher, size: usize) {
    let (network, ledger) = (network(size), ledger());
    bencher.bench_local(|| with_data(&network, &ledger, |data| black_box(review_order(data).len())));
}
