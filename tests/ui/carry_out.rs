//! After a decision: carrying it out, giving what is owed, follow-ups coming back, the next import.

use chrono::NaiveDate;
use invite_triage::app::ids::ScreenId;
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{CloseReason, Event};
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::{Connection, Fact, FactKind, FileKind, Network, PersonFacts, SourceRef};
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::import_diff::DiffKind;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::dates::LocalDates;
use serde_json::json;

use crate::common::{UiTest, known_people, request, six_people, time};

/// Accepts Fay, declines Ann, asks Eve, leaves the rest.
fn three_decisions() -> UiTest {
    let mut ui = UiTest::in_triage();
    ui.keys("ynya<enter>").keys("d<enter>").keys("f<enter>");
    ui
}

#[test]
fn carrying_out_goes_person_by_person() {
    let mut ui = three_decisions();
    ui.keys("gc").assert_shows("2 clicks to make on LinkedIn").assert_shows("1 to ignore");
    picture!(ui, "carry");
    ui.assert_row("◷ Eve Gee", "Invitations › message sign")
        .assert_row("✓ Fay Hale", "Invitations › Accept")
        .assert_hides("Ann Bee");
    ui.assert_shows("Send your question; click neither Accept nor Ignore.");
    ui.keys(" ").assert_shows("Done on LinkedIn: Eve Gee").assert_shows("1 click to make").assert_replays();
    assert_eq!(ui.last_line()["event"], "carried_out");
    ui.assert_row("◷ Eve Gee", "done").assert_shows("You're connected; they're notified.");
    ui.keys("x").assert_shows("Gone from LinkedIn: Fay Hale").assert_shows("All done on LinkedIn.").assert_replays();
    assert_eq!(ui.last_line()["how"], "not_there");
    picture!(ui, "carried_out");
    ui.keys("u").assert_shows("is to do again").assert_shows("1 click to make").assert_replays();
    ui.keys(" ")
        .assert_shows("All done on LinkedIn.")
        .assert_shows("Your next export will confirm it.")
        .assert_replays();
    ui.assert_shows("; a hello by Wed 4 Mar");
    ui.keys(" ").assert_shows("Nothing to do here");
    ui.keys("gh").assert_row("◷ Eve Gee", "done").assert_row("✗ Ann Bee", "to do").assert_row("✓ Fay Hale", "done");
    ui.keys("gc<enter>").assert_shows("No one selected").assert_replays();
}

#[test]
fn enter_opens_the_page_and_says_once_which_key_marks_it_done() {
    let mut ui = three_decisions();
    let before = ui.line_count();
    ui.keys("gc<enter>").assert_shows("In To do, Space marks the request as done.");
    assert_eq!(ui.app.screens().current_id(), ScreenId::Person);
    ui.keys("<esc><enter>").assert_hides("Space marks");
    assert_eq!(ui.line_count(), before, "looking writes nothing");
    let mut knowing = three_decisions();
    knowing.keys("gc <enter>").assert_shows("Fay Hale").assert_hides("Space marks").assert_replays();
}

#[test]
fn one_kind_of_click_after_the_other() {
    let mut ui = three_decisions();
    ui.keys("gcv")
        .assert_shows("only accepts: 1")
        .assert_row("✓ Fay Hale", "Invitations › Accept")
        .assert_hides("Eve Gee");
    ui.keys("v").assert_shows("only replies: 1").assert_row("◷ Eve Gee", "Invitations › message sign");
    ui.keys("v")
        .assert_shows("only requests to ignore: 1")
        .assert_row("✗ Ann Bee", "Invitations › Ignore")
        .assert_hides("1 to ignore");
    ui.assert_shows("They aren't notified, and may ask again.");
    ui.keys(" ").assert_shows("Done on LinkedIn: Ann Bee").assert_shows("newest first").assert_hides("to ignore");
    ui.keys("u").assert_shows("Undone: ").assert_row("✗ Ann Bee", "Invitations › Ignore").assert_replays();
    ui.keys("v").assert_shows("newest first").assert_shows("1 to ignore").assert_replays();
}

#[test]
fn without_a_decision_there_is_nothing_to_do_yet() {
    let mut ui = UiTest::in_triage();
    ui.keys("gc").assert_shows("Nothing to do yet.").assert_shows("Decisions you make appear here.");
    ui.keys("x").assert_shows("Nothing to do here");
    ui.keys("v").assert_shows("Nothing to do here").assert_replays();
}

#[test]
fn a_later_decision_is_to_be_carried_out_again() {
    let mut ui = three_decisions();
    ui.keys("gc  ").assert_shows("All done on LinkedIn.");
    ui.keys("ghd<down><enter>gc")
        .assert_shows("1 click to make")
        .assert_shows("▌✗ Eve Gee                Don't know")
        .assert_replays();
    ui.keys("u").assert_shows("Undone: declined").assert_replays();
    ui.keys("gc").assert_hides("1 click to make").assert_replays();
}

#[test]
fn every_row_can_be_reached_in_a_small_window() {
    let people = (10..25).map(|n| request(&format!("Person {n}"), &format!("p-{n}"), &format!("2026-02-{n}"), ""));
    let mut ui = UiTest::with_requests(people.collect()).with_config("portion = 1000\n");
    ui.keys("<enter>").keys(&"d<down><enter>".repeat(15));
    let mut ui = ui.with_size(60, 20);
    ui.keys("gc").assert_shows("15 clicks to make").assert_shows("✗ Person 24").assert_hides("✗ Person 10");
    for n in (10..25).rev() {
        ui.assert_shows(&format!("✗ Person {n}")).assert_says("I don't know this person");
        ui.assert_says("They can't invite you again, and it counts against them.");
        ui.keys("j");
    }
    ui.keys("<end> ").assert_shows("14 clicks to make").assert_shows("✗ Person 24").assert_replays();
    assert_eq!(ui.app.model().open_tasks().clicks(), 14);
}

#[test]
fn a_gift_is_owed_from_the_carrying_out_on() {
    let mut ui = UiTest::in_triage();
    ui.keys("ynya<tab><tab><tab><right><tab><backspace><backspace>5d")
        .assert_shows("within 5 days of accepting on LinkedIn");
    ui.keys("<enter>");
    assert_eq!((&ui.last_line()["gift"], &ui.last_line()["gift_days"]), (&json!("introduction"), &json!(5)));
    ui.keys("gd").assert_shows("nothing is due");
    ui.keys("gc ").assert_shows("; an introduction by Sat 7 Mar");
    ui.keys("go").assert_row("♡ an introduction to Fay Hale, by Saturday", "g d");
    ui.keys("G<enter>").assert_shows("YOU OWE").assert_row("♡ Fay Hale", "by Saturday").assert_shows("Space done");
    picture!(ui, "agenda_owed");
    ui.keys(" ").assert_shows("Done: an introduction to Fay Hale").assert_shows("nothing is due").assert_replays();
    let line = ui.last_line();
    assert_eq!(
        (&line["event"], &line["person"], &line["gift"]),
        (&json!("kept"), &json!("fay-hale"), &json!("introduction"))
    );
    ui.keys("K").assert_shows("You owe nothing here");
    ui.keys("u")
        .assert_shows("Undone: an introduction to Fay Hale is to do again")
        .assert_shows("by Saturday")
        .assert_replays();
    ui.keys("U").assert_shows("Redone: an introduction to Fay Hale").assert_replays();
    let mut own_day = UiTest::in_triage();
    own_day.keys("ynya<tab><tab><tab><tab><ctrl-u>soon<enter>").assert_shows("I don't understand “soon”");
    own_day.keys("<ctrl-u>12 mar<enter>");
    assert_eq!(own_day.last_line()["gift_due"], "2026-03-12");
    own_day.keys("gc ").assert_shows("; a hello by Thu 12 Mar").assert_replays();
}

#[test]
fn how_long_somebody_is_parked_can_be_said() {
    let mut ui = UiTest::in_triage().with_config("[follow_up]\npark_days = 10\n");
    ui.keys("<enter>b").assert_shows("Parked Fay Hale until Thu 12 Mar").assert_replays();
    assert_eq!((&ui.last_line()["way"], &ui.last_line()["due"]), (&json!("park"), &json!("2026-03-12")));
}

#[test]
fn parking_in_the_form_proposes_the_time_of_parking() {
    let mut ui = UiTest::in_triage();
    ui.keys("f").assert_shows("1w");
    ui.keys("<down><down>").assert_shows("90d").assert_hides("1w");
    ui.keys("<up>").assert_shows("1w");
    ui.keys("<tab><ctrl-u>3w<shift-tab><down>").assert_shows("3w").assert_replays();
}

#[test]
fn no_answer_ask_again_or_park() {
    let mut ui = UiTest::in_triage();
    ui.keys("f<enter>gd")
        .assert_shows("COMING BACK LATER")
        .assert_row("◷ Fay Hale", "Mon 9 Mar")
        .assert_shows("to ask: Hello Fay");
    let mut late = ui.days_later(9);
    late.assert_row("due to come back", " 1");
    late.keys("gd").assert_shows("THEY COME BACK").assert_row("◷ Fay Hale", "2 days late").assert_shows("2 Mar 2026");
    picture!(late, "agenda_due");
    late.keys("t")
        .assert_shows("Following up with Fay Hale on Wed 18 Mar")
        .assert_shows("COMING BACK LATER")
        .assert_replays();
    assert_eq!(late.last_line()["way"], "ask");
    assert!(late.last_line()["question"].as_str().is_some_and(|question| question.starts_with("Hello Fay")));
    late.keys("b").assert_shows("Parked Fay Hale until Tue 9 Jun").assert_shows("PARKED").assert_replays();
    assert_eq!(late.status_of("Fay Hale"), Status::Parked(NaiveDate::from_ymd_opt(2026, 6, 9).expect("a day")));
    late.keys("go").assert_shows("5 requests wait").assert_hides("Fay Hale");
    let counts = late.app.model().ledger.status_counts();
    assert_eq!((counts.parked, counts.follow_up), (1, 0));
    let mut back = late.days_later(100);
    back.assert_shows("6 requests wait").assert_row("due to come back", " 1");
    back.keys("<enter>").assert_shows("Fay Hale").assert_shows("You parked this on 11 Mar 2026.");
    back.keys("d<enter>").assert_replays();
    assert_eq!(back.status_of("Fay Hale"), Status::Declined);
}

#[test]
fn asking_again_needs_a_question() {
    let mut ui = UiTest::in_triage();
    ui.keys("t").assert_shows("Nothing asked yet; f asks first");
    ui.keys("b").assert_shows("Parked Fay Hale").assert_replays();
}

/// Returns an export in which these people are connections and the requests in `listed` are still pending.
fn export(connections: &[(&str, &str, &str)], listed: &[usize], more: &[(&str, &str)], as_of: &str) -> ImportBatch {
    let connected = |(name, slug, company): &(&str, &str, &str)| {
        let mut one = PersonFacts::new(PersonKey::from_stored(*slug), (*name).into());
        let what = FactKind::Connected(Connection { company: Some((*company).into()), ..Connection::default() });
        one.facts.push(Fact { kind: what, source: SourceRef { file: 0, record: 2 } });
        one
    };
    let people = connections.iter().map(connected);
    let files = vec!["Connections.csv".to_owned()];
    let kinds = vec![FileKind::Invitations, FileKind::Connections];
    let mut network = Network::new(known_people().owner, Some(time(as_of)), files, people);
    network.kinds.clone_from(&kinds);
    let cast = six_people();
    let again = more.iter().map(|(name, slug)| request(name, slug, "2026-05-01", "Me again."));
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
    let mut ui = UiTest::in_triage();
    // Fay and Ann are accepted, Cy and Gus declined, Dov is asked, Eve stays undecided.
    ui.keys("ynya<enter>").keys("ynya<enter>").assert_shows("Eve Gee");
    ui.keys("ls").keys("go");
    for (name, keys) in [("Cy Dee", "nnnd<tab>pitch<enter>"), ("Gus Ito", "d<enter>"), ("Dov Eff", "f<enter>")] {
        ui.keys("/").paste(name).keys("<enter>").keys(keys);
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
    let reconciled = reconcile(second, known, &ui.app.model().ledger, LocalDates::UTC);
    let names = |topic: DiffKind| -> Vec<String> {
        reconciled.report.diff.items(topic).map(|named| named.name.display_name()).collect()
    };
    assert_eq!(names(DiffKind::Confirmed), ["Fay Hale"]);
    assert_eq!(names(DiffKind::StillPending), ["Ann Bee"]);
    assert_eq!(names(DiffKind::Contradicted), ["Cy Dee"]);
    assert_eq!(names(DiffKind::AskedAgainAfterDecline), ["Gus Ito"]);
    assert_eq!(names(DiffKind::Vanished), ["Dov Eff", "Gus Ito"]);
    assert_eq!(names(DiffKind::Changed), ["New Pal", "Old Pal"]);
    assert_eq!(names(DiffKind::Disconnected), ["Left Pal"]);
    assert_eq!(names(DiffKind::Added), ["Cy Dee", "Fay Hale"]);
    let Some(Event::Imported(import)) = &reconciled.event else { panic!("a line") };
    assert_eq!(import.closed.iter().filter(|c| c.reason == CloseReason::Connected).count(), 2);
    assert_eq!(import.as_of, Some(time("2026-06-01T00:00:00Z")));

    let event = reconciled.event.clone().expect("a line");
    ui.append(event);
    let mut after = ui.with_reports(reconciled.network, vec![reconciled.report]);
    picture!(after, "renewed_opening");
    after
        .keys("r")
        .assert_says("confirmed, 1 not accepted yet, 1 declined, yet connected, 1 asked again after a decline")
        .assert_shows("ACCEPTED, BUT STILL WAITING ON LINKEDIN  1")
        .assert_shows("you declined on 2 Mar 2026");
    picture!(after, "renewed_found");
    after.keys("G").assert_row("Old Pal", "now at Other Ltd; was at Acme");
    after.keys("<home><enter>").assert_shows("Ann Bee").assert_shows("not accepted yet?");
    after.keys("<esc>");
    assert_eq!(after.app.screens().current_id(), ScreenId::ImportReport);
    after.keys("gc").assert_shows("Your last export still lists this request").assert_shows("Ann Bee");
    after.keys("gh").assert_shows("connected anyway").assert_shows("confirmed").assert_replays();
    // Journal and snapshot show the same after a restart.
    let mut later = after.with_empty_report();
    later.keys("gf").assert_shows("Last import: ").assert_shows("ACCEPTED, BUT STILL WAITING ON LINKEDIN  1");
    later.keys("G").assert_row("Old Pal", "now at Other Ltd; was at Acme").assert_shows("now at First Ltd; was at");
    let mut after = later;
    // A connection who never sent a request has a page too.
    after.keys("gf").keys("jjjjjjj").assert_shows("Old Pal");
    after.keys("<enter>").assert_shows("Was at Acme in your previous copy");
    after.keys("c").assert_shows("Message to Old Pal").assert_shows("Hello, 1 of");
    after.keys("<esc>a").assert_shows("No request here. g k keeps or lets go.").assert_replays();
}
