//! What comes after a decision: carrying it out, keeping what is owed, what comes back, what the next export says.

use chrono::NaiveDate;
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{CloseReason, Event};
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::{Connection, Fact, FactKind, FileKind, KnownPerson, Network, SourceRef};
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::import_diff::DiffKind;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use serde_json::json;

use crate::common::{Journey, acquaintances, asks, cast, time};

/// Accepts Fay, declines Ann, asks Eve, leaves the rest.
fn three_decisions() -> Journey {
    let mut journey = Journey::at_cards();
    journey.keys("ynya<enter>").keys("d<enter>").keys("f<enter>");
    journey
}

#[test]
fn carrying_out_goes_person_by_person() {
    let mut journey = three_decisions();
    journey.keys("gc").shows("3 to carry out");
    picture!(journey, "carry");
    journey.shows("send your question").shows("Neither Accept nor Ignore");
    journey.keys("<enter>").shows("Done there: ").shows("2 to carry out · 1 done").holds();
    assert_eq!(journey.last_line()["event"], "carried_out");
    journey.keys("x").shows("No longer there: ").shows("1 to carry out").holds();
    assert_eq!(journey.last_line()["how"], "not_there");
    journey.keys("u").shows("is to be carried out").shows("2 to carry out").holds();
    journey.keys("<enter><enter>").shows("Everything is carried out.").shows("The next export will show it.").holds();
    journey.shows("a hello is owed by Wed 4 Mar");
    journey.keys("<enter>").shows("There is nothing to carry out");
    picture!(journey, "carried_out");
    journey.keys("gh").shows("done there");
    journey.keys("gc<enter>").shows("There is nothing to carry out").holds();
}

#[test]
fn a_later_decision_is_to_be_carried_out_again() {
    let mut journey = three_decisions();
    journey.keys("gc<enter><enter><enter>").shows("Everything is carried out.");
    journey.keys("ghd<enter>gc").shows("1 to carry out").shows("decided here").holds();
    journey.keys("u").shows("Undone: declined").holds();
    journey.keys("gc").shows("Everything is carried out.").holds();
}

#[test]
fn ten_at_a_time() {
    let people = (10..25).map(|n| asks(&format!("Person {n}"), &format!("p-{n}"), &format!("2026-02-{n}"), ""));
    let mut journey = Journey::among(people.collect()).configured("portion = 0\n");
    journey.keys("<enter>").keys(&"d<enter>".repeat(15)).keys("gc").shows("15 to carry out · 0 of these 10 done");
    journey.shows("› - declined   Person 24").hides("Person 14 ");
    journey.keys(&"<enter>".repeat(10)).shows("These are done, 5 left. Enter brings the next ten");
    journey.keys("<enter>").shows("5 to carry out · 0 done").shows("Person 14").holds();
    journey.keys("k").shows("› - declined   Person 15").shows("done there");
    journey.keys("j").shows("› - declined   Person 14");
    journey.keys("<esc>").shows("5  to carry out on LinkedIn");
}

#[test]
fn a_gift_is_owed_from_the_carrying_out_on() {
    let mut journey = Journey::at_cards();
    journey.keys("ynya<tab><tab><tab><right><tab><backspace><backspace>5d").shows("5 days after it is done there");
    journey.keys("<enter>");
    assert_eq!((&journey.last_line()["gift"], &journey.last_line()["gift_days"]), (&json!("introduction"), &json!(5)));
    journey.keys("gd").shows("Nothing is put off, and nothing is owed.");
    journey.keys("gc<enter>").shows("an introduction is owed by Sat 7 Mar");
    journey.keys("go").shows("1  owed: an introduction to Fay Hale by Sat 7 Mar");
    journey.keys("G<enter>").shows("an introduction to Fay Hale").shows("K given");
    picture!(journey, "agenda_owed");
    journey.keys("K").shows("Given: an introduction to Fay Hale").shows("nothing is owed").holds();
    let line = journey.last_line();
    assert_eq!(
        (&line["event"], &line["person"], &line["gift"]),
        (&json!("kept"), &json!("fay-hale"), &json!("introduction"))
    );
    journey.keys("K").shows("Nothing is owed here");
    journey.keys("u").shows("Undone: an introduction is owed to Fay Hale").shows("Sat 7 Mar").holds();
    journey.keys("U").shows("Done again: given").holds();
    let mut own_day = Journey::at_cards();
    own_day.keys("ynya<tab><tab><tab><tab><ctrl-u>soon<enter>").shows("is no day that I know");
    own_day.keys("<ctrl-u>12 mar<enter>");
    assert_eq!(own_day.last_line()["gift_due"], "2026-03-12");
    own_day.keys("gc<enter>").shows("a hello is owed by Thu 12 Mar").holds();
}

#[test]
fn how_long_somebody_is_parked_can_be_said() {
    let mut journey = Journey::at_cards().configured("[follow_up]\npark_days = 10\n");
    journey.keys("<enter>b").shows("Parked Fay Hale, back on Thu 12 Mar").holds();
    assert_eq!((&journey.last_line()["way"], &journey.last_line()["due"]), (&json!("park"), &json!("2026-03-12")));
}

#[test]
fn no_answer_ask_again_or_park() {
    let mut journey = Journey::at_cards();
    journey.keys("f<enter>gd").shows("Mon 9 Mar").shows("Fay Hale, asked").shows("Later");
    let mut late = journey.days_later(9);
    late.shows("1  due to come back");
    late.keys("gd").shows("Today and before").shows("Put off on 2 Mar 2026: \"Hello Fay");
    picture!(late, "agenda_due");
    late.keys("t").shows("Put off Fay Hale, back on Wed 18 Mar").shows("Later").holds();
    assert_eq!(late.last_line()["way"], "ask");
    assert!(late.last_line()["question"].as_str().is_some_and(|question| question.starts_with("Hello Fay")));
    late.keys("b").shows("Parked Fay Hale, back on Tue 9 Jun").shows("Out of sight until then").holds();
    assert_eq!(late.standing("Fay Hale"), Status::Parked(NaiveDate::from_ymd_opt(2026, 6, 9).expect("a day")));
    late.keys("go").shows("5 requests wait. So far: 1 parked.").hides("put off");
    let mut back = late.days_later(100);
    back.shows("6 requests wait.").shows("1  due to come back");
    back.keys("<enter>").shows("Fay Hale").shows("You parked this on 11 Mar 2026.");
    back.keys("d<enter>").holds();
    assert_eq!(back.standing("Fay Hale"), Status::Declined);
}

#[test]
fn asking_again_needs_a_question() {
    let mut journey = Journey::at_cards();
    journey.keys("t").shows("Nothing was asked yet; f asks first");
    journey.keys("b").shows("Parked Fay Hale").holds();
}

/// An export in which these people are connections and those requests are still listed.
fn export(connections: &[(&str, &str, &str)], listed: &[usize], more: &[(&str, &str)], as_of: &str) -> ImportBatch {
    let connected = |(name, slug, company): &(&str, &str, &str)| {
        let mut one = KnownPerson::new(PersonKey::from_stored(*slug), (*name).into());
        let what = FactKind::Connected(Connection { company: Some((*company).into()), ..Connection::default() });
        one.facts.push(Fact { kind: what, source: SourceRef { file: 0, record: 2 } });
        one
    };
    let people = connections.iter().map(connected);
    let files = vec!["Connections.csv".to_owned()];
    let kinds = vec![FileKind::Invitations, FileKind::Connections];
    let mut network = Network::new(acquaintances().me, Some(time(as_of)), files, people);
    network.kinds.clone_from(&kinds);
    let cast = cast();
    let again = more.iter().map(|(name, slug)| asks(name, slug, "2026-05-01", "Me again."));
    ImportBatch {
        source: "later.zip".into(),
        origin: SourceKind::Linkedin,
        invitations: listed.iter().map(|at| cast[*at].clone()).chain(again).collect(),
        network,
        kinds,
        ..ImportBatch::default()
    }
}

#[test]
fn the_next_export_says_what_became_of_it() {
    let mut journey = Journey::at_cards();
    // Fay and Ann are accepted, Cy and Gus declined, Dov is asked, Eve stays undecided.
    journey.keys("ynya<enter>").keys("ynya<enter>").shows("Eve Gee");
    journey.keys("ls").keys("go");
    for (name, keys) in [("Cy Dee", "nnnd<tab>pitch<enter>"), ("Gus Ito", "d<enter>"), ("Dov Eff", "f<enter>")] {
        journey.keys("/").paste(name).keys("<enter>").keys(keys);
    }
    let before = [("Old Pal", "old-pal", "Acme"), ("Left Pal", "left-pal", ""), ("New Pal", "new-pal", "")];
    let first = export(&before, &[], &[], "2026-02-01T00:00:00Z");
    let known = Network::default().merged_with_import(first.network, &first.kinds);
    let connected = [
        ("Fay Hale", "fay-hale", "Clockworks"),
        ("Cy Dee", "cy-dee", "Dee Ltd"),
        ("Old Pal", "old-pal", "Other Ltd"),
        ("New Pal", "new-pal", "First Ltd"),
    ];
    let second = export(&connected, &[0, 3], &[("Gus Ito", "")], "2026-06-01T00:00:00Z");
    let reconciled = reconcile(second, known, &journey.app.model().ledger);
    let names = |topic: DiffKind| -> Vec<String> {
        reconciled.report.diff.items(topic).map(|named| named.name.display_name()).collect()
    };
    assert_eq!(names(DiffKind::Confirmed), ["Fay Hale"]);
    assert_eq!(names(DiffKind::Forgotten), ["Ann Bee"]);
    assert_eq!(names(DiffKind::Contradicted), ["Cy Dee"]);
    assert_eq!(names(DiffKind::AskedAgainAfterDecline), ["Gus Ito"]);
    assert_eq!(names(DiffKind::Vanished), ["Dov Eff", "Gus Ito"]);
    assert_eq!(names(DiffKind::Changed), ["New Pal", "Old Pal"]);
    assert_eq!(names(DiffKind::Disconnected), ["Left Pal"]);
    assert_eq!(names(DiffKind::Added), ["Cy Dee", "Fay Hale"]);
    let Some(Event::Imported { closed, as_of, .. }) = &reconciled.event else { panic!("a line") };
    assert_eq!(closed.iter().filter(|c| c.reason == CloseReason::Connected).count(), 2);
    assert_eq!(*as_of, Some(time("2026-06-01T00:00:00Z")));

    let event = reconciled.event.clone().expect("a line");
    journey.takes_in(event);
    let mut after = journey.finding(reconciled.network, vec![reconciled.report]);
    after.shows("confirmed, 1 forgotten, 1 declined, yet connected, 1 ask again after a");
    picture!(after, "renewed_opening");
    after.keys("r").shows("Accepted here, still waiting there: 1").shows("Gus Ito · you declined on 2 Mar 2026");
    picture!(after, "renewed_found");
    after.keys("G").shows("Old Pal · now at Other Ltd; was at Acme");
    after.keys("<home><enter>").shows("Ann Bee").shows("forgotten?");
    after.keys("<esc>").shows("What was found");
    after.keys("gc").shows("Your last export still lists this request").shows("Ann Bee");
    after.keys("gh").shows("connected anyway").shows("seen in the export").holds();
    // The journal and the snapshot tell the same to those who look again later.
    let mut later = after.finding_nothing();
    later.keys("gf").shows("the last import was on").shows("Accepted here, still waiting there: 1");
    later.keys("G").shows("Old Pal · now at Other Ltd; was at Acme").shows("New Pal · now at First Ltd");
    let mut after = later;
    // Somebody of the network alone has a page too.
    after.keys("gf").keys("jjjjjjj").shows("› Old Pal");
    after.keys("<enter>").shows("Was at Acme in the export before");
    after.keys("c").shows("To Old Pal: Hello");
    after.keys("<esc>a").shows("Nobody is in sight here").holds();
}
