//! Keeping in touch from the command line.

use super::*;

/// Returns a home with lines of 2020 in the journal, each given without its envelope.
fn home_with(lines: &[String]) -> Home {
    let home = Home::new();
    fs::create_dir_all(home.data()).expect("a folder");
    let line = |(n, fields): (usize, &String)| {
        format!("{{\"v\":1,\"n\":{n},\"id\":\"id-{n}\",\"at\":\"2020-01-01T00:00:00Z\",{fields}}}\n")
    };
    let journal: String = (1..).zip(lines).map(line).collect();
    fs::write(home.data().join(JOURNAL), journal).expect("written");
    home
}

/// Returns an accept that was carried out, without a gift.
fn accepted(who: &str, rhythm: &str) -> [String; 2] {
    let of = format!(r#""invitation":"{who}@2019-12-01T00:00:00Z","person":"{who}","name":"{who} Bee""#);
    [
        format!(r#""event":"decided",{of},"verdict":"accept","answers":{{}},"rhythm":"{rhythm}","gift":"nothing""#),
        format!(r#""event":"carried_out",{of},"how":"done""#),
    ]
}

fn lines_of(home: &Home, event: &str) -> Vec<Value> {
    let journal = fs::read_to_string(home.data().join(JOURNAL)).expect("a journal");
    let lines = journal.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|line| line["event"] == event).collect()
}

#[test]
fn a_contact_a_promise_and_a_rhythm_are_one_line_each() {
    let home = Home::decided();
    let before = fs::read(home.data().join(JOURNAL)).expect("read");
    let dry = home.succeeds(&["log", "ann bee", "tea", "--dry-run"]);
    assert_eq!(dry, "Logged: message with Ann Bee\nDry run: nothing written.\n");
    assert_eq!(fs::read(home.data().join(JOURNAL)).expect("read"), before);

    let words = ["log", "https://www.linkedin.com/in/Ann-Bee/", "a \n walk", "--channel", "call", "--on", "2026-03-09"];
    assert_eq!(home.succeeds(&[&words[..], &["--ask"]].concat()), "Logged: call with Ann Bee\n");
    let logged = &lines_of(&home, "contacted")[0];
    let of = ["person", "name", "on", "channel", "aim", "text"].map(|key| logged[key].as_str().unwrap_or_default());
    assert_eq!(of, ["ann-bee", "Ann Bee", "2026-03-09", "call", "ask", "a walk"]);
    assert_eq!(logged.get("answered"), None, "not known");
    home.succeeds(&["log", "kim-lee", "", "--give", "--unanswered"]);
    let logged = &lines_of(&home, "contacted")[1];
    assert_eq!((&logged["aim"], &logged["answered"]), (&json!("give"), &json!(false)));

    assert!(home.succeeds(&["promise", "ann-bee", "send the book", "--due", "2w"]).starts_with("Promised Ann Bee by "));
    assert!(home.succeeds(&["promise", "ann-bee", "Send the  book", "--due", "3w"]).contains("moved to"));
    let promised = lines_of(&home, "promised");
    assert_eq!(promised[1]["promise"], promised[0]["id"]);

    for (word, rhythm, because) in
        [("6m", "6m", ""), ("never", "never", ""), ("left", "never", "left"), ("pledge", "", "")]
    {
        home.succeeds(&["rhythm", "Kim Lee", word]);
        let lines = lines_of(&home, "rhythm_set");
        let of = |key: &str| lines.last().and_then(|line| line[key].as_str()).unwrap_or_default().to_owned();
        assert_eq!((of("rhythm").as_str(), of("because").as_str()), (rhythm, because), "{word}");
    }
    assert_eq!(home.json_lines(&["find", "--json", "ann"])[0]["rhythm"], "1m");
    home.succeeds(&["rhythm", "ann-bee", "1y"]);
    assert_eq!(home.json_lines(&["people", "--json", "rhythm:1y"])[0]["last_contact"], "2026-03-09");
    assert_eq!(home.json_lines(&["people", "--json", "rhythm:1m"]), [Value::Null; 0]);
    home.succeeds(&["check"]);
}

#[test]
fn what_makes_no_sense_writes_nothing() {
    let home = Home::decided();
    home.succeeds(&["add", "Ann Bee"]);
    let before = fs::read(home.data().join(JOURNAL)).expect("read");
    for (status, words, says) in [
        (1, &["log", "Ann Bee", "tea"][..], "Choose one by key: ann-bee, name:ann bee"),
        (1, &["log", "Nobody At All", "tea"], "nobody is known as \"Nobody At All\"; give the profile URL"),
        (1, &["promise", "https://www.linkedin.com/in/nobody", "tea", "--due", "2w"], "nobody is known as"),
        (1, &["talk-sheet", "nobody"], "nobody is known as"),
        (2, &["log", "ann-bee", "tea", "--on", "tomorrow"], "“tomorrow” is in the future"),
        (2, &["log", "ann-bee", "tea", "--on", "2999-01-01"], "1 Jan 2999 is in the future"),
        (2, &["log", "ann-bee", "tea", "--on", "2026"], "is more than a day"),
        (2, &["log", "ann-bee", "tea", "--give", "--ask"], "--ask"),
        (2, &["log", "ann-bee", "tea", "--channel", "pigeon"], "pigeon"),
        (2, &["promise", "ann-bee", " ", "--due", "2w"], "a promise needs a few words"),
        (2, &["promise", "ann-bee", "tea", "--due", "2020-01-01"], "is not in the future"),
        (2, &["promise", "ann-bee", "tea"], "--due"),
        (2, &["rhythm", "ann-bee", "weekly"], "weekly"),
    ] {
        let said = home.fails(status, words);
        assert!(said.contains(says), "{words:?}: {said}");
    }
    assert_eq!(fs::read(home.data().join(JOURNAL)).expect("read"), before);
    assert!(
        home.fails(1, &["forget", "Ann Bee"]).contains("Choose one by key: ann-bee, name:ann bee"),
        "the same rule"
    );
}

#[test]
fn today_has_promises_and_the_few_once_a_rhythm_was_chosen() {
    let promised = r#""event":"promised","person":"ole","name":"ole Bee","text":"a map","due":"2020-02-01""#;
    let lines: Vec<String> = (0..30).flat_map(|n| accepted(&format!("who-{n:02}"), "6m")).collect();
    let home = home_with(&[&lines[..], &[promised.to_owned()]].concat());
    let said = home.succeeds(&["today"]);
    assert!(
        said.starts_with("promised to ole Bee: a map (due ") && said.ends_with(")\nlook back: 10 decisions\n"),
        "{said}"
    );
    let today = |home: &Home| home.json_lines(&["today", "--json"]).remove(0);
    assert_eq!(today(&home)["reach_outs"], json!([]), "nothing was chosen on purpose");

    home.succeeds(&["rhythm", "who-00", "6m"]);
    let first = today(&home);
    assert_eq!((&first["promises"][0]["text"], &first["look_back"]), (&json!("a map"), &json!(10)));
    let few = first["reach_outs"].as_array().expect("a list").clone();
    assert_eq!(few.len(), 1, "30 twice a year are less than one a day");
    assert_eq!((&few[0]["rhythm"], &few[0]["last_contact"]), (&json!("6m"), &json!("2020-01-01")));
    let said = home.succeeds(&["today"]);
    assert!(said.contains("\nreach out: who-") && said.contains("(last contact "), "{said}");
    home.succeeds(&["log", few[0]["person"].as_str().expect("a key"), "hello"]);
    assert_eq!(today(&home)["reach_outs"], json!([]), "logging one brings no other");
}

#[test]
fn a_talk_sheet_says_what_is_known_and_asks_the_rest() {
    let described =
        r#""event":"described","person":"who","name":"who Bee","goals":"a *garden*\nfor all","i_can":"seeds""#;
    let promised = r#""event":"promised","person":"who","name":"who Bee","text":"a map","due":"2020-02-01""#;
    let home = home_with(&[&accepted("who", "3m")[..], &[described.to_owned(), promised.to_owned()]].concat());
    let page = home.succeeds(&["talk-sheet", "who Bee"]);
    for part in [
        "# who Bee\n",
        "- Last contact: 1 Jan 2020\n- In touch: every three months\n- Promised: a map, by 1 Feb 2020\n",
        "## Goals\n\n*What do they want to reach this year?*\n\na \\*garden\\*\\\nfor all\n",
        "## Dreams\n\n*What would they do if nothing stood in the way?*\n\n## Looking for\n",
        "## What I can do for them\n",
    ] {
        assert!(page.contains(part), "{part}\nis not in\n{page}");
    }
    let sheet = &home.json_lines(&["talk-sheet", "who", "--json"])[0];
    assert_eq!((&sheet["goals"], &sheet["dreams"]), (&json!("a *garden*\nfor all"), &json!("")));
    assert_eq!((&sheet["promises"][0]["due"], &sheet["rhythm"]), (&json!("2020-02-01"), &json!("3m")));
}

#[test]
fn three_hundred_accepts_of_a_weekend_are_a_few_entries() {
    use icalendar::{Calendar, CalendarComponent, Component};
    let lines: Vec<String> = (0..300).flat_map(|n| accepted(&format!("who-{n:03}"), "6m")).collect();
    let home = home_with(&lines);
    home.succeeds(&["rhythm", "who-000", "6m"]);
    home.succeeds(&["export", "-o", "due.ics"]);
    let read = |home: &Home| -> Vec<(String, String, String)> {
        let text = fs::read_to_string(home.path("due.ics")).expect("a calendar");
        let calendar: Calendar = text.parse().expect("a calendar");
        let events = calendar.components.iter().filter_map(|component| match component {
            CalendarComponent::Event(event) => Some(event.clone()),
            _ => None,
        });
        let of = |event: icalendar::Event| {
            let property = |name| event.property_value(name).unwrap_or_default().to_owned();
            (property("DTSTART"), event.get_summary().unwrap_or_default().to_owned(), property("SEQUENCE"))
        };
        events.map(of).collect()
    };
    let first = read(&home);
    assert_eq!(first.len(), 20, "{first:?}");
    // 300 people twice a year, over 261 business days: three a day.
    let names: Vec<&str> =
        first.iter().map(|(_, summary, _)| summary.strip_prefix("Reach out: ").expect("names")).collect();
    assert!(names.iter().all(|names| names.split(", ").count() == 3), "{names:?}");
    let all: BTreeSet<&str> = names.iter().flat_map(|names| names.split(", ")).collect();
    assert_eq!(all.len(), 60, "nobody twice: {all:?}");
    let days: BTreeSet<&String> = first.iter().map(|(day, ..)| day).collect();
    assert_eq!(days.len(), 20);
    home.succeeds(&["export", "-o", "due.ics", "--force"]);
    assert_eq!(read(&home), first, "the same again");

    let who = first[5].1.strip_prefix("Reach out: ").and_then(|names| names.split(", ").next()).expect("a name");
    home.succeeds(&["rhythm", who.split_whitespace().next().expect("a word"), "never"]);
    home.succeeds(&["export", "-o", "due.ics", "--force"]);
    let then = read(&home);
    assert!(then.iter().all(|(_, summary, _)| !summary.contains(who)), "{then:?}");
    assert!(then[..5].iter().all(|(_, _, sequence)| sequence == "0") && then[5].2 == "1", "{then:?}");
    let log = fs::read_to_string(home.data().join("exports.jsonl")).expect("read");
    assert!(!log.contains("who-"), "{log}");
}
