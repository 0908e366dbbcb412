//! The one table of keys: help, status line, palette, README and the executor all read it.

use std::str::FromStr;

use strum::{EnumMessage, VariantArray};

use super::action::Action;
use super::key::Key;

/// Where a key is heard. Exactly one is current.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, EnumMessage)]
pub enum Context {
    /// The first start, without any request.
    #[strum(message = "first start")]
    Welcome,
    /// The opening screen.
    #[strum(message = "opening screen")]
    Opening,
    /// A card.
    #[strum(message = "card")]
    Card,
    /// The cards, when none is left.
    #[strum(message = "all done")]
    Done,
    /// What is to be done on LinkedIn.
    #[strum(message = "carrying out")]
    Carry,
    /// What waits for its day.
    #[strum(message = "what waits")]
    Agenda,
    /// What the import found.
    #[strum(message = "what was found")]
    Found,
    /// What was decided.
    #[strum(message = "history")]
    History,
    /// Who was accepted.
    #[strum(message = "people")]
    People,
    /// One person's page.
    #[strum(message = "a person")]
    Person,
    /// An export that was named at the start is being read.
    #[strum(message = "reading an export")]
    Importing,
    /// Typing to find somebody.
    #[strum(message = "search")]
    Finding,
    /// Typing to narrow a list.
    #[strum(message = "narrowing a list")]
    Narrowing,
    /// What an export would write.
    #[strum(message = "before writing")]
    Preview,
    /// A message, before it is copied.
    #[strum(message = "a message")]
    Letter,
    /// A field of a form in which text is typed.
    #[strum(message = "text field")]
    Text,
    /// A field of a form in which one of several is chosen.
    #[strum(message = "choice")]
    Choice,
    /// Text to read over the screen: help, prompts.
    #[strum(message = "reading")]
    Reading,
    /// The palette.
    #[strum(message = "palette")]
    Palette,
    /// After a portion.
    #[strum(message = "end of a portion")]
    Portion,
    /// The guard against yes-to-all.
    #[strum(message = "a pause")]
    Guard,
    /// Leaving with something typed.
    #[strum(message = "leaving")]
    Leaving,
    /// After `g`.
    #[strum(message = "go to")]
    Going,
}

impl Context {
    /// Whether letters are typed here rather than heard as actions.
    pub fn types_text(self) -> bool {
        matches!(self, Self::Text | Self::Palette | Self::Finding | Self::Narrowing)
    }

    /// Whether this is a screen, not something that lies over it.
    pub fn is_screen(self) -> bool {
        SCREENS.contains(&self)
    }

    /// What it is called, for the help.
    pub fn words(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where it is heard.
    pub contexts: &'static [Context],
    /// Its keys; the first is the one that hints show.
    pub keys: Vec<Key>,
    /// What it asks for.
    pub action: Action,
    /// The word in the status line; empty for a key that stands only in the help.
    pub hint: &'static str,
}

const SCREENS: &[Context] = &[
    Context::Welcome,
    Context::Opening,
    Context::Card,
    Context::Done,
    Context::Carry,
    Context::Agenda,
    Context::Found,
    Context::History,
    Context::People,
    Context::Person,
];
/// Where somebody is in sight who can be decided upon.
const SOMEBODY: &[Context] = &[Context::Card, Context::Carry, Context::Agenda, Context::History, Context::Person];
/// Where somebody is in sight.
const SUBJECT: &[Context] = &[Context::Card, Context::Agenda, Context::History, Context::People, Context::Person];
/// Where something may be written that can fail.
const WRITING: &[Context] =
    &[Context::Card, Context::Carry, Context::Agenda, Context::History, Context::People, Context::Person];
const CARRY: &[Context] = &[Context::Carry];
const LISTED: &[Context] = &[Context::Agenda, Context::Found, Context::History, Context::People];
const OWING: &[Context] = &[Context::Agenda, Context::People, Context::Person];
const CARD: &[Context] = &[Context::Card];
const CARDS: &[Context] = &[Context::Card, Context::Done];
const OPENING: &[Context] = &[Context::Opening];
const MOVING: &[Context] = &[
    Context::Welcome,
    Context::Opening,
    Context::Card,
    Context::Carry,
    Context::Agenda,
    Context::Found,
    Context::History,
    Context::People,
    Context::Person,
    Context::Letter,
    Context::Reading,
];
const FORM: &[Context] = &[Context::Text, Context::Choice];
const UNDOING: &[Context] = &[
    Context::Welcome,
    Context::Opening,
    Context::Card,
    Context::Done,
    Context::Carry,
    Context::Agenda,
    Context::Found,
    Context::History,
    Context::People,
    Context::Person,
    Context::Portion,
    Context::Guard,
];

/// The rows as they are without a configuration; what stands first is shown first where room is short.
type Row = (&'static [Context], &'static str, Action, &'static str);

const ROWS: &[Row] = &[
    (CARRY, "o", Action::Open, "open page"),
    (CARRY, "c", Action::Copy, "message"),
    (CARRY, "Enter", Action::CarryOut, "done there"),
    (CARRY, "x", Action::NotThere, "no longer there"),
    (CARRY, "p", Action::Page, "page"),
    (LISTED, "Enter", Action::Page, "page"),
    (OWING, "K", Action::Keep, "given"),
    (&[Context::History], "w", Action::Filter, "narrow"),
    (&[Context::History], "v", Action::FilterVerdict, "verdict"),
    (&[Context::History], "V", Action::View, "view"),
    (&[Context::History], "x", Action::Retract, "take back"),
    (SOMEBODY, "a", Action::Accept, "accept"),
    (SOMEBODY, "d", Action::Decline, "decline"),
    (SOMEBODY, "f", Action::FollowUp, "follow up"),
    (CARD, "s", Action::Skip, "skip"),
    (CARD, "y", Action::Yes, "yes"),
    (CARD, "n", Action::No, "no"),
    (CARD, "m", Action::Unsure, "maybe"),
    (SOMEBODY, "t", Action::AskAgain, "ask again"),
    (SOMEBODY, "b", Action::Park, "park"),
    (WRITING, "r", Action::Retry, "try again"),
    (CARD, "p", Action::Prompts, "prompts"),
    (SUBJECT, "o", Action::Open, "open"),
    (CARD, "e", Action::Note, "note"),
    (WRITING, "r", Action::Complete, "complete"),
    (SUBJECT, "c", Action::Copy, "message"),
    (CARDS, "h Left", Action::Back, "back"),
    (CARDS, "l Right", Action::Forward, "forward"),
    (CARD, "1", Action::Question1, ""),
    (CARD, "2", Action::Question2, ""),
    (CARD, "3", Action::Question3, ""),
    (CARD, "4", Action::Question4, ""),
    (CARD, "5", Action::Question5, ""),
    (CARD, "6", Action::Question6, ""),
    (CARD, "7", Action::Question7, ""),
    (CARD, "8", Action::Question8, ""),
    (CARD, "9", Action::Question9, ""),
    (OPENING, "Enter", Action::Start, "start"),
    (OPENING, "o", Action::Order, "order"),
    (OPENING, "r", Action::GoFound, "what was found"),
    (OPENING, "+", Action::Add, "add one"),
    (&[Context::Found], "r", Action::Reopen, "open again"),
    (&[Context::History], "Esc", Action::ShowAll, "show all"),
    (&[Context::People, Context::Carry, Context::Agenda], "Esc", Action::GoOpening, ""),
    (&[Context::Person], "Esc", Action::Leave, "back"),
    (&[Context::Letter], "Enter c", Action::Confirm, "copy"),
    (&[Context::Letter], "e", Action::Write, "write"),
    (&[Context::Letter], "l Right Tab", Action::NextChoice, "other draft"),
    (&[Context::Letter], "h Left Shift-Tab", Action::PreviousChoice, ""),
    (&[Context::Letter], "Ctrl-e", Action::Editor, "$EDITOR"),
    (&[Context::Letter], "Esc q", Action::Cancel, "back"),
    (&[Context::Preview], "Enter", Action::Confirm, "write it"),
    (&[Context::Preview], "Esc", Action::Cancel, "back"),
    (&[Context::Narrowing], "Enter Esc", Action::Cancel, "done"),
    (&[Context::Finding], "Enter", Action::Confirm, "open"),
    (&[Context::Finding], "Down Tab", Action::Down, "next"),
    (&[Context::Finding], "Up Shift-Tab", Action::Up, ""),
    (&[Context::Finding], "Esc", Action::Cancel, "back"),
    (&[Context::Welcome], "Enter", Action::Demo, "try the made-up people"),
    (&[Context::Welcome], "+", Action::Add, "add one by hand"),
    (&[Context::Done], "Enter Esc", Action::GoOpening, "opening screen"),
    (&[Context::Portion], "Enter", Action::Start, "go on"),
    (&[Context::Guard], "Enter", Action::Confirm, "go on"),
    (&[Context::Portion, Context::Guard], "Esc", Action::Cancel, "stop here"),
    (&[Context::Leaving], "Enter q", Action::Quit, "leave all the same"),
    (&[Context::Leaving], "Esc", Action::Cancel, "stay"),
    (&[Context::Going], "o", Action::GoOpening, "opening"),
    (&[Context::Going], "t", Action::GoCards, "cards"),
    (&[Context::Going], "c", Action::GoCarry, "to carry out"),
    (&[Context::Going], "d", Action::GoAgenda, "due and owed"),
    (&[Context::Going], "h", Action::GoHistory, "history"),
    (&[Context::Going], "p", Action::GoPeople, "people"),
    (&[Context::Going], "f", Action::GoFound, "what was found"),
    (&[Context::Going], "w", Action::GoWelcome, "how to get the file"),
    (&[Context::Going], "g", Action::First, "top"),
    (&[Context::Going], "Esc", Action::Cancel, "back"),
    (FORM, "Enter", Action::Confirm, "done"),
    (FORM, "Tab", Action::NextField, "next field"),
    (FORM, "Shift-Tab", Action::PreviousField, ""),
    (&[Context::Choice], "Right l Space", Action::NextChoice, "choose"),
    (&[Context::Choice], "Left h", Action::PreviousChoice, ""),
    (&[Context::Choice], "Down j", Action::Down, ""),
    (&[Context::Choice], "Up k", Action::Up, ""),
    (&[Context::Text], "Down", Action::Down, ""),
    (&[Context::Text], "Up", Action::Up, ""),
    (&[Context::Text], "Ctrl-e", Action::Editor, "$EDITOR"),
    (FORM, "Esc", Action::Cancel, "back"),
    (&[Context::Palette], "Enter", Action::Confirm, "do it"),
    (&[Context::Palette], "Down Tab", Action::Down, "next"),
    (&[Context::Palette], "Up Shift-Tab", Action::Up, ""),
    (&[Context::Palette], "Esc", Action::Cancel, "back"),
    (&[Context::Reading], "Esc q Enter ? p", Action::Cancel, "back"),
    (MOVING, "j Down", Action::Down, ""),
    (MOVING, "k Up", Action::Up, ""),
    (MOVING, "PgDn Ctrl-d", Action::PageDown, ""),
    (MOVING, "PgUp Ctrl-u", Action::PageUp, ""),
    (MOVING, "Home", Action::First, ""),
    (MOVING, "End G", Action::Last, ""),
    (UNDOING, "u", Action::Undo, "undo"),
    (UNDOING, "U Ctrl-r", Action::Redo, ""),
    (&[Context::Found, Context::Card], "Esc", Action::GoOpening, ""),
    (&[Context::People, Context::History, Context::Opening, Context::Person], "E", Action::Export, "export"),
    (SCREENS, "Tab", Action::NextScreen, ""),
    (SCREENS, "Shift-Tab", Action::PreviousScreen, ""),
    (SCREENS, "g", Action::GoTo, ""),
    (SCREENS, "/", Action::Search, "search"),
    (SCREENS, ":", Action::Palette, "all actions"),
    (SCREENS, "?", Action::Help, "help"),
    (UNDOING, "q", Action::Quit, "quit"),
    (&[Context::Importing], "q Esc", Action::Quit, "quit"),
    (Context::VARIANTS, "Ctrl-c", Action::Quit, ""),
    (Context::VARIANTS, "Ctrl-z", Action::Suspend, ""),
];

/// The table in force.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<Binding>);

impl Default for Keymap {
    fn default() -> Self {
        Self(
            ROWS.iter()
                .map(|(contexts, keys, action, hint)| {
                    let keys = keys.split(' ').map(|key| key.parse().expect("the table is written in keys"));
                    Binding { contexts, keys: keys.collect(), action: *action, hint }
                })
                .collect(),
        )
    }
}

impl Keymap {
    /// The table with some actions on other keys; says which name or key is wrong, or which two actions would
    /// share a key in one place.
    pub fn with(changes: &[(String, String)]) -> Result<Self, String> {
        let mut keymap = Self::default();
        for (name, keys) in changes {
            let action = Action::from_str(name).map_err(|_| format!("there is no action \"{name}\""))?;
            let keys = keys.split(' ').map(str::parse).collect::<Result<Vec<Key>, String>>()?;
            for binding in keymap.0.iter_mut().filter(|binding| binding.action == action) {
                binding.keys.clone_from(&keys);
            }
        }
        match keymap.conflict() {
            Some((key, one, other)) => {
                Err(format!("the key {key} would mean both \"{}\" and \"{}\"", one.name(), other.name()))
            }
            None => Ok(keymap),
        }
    }

    /// What a key asks for here; where a key has two meanings, the first that is `possible` counts, and where none
    /// is, the last: it is the usual one.
    pub fn lookup(&self, context: Context, key: Key, possible: impl Fn(Action) -> bool) -> Option<Action> {
        let meanings =
            || self.here(context).filter(|binding| binding.keys.contains(&key)).map(|binding| binding.action);
        meanings().find(|action| possible(*action)).or_else(|| meanings().last())
    }

    /// The rows that are heard here.
    pub fn here(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.0.iter().filter(move |binding| binding.contexts.contains(&context))
    }

    /// Every row.
    pub fn rows(&self) -> &[Binding] {
        &self.0
    }

    /// The keys that lead to an action from a screen, as they are shown: its own, or `g` and a letter.
    pub fn way_to(&self, context: Context, action: Action) -> String {
        let shown = |context| {
            let binding = self.here(context).find(|binding| binding.action == action);
            binding.and_then(|binding| binding.keys.first()).map(Key::to_string)
        };
        let by_letter = || Some(format!("{} {}", self.key_of(Action::GoTo)?, shown(Context::Going)?));
        shown(context).or_else(by_letter).unwrap_or_default()
    }

    /// The key that hints show for an action.
    pub fn key_of(&self, action: Action) -> Option<Key> {
        self.0.iter().find(|binding| binding.action == action).and_then(|binding| binding.keys.first().copied())
    }

    /// A key that means two things in one place. *Try again* and *complete* share theirs by design: the first
    /// is possible only after a failure, and then it is what is meant.
    fn conflict(&self) -> Option<(Key, Action, Action)> {
        for &context in Context::VARIANTS {
            let rows: Vec<&Binding> = self.here(context).collect();
            for (i, one) in rows.iter().enumerate() {
                for other in &rows[i + 1..] {
                    let shared = one.keys.iter().find(|key| other.keys.contains(key));
                    let by_design = one.action == Action::Retry && other.action == Action::Complete;
                    if let Some(key) = shared.filter(|_| one.action != other.action && !by_design) {
                        return Some((*key, one.action, other.action));
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        assert_eq!(Keymap::default().conflict(), None);
    }

    #[test]
    fn keys_can_be_changed_but_not_doubled() {
        let changed = Keymap::with(&[("accept".into(), "z Ctrl-a".into())]).expect("free keys");
        assert_eq!(changed.lookup(Context::Card, "z".parse().expect("a key"), |_| true), Some(Action::Accept));
        assert_eq!(changed.lookup(Context::Card, "a".parse().expect("a key"), |_| true), None);
        assert!(Keymap::with(&[("accept".into(), "d".into())]).is_err_and(|why| why.contains("decline")));
        assert!(Keymap::with(&[("fly".into(), "d".into())]).is_err());
    }
}
