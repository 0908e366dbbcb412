//! The contact clock against a second, naive implementation that was written from its description and not from its code:
//! in touch, last contact, rhythm, due, today's few, five notes, the sum, and who wrote.

#[path = "clock/cases.rs"]
mod cases;
#[path = "clock/generator.rs"]
mod generator;
#[path = "clock/life.rs"]
mod life;
#[path = "clock/naive.rs"]
mod naive;
#[path = "clock/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use generator::{DAYS, FIRST, LINES};
use life::{Answers, Life, Rhythm, day, time};
use naive::Naive;
use program::Program;

/// Returns the days of the quarter.
fn quarter() -> impl Iterator<Item = NaiveDate> {
    day(FIRST).iter_days().take(DAYS)
}

#[test]
fn the_program_and_the_naive_clock_agree_on_every_day_of_a_quarter() {
    // Two of the four lives, one for each kind of weekend, on a thread each: the others take as long again.
    std::thread::scope(|scope| {
        for seed in [1, 2] {
            scope.spawn(move || agree_on_every_day_of_a_quarter(seed));
        }
    });
}

/// `LIFE=copies.json SEED=1 cargo test --test clock -- --ignored` compares a larger life, once a week.
#[test]
#[ignore = "needs the copies of a life made elsewhere"]
fn the_program_and_the_naive_clock_agree_on_a_life_from_elsewhere() {
    let seed = std::env::var("SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let life = generator::life_over(&std::env::var("LIFE").expect("a file"), seed);
    agree(seed, &life, quarter().step_by(7));
}

fn agree_on_every_day_of_a_quarter(seed: u64) {
    agree(seed, &generator::life(seed), quarter());
}

fn agree(seed: u64, life: &Life, days: impl Iterator<Item = NaiveDate>) {
    let networks = program::networks(life);
    for today in days {
        let (naive, program) = (Naive::new(life, today), Program::with_networks(life, today, &networks));
        for person in life.people() {
            let on = format!("seed {seed}, {person} on {today}");
            assert_eq!(program.in_touch(&person), naive.in_touch(&person), "{on}: in touch");
            assert_eq!(program.due(&person), naive.due(&person), "{on}: due");
            if naive.belongs(&person) {
                assert_eq!(program.last_contact(&person), naive.last_contact(&person), "{on}: last contact");
                assert_eq!(program.rhythm(&person), naive.rhythm(&person), "{on}: rhythm");
            }
        }
        let on = format!("seed {seed}, {today}");
        assert_eq!(program.sum(), naive.sum(), "{on}: sum");
        assert_eq!(program.few(), naive.few(), "{on}: the few");
        if !life.is_day_off(today) {
            assert_eq!(program.queue(), naive.queue(), "{on}: everybody due");
        }
        assert_eq!(program.five_notes(), naive.five_notes(), "{on}: five notes");
        assert_eq!(program.keep_or_let_go(), naive.keep_or_let_go(), "{on}: keep or let go");
        assert_eq!(program.they_wrote(), naive.they_wrote(), "{on}: they wrote");
    }
}

/// What is to come, if every day's few are written to on their day and nothing else happens.
#[test]
fn the_weeks_ahead_are_the_few_of_each_day_that_follows() {
    for seed in 1..=2 {
        let life = generator::life(seed);
        let networks = program::networks(&life);
        let mut days_with_few = 0;
        for today in quarter().step_by(9) {
            let ahead = Program::with_networks(&life, today, &networks).ahead();
            let mut to_come = life.until(today);
            for (day, people) in &ahead {
                let few = Naive::new(&to_come, *day).few();
                if life.is_day_off(*day) {
                    // Only dates of one's own; what is left of the last business day's few comes again on the next.
                    assert!(people.iter().all(|person| few.contains(person)), "seed {seed}, from {today}, on {day}");
                } else if *day > today {
                    assert_eq!(few, *people, "seed {seed}, from {today}, on {day}");
                    days_with_few += 1;
                }
                people.iter().for_each(|person| to_come.lines.push(a_contact(to_come.lines.len(), *day, person)));
            }
            let is_quiet = |day: &NaiveDate| !ahead.contains_key(day) && !life.is_day_off(*day);
            let (last, _) = ahead.last_key_value().expect("somebody is due");
            for day in today.iter_days().skip(1).take_while(|day| day < last).filter(is_quiet) {
                assert_eq!(Naive::new(&to_come.until(day), day).few(), Vec::<String>::new(), "seed {seed}, on {day}");
            }
        }
        assert!(days_with_few > 100, "{days_with_few}");
    }
}

/// Somebody with a new address is one person, also if lines of the day have the former one.
#[test]
fn a_former_address_is_nobody_in_the_weeks_ahead() {
    let today = "2026-03-10";
    let mut life = Life::connected([("new-ann".to_owned(), Some(day("2020-01-02")))]);
    life.about(today, "old-ann", &serde_json::json!({"event": "rhythm_set", "rhythm": "1m"}));
    life.about(today, "old-ann", &serde_json::json!({"event": "same_person", "into": "new-ann"}));
    let ahead = Program::new(&life, day(today)).ahead();
    assert_eq!(ahead.into_values().collect::<Vec<_>>(), [["new-ann"]]);
}

/// Returns a line that logs a contact on a day.
fn a_contact(number: usize, on: NaiveDate, person: &str) -> serde_json::Value {
    serde_json::json!({
        "v": 1, "n": 900_000 + number, "id": format!("00000000-0000-7000-9000-{number:012}"), "at": format!("{on}T12:00:00Z"),
        "event": "contacted", "on": on, "channel": "call", "aim": "neutral", "person": person, "name": life::name_of(person),
    })
}

/// Returns how many lines of each event a life has.
fn events(life: &Life) -> BTreeMap<&str, usize> {
    let mut events = BTreeMap::new();
    for line in &life.lines {
        *events.entry(line["event"].as_str().expect("a name")).or_default() += 1;
    }
    events
}

#[test]
fn a_made_up_life_has_lines_of_every_event_that_the_clock_reads() {
    for seed in 1..=4 {
        let life = generator::life(seed);
        let events = events(&life);
        assert_eq!(life.lines.len(), LINES + 1 + life.copies.len(), "the lines, the requests and the copies");
        let read = "contacted kept promised promise_kept promise_dropped postponed rhythm_set pledged reviewed described \
                    decided reopened carried_out introduction no_reply_needed retracted imported";
        for event in read.split_whitespace() {
            assert!(events.get(event) >= Some(&2), "seed {seed}: {event} in {events:?}");
        }
        let has = |field: &str| life.lines.iter().filter(|line| !line[field].is_null()).count();
        for field in ["again", "because", "by_tag", "promise", "side", "due", "tags"] {
            assert!(has(field) > 0, "seed {seed}: {field}");
        }
        assert!(life.lines.iter().filter(|line| generator::is_late(line)).count() > 20, "seed {seed}: near midnight");
        let days = life.lines.iter().map(|line| (life.zone)(time(line["at"].as_str().expect("a time"))));
        let mut busy: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        days.for_each(|day| *busy.entry(day).or_default() += 1);
        let of_quarter = busy.iter().filter(|(day, lines)| quarter().any(|other| other == **day) && **lines > 2);
        assert!(of_quarter.count() > 20, "seed {seed}: days with several lines");
        let is_weekend = |day: &&NaiveDate| [Weekday::Sat, Weekday::Sun].contains(&day.weekday());
        assert!(busy.keys().filter(is_weekend).count() > 20, "seed {seed}: weekends");
    }
}

#[test]
fn the_program_decodes_every_line_of_a_made_up_life() {
    for seed in 1..=4 {
        let life = generator::life(seed);
        assert_eq!(program::entries(&life).len(), life.lines.len());
        let start = Program::new(&life, quarter().last().expect("a day"));
        let newest = life.copies.last().expect("a copy");
        let connected = start.network.people().filter(|known| known.is_connected()).count();
        assert_eq!(connected, newest.connections.len(), "seed {seed}: connections of the last copy");
        let talks = newest.messages.iter().flatten().map(|message| &message.with).collect::<BTreeSet<_>>().len();
        let known = start.network.people().filter(|known| known.conversation_stats().is_some()).count();
        assert_eq!(known, talks, "seed {seed}: conversations of the last copy");
    }
}

/// What a quarter of a made-up life brings at least, so that the comparison compares something.
#[test]
fn a_quarter_of_a_made_up_life_asks_every_question() {
    let mut asked: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for seed in 1..=4 {
        let life = generator::life(seed);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut rhythms: BTreeSet<String> = BTreeSet::new();
        for today in quarter().step_by(5) {
            let naive = Naive::new(&life, today);
            let mut count = |what, is_so: bool| *counts.entry(what).or_default() += usize::from(is_so);
            let few = naive.few();
            let wrote = naive.they_wrote();
            let k = usize::try_from(naive.sum().k).expect("a few");
            count("days with somebody due", !few.is_empty());
            count("days with more than K, by dates of one's own", few.len() > k);
            count("days off with people left", life.is_day_off(today) && !few.is_empty());
            count("days with five notes", naive.five_notes().len() == 5);
            count("days with connections to look at", naive.keep_or_let_go().len() > 3);
            count("days on which somebody wrote", !wrote.listed.is_empty());
            count("days with greetings", !wrote.greetings.is_empty());
            count("days with K above 1", k > 1);
            for person in naive.queue() {
                let Some(Rhythm::Months(months)) = naive.rhythm(&person) else { continue };
                let since = naive.due(&person).map_or(0, |due| (today - due).num_days());
                let is_drawn = since > 2 * 31 * i64::from(months);
                count(if is_drawn { "people overdue by two rhythms" } else { "people overdue by less" }, true);
            }
            for person in life.people() {
                let rhythm = naive.rhythm(&person);
                rhythms.insert(format!("{rhythm:?}"));
                count("muted people", naive.belongs(&person) && rhythm == Some(Rhythm::Never));
                count("people in touch", naive.in_touch(&person));
                count("dates without being in touch", !naive.in_touch(&person) && naive.due(&person).is_some());
            }
        }
        for (what, count) in counts {
            asked.entry(what).or_default().push(count);
        }
        assert!(rhythms.len() >= 5, "seed {seed}: {rhythms:?}");
    }
    assert!(asked.len() == 13 && asked.values().all(|counts| counts.iter().sum::<usize>() > 10), "{asked:?}");
}

/// "So the list is the same at every start of the day, does not refill, and ends."
#[test]
fn what_is_done_on_a_day_does_not_change_the_few_of_that_day() {
    let at_once = [
        "pledged",
        "decided",
        "imported",
        "retracted",
        "described",
        "no_reply_needed",
        "carried_out",
        "promised",
        "promise_dropped",
    ];
    for seed in 1..=2 {
        let life = generator::life(seed);
        for today in quarter() {
            let is_today = |line: &serde_json::Value| (life.zone)(time(line["at"].as_str().expect("a time"))) == today;
            let acts = |line: &serde_json::Value| {
                at_once.iter().any(|event| line["event"] == *event) || !line["again"].is_null()
            };
            let of_today: Vec<_> = life.lines.iter().filter(|line| is_today(line)).collect();
            if of_today.is_empty() || of_today.iter().any(|line| acts(line)) {
                continue;
            }
            let mut morning = life.clone();
            morning.lines.retain(|line| !is_today(line));
            let (before, after) = (Naive::new(&morning, today), Naive::new(&life, today));
            assert_eq!(before.few(), after.few(), "seed {seed}, {today}");
            assert_eq!(before.five_notes(), after.five_notes(), "seed {seed}, {today}");
            assert_eq!(before.sum(), after.sum(), "seed {seed}, {today}");
        }
    }
}
