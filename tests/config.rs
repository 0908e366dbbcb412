//! Every key of the commented configuration does what it says.

mod common;
#[cfg(unix)]
#[path = "common/pty.rs"]
mod session;

use std::collections::BTreeSet;

use invite_triage::app::action::Action;
use invite_triage::app::tables::default_keymap;
use invite_triage::domain::decision::care_event::{CareEvent, Party, RhythmChoice};
use invite_triage::domain::decision::event::Event;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::evidence::network::{
    Connection, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef,
};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::untrusted::Untrusted;
use invite_triage::shell::{Config, sample_config};

use common::{UiTest, many_people, time};

/// A key of the configuration, and an effect that can be seen.
struct Effect {
    /// The key: `portion`, `accept.guard`, `question.id`.
    key: &'static str,
    /// A configuration with another value than the default.
    config: &'static str,
    /// Shows something with a configuration, which may be empty.
    show: fn(&str) -> String,
    /// What is shown with that configuration, and is not without it.
    shows: &'static str,
}

fn inbox(config: &str) -> UiTest {
    UiTest::new().with_config(config)
}

fn typed(mut ui: UiTest, keys: &str) -> String {
    ui.keys(keys);
    let lines = ui.screen_text();
    lines.lines().map(str::trim).collect::<Vec<_>>().join(" ") + &last_lines(&ui)
}

/// Returns the newest line of the journal.
fn last_lines(ui: &UiTest) -> String {
    ui.lines().pop().map(|line| format!(" {line}")).unwrap_or_default()
}

/// Returns Today of somebody with eighty connections, each to be in touch with every month; `days` later.
fn today(config: &str, days: i64) -> UiTest {
    let key = |n: usize| PersonKey::from_stored(format!("person-{n:02}"));
    let name = |n: usize| Untrusted::from(format!("Person {n:02}").as_str());
    let connected = |n: usize| {
        let connected_on = Some("2020-09-08".parse().expect("a date"));
        let kind = FactKind::Connected(Connection { connected_on, ..Connection::default() });
        let facts = vec![Fact { kind, source: SourceRef { file: 0, record: 2 } }];
        PersonFacts { facts, ..PersonFacts::new(key(n), name(n)) }
    };
    let me = Owner { name: "Pat Owner".into(), person: None };
    let at = Some(time("2026-02-25T00:00:00Z"));
    let mut network = Network::new(me, at, vec!["Connections.csv".to_owned()], (1..=80).map(connected));
    network.kinds = vec![FileKind::Connections];
    let every_month = |n: usize| {
        let about = Party { person: key(n), name: name(n) };
        Event::care(CareEvent::RhythmSet(RhythmChoice { about, rhythm: Some(Rhythm::Month), because: None }))
    };
    let events = (1..=80).map(every_month).collect();
    let mut ui = UiTest::with_data(network, events).with_size(120, 40).with_config(config).days_later(days);
    ui.keys("gd");
    ui
}

/// Returns the number of people whom Today still names.
fn named(ui: &UiTest) -> usize {
    ui.screen_text().matches("○ Person").count()
}

/// Tells whether Today still shows what was done the day before, as it does on a day off.
fn day_off(config: &str, day: i64) -> String {
    let mut ui = today(config, day - 1);
    let before = named(&ui);
    ui.keys("<home>jj ").assert_shows("✓ Person");
    let mut ui = ui.days_later(1);
    ui.keys("gd");
    if named(&ui) < before { "a day off" } else { "a business day" }.to_owned()
}

#[cfg(unix)]
mod programs {
    //! What the real program does with other programs.

    use crate::session::{PtySession, home, script, wait_for_file};

    /// Starts the demo with a configuration, and other programs in its home.
    fn demo(config: &str, programs: &[(&str, &str)], variables: &[(&str, &str)]) -> (tempfile::TempDir, PtySession) {
        let home = home();
        std::fs::write(home.path().join("own.toml"), config).expect("written");
        programs.iter().for_each(|(name, body)| drop(script(&home, name, body)));
        let path = format!("{}:/usr/bin:/bin", home.path().display());
        let variables = [variables, &[("PATH", path.as_str())]].concat();
        let words = ["demo", "--config", "own.toml"];
        let session = PtySession::run(home.path(), env!("CARGO_BIN_EXE_invite-triage"), &words, &variables);
        session.wait_for_text("requests wait");
        (home, session)
    }

    pub fn mouse(config: &str) -> String {
        let (_home, session) = demo(config, &[], &[]);
        let asks = session.written().contains("\u{1b}[?1000h");
        if asks { "clicks are taken" } else { "clicks are left to the terminal" }.to_owned()
    }

    pub fn editor(config: &str) -> String {
        let editor = ("own-editor", "printf 'by the editor' > \"$2\"");
        let (_home, mut session) = demo(config, &[editor], &[]);
        session.send_keys("\re");
        session.wait_for_text("Your note on");
        session.send_keys("\u{5}");
        session.wait_until("an answer", |screen| {
            ["by the editor", "Set $EDITOR"].iter().any(|said| screen.contents().contains(said))
        });
        session.screen().contents()
    }

    pub fn browser(config: &str) -> String {
        let body = |name: &str| format!("echo {name} \"$@\" > \"$HOME/opened\"");
        let (own, other) = (body("own"), body("other"));
        let programs = [("own-browser", own.as_str()), ("other-browser", &other)];
        let (home, mut session) = demo(config, &programs, &[("BROWSER", "other-browser")]);
        session.send_keys("\ro");
        session.wait_for_text("Opened in the browser");
        wait_for_file(&home.path().join("opened"), "\n")
    }

    pub fn clipboard(config: &str) -> String {
        let (_home, mut session) = demo(config, &[("wl-copy", "cat > /dev/null")], &[("WAYLAND_DISPLAY", "wayland-0")]);
        session.send_keys("\rce");
        session.wait_for_text("Enter done");
        session.send_keys("See you at the fair\r\r");
        session.wait_until("an answer", |screen| {
            ["Copied to", "Sent to"].iter().any(|said| screen.contents().contains(said))
        });
        session.screen().contents()
    }
}

#[cfg(not(unix))]
mod programs {
    //! There is no terminal to try other programs in; what was read is shown.

    use super::Config;

    fn read(config: &str) -> Config {
        Config::parse(config).expect("a configuration")
    }

    pub fn mouse(config: &str) -> String {
        if read(config).mouse { "clicks are taken" } else { "clicks are left to the terminal" }.to_owned()
    }

    pub fn editor(config: &str) -> String {
        read(config).programs.editor.replace("own-editor --wait", "by the editor")
    }

    pub fn browser(config: &str) -> String {
        read(config).programs.browser.replace("own-browser --new", "own --new")
    }

    pub fn clipboard(config: &str) -> String {
        format!("{:?}", read(config).programs.clipboard).replace("Terminal", "Sent to the terminal's clipboard")
    }
}

const TEMPLATE: &str =
    "[[template]]\nid = \"ask_first\"\ntitle = \"Ahoy\"\ntext = \"Ahoy {first_name}, how do we know each other?\"\n";
const QUESTION: &str = "[[question]]\nid = \"again\"\nask = \"Would I enjoy a talk?\"\nprompt = \"A cup of tea.\"\n";
const VIEW: &str = "[[view]]\nname = \"Cold\"\nwords = \"declined\"\n";

/// Returns the history with one decline and one accept, filtered by the first saved view.
fn history(config: &str) -> String {
    typed(inbox(config), "<enter>d<enter>yyya<enter>ghV")
}

const EFFECTS: &[Effect] = &[
    Effect {
        key: "theme",
        config: "theme = \"mono\"",
        show: |config| {
            let ui = inbox(config);
            let cells = &ui.terminal.backend().buffer().content;
            let is_coloured = cells.iter().any(|cell| cell.fg != ratatui::style::Color::Reset);
            if is_coloured { "in colours" } else { "without colours" }.to_owned()
        },
        shows: "without colours",
    },
    Effect { key: "ascii", config: "ascii = true", show: |config| typed(inbox(config), ""), shows: "=====" },
    Effect { key: "mouse", config: "mouse = false", show: programs::mouse, shows: "clicks are left to the terminal" },
    Effect { key: "editor", config: "editor = \"own-editor --wait\"", show: programs::editor, shows: "by the editor" },
    Effect { key: "browser", config: "browser = \"own-browser --new\"", show: programs::browser, shows: "own --new" },
    Effect {
        key: "dates",
        config: "dates = \"day-first\"",
        show: |config| typed(inbox(config), "<enter>f<tab><ctrl-u>4/5<enter>"),
        shows: "\"due\":\"2026-05-04\"",
    },
    Effect {
        key: "portion",
        config: "portion = 1",
        show: |config| typed(inbox(config), "<enter>d<enter>"),
        shows: "That's one. 5 still waiting.",
    },
    Effect {
        key: "prompts",
        config: "prompts = [\"Breathe.\"]",
        show: |config| typed(inbox(config), "<enter>p"),
        shows: "1. Breathe.",
    },
    Effect {
        key: "colors",
        config: "[colors]\naccent = \"#010203\"",
        show: |config| {
            let ui = inbox(config);
            let cells = &ui.terminal.backend().buffer().content;
            format!("{:?}", cells.iter().map(|cell| cell.fg).collect::<Vec<_>>())
        },
        shows: "Rgb(1, 2, 3)",
    },
    Effect {
        key: "profile.checklist",
        config: "[profile]\nchecklist = [\"No picture\"]",
        show: |config| typed(inbox(config), "<enter>p<space><esc>d<enter>"),
        shows: "\"note\":\"No picture\"",
    },
    Effect {
        key: "accept.needs_yes_or_reason",
        config: "[accept]\nneeds_yes_or_reason = false",
        show: |config| typed(inbox(config), "<enter>nnna"),
        shows: "How we met",
    },
    Effect {
        key: "accept.guard",
        config: "portion = 100\n[accept]\nguard = 2",
        show: |config| {
            let mut ui = UiTest::with_requests(many_people(4)).with_config(config);
            ui.pace = 0;
            typed(ui, "<enter>yyya<enter>yyya<enter>")
        },
        shows: "You accepted these in quick succession",
    },
    Effect {
        key: "accept.ceiling",
        config: "[accept]\nceiling = 1",
        show: |config| typed(inbox(config), "<enter>yyya<enter>"),
        shows: "1 accept you set yourself for one sitting",
    },
    Effect {
        key: "decline.reasons",
        config: "[decline]\nreasons = [\"too loud\", \"too far\"]",
        show: |config| typed(inbox(config), "<enter>d2<enter>"),
        shows: "\"reason\":\"too far\"",
    },
    Effect {
        key: "follow_up.days",
        config: "[follow_up]\ndays = 3",
        show: |config| typed(inbox(config), "<enter>f<enter>"),
        shows: "\"due\":\"2026-03-05\"",
    },
    Effect {
        key: "follow_up.park_days",
        config: "[follow_up]\npark_days = 10",
        show: |config| typed(inbox(config), "<enter>b"),
        shows: "\"due\":\"2026-03-12\"",
    },
    Effect {
        key: "message.needs_own_line",
        config: "[message]\nneeds_own_line = false",
        show: |config| typed(inbox(config), "<enter>cc"),
        shows: "Not copied", // by the clipboard of the tests, which was asked
    },
    Effect {
        key: "message.clipboard",
        config: "[message]\nclipboard = \"terminal\"",
        show: programs::clipboard,
        shows: "Sent to the terminal's clipboard",
    },
    Effect {
        key: "template.id",
        config: TEMPLATE,
        show: |config| typed(inbox(config), "<enter>f<tab><tab>"),
        shows: "Ahoy Fay", // the question of a follow-up is the draft with this id
    },
    Effect {
        key: "template.title",
        config: TEMPLATE,
        show: |config| typed(inbox(config), "<enter>c"),
        shows: "Ahoy, 1 of",
    },
    Effect {
        key: "template.text",
        config: TEMPLATE,
        show: |config| typed(inbox(config), "<enter>c"),
        shows: "Ahoy Fay, how do we know each other?",
    },
    Effect {
        key: "rhythm.default",
        config: "[rhythm]\ndefault = \"1y\"",
        show: |config| typed(inbox(config), "<enter>yyya<enter>"),
        shows: "\"rhythm\":\"1y\"",
    },
    Effect {
        key: "rhythm.few",
        config: "[rhythm]\nfew = 1",
        show: |config| format!("{} to reach out to", named(&today(config, 0))),
        shows: "1 to reach out to",
    },
    Effect {
        key: "rhythm.days",
        config: "[rhythm]\ndays = \"sun-thu\"",
        show: |config| day_off(config, 4), // a Friday
        shows: "a day off",
    },
    Effect {
        key: "rhythm.away",
        config: "[rhythm]\naway = [\"2026-03-03..2026-03-03\"]",
        show: |config| day_off(config, 1), // a Tuesday
        shows: "a day off",
    },
    Effect {
        key: "look_back.months",
        config: "[look_back]\nmonths = 2",
        show: |config| {
            let mut ui = inbox(config);
            ui.keys("<enter>yyya<enter>");
            typed(ui.days_later(70), "gb")
        },
        shows: "Was it right?",
    },
    Effect {
        key: "question.id",
        config: QUESTION,
        show: |config| typed(inbox(config), "<enter>yyymd<enter>"),
        shows: "\"again\":\"unsure\"",
    },
    Effect {
        key: "question.ask",
        config: QUESTION,
        show: |config| typed(inbox(config), "<enter>"),
        shows: "4 Would I enjoy a talk?",
    },
    Effect {
        key: "question.prompt",
        config: QUESTION,
        show: |config| typed(inbox(config).with_size(120, 40), "<enter>4"),
        shows: "A cup of tea.",
    },
    Effect { key: "view.name", config: VIEW, show: history, shows: "Cold" },
    Effect { key: "view.words", config: VIEW, show: history, shows: "1 of 2" },
];

fn sample() -> String {
    sample_config(None).expect("a configuration")
}

/// Returns the keys of the commented configuration, and the names of sections without one.
fn documented() -> BTreeSet<String> {
    let (mut section, mut keys) = (String::new(), BTreeSet::new());
    for line in sample().lines() {
        let Some(option) = line.strip_prefix('#').filter(|option| !option.starts_with([' ', '"', ']'])) else {
            continue;
        };
        if let Some(name) = option.strip_prefix('[') {
            name.trim_matches(['[', ']']).clone_into(&mut section);
            keys.insert(section.clone());
        } else if let Some((key, _)) = option.split_once(" = ") {
            keys.remove(&section);
            keys.insert(if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") });
        }
    }
    keys
}

#[test]
fn every_key_of_the_commented_configuration_has_its_effect() {
    let documented: BTreeSet<String> = documented().into_iter().filter(|key| !key.starts_with("keys.")).collect();
    let shown: BTreeSet<String> = EFFECTS.iter().map(|effect| effect.key.to_owned()).collect();
    assert_eq!(documented, shown, "each key of the configuration has an effect here, and the other way round");
    for Effect { key, config, show, shows } in EFFECTS {
        let (with, without) = (show(config), show(""));
        assert!(with.contains(shows), "{key}: {shows:?} is not in\n{with}");
        assert!(!without.contains(shows), "{key}: {shows:?} is there by default:\n{without}");
    }
}

#[test]
fn every_action_of_the_commented_configuration_can_have_another_key() {
    let usual = default_keymap().expect("the tables are written in keys");
    let names: Vec<String> =
        documented().into_iter().filter_map(|key| key.strip_prefix("keys.").map(str::to_owned)).collect();
    assert!(names.len() > 100, "{names:?}");
    for name in names {
        let action = Action::from_name(&name).unwrap_or_else(|| panic!("{name} is no action"));
        let config = Config::parse(&format!("[keys]\n{name} = \"Alt-0\"\n")).expect("a configuration");
        assert_eq!(config.mistakes, [""; 0], "{name}");
        let new = "Alt-0".parse().expect("a key");
        let changed = config.settings.keymap;
        let places: Vec<_> =
            changed.bindings().iter().filter(|row| row.keys == [new]).map(|row| (row.context, row.action)).collect();
        assert!(!places.is_empty() && places.iter().all(|(_, changed)| *changed == action), "{name}: {places:?}");
        for (context, _) in places {
            let old = usual.bindings_in(context).find(|row| row.action == action).expect("a row").keys[0];
            assert!(changed.actions_for(context, old).all(|other| other != action), "{name} keeps {old}");
        }
    }
}

/// Returns the examples in the commented configuration: lines that follow "An example for".
fn examples() -> Vec<String> {
    let (mut examples, mut is_example) = (Vec::new(), false);
    for line in sample().lines() {
        if line.starts_with("# An example for") {
            examples.push(String::new());
            is_example = true;
        } else if let (true, Some(option)) = (is_example, line.strip_prefix("#   ")) {
            examples.last_mut().expect("an example").push_str(&format!("{option}\n"));
        } else {
            is_example = false;
        }
    }
    examples
}

#[test]
fn the_examples_can_be_taken_over_as_they_are() {
    let [left_hand, layouts] = examples().try_into().expect("two examples");
    for example in [&left_hand, &layouts] {
        let config = Config::parse(&format!("[keys]\n{example}")).expect("a configuration");
        assert_eq!(config.mistakes, [""; 0], "{example}");
    }
    // A sitting with the left hand: a considered yes, a cold no, undo, and help that knows it.
    let mut ui = inbox(&format!("[keys]\n{left_hand}")).with_size(80, 60);
    ui.keys("<ctrl-s>121a<ctrl-s>").assert_shows("decided 1");
    ui.keys("d<ctrl-s>").assert_shows("decided 2");
    ui.keys("z").assert_shows("decided 1");
    ui.keys("<ctrl-b>").assert_says("z            Undo").assert_replays();
    let mut ui = inbox(&format!("[keys]\n{layouts}"));
    ui.keys(".").assert_shows("Keys: inbox");
    ui.keys("<esc>,").assert_shows("What do you want to do?");
    ui.keys("<esc>-").assert_shows("/ ").assert_replays();
}

#[test]
fn the_configuration_is_read_again() {
    let mut ui = UiTest::new();
    let config = ui.dir().join("config.toml");
    std::fs::write(&config, "portion = 1\nascii = true\n[keys]\ndecline = \"z\"\n").expect("written");
    ui.keys(":reload<enter>").assert_shows("The configuration was read again").assert_shows("=====");
    ui.keys("<enter>").assert_shows("z decline");
    ui.keys("z<enter>").assert_shows("That's one. 5 still waiting.");
    std::fs::write(&config, "portoin = 2\n").expect("written");
    ui.keys("<esc>:reload<enter>").assert_says("did you mean \"portion\"?");
    ui.keys("<enter>").assert_shows("d decline").assert_hides("=====").assert_replays();
    std::fs::remove_file(&config).expect("removed");
    std::fs::create_dir(&config).expect("made");
    ui.keys(":reload<enter>").assert_says("Nothing changed").assert_says("is not a regular file").assert_replays();
}

#[test]
fn what_is_ticked_on_a_profile_goes_with_the_decision() {
    let mut ui = UiTest::in_triage();
    ui.keys("p").assert_shows("[ ] Made lately").assert_shows("Eight things to consider");
    ui.keys("<space>j<enter>").assert_shows("[x] Made lately").assert_shows("[x] A picture");
    ui.keys("<home><space>").assert_says("This is to think about");
    ui.keys("<esc>").assert_shows("Made lately, with little in it");
    let mut ui = ui.restart();
    ui.keys("<enter>p").assert_shows("[x] Made lately").assert_shows("[ ] Jobs");
    ui.keys("<space><esc>d<enter>");
    assert_eq!(ui.last_line()["note"], "A picture from a catalogue, or known under another name");
    ui.keys("ghwcatalogue").assert_shows("Fay Hale");
    ui.keys("<esc>ugtp").assert_shows("[x] A picture").assert_replays();
    let mut bare = UiTest::new().with_config("prompts = []\n[profile]\nchecklist = []\n");
    bare.keys("<enter>p").assert_says("The configuration leaves nothing to consider").assert_replays();
}

#[test]
fn a_usual_reason_is_a_digit_or_a_click_away() {
    let mut ui = UiTest::in_triage();
    ui.keys("d").assert_shows("1 a sale").assert_shows("2 nothing in common");
    ui.keys("2").assert_says("Why  nothing in common");
    ui.keys("9").assert_says("No usual reason has this digit here");
    ui.keys("<tab>1").assert_says("nothing in common1");
    ui.keys("<ctrl-u><ctrl-n>").assert_says("Why  a sale");
    ui.keys("<enter>");
    assert_eq!(ui.last_line()["reason"], "a sale");
    ui.keys("d");
    let text = ui.screen_text();
    let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains("3 a recruiter")).expect("the chips");
    let column = line.split("3 a recruiter").next().expect("a beginning").chars().count();
    ui.click(u16::try_from(column).expect("a column"), u16::try_from(row).expect("a row"));
    ui.assert_says("Why  a recruiter").assert_replays();
}

#[test]
fn a_key_that_cannot_be_is_named() {
    for (keys, why) in [
        ("accept = \"d\"", "the key d would mean both \"accept\" and \"decline\""),
        ("reload = \"Ctrl-l\"", "\"reload\" has no key; : finds it"),
        ("confirm = \"Enter x\"", "x is typed where \"confirm\" works, too; choose a key with Ctrl-"),
    ] {
        let config = Config::parse(&format!("[keys]\n{keys}\n")).expect("a configuration");
        assert!(config.mistakes.len() == 1 && config.mistakes[0].contains(why), "{keys}: {:?}", config.mistakes);
    }
}

#[test]
fn sentences_name_the_keys_in_force() {
    let config =
        "[keys]\nundo = \"z\"\nfollow_up = \"F\"\nconfirm = \"Ctrl-s\"\nshow_all = \"Ctrl-x\"\ncancel = \"Ctrl-y\"\n";
    let mut ui = UiTest::in_triage().with_config(config);
    ui.keys("<enter>t").assert_says("Nothing asked yet; F asks first");
    ui.keys("nnna").assert_says("one line, please");
    ui.keys("<ctrl-s>").assert_says("Ctrl-y goes back");
    ui.keys("<ctrl-y>d<ctrl-s>ghwnobody<ctrl-s>").assert_says("No matches. Ctrl-x clears the filter.");
    let mut ui = UiTest::with_requests(many_people(1)).with_config(config);
    ui.keys("<enter>d<ctrl-s>").assert_says("Changed your mind? z undoes the last.").assert_replays();
}
