//! Import screen: an export named at startup is being read; nothing else is possible until it is on disk.

use crate::app::action::Action;
use crate::app::bindings::with_keys;
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId};
use crate::app::layer::{Layer, Place, ScreenSpec};

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Importing,
    title: "Import",
    name: "import",
    place: Place::Under(ScreenId::Inbox),
    go_keys: "",
    go_label: "",
    bindings: &[&[with_keys("q Esc", Action::Quit, "quit")]],
};

/// The import screen; the progress is in the model.
#[derive(Debug, Default)]
pub struct ImportingScreen;

impl Layer for ImportingScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Importing)
    }

    fn act(&mut self, _: Action, _: &mut Cx) -> Handled {
        Handled::No
    }
}
