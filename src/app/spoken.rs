//! What a line of plain text means: the word of a key, an answer, a row, a screen, or the text of a field. The plain mode
//! feeds the app the same actions as the keys do.

use super::App;
use super::action::Action;
use super::command::UnboundKey;
use super::field::FieldValue;
use super::form::Form;
use super::ids::Context;
use super::input::Input;
use super::key::{Key, KeyCode};
use super::overlay::Overlay;
use super::screen::specs;
use super::view::ClickTarget;
use super::vocabulary::{action_named, has_word, key_below};

/// What a line asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Spoken {
    /// Input for the app, one after the other.
    Inputs(Vec<Input>),
    /// An action whose text follows: it means something once the action is done.
    Then(Action, String),
    /// To hear again what was said last.
    Again,
    /// To hear the rows of the list, from the selected one on.
    Rows,
    /// To hear what can be said here.
    Help,
    /// A word that means nothing here.
    Unknown(String),
}

/// Words that mean the same in every field of a form, alone on their line; in quotes they are text.
const FIELD_WORDS: [&str; 5] = ["?", "back", "done", "quit", "-"];
/// Actions that take the rest of their line as text: `search ines`.
const WITH_TEXT: [Action; 4] = [Action::Search, Action::Filter, Action::EditMessage, Action::Note];

/// Returns what a line means where the app is.
pub fn meaning(line: &str, app: &App) -> Spoken {
    let line = line.trim();
    match app.context() {
        Context::Text => match app.overlay() {
            Some(Overlay::Form(form)) => in_text(line, form),
            _ => in_message(line),
        },
        Context::Choice => match app.overlay() {
            Some(Overlay::Form(form)) => in_choice(line, form),
            _ => in_screen(line, app),
        },
        Context::Search | Context::Palette => in_search(line),
        Context::Filter => match line {
            "?" => Spoken::Help,
            "-" => inputs([Input::Text(String::new()), press(Action::Cancel)]),
            "" | "back" => inputs([press(Action::Cancel)]),
            "quit" => inputs([press(Action::Quit)]),
            text => inputs([Input::Text(text.to_owned()), press(Action::Cancel)]),
        },
        Context::Screen(_)
        | Context::AllDone
        | Context::ExportPreview
        | Context::Message
        | Context::Prompts
        | Context::Reading
        | Context::Pause
        | Context::DeclineRest
        | Context::GoTo => in_screen(line, app),
    }
}

fn inputs<const N: usize>(inputs: [Input; N]) -> Spoken {
    Spoken::Inputs(inputs.into())
}

fn press(action: Action) -> Input {
    Input::Target(ClickTarget::Key(action))
}

/// Returns what a word means that means the same in every field; `None` for any other text.
fn field_word(line: &str) -> Option<Spoken> {
    Some(match line.to_lowercase().as_str() {
        "?" => Spoken::Help,
        "back" | "esc" => inputs([press(Action::Cancel)]),
        "done" => inputs([press(Action::Confirm)]),
        "quit" => inputs([press(Action::Quit)]),
        _ => return None,
    })
}

/// Returns the input that goes on to the next field; behind the last one, the form is done.
fn next(form: &Form) -> Input {
    press(if form.focus + 1 < form.fields.0.len() { Action::NextField } else { Action::Confirm })
}

/// Returns what a line means in a text field: its text.
fn in_text(line: &str, form: &Form) -> Spoken {
    if let Some(spoken) = field_word(line) {
        return spoken;
    }
    match line {
        "" => inputs([next(form)]),
        "-" => inputs([Input::Text(String::new()), next(form)]),
        text => inputs([Input::Text(unquoted(text).to_owned()), next(form)]),
    }
}

/// Returns a text without quotes around it, if it is a word that would mean something else without them.
fn unquoted(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.filter(|inside| FIELD_WORDS.contains(&inside.to_lowercase().as_str())).unwrap_or(text)
}

/// Returns what a line means while a line of one's own is added to a message.
fn in_message(line: &str) -> Spoken {
    if line.is_empty() {
        return inputs([press(Action::Confirm)]);
    }
    field_word(line).unwrap_or_else(|| {
        inputs([Input::Paste(unquoted(line).to_owned()), press(Action::Confirm)]) // where the cursor is
    })
}

/// Returns what a line means in a choice: an option, by its number or the beginning of its words.
fn in_choice(line: &str, form: &Form) -> Spoken {
    if let Some(spoken) = field_word(line) {
        return spoken;
    }
    if line.is_empty() {
        return inputs([next(form)]);
    }
    let Some(FieldValue::Choice { options, .. }) = form.fields.0.get(form.focus).map(|field| &field.value) else {
        return Spoken::Unknown(line.to_owned());
    };
    let word = line.to_lowercase();
    let by_number = || word.parse().ok().and_then(|number: usize| number.checked_sub(1));
    let labels = || options.iter().map(|(label, _)| label.to_lowercase());
    let exact = labels().position(|label| label == word);
    let begins: Vec<usize> =
        labels().enumerate().filter(|(_, label)| label.starts_with(&word)).map(|(at, _)| at).collect();
    let only = if let [one] = begins[..] { Some(one) } else { None };
    match exact.or(only).or_else(by_number).filter(|at| *at < options.len()) {
        Some(option) => inputs([Input::Target(ClickTarget::Field(form.focus, Some(option))), next(form)]),
        None => Spoken::Unknown(line.to_owned()),
    }
}

/// Returns what a line means in the search: the number of a match, or other words to look for.
fn in_search(line: &str) -> Spoken {
    match (line, line.parse::<usize>().ok().and_then(|number| number.checked_sub(1))) {
        ("", _) => inputs([press(Action::Confirm)]),
        ("?", _) => Spoken::Help,
        ("back", _) => inputs([press(Action::Cancel)]),
        ("quit", _) => inputs([press(Action::Quit)]),
        (_, Some(row)) => inputs([Input::Row(row), press(Action::Confirm)]),
        (text, None) => inputs([Input::Text(text.strip_prefix('/').unwrap_or(text).to_owned())]),
    }
}

/// Returns what a line means on a screen, and above one that takes no text.
fn in_screen(line: &str, app: &App) -> Spoken {
    if let Some(keys) = keys(line, app) {
        return match keys[..] {
            [key] if is_key_of(Action::Help, key, app) || is_key_of(Action::Palette, key, app) => Spoken::Help,
            _ => Spoken::Inputs(keys.into_iter().map(Input::Key).collect()),
        };
    }
    let word = line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let row = word.strip_prefix("row ").unwrap_or(&word);
    if let Some(row) = row.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
        let is_draft = app.context() == Context::Message;
        return inputs([if is_draft { Input::Target(ClickTarget::Field(row, None)) } else { Input::Row(row) }]);
    }
    match word.as_str() {
        "" => return inputs([Input::Key(Key::plain(KeyCode::Enter))]),
        "?" | "help" | ":" => return Spoken::Help,
        "again" | "repeat" => return Spoken::Again,
        "list" | "rows" => return Spoken::Rows,
        "quit" | "exit" => return inputs([press(Action::Quit)]),
        "back" => return inputs([Input::Key(Key::plain(KeyCode::Esc))]),
        _ => {}
    }
    let word = word.strip_prefix("go to ").unwrap_or(&word);
    // A word of the card goes on with it, as its key does.
    if let Some(Overlay::Pause(pause)) = app.overlay()
        && pause.unbound_key == UnboundKey::FallsThrough
        && !has_word(word, app)
        && let Some(key) = key_below(word, app)
    {
        return inputs([Input::Key(key)]);
    }
    if let Some(action) = action_named(word, app) {
        return inputs([press(action)]);
    }
    with_text(line, app).unwrap_or_else(|| Spoken::Unknown(line.to_owned()))
}

/// Returns the keys that a line spells in this place: one key, or the key of *go to* and a letter.
fn keys(line: &str, app: &App) -> Option<Vec<Key>> {
    let means = |context, key: Key| app.keymap().actions_for(context, key).next().is_some();
    let one = || line.parse().ok().filter(|key| means(app.context(), *key)).map(|key| vec![key]);
    let two = || {
        let mut letters = line.chars().filter(|letter| !letter.is_whitespace());
        let (Some(first), Some(second), None) = (letters.next(), letters.next(), letters.next()) else { return None };
        let [first, second] = [first, second].map(|letter| Key::plain(KeyCode::Char(letter)));
        let goes = app.keymap().actions_for(app.context(), first).next() == Some(Action::GoTo);
        (goes && means(Context::GoTo, second)).then(|| vec![first, second])
    };
    one().or_else(two)
}

fn is_key_of(action: Action, key: Key, app: &App) -> bool {
    app.keymap().actions_for(app.context(), key).next() == Some(action)
}

/// Returns an action with the text behind its word: `search ines`, `/ines`.
fn with_text(line: &str, app: &App) -> Option<Spoken> {
    let (word, text) = line.split_once(char::is_whitespace)?;
    let key = word.parse().ok().and_then(|key| app.keymap().actions_for(app.context(), key).next());
    let action = key.or_else(|| action_named(&word.to_lowercase(), app))?;
    (WITH_TEXT.contains(&action)).then(|| Spoken::Then(action, text.trim().to_owned()))
}

/// Returns the names of the screens that can be said, each as it is written in the tab line.
pub fn screen_names() -> impl Iterator<Item = &'static str> {
    specs().filter(|spec| !spec.go_keys.is_empty()).map(|spec| spec.title)
}
