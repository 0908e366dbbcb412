//! Something to read: help, prompts.

use crate::app::action::{Action, Bindings, MOVE, on};
use crate::app::command::{Cx, Handled, Page};
use crate::app::ids::Context;
use crate::app::layer::Layer;
use crate::app::view::ListCursor;

/// Keys of something that is read.
pub static BINDINGS: Bindings = &[&[on("Esc q Enter ? p", Action::Cancel, "back")], MOVE];
impl Layer for Page {
    fn context(&self) -> Context {
        Context::Reading
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        if action != Action::Cancel {
            return Handled::No;
        }
        cx.close();
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }
}
