//! Architecture: dependencies between folders and modules, found by text search; and tables that must agree.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use invite_triage::app::action::Action;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::key::Key;
use invite_triage::app::keymap::Keymap;
use invite_triage::app::screen::specs;
use invite_triage::app::tables::{context_name, contexts, default_keymap};
use invite_triage::domain::care::contact::ContactFilter;
use invite_triage::domain::decision::care_event::CareEventKind;
use invite_triage::domain::decision::carry_out::CarryOutState;
use invite_triage::domain::decision::event::EventKind;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::decision::{DeclineKind, FollowUpMode, Gift};
use invite_triage::domain::evidence::pile::{Order, Pile};
use invite_triage::domain::inbox::import_diff::DiffKind;
use invite_triage::shell::args::Arguments;
use strum::{EnumMessage, VariantArray};

use common::keys::{MARKS, table};

/// Returns the default keymap.
fn keymap() -> Keymap {
    default_keymap().expect("the tables are written in keys")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every Rust file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{} holds no Rust", folder.display());
    found
}

/// Returns the code of a file, without comments, unit tests and string literals.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a file");
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut out = String::new();
    for line in text.lines() {
        let line = line.split_once("//").map_or(line, |(code, _)| code);
        out.extend(line.split('"').step_by(2)); // every other piece is a string literal
        out.push('\n');
    }
    out
}

/// True if a text contains this identifier as a whole.
fn mentions(text: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(is_letter);
        let after = text[at + word.len()..].chars().next().is_some_and(is_letter);
        !before && !after
    })
}

const FILES: &[&str] = &["std::fs", "fs::", "File::open", "OpenOptions", "tempfile"];
const CLOCK: &[&str] = &["Utc::now", "Local::now", "SystemTime", "Instant", "now_v7", "shell::clock"];
const TERMINAL: &[&str] = &["ratatui", "crossterm"];

/// Returns the paths of folders, such as `crate::ui` and `invite_triage::ui`.
fn folder_paths(names: &[&str]) -> Vec<String> {
    names.iter().flat_map(|name| [format!("crate::{name}"), format!("invite_triage::{name}")]).collect()
}

/// Returns the forbidden identifiers and folders that a folder mentions.
fn forbidden_mentions(room: &str, words: &[&[&str]], others: &[&str]) -> Vec<String> {
    let others = folder_paths(others);
    let words: Vec<&str> = words.iter().copied().flatten().copied().chain(others.iter().map(String::as_str)).collect();
    let mut found = Vec::new();
    for path in files(&root().join("src").join(room)) {
        let code = code(&path);
        assert!(!code.contains("crate::{"), "{}: one `use crate::…` a room, so that it can be found", path.display());
        let here = words.iter().filter(|word| mentions(&code, word));
        found.extend(here.map(|word| format!("{} mentions {word}", path.display())));
    }
    found
}

#[test]
fn the_domain_knows_no_other_room() {
    let words = [FILES, CLOCK, TERMINAL, &["std::env", "env::var", "std::net", "std::process"][..]];
    assert_eq!(forbidden_mentions("domain", &words, &["app", "ui", "shell", "store", "import", "export"]), [""; 0]);
}

#[test]
fn the_app_only_asks() {
    let words = [FILES, CLOCK, TERMINAL, &["std::env", "env::var", "std::io", "std::process", "std::thread"][..]];
    assert_eq!(forbidden_mentions("app", &words, &["ui", "shell", "store", "import", "export"]), [""; 0]);
}

#[test]
fn the_picture_only_looks() {
    let words = [FILES, CLOCK, &["crossterm", "std::env", "env::var", "std::io", "&mut App"][..]];
    assert_eq!(forbidden_mentions("ui", &words, &["shell", "store", "import", "export"]), [""; 0]);
}

#[test]
fn the_front_door_keeps_nothing() {
    let words = [CLOCK, TERMINAL];
    assert_eq!(forbidden_mentions("import", &words, &["store", "app", "ui", "shell", "export"]), [""; 0]);
}

#[test]
fn the_store_keeps_and_asks_nobody() {
    let words = [CLOCK, TERMINAL];
    assert_eq!(forbidden_mentions("store", &words, &["app", "ui", "shell", "import", "export"]), [""; 0]);
}

#[test]
fn the_back_door_opens_no_file() {
    let words = [FILES, CLOCK, TERMINAL];
    assert_eq!(forbidden_mentions("export", &words, &["store", "app", "ui", "shell", "import"]), [""; 0]);
}

/// Returns the modules of the crate by path (`app::screen::inbox`), with their code.
fn modules() -> BTreeMap<String, String> {
    let src = root().join("src");
    let mut modules = BTreeMap::new();
    for path in files(&src) {
        let relative = path.strip_prefix(&src).expect("within src").with_extension("");
        let words: Vec<_> = relative.iter().map(|word| word.to_str().expect("plain names")).collect();
        let words = words.strip_suffix(&["mod"]).unwrap_or(&words);
        if words != ["lib"] && words != ["main"] {
            modules.insert(words.join("::"), code(&path));
        }
    }
    modules
}

/// Returns the paths that a module uses, as written after `crate::`, `super::` and the names of its own children.
fn paths_used(module: &str, code: &str) -> Vec<String> {
    let own: Vec<&str> = module.split("::").collect();
    let mut paths = Vec::new();
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut take = |base: &[&str], rest: &str| {
        let base = base.join("::");
        let mut add = |path: &str| paths.push(format!("{base}::{}", path.trim()).trim_start_matches(':').to_owned());
        let (path, behind) = rest.split_at(rest.find(|c| !is_path(c)).unwrap_or(rest.len()));
        match behind.strip_prefix('{').and_then(|behind| behind.split_once('}')) {
            Some((list, _)) if path.is_empty() || path.ends_with("::") => {
                list.split(',').for_each(|item| add(&format!("{path}{}", item.trim())));
            }
            _ => add(path),
        }
    };
    for (at, word) in code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with("(in ")) {
        take(&[], &code[at + word.len()..]);
    }
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue; // counted with the first of them
        }
        let mut rest = &code[at..];
        let mut base = own.as_slice();
        while let Some(after) = rest.strip_prefix("super::") {
            (rest, base) = (after, &base[..base.len() - 1]);
        }
        take(base, rest);
    }
    for line in code.lines() {
        let child = line.trim().trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        if let Some(child) = child.filter(|child| code.contains(&format!("{child}::"))) {
            take(&own, child);
        }
    }
    paths
}

/// Returns the modules that each module uses.
fn module_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let modules = modules();
    let of = |path: &str| {
        let mut path = path;
        while !modules.contains_key(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned())
    };
    let used = |(module, code): (&String, &String)| {
        let used = paths_used(module, code).iter().filter_map(|path| of(path)).filter(|used| used != module).collect();
        (module.clone(), used)
    };
    modules.iter().map(used).collect()
}

/// Returns the modules in dependency cycles.
fn dependency_cycles(mut arrows: BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    // A module that uses no remaining module, or is used by none, is in no cycle.
    loop {
        let used: BTreeSet<String> = arrows.values().flatten().cloned().collect();
        let before = arrows.len();
        arrows.retain(|module, uses| !uses.is_empty() && used.contains(module));
        let left: BTreeSet<String> = arrows.keys().cloned().collect();
        arrows.values_mut().for_each(|uses| uses.retain(|module| left.contains(module)));
        if arrows.len() == before {
            return arrows.into_iter().map(|(module, used)| format!("{module} uses {used:?}")).collect();
        }
    }
}

#[test]
fn no_file_needs_another_that_needs_it() {
    let arrows = module_dependencies();
    assert!(arrows["app"].contains("app::screen"), "{:?}", arrows["app"]);
    assert!(arrows["app::screen::inbox"].contains("domain::care::agenda"));
    assert!(arrows["export::csv"].contains("export::csv_injection"));
    assert!(arrows["import::linkedin::messages"].contains("import::csv_records"));
    assert_eq!(dependency_cycles(arrows.clone()), [""; 0]);
    let mut turned = arrows;
    turned.entry("domain::text::dates".to_owned()).or_default().insert("app::screen".to_owned());
    assert!(dependency_cycles(turned).iter().any(|said| said.starts_with("app::screen uses")), "a circle is seen");
}

/// Folders of the domain; each may use only those before it.
const DOMAIN: [&str; 10] =
    ["text", "search", "person", "request", "evidence", "decision", "inbox", "care", "insight", "message"];

#[test]
fn a_folder_of_the_domain_uses_only_those_before_it() {
    let rank = |module: &str| {
        let folder = module.strip_prefix("domain::")?.split("::").next()?;
        Some(DOMAIN.iter().position(|known| *known == folder).unwrap_or_else(|| panic!("{folder} has no place")))
    };
    let upward = |(module, used): (String, BTreeSet<String>)| {
        let used = used.into_iter().filter(|used| rank(used) > rank(&module)).collect::<Vec<_>>();
        (rank(&module).is_some() && !used.is_empty()).then(|| format!("{module} uses {used:?}"))
    };
    assert_eq!(module_dependencies().into_iter().filter_map(upward).collect::<Vec<_>>(), [""; 0]);
    assert!(rank("domain::inbox::reconcile") > rank("domain::decision::ledger::undo"));
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let long = |path: &PathBuf| {
        let lines = fs::read_to_string(path).expect("a file").lines().count();
        (lines > 450).then(|| format!("{}: {lines} lines", path.display()))
    };
    let long: Vec<String> = files(&root().join("src")).iter().filter_map(long).collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn only_the_search_matches_fuzzily() {
    let all = files(&root().join("src"));
    let found: Vec<&PathBuf> = all.iter().filter(|path| mentions(&code(path), "fuzzy_matcher")).collect();
    assert_eq!(found, [&root().join("src/domain/search/fuzzy.rs")]);
}

#[test]
fn only_the_shell_asks_what_time_it_is() {
    let all = files(&root().join("src"));
    let asks =
        |path: &&PathBuf| ["Utc::now", "Local::now", "SystemTime"].iter().any(|word| mentions(&code(path), word));
    assert_eq!(all.iter().filter(asks).collect::<Vec<_>>(), [&root().join("src/shell/clock.rs")]);
}

#[test]
fn the_word_search_finds_words() {
    assert!(mentions("use crate::ui::theme;", "crate::ui"));
    assert!(!mentions("use crate::uint;", "crate::ui"));
    assert!(mentions("pub fn draw(app: &mut App)", "&mut App"));
    let found = forbidden_mentions("shell", &[CLOCK], &["store"]);
    assert!(found.iter().any(|said| said.contains("clock.rs mentions SystemTime")), "{found:?}");
    assert!(found.iter().any(|said| said.contains("environment.rs mentions crate::store")), "{found:?}");
}

/// Action names that users' configurations may contain; none may ever be removed.
const NAMES: &str = "\
    yes no unsure question_1 question_2 question_3 question_4 question_5 question_6 question_7 question_8 question_9 \
    accept decline follow_up ask_again park skip back forward note prompts complete open copy write carry_out \
    not_there keep retry undo redo start order reopen add demo confirm cancel next_field previous_field \
    previous_choice next_choice editor up down page_up page_down first last next_screen previous_screen go_to \
    go_opening go_cards go_found go_welcome go_carry go_agenda go_history go_people search filter filter_verdict \
    view show_all page leave retract export help palette suspend quit overwrite";

#[test]
fn every_action_keeps_its_name() {
    for name in NAMES.split_whitespace() {
        assert_eq!(Action::from_name(name).map(Action::name), Some(name));
    }
}

fn names<T: VariantArray + Into<&'static str> + Copy>() -> String {
    T::VARIANTS.iter().map(|variant| (*variant).into()).collect::<Vec<&str>>().join(" ")
}

#[test]
fn names_that_programs_and_journals_know_stay() {
    assert_eq!(names::<ContactFilter>(), "accepted follow_up declined all connections");
    assert_eq!(names::<Pile>(), "due known was_connected note asked_before standard no_note");
    assert_eq!(
        names::<DiffKind>(),
        "forgotten contradicted returned resent confirmed connected_undecided vanished still_listed changed renamed \
         added gone"
    );
    let events = "imported decided retracted described carried_out kept reopened forgotten";
    for name in events.split_whitespace() {
        assert_eq!(name.parse::<EventKind>().map(<&str>::from), Ok(name));
    }
    assert!("unknown".parse::<EventKind>().is_err());
}

#[test]
fn every_event_is_described() {
    let page = fs::read_to_string(root().join("assets/journal.md")).expect("a page");
    let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("### ")).collect();
    let events = "imported decided retracted described carried_out kept reopened forgotten".split(' ');
    let of_care = CareEventKind::VARIANTS.iter().map(|kind| <&str>::from(*kind));
    for name in events.chain(of_care) {
        assert!(headings.iter().any(|heading| heading.contains(&format!("`{name}`"))), "{name} is not described");
    }
}

#[test]
fn every_action_has_a_name_a_sentence_and_a_key() {
    let keymap = keymap();
    // Screens that need more than a key, and actions that only the palette and a row of Today offer.
    let screens = [ScreenId::Person, ScreenId::Importing, ScreenId::Pile, ScreenId::ReachOut, ScreenId::FiveNotes];
    let without: Vec<Action> =
        screens.map(Action::Go).into_iter().chain([Action::Pledge, Action::MyNews, Action::Reload]).collect();
    for action in Action::all() {
        let (name, sentence) = (action.name(), action.description());
        assert_eq!(Action::from_name(name), Some(action));
        assert!(!sentence.is_empty() && !sentence.ends_with(['.', '\n']), "{name}: {sentence}");
        let has_key = !keymap.first_key(action).is_empty();
        assert_eq!(has_key, !without.contains(&action), "{name}");
        assert!([None, Some("person"), Some("request")].contains(&action.needed_selection()), "{name}");
    }
}

#[test]
fn the_questions_are_counted_from_0() {
    let counted = Action::all().filter_map(Action::question);
    assert!(counted.eq(0..9));
}

/// Returns the variants without a label.
fn without_label<T: VariantArray + EnumMessage + Debug>() -> Vec<String> {
    let silent = T::VARIANTS.iter().filter(|variant| variant.get_message().is_none_or(str::is_empty));
    silent.map(|variant| format!("{variant:?}")).collect()
}

#[test]
fn whatever_is_shown_has_words() {
    let silent = [
        without_label::<ContactFilter>(),
        without_label::<DeclineKind>(),
        without_label::<Gift>(),
        without_label::<FollowUpMode>(),
        without_label::<Order>(),
        without_label::<Pile>(),
        without_label::<DiffKind>(),
        without_label::<Rhythm>(),
        without_label::<CarryOutState>(),
    ];
    assert_eq!(silent.concat(), [""; 0]);
    assert!(contexts().all(|context| !context_name(context).is_empty()));
    assert!(specs().all(|spec| !spec.title.is_empty() && spec.go_keys.is_empty() == spec.go_label.is_empty()));
}

#[test]
fn every_key_that_is_shown_can_be_typed() {
    for binding in keymap().bindings() {
        assert!(!binding.keys.is_empty(), "{:?}", binding.action);
        for key in &binding.keys {
            assert_eq!(key.to_string().parse(), Ok(*key));
            assert_eq!(Key::sequence(&format!("<{key}>")), Ok(vec![*key]));
        }
    }
}

#[test]
fn every_place_has_a_way_out() {
    let keymap = keymap();
    for context in contexts() {
        let actions: Vec<Action> = keymap.bindings_in(context).map(|binding| binding.action).collect();
        assert!(actions.contains(&Action::Quit), "{context:?}");
        let back: &[Action] = match context {
            Context::Screen(ScreenId::Importing) => &[Action::Quit], // no other screen is available yet
            _ => &[Action::Cancel, Action::Go(ScreenId::Inbox), Action::GoTo],
        };
        assert!(back.iter().any(|action| actions.contains(action)), "{context:?}");
        let esc = keymap.actions_for(context, "Esc".parse().expect("a key")).next();
        let is_first = [ScreenId::Inbox, ScreenId::Welcome].map(Context::Screen).contains(&context);
        assert!(esc.is_some() || is_first, "{context:?}");
    }
}

#[test]
fn ctrl_z_suspends_everywhere() {
    let keymap = keymap();
    let suspends = "Ctrl-z".parse().expect("a key");
    for context in contexts() {
        assert_eq!(keymap.actions_for(context, suspends).collect::<Vec<_>>(), [Action::Suspend], "{context:?}");
    }
}

#[test]
fn where_letters_are_typed_no_letter_is_a_command() {
    let keymap = keymap();
    for context in contexts().filter(|context| context.types_text()) {
        for binding in keymap.bindings_in(context) {
            assert!(binding.keys.iter().all(|key| key.typed_char().is_none()), "{context:?}: {:?}", binding.action);
        }
    }
}

#[test]
fn the_page_of_keys_shows_the_keys_in_force() {
    let page = fs::read_to_string(root().join("assets/keys.md")).expect("the page of keys");
    let (begin, end) = MARKS;
    let shown = page.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).map(|(table, _)| table.trim());
    let table = table(&keymap());
    assert_eq!(shown, Some(table.trim()), "between {begin} and {end} belongs:\n\n{table}");
}

/// Returns the literals of a file's code, without comments, attributes and unit tests.
fn literals(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a file");
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with(['/', '#']));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn no_sentence_names_a_key_by_itself() {
    let keymap = keymap();
    let keys: BTreeSet<String> =
        keymap.bindings().iter().flat_map(|binding| &binding.keys).map(Key::to_string).collect();
    // Letters that are words, and arrows that are directions.
    let is_key = |word: &str| {
        let is_name = !["a", "i", "I", "d", "y", "w", "Up", "Down", "Left", "Right", "Home", "End"].contains(&word);
        is_name && word.chars().all(|c| c.is_alphabetic() || c == '-') && keys.contains(word)
    };
    let names_a_key = |sentence: &str| {
        let words: Vec<&str> = sentence.split(|c: char| c.is_whitespace() || ".,;:()".contains(c)).collect();
        let is_plain = |word: &&&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase());
        let is_sentence = words.iter().filter(is_plain).count() >= 2;
        is_sentence && words.iter().any(|word| is_key(word))
    };
    assert!(names_a_key("Changed your mind? u undoes it.") && names_a_key("Esc goes back"));
    let mut found = Vec::new();
    for room in ["domain", "app", "ui"] {
        for path in files(&root().join("src").join(room)) {
            if path.ends_with("app/key.rs") {
                continue; // says which names keys have
            }
            let named = literals(&path).into_iter().filter(|sentence| names_a_key(sentence));
            found.extend(named.map(|sentence| format!("{}: {sentence}", path.display())));
        }
    }
    assert_eq!(found, [""; 0], "`Keymap::fill_in` knows the keys in force");
}

/// Documents that people read.
fn documents() -> Vec<PathBuf> {
    let in_folder = |folder: &str| {
        let entries = fs::read_dir(root().join(folder)).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect::<Vec<_>>()
    };
    let documents = ["", "assets", ".github"].map(in_folder).concat();
    assert!(documents.len() > 10, "{documents:?}");
    documents
}

/// Returns the anchor of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { document.clone() } else { document.with_file_name("").join(path) };
            assert!(target.exists(), "{}: {link}", document.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&target).expect("a document");
                let found = text.lines().any(|line| line.starts_with('#') && anchor(line) == heading);
                assert!(found, "{}: {link}", document.display());
            }
        }
    }
}

#[test]
fn a_stranger_reads_the_readme_to_the_end() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    assert!(readme.len() < 9 * 1024, "{} bytes", readme.len());
    let linked = |name: &str| readme.contains(&format!("](assets/{name}"));
    for page in documents().iter().filter(|path| path.parent() == Some(&root().join("assets"))) {
        let name = page.file_name().and_then(|name| name.to_str()).expect("a plain name");
        assert!(linked(name), "{name} is linked from nowhere in the README");
    }
}

#[test]
fn every_command_stands_in_the_page_of_commands() {
    let page = fs::read_to_string(root().join("assets/commands.md")).expect("the page of commands");
    let rows: String = page.lines().filter(|line| line.starts_with("| `invite-triage")).collect();
    for command in Arguments::command().get_subcommands() {
        let name = command.get_name();
        assert!(mentions(&rows, name), "{name}");
    }
}

#[test]
fn help_lists_every_command() {
    let mut arguments = Arguments::command();
    let help = arguments.render_long_help().to_string();
    let commands: Vec<String> = arguments.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let promised = [
        "import",
        "list",
        "triage",
        "add",
        "stats",
        "check",
        "merge",
        "forget",
        "demo",
        "config",
        "doctor",
        "completions",
        "man",
    ];
    for name in promised {
        assert!(commands.iter().any(|command| command == name), "{name} is promised in the interface");
    }
    for command in arguments.get_subcommands() {
        let line = help.lines().find(|line| line.split_whitespace().next() == Some(command.get_name()));
        let line = line.unwrap_or_else(|| panic!("{} is not in the help", command.get_name()));
        assert!(line.split_whitespace().count() > 2, "{line} says nothing");
    }
}

#[test]
fn there_is_one_crossterm() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    assert_eq!(lock.lines().filter(|line| *line == "name = \"crossterm\"").count(), 1);
}
