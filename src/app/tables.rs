//! The key binding tables of all contexts together, and the keymap built from them.

use strum::IntoEnumIterator;

use super::action::{ALWAYS, Action, BindingRow, Bindings, with_keys};
use super::ids::Context;
use super::keymap::Keymap;
use super::screen::{spec, specs};
use super::{deck, form, overlay, screen};

/// Returns the bindings of a context. No wildcard, so that no context is left without bindings.
fn bindings_of(context: Context) -> Bindings {
    match context {
        Context::Screen(id) => spec(id).bindings,
        Context::AllDone => deck::requests::ALL_DONE,
        Context::Filter => screen::history::FILTER,
        Context::Search => overlay::search::BINDINGS,
        Context::ExportPreview => overlay::export_preview::BINDINGS,
        Context::Message => overlay::message::BINDINGS,
        Context::Text => form::TEXT,
        Context::Choice => form::CHOICE,
        Context::Reading => overlay::page::BINDINGS,
        Context::Palette => overlay::palette::BINDINGS,
        Context::Pause => overlay::pause::CONFIRM_BINDINGS,
        Context::GoTo => overlay::go_to::BINDINGS,
    }
}

/// Returns every context, screens first.
pub fn contexts() -> impl Iterator<Item = Context> {
    specs().map(|spec| Context::Screen(spec.id)).chain(Context::iter())
}

/// Returns the name of a context in the help.
pub fn context_name(context: Context) -> &'static str {
    match context {
        Context::Screen(id) => spec(id).name,
        Context::AllDone => "all done",
        Context::Filter => "filtering a list",
        Context::Search => "search",
        Context::ExportPreview => "before writing",
        Context::Message => "a message",
        Context::Text => "text field",
        Context::Choice => "choice",
        Context::Reading => "reading",
        Context::Palette => "palette",
        Context::Pause => "a pause",
        Context::GoTo => "go to",
    }
}

/// Builds the keymap from the bindings of all contexts and a configuration's changes; fails on an invalid change.
pub fn keymap_with_changes(changes: &[(String, String)]) -> Result<Keymap, String> {
    let letters = specs().filter(|spec| !spec.go_keys.is_empty());
    let letters = letters.map(|spec| (Context::GoTo, with_keys(spec.go_keys, Action::Go(spec.id), spec.go_label)));
    let rows = contexts().flat_map(|context| {
        let rows: Vec<BindingRow> = [&bindings_of(context).concat()[..], ALWAYS].concat();
        rows.into_iter().map(move |row| (context, row))
    });
    Keymap::new(letters.chain(rows), changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_keys_mean_two_things_in_one_place() {
        let keymap = keymap_with_changes(&[]).expect("the tables are written in keys");
        let mut doubled = Vec::new();
        for context in contexts() {
            for key in keymap.bindings_in(context).flat_map(|row| &row.keys) {
                let meanings: Vec<&str> = keymap.actions_for(context, *key).map(Action::name).collect();
                if meanings.len() > 1 {
                    doubled.push(format!("{key}: {}", meanings.join(" ")));
                }
            }
        }
        doubled.sort();
        doubled.dedup();
        assert_eq!(doubled, ["r: retry complete"], "the first only after something failed");
    }

    #[test]
    fn keys_can_be_changed_but_not_doubled() {
        let changed = |name: &str, keys: &str| keymap_with_changes(&[(name.to_owned(), keys.to_owned())]);
        let card = Context::Screen(crate::app::ids::ScreenId::Triage);
        let free = changed("accept", "z Ctrl-a").expect("free keys");
        assert_eq!(free.actions_for(card, "z".parse().expect("a key")).next(), Some(Action::Accept));
        assert_eq!(free.actions_for(card, "a".parse().expect("a key")).next(), None);
        assert!(changed("accept", "d").is_err_and(|why| why.contains("decline")));
        assert!(changed("fly", "d").is_err_and(|why| why.contains("no action")));
        assert!(changed("go_opening", "h").is_err_and(|why| why.contains("would mean both")));
    }
}
