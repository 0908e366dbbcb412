//! Rows of key bindings, and those that several screens share.

use super::action::Action;

/// A key binding row of a context.
#[derive(Clone, Copy, Debug)]
pub struct BindingRow {
    /// Action that the keys trigger.
    pub action: Action,
    /// Keys that replace the action's default keys.
    pub keys: Option<&'static str>,
    /// Label in the status line; empty for a key that only the help lists.
    pub hint: &'static str,
    /// What the action does here, if the action's own sentence says something else.
    pub description: Option<&'static str>,
}

impl BindingRow {
    /// Returns the row with a sentence that says what the action does here.
    pub const fn that_does(self, description: &'static str) -> Self {
        Self { description: Some(description), ..self }
    }
}

/// Returns a row with the action's default keys.
pub const fn default_keys(action: Action, hint: &'static str) -> BindingRow {
    BindingRow { action, keys: None, hint, description: None }
}

/// Returns a row with other keys.
pub const fn with_keys(keys: &'static str, action: Action, hint: &'static str) -> BindingRow {
    BindingRow { action, keys: Some(keys), hint, description: None }
}

/// Key bindings of a context: its own rows and shared groups, in order of priority for the status line.
pub type Bindings = &'static [&'static [BindingRow]];

/// Bindings that decide a card.
pub static DECIDE: &[BindingRow] = &[
    default_keys(Action::Accept, "accept"),
    default_keys(Action::Decline, "decline"),
    default_keys(Action::FollowUp, "follow up"),
];
/// Bindings for a request that came back or was put off.
pub static RESCHEDULE: &[BindingRow] =
    &[default_keys(Action::AskAgain, "ask again"), default_keys(Action::Park, "park")];
/// Bindings for contexts in which a write can fail.
pub static RETRY: &[BindingRow] = &[default_keys(Action::Retry, "try again")];
/// Bindings for a selected person.
pub static PERSON: &[BindingRow] = &[
    default_keys(Action::Open, "open"),
    default_keys(Action::EditDetails, "edit"),
    default_keys(Action::ComposeMessage, "message"),
];
/// Bindings for a person's page.
pub static PERSON_PAGE: &[BindingRow] = &[
    default_keys(Action::EditDetails, "edit"),
    default_keys(Action::ComposeMessage, "message"),
    default_keys(Action::Open, "open"),
    default_keys(Action::CopyAddress, "copy address"),
    default_keys(Action::GiveGift, "done"),
    default_keys(Action::LogContact, "log"),
    default_keys(Action::Promise, "promise"),
    default_keys(Action::TalkSheet, "talk sheet"),
    default_keys(Action::SetRhythm, "rhythm"),
    default_keys(Action::Introduce, "introduce"),
    default_keys(Action::Recommend, "recommend?"),
];
/// Bindings for a list that is searched by typing.
pub static SEARCH_LIST: &[BindingRow] = &[
    with_keys("Down Tab", Action::Down, "next"),
    with_keys("Up Shift-Tab", Action::Up, ""),
    default_keys(Action::Cancel, "back"),
];
/// Bindings that move a cursor or scroll.
pub static MOVE: &[BindingRow] = &[
    default_keys(Action::Down, ""),
    default_keys(Action::Up, ""),
    default_keys(Action::PageDown, ""),
    default_keys(Action::PageUp, ""),
    default_keys(Action::First, ""),
    default_keys(Action::Last, ""),
];
/// Bindings for a list with the details of its selected row.
pub static DETAILS: &[BindingRow] = &[default_keys(Action::DetailsDown, ""), default_keys(Action::DetailsUp, "")];
/// Bindings for undo and redo.
pub static UNDO: &[BindingRow] = &[default_keys(Action::Undo, "undo"), default_keys(Action::Redo, "")];
/// Bindings for contexts from which contacts can be exported.
pub static EXPORT: &[BindingRow] = &[default_keys(Action::Export, "export")];
/// Bindings of every screen.
pub static EVERYWHERE: &[BindingRow] = &[
    default_keys(Action::NextScreen, ""),
    default_keys(Action::PreviousScreen, ""),
    default_keys(Action::Search, "search"),
    default_keys(Action::GoTo, "go to"),
    default_keys(Action::Palette, "actions"),
    default_keys(Action::Help, "help"),
    default_keys(Action::Quit, ""),
];
/// Bindings of every context.
pub static ALWAYS: &[BindingRow] = &[with_keys("Ctrl-c", Action::Quit, ""), default_keys(Action::Suspend, "")];
