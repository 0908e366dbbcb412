//! Popups that Enter confirms or Esc cancels: the end of a portion, the guard, whether to decline the rest of a pile.

use crate::app::action::Action;
use crate::app::bindings::{Bindings, UNDO, default_keys};
use crate::app::command::{Cx, Handled, Pause, UnboundKey};
use crate::app::ids::Context;
use crate::app::key::Key;
use crate::app::layer::Layer;

/// Bindings of a popup between two cards.
pub static BINDINGS: Bindings = &[
    &[default_keys(Action::Confirm, "go on"), default_keys(Action::Cancel, "stop here")],
    UNDO,
    &[default_keys(Action::Quit, "quit")],
];

/// Bindings of the question whether to decline the rest of a pile.
pub static DECLINE_REST: Bindings =
    &[&[default_keys(Action::Confirm, "decline them"), default_keys(Action::Cancel, "back")]];

impl Layer for Pause {
    fn context(&self) -> Context {
        self.context
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        let asked = match action {
            Action::Confirm => &mut self.enter,
            Action::Cancel => &mut self.esc,
            _ => return Handled::No,
        };
        cx.close();
        cx.commands.append(asked);
        Handled::Yes
    }

    fn unbound_key(&self, _: Key) -> UnboundKey {
        self.unbound_key
    }
}
