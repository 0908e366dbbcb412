//! Overlay that previews an export before it is written.

use crate::app::action::{Action, Bindings, default_keys};
use crate::app::command::{Cx, Handled};
use crate::app::effect::{Effect, Preview};
use crate::app::ids::Context;
use crate::app::layer::Layer;

/// Bindings of the preview.
pub static BINDINGS: Bindings = &[&[default_keys(Action::Confirm, "write it"), default_keys(Action::Cancel, "back")]];

impl Layer for Preview {
    fn context(&self) -> Context {
        Context::ExportPreview
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        if ![Action::Confirm, Action::Cancel].contains(&action) {
            return Handled::No;
        }
        cx.close();
        if action == Action::Confirm {
            cx.effect(Effect::Export { export: self.export.clone(), overwrite: self.exists });
        }
        Handled::Yes
    }
}
