//! The key binding tables of all contexts together, and the keymap built from them.

use strum::IntoEnumIterator;

use super::action::Action;
use super::bindings::{ALWAYS, BindingRow, Bindings, with_keys};
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
        Context::Prompts => overlay::prompts::BINDINGS,
        Context::Palette => overlay::palette::BINDINGS,
        Context::Pause => overlay::pause::BINDINGS,
        Context::DeclineRest => overlay::pause::DECLINE_REST,
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
        Context::Prompts => "things to consider",
        Context::Palette => "palette",
        Context::Pause => "a pause",
        Context::DeclineRest => "declining the rest",
        Context::GoTo => "go to",
    }
}

/// Builds the keymap from the bindings of all contexts; fails only if the tables are not written in keys.
pub fn default_keymap() -> Result<Keymap, String> {
    let letters = specs().filter(|spec| !spec.go_keys.is_empty());
    let letters = letters.map(|spec| (Context::GoTo, with_keys(spec.go_keys, Action::Go(spec.id), spec.go_label)));
    let rows = contexts().flat_map(|context| {
        let rows: Vec<BindingRow> = [&bindings_of(context).concat()[..], ALWAYS].concat();
        rows.into_iter().map(move |row| (context, row))
    });
    Keymap::new(letters.chain(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_keys_mean_two_things_in_one_place() {
        let keymap = default_keymap().expect("the tables are written in keys");
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

    fn changed(changes: &[(&str, &str)]) -> (Keymap, Vec<(usize, String)>) {
        let changes: Vec<_> = changes.iter().map(|(name, keys)| ((*name).to_owned(), (*keys).to_owned())).collect();
        default_keymap().expect("the tables are written in keys").changed(&changes)
    }

    #[test]
    fn keys_can_be_changed_but_not_doubled() {
        let action =
            |keymap: &Keymap, context, key: &str| keymap.actions_for(context, key.parse().expect("a key")).next();
        let card = Context::Screen(crate::app::ids::ScreenId::Triage);
        let (keymap, mistakes) = changed(&[("accept", "z Ctrl-a")]);
        assert_eq!((action(&keymap, card, "z"), action(&keymap, card, "a")), (Some(Action::Accept), None));
        assert_eq!(mistakes, []);
        let (keymap, mistakes) = changed(&[("accept", "d"), ("fly", "d"), ("decline", "Hyper-x"), ("undo", "Ctrl-y")]);
        assert_eq!(action(&keymap, card, "a"), Some(Action::Accept), "what is wrong is left out");
        assert_eq!(action(&keymap, card, "Ctrl-y"), Some(Action::Undo), "the rest holds");
        let why: Vec<&str> = mistakes.iter().map(|(_, why)| why.as_str()).collect();
        assert!(
            why[0].contains("no action") && why[1].contains("is no key") && why[2].contains("\"decline\""),
            "{why:?}"
        );
        assert!(changed(&[("go_opening", "h")]).1[0].1.contains("would mean both"));
        let (keymap, mistakes) = changed(&[("accept", "d"), ("decline", "a")]);
        assert_eq!(
            (action(&keymap, card, "d"), mistakes),
            (Some(Action::Accept), vec![]),
            "two keys can change places"
        );
    }

    #[test]
    fn a_place_with_keys_of_its_own_keeps_them() {
        let (keymap, mistakes) = changed(&[("quit", "Q"), ("down", "n")]);
        assert_eq!(mistakes.len(), 1, "n answers on the card: {mistakes:?}");
        let of = |context, key: &str| keymap.actions_for(context, key.parse().expect("a key")).next();
        assert_eq!(of(Context::Text, "Ctrl-c"), Some(Action::Quit));
        assert_eq!(of(Context::Text, "n"), None);
        assert_eq!(of(Context::Screen(crate::app::ids::ScreenId::History), "Q"), Some(Action::Quit));
    }
}
