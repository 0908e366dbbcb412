//! Key bindings by context. Knows no screen: `App` passes in the tables, so that screens can show keys.

use super::action::{Action, BindingRow};
use super::ids::Context;
use super::key::Key;

/// An effective key binding.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Context of the binding.
    pub context: Context,
    /// Keys; hints show the first.
    pub keys: Vec<Key>,
    /// Action that the keys trigger.
    pub action: Action,
    /// Label in the status line; empty for a key that only the help lists.
    pub hint: &'static str,
}

impl Binding {
    /// Returns the keys as displayed, separated by spaces.
    pub fn keys_label(&self) -> String {
        self.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// All effective key bindings; help, status line, palette, README and dispatch read them.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<Binding>);

/// A key with two actions in one context.
type Conflict = (Context, Key, Action, Action);

impl Keymap {
    /// Builds the table from the rows of all contexts, then applies a configuration's changes (action name to keys).
    /// Fails on an unknown name or key, or if a change gives a key two actions in one context.
    pub fn new(
        rows: impl Iterator<Item = (Context, BindingRow)>,
        changes: &[(String, String)],
    ) -> Result<Self, String> {
        let parse = |keys: &str| keys.split(' ').map(str::parse).collect::<Result<Vec<Key>, String>>();
        let mut bindings = Vec::new();
        for (context, BindingRow { action, keys, hint }) in rows {
            bindings.push(Binding { context, keys: parse(keys.unwrap_or(action.default_keys_text()))?, action, hint });
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
        // By default, a few keys have two actions in one context, at most one of them enabled at a time.
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

    /// Returns the actions of a key in a context, in table order.
    pub fn actions_for(&self, context: Context, key: Key) -> impl Iterator<Item = Action> {
        self.bindings_in(context).filter(move |binding| binding.keys.contains(&key)).map(|binding| binding.action)
    }

    /// Returns the bindings of a context.
    pub fn bindings_in(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.0.iter().filter(move |binding| binding.context == context)
    }

    /// Returns all bindings.
    pub fn bindings(&self) -> &[Binding] {
        &self.0
    }

    /// Returns the first key of an action in a context, as displayed: its own, or `g` and a letter.
    pub fn key_label(&self, context: Context, action: Action) -> String {
        let first =
            |context| self.bindings_in(context).find(|row| row.action == action).and_then(|row| row.keys.first());
        let by_letter = || first(Context::GoTo).map(|key| format!("{} {key}", self.first_key(Action::GoTo)));
        first(context).map(Key::to_string).or_else(by_letter).unwrap_or_default()
    }

    /// Returns the first key of an action in any context, as displayed.
    pub fn first_key(&self, action: Action) -> String {
        let row = self.0.iter().find(|row| row.action == action);
        row.and_then(|row| row.keys.first()).map(Key::to_string).unwrap_or_default()
    }
}
