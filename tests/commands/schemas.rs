//! Every `--json` is as its schema in assets/schemas says, and the schemas leave out nothing that is printed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use clap::CommandFactory;
use invite_triage::shell::args::Arguments;

use super::*;

fn schemas() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schemas");
    let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let read = |path: PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, serde_json::from_slice(&fs::read(path).expect("read")).expect("JSON"))
    };
    paths.map(read).collect()
}

/// Returns where a value differs from its schema. A member that the schema does not name is one, too: readers may meet
/// new ones, but ours are all described.
fn differences(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    if let Some(path) = schema.get("$ref") {
        let name = path.as_str().and_then(|path| path.strip_prefix("#/$defs/")).expect("a definition of this schema");
        return differences(value, &root["$defs"][name], root, at);
    }
    let mut found = Vec::new();
    let mut complain = |says: String| found.push(format!("{at}: {says}"));
    for (keyword, wanted) in schema.as_object().expect("a schema") {
        let is_met =
            match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" | "items" | "properties" | "additionalProperties" => true,
                "type" => match wanted {
                    Value::Array(types) => types.iter().any(|wanted| is_of_type(value, wanted)),
                    wanted => is_of_type(value, wanted),
                },
                "enum" => wanted.as_array().expect("a list").contains(value),
                "const" => value == wanted,
                "minimum" => value.as_i64().is_none_or(|value| value >= wanted.as_i64().expect("a number")),
                "format" => value.as_str().is_none_or(|text| has_format(text, wanted)),
                "required" => wanted.as_array().expect("a list").iter().all(|key| {
                    value.as_object().is_none_or(|object| object.contains_key(key.as_str().expect("a name")))
                }),
                unknown => panic!("{at}: this check does not know {unknown}"),
            };
        if !is_met {
            complain(format!("{value} is not {keyword} {wanted}"));
        }
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(differences(item, &schema["items"], root, &format!("{at}[{n}]")));
    }
    for (key, member) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{key}");
        match [&schema["properties"][key], &schema["additionalProperties"]].into_iter().find(|schema| !schema.is_null())
        {
            Some(schema) => found.extend(differences(member, schema, root, &at)),
            None => found.push(format!("{at}: the schema does not name it")),
        }
    }
    found
}

fn is_of_type(value: &Value, wanted: &Value) -> bool {
    match wanted.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("this check does not know the type {unknown}"),
    }
}

fn has_format(text: &str, wanted: &Value) -> bool {
    match wanted.as_str().expect("a format") {
        "date" => text.parse::<NaiveDate>().is_ok() && text.len() == 10,
        "date-time" => DateTime::parse_from_rfc3339(text).is_ok() && text.ends_with('Z'),
        unknown => panic!("this check does not know the format {unknown}"),
    }
}

#[track_caller]
fn assert_as_described(schema: &str, value: &Value) {
    let schemas = schemas();
    let root = schemas.get(schema).unwrap_or_else(|| panic!("assets/schemas/{schema}.json is missing"));
    assert_eq!(differences(value, root, root, schema), [""; 0]);
}

/// Returns a home with every verdict, a tag, a note, a question, and a request that came from a table.
fn home_with_everything() -> Home {
    let home = Home::decided();
    home.succeeds(&["add", "Gil Jo", "--note", "Hi", "--headline", "Baker", "--company", "Acorn"]);
    home.succeeds(&["add", "Hal Ko", "--profile", "https://www.linkedin.com/in/hal-ko"]);
    let opened = Journal::open(&home.data()).expect("opens");
    let (mut journal, ledger) = (opened.journal, Ledger::replay(opened.entries));
    let of = |name: &str| {
        ledger.cases().find(|case| case.invitation().name.raw() == name).expect("a request").invitation().clone()
    };
    let park = |mode| Verdict::FollowUp {
        due: "2026-02-01".parse().expect("a date"),
        mode,
        question: "How do we know each other?".to_owned(),
    };
    let mut asked = decision(&of("Gil Jo"), park(FollowUpMode::Ask), Answer::Unsure, "");
    asked.tags = vec!["bread".to_owned()];
    "a note".clone_into(&mut asked.note);
    let parked = decision(&of("Hal Ko"), park(FollowUpMode::Park), Answer::No, "");
    let ann = of("Ann Bee");
    let (person, name) = (ann.person.clone(), ann.name.clone());
    let done = Event::carried_out(CarryOut { invitation: ann.id, person, name, result: CarryOutResult::Done });
    for (n, event) in [Event::decided(asked), Event::decided(parked), done].into_iter().enumerate() {
        let id = EntryId(format!("00000000-0000-7000-8000-00000000001{n}"));
        journal.append(id, "2026-03-10T10:00:00Z".parse().expect("a time"), None, event).expect("appended");
    }
    home
}

#[test]
fn every_json_is_as_its_schema_says() {
    let home = home_with_everything();
    let archive = home.archive();
    let archive = archive.to_str().expect("a path");
    let other = Home::decided();
    let other = other.data().join(JOURNAL);
    for (schema, words, least) in [
        ("import", &["import", "--dry-run", archive][..], 1),
        ("list", &["list", "--status", "all"], 5),
        ("history", &["history"], 5),
        ("find", &["find", "ann"], 1),
        ("people", &["people"], 1),
        ("people", &["people", "fair"], 1),
        ("add", &["add", "Ida Lo", "--dry-run"], 1),
        ("add", &["add", "Ida Lo", "--note", "Hi"], 1),
        ("paths", &["paths"], 1),
        ("doctor", &["doctor"], 1),
        ("today", &["today"], 1),
        ("decide", &["decide", "ann-bee", "decline", "--reason", "sells", "--dry-run"], 1),
        ("decide", &["decide", "José Muñoz", "follow_up"], 1),
        ("decide", &["decide", "josé-m", "accept", "--answer", "met=yes", "--how-met", "a fair", "--note", "wax"], 1),
        ("log", &["log", "ann-bee", "told her about the fair", "--channel", "call", "--give", "--unanswered"], 1),
        ("log", &["log", "ann-bee", "", "--dry-run"], 1),
        ("promise", &["promise", "Ann Bee", "send the book", "--due", "2w"], 1),
        ("promise", &["promise", "Ann Bee", "send the book", "--due", "3w"], 1),
        ("rhythm", &["rhythm", "kim-lee", "pledge"], 1),
        ("rhythm", &["rhythm", "kim-lee", "died", "--dry-run"], 1),
        ("talk-sheet", &["talk-sheet", "ann-bee"], 1),
        ("letter", &["letter"], 1),
        ("stats", &["stats"], 1),
        ("check", &["check"], 1),
        ("check", &["check", "--repair", "--dry-run"], 1),
        ("merge", &["merge", "--dry-run", other.to_str().expect("a path")], 1),
        ("export", &["export", "--dry-run"], 1),
        ("export", &["export", "-o", "due.ics"], 1),
        ("export", &["export", "--format", "notes", "-o", "vault"], 1),
        ("forget", &["forget", "--dry-run", "ann-bee"], 1),
    ] {
        let printed = home.json_lines(&[words, &["--json"]].concat());
        assert!(printed.len() >= least, "{words:?} printed {}", printed.len());
        printed.iter().for_each(|object| assert_as_described(schema, object));
    }
    let contacts = home.succeeds(&["export", "--format", "json", "--status", "all"]);
    assert_as_described("contacts", &serde_json::from_str(&contacts).expect("JSON"));
    let today = &home.json_lines(&["today", "--json"])[0];
    assert!(today["owed"].as_array().is_some_and(|owed| owed.len() == 1), "{today}");
    let parked = &home.json_lines(&["list", "--status", "follow_up", "--json"]);
    let facts: Vec<_> = parked.iter().map(|one| (&one["status"], &one["parked"], &one["due"], &one["tags"])).collect();
    let (status, due) = (json!("follow_up"), json!("2026-02-01"));
    assert_eq!(facts, [(&status, &json!(false), &due, &json!(["bread"])), (&status, &json!(true), &due, &json!([]))]);
    assert_eq!((&parked[0]["company"], &parked[0]["headline"]), (&json!("Acorn"), &json!("Baker")));

    let journal = home.data().join(JOURNAL);
    fs::write(&journal, fs::read_to_string(&journal).expect("read") + "damage\ntorn").expect("written");
    let report: Value = serde_json::from_slice(&home.run(&["check", "--json"]).stdout).expect("an object");
    assert!(report["findings"].as_array().is_some_and(|findings| !findings.is_empty()), "{report}");
    assert_as_described("check", &report);
}

#[test]
fn every_command_with_json_has_a_schema() {
    let schemas = schemas();
    let takes_json = |command: &&clap::Command| command.get_arguments().any(|argument| argument.get_id() == "json");
    let arguments = Arguments::command();
    let commands: Vec<&str> = arguments.get_subcommands().filter(takes_json).map(clap::Command::get_name).collect();
    assert!(commands.len() >= 9, "{commands:?}");
    for command in commands {
        assert!(schemas.contains_key(command), "assets/schemas/{command}.json is missing");
    }
    for (name, schema) in schemas {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(!schema["description"].as_str().unwrap_or_default().is_empty(), "{name} says nothing");
    }
}

#[test]
fn the_check_finds_what_differs() {
    let schema = json!({
        "type": "object",
        "required": ["day"],
        "properties": {
            "day": { "type": ["string", "null"], "format": "date" },
            "list": { "type": "array", "items": { "$ref": "#/$defs/count" } },
            "word": { "enum": ["a", null] },
        },
        "$defs": { "count": { "type": "integer", "minimum": 0 } },
    });
    let wrong = |value: &Value| differences(value, &schema, &schema, "x").len();
    for (value, count) in [
        (json!({ "day": "2026-01-31", "list": [0, 1], "word": null }), 0),
        (json!({ "day": null }), 0),
        (json!({}), 1),
        (json!([]), 1),
        (json!({ "day": "2026-1-31" }), 1),
        (json!({ "day": 1, "list": [-1, "a"], "word": "b" }), 4),
        (json!({ "day": null, "more": 1 }), 1),
    ] {
        assert_eq!(wrong(&value), count, "{value}: {:?}", differences(&value, &schema, &schema, "x"));
    }
}
