//! What can be said.

use crate::app::App;
use crate::app::action::Action;
use crate::app::action_group::ActionGroup;
use crate::app::field::FieldValue;
use crate::app::ids::Context;
use crate::app::key::{Key, KeyCode};
use crate::app::overlay::Overlay;
use crate::app::spoken::screen_names;
use crate::app::vocabulary::{Word, vocabulary};
use crate::domain::search::query::QUERY_HELP;

/// Words that a question names; the rest is behind `?`.
const NAMED: usize = 6;

/// Returns what can be said next, in one sentence: first what an empty line does.
pub fn ask(app: &App) -> String {
    let words = vocabulary(app);
    let enter = Key::plain(KeyCode::Enter);
    let by_enter = app.keymap().actions_for(app.context(), enter).find(|action| app.disabled(*action).is_none());
    let default = words.iter().find(|word| Some(word.action) == by_enter);
    let others = words.iter().filter(|word| {
        word.action.group() == ActionGroup::Here && Some(word.action) != by_enter && !word.keys.is_empty()
    });
    let others: Vec<&str> = others.take(NAMED).map(|word| word.word.as_str()).collect();
    let default = default.map_or(String::new(), |word| format!("Enter: {}. ", word.word));
    let lead = if default.is_empty() { "Say" } else { "Or say" };
    let others = if others.is_empty() { String::new() } else { format!("{lead} {}. ", others.join(", ")) };
    format!("{default}{others}? lists all.")
}

/// Returns everything that can be said where the app is, a line each.
pub fn what_can_be_said(app: &App) -> Vec<String> {
    match app.context() {
        Context::Text | Context::Choice => in_form(app),
        Context::Search | Context::Palette => vec![
            "Words search again; a number opens that person; an empty line opens the first.".to_owned(),
            format!("{QUERY_HELP}."),
            "back leaves the search; quit ends.".to_owned(),
        ],
        Context::Filter => vec![
            "Words narrow the list; - shows all again; an empty line leaves it as it is.".to_owned(),
            format!("{QUERY_HELP}."),
        ],
        _ => on_screen(app),
    }
}

fn in_form(app: &App) -> Vec<String> {
    let mut lines = Vec::new();
    match app.overlay() {
        Some(Overlay::Form(form)) => match form.fields.0.get(form.focus).map(|field| (&field.value, &field.presets)) {
            Some((FieldValue::Choice { options, .. }, _)) => {
                let options = options.iter().enumerate().map(|(at, (label, text))| {
                    let text = if text.is_empty() { String::new() } else { format!(": {text}") };
                    format!("{}, or {label}{text}", at + 1)
                });
                lines.extend(options);
            }
            Some((FieldValue::Text(_), presets)) => {
                lines.push("What you type is the text; - empties the field.".to_owned());
                if !presets.is_empty() {
                    lines.push(format!("For example {}.", presets.join(", ")));
                }
            }
            None => {}
        },
        _ => lines.push("What you type is your line.".to_owned()),
    }
    lines.push("An empty line keeps what is there and goes on.".to_owned());
    lines.push(
        "done keeps the rest too; back leaves, and keeps what you typed for the next time; quit ends.".to_owned(),
    );
    lines
}

fn on_screen(app: &App) -> Vec<String> {
    let line = |word: &Word| {
        let keys = if word.keys.is_empty() { String::new() } else { format!(", or {}", word.keys) };
        let text = app.description(word.action);
        format!("{}{keys}: {}", word.word, text)
    };
    let is_told = |word: &&Word| {
        !matches!(word.action, Action::Go(_) | Action::GoTo | Action::Help | Action::Palette | Action::Quit)
            && !matches!(word.action, Action::Suspend)
            && (word.action.group() != ActionGroup::Move
                || matches!(word.action, Action::Back | Action::Forward)
                || word.action.question().is_some())
    };
    let mut lines: Vec<String> = vocabulary(app).iter().filter(is_told).map(line).collect();
    if app.overlay().is_none() {
        let screens = screen_names().collect::<Vec<_>>().join(", ");
        lines.push(format!("The name of a screen goes there: {}.", screens.to_lowercase()));
        lines.push(
            "In a list, a number selects that row (row 5 where 5 means something else); next and previous select the \
             row below and above, more the next ten; list says the rows again."
                .to_owned(),
        );
    }
    lines.push("again says everything again; back leaves; quit ends, and everything is saved.".to_owned());
    lines
}

/// Returns that a word means nothing here, and which was probably meant.
pub fn unknown_word(word: &str, guess: Option<&str>) -> String {
    let guess = guess.map_or(String::new(), |guess| format!(" Did you mean {guess}?"));
    super::words::clean(&format!("“{word}” means nothing here.{guess} Say ? to hear what does."))
}
