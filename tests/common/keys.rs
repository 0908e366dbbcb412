//! The table of keys in `assets/keys.md`.

use invite_triage::app::action::Action;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::key::Key;
use invite_triage::app::keymap::{Binding, Keymap};
use invite_triage::app::tables::{context_name, contexts};

/// Markers around the table.
pub const MARKS: (&str, &str) = ("<!-- keys -->", "<!-- /keys -->");

/// Returns the keys of all contexts as a table; keys that do the same in several contexts share a row.
pub fn table(keymap: &Keymap) -> String {
    let mut rows: Vec<(&[Key], Action, &str, Vec<Context>)> = Vec::new();
    for Binding { context, keys, action, description, hint: _ } in
        contexts().flat_map(|context| keymap.bindings_in(context))
    {
        match rows.iter_mut().find(|row| (row.0, row.1, row.2) == (keys, *action, description)) {
            Some((.., places)) => places.push(*context),
            None => rows.push((keys, *action, description, vec![*context])),
        }
    }
    let mut table = "| key | where | does |\n|---|---|---|\n".to_owned();
    for (keys, _, description, places) in rows {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        table.push_str(&format!("| {} | {} | {} |\n", keys.join(" "), place(&places), description));
    }
    table
}

fn place(places: &[Context]) -> String {
    // During an import the user can only wait or quit.
    let few = Context::Screen(ScreenId::Importing);
    let is_screen = |context: &Context| matches!(context, Context::Screen(_) | Context::AllDone) && *context != few;
    if contexts().all(|context| places.contains(&context)) {
        return "everywhere".to_owned();
    }
    if contexts().filter(is_screen).all(|screen| places.contains(&screen)) {
        let others = places.iter().filter(|context| !is_screen(context)).map(|context| context_name(*context));
        return std::iter::once("every screen").chain(others).collect::<Vec<_>>().join(", ");
    }
    places.iter().map(|context| context_name(*context)).collect::<Vec<_>>().join(", ")
}
