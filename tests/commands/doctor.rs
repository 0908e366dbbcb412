//! `doctor` says what is wrong, and what to do.

use super::*;

/// Returns the checks by name: whether each is well, and what it says.
fn checks(command: &mut Command) -> Vec<(String, bool, String)> {
    let output = command.output().expect("runs");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let report: Value = serde_json::from_slice(&output.stdout).expect("an object");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let checks = report["checks"].as_array().expect("a list").iter();
    let checks: Vec<_> = checks
        .map(|check| (text(&check["name"]), check["ok"].as_bool().expect("a truth value"), text(&check["says"])))
        .collect();
    assert_eq!(report["ok"], checks.iter().all(|(_, ok, _)| *ok));
    checks
}

#[track_caller]
fn assert_check(checks: &[(String, bool, String)], name: &str, ok: bool, says: &str) {
    let is_it = |(other, is_ok, said): &&(String, bool, String)| other == name && *is_ok == ok && said.contains(says);
    assert!(checks.iter().any(|check| is_it(&check)), "{name} {ok} {says:?} is not in {checks:#?}");
}

#[test]
fn doctor_finds_everything_well_where_it_is() {
    let home = Home::decided();
    let mut command = home.command(&["doctor", "--json"]);
    let programs = [("PATH", "/usr/bin:/bin"), ("EDITOR", "sh -c"), ("BROWSER", "sh")];
    let checks = checks(command.env("LANG", "C.UTF-8").envs(programs));
    assert!(checks.iter().all(|(_, ok, _)| *ok), "{checks:#?}");
    assert_check(&checks, "letters", true, "UTF-8");
    assert_check(&checks, "clipboard", true, "OSC 52");
    assert_check(&checks, "browser", true, "sh");
    assert_check(&checks, "editor", true, "sh -c");
    assert_check(&checks, "configuration", true, "the defaults hold");
    assert_check(&checks, "data", true, "for you alone");
    assert_check(&checks, "journal", true, "4 entries in 1 file, all sound");
    assert_check(&checks, "snapshot", true, "as the last import left it");
    let printed = home.succeeds(&["doctor"]);
    assert!(printed.contains("invite-triage ") && printed.contains("ok  journal"), "{printed}");
}

#[test]
fn doctor_names_what_is_wrong() {
    let home = Home::decided();
    fs::write(home.path("own.toml"), "portoin = 5\neditor = \"no-such-editor\"\n[message]\nclipboard = \"system\"\n")
        .expect("written");
    let journal = home.data().join(JOURNAL);
    fs::write(&journal, fs::read_to_string(&journal).expect("read") + "damage\n").expect("written");
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o644)).expect("opened to others");
    fs::write(home.data().join("network.bin"), "damage").expect("written");
    let mut command = home.command(&["doctor", "--json", "--config", "own.toml"]);
    let found = checks(command.env("LANG", "C").env("PATH", "").env("NO_COLOR", "1"));
    assert_check(&found, "letters", false, "the locale C is not UTF-8");
    assert_check(&found, "colours", true, "NO_COLOR");
    assert_check(&found, "clipboard", false, "or set [message] clipboard = \"terminal\"");
    assert_check(&found, "editor", false, "no-such-editor is not there");
    assert_check(&found, "configuration", false, "did you mean \"portion\"?");
    assert_check(&found, "data", false, "others can read 1 file");
    assert_check(&found, "journal", false, "`check --repair` repairs it");
    assert_check(&found, "snapshot", false, "network.bin");
    assert_eq!(mode(&journal), 0o644, "looking changes nothing");
    let missing = checks(home.command(&["doctor", "--json", "--config", "nofile.toml"]).env("LANG", "C.UTF-8"));
    assert_check(&missing, "configuration", false, "nofile.toml");
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o400)).expect("changed");
    if fs::OpenOptions::new().append(true).open(&journal).is_err() {
        let refused = checks(home.command(&["doctor", "--json"]).env("LANG", "C.UTF-8")); // not for root
        assert_check(&refused, "data", false, "or use another --data-dir");
        assert!(home.fails(1, &["add", "Gil Jo"]).contains("or use another --data-dir"));
    }
    let nowhere = home.path("nowhere");
    let none = checks(home.command(&["doctor", "--json", "--data-dir", &nowhere]).env("LANG", "C.UTF-8"));
    assert_check(&none, "data", true, "nothing there yet");
    assert!(!Path::new(&nowhere).exists());
}
