//! History, people and their pages, search, changed decisions, exports.

use std::fs;
use std::path::PathBuf;

use invite_triage::app::effect::ExistingFile;
use invite_triage::app::ids::Context;
use invite_triage::app::ids::ScreenId;
use invite_triage::app::overlay::Overlay;
use invite_triage::app::screen::Screen;
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::{Connection, Fact, FactKind, Network, Owner, PersonFacts, SourceRef};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use serde_json::json;

use crate::common::{UiTest, imported, known_people, many_people, request, six_people, time};

/// Returns the six people and one whose name has accents.
fn seven() -> Vec<Invitation> {
    let jose = request("José Muñoz", "jose-munoz", "2026-01-05", "Gracias for the seeds!");
    six_people().into_iter().chain([jose.with_role("Gardener", "Huerta & Sol")]).collect()
}

/// Decides four of them, Fay first and José last; two days pass between the second and the third.
fn decided() -> UiTest {
    let mut ui = UiTest::with_data(known_people(), vec![imported(seven())]);
    ui.keys("/fay<enter>nnnd<tab>no clocks for now<enter>");
    ui.keys("/ann bee<enter>yyya").keys("at the bee fair<tab>keeps bees on a roof<enter>");
    let mut ui = ui.days_later(2);
    ui.keys("/eve<enter>f<enter>/jose<enter>ynmaseeds<enter>go").assert_shows("decided 4").assert_replays();
    ui
}

/// Returns a path in the data directory.
fn file(ui: &UiTest, name: &str) -> PathBuf {
    ui.dir().join(name)
}

/// Requests an export to this file from the current screen, and stops at the preview.
fn export(ui: &mut UiTest, name: &str) {
    let path = file(ui, name);
    ui.keys("E<tab><tab><ctrl-u>").paste(path.to_str().expect("a path")).keys("<enter>");
}

#[track_caller]
fn tab(ui: &UiTest) -> ScreenId {
    ui.app.screens().current_id()
}

#[track_caller]
fn rows(ui: &UiTest) -> usize {
    let Screen::History(history) = ui.app.screens().current_screen() else {
        panic!("no history in\n{}", ui.screen_text())
    };
    history.rows.len()
}

#[test]
fn the_history_tells_what_was_decided_and_why() {
    let mut ui = decided();
    let before = ui.line_count();
    ui.keys("gh");
    picture!(ui, "history");
    for words in ["all 4", "✓ accepted 2", "✗ declined 1", "◷ following up 1"] {
        ui.assert_shows(words);
    }
    ui.assert_row("✓ José Muñoz             seeds ", "to do")
        .assert_row("◷ Eve Gee                your question: Hello Eve", "to do");
    ui.assert_row("✗ Fay Hale               no clocks for now ", "to do");
    ui.keys("<end>").assert_shows("Reason        no clocks for now").assert_shows("✗ declined on 2 Mar 2026");
    ui.keys("k").assert_shows("How we met    at the bee fair").assert_shows("Remember      keeps bees on a roof");
    ui.keys("<home>").assert_shows("Good for both of us? maybe");
    let mut wide = ui.with_size(120, 40);
    picture!(wide, "history_wide");
    wide.keys("G").assert_shows("WHAT YOU KNEW THEN").assert_shows("messages.csv:12");
    let mut small = wide.with_size(60, 20);
    small.keys("<home>");
    picture!(small, "history_small");
    assert_eq!(small.line_count(), before, "looking writes nothing");
    small.assert_replays();
}

#[test]
fn without_a_decision_the_history_says_so() {
    let mut ui = UiTest::new();
    ui.keys("gh").assert_shows("No decisions yet.").assert_hides("all 0");
    ui.keys("<down><end><enter>").assert_shows("No one selected");
    ui.keys("x").assert_shows("Select a decision first");
    ui.keys("E").assert_shows("Nothing decided yet, so no one to export");
    ui.keys("gp").assert_shows("No one accepted yet.");
    ui.keys("<enter>r").assert_shows("No one selected").assert_replays();
    assert_eq!(ui.line_count(), 1);
}

#[test]
fn words_filter_the_history() {
    let mut ui = decided();
    ui.keys("ghw");
    assert_eq!(ui.app.context(), Context::Filter);
    ui.keys("munoz").assert_shows("Filter: munoz").assert_shows("1 of 4").assert_hides("Eve Gee");
    picture!(ui, "narrowing");
    ui.keys("<ctrl-u>met:yes").assert_shows("2 of 4").assert_shows("Ann Bee").assert_hides("Fay Hale");
    ui.keys("<ctrl-u>has:messages").assert_shows("1 of 4").assert_shows("Fay Hale");
    ui.keys("<ctrl-u>2026-03-04").assert_shows("2 of 4").assert_hides("Ann Bee");
    ui.keys("<ctrl-u>ann fair").assert_shows("1 of 4");
    ui.keys("<ctrl-u>qqq").assert_shows("0 of 4").assert_shows("No matches.");
    ui.keys("<enter>x").assert_shows("Select a decision first").assert_replays();
}

#[test]
fn the_words_of_a_query_filter_the_history() {
    let mut ui = decided();
    ui.keys("gp<home>r<tab><tab><tab><tab><tab><tab><tab>").assert_shows("Tags");
    ui.keys("bees #Roof<enter>ghw");
    for (query, shown) in [
        ("#bees", "1 of 4"),
        ("#roof", "1 of 4"),
        ("value:unsure", "1 of 4"),
        ("value:maybe", "1 of 4"),
        ("-status:accepted", "2 of 4"),
        ("\"bee fair\"", "1 of 4"),
        ("since:2026-03-03", "2 of 4"),
        ("until:2026-03-03 -fay", "1 of 4"),
        ("talked:both", "1 of 4"),
        ("rhythm:6m", "2 of 4"),
        ("pile:known", "1 of 4"),
    ] {
        ui.keys("<ctrl-u>").paste(query).assert_shows(&format!("Filter: {query}")).assert_shows(shown);
    }
    ui.keys("<ctrl-u>")
        .paste("pile:known fish:x")
        .assert_shows("No query word \"fish:\"; quote it as text, or use company:")
        .assert_shows("Fay Hale");
    ui.keys("<ctrl-u>since:soon").assert_shows("since: I don't understand “soon”. Try 3d, 2w").assert_replays();
}

#[test]
fn a_list_of_people_is_filtered_by_the_same_words() {
    let mut ui = decided();
    ui.keys("gpw").paste("roof").assert_shows("Filter: roof").assert_shows("1 of 2").assert_hides("José");
    ui.keys("<ctrl-u>").paste("company:huerta").assert_shows("1 of 2").assert_shows("José").assert_hides("Ann Bee");
    ui.keys("<enter><enter>").assert_shows("Gardener · Huerta & Sol");
    ui.keys("<esc><esc>").assert_hides("Filter:").assert_shows("2 people");
    ui.keys("<esc>").assert_replays();
    assert_eq!(tab(&ui), ScreenId::Inbox);
}

/// Returns a network with three connections and nobody else.
fn connections() -> Network {
    let rows = [("Nikola Zed", "Acorn Mills"), ("Agnieszka Bar", "Birch"), ("Otto Ulm", "Nikkel")];
    let person = |(name, company): (&str, &str)| {
        let slug = name.to_lowercase().replace(' ', "-");
        let works =
            Connection { company: Some(company.into()), position: Some("Baker".into()), ..Connection::default() };
        let fact = Fact { kind: FactKind::Connected(works), source: SourceRef { file: 0, record: 2 } };
        PersonFacts { facts: vec![fact], ..PersonFacts::new(PersonKey::from_stored(slug), name.into()) }
    };
    Network::new(Owner::default(), None, vec!["Connections.csv".to_owned()], rows.map(person))
}

#[test]
fn the_search_finds_connections_and_says_where_it_found_a_word() {
    let mut ui = UiTest::with_data(connections(), vec![imported(seven())]);
    ui.keys("/").assert_shows("10 of 10");
    ui.keys("nik");
    let found: Vec<usize> = ["Nikola Zed", "Otto Ulm"].map(|name| ui.screen_text().find(name).expect(name)).to_vec();
    assert!(found.is_sorted(), "a word that begins so comes first\n{}", ui.screen_text());
    ui.assert_shows("2 of 10").assert_hides("Agnieszka");
    ui.assert_shows("company: Nikkel").assert_shows("Baker · Acorn Mills");
    ui.keys("<ctrl-u>ghent").assert_shows("their note: …the bee");
    ui.keys("<ctrl-u>").paste("baker -company:acorn").assert_shows("2 of 10").assert_hides("Nikola");
    ui.keys("<ctrl-u>").paste("compny:x").assert_shows("No query word \"compny:\"");
    ui.keys("<ctrl-u>zed<enter>").assert_shows("Baker · Acorn Mills").assert_replays();
    assert_eq!(tab(&ui), ScreenId::Person);
}

#[test]
fn what_is_pasted_filters_too() {
    let mut ui = decided();
    ui.keys("ghw").paste("bee\nfair").assert_shows("Filter: bee fair").assert_shows("1 of 4").assert_replays();
}

#[test]
fn esc_shows_all_again_and_then_leaves() {
    let mut ui = decided();
    ui.keys("ghwmunoz<esc>").assert_shows("Filter: munoz").assert_shows("1 of 4");
    assert_eq!(ui.app.context(), Context::Screen(ScreenId::History), "the first Esc ends the typing");
    ui.keys("<esc>").assert_shows("all 4").assert_hides("Filter:");
    assert_eq!(tab(&ui), ScreenId::History);
    ui.keys("<esc>").assert_replays();
    assert_eq!(tab(&ui), ScreenId::Inbox);
}

#[test]
fn verdicts_filter_in_turn() {
    let mut ui = decided();
    ui.keys("ghv").assert_shows("Filter: accepted").assert_shows("2 of 4").assert_hides("Fay Hale");
    ui.keys("v").assert_shows("Filter: declined").assert_shows("1 of 4").assert_shows("Fay Hale");
    ui.keys("v").assert_shows("Filter: following up").assert_shows("1 of 4").assert_shows("Eve Gee");
    ui.keys("v").assert_shows("all 4");
    ui.keys("wbees<enter>v").assert_shows("Filter: accepted bees").assert_shows("1 of 4");
    ui.keys("vv").assert_shows("Filter: following up bees").assert_shows("0 of 4");
    ui.keys("v").assert_shows("Filter: bees").assert_shows("1 of 4").assert_replays();
}

#[test]
fn exactly_the_marked_one_is_taken_back() {
    let mut ui = decided();
    ui.keys("gh<end>k");
    let ann = ui.lines()[2]["id"].clone();
    ui.keys("x").assert_shows("Undone: accepted Ann Bee").assert_shows("decided 3").assert_shows("all 3");
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["entry"]), (&json!("retracted"), &ann));
    assert_eq!(tab(&ui), ScreenId::History, "one stays where one looks");
    assert_eq!(ui.status_of("Ann Bee"), Status::Pending);
    for other in ["Fay Hale", "Eve Gee", "José Muñoz"] {
        assert_ne!(ui.status_of(other), Status::Pending, "{other}");
    }
    ui.assert_hides("Ann Bee ").assert_replays();
    ui.keys("U")
        .assert_shows("Redone: accepted Ann Bee")
        .assert_shows("all 4")
        .assert_shows("decided 4")
        .assert_replays();
    ui.keys("u").assert_shows("all 3").assert_replays();
    let mut again = ui.restart();
    again.keys("gh").assert_shows("all 3").assert_replays();
}

#[test]
fn one_of_a_filtered_history_is_taken_back() {
    let mut ui = decided();
    ui.keys("ghwaccepted<enter>j").assert_shows("2 of 4");
    ui.keys("x")
        .assert_shows("Filter: accepted")
        .assert_shows("1 of 3")
        .assert_shows("Undone: accepted Ann Bee")
        .assert_replays();
    ui.keys("x").assert_shows("0 of 2").assert_shows("Undone: accepted José Muñoz").assert_replays();
    ui.keys("x").assert_shows("Select a decision first").assert_replays();
    assert_eq!(ui.app.model().ledger.decisions(), 2);
}

#[test]
fn a_changed_decision_leaves_the_old_one_in_sight() {
    let mut ui = decided();
    let before = ui.line_count();
    ui.keys("gh<end>a<enter>").assert_shows("No answer was yes, so one line, please. Esc goes back");
    ui.keys("<ctrl-u>the clocks can wait, she can't<enter>").assert_shows("How we met");
    ui.keys("by post<enter>").assert_shows("Accepted Fay Hale");
    assert_eq!(ui.line_count(), before + 1, "a line more, none less");
    let line = ui.last_line();
    assert_eq!((&line["verdict"], &line["how_met"]), (&json!("accept"), &json!("by post")));
    assert_eq!(line["reason"], "the clocks can wait, she can't");
    assert_eq!(line["answers"], json!({ "met": "no", "context": "no", "value": "no" }), "the answers of then");
    assert_eq!(ui.status_of("Fay Hale"), Status::Accepted);
    assert_eq!(tab(&ui), ScreenId::History);
    ui.assert_shows("decided 5").assert_shows("all 5").assert_row("✗ Fay Hale", "changed later").assert_replays();
    picture!(ui, "changed_later");
    ui.keys("<end>").assert_shows("A later decision counts now.");
    let mut ui = ui.with_size(80, 32);
    ui.keys("<end>").assert_shows("1 OTHER DECISION").assert_shows("✓ accepted on 4 Mar 2026");
    // Retracting the old decision leaves the new one; retracting the new one too leaves none.
    ui.keys("x").assert_shows("all 4").assert_hides("changed later").assert_shows("decided 4").assert_replays();
    assert_eq!(ui.status_of("Fay Hale"), Status::Accepted);
    ui.keys("<home>x").assert_shows("decided 3").assert_replays();
    assert_eq!(ui.status_of("Fay Hale"), Status::Pending);
}

#[test]
fn the_new_decision_taken_back_leaves_the_old_one() {
    let mut ui = decided();
    ui.keys("gh<end>f<enter>").assert_shows("Following up with Fay Hale on Wed 11 Mar");
    ui.keys("<home>x")
        .assert_shows("Undone: following up with Fay Hale")
        .assert_hides("changed later")
        .assert_replays();
    assert_eq!(ui.status_of("Fay Hale"), Status::Declined);
}

#[test]
fn the_reason_of_a_decline_is_none_for_an_accept() {
    let mut ui = UiTest::in_triage();
    ui.keys("yyyd<tab>too busy<enter>gha<enter>").assert_shows("Accepted Fay Hale").assert_replays();
    assert_eq!(ui.last_line().get("reason"), None);
    ui.keys("<end>d<enter>").assert_replays();
    assert_eq!(ui.last_line().get("reason"), None);
    ui.keys("<home>d<tab>too loud<enter>d").assert_shows("too loud").assert_replays();
    ui.keys("<down><enter>").assert_replays();
    assert_eq!((&ui.last_line()["reason"], &ui.last_line()["kind"]), (&json!("too loud"), &json!("dont_know")));
}

#[test]
fn an_accept_without_answers_goes_to_the_card() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>gha").assert_shows("Answer all three first: Have we met?");
    assert_eq!(tab(&ui), ScreenId::Triage);
    ui.assert_shows("Are you still mending clocks?");
    ui.keys("ynya<enter>").assert_shows("Accepted Fay Hale").assert_shows("decided 2").assert_replays();
    assert_eq!(ui.status_of("Fay Hale"), Status::Accepted);
    assert_eq!(ui.line_count(), 3);
}

#[test]
fn a_decision_from_the_history_is_none_of_the_portion() {
    let mut ui = UiTest::new().with_config("portion = 2\n");
    ui.keys("<enter>d<enter>").assert_in_portion(1, 2);
    ui.keys("ghf<enter>d<enter>gt").assert_in_portion(1, 2).assert_hides("Time for a break").assert_replays();
    ui.keys("d<enter>").assert_shows("Time for a break").assert_replays();
    assert_eq!(ui.session().decided(), 2, "cards");
}

#[test]
fn taking_back_in_the_history_is_none_of_the_portion() {
    let mut ui = decided().with_config("portion = 3\n");
    ui.keys("gtd<enter>").assert_in_portion(1, 3);
    ui.keys("gh<end>x").assert_shows("Undone: declined Fay Hale");
    ui.keys("gt").assert_in_portion(1, 3).assert_replays();
}

#[test]
fn many_accepts_from_the_history_are_no_yes_to_all() {
    let mut ui = UiTest::with_requests(many_people(6)).with_config("portion = 1000\n[accept]\nguard = 3\n");
    ui.keys("<enter>");
    for _ in 0..5 {
        ui.keys("yyyd<enter>");
    }
    ui.pace = 0;
    ui.keys("gh");
    for _ in 0..5 {
        ui.keys("a<enter><end>");
    }
    assert!(ui.app.overlay().is_none(), "{}", ui.screen_text());
    ui.keys("gtyyya<enter>").assert_hides("A moment").assert_replays();
}

#[test]
fn what_could_not_be_saved_from_the_history_is_tried_again_there() {
    let mut ui = decided();
    let path = file(&ui, "journal.jsonl");
    ui.keys("gh<end>");
    fs::rename(&path, file(&ui, "aside")).expect("moved");
    fs::create_dir(&path).expect("made");
    ui.keys("f<enter>").assert_shows("NOT SAVED").assert_says("; r tries again").assert_shows("decided 4");
    assert_eq!(ui.status_of("Fay Hale"), Status::Declined);
    fs::remove_dir(&path).expect("removed");
    fs::rename(file(&ui, "aside"), &path).expect("moved");
    ui.keys("r").assert_shows("Following up with Fay Hale on Wed 11 Mar").assert_hides("NOT SAVED").assert_replays();
    assert_eq!(tab(&ui), ScreenId::History);
}

#[test]
fn who_was_accepted() {
    let mut ui = decided();
    ui.keys("gp");
    picture!(ui, "people");
    ui.assert_shows("2 people   you accepted").assert_hides("Fay Hale");
    ui.assert_row("Ann Bee", "at the bee fair · keeps bees on a roof").assert_shows("Gardener · Huerta & Sol · seeds");
    ui.keys("<enter>").assert_row("How we met", "at the bee fair");
    ui.keys("<esc>");
    assert_eq!(tab(&ui), ScreenId::People);
    ui.keys("j<enter>").assert_shows("José Muñoz").assert_row("How we met", "seeds");
    ui.keys("<esc>jj<esc>").assert_replays();
    assert_eq!(tab(&ui), ScreenId::Inbox);
    assert_eq!(rows(ui.keys("gh")), 4);
}

#[test]
fn the_page_of_a_person() {
    let mut ui = decided();
    ui.keys("gh<end><enter>");
    picture!(ui, "person");
    for words in [
        "Fay Hale",
        "✗ declined 2 Mar",
        "You declined",
        "no clocks for now",
        "They asked",
        "“Are you still mending clocks?”",
    ] {
        ui.assert_shows(words);
    }
    ui.assert_shows("r write it down");
    ui.keys("f<enter>")
        .assert_shows("Following up with Fay Hale on Wed 11 Mar")
        .assert_shows("You decided to ask first");
    ui.keys("<end>").assert_shows("You declined").assert_shows("You wrote first");
    assert_eq!(tab(&ui), ScreenId::Person, "and stays");
    ui.keys("u")
        .assert_shows("Undone: following up with Fay Hale")
        .assert_hides("You decided to ask first")
        .assert_replays();
}

#[test]
fn what_was_done_later_stands_above_also_on_one_day() {
    let mut ui = UiTest::with_data(known_people(), vec![imported(six_people())]).with_size(120, 60);
    ui.keys("/fay<enter>nnnd<enter>gh<enter>L").keys("<end>tea<enter>P").keys("a map<enter>K");
    let text = ui.screen_text();
    let rows = ["You kept your promise", "You promised, by", "Message"].map(|title| text.find(title));
    assert!(rows.iter().all(Option::is_some) && rows.is_sorted(), "{rows:?} in\n{text}");
}

#[test]
fn a_warning_has_its_sign_on_the_page_too() {
    let ask = "Dear colleague, I would like to invite you to our webinar about growth.";
    let people = ["ann", "bo", "cy"].map(|slug| request(slug, slug, "2026-01-05", ask)).to_vec();
    let mut ui = UiTest::with_data(Network::default(), vec![imported(people)]).with_size(120, 40);
    ui.keys("<enter>").assert_shows("! The same text came from");
    ui.keys("nnnd<enter>gh").assert_shows("! The same text came from");
    ui.keys("<enter>").assert_shows("ALSO IN YOUR FILES").assert_shows("! The same text came from");
}

#[test]
fn an_address_is_shown_decoded_and_copied() {
    let zak = request("Jiří Žák", "", "2026-01-05", "");
    let zak = Invitation {
        person: PersonKey::from_url("linkedin.com/in/ji%C5%99%C3%AD-%C5%BE%C3%A1k").expect("a key"),
        ..zak
    };
    let mut ui = UiTest::with_requests(vec![zak]);
    ui.keys("/jiri<enter>").assert_shows("in/jiří-žák");
    ui.keys("d<enter>gh<enter>").assert_shows("in/jiří-žák").assert_hides("%C5");
    ui.keys("y").assert_shows("Not copied").assert_replays();
}

#[test]
fn what_is_known_of_a_person_is_written_on_the_page() {
    let mut ui = decided();
    ui.keys("gp<enter>r");
    picture!(ui, "person_form");
    ui.keys("<tab><tab>Cy Dee<tab>").keys(" in Ghent<tab><tab>wax and honey<tab>a loft with a view");
    ui.keys("<tab>#bees honey,Ghent<enter>").assert_shows("Saved what you know about Ann Bee");
    assert_eq!(
        ui.last_line(),
        json!({
            "id": ui.lines().last().expect("a line")["id"],
            "event": "described",
            "person": "ann-bee",
            "name": "Ann Bee",
            "mutuals": "Cy Dee",
            "how_met": "at the bee fair in Ghent",
            "remember": "keeps bees on a roof",
            "offers": "wax and honey",
            "seeks": "a loft with a view",
            "tags": ["bees", "honey", "Ghent"],
        })
    );
    picture!(ui, "person_described");
    ui.assert_shows("#bees #honey #Ghent").assert_row("Looks for", "a loft with a view").assert_replays();
    let before = ui.line_count();
    ui.keys("r<enter>").assert_replays();
    assert_eq!(ui.line_count(), before, "nothing new, no line");
    ui.keys("/loft<enter>").assert_row("Can offer", "wax and honey").assert_replays();
    ui.keys("u").assert_shows("Undone: what you wrote about Ann Bee").assert_hides("wax and honey").assert_replays();
    ui.keys("U").assert_shows("wax and honey").assert_replays();
    // The short form of a card keeps the fields of the long one.
    ui.keys("ghx").assert_replays();
    let mut ui = ui.restart();
    ui.keys("gpr<ctrl-u>Keeper<enter>").assert_shows("Keeper").assert_replays();
    let line = ui.last_line();
    assert_eq!((&line["headline"], &line["seeks"]), (&json!("Keeper"), &json!("a loft with a view")));
}

#[test]
fn the_short_form_that_was_left_is_not_the_long_one() {
    let mut ui = UiTest::in_triage();
    ui.keys("r<esc>d<enter>ghr").assert_shows("Can offer").assert_replays();
    ui.keys("<esc>").keys("/ann bee<enter>r").assert_hides("Can offer").assert_replays();
}

#[test]
fn whoever_waits_is_found_with_a_card_and_everybody_else_with_a_page() {
    let mut ui = decided();
    ui.keys("/");
    assert_eq!(ui.app.context(), Context::Search);
    ui.assert_shows("7 of 7").assert_shows("✓ Ann Bee").assert_shows("✗ Fay Hale").assert_shows("◷ Eve Gee");
    ui.keys("cy dee<enter>");
    assert_eq!(tab(&ui), ScreenId::Triage);
    ui.assert_shows("Cy Dee");
    assert_eq!(ui.card_name(), Some("Cy Dee".to_owned()));
    ui.keys("/fay<enter>");
    assert!(ui.app.screens().current_id() == ScreenId::Person, "{}", ui.screen_text());
    ui.assert_shows("You declined");
    // A request put off until next week is not pending; a week later it is.
    ui.keys("/eve<enter>").assert_shows("◷ comes back");
    ui.assert_replays();
    let mut later = ui.days_later(7);
    later.keys("/eve<enter>");
    assert_eq!((tab(&later), later.session().position().0), (ScreenId::Triage, 1));
    assert_eq!(later.card_name(), Some("Eve Gee".to_owned()));
    later.assert_replays();
}

#[test]
fn accents_and_case_are_no_obstacle() {
    let mut ui = decided();
    ui.keys("/munoz");
    picture!(ui, "finder");
    ui.assert_shows("José Muñoz").assert_shows("1 of 7");
    ui.keys("<ctrl-u>MUÑOZ").assert_shows("1 of 7").assert_shows("José Muñoz");
    ui.keys("<ctrl-u>huerta").assert_shows("1 of 7");
    ui.keys("<enter>").assert_shows("Gardener · Huerta & Sol").assert_shows("Gracias for the seeds!").assert_replays();
}

#[test]
fn anything_that_was_said_is_found() {
    let mut ui = decided();
    for (query, name) in [
        ("escapement", None),
        ("mending", Some("Fay Hale")),
        ("no clocks", Some("Fay Hale")),
        ("roof", Some("Ann Bee")),
    ] {
        ui.keys("/").paste(query);
        let search = ui.app.search();
        let first = search.results.hits.first().map(|hit| search.index.people[hit.index].name.display_name());
        assert_eq!(first.as_deref(), name, "{query}");
        ui.keys("<esc>");
    }
    ui.keys("/qqqzzz").assert_shows("No matches").assert_shows("0 of 7");
    ui.keys("<enter>").assert_replays();
    assert_eq!(tab(&ui), ScreenId::Inbox, "nobody found, nowhere gone");
    ui.keys("/<down><down><up><tab><shift-tab>");
    assert_eq!(ui.app.search().cursor.index, 1);
    ui.keys("<esc>").assert_replays();
    let mut empty = UiTest::with_data(Network::default(), Vec::new());
    empty.keys("/").assert_shows("No one to search yet");
}

/// Search runs in steps, so that typing never blocks: the first hits show at once, all of them after a pause.
#[test]
fn a_search_goes_on_while_nobody_types() {
    let mut ui = UiTest::with_data(Network::default(), vec![imported(many_people(2_500))]);
    ui.keys("/7").assert_shows("… of 2,500");
    let found = ui.app.search().results.hits.len();
    ui.finish_background = true;
    ui.keys("").assert_hides("… of");
    assert!(ui.app.search().results.hits.len() > found, "{}", ui.screen_text());
    ui.keys("<ctrl-u>number 2499").assert_shows("1 of 2,500").assert_shows("Person 2499");
    ui.keys("<enter>").assert_shows("I read your words, number 2499.").assert_replays();
}

#[test]
fn an_export_is_shown_before_it_is_written() {
    let mut ui = decided();
    let before = ui.line_count();
    ui.keys("gpE");
    picture!(ui, "export_form");
    ui.keys("<esc>");
    ui.keys("E<tab><tab><ctrl-u>/no/such/folder/people.vcf<enter>");
    let Some(Overlay::ExportPreview(preview)) = ui.app.overlay() else { panic!("{}", ui.screen_text()) };
    assert_eq!((preview.people, &preview.existing), (2, &ExistingFile::None));
    picture!(ui, "export_preview");
    ui.keys("<esc>");
    let out = file(&ui, "people.vcf");
    export(&mut ui, "people.vcf");
    ui.assert_shows("BEGIN:VCARD").assert_hides("there already");
    assert!(!out.exists(), "nothing is written before Enter");
    ui.keys("<esc>");
    assert!(!out.exists(), "nor after Esc");
    export(&mut ui, "people.vcf");
    ui.keys("<enter>").assert_shows("Wrote 2 contacts to");
    let text = fs::read_to_string(&out).expect("written");
    assert_eq!(text.matches("BEGIN:VCARD").count(), 2);
    assert!(text.contains("José Muñoz") && text.contains("Ann Bee") && !text.contains("Fay Hale"), "{text}");
    assert_eq!(ui.line_count(), before, "the journal is as it was");
    ui.assert_replays();
}

#[cfg(unix)]
#[test]
fn an_export_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let mut ui = decided();
    export(&mut ui, "mine.vcf");
    ui.keys("<enter>");
    let mode = fs::metadata(file(&ui, "mine.vcf")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_file_that_is_there_is_named_before_it_is_overwritten() {
    let mut ui = decided();
    let out = file(&ui, "old.vcf");
    fs::write(&out, "precious").expect("written");
    export(&mut ui, "old.vcf");
    ui.assert_shows("Another file of this name is there already").assert_shows("O overwrite");
    ui.keys("<esc>");
    assert_eq!(fs::read_to_string(&out).expect("read"), "precious");
    export(&mut ui, "old.vcf");
    ui.keys("<enter>").assert_shows("Wrote 2 contacts").assert_shows("old-2.vcf");
    assert_eq!(fs::read_to_string(&out).expect("read"), "precious", "Enter keeps a file of somebody else");
    assert!(fs::read_to_string(file(&ui, "old-2.vcf")).expect("read").starts_with("BEGIN:VCARD"));
    export(&mut ui, "old.vcf");
    ui.keys("O").assert_shows("Wrote 2 contacts");
    assert!(fs::read_to_string(&out).expect("read").starts_with("BEGIN:VCARD"));
    ui.assert_replays();
}

#[test]
fn an_own_export_is_overwritten_until_somebody_changes_it() {
    let mut ui = decided();
    export(&mut ui, "mine.vcf");
    ui.keys("<enter>");
    export(&mut ui, "mine.vcf");
    ui.assert_shows("Your earlier export of this name is there already, unchanged").assert_hides("O overwrite");
    ui.keys("O").assert_shows("No file to overwrite");
    ui.keys("<enter>").assert_shows("Wrote 2 contacts");
    assert!(!file(&ui, "mine-2.vcf").exists());
    let out = file(&ui, "mine.vcf");
    export(&mut ui, "mine.vcf");
    fs::write(&out, "changed meanwhile").expect("written");
    ui.keys("<enter>").assert_hides("Wrote");
    export(&mut ui, "mine.vcf");
    ui.assert_shows("Another file of this name");
    ui.keys("<enter>").assert_shows("mine-2.vcf");
    assert_eq!(fs::read_to_string(&out).expect("read"), "changed meanwhile");
    ui.assert_replays();
}

#[test]
fn a_file_that_came_after_the_preview_is_not_overwritten_unseen() {
    let mut ui = decided();
    export(&mut ui, "new.vcf");
    ui.assert_hides("there already");
    fs::write(file(&ui, "new.vcf"), "precious").expect("written");
    ui.keys("<enter>").assert_hides("Wrote");
    assert_eq!(fs::read_to_string(file(&ui, "new.vcf")).expect("read"), "precious");
    ui.assert_replays();
}

#[test]
fn a_filtered_history_exports_only_those_people() {
    let mut ui = decided();
    ui.keys("ghwmet:yes bees<enter>E").assert_shows("those in the filtered list");
    ui.keys("<esc>");
    export(&mut ui, "few.vcf");
    ui.keys("<enter>").assert_shows("Wrote 1 contact to");
    let text = fs::read_to_string(file(&ui, "few.vcf")).expect("written");
    assert!(text.contains("Ann Bee"), "{text}");
    for other in ["Muñoz", "Fay", "Eve"] {
        assert!(!text.contains(other), "{other} in {text}");
    }
    ui.assert_replays();
}

#[test]
fn a_form_that_was_left_in_the_filtered_history_exports_nobody_else() {
    let mut ui = decided();
    ui.keys("ghwfay<enter>E<esc>gp");
    ui.keys("E").assert_hides("those in the filtered list");
    ui.keys("<esc>");
    export(&mut ui, "people.vcf");
    ui.keys("<enter>").assert_shows("Wrote 2 contacts to").assert_replays();
    let text = fs::read_to_string(file(&ui, "people.vcf")).expect("written");
    assert!(!text.contains("Fay"), "{text}");
}

#[test]
fn a_page_offers_this_person_first() {
    let mut ui = decided();
    ui.keys("/ann<enter>E").assert_shows("Export contacts");
    let who = ui.screen_text().lines().find(|line| line.contains("Who ")).map(str::to_owned).expect("a field");
    assert!(who.contains("Ann Bee"), "{who}");
    ui.keys("<esc>");
    export(&mut ui, "ann.vcf");
    ui.assert_shows("1 contact to");
    ui.keys("<enter>").assert_shows("Wrote 1 contact to");
    let text = fs::read_to_string(file(&ui, "ann.vcf")).expect("written");
    assert!(text.contains("FN:Ann Bee") && text.matches("BEGIN:VCARD").count() == 1, "{text}");
    // Others are one key away, and somebody without a decision has nothing to be exported.
    let all = file(&ui, "all.vcf");
    ui.keys("E<right><tab><tab><ctrl-u>").paste(all.to_str().expect("a path")).keys("<enter>");
    ui.assert_shows("contacts to");
    ui.keys("<esc>").assert_replays();
}

#[test]
fn notes_go_into_a_folder() {
    let mut ui = decided();
    let folder = file(&ui, "vault");
    let format = ui.app.model().settings.formats.iter().position(|format| format.name == "notes").expect("notes");
    let vcard = ui.app.model().settings.formats.iter().position(|format| format.name == "vcard").expect("vcard");
    let export = |ui: &mut UiTest| {
        ui.keys(&format!("E<tab>{}<tab><ctrl-u>", "<right>".repeat(format - vcard)));
        ui.paste(folder.to_str().expect("a path")).keys("<enter>");
    };
    export(&mut ui);
    ui.assert_shows("2 contacts to").assert_shows("name: \"");
    ui.keys("<enter>").assert_shows("2 notes written");
    let note = folder.join("ann-bee.md");
    fs::write(&note, "mine").expect("written");
    export(&mut ui);
    ui.assert_shows("Notes that you changed stay");
    ui.keys("<enter>").assert_shows("1 unchanged, 1 left as it is");
    assert_eq!(fs::read_to_string(&note).expect("read"), "mine");
    ui.keys("E<tab><tab><ctrl-u>").paste(folder.to_str().expect("a path")).keys("<enter>");
    ui.assert_shows("is a folder; name a file in it").assert_replays();
}

#[test]
fn a_calendar_is_about_everybody_decided() {
    let mut ui = decided();
    let formats = ui.app.model().settings.formats.len();
    let ics = ui.app.model().settings.formats.iter().position(|format| format.name == "ics").expect("ics");
    let vcard = ui.app.model().settings.formats.iter().position(|format| format.name == "vcard").expect("vcard");
    assert_eq!(ics + 1, formats);
    ui.keys(&format!("E<tab>{}", "<right>".repeat(ics - vcard))).assert_shows("contacts.ics");
    let due = file(&ui, "due.ics");
    ui.keys("<tab><ctrl-u>").paste(due.to_str().expect("a path")).keys("<enter>");
    ui.assert_shows("X-WR-CALNAME");
    ui.keys("<enter>").assert_shows("to ");
    let text = fs::read_to_string(due).expect("written");
    assert!(text.contains("To do on LinkedIn") && text.contains("Follow up: Eve"), "{text}");
}

#[test]
fn the_ending_follows_the_format_until_it_is_changed_by_hand() {
    let mut ui = decided();
    ui.keys("E").assert_shows("contacts.vcf");
    ui.keys("<tab><left>").assert_hides("contacts.vcf").assert_shows("contacts.csv");
    ui.keys("<tab><ctrl-u>mine.txt<shift-tab><right>").assert_shows("mine.txt");
    ui.keys("<tab><ctrl-u><enter>").assert_shows("A file needs a name");
    assert!(matches!(ui.app.overlay(), Some(Overlay::Form(_))));
    ui.keys("<esc>").assert_replays();
}

#[test]
fn what_can_not_be_exported_is_told() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>gh");
    export(&mut ui, "nobody.vcf");
    ui.assert_shows("No one to export: no decision of that kind");
    assert!(!file(&ui, "nobody.vcf").exists());
    let mut ui = decided();
    export(&mut ui, "no/such/folder.vcf");
    ui.keys("<enter>").assert_shows("The export failed");
    assert_eq!(ui.exit_reason, None);
    ui.assert_replays();
}

#[test]
fn an_address_of_another_network_can_be_copied_and_is_never_opened() {
    let ann = |address: &str| Invitation::new("Ann Bee", "", time("2026-02-20T10:00:00Z")).with_other_address(address);
    let mut ui = UiTest::with_requests(vec![ann("https://www.xing.com/profile/Ann_Bee")]);
    ui.keys("d<enter>gh<enter>").assert_shows("xing.com/profile/Ann_Bee");
    ui.keys("y").assert_shows("Not copied"); // the tests have no clipboard
    ui.keys("o").assert_shows("No profile link.");
    let mut without = UiTest::with_requests(vec![ann("")]);
    without.keys("d<enter>gh<enter>y").assert_shows("No profile link.");
}

#[test]
fn a_filter_and_the_place_in_a_list_stay_while_one_is_elsewhere() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>d<enter>d<enter>ghj");
    let marked = |ui: &UiTest| ui.screen_text().lines().find(|line| line.contains('▌')).map(str::to_owned);
    let before = marked(&ui);
    assert!(before.is_some());
    ui.keys("<tab>gh");
    assert_eq!(marked(&ui), before);
    ui.keys("wignore<enter>").assert_shows("Filter: ignore");
    ui.keys("gigh").assert_shows("Filter: ignore").assert_replays();
}

#[test]
fn a_long_name_is_whole_where_its_row_has_room() {
    let name = "Maximiliane Freifrau von Hohenstein";
    let long = request(name, "mx", "2026-01-10", "");
    let mut ui = UiTest::with_requests(vec![long]).with_size(60, 20);
    ui.keys("gt").assert_shows(name);
    ui.keys("yyya<enter>");
    ui.keys("gh").assert_shows(&format!("✓ {name} ")).assert_shows(&format!("  {name}\n  ✓ accepted"));
    ui.keys("gp").assert_shows(&format!("▌{name}\n"));
    let mut ui = ui.with_size(80, 24);
    ui.keys("gc").assert_shows(&format!("✓ {name} "));
    ui.keys("<space>gd").assert_shows(&format!("♡ {name} "));
    ui.keys("/max").assert_shows(&format!("✓ {name}  "));
}
