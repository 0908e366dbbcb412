//! The tables of all contexts together, from which the keys in force are made.

use strum::IntoEnumIterator;

use super::action::{ALWAYS, Action, BindingRow, Bindings, on};
use super::ids::Context;
use super::keymap::Keymap;
use super::screen::{spec, specs};
use super::{deck, form, overlay, screen};

/// Returns the keys of a context; without a wildcard, so that no context is without keys.
fn table(context: Context) -> Bindings {
    match context {
        Context::Screen(id) => spec(id).bindings,
        Context::AllDone => deck::requests::ALL_DONE,
        Context::Filter => screen::history::FILTER,
        Context::Search => overlay::search::BINDINGS,
        Context::ExportPreview => overlay::export_preview::BINDINGS,
        Context::Message => overlay::message::BINDINGS,
        Context::Text => form::TEXT,
        Context::Choice => form::CHOICE,
        Context::Reading => overlay::READING,
        Context::Palette => overlay::palette::BINDINGS,
        Context::Pause => overlay::PAUSE,
        Context::ConfirmQuit => overlay::CONFIRM_QUIT,
        Context::GoTo => overlay::GO_TO,
    }
}

/// Returns every context, the screens first.
pub fn contexts() -> impl Iterator<Item = Context> {
    specs().map(|spec| Context::Screen(spec.id)).chain(Context::iter())
}

/// Returns what a context is called in the help.
pub fn name_of(context: Context) -> &'static str {
    match context {
        Context::Screen(id) => spec(id).name,
        Context::AllDone => "all done",
        Context::Filter => "narrowing a list",
        Context::Search => "search",
        Context::ExportPreview => "before writing",
        Context::Message => "a message",
        Context::Text => "text field",
        Context::Choice => "choice",
        Context::Reading => "reading",
        Context::Palette => "palette",
        Context::Pause => "a pause",
        Context::ConfirmQuit => "leaving",
        Context::GoTo => "go to",
    }
}

/// Returns the keys in force: those of all contexts, with the changes of a configuration; or says what is wrong with
/// these.
pub fn keymap(changes: &[(String, String)]) -> Result<Keymap, String> {
    let letters = specs().filter(|spec| !spec.go_keys.is_empty());
    let letters = letters.map(|spec| (Context::GoTo, on(spec.go_keys, Action::Go(spec.id), spec.go_hint)));
    let rows = contexts().flat_map(|context| {
        let rows: Vec<BindingRow> = [&table(context).concat()[..], ALWAYS].concat();
        rows.into_iter().map(move |row| (context, row))
    });
    Keymap::new(letters.chain(rows), changes)
}
