//! Overlay for a read-only text page, such as help.

use crate::app::action::Action;
use crate::app::bindings::{Bindings, MOVE, with_keys};
use crate::app::command::{Cx, Handled, Page};
use crate::app::ids::Context;
use crate::app::layer::Layer;
use crate::app::view::ListCursor;

/// Bindings of a text page.
pub static BINDINGS: Bindings = &[&[with_keys("Esc q Enter ?", Action::Cancel, "back")], MOVE];
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
