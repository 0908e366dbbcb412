//! Which key means what where. Knows no screen: `App` hands it the tables, so that screens may show keys.

use super::action::{Action, BindingRow};
use super::ids::Context;
use super::key::Key;

/// A row in force.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where it is heard.
    pub context: Context,
    /// Its keys; the first is the one that hints show.
    pub keys: Vec<Key>,
    /// What it asks for.
    pub action: Action,
    /// The word in the status line; empty for a key that stands only in the help.
    pub hint: &'static str,
}

impl Binding {
    /// Returns its keys as they are shown.
    pub fn shown(&self) -> String {
        self.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// The table in force: help, status line, palette, README and the executor all read it.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<Binding>);

/// A key that means two things in one place.
type Conflict = (Context, Key, Action, Action);

impl Keymap {
    /// Builds the table from the rows of all contexts with the changes of a configuration, names of actions to keys;
    /// says which name or key is wrong, or which two actions would share a key in one place.
    pub fn new(
        rows: impl Iterator<Item = (Context, BindingRow)>,
        changes: &[(String, String)],
    ) -> Result<Self, String> {
        let parse = |keys: &str| keys.split(' ').map(str::parse).collect::<Result<Vec<Key>, String>>();
        let mut bindings = Vec::new();
        for (context, BindingRow { action, keys, hint }) in rows {
            bindings.push(Binding { context, keys: parse(keys.unwrap_or(action.keys()))?, action, hint });
        }
        let mut keymap = Self(bindings);
        let usual = keymap.conflicts();
        for (name, keys) in changes {
            let action = Action::from_name(name).ok_or_else(|| format!("there is no action \"{name}\""))?;
            let keys = parse(keys)?;
            for binding in keymap.0.iter_mut().filter(|binding| binding.action == action) {
                binding.keys.clone_from(&keys);
            }
        }
        // A few keys mean two things by default, of which at most one is possible at a time.
        match keymap.conflicts().iter().find(|conflict| !usual.contains(conflict)) {
            Some((_, key, one, other)) => {
                Err(format!("the key {key} would mean both \"{}\" and \"{}\"", one.name(), other.name()))
            }
            None => Ok(keymap),
        }
    }

    fn conflicts(&self) -> Vec<Conflict> {
        let mut found = Vec::new();
        for (at, one) in self.0.iter().enumerate() {
            for other in self.0[at + 1..].iter().filter(|o| o.context == one.context && o.action != one.action) {
                let shared = one.keys.iter().filter(|key| other.keys.contains(key));
                found.extend(shared.map(|key| (one.context, *key, one.action, other.action)));
            }
        }
        found
    }

    /// Returns what a key may ask for here, in the order of the table.
    pub fn meanings(&self, context: Context, key: Key) -> impl Iterator<Item = Action> {
        self.rows_in(context).filter(move |binding| binding.keys.contains(&key)).map(|binding| binding.action)
    }

    /// Returns the rows that are heard here.
    pub fn rows_in(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.0.iter().filter(move |binding| binding.context == context)
    }

    /// Returns every row.
    pub fn rows(&self) -> &[Binding] {
        &self.0
    }

    /// Returns the keys that lead to an action from a place, as they are shown: its own, or `g` and a letter.
    pub fn shown(&self, context: Context, action: Action) -> String {
        let first = |context| self.rows_in(context).find(|row| row.action == action).and_then(|row| row.keys.first());
        let by_letter = || first(Context::GoTo).map(|key| format!("{} {key}", self.first_key(Action::GoTo)));
        first(context).map(Key::to_string).or_else(by_letter).unwrap_or_default()
    }

    /// Returns the first key of an action, wherever it is heard, as it is shown.
    pub fn first_key(&self, action: Action) -> String {
        let row = self.0.iter().find(|row| row.action == action);
        row.and_then(|row| row.keys.first()).map(Key::to_string).unwrap_or_default()
    }
}
