//! Overlay for the letter after `g`.

use crate::app::action::{Action, Bindings, on, usual};
use crate::app::command::{Command, Cx, Handled, Stray};
use crate::app::ids::Context;
use crate::app::key::Key;
use crate::app::layer::Layer;

/// Bindings after `g`, in addition to the screens' letters.
pub static BINDINGS: Bindings = &[&[on("g", Action::First, "top"), usual(Action::Cancel, "back")]];
/// The overlay for the letter after `g`.
#[derive(Debug)]
pub struct GoTo;

impl Layer for GoTo {
    fn context(&self) -> Context {
        Context::GoTo
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        cx.close();
        cx.out.extend((action != Action::Cancel).then_some(Command::Act(action)));
        Handled::Yes
    }

    fn stray(&self, _: Key) -> Stray {
        Stray::Closes
    }
}
