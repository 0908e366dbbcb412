//! `decide`: the rules and sentences of the screen, without it.

use super::*;

/// Returns a home in which these people ask, each under a name and a slug.
fn asked_by(people: &[(&str, &str)]) -> Home {
    let home = Home::new();
    let row = |(name, slug): &(&str, &str)| {
        format!(
            "{name},Pat Owner,\"1/9/26, 8:46 AM\",,INCOMING,https://www.linkedin.com/in/{slug},\
             https://www.linkedin.com/in/pat-owner\n"
        )
    };
    let header = INVITATIONS.lines().next().expect("a header");
    let table = home.path("Invitations.csv");
    fs::write(&table, format!("{header}\n{}", people.iter().map(row).collect::<String>())).expect("written");
    home.succeeds(&["import", &table]);
    home
}

fn decided(home: &Home) -> Vec<Value> {
    let journal = fs::read_to_string(home.data().join(JOURNAL)).expect("a journal");
    let lines = journal.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|line| line["event"] == "decided").collect()
}

fn with_input(home: &Home, words: &[&str], input: &str) -> Output {
    let mut child = home.command(words);
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().expect("starts");
    // A program that refuses may have ended before it reads anything.
    drop(child.stdin.take().expect("a pipe").write_all(input.as_bytes()));
    child.wait_with_output().expect("ends")
}

const ALL_NO: [&str; 6] = ["--answer", "met=no", "--answer", "context=no", "--answer", "value=maybe"];

#[test]
fn an_accept_needs_its_answers_and_a_yes_or_a_reason() {
    let home = asked_by(&[("Ann Bee", "ann-bee")]);
    let says = home.fails(1, &["decide", "ann bee", "accept"]);
    assert!(says.contains("Answer all three first: Have we met?") && says.contains("--answer met=yes"), "{says}");
    let without_yes = [&["decide", "ann-bee", "accept"][..], &ALL_NO].concat();
    let says = home.fails(1, &without_yes);
    assert!(says.contains("No answer was yes, so one line, please; give --reason"), "{says}");
    let keys = home.path("keys.toml");
    fs::write(&keys, "[keys]\ncancel = \"Ctrl-y\"\n").expect("written");
    let with_keys = [&["--config", &keys][..], &without_yes].concat();
    assert!(home.fails(1, &with_keys).ends_with("No answer was yes, so one line, please; give --reason\n"));
    assert_eq!(decided(&home).len(), 0, "nothing was written");

    let with_reason =
        [&without_yes[..], &["--reason", " she mends  clocks", "--rhythm", "1y", "--note", "call"]].concat();
    let before = fs::read(home.data().join(JOURNAL)).expect("read");
    let said = home.succeeds(&[&with_reason[..], &["--dry-run"]].concat());
    assert_eq!(said, "Accepted Ann Bee. On LinkedIn it is still to do\nDry run: nothing written.\n");
    assert_eq!(fs::read(home.data().join(JOURNAL)).expect("read"), before);
    home.succeeds(&with_reason);
    let line = &decided(&home)[0];
    let of = ["verdict", "reason", "rhythm", "gift", "note"].map(|key| line[key].as_str().unwrap_or_default());
    assert_eq!(of, ["accept", "she mends  clocks", "1y", "hello", "call"]);
    assert_eq!(line["answers"], json!({ "met": "no", "context": "no", "value": "unsure" }));
}

#[test]
fn a_decline_and_a_follow_up_have_the_defaults_of_the_screen() {
    let home = asked_by(&[("Ann Bee", "ann-bee"), ("Cy Dee", "cy-dee")]);
    assert_eq!(home.succeeds(&["decide", "ann-bee", "decline"]), "Declined Ann Bee\n");
    home.succeeds(&["decide", "cy-dee", "follow_up", "--due", "3w", "--way", "wait"]);
    let again = home.run(&["decide", "ann-bee", "decline", "--kind", "spam"]);
    assert!(text(&again.stderr).contains("Ann Bee so far: declined on"), "a change of mind is told");
    let lines = decided(&home);
    let kinds: Vec<&Value> = lines.iter().map(|line| &line["kind"]).collect();
    assert_eq!(kinds, [&json!("ignore"), &Value::Null, &json!("spam")]);
    assert_eq!((&lines[1]["way"], lines[1]["due"].is_string()), (&json!("wait"), true));
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_written() {
    let home = asked_by(&[("Cy Dee", "cy-dee"), ("Cy Dee", "cy-dee-2")]);
    for (status, words, says) in [
        (1, &["decide", "Cy Dee", "decline"][..], "Choose one by key: cy-dee, cy-dee-2"),
        (1, &["decide", "nobody", "decline"], "nobody is known as \"nobody\""),
        (2, &["decide", "cy-dee"], "which decision?"),
        (2, &["decide", "cy-dee", "perhaps"], "perhaps"),
        (2, &["decide", "cy-dee", "accept", "--answer", "met"], "write it like met=yes"),
        (2, &["decide", "cy-dee", "accept", "--answer", "age=yes"], "the questions are met, context, value"),
        (2, &["decide", "cy-dee", "follow_up", "--due", "never"], "Try 3d, 2w"),
        (2, &["decide", "cy-dee", "accept", "--kind", "spam"], "\"kind\" belongs to a decline only"),
        (2, &["decide", "cy-dee", "follow_up", "--reason", "x"], "\"reason\" belongs to"),
        (2, &["decide", "-", "decline"], "standard input"),
    ] {
        let said = home.fails(status, words);
        assert!(said.contains(says), "{words:?}: {said}");
    }
    assert_eq!(decided(&home).len(), 0);
}

#[test]
fn a_line_of_standard_input_is_a_decision_and_a_wrong_one_is_named() {
    let home = asked_by(&[("Ann Bee", "ann-bee"), ("Cy Dee", "cy-dee")]);
    let input = [
        r#"{"person":"ann-bee","verdict":"follow_up","due":"some day"}"#,
        "",
        r#"{"person":"ann-bee","verdict":"accept","answers":{"met":"yes"}}"#,
        r#"{"person":"ann-bee","verdict":"decline","kin":"spam"}"#,
        "\u{1b}[2J",
        r#"{"person":"cy-dee","verdict":"decline"}"#,
        r#"{"person":"ann-bee","verdict":"follow_up","#,
    ];
    let output = with_input(&home, &["decide", "-"], &input.join("\n"));
    let (said, wrong) = (text(&output.stdout), text(&output.stderr));
    assert_eq!((output.status.code(), said.as_str()), (Some(1), "Declined Cy Dee\n"), "{wrong}");
    let lines: Vec<&str> = wrong.lines().map(|line| line.strip_prefix("invite-triage: ").unwrap_or(line)).collect();
    let starts =
        ["line 1: I don't understand", "line 3: Answer all three", "line 4: not a decision", "line 5: not a", "line 7"];
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line} / {start}");
    }
    assert_eq!(lines.last(), Some(&"5 of 6 lines refused; the rest was decided"));
    assert!(!wrong.contains('\u{1b}'));
    let again = r#"{"person":"ann-bee","verdict":"follow_up"}"#;
    let printed = text(&with_input(&home, &["decide", "-", "--json"], again).stdout);
    let line: Value = serde_json::from_str(&printed).expect("one object");
    assert_eq!((&line["answers"], &line["way"]), (&json!({}), &json!("ask")), "nothing of the refused lines is left");
}

#[test]
fn the_guard_speaks_in_one_sitting_and_over_several() {
    let people: Vec<(String, String)> = (1..=7).map(|n| (format!("Person {n}"), format!("p-{n}"))).collect();
    let people: Vec<(&str, &str)> = people.iter().map(|(name, slug)| (name.as_str(), slug.as_str())).collect();
    let home = asked_by(&people);
    let config = home.path("config.toml");
    fs::write(&config, "[accept]\nguard = 3\nceiling = 4\nneeds_yes_or_reason = false\n").expect("written");
    let line = |n: u32| {
        format!(r#"{{"person":"p-{n}","verdict":"accept","answers":{{"met":"no","context":"no","value":"no"}}}}"#)
    };
    let input: String = (1..=5).map(|n| line(n) + "\n").collect();
    let output = with_input(&home, &["--config", &config, "decide", "-"], &input);
    let said = text(&output.stderr);
    assert!(
        said.contains("You accepted these in quick succession: Person 1, Person 2, Person 3. Can you say who"),
        "{said}"
    );
    assert!(said.contains("line 5: That's the 4 accepts you set for one sitting"), "{said}");
    assert_eq!(decided(&home).len(), 4);
    let one = home.run(&[&["--config", &config, "decide", "p-6", "accept"][..], &ALL_NO].concat());
    assert_eq!(one.status.code(), Some(0), "{}", text(&one.stderr));
}
