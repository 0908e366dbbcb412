//! Welcome screen: introduces the program and explains how to get the file.

use crate::app::action::Action;
use crate::app::bindings::{EVERYWHERE, MOVE, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::view::ListCursor;
use crate::domain::decision::event::Entry;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Welcome,
    title: "Get your data",
    name: "get your data",
    place: Place::Under(ScreenId::Inbox),
    go_keys: "w",
    go_label: "get your data",
    bindings: &[
        &[
            with_keys("Enter I", Action::Import, "import"),
            default_keys(Action::Demo, "made-up people"),
            default_keys(Action::Add, "add by hand"),
            with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox"),
        ],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// The welcome screen.
#[derive(Debug, Default)]
pub struct WelcomeScreen {
    /// Scroll position.
    pub scroll: ListCursor,
}

impl Layer for WelcomeScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Welcome)
    }

    fn act(&mut self, _: Action, _: &mut Cx) -> Handled {
        Handled::No
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }

    /// Goes to the inbox once there is a request, since there is more to see.
    fn posted(&mut self, _: &Entry, cx: &mut Cx) {
        if cx.model.ledger.status_counts().total() > 0 {
            cx.go(ScreenId::Inbox);
        }
    }
}
