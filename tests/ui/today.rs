//! Today: whom to reach out to, what is owed, who wrote.

use chrono::NaiveDate;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::screen::today::TodayRow;
use invite_triage::app::screen::{Screen, specs};
use invite_triage::domain::care::today::TodayItem;
use invite_triage::domain::decision::care_event::{CareEvent, Party, RhythmChoice};
use invite_triage::domain::decision::event::Event;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::evidence::file_age::FileAge;
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef, UnansweredMessage,
};
use invite_triage::domain::evidence::timestamp::Timestamp;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::untrusted::Untrusted;
use serde_json::json;

use crate::common::{UiTest, time};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn facts(key: &str, name: &str, kinds: Vec<FactKind>) -> PersonFacts {
    let source = SourceRef { file: 0, record: 2 };
    let facts = kinds.into_iter().map(|kind| Fact { kind, source }).collect();
    PersonFacts { facts, ..PersonFacts::new(PersonKey::from_stored(key), name.into()) }
}

fn job(position: &str) -> FactKind {
    FactKind::Connected(Connection {
        connected_on: Some(day("2020-09-08")),
        position: Some(position.into()),
        company: Some("Library of Things".into()),
        ..Connection::default()
    })
}

fn talk(last: &str, by_me: bool, new_after: Option<&str>, is_greeting: bool) -> FactKind {
    let at = |text| Timestamp::from(time(text));
    let last = at(last);
    FactKind::Conversation(Box::new(ConversationStats {
        sent: 2,
        received: 2,
        first: at("2021-01-01T09:00:00Z"),
        last,
        last_by_me: by_me,
        last_excerpt: "Could we try the Saturday slot?".into(),
        last_sent: Some(if by_me { last } else { at("2026-02-01T09:00:00Z") }),
        unanswered: (!by_me).then_some(UnansweredMessage { at: last, is_greeting }).into_iter().collect(),
        new_after: new_after.map(at),
        ..ConversationStats::default()
    }))
}

/// Returns eighty connections with a message of one's own on 1 February, one who has a new job, one who wrote, and one
/// who sent a greeting.
fn network() -> Network {
    let mut people: Vec<PersonFacts> = (1..=80)
        .map(|n| {
            let kinds = vec![job("Tailor"), talk("2026-02-01T09:00:00Z", true, None, false)];
            facts(&format!("person-{n:02}"), &format!("Person {n:02}"), kinds)
        })
        .collect();
    let before = Connection { position: Some("Community manager".into()), ..Connection::default() };
    people.push(facts("ines", "Ines Moravec", vec![job("Director"), FactKind::Changed(before)]));
    let news = Some("2026-02-10T00:00:00Z");
    people.push(facts("aisha", "Aisha Ramirez", vec![job("Baker"), talk("2026-02-20T09:00:00Z", false, news, false)]));
    people.push(facts("ole", "Ole Sund", vec![job("Miller"), talk("2026-02-21T09:00:00Z", false, news, true)]));
    let me = Owner { name: "Pat Owner".into(), person: None };
    let at = Some(time("2026-02-25T00:00:00Z"));
    let mut network = Network::new(me, at, vec!["Connections.csv".to_owned()], people);
    network.kinds = vec![FileKind::Connections, FileKind::Messages];
    network.ages = vec![FileAge::new(FileKind::Connections, Some(day("2026-02-25")), at, at, at)];
    network.messages_as_of = at;
    network
}

fn every_month(n: usize) -> Event {
    let about = Party {
        person: PersonKey::from_stored(format!("person-{n:02}")),
        name: Untrusted::from(format!("Person {n:02}").as_str()),
    };
    Event::care(CareEvent::RhythmSet(RhythmChoice { about, rhythm: Some(Rhythm::Month), because: None }))
}

/// Returns Today with four people to reach out to: the last ten lines are of the day itself, which do not count yet.
fn four_a_day() -> UiTest {
    let mut ui = UiTest::with_data(network(), (1..=80).map(every_month).collect()).with_size(120, 40);
    ui.keys("gd<home>");
    ui
}

#[test]
fn the_pledge_says_its_honest_sum_before_it_is_made() {
    let mut ui = UiTest::with_data(network(), Vec::new()).with_size(120, 40);
    ui.keys("gd<end>").assert_shows("No rhythm yet. Enter chooses how often to be in touch.");
    ui.keys("<enter><tab><right><right><right>");
    ui.assert_says("82 people you have exchanged messages with, every six months, is less than one a business day.");
    ui.assert_says("All 83 would be less than one.");
    ui.keys("<enter>").assert_shows("82 people, every six months, is less than one a business day.");
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["both"], &line["accepted"]), (&json!("pledged"), &json!("6m"), &json!(null)));
    ui.keys("<enter><tab><tab><tab>mentor soon<enter>").assert_says("“mentor soon” is no tag with a rhythm");
    ui.keys("<ctrl-u>mentor 1m, #school 1y<enter>");
    assert_eq!(ui.last_line()["by_tag"], json!({"mentor": "1m", "school": "1y"}));
    ui.keys("uu").assert_shows("No rhythm yet.").assert_replays();
}

#[test]
fn a_rhythm_that_was_chosen_today_counts_from_tomorrow() {
    let mut ui = UiTest::with_data(network(), vec![every_month(1)]).with_size(120, 40);
    ui.keys("gd<end>").assert_shows("Nobody is due by rhythm today. Enter changes it.");
    ui.keys("<enter>").assert_says("1 person in all is less than one a business day.");
    let mut ui = ui.days_later(1);
    ui.keys("gd<end>").assert_shows("1 person, every month, is less than one a business day.");
}

#[test]
fn the_first_of_those_asked_for_is_selected() {
    let mut ui = four_a_day();
    let today = |ui: &UiTest| match ui.app.screens().current_screen() {
        Screen::Today(today) => (today.cursor.index, today.row().cloned()),
        other => panic!("{other:?}"),
    };
    while !matches!(today(&ui), (_, Some(TodayRow::More(4)))) {
        ui.keys("j");
    }
    let (place, _) = today(&ui);
    ui.keys("<enter>");
    let (selected, row) = today(&ui);
    assert_eq!(selected, place, "the first of the new people stands where the row was");
    assert!(matches!(row, Some(TodayRow::Item(TodayItem::ReachOut(_)))), "{row:?}");
}

#[test]
fn todays_few_are_the_same_whatever_is_done_about_them() {
    let mut ui = four_a_day();
    ui.assert_says("four to reach out to").assert_shows("REACH OUT  today's four").assert_shows("four more.");
    picture!(ui, "today_few");
    let before = ui.screen_text();
    ui.keys("jj ").assert_says("Logged: message with Person").assert_shows("✓ Person").assert_shows("three to reach");
    let logged = ui.last_line();
    assert_eq!(
        (&logged["event"], &logged["on"], &logged["channel"]),
        (&json!("contacted"), &json!("2026-03-02"), &json!("message"))
    );
    ui.keys("<home>jjf").assert_shows("later");
    ui.keys("<ctrl-u>2w<enter>");
    assert_eq!((&ui.last_line()["event"], &ui.last_line()["due"]), (&json!("postponed"), &json!("2026-03-16")));
    ui.assert_says("two to reach out to");
    let mut ui = ui.restart();
    ui.keys("gd").assert_says("two to reach out to").assert_shows("REACH OUT  today's four");
    ui.keys("uu<home>jj").assert_says("four to reach out to");
    let again = ui.screen_text();
    let list = |text: &str| text.lines().filter(|line| line.contains("○ Person")).count();
    assert_eq!((list(&again), again.matches('✓').count()), (list(&before), 0));
    ui.assert_replays();
}

#[test]
fn four_more_are_the_next_until_midnight() {
    let mut ui = four_a_day();
    ui.keys("<end>k<enter>").assert_says("eight to reach out to");
    let mut ui = ui.restart();
    ui.keys("gd").assert_says("four to reach out to").assert_replays();
}

#[test]
fn the_deck_asks_about_one_person_after_the_other() {
    let mut ui = four_a_day();
    ui.keys("jj<enter>").assert_shows("Last contact").assert_shows("your message, 1 Feb");
    picture!(ui, "reach_out");
    ui.keys("a").assert_shows("In touch with Person");
    ui.keys("a call about the fair<tab><right><right><enter>");
    let logged = ui.last_line();
    assert_eq!((&logged["text"], &logged["channel"]), (&json!("a call about the fair"), &json!("call")));
    ui.keys("d").assert_shows("no reminders");
    ui.keys("<enter>");
    assert_eq!((&ui.last_line()["event"], &ui.last_line()["rhythm"]), (&json!("rhythm_set"), &json!("never")));
    ui.keys("f<enter>");
    assert_eq!(ui.last_line()["event"], json!("postponed"));
    ui.keys("u").assert_shows("Undone: putting off");
    ui.keys("s").assert_shows("Skipped");
    ui.keys("R<right><enter>");
    assert_eq!(ui.last_line()["event"], json!("rhythm_set"));
    ui.keys("<esc>").assert_shows("REACH OUT  today's four").assert_replays();
}

#[test]
fn every_key_of_the_decks_does_something() {
    for (there, id) in [("jj<enter>", ScreenId::ReachOut), ("5", ScreenId::FiveNotes)] {
        let mut ui = four_a_day();
        ui.keys(there);
        let keymap = ui.app.keymap().clone();
        assert!(specs().any(|spec| spec.id == id));
        let rows = keymap.bindings_in(Context::Screen(id));
        let rows = rows.filter(|row| !matches!(row.action.name(), "open" | "retry" | "quit" | "suspend"));
        for key in rows.flat_map(|row| &row.keys) {
            if ui.exit_reason.is_none() && ui.app.context() != Context::Screen(id) {
                ui.keys("<esc><esc><esc>gd<home>").keys(there);
            }
            if ui.exit_reason.is_some() || ui.app.context() != Context::Screen(id) {
                ui = four_a_day();
                ui.keys(there);
            }
            assert_eq!(ui.app.context(), Context::Screen(id), "{}", ui.screen_text());
            ui.keys(&format!("<{key}>")).assert_hides("does nothing here");
        }
    }
}

#[test]
fn who_wrote_waits_until_answered_or_marked() {
    let mut ui = UiTest::with_data(network(), Vec::new()).with_size(120, 40);
    ui.assert_shows("1 person wrote and waits for an answer");
    ui.keys("gd");
    ui.assert_shows("THEY WROTE").assert_shows("● Aisha Ramirez").assert_shows("● a short greeting");
    ui.keys("<home>x").assert_says("No answer needed: Aisha Ramirez").assert_hides("● Aisha");
    assert_eq!(ui.last_line()["last"], json!("2026-02-20T09:00:00Z"));
    ui.keys("x").assert_hides("greeting");
    ui.keys("u").assert_shows("greeting");
    ui.keys("u").assert_shows("● Aisha Ramirez");
    ui.keys("<home>L<enter>");
    assert_eq!(ui.last_line()["event"], json!("contacted"));
    ui.assert_hides("● Aisha").assert_replays();
}

#[test]
fn a_promise_is_owed_until_it_is_kept_or_dropped() {
    let mut ui = four_a_day();
    ui.keys("jjPsend the book on looms<tab><ctrl-u>tomorrow<enter>").assert_says("Promised Person");
    ui.assert_shows("YOU OWE").assert_shows("by tomorrow").assert_shows("send the book on looms");
    let made = ui.last_line();
    ui.keys("<home> ").assert_says("Done: promise to Person");
    assert_eq!((&ui.last_line()["event"], &ui.last_line()["promise"]), (&json!("promise_kept"), &made["id"]));
    ui.assert_hides("YOU OWE");
    ui.keys("u<home>x").assert_says("Not owed to Person");
    assert_eq!(ui.last_line()["event"], json!("promise_dropped"));
    ui.keys("u").assert_shows("YOU OWE").assert_replays();
}

#[test]
fn a_new_job_is_a_reason_to_write() {
    let mut ui = UiTest::with_data(network(), Vec::new()).with_size(120, 40);
    ui.keys("gd").assert_hides("NEWS");
    ui.keys("/ines<enter>R<right><right><enter>");
    ui.keys("gd").assert_shows("now Director at Library");
    ui.keys("<end>c").assert_shows("New job");
    ui.keys("<esc>");
    ui.assert_replays();
}

#[test]
fn an_ask_says_once_that_nothing_was_given() {
    let mut ui = four_a_day();
    ui.keys("jjL<tab><tab><left><left>").assert_hides("In your log");
    ui.keys("<right>").assert_says("In your log: nothing given, no ask yet.");
    ui.keys("<enter>");
    assert_eq!(ui.last_line()["aim"], json!("ask"));
    ui.assert_replays();
}

/// Four reach-outs and one promise: letters that are typed are not counted.
#[test]
fn the_weekly_routine_takes_few_keys() {
    let mut ui = four_a_day();
    let keys =
        ["g", "d", "j", "j", "<enter>", "a", "<enter>", "a", "<enter>", "a", "<enter>", "P", "<enter>", "a", "<enter>"];
    assert!(keys.len() <= 25);
    for key in keys {
        ui.keys(if key == "P" { "Pthe seed list" } else { key });
    }
    let events: Vec<_> = ui.lines().iter().skip(80).map(|line| line["event"].clone()).collect();
    assert_eq!(events.iter().filter(|event| **event == "contacted").count(), 4);
    assert_eq!(events.iter().filter(|event| **event == "promised").count(), 1);
    ui.assert_replays();
}

#[test]
fn whoever_has_died_is_in_no_list() {
    let mut ui = UiTest::with_data(network(), Vec::new()).with_size(120, 40);
    ui.keys("gd").assert_shows("● Aisha Ramirez");
    ui.keys("<home>R").keys("<end>").keys(&"<right>".repeat(7)).keys("<enter>");
    assert_eq!((&ui.last_line()["rhythm"], &ui.last_line()["because"]), (&json!("never"), &json!("died")));
    ui.assert_hides("● Aisha");
    ui.keys("/aisha<enter>c").assert_shows("You noted that they have died");
    ui.keys("u").assert_says("Undone").assert_replays();
}

/// Whatever is written on Today is taken back by one key, and Today is as it was.
#[test]
fn undo_brings_back_today_as_it_was() {
    let mut ui = four_a_day();
    let begin = |ui: &mut UiTest| {
        ui.keys("gigd<home>");
        ui.screen_text()
    };
    let before = begin(&mut ui);
    for keys in [
        "x",
        "jx",
        "jj ",
        "jjf<enter>",
        "jjR<right><enter>",
        "jjPa book<enter>",
        "jjL<enter>",
        "jjTlearns to weave<enter>",
        "<end><enter><right><right><enter>",
    ] {
        let lines = ui.line_count();
        ui.keys(keys);
        assert_eq!(ui.line_count(), lines + 1, "{keys}");
        ui.keys("u");
        assert_eq!(begin(&mut ui), before, "{keys}");
    }
    ui.assert_replays();
}

#[test]
fn the_age_of_the_copy_is_said_whole_in_a_narrow_window() {
    let mut ui = UiTest::with_data(network(), vec![every_month(1)]).days_later(70).with_size(60, 20);
    ui.keys("gd").assert_says("Your copy is 2 months old; messages since are not counted");
}
