//! The table of keys as the README shows it.

use invite_triage::app::keymap::{Context, Keymap};
use strum::VariantArray;

/// Where the table begins and ends in the README.
pub const MARKS: (&str, &str) = ("<!-- keys -->", "<!-- /keys -->");

/// Every row of the keymap as a row of a table.
pub fn table(keymap: &Keymap) -> String {
    let mut table = "| key | where | does |\n|---|---|---|\n".to_owned();
    for binding in keymap.rows() {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
        table.push_str(&format!(
            "| {} | {} | {} |\n",
            keys.join(" "),
            place(binding.contexts),
            binding.action.sentence()
        ));
    }
    table
}

fn place(contexts: &[Context]) -> String {
    let screens = Context::VARIANTS.iter().filter(|context| context.is_screen());
    if contexts.len() == Context::VARIANTS.len() {
        return "everywhere".to_owned();
    }
    if screens.clone().all(|screen| contexts.contains(screen)) {
        let others = contexts.iter().filter(|context| !context.is_screen()).map(|context| context.words());
        return std::iter::once("every screen").chain(others).collect::<Vec<_>>().join(", ");
    }
    contexts.iter().map(|context| context.words()).collect::<Vec<_>>().join(", ")
}
