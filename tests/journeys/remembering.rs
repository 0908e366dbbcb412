//! Looking back: history, people and their pages, finding somebody, changing what was decided, exports.

use std::fs;
use std::path::PathBuf;

use invite_triage::app::ids::Context;
use invite_triage::app::ids::ScreenId;
use invite_triage::app::overlay::Overlay;
use invite_triage::app::screen::Screen;
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::request::invitation::Invitation;
use serde_json::json;

use crate::common::{Journey, acquaintances, asks, cast, crowd, imported};

/// The six people and one whose name has accents.
fn seven() -> Vec<Invitation> {
    let jose = asks("José Muñoz", "jose-munoz", "2026-01-05", "Gracias for the seeds!");
    cast().into_iter().chain([jose.with_role("Gardener", "Huerta & Sol")]).collect()
}

/// Four of them are decided, Fay first and Gus last; two days lie between the second and the third.
fn decided() -> Journey {
    let mut journey = Journey::over(acquaintances(), vec![imported(seven())]);
    journey.keys("/fay<enter>nnnd<tab>no clocks for now<enter>");
    journey.keys("/ann bee<enter>yyya").keys("at the bee fair<tab>keeps bees on a roof<enter>");
    let mut journey = journey.days_later(2);
    journey.keys("/eve<enter>f<enter>/jose<enter>ynmaseeds<enter>go").shows("decided 4").holds();
    journey
}

/// A file in a folder of the journey's own.
fn file(journey: &Journey, name: &str) -> PathBuf {
    journey.dir().join(name)
}

/// Asks for an export from where one is, into this file, and stays before the preview's question.
fn export(journey: &mut Journey, name: &str) {
    let path = file(journey, name);
    journey.keys("E<tab><tab><ctrl-u>").paste(path.to_str().expect("a path")).keys("<enter>");
}

#[track_caller]
fn tab(journey: &Journey) -> ScreenId {
    journey.app.screens().at()
}

#[track_caller]
fn rows(journey: &Journey) -> usize {
    let Screen::History(history) = journey.app.screens().up() else { panic!("no history in\n{}", journey.picture()) };
    history.rows.len()
}

#[test]
fn the_history_tells_what_was_decided_and_why() {
    let mut journey = decided();
    let before = journey.count();
    journey.keys("gh");
    picture!(journey, "history");
    for words in
        ["4 decisions.", "+ accepted José Muñoz", "~ put off  Eve Gee", "- declined Fay Hale · no clocks for now"]
    {
        journey.shows(words);
    }
    journey.keys("<end>").shows("Why: no clocks for now").shows("2 Mar 2026");
    journey.keys("k").shows("How we met: at the bee fair").shows("To remember: keeps bees on a roof");
    journey.keys("<home>").shows("Good for both of us? unsure");
    let mut wide = journey.sized(120, 40);
    picture!(wide, "history_wide");
    wide.keys("G").shows("What was known then").shows("messages.csv:12");
    let mut small = wide.sized(60, 20);
    small.keys("<home>");
    picture!(small, "history_small");
    assert_eq!(small.count(), before, "looking writes nothing");
    small.holds();
}

#[test]
fn without_a_decision_the_history_says_so() {
    let mut journey = Journey::begin();
    journey.keys("gh").shows("Nothing like that was decided.").shows("0 decisions");
    journey.keys("<down><end><enter>").shows("Nobody is in sight here");
    journey.keys("x").shows("Mark a decision first");
    journey.keys("E").shows("Nothing was decided yet, so there is nobody to export");
    journey.keys("gp").shows("Nobody was accepted yet.");
    journey.keys("<enter>r").shows("Nobody is in sight here").holds();
    assert_eq!(journey.count(), 1);
}

#[test]
fn words_narrow_the_history() {
    let mut journey = decided();
    journey.keys("ghw");
    assert_eq!(journey.app.context(), Context::Filter);
    journey.keys("munoz").shows("narrowed by: munoz").shows("1 of 4").hides("Eve Gee");
    picture!(journey, "narrowing");
    journey.keys("<ctrl-u>met:yes").shows("2 of 4").shows("Ann Bee").hides("Fay Hale");
    journey.keys("<ctrl-u>has:messages").shows("1 of 4").shows("Fay Hale");
    journey.keys("<ctrl-u>2026-03-04").shows("2 of 4").hides("Ann Bee");
    journey.keys("<ctrl-u>ann fair").shows("1 of 4");
    journey.keys("<ctrl-u>qqq").shows("0 of 4").shows("Nothing like that was decided.");
    journey.keys("<enter>x").shows("Mark a decision first").holds();
}

#[test]
fn what_is_pasted_narrows_too() {
    let mut journey = decided();
    journey.keys("ghw").paste("bee\nfair").shows("narrowed by: bee fair").shows("1 of 4").holds();
}

#[test]
fn esc_shows_all_again_and_then_leaves() {
    let mut journey = decided();
    journey.keys("ghwmunoz<esc>").shows("narrowed by: munoz").shows("1 of 4");
    assert_eq!(journey.app.context(), Context::Screen(ScreenId::History), "the first Esc ends the typing");
    journey.keys("<esc>").shows("4 decisions.").hides("narrowed by");
    assert_eq!(tab(&journey), ScreenId::History);
    journey.keys("<esc>").holds();
    assert_eq!(tab(&journey), ScreenId::Inbox);
}

#[test]
fn verdicts_narrow_in_turn() {
    let mut journey = decided();
    journey.keys("ghv").shows("narrowed by: accepted").shows("2 of 4").hides("Fay Hale");
    journey.keys("v").shows("narrowed by: declined").shows("1 of 4").shows("Fay Hale");
    journey.keys("v").shows("narrowed by: put off").shows("1 of 4").shows("Eve Gee");
    journey.keys("v").shows("4 decisions.");
    journey.keys("wbees<enter>v").shows("narrowed by: accepted bees").shows("1 of 4");
    journey.keys("vv").shows("narrowed by: put off bees").shows("0 of 4");
    journey.keys("v").shows("narrowed by: bees").shows("1 of 4").holds();
}

#[test]
fn exactly_the_marked_one_is_taken_back() {
    let mut journey = decided();
    journey.keys("gh<end>k");
    let ann = journey.lines()[2]["id"].clone();
    journey.keys("x").shows("Undone: accepted Ann Bee").shows("decided 3").shows("3 decisions.");
    let line = journey.last_line();
    assert_eq!((&line["event"], &line["entry"]), (&json!("retracted"), &ann));
    assert_eq!(tab(&journey), ScreenId::History, "one stays where one looks");
    assert_eq!(journey.standing("Ann Bee"), Status::Pending);
    for other in ["Fay Hale", "Eve Gee", "José Muñoz"] {
        assert_ne!(journey.standing(other), Status::Pending, "{other}");
    }
    journey.hides("Ann Bee ").holds();
    journey.keys("U").shows("Done again: accepted Ann Bee").shows("4 decisions.").shows("decided 4").holds();
    journey.keys("u").shows("3 decisions.").holds();
    let mut again = journey.restarted();
    again.keys("gh").shows("3 decisions.").holds();
}

#[test]
fn one_of_a_narrowed_history_is_taken_back() {
    let mut journey = decided();
    journey.keys("ghwaccepted<enter>j").shows("2 of 4");
    journey.keys("x").shows("narrowed by: accepted").shows("1 of 3").shows("Undone: accepted Ann Bee").holds();
    journey.keys("x").shows("0 of 2").shows("Undone: accepted José Muñoz").holds();
    journey.keys("x").shows("Mark a decision first").holds();
    assert_eq!(journey.app.model().ledger.decisions(), 2);
}

#[test]
fn a_changed_decision_leaves_the_old_one_in_sight() {
    let mut journey = decided();
    let before = journey.count();
    journey.keys("gh<end>a<enter>").shows("No answer was yes: one line of reason, or Esc");
    journey.keys("<ctrl-u>the clocks can wait, she can't<enter>").shows("How we met");
    journey.keys("by post<enter>").shows("Accepted Fay Hale");
    assert_eq!(journey.count(), before + 1, "a line more, none less");
    let line = journey.last_line();
    assert_eq!((&line["verdict"], &line["how_met"]), (&json!("accept"), &json!("by post")));
    assert_eq!(line["reason"], "the clocks can wait, she can't");
    assert_eq!(line["answers"], json!({ "met": "no", "context": "no", "value": "no" }), "the answers of then");
    assert_eq!(journey.standing("Fay Hale"), Status::Accepted);
    assert_eq!(tab(&journey), ScreenId::History);
    journey.shows("decided 5").shows("5 decisions.").shows("Fay Hale (changed later)").holds();
    picture!(journey, "changed_later");
    journey.keys("<end>").shows("A later decision counts now.");
    let mut journey = journey.sized(80, 32);
    journey.keys("<end>").shows("Also decided about this person").shows("+ accepted on 4 Mar 2026");
    // The old one taken back leaves the new one; the new one taken back leaves nothing.
    journey.keys("x").shows("4 decisions.").hides("changed later").shows("decided 4").holds();
    assert_eq!(journey.standing("Fay Hale"), Status::Accepted);
    journey.keys("<home>x").shows("decided 3").holds();
    assert_eq!(journey.standing("Fay Hale"), Status::Pending);
}

#[test]
fn the_new_decision_taken_back_leaves_the_old_one() {
    let mut journey = decided();
    journey.keys("gh<end>f<enter>").shows("Put off Fay Hale");
    journey.keys("<home>x").shows("Undone: put off Fay Hale").hides("changed later").holds();
    assert_eq!(journey.standing("Fay Hale"), Status::Declined);
}

#[test]
fn the_reason_of_a_decline_is_none_for_an_accept() {
    let mut journey = Journey::at_cards();
    journey.keys("yyyd<tab>too busy<enter>gha<enter>").shows("Accepted Fay Hale").holds();
    assert_eq!(journey.last_line().get("reason"), None);
    journey.keys("<end>d<enter>").holds();
    assert_eq!(journey.last_line().get("reason"), None);
    journey.keys("<home>d<tab>too loud<enter>d").shows("too loud").holds();
    journey.keys("<down><enter>").holds();
    assert_eq!(
        (&journey.last_line()["reason"], &journey.last_line()["kind"]),
        (&json!("too loud"), &json!("dont_know"))
    );
}

#[test]
fn an_accept_without_answers_goes_to_the_card() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>gha").shows("An accept needs every answer: Have we met? y, n or m");
    assert_eq!(tab(&journey), ScreenId::Triage);
    journey.shows("Are you still mending clocks?");
    journey.keys("ynya<enter>").shows("Accepted Fay Hale").shows("decided 2").holds();
    assert_eq!(journey.standing("Fay Hale"), Status::Accepted);
    assert_eq!(journey.count(), 3);
}

#[test]
fn a_decision_from_the_history_is_none_of_the_portion() {
    let mut journey = Journey::begin().configured("portion = 2\n");
    journey.keys("<enter>d<enter>").shows("1 of 2 in this portion");
    journey.keys("ghf<enter>d<enter>gt").shows("1 of 2 in this portion").hides("A portion is done").holds();
    journey.keys("d<enter>").shows("A portion is done").holds();
    assert_eq!(journey.session().decided(), 2, "cards");
}

#[test]
fn taking_back_in_the_history_is_none_of_the_portion() {
    let mut journey = decided().configured("portion = 3\n");
    journey.keys("gtd<enter>").shows("1 of 3 in this portion");
    journey.keys("gh<end>x").shows("Undone: declined Fay Hale");
    journey.keys("gt").shows("1 of 3 in this portion").holds();
}

#[test]
fn many_accepts_from_the_history_are_no_yes_to_all() {
    let mut journey = Journey::among(crowd(6)).configured("portion = 0\n[accept]\nguard = 3\n");
    journey.keys("<enter>");
    for _ in 0..5 {
        journey.keys("yyyd<enter>");
    }
    journey.pace = 0;
    journey.keys("gh");
    for _ in 0..5 {
        journey.keys("a<enter><end>");
    }
    assert!(journey.app.overlay().is_none(), "{}", journey.picture());
    journey.keys("gtyyya<enter>").hides("A moment").holds();
}

#[test]
fn what_could_not_be_saved_from_the_history_is_tried_again_there() {
    let mut journey = decided();
    let path = file(&journey, "journal.jsonl");
    journey.keys("gh<end>");
    fs::rename(&path, file(&journey, "aside")).expect("moved");
    fs::create_dir(&path).expect("made");
    journey.keys("f<enter>").shows("NOT SAVED").shows("r tries again").shows("decided 4");
    assert_eq!(journey.standing("Fay Hale"), Status::Declined);
    fs::remove_dir(&path).expect("removed");
    fs::rename(file(&journey, "aside"), &path).expect("moved");
    journey.keys("r").shows("Put off Fay Hale").hides("NOT SAVED").holds();
    assert_eq!(tab(&journey), ScreenId::History);
}

#[test]
fn who_was_accepted() {
    let mut journey = decided();
    journey.keys("gp");
    picture!(journey, "people");
    journey.shows("2 people, few and considered").hides("Fay Hale");
    journey.shows("Ann Bee  at the bee fair · keeps bees on a roof").shows("Gardener · Huerta & Sol · seeds");
    journey.keys("<enter>").shows("How we met: at the bee fair");
    journey.keys("<esc>");
    assert_eq!(tab(&journey), ScreenId::People);
    journey.keys("j<enter>").shows("José Muñoz").shows("How we met: seeds");
    journey.keys("<esc>jj<esc>").holds();
    assert_eq!(tab(&journey), ScreenId::Inbox);
    assert_eq!(rows(journey.keys("gh")), 4);
}

#[test]
fn the_page_of_a_person() {
    let mut journey = decided();
    journey.keys("gh<end><enter>");
    picture!(journey, "person");
    for words in
        ["Fay Hale", "you declined", "no clocks for now", "asked: \"Are you still mending clocks?\"", "In your files"]
    {
        journey.shows(words);
    }
    journey.shows("r: write down how you met");
    journey.keys("f<enter>").shows("Put off Fay Hale").shows("you put off until 11 Mar 2026").shows("you declined");
    assert_eq!(tab(&journey), ScreenId::Person, "and stays");
    journey.keys("u").shows("Undone: put off Fay Hale").hides("you put off until").holds();
}

#[test]
fn what_is_known_of_a_person_is_written_on_the_page() {
    let mut journey = decided();
    journey.keys("gp<enter>r");
    picture!(journey, "person_form");
    journey.keys("<tab><tab>Cy Dee<tab>").keys(" in Ghent<tab><tab>wax and honey<tab>a loft with a view");
    journey.keys("<tab>#bees honey,Ghent<enter>").shows("Noted what you know of Ann Bee");
    assert_eq!(
        journey.last_line(),
        json!({
            "id": journey.lines().last().expect("a line")["id"],
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
    picture!(journey, "person_described");
    journey.shows("Tags: #bees #honey #Ghent").shows("Looks for: a loft with a view").holds();
    let before = journey.count();
    journey.keys("r<enter>").holds();
    assert_eq!(journey.count(), before, "nothing new, no line");
    journey.keys("/loft<enter>").shows("Can offer: wax and honey").holds();
    journey.keys("u").shows("Undone: what you wrote about Ann Bee").hides("wax and honey").holds();
    journey.keys("U").shows("wax and honey").holds();
    // The short form of a card leaves alone what the long one holds.
    journey.keys("ghx").holds();
    let mut journey = journey.restarted();
    journey.keys("gpr<ctrl-u>Keeper<enter>").shows("Keeper").holds();
    let line = journey.last_line();
    assert_eq!((&line["headline"], &line["seeks"]), (&json!("Keeper"), &json!("a loft with a view")));
}

#[test]
fn the_short_form_that_was_left_is_not_the_long_one() {
    let mut journey = Journey::at_cards();
    journey.keys("r<esc>d<enter>ghr").shows("Can offer").holds();
    journey.keys("<esc>").keys("/ann bee<enter>r").hides("Can offer").holds();
}

#[test]
fn whoever_waits_is_found_with_a_card_and_everybody_else_with_a_page() {
    let mut journey = decided();
    journey.keys("/");
    assert_eq!(journey.app.context(), Context::Search);
    journey.shows("7 of 7").shows("+ Ann Bee").shows("- Fay Hale").shows("~ Eve Gee");
    journey.keys("cy dee<enter>");
    assert_eq!(tab(&journey), ScreenId::Triage);
    journey.shows("Cy Dee");
    assert_eq!(journey.card_name(), Some("Cy Dee".to_owned()));
    journey.keys("/fay<enter>");
    assert!(journey.app.screens().at() == ScreenId::Person, "{}", journey.picture());
    journey.shows("you declined");
    // What was put off until next week does not wait; a week later it does.
    journey.keys("/eve<enter>").shows("you put off until");
    journey.holds();
    let mut later = journey.days_later(7);
    later.keys("/eve<enter>").shows("card 1 of");
    assert_eq!(later.card_name(), Some("Eve Gee".to_owned()));
    later.holds();
}

#[test]
fn accents_and_case_are_no_obstacle() {
    let mut journey = decided();
    journey.keys("/munoz");
    picture!(journey, "finder");
    journey.shows("José Muñoz").shows("1 of 7");
    journey.keys("<ctrl-u>MUÑOZ").shows("1 of 7").shows("José Muñoz");
    journey.keys("<ctrl-u>huerta").shows("1 of 7");
    journey.keys("<enter>").shows("Gardener, Huerta & Sol").shows("Gracias for the seeds!").holds();
}

#[test]
fn anything_that_was_said_is_found() {
    let mut journey = decided();
    for (query, name) in [
        ("escapement", None),
        ("mending", Some("Fay Hale")),
        ("no clocks", Some("Fay Hale")),
        ("roof", Some("Ann Bee")),
    ] {
        journey.keys("/").paste(query);
        let search = journey.app.search();
        let first = search.ranking.hits.first().map(|hit| search.everybody.people[hit.index].name.display_name());
        assert_eq!(first.as_deref(), name, "{query}");
        journey.keys("<esc>");
    }
    journey.keys("/qqqzzz").shows("nobody like that").shows("0 of 7");
    journey.keys("<enter>").holds();
    assert_eq!(tab(&journey), ScreenId::Inbox, "nobody found, nowhere gone");
    journey.keys("/<down><down><up><tab><shift-tab>");
    assert_eq!(journey.app.search().cursor.at, 1);
    journey.keys("<esc>").holds();
    let mut empty = Journey::over(Network::default(), Vec::new());
    empty.keys("/").shows("There is nobody to find yet");
}

/// Everybody is looked at in portions, so that nobody waits for a letter: who types on sees the first ones at once, who
/// waits sees all of them.
#[test]
fn a_search_goes_on_while_nobody_types() {
    let mut journey = Journey::over(Network::default(), vec![imported(crowd(2_500))]);
    journey.keys("/7").shows("… of 2,500");
    let found = journey.app.search().ranking.hits.len();
    journey.patient = true;
    journey.keys("").hides("… of");
    assert!(journey.app.search().ranking.hits.len() > found, "{}", journey.picture());
    journey.keys("<ctrl-u>number 2499").shows("1 of 2,500").shows("Person 2499");
    journey.keys("<enter>").shows("I read your words, number 2499.").holds();
}

#[test]
fn an_export_is_shown_before_it_is_written() {
    let mut journey = decided();
    let before = journey.count();
    journey.keys("gpE");
    picture!(journey, "export_form");
    journey.keys("<esc>");
    journey.keys("E<tab><tab><ctrl-u>/no/such/folder/people.vcf<enter>");
    let Some(Overlay::ExportPreview(preview)) = journey.app.overlay() else { panic!("{}", journey.picture()) };
    assert_eq!((preview.people, preview.exists), (2, false));
    picture!(journey, "export_preview");
    journey.keys("<esc>");
    let out = file(&journey, "people.vcf");
    export(&mut journey, "people.vcf");
    journey.shows("BEGIN:VCARD").hides("there already");
    assert!(!out.exists(), "nothing is written before Enter");
    journey.keys("<esc>");
    assert!(!out.exists(), "nor after Esc");
    export(&mut journey, "people.vcf");
    journey.keys("<enter>").shows("Wrote 2 contacts to");
    let text = fs::read_to_string(&out).expect("written");
    assert_eq!(text.matches("BEGIN:VCARD").count(), 2);
    assert!(text.contains("José Muñoz") && text.contains("Ann Bee") && !text.contains("Fay Hale"), "{text}");
    assert_eq!(journey.count(), before, "the journal is as it was");
    journey.holds();
}

#[cfg(unix)]
#[test]
fn an_export_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let mut journey = decided();
    export(&mut journey, "mine.vcf");
    journey.keys("<enter>");
    let mode = fs::metadata(file(&journey, "mine.vcf")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_file_that_is_there_is_named_before_it_is_overwritten() {
    let mut journey = decided();
    let out = file(&journey, "old.vcf");
    fs::write(&out, "precious").expect("written");
    export(&mut journey, "old.vcf");
    journey.shows("A file of this name is there already; Enter overwrites it, Esc keeps it.");
    journey.keys("<esc>");
    assert_eq!(fs::read_to_string(&out).expect("read"), "precious");
    export(&mut journey, "old.vcf");
    journey.keys("<enter>").shows("Wrote 2 contacts");
    assert!(fs::read_to_string(&out).expect("read").starts_with("BEGIN:VCARD"));
    journey.holds();
}

#[test]
fn a_file_that_came_after_the_preview_is_not_overwritten_unseen() {
    let mut journey = decided();
    export(&mut journey, "new.vcf");
    journey.hides("there already");
    fs::write(file(&journey, "new.vcf"), "precious").expect("written");
    journey.keys("<enter>").hides("Wrote");
    assert_eq!(fs::read_to_string(file(&journey, "new.vcf")).expect("read"), "precious");
    journey.holds();
}

#[test]
fn a_narrowed_history_exports_only_those_people() {
    let mut journey = decided();
    journey.keys("ghwmet:yes bees<enter>E").shows("those in the narrowed history");
    journey.keys("<esc>");
    export(&mut journey, "few.vcf");
    journey.keys("<enter>").shows("Wrote 1 contact to");
    let text = fs::read_to_string(file(&journey, "few.vcf")).expect("written");
    assert!(text.contains("Ann Bee"), "{text}");
    for other in ["Muñoz", "Fay", "Eve"] {
        assert!(!text.contains(other), "{other} in {text}");
    }
    journey.holds();
}

#[test]
fn a_form_that_was_left_in_the_narrowed_history_exports_nobody_else() {
    let mut journey = decided();
    journey.keys("ghwfay<enter>E<esc>gp");
    journey.keys("E").hides("those in the narrowed history");
    journey.keys("<esc>");
    export(&mut journey, "people.vcf");
    journey.keys("<enter>").shows("Wrote 2 contacts to").holds();
    let text = fs::read_to_string(file(&journey, "people.vcf")).expect("written");
    assert!(!text.contains("Fay"), "{text}");
}

#[test]
fn the_ending_follows_the_format_until_it_is_changed_by_hand() {
    let mut journey = decided();
    journey.keys("E").shows("contacts.vcf");
    journey.keys("<left>").hides("contacts.vcf").shows("contacts.csv");
    journey.keys("<tab><tab><ctrl-u>mine.txt<shift-tab><shift-tab><right>").shows("mine.txt");
    journey.keys("<tab><tab><ctrl-u><enter>").shows("A file needs a name");
    assert!(matches!(journey.app.overlay(), Some(Overlay::Form(_))));
    journey.keys("<esc>").holds();
}

#[test]
fn what_can_not_be_exported_is_told() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>gh");
    export(&mut journey, "nobody.vcf");
    journey.shows("Nobody to export: no decision of that kind stands");
    assert!(!file(&journey, "nobody.vcf").exists());
    let mut journey = decided();
    export(&mut journey, "no/such/folder.vcf");
    journey.keys("<enter>").shows("The export could not be written");
    assert_eq!(journey.ending, None);
    journey.holds();
}
