//! The command line keeps its word: completions in the real shells, the man page, mistakes and what to do about them.

#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const INVITATIONS: &str = "\
From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl
Ann Bee,Pat Owner,\"2/20/26, 3:47 PM\",\"Hello Pat\",INCOMING,https://www.linkedin.com/in/ann-bee,https://www.linkedin.com/in/pat-owner
";

/// A temporary home directory.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Returns a home with one request imported.
    fn imported() -> Self {
        let home = Self::new();
        home.write("Invitations.csv", INVITATIONS);
        home.succeeds(&["import", "Invitations.csv"]);
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).expect("written");
        self.path(name).to_str().expect("a path").to_owned()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.0.path()).env("TMPDIR", self.0.path());
        command.env("XDG_DATA_HOME", self.path("data")).env("XDG_CONFIG_HOME", self.path("config"));
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("TERM", "dumb").env("LC_ALL", "C.UTF-8");
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_invite-triage")).args(words).output().expect("runs")
    }

    /// Runs a command that must succeed; returns its standard output.
    #[track_caller]
    fn succeeds(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs a command that must exit with this status; returns its standard error.
    #[track_caller]
    fn fails(&self, status: i32, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(status), "{words:?}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    /// Runs a script in a shell; `None` if the shell is not installed.
    fn script(&self, shell: &str, arguments: &[&str], script: &str) -> Option<String> {
        match self.command(shell).args(arguments).args(["-c", script]).output() {
            Ok(output) => Some(text(&output.stdout)),
            Err(_) => {
                println!("skipped: {shell} is not installed");
                None
            }
        }
    }

    /// Writes the completions for a shell; returns their path.
    fn completions(&self, shell: &str, name: &str) -> String {
        let script = self.succeeds(&["completions", shell]);
        self.write(name, &script)
    }

    fn journal(&self) -> PathBuf {
        self.path("data/invite-triage/journal.jsonl")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What is typed before Tab, and words that are and are not offered then.
const OFFERED: &[(&str, &[&str], &[&str])] = &[
    ("imp", &["import"], &["export"]),
    ("list --st", &["--status"], &["[PATH]"]),
    ("list --status ", &["pending", "follow_up", "all"], &["--json", "import"]),
    ("list --pile ", &["known", "no_note"], &["pending"]),
    ("export --fo", &["--format"], &["import"]),
    ("export --format ", &["vcard", "markdown", "ics"], &["follow_up", "[FORMAT]"]),
    ("export --status ", &["accepted", "declined"], &["pending"]),
    ("check --re", &["--repair"], &["--status"]),
    ("completions ", &["bash", "zsh", "fish"], &["--help"]),
];

#[track_caller]
fn assert_offered(typed: &str, offered: &str, wanted: &[&str], unwanted: &[&str]) {
    let words: Vec<&str> = offered.split_whitespace().collect();
    assert!(wanted.iter().all(|word| words.contains(word)), "{typed}: {wanted:?} is not all in {offered}");
    assert!(!unwanted.iter().any(|word| words.contains(word)), "{typed}: {unwanted:?} is in {offered}");
}

#[test]
fn bash_completes() {
    let home = Home::new();
    let file = home.completions("bash", "it.bash");
    let complete = |words: &[&str]| {
        let at = words.len();
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let script = format!(
            "source {file}; COMP_WORDS=(invite-triage {}); COMP_CWORD={at}; _invite_triage; echo \"${{COMPREPLY[*]}}\"",
            words.join(" ")
        );
        home.script("bash", &["--norc", "--noprofile"], &script)
    };
    for (typed, wanted, unwanted) in OFFERED {
        let words: Vec<&str> = typed.split(' ').collect();
        let Some(offered) = complete(&words) else { return };
        assert_offered(typed, &offered, wanted, unwanted);
    }
    for (words, wanted) in [
        (&["--data-dir", "kept", "list", "--sta"][..], "--status"),
        (&["--data-dir", "=", "kept", "list", "--status", "=", "pen"], "pending"),
        (&["list", "--status", "="], "pending"),
        (&["--da"], "--data-dir"),
    ] {
        assert_offered(&words.join(" "), &complete(words).expect("bash"), &[wanted], &[]);
    }
    let registered = home.script("bash", &[], &format!("source {file}; complete -p invite-triage")).expect("bash");
    assert!(registered.contains("-o default"), "files behind a command: {registered}");
    assert_eq!(complete(&["import", ""]).expect("bash").trim(), "", "so that they are offered");
    assert_eq!(complete(&["rhythm", ""]).expect("bash").trim(), "", "a person comes before the rhythm");
}

#[test]
fn fish_completes() {
    let home = Home::new();
    let file = home.completions("fish", "it.fish");
    home.write("plain.zip", "");
    let complete = |typed: &str| {
        home.script("fish", &["--no-config"], &format!("source {file}; complete -C 'invite-triage {typed}'"))
    };
    for (typed, wanted, unwanted) in OFFERED {
        let Some(offered) = complete(typed) else { return };
        let names: Vec<&str> = offered.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_offered(typed, &names.join(" "), wanted, unwanted);
    }
    assert_offered("import pl", &complete("import pl").expect("fish"), &["plain.zip"], &[]);
}

#[test]
fn zsh_completes() {
    let home = Home::new();
    home.completions("zsh", "_invite-triage");
    home.write("plain.zip", "");
    // A zsh within zsh, in whose terminal Tab is pressed twice: once to complete, and again to list what is left.
    let script = |typed: &str| {
        format!(
            "zmodload zsh/zpty; zpty z 'PS1= zsh -f -i'
             zpty -w z \"PROMPT='RDY> '; fpath=({dir} \\$fpath); autoload -U compinit; compinit -u -D; cd {dir}; \
             setopt no_beep; zstyle ':completion:*' verbose no; COLUMNS=200; print LOADED\"
             until [[ $all == *LOADED*LOADED*RDY* ]] {{ zpty -r -t z part && all+=$part || sleep .05 }}
             zpty -w -n z \"invite-triage {typed}\"$'\\t\\t'
             for i in {{1..40}}; do sleep .05; while zpty -r -t z part; do out+=$part; done; done
             print -r -- $out",
            dir = home.0.path().display(),
        )
    };
    let complete = |typed: &str| {
        let seen = home.script("zsh", &["-f"], &script(typed))?;
        Some(seen.replace("\u{1b}[", " ").replace('\r', " ").replace(['\u{7}', '\u{8}'], ""))
    };
    // Each waits for the terminal, so all of them wait together.
    let typed = ["import pl", "pl", "exp", "export --fo", "export --format=", "list --pile="];
    let seen = std::thread::scope(|scope| {
        let threads = typed.map(|typed| scope.spawn(move || complete(typed)));
        threads.map(|thread| thread.join().expect("a thread"))
    });
    let Some(seen) = seen.into_iter().collect::<Option<Vec<String>>>() else { return };
    let [behind, before, command, option, values, piles] = &seen[..] else { panic!("{} of six", seen.len()) };
    assert!(behind.contains("plain.zip"), "a file behind a command: {behind}");
    assert!(before.contains("plain.zip"), "a file before all commands: {before}");
    assert!(command.contains("export"), "{command}");
    assert!(option.contains("--format"), "{option}");
    assert!(values.contains("vcard") && values.contains("markdown") && !values.contains("import "), "{values}");
    assert!(piles.contains("asked_before") && piles.contains("standard"), "{piles}");
}

#[test]
fn the_man_page_is_one_and_whole() {
    let home = Home::new();
    let page = home.succeeds(&["man"]);
    let plain = page.replace("\\-", "-");
    for words in [
        "--dry-run",
        "--format",
        "--since",
        "--pile",
        "--welcome-back",
        "--new-journal",
        "One of pending, accepted",
        ".SH FILES",
        "journal.jsonl",
        "config.toml",
        ".SH ENVIRONMENT",
        "INVITE_TRIAGE_DATA_DIR",
        "NO_COLOR",
        ".SH \"EXIT STATUS\"",
    ] {
        assert!(plain.contains(words), "{words} is not in it");
    }
    assert!(!plain.contains("(1)"), "it sends to no other page");
    let heading = page.lines().find_map(|line| line.strip_prefix(".TH INVITE-TRIAGE 1 ")).expect("a heading");
    let (day, rest) = heading.split_once(' ').expect("a day");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(rest, format!("\"invite-triage {version}\" \"User commands\""));
    let changes = include_str!("../CHANGELOG.md");
    assert!(changes.contains(&format!("\n## [{version}] - {day}\n")), "the changelog has {version} on another day");
    let file = home.write("page.1", &page);
    if let Ok(output) = home.command("mandoc").args(["-Tlint", "-Wwarning", &file]).output() {
        assert_eq!(text(&output.stdout), "", "mandoc");
    }
    match home.command("groff").args(["-man", "-ww", "-Tutf8", &file]).output() {
        Ok(output) => {
            assert_eq!(text(&output.stderr), "");
            // Lines are spread to the margin, so the gaps between words differ.
            let words = text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("Import a copy of your data"), "{words}");
        }
        Err(_) => println!("skipped: groff is not installed"),
    }
}

#[test]
fn a_slip_in_a_command_is_answered_with_the_command() {
    let home = Home::new();
    for (words, meant) in [
        (&["lsit"][..], "did you mean \"list\"?"),
        (&["exports", "--format", "csv"], "did you mean \"export\"?"),
        (&["lsit", "--json"], "did you mean \"list\"?"),
    ] {
        let said = home.fails(2, words);
        assert!(said.contains(meant) && said.lines().count() == 1, "{words:?}: {said}");
    }
    assert!(home.fails(2, &["holiday.zip"]).contains("see --help"));
    assert!(home.fails(2, &["list", "--pile", "knwon"]).contains("'known'"));
}

#[test]
fn without_a_terminal_the_screen_says_so() {
    let home = Home::new();
    for words in ["triage", "demo"].repeat(10) {
        let mut command = home.command(env!("CARGO_BIN_EXE_invite-triage"));
        command.arg(words).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("starts");
        drop(child.stdin.take()); // a pipe that ends
        let output = child.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert!(text(&output.stderr).contains("needs a terminal"), "{words}: {}", text(&output.stderr));
    }
}

#[test]
fn help_that_cannot_be_written_is_a_failure() {
    let home = Home::new();
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    for words in ["--help", "--version", "man", "config"] {
        let mut command = home.command(env!("CARGO_BIN_EXE_invite-triage"));
        let output = command.arg(words).stdout(full.try_clone().expect("a file")).output().expect("runs");
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert_eq!(text(&output.stderr).lines().count(), 1, "{words}: {}", text(&output.stderr));
    }
}

#[test]
fn a_tilde_is_the_home_directory() {
    let home = Home::new();
    home.succeeds(&["add", "Ann Bee", "--data-dir=~/kept"]);
    let mut command = home.command(env!("CARGO_BIN_EXE_invite-triage"));
    let output = command.args(["add", "Cem Dal"]).env("INVITE_TRIAGE_DATA_DIR", "~/kept").output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(home.succeeds(&["list", "--data-dir", "~/kept"]).lines().count(), 2);
    home.succeeds(&["export", "--status", "all", "--output=~/people.csv", "--data-dir=~/kept"]);
    assert!(home.path("kept/journal.jsonl").exists() && home.path("people.csv").exists());
    assert!(!home.path("~").exists());
    assert!(home.fails(2, &["list", "--data-dir=~nobody-here/kept"]).contains("write the whole path"));
}

#[test]
fn every_command_tells_the_mistakes_of_the_configuration_and_goes_on() {
    let home = Home::imported();
    let config = home.write("c.toml", "# mine\nportoin = 5\n\n[keys]\naccept = \"d\"\n");
    let all = format!(
        "{config}:2:1: unknown key \"portoin\"; did you mean \"portion\"? [portoin = 5]\n\
         {config}:5:10: the key d would mean both \"accept\" and \"decline\" [accept = \"d\"]\n"
    );
    for words in [&["list"][..], &["export"], &["stats", "--json"], &["today"], &["paths"], &["add", "Cem Dal"]] {
        let output = home.run(&[words, &["--config", &config]].concat());
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), all.clone()), "{words:?}");
    }
    for words in [&["list"][..], &["paths"], &["demo"]] {
        let said = home.fails(1, &[words, &["--config", "nofile.toml"]].concat());
        assert!(said.contains("cannot read the configuration") && said.contains("nofile.toml"), "{said}");
    }
    home.succeeds(&["config", "--config", "nofile.toml"]);
    let mut list = home.command(env!("CARGO_BIN_EXE_invite-triage"));
    let output = list.arg("list").env("INVITE_TRIAGE_CONFIG", "nofile.toml").output().expect("runs");
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(0), String::new()),
        "of the environment: may be absent"
    );
}

#[test]
fn the_places_are_told() {
    let home = Home::new();
    let object: Value = serde_json::from_str(&home.succeeds(&["paths", "--json"])).expect("one object");
    assert_eq!(object["journal"], json!(home.journal()));
    assert_eq!(object["config"], json!(home.path("config/invite-triage/config.toml")));
    for name in ["data_dir", "snapshot", "drafts", "exports", "lock", "quarantine"] {
        assert!(object[name].is_string(), "{name}");
    }
    let shown = home.succeeds(&["paths", "--data-dir", "kept"]);
    assert!(
        shown.contains(&format!("journal     {}  (not there)", home.path("kept/journal.jsonl").display())),
        "{shown}"
    );
    let config = home.succeeds(&["config"]);
    let place = format!("# {}", home.path("config/invite-triage/config.toml").display());
    assert_eq!(config.lines().next(), Some(place.as_str()));
    assert!(!home.path("data").exists() && !home.path("kept").exists(), "none of them makes a folder");
}

#[test]
fn a_damaged_line_is_told_by_every_command() {
    let home = Home::imported();
    home.succeeds(&["add", "Cem Dal"]);
    let lines = fs::read_to_string(home.journal()).expect("read");
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.insert(1, "{\"v\":1,\"n\":3 what is this");
    lines.insert(1, "and this");
    fs::write(home.journal(), lines.join("\n") + "\n").expect("written");
    for words in [
        &["list"][..],
        &["stats"],
        &["history"],
        &["today", "--json"],
        &["export"],
        &["export", "-o", "people.csv"],
        &["import", "-n", "Invitations.csv"],
        &["import", "Invitations.csv"],
        &["add", "Gil Jo"],
        &["add", "-n", "Hal Ko"],
        &["forget", "-n", "ann-bee"],
        &["forget", "ann-bee"],
    ] {
        let output = home.run(words);
        let said = text(&output.stderr);
        let told: Vec<&str> = said.lines().filter(|line| line.contains("journal.jsonl line 2: ")).collect();
        assert_eq!((output.status.code(), told.len()), (Some(0), 1), "{words:?}: {said}");
        assert!(told[0].contains("(and 1 more; `invite-triage check` lists them)"), "{words:?}: {said}");
    }
}

#[test]
fn what_a_repair_would_do_is_told_and_not_done() {
    let home = Home::imported();
    let mut damaged = fs::read(home.journal()).expect("read");
    damaged.extend_from_slice(b"what is this\n");
    fs::write(home.journal(), &damaged).expect("written");
    let output = home.run(&["check", "--repair", "--dry-run"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "it still is damaged");
    assert!(said.contains("1 damaged line would be moved") && said.ends_with("Dry run: nothing written.\n"), "{said}");
    let object: Value =
        serde_json::from_slice(&home.run(&["check", "--repair", "-n", "--json"]).stdout).expect("an object");
    assert_eq!((&object["would_move"], &object["findings"][0]["line"]), (&json!(1), &json!(2)));
    assert_eq!(fs::read(home.journal()).expect("read"), damaged);
    assert!(!home.path("data/invite-triage/quarantine").exists());
    assert_eq!(home.run(&["check", "--dry-run"]).status.code(), Some(2), "without --repair there is nothing to try");
}

#[test]
fn a_journal_that_is_gone_is_missed() {
    let home = Home::imported();
    let kept = fs::read(home.journal()).expect("read");
    fs::remove_file(home.journal()).expect("removed");
    let missing = "journal.jsonl: is missing, though network.bin is there";
    for words in [&["list"][..], &["stats"], &["export"], &["today"], &["import", "-n", "Invitations.csv"]] {
        let output = home.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert!(text(&output.stderr).starts_with(missing), "{words:?}: {}", text(&output.stderr));
    }
    let output = home.run(&["check"]);
    assert!(output.status.code() == Some(1) && text(&output.stdout).contains(missing), "{}", text(&output.stdout));
    for words in [&["add", "Cem Dal"][..], &["import", "Invitations.csv"], &["forget", "ann-bee"]] {
        let said = home.fails(1, words);
        assert!(said.contains(missing) && said.contains("--new-journal"), "{words:?}: {said}");
        assert!(!home.journal().exists(), "{words:?}");
    }
    // A backup is merged in, or the file comes back, and all is as it was.
    let backup = home.write("backup.jsonl", &text(&kept));
    home.succeeds(&["merge", &backup]);
    assert_eq!((home.succeeds(&["list"]).lines().count(), home.run(&["list"]).stderr.len()), (1, 0));
    fs::remove_file(home.journal()).expect("removed");
    home.succeeds(&["add", "Cem Dal", "--new-journal"]);
    home.succeeds(&["add", "Gil Jo"]);
    assert_eq!(home.succeeds(&["list"]).lines().count(), 2);
    fs::remove_file(home.journal()).expect("removed");
    home.succeeds(&["import", "Invitations.csv", "--new-journal"]);
    assert_eq!(home.succeeds(&["list"]).lines().count(), 1);
}

#[test]
fn an_import_that_writes_no_line_leaves_a_journal_all_the_same() {
    let home = Home::new();
    let csv = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
               Kim,Lee,https://www.linkedin.com/in/kim-lee,,Acme,Cook,20 Jan 2026\n";
    home.write("Connections.csv", csv);
    home.succeeds(&["import", "Connections.csv"]);
    assert!(home.journal().exists());
    let output = home.run(&["add", "Cem Dal"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn a_request_by_hand_is_an_object_and_can_be_tried() {
    let home = Home::new();
    let words = ["add", "Ann Bee", "--note", "Hi!", "--company", "Acme", "--json"];
    let added = |words: &[&str]| -> Value { serde_json::from_str(&home.succeeds(words)).expect("one object") };
    let tried = added(&[&words[..], &["--dry-run"]].concat());
    assert_eq!((&tried["added"], home.path("data").exists()), (&json!(false), false));
    let object = added(&words);
    assert_eq!(object["added"], json!(true));
    assert_eq!((&object["person"], &object["name"]), (&json!("name:ann bee"), &json!("Ann Bee")));
    assert_eq!((&object["note"], &object["company"]), (&json!("Hi!"), &json!("Acme")));
    let listed: Value = serde_json::from_str(&home.succeeds(&["list", "--json"])).expect("one object");
    assert_eq!(listed["id"], object["id"]);
    let said = home.succeeds(&["add", "Cem Dal", "-n"]);
    assert_eq!(said, "Would add a request from Cem Dal\nDry run: nothing written.\n");
    assert_eq!(home.fails(1, &["add", "Ann Bee", "-n"]), "invite-triage: a request from Ann Bee is already waiting\n");
    assert_eq!(home.succeeds(&["list"]).lines().count(), 1);
}

#[test]
fn days_are_typed_as_everywhere() {
    let home = Home::imported();
    for day in ["2026-06", "2026", "3w", "yesterday", "12 jan", "12.1.2026", "last monday"] {
        home.succeeds(&["history", "--since", day]);
    }
    let said = home.fails(2, &["history", "--since", "1wx"]);
    assert_eq!(said, "invite-triage: --since: I don't understand “1wx”. Try 3d, 2w, monday, 12 jan\n");
    assert!(home.fails(2, &["history", "--since", "12/1/2026"]).contains("can mean 12 Jan 2026 or 1 Dec 2026"));
}
