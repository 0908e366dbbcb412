//! The commented configuration that `invite-triage config` prints.

use std::path::Path;

use crate::app::action::Action;
use crate::app::keymap::Keymap;

/// The sections with words of their own; the keys follow from the table of actions.
const SECTIONS: &str = include_str!("../../../assets/config.toml");

/// Returns the commented configuration: where it belongs, the sections, and a key for each action.
pub fn sample(path: Option<&Path>, keymap: &Keymap) -> String {
    let place = path.map_or_else(
        || "# Save this as a file of your own, and name it with --config.".to_owned(),
        |path| format!("# {}", path.display()),
    );
    format!("{place}\n#\n{SECTIONS}{}", keys(keymap))
}

/// Returns the rows of `[keys]`.
fn keys(keymap: &Keymap) -> String {
    let row = |action: Action| {
        let keys = keymap.default_keys_label(action)?;
        let keys = keys.replace('\\', "\\\\").replace('"', "\\\"");
        Some(format!("\n# {}.\n#{} = \"{keys}\"\n", action.description(), action.name()))
    };
    Action::all().filter_map(row).collect()
}
