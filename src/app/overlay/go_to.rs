//! Overlay for the letter after `g`.

use crate::app::action::Action;
use crate::app::bindings::{Bindings, default_keys, with_keys};
use crate::app::command::{Command, Cx, Handled, UnboundKey};
use crate::app::ids::Context;
use crate::app::key::Key;
use crate::app::layer::Layer;

/// Bindings after `g`, in addition to the screens' letters.
pub static BINDINGS: Bindings = &[&[with_keys("g", Action::First, "top"), default_keys(Action::Cancel, "back")]];
/// The overlay for the letter after `g`.
#[derive(Debug)]
pub struct GoTo;

impl Layer for GoTo {
    fn context(&self) -> Context {
        Context::GoTo
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        cx.close();
        cx.commands.extend((action != Action::Cancel).then_some(Command::Perform(action)));
        Handled::Yes
    }

    fn unbound_key(&self, _: Key) -> UnboundKey {
        UnboundKey::Closes
    }
}
