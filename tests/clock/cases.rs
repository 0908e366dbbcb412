//! Examples from the description of the contact clock, by hand, put to both implementations.

use chrono::{NaiveDate, TimeDelta, Weekday};
use serde_json::{Value, json};

use super::life::{Answers, Copy, Life, Message, Rhythm, Sum, day, name_of, time};
use super::naive::Naive;
use super::program::Program;

/// Returns the naive clock and, once it is there, the program's.
fn both<'a>(life: &'a Life, today: &str) -> Vec<Box<dyn Answers + 'a>> {
    let today = day(today);
    vec![Box::new(Naive::new(life, today)), Box::new(Program::new(life, today))]
}

/// Asserts an answer of both implementations on a day.
#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(life: &Life, today: &str, ask: impl Fn(&dyn Answers) -> T, right: &T) {
    for side in both(life, today) {
        assert_eq!(ask(&*side), *right, "on {today}");
    }
}

#[track_caller]
fn check_due(life: &Life, today: &str, person: &str, right: Option<&str>) {
    check(life, today, |side| side.due(person), &right.map(day));
}

#[track_caller]
fn check_few(life: &Life, today: &str, right: &[&str]) {
    check(life, today, |side| side.few(), &right.iter().map(|person| (*person).to_owned()).collect());
}

fn rhythm(rhythm: &str) -> Value {
    json!({"event": "rhythm_set", "rhythm": rhythm})
}

fn contacted(on: &str) -> Value {
    json!({"event": "contacted", "on": on, "channel": "call", "aim": "neutral"})
}

fn postponed(due: &str) -> Value {
    json!({"event": "postponed", "due": due})
}

fn reviewed(choice: &str) -> Value {
    json!({"event": "reviewed", "choice": choice, "answers": {"know": "yes"}})
}

/// Returns a life with one connection, Ines, of a day.
fn ines(on: &str) -> Life {
    Life::connected([("ines".to_owned(), Some(day(on)))])
}

/// Returns a life with this many connections of long ago.
fn strangers(size: usize) -> Life {
    Life::connected((1..=size).map(|n| (format!("person-{n}"), Some(day("2019-05-06")))))
}

fn pledge(life: &mut Life, at: &str, fields: &Value) {
    let mut event = json!({"event": "pledged"});
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    life.write(time(at), &event);
}

/// Writes an import that brings requests; with `as_of`, of a copy that lists all that still wait.
fn imported(life: &mut Life, at: &str, as_of: Option<&str>, invitations: &[Value]) {
    let mut event = json!({"event": "imported", "source": "copy.zip", "from": "linkedin", "invitations": invitations});
    if let Some(as_of) = as_of {
        event["as_of"] = json!(as_of);
    }
    life.write(time(at), &event);
}

/// Writes an accept of a request and its carrying out.
fn accept(life: &mut Life, on: &str, person: &str, rhythm: Option<&str>) {
    let sent = "2025-06-01T10:00:00Z";
    let invitation = format!("{person}@{sent}");
    let request = json!({"id": invitation, "person": person, "name": name_of(person), "sent_at": sent,
        "profile": format!("https://www.linkedin.com/in/{person}")});
    imported(life, "2025-06-02T10:00:00Z", None, &[request]);
    let mut event = json!({"event": "decided", "invitation": invitation, "verdict": "accept", "answers": {}});
    event["rhythm"] = json!(rhythm);
    if rhythm.is_none() {
        event.as_object_mut().unwrap().remove("rhythm");
    }
    life.about(on, person, &event);
    life.about(on, person, &json!({"event": "carried_out", "invitation": invitation, "how": "done"}));
}

#[test]
fn months_are_those_of_the_calendar() {
    for (on, due) in [("2024-08-31", "2025-02-28"), ("2023-08-31", "2024-02-29"), ("2025-03-14", "2025-09-15")] {
        let mut life = ines("2020-01-01");
        life.about(on, "ines", &rhythm("6m"));
        life.about(on, "ines", &contacted(on));
        // The 14th of September 2025 is a Sunday.
        check_due(&life, "2026-01-05", "ines", Some(due));
    }
}

#[test]
fn a_saturday_becomes_monday_but_for_a_date_of_ones_own() {
    let mut life = ines("2025-09-07");
    life.about("2026-01-05", "ines", &rhythm("6m"));
    check_due(&life, "2026-01-05", "ines", Some("2026-03-09")); // the 7th is a Saturday
    let mut on_sundays = life.clone();
    on_sundays.weekend = [Weekday::Fri, Weekday::Sat];
    check_due(&on_sundays, "2026-01-05", "ines", Some("2026-03-08"));
    let mut away = life.clone();
    away.away = vec![(day("2026-03-06"), day("2026-03-10"))];
    check_due(&away, "2026-01-05", "ines", Some("2026-03-11"));
    life.about("2026-01-06", "ines", &postponed("2026-03-07"));
    check_due(&life, "2026-01-07", "ines", Some("2026-03-07"));
    check_few(&life, "2026-03-06", &[]);
    check_few(&life, "2026-03-07", &["ines"]);
}

#[test]
fn a_pledge_spreads_evenly() {
    for size in [326, 2_140] {
        let mut life = strangers(size);
        pledge(&mut life, "2026-02-28T10:00:00Z", &json!({"others": "6m"})); // a Saturday
        let (from, end) = (day("2026-02-28"), day("2026-08-28"));
        for side in both(&life, "2026-02-28") {
            let mut on = std::collections::BTreeMap::new();
            for person in life.people() {
                let due = side.due(&person).expect("in touch");
                assert!(from <= due && due < end && !life.is_day_off(due), "{person}: {due}");
                *on.entry(due).or_insert(0_u32) += 1;
            }
            let days = from.iter_days().take_while(|day| *day < end).filter(|day| !life.is_day_off(*day)).count();
            let mean = f64::from(u32::try_from(size).unwrap()) / f64::from(u32::try_from(days).unwrap());
            let busiest = f64::from(*on.values().max().unwrap());
            assert!(busiest <= mean + 4.0 * mean.sqrt() + 2.0, "{busiest} on one of {days} days, {mean} on average");
        }
    }
}

#[test]
fn the_sum_is_exact() {
    // Of 326 people every six months, 2 or 3 a business day; of 2,140, 16 or 17, and Today shows ten.
    for (size, sum) in [(326, Sum { in_261ths: 652, k: 3 }), (2_140, Sum { in_261ths: 4_280, k: 10 })] {
        let mut life = strangers(size);
        pledge(&mut life, "2026-02-27T10:00:00Z", &json!({"others": "6m"}));
        check(&life, "2026-03-02", |side| side.sum(), &sum);
    }
    let mut life = strangers(261);
    check(&life, "2026-03-02", |side| side.sum(), &Sum::default());
    pledge(&mut life, "2026-02-27T10:00:00Z", &json!({"others": "1y"}));
    check(&life, "2026-03-02", |side| side.sum(), &Sum { in_261ths: 261, k: 1 });
    life.about("2026-02-27", "person-7", &rhythm("3m"));
    check(&life, "2026-03-02", |side| side.sum(), &Sum { in_261ths: 264, k: 2 });
    check(&life, "2026-02-27", |side| side.sum(), &Sum { in_261ths: 261, k: 1 }); // as at the start of the day
    let mut one = ines("2025-09-07");
    one.about("2026-01-05", "ines", &rhythm("1y"));
    check(&one, "2026-01-06", |side| side.sum(), &Sum { in_261ths: 1, k: 1 });
}

#[test]
fn three_hundred_accepts_of_a_weekend_are_few_a_day() {
    let mut life = Life::new();
    for n in 0..300 {
        let on = if n % 2 == 0 { "2025-09-06" } else { "2025-09-07" };
        accept(&mut life, on, &format!("person-{n}"), Some("6m"));
    }
    check(&life, "2026-03-06", |side| side.sum(), &Sum { in_261ths: 600, k: 3 });
    check_few(&life, "2026-03-05", &[]);
    for today in day("2026-03-06").iter_days().take(21) {
        for side in both(&life, &today.to_string()) {
            let few = side.few().len();
            assert!(few <= 3, "{few} on {today}");
            // The first half is due on Friday the 6th, the second on Saturday the 7th, which is Monday.
            assert_eq!(few, 3, "{today}");
        }
    }
}

/// Returns 70 people in touch every month: four a day, of whom two are due on Tuesday, four on Wednesday.
fn four_a_day() -> Life {
    let on = |n: usize| match n {
        1..=2 => "2026-02-03",
        3..=6 => "2026-02-04",
        _ => "2026-02-25",
    };
    let mut life = Life::connected((1..=70).map(|n| (format!("person-{n:02}"), Some(day(on(n))))));
    life.copies[0].imported = time("2026-02-26T09:00:00Z");
    life.copies[0].day = day("2026-02-26");
    for n in 1..=70 {
        life.about("2026-02-26", &format!("person-{n:02}"), &rhythm("1m"));
    }
    life
}

#[test]
fn logging_one_brings_no_other() {
    let mut life = four_a_day();
    check(&life, "2026-03-04", |side| side.sum(), &Sum { in_261ths: 840, k: 4 });
    let four = ["person-01", "person-02", "person-03", "person-04"];
    check_few(&life, "2026-03-04", &four);
    life.about("2026-03-04", "person-01", &contacted("2026-03-04"));
    life.about("2026-03-04", "person-03", &contacted("2026-03-04"));
    check_few(&life, "2026-03-04", &four); // after a restart as well: both sides begin anew
    check_few(&life, "2026-03-05", &["person-02", "person-04", "person-05", "person-06"]);
    life.about("2026-03-05", "person-02", &rhythm("never"));
    life.about("2026-03-05", "person-04", &postponed("2026-03-20"));
    life.about("2026-03-05", "person-05", &reviewed("let_go"));
    life.about(
        "2026-03-05",
        "person-06",
        &json!({"event": "kept", "invitation": "person-06@2025-06-01T10:00:00Z", "gift": "hello"}),
    );
    check_few(&life, "2026-03-05", &["person-02", "person-04", "person-05", "person-06"]);
    check_few(&life, "2026-03-06", &[]);
    check_few(&life, "2026-03-20", &["person-04"]);
}

#[test]
fn a_day_off_has_what_is_left_of_the_last_business_day() {
    let mut life = four_a_day();
    let left = life.about("2026-03-06", "person-01", &contacted("2026-03-06"));
    check_few(&life, "2026-03-06", &["person-01", "person-02", "person-03", "person-04"]);
    check_few(&life, "2026-03-07", &["person-02", "person-03", "person-04"]);
    life.about("2026-03-07", "person-03", &contacted("2026-03-07"));
    check_few(&life, "2026-03-07", &["person-02", "person-03", "person-04"]);
    check_few(&life, "2026-03-08", &["person-02", "person-04"]);
    // Taking back a line of another day acts at once.
    life.write(time("2026-03-08T10:00:00Z"), &json!({"event": "retracted", "entry": left}));
    check_few(&life, "2026-03-08", &["person-01", "person-02", "person-04"]);
    check_few(&life, "2026-03-09", &["person-01", "person-02", "person-04", "person-05"]);
}

#[test]
fn who_is_overdue_by_two_rhythms_is_drawn_first() {
    let mut life = four_a_day();
    for n in 10..=13 {
        life.copies[0].connections[n - 1].on = Some(day("2025-10-01"));
    }
    let monday = |person: &&str| crc32fast::hash(format!("{person}2026-03-02").as_bytes());
    let mut drawn = ["person-10", "person-11", "person-12", "person-13"];
    drawn.sort_by_key(monday);
    check_few(&life, "2026-03-02", &drawn);
    check_few(&life, "2026-03-06", &drawn);
}

#[test]
fn the_newer_word_wins() {
    let mut life = ines("2025-09-08");
    life.about("2026-01-05", "ines", &postponed("2026-02-10"));
    check_due(&life, "2026-01-05", "ines", Some("2026-02-10")); // without any rhythm
    check(&life, "2026-01-05", |side| side.in_touch("ines"), &false);
    life.about("2026-01-06", "ines", &rhythm("never"));
    check_due(&life, "2026-01-06", "ines", None);
    life.about("2026-01-07", "ines", &postponed("2026-02-11"));
    check_due(&life, "2026-01-07", "ines", Some("2026-02-11"));
    life.about("2026-02-11", "ines", &contacted("2026-02-11"));
    check_due(&life, "2026-02-11", "ines", None);
    check(&life, "2026-02-11", |side| side.rhythm("ines"), &Some(Rhythm::Never));
}

#[test]
fn what_was_done_after_a_date_was_set_ends_it() {
    let mut life = ines("2025-09-08");
    life.about("2026-01-05", "ines", &rhythm("1y"));
    life.about("2026-01-06", "ines", &postponed("2026-02-10"));
    life.about("2026-01-07", "ines", &contacted("2026-01-05")); // on a day before that line
    check_due(&life, "2026-01-07", "ines", Some("2026-02-10"));
    life.about("2026-01-07", "ines", &contacted("2026-01-06")); // on the same day, a later line
    check_due(&life, "2026-01-07", "ines", Some("2027-01-06"));
}

#[test]
fn let_go_ends_with_a_newer_word_or_a_newer_connection() {
    let mut life = ines("2025-09-08");
    life.about("2026-01-05", "ines", &rhythm("6m"));
    life.about("2026-01-06", "ines", &reviewed("let_go"));
    check(&life, "2026-01-06", |side| side.in_touch("ines"), &false);
    check_due(&life, "2026-01-06", "ines", None);
    let mut again = life.clone();
    let mut copy = Copy { imported: time("2026-02-02T09:00:00Z"), day: day("2026-02-01"), ..again.copies[0].clone() };
    copy.connections[0].on = Some(day("2026-01-20"));
    again.copies.push(copy);
    check(&again, "2026-02-01", |side| side.in_touch("ines"), &false);
    check(&again, "2026-02-02", |side| side.in_touch("ines"), &true);
    let mut keep = reviewed("keep");
    keep["rhythm"] = json!("3m");
    life.about("2026-01-07", "ines", &keep);
    check(&life, "2026-01-07", |side| (side.in_touch("ines"), side.rhythm("ines")), &(true, Some(Rhythm::Months(3))));
}

#[test]
fn a_rhythm_of_ones_own_counts_from_the_last_contact_at_once() {
    let mut life = ines("2025-01-07");
    life.about("2026-01-05", "ines", &rhythm("6m"));
    check_due(&life, "2026-01-05", "ines", Some("2025-07-07"));
    let mut keep = reviewed("keep");
    keep["rhythm"] = json!("6m");
    life.about("2026-01-06", "ines", &keep); // one of forty kept in an evening
    for side in both(&life, "2026-01-06") {
        let due = side.due("ines").expect("in touch");
        assert!(day("2026-01-06") <= due && due < day("2026-07-06"), "{due}");
    }
}

#[test]
fn a_pledge_takes_the_place_of_an_accepts_rhythm_only() {
    let mut life = Life::new();
    accept(&mut life, "2025-11-03", "ada", Some("6m"));
    accept(&mut life, "2025-11-03", "bo", Some("never"));
    accept(&mut life, "2025-11-03", "cy", None);
    accept(&mut life, "2025-11-03", "dee", Some("6m"));
    life.about("2025-11-04", "dee", &rhythm("1y"));
    let rhythms = |side: &dyn Answers| ["ada", "bo", "cy", "dee"].map(|person| side.rhythm(person));
    let [half, quarter, year, never] =
        [Rhythm::Months(6), Rhythm::Months(3), Rhythm::Months(12), Rhythm::Never].map(Some);
    check(&life, "2025-11-05", rhythms, &[half, never, None, year]);
    pledge(&mut life, "2025-11-06T10:00:00Z", &json!({"accepted": "3m", "others": "1m"}));
    check(&life, "2025-11-06", rhythms, &[quarter, never, quarter, year]);
    life.about("2025-11-07", "dee", &json!({"event": "rhythm_set"})); // as the pledge says
    check(&life, "2025-11-07", rhythms, &[quarter, never, quarter, quarter]);
    pledge(&mut life, "2025-11-08T10:00:00Z", &json!({"others": "1m"}));
    check(&life, "2025-11-08", rhythms, &[half, never, None, None]);
    accept(&mut life, "2025-11-09", "ada", Some("1y")); // newer than the pledge
    check(&life, "2025-11-09", rhythms, &[year, never, None, None]);
}

#[test]
fn the_shortest_tag_comes_before_the_group() {
    let mut life = ines("2025-09-08");
    pledge(&mut life, "2026-01-05T10:00:00Z", &json!({"others": "1y", "by_tag": {"bees": "6m", "choir": "never"}}));
    check(&life, "2026-01-05", |side| side.rhythm("ines"), &Some(Rhythm::Months(12)));
    life.about("2026-01-06", "ines", &json!({"event": "described", "tags": ["choir"]}));
    check(&life, "2026-01-06", |side| side.rhythm("ines"), &Some(Rhythm::Never));
    life.about("2026-01-07", "ines", &json!({"event": "described", "tags": ["choir", "bees"]}));
    check(&life, "2026-01-07", |side| side.rhythm("ines"), &Some(Rhythm::Months(6)));
}

#[test]
fn an_undone_line_is_as_if_never_written_and_a_redo_stands_where_it_stood() {
    let mut life = ines("2025-09-08");
    life.about("2026-01-05", "ines", &rhythm("6m"));
    let second = life.about("2026-01-06", "ines", &rhythm("1m"));
    life.about("2026-01-07", "ines", &rhythm("1y"));
    let asks = |side: &dyn Answers| side.rhythm("ines");
    let newest = life.about("2026-01-08", "ines", &rhythm("3m"));
    life.write(time("2026-01-09T10:00:00Z"), &json!({"event": "retracted", "entry": newest}));
    check(&life, "2026-01-09", asks, &Some(Rhythm::Months(12)));
    life.write(time("2026-01-10T10:00:00Z"), &json!({"event": "retracted", "entry": second}));
    let again = {
        let mut event = rhythm("1m");
        event["again"] = json!(second);
        life.about("2026-01-11", "ines", &event)
    };
    check(&life, "2026-01-11", asks, &Some(Rhythm::Months(12))); // older than the line of the 7th
    life.write(time("2026-01-12T10:00:00Z"), &json!({"event": "retracted", "entry": again}));
    check(&life, "2026-01-12", asks, &Some(Rhythm::Months(12)));
}

#[test]
fn an_accept_is_in_touch_until_a_copy_says_that_it_did_not_happen() {
    let mut life = ines("2020-09-08");
    accept(&mut life, "2026-01-05", "ada", Some("6m"));
    let first = life.copies[0].clone();
    let asks = |side: &dyn Answers| (side.in_touch("ada"), side.last_contact("ada"));
    check(&life, "2026-01-05", asks, &(true, Some(day("2026-01-05"))));
    let copy = |on: &str, at: &str| Copy { imported: time(at), day: day(on), ..first.clone() };
    life.copies.push(copy("2026-01-04", "2026-01-06T09:00:00Z")); // made before
    imported(&mut life, "2026-01-06T09:00:00Z", Some("2026-01-04T00:00:00Z"), &[]);
    check(&life, "2026-01-06", asks, &(true, Some(day("2026-01-05"))));
    life.copies.push(copy("2026-01-07", "2026-01-08T09:00:00Z"));
    imported(&mut life, "2026-01-08T09:00:00Z", Some("2026-01-07T00:00:00Z"), &[]);
    check(&life, "2026-01-08", |side| side.in_touch("ada"), &false);
}

#[test]
fn the_day_of_a_line_is_the_day_there() {
    let mut life = ines("2020-09-08");
    life.zone = super::life::central_europe;
    life.about("2026-03-01", "ines", &rhythm("1m"));
    let promised = json!({"event": "promised", "text": "seeds", "due": "2026-03-20"});
    let promised = life.about("2026-03-01", "ines", &promised);
    let promise = json!({"event": "promise_kept", "person": "ines", "name": "Ines", "promise": promised});
    life.write(time("2026-03-28T22:30:00Z"), &promise); // 23:30 in winter
    check(&life, "2026-03-29", |side| side.last_contact("ines"), &Some(day("2026-03-28")));
    life.write(time("2026-03-29T22:30:00Z"), &promise); // 00:30 in summer
    check(&life, "2026-03-29", |side| side.last_contact("ines"), &Some(day("2026-03-28")));
    check(&life, "2026-03-30", |side| side.last_contact("ines"), &Some(day("2026-03-30")));
    check_due(&life, "2026-03-30", "ines", Some("2026-04-30"));
}

fn message(with: &str, at: &str, mine: bool, text: &str) -> Message {
    Message { with: with.to_owned(), at: time(at), mine, text: text.to_owned() }
}

/// Returns five connections of 2020, and two copies with messages, of 1 January and of 1 March.
fn two_copies(old: &[Message], new: &[Message]) -> Life {
    let mut life =
        Life::connected(["ada", "bo", "cy", "dee", "eli"].map(|key| (key.to_owned(), Some(day("2020-01-06")))));
    life.copies[0].messages = Some(old.to_vec());
    let mut later = life.copies[0].clone();
    (later.imported, later.day) = (time("2026-03-02T09:00:00Z"), day("2026-03-01"));
    later.messages = Some([old, new].concat());
    life.copies.push(later);
    life
}

#[track_caller]
fn check_wrote(life: &Life, today: &str, listed: &[&str], greetings: &[&str]) {
    let own = |people: &[&str]| people.iter().map(|person| (*person).to_owned()).collect::<Vec<_>>();
    check(life, today, |side| side.they_wrote().listed, &own(listed));
    check(life, today, |side| side.they_wrote().greetings, &own(greetings));
}

#[test]
fn they_wrote_until_they_are_answered() {
    let old = [message("ada", "2025-12-01T10:00:00Z", false, "Do you still mend clocks?")];
    let new = [
        message("bo", "2026-02-10T10:00:00Z", false, "A question"),
        message("cy", "2026-02-11T10:00:00Z", false, "Another question"),
        message("dee", "2026-02-12T10:00:00Z", false, "The third question"),
        message("dee", "2026-02-12T11:00:00Z", true, "My answer"),
        message("nobody-here", "2026-02-13T10:00:00Z", false, "Not a connection"),
    ];
    let mut life = two_copies(&old, &new);
    check_wrote(&life, "2026-03-01", &[], &[]); // with one copy nothing is new
    check_wrote(&life, "2026-03-02", &["cy", "bo"], &[]);
    life.about("2026-03-03", "bo", &contacted("2026-02-09"));
    check_wrote(&life, "2026-03-03", &["cy", "bo"], &[]);
    life.about("2026-03-04", "bo", &contacted("2026-02-10"));
    life.about("2026-03-05", "cy", &json!({"event": "no_reply_needed", "last": "2026-02-11T10:00:00Z"}));
    check_wrote(&life, "2026-03-04", &["cy"], &[]);
    check_wrote(&life, "2026-03-05", &[], &[]);
    check(&life, "2026-03-05", |side| side.last_contact("cy"), &Some(day("2020-01-06")));
    // A later copy: one more message of Cy's; Eli's is new to it.
    let mut copy = life.copies[1].clone();
    (copy.imported, copy.day) = (time("2026-03-20T09:00:00Z"), day("2026-03-19"));
    copy.messages.as_mut().unwrap().extend([
        message("cy", "2026-03-10T10:00:00Z", false, "Did you see it?"),
        message("eli", "2026-03-11T10:00:00Z", false, "And mine?"),
    ]);
    life.copies.push(copy);
    check_wrote(&life, "2026-03-20", &["eli", "cy"], &[]);
    check(&life, "2026-03-20", |side| side.last_contact("cy"), &Some(day("2026-03-10")));
}

#[test]
fn what_is_new_stays_over_later_copies_and_one_without_messages() {
    let mut life = two_copies(&[], &[message("bo", "2026-02-10T10:00:00Z", false, "A question")]);
    for (imported, on, has_messages) in
        [("2026-03-09T09:00:00Z", "2026-03-08", true), ("2026-03-16T09:00:00Z", "2026-03-15", false)]
    {
        let mut copy = Copy { imported: time(imported), day: day(on), ..life.copies[1].clone() };
        copy.messages = copy.messages.filter(|_| has_messages);
        life.copies.push(copy);
    }
    for today in ["2026-03-02", "2026-03-09", "2026-03-16"] {
        check_wrote(&life, today, &["bo"], &[]);
        check(&life, today, |side| side.last_contact("bo"), &Some(day("2026-02-10")));
    }
}

#[test]
fn greetings_of_three_are_one_line_and_no_contact() {
    let short = ["Congrats on the new job", "CONGRATS on the new job", "Cóngrats on the new job"];
    let long = "Congratulations on the new job, and on all the others you had and will have"; // above 60 letters
    let mut new: Vec<Message> = ["ada", "bo", "cy"]
        .iter()
        .zip(short)
        .enumerate()
        .map(|(n, (who, text))| message(who, &format!("2026-02-1{n}T10:00:00Z"), false, text))
        .collect();
    check_wrote(&two_copies(&[], &new[..2]), "2026-03-02", &["bo", "ada"], &[]); // of two people only
    new.push(message("cy", "2026-02-12T11:00:00Z", false, "When do you begin?"));
    new.extend(["dee", "eli"].map(|who| message(who, "2026-02-14T10:00:00Z", false, long)));
    let life = two_copies(&[message("ada", "2025-12-01T10:00:00Z", false, long)], &new);
    check_wrote(&life, "2026-03-02", &["dee", "eli", "cy"], &["bo", "ada"]);
    let last = |side: &dyn Answers| ["ada", "bo", "cy"].map(|who| side.last_contact(who));
    check(&life, "2026-03-02", last, &["2025-12-01", "2020-01-06", "2026-02-12"].map(|on| Some(day(on))));
}

#[test]
fn the_later_of_two_messages_on_a_day_is_the_last_contact() {
    let wrote = |who: &str, at: &str, mine: bool| message(who, &format!("2026-02-10T{at}:00Z"), mine, "Until Saturday");
    let messages = [
        wrote("ada", "12:25", true),
        wrote("ada", "13:45", false),
        wrote("bo", "12:25", false),
        wrote("bo", "13:45", true),
    ];
    let life = two_copies(&[], &messages);
    let last = |side: &dyn Answers| ["ada", "bo"].map(|who| side.last_contact(who));
    check(&life, "2026-03-02", last, &[Some(day("2026-02-10")); 2]);
    let program = Program::new(&life, day("2026-03-02"));
    assert_eq!(["ada", "bo"].map(|who| program.last_contact_is_my_message(who)), [false, true]);
}

#[test]
fn five_notes_are_mixed() {
    let people = |size: i64| {
        let on = |n: i64| Some(day("2024-01-01") + TimeDelta::days(7 * n));
        Life::connected((0..size).map(|n| (format!("person-{n:02}"), on(n))))
    };
    check(&people(9), "2026-03-04", |side| side.five_notes().len(), &0);
    let least = |from: usize, to: usize, count: usize| {
        let mut people: Vec<String> = (from..to).map(|n| format!("person-{n:02}")).collect();
        people.sort_by_key(|person| crc32fast::hash(format!("{person}2026-03-04").as_bytes()));
        people[..count].to_vec()
    };
    // Of 24, a fifth is 4.
    let mut life = people(24);
    let five = [least(0, 4, 1), least(20, 24, 1), least(4, 20, 3)].concat();
    check(&life, "2026-03-04", |side| side.five_notes(), &five);
    life.about("2026-03-04", &five[0], &contacted("2026-03-04"));
    check(&life, "2026-03-04", |side| side.five_notes(), &five);
    life.about("2026-03-03", &five[0], &rhythm("never"));
    check(&life, "2026-03-04", |side| side.five_notes().contains(&five[0]), &false);
}

#[test]
fn who_is_gone_stays_in_touch_by_a_rhythm_of_their_own_or_an_open_promise() {
    let mut life = Life::connected(["ada", "bo", "cy", "dee"].map(|key| (key.to_owned(), Some(day("2025-09-08")))));
    pledge(&mut life, "2026-01-05T10:00:00Z", &json!({"others": "6m"}));
    life.about("2026-01-06", "ada", &rhythm("6m"));
    let promise = life.about("2026-01-06", "bo", &json!({"event": "promised", "text": "seeds", "due": "2026-02-01"}));
    let mut copy = Copy { imported: time("2026-02-02T09:00:00Z"), day: day("2026-02-01"), ..life.copies[0].clone() };
    copy.connections.retain(|row| row.key == "dee");
    life.copies.push(copy);
    let asks = |side: &dyn Answers| ["ada", "bo", "cy"].map(|person| side.in_touch(person));
    check(&life, "2026-02-01", asks, &[true, true, true]);
    check(&life, "2026-02-02", asks, &[true, true, false]);
    life.about("2026-02-03", "bo", &json!({"event": "promise_dropped", "promise": promise}));
    check(&life, "2026-02-03", asks, &[true, false, false]);
}

#[test]
fn an_introduction_is_a_contact_with_who_was_asked_and_at_its_end_with_both() {
    let mut life = Life::connected(["ada", "bo"].map(|key| (key.to_owned(), None::<NaiveDate>)));
    let between = json!([{"person": "ada", "name": "Ada"}, {"person": "bo", "name": "Bo"}]);
    let step =
        |step: &str, side: Value| json!({"event": "introduction", "between": between, "step": step, "side": side});
    life.write(time("2026-01-05T10:00:00Z"), &json!({"event": "introduction", "between": between, "step": "proposed"}));
    life.write(time("2026-01-06T10:00:00Z"), &step("asked", json!(2)));
    life.write(time("2026-01-07T10:00:00Z"), &step("agreed", json!(1)));
    let asks = |side: &dyn Answers| ["ada", "bo"].map(|person| side.last_contact(person));
    check(&life, "2026-01-07", asks, &[None, Some(day("2026-01-06"))]);
    let mut made = step("made", json!(null));
    made.as_object_mut().unwrap().remove("side");
    life.write(time("2026-01-08T10:00:00Z"), &made);
    check(&life, "2026-01-08", asks, &[Some(day("2026-01-08")); 2]);
}

/// Returns business day number `crc32(key) mod N` of the six months from a day on, Monday to Friday.
fn spread(person: &str, from: &str, end: &str) -> NaiveDate {
    let days = day(from).iter_days().take_while(|on| *on < day(end));
    let days: Vec<NaiveDate> = days.filter(|on| !Life::new().is_day_off(*on)).collect();
    days[crc32fast::hash(person.as_bytes()) as usize % days.len()]
}

#[test]
fn a_pledge_counts_from_the_day_on_which_it_came_to_the_person() {
    let mut life = Life::connected([
        ("ada".to_owned(), Some(day("2020-01-06"))),
        ("bo".to_owned(), Some(day("2020-01-06"))),
        ("cy".to_owned(), Some(day("2020-01-06"))),
        ("dee".to_owned(), Some(day("2025-07-05"))),
    ]);
    pledge(&mut life, "2026-01-05T10:00:00Z", &json!({"accepted": "6m", "others": "6m", "by_tag": {"bees": "6m"}}));
    let due = |side: &dyn Answers| ["ada", "bo", "cy", "dee"].map(|person| side.due(person));
    let of_pledge = |person: &str| Some(spread(person, "2026-01-05", "2026-07-05"));
    // Six months after Dee's connection is the day of the pledge, and not before it.
    let dee = Some(day("2026-01-05"));
    check(&life, "2026-01-05", due, &[of_pledge("ada"), of_pledge("bo"), of_pledge("cy"), dee]);
    for on in ["2026-02-02", "2026-03-02"] {
        life.about(on, "ada", &json!({"event": "described", "tags": ["bees"]}));
    }
    let invitation = "bo@2025-06-01T10:00:00Z";
    let event = json!({"event": "decided", "invitation": invitation, "verdict": "accept", "answers": {}});
    life.about("2026-02-02", "bo", &event);
    // Changing one slot does not move the others.
    pledge(
        &mut life,
        "2026-03-03T10:00:00Z",
        &json!({"accepted": "6m", "others": "6m", "by_tag": {"bees": "6m", "choir": "1y"}}),
    );
    let later = |person: &str| Some(spread(person, "2026-02-02", "2026-08-02"));
    check(&life, "2026-03-03", due, &[later("ada"), later("bo"), of_pledge("cy"), dee]);
}
