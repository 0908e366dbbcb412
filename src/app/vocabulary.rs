//! The words of the actions: what is shown beside a key, the action's name, and the names of the screens.

use super::App;
use super::action::Action;
use super::ids::Context;
use super::key::Key;
use super::keymap::Binding;
use super::layer::Layer;
use super::screen::specs;

/// Something that can be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// What it does.
    pub action: Action,
    /// The word.
    pub word: String,
    /// Keys that mean the same, as displayed; empty without any.
    pub keys: String,
}

/// Returns what can be said where the app is: what has a key here first, then what is possible anywhere.
pub fn vocabulary(app: &App) -> Vec<Word> {
    let layer = app.top_layer();
    let mut words: Vec<Word> = Vec::new();
    for row in app.available() {
        match words.iter_mut().find(|word| word.action == row.action) {
            Some(word) => word.keys = format!("{} {}", word.keys, row.keys_label()),
            None => words.push(Word { action: row.action, word: label(row, layer, app), keys: row.keys_label() }),
        }
    }
    let is_elsewhere = !app.context().types_text() && app.overlay().is_none();
    for action in app.available_actions().into_iter().filter(|_| is_elsewhere) {
        let word = name(action);
        if !words.iter().any(|other| other.action == action || other.word == word) {
            words.push(Word { action, word, keys: app.keymap().key_label(app.context(), action) });
        }
    }
    words.sort_by_key(|word| word.action.group());
    words
}

/// Returns the word of an action: what stands beside its key in the status line, where that is one action's alone, else
/// its name.
fn label(row: &Binding, layer: &dyn Layer, app: &App) -> String {
    let shown = layer.label(row.action, app.model()).unwrap_or(row.hint);
    let is_shared = || {
        let mut others = app.keymap().bindings_in(layer.context()).filter(|other| other.action != row.action);
        others.any(|other| layer.label(other.action, app.model()).unwrap_or(other.hint) == shown)
    };
    if shown.is_empty() || shown.starts_with('$') || is_shared() { name(row.action) } else { shown.to_owned() }
}

/// Returns the name of an action as a word: `follow up`, `to do`.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few of many actions have a word of their own")]
fn name(action: Action) -> String {
    match action {
        Action::Go(screen) => {
            specs().find(|spec| spec.id == screen).map_or_else(String::new, |spec| spec.title.to_lowercase())
        }
        Action::Unsure => "maybe".to_owned(),
        Action::Back => "previous".to_owned(),
        Action::Forward => "next".to_owned(),
        action => action.name().replace('_', " "),
    }
}

/// Words that stand for the first of several actions that has a key in a place.
const SHARED: [(&str, &[Action]); 7] = [
    ("find", &[Action::Search]),
    ("unsure", &[Action::Unsure]),
    ("next", &[Action::Forward, Action::NextChoice, Action::Down]),
    ("previous", &[Action::Back, Action::PreviousChoice, Action::Up]),
    ("more", &[Action::PageDown]),
    ("yes", &[Action::Yes, Action::Confirm]),
    ("no", &[Action::No, Action::Cancel]),
];

/// Returns the action of a word where the app is; one that is possible before one that is not.
pub fn action_named(word: &str, app: &App) -> Option<Action> {
    let layer = app.top_layer();
    let rows = || app.keymap().bindings_in(layer.context());
    let by_screen = || {
        let is_named = |spec: &&super::layer::ScreenSpec| {
            !spec.go_keys.is_empty()
                && [&spec.title.to_lowercase(), spec.name, spec.go_label, spec.id.name()].contains(&word)
        };
        specs().find(is_named).map(|spec| Action::Go(spec.id))
    };
    bound(word, layer, app)
        .or_else(|| {
            let (_, actions) = SHARED.iter().find(|(other, _)| *other == word)?;
            actions.iter().copied().find(|action| rows().any(|row| row.action == *action))
        })
        .or_else(by_screen)
        .or_else(|| {
            let is_named = |action: &Action| name(*action) == word || app.description(*action).to_lowercase() == word;
            let elsewhere = if app.overlay().is_none() { app.available_actions() } else { Vec::new() };
            rows().map(|row| row.action).chain(elsewhere).find(is_named)
        })
        .or_else(|| Action::all().find(|action| name(*action) == word && app.disabled(*action).is_some()))
}

/// True if a word stands beside a key where the app is, or is the name of its action.
pub fn has_word(word: &str, app: &App) -> bool {
    bound(word, app.top_layer(), app).is_some()
}

/// Returns a key for a word of the screen below an overlay.
pub fn key_below(word: &str, app: &App) -> Option<Key> {
    let layer = app.screens().current();
    let action = bound(word, layer, app).or_else(|| (word == "unsure").then_some(Action::Unsure))?;
    let row = app.keymap().bindings_in(layer.context()).find(|row| row.action == action)?;
    row.keys.first().copied()
}

/// Returns the action that has a key and this word in a layer: by what is shown, else by its name.
fn bound(word: &str, layer: &dyn Layer, app: &App) -> Option<Action> {
    let context: Context = layer.context();
    let rows = || app.keymap().bindings_in(context);
    let shown = |row: &&Binding| layer.label(row.action, app.model()).unwrap_or(row.hint).to_lowercase() == word;
    let named = |row: &&Binding| name(row.action) == word;
    let enabled = |row: &&Binding| app.disabled(row.action).is_none();
    let found = rows().filter(shown).find(enabled).or_else(|| rows().filter(named).find(enabled));
    found.or_else(|| rows().find(shown)).or_else(|| rows().find(named)).map(|row| row.action)
}
