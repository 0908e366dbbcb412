//! Key bindings by context. Knows no screen: `App` passes in the tables, so that screens can show keys.

use super::action::Action;
use super::bindings::BindingRow;
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
    /// Sentence that says what the action does in the context.
    pub description: &'static str,
}

impl Binding {
    /// Returns the keys as displayed, separated by spaces.
    pub fn keys_label(&self) -> String {
        self.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// All effective key bindings; help, status line, palette, documents and dispatch read them.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<Binding>);

/// Parses keys that are separated by spaces.
fn parse_keys(keys: &str) -> Result<Vec<Key>, String> {
    keys.split(' ').map(str::parse).collect()
}

/// A key with two actions in one context.
type Conflict = (Context, Key, Action, Action);

impl Keymap {
    /// Builds the table from the rows of all contexts. Fails on an unknown key.
    pub fn new(rows: impl Iterator<Item = (Context, BindingRow)>) -> Result<Self, String> {
        let mut bindings = Vec::new();
        for (context, BindingRow { action, keys, hint, description }) in rows {
            let keys = parse_keys(keys.unwrap_or(action.default_keys_text()))?;
            let description = description.unwrap_or(action.description());
            bindings.push(Binding { context, keys, action, hint, description });
        }
        Ok(Self(bindings))
    }

    /// Applies a configuration's changes (action name to keys) where an action has its default keys; a place that has
    /// keys of its own for it keeps them. A change with an unknown name or key, or one that gives a key two actions in
    /// one context, is left out; returns their positions, and why.
    pub fn changed(self, changes: &[(String, String)]) -> (Self, Vec<(usize, String)>) {
        let mut mistakes = Vec::new();
        if changes.is_empty() {
            return (self, mistakes);
        }
        let mut wanted: Vec<(usize, Action, Vec<Key>)> = Vec::new();
        for (at, (name, keys)) in changes.iter().enumerate() {
            let action = Action::from_name(name).ok_or_else(|| format!("there is no action \"{name}\""));
            match action.and_then(|action| Ok((action, parse_keys(keys)?))) {
                Ok((action, keys)) => match self.why_not(action, &keys) {
                    None => wanted.push((at, action, keys)),
                    Some(why) => mistakes.push((at, why)),
                },
                Err(why) => mistakes.push((at, why)),
            }
        }
        // By default, a few keys have two actions in one context, at most one of them enabled at a time.
        let usual = self.conflicts();
        loop {
            let keymap = self.with(&wanted);
            let conflicts = keymap.conflicts();
            let conflict = conflicts.iter().find(|conflict| !usual.contains(conflict));
            let Some((_, key, one, other)) = conflict else { return (keymap, mistakes) };
            let why = format!("the key {key} would mean both \"{}\" and \"{}\"", one.name(), other.name());
            let guilty = wanted.iter().rposition(|(_, action, _)| action == one || action == other);
            let Some(guilty) = guilty else { return (keymap, mistakes) };
            mistakes.push((wanted.remove(guilty).0, why));
        }
    }

    /// Returns why an action cannot have these keys, whatever the others have.
    fn why_not(&self, action: Action, keys: &[Key]) -> Option<String> {
        let name = action.name();
        let Some(default) = self.default_keys(action) else {
            let palette = self.first_key(Action::Palette);
            return Some(format!("\"{name}\" has no key; {palette} finds it"));
        };
        let is_typed = self.0.iter().any(|row| row.action == action && row.keys == default && row.context.types_text());
        let letter = keys.iter().find(|key| is_typed && key.typed_char().is_some())?;
        Some(format!("{letter} is typed where \"{name}\" works, too; choose a key with Ctrl-"))
    }

    fn with(&self, wanted: &[(usize, Action, Vec<Key>)]) -> Self {
        let mut keymap = self.clone();
        for (_, action, keys) in wanted {
            let default = self.default_keys(*action).map(<[Key]>::to_vec);
            let rows = keymap.0.iter_mut().filter(|row| row.action == *action && Some(&row.keys) == default.as_ref());
            rows.for_each(|row| row.keys.clone_from(keys));
        }
        keymap
    }

    /// Returns the keys of an action that a configuration can change; `None` for one that no key triggers.
    fn default_keys(&self, action: Action) -> Option<&[Key]> {
        let rows = || self.0.iter().filter(|row| row.action == action);
        let own = parse_keys(action.default_keys_text()).ok();
        let row = rows().find(|row| Some(&row.keys) == own.as_ref()).or_else(|| rows().next());
        row.map(|row| row.keys.as_slice())
    }

    /// Returns the keys of an action that a configuration can change, as displayed.
    pub fn default_keys_label(&self, action: Action) -> Option<String> {
        let keys = self.default_keys(action)?;
        Some(keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" "))
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

    /// Replaces `{undo}` and the like in a sentence by the keys of these actions: those in a context, else in any.
    pub fn fill_in(&self, context: Context, sentence: &str) -> String {
        let mut filled = String::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let named = after.split_once('}').and_then(|(name, after)| Some((Action::from_name(name)?, after)));
            let Some((action, after)) = named else {
                filled.push('{');
                rest = after;
                continue;
            };
            let label = self.key_label(context, action);
            filled.push_str(&if label.is_empty() { self.first_key(action) } else { label });
            rest = after;
        }
        filled + rest
    }

    /// Returns the first key of an action in any context, as displayed.
    pub fn first_key(&self, action: Action) -> String {
        let row = self.0.iter().find(|row| row.action == action);
        row.and_then(|row| row.keys.first()).map(Key::to_string).unwrap_or_default()
    }
}
