//! Overlay that previews an export before it is written. Enter never overwrites a file that this program did not write.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::bindings::{Bindings, default_keys};
use crate::app::command::{Command, Cx, Handled};
use crate::app::effect::{Effect, ExistingFile, Export, Preview};
use crate::app::ids::Context;
use crate::app::layer::Layer;
use crate::app::model::Model;

/// Bindings of the preview.
pub static BINDINGS: Bindings = &[&[
    default_keys(Action::Confirm, "write"),
    default_keys(Action::Overwrite, "overwrite"),
    default_keys(Action::Cancel, "back"),
]];

impl Layer for Preview {
    fn context(&self) -> Context {
        Context::ExportPreview
    }

    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        let is_foreign = matches!(self.existing, ExistingFile::Foreign { .. });
        (action == Action::Overwrite && !is_foreign).then(|| "No file to overwrite".into())
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        let export = self.export.clone();
        let effect = match (action, &self.existing) {
            (Action::Cancel, _) => None,
            (Action::Confirm, ExistingFile::Foreign { free_path }) => {
                Some(Effect::Export { export: Export { path: free_path.clone(), ..export }, overwrite: false })
            }
            (Action::Confirm, ExistingFile::None | ExistingFile::OwnExport | ExistingFile::Folder) => {
                Some(Effect::Export { export, overwrite: false })
            }
            (Action::Overwrite, _) => Some(Effect::Export { export, overwrite: true }),
            _ => return Handled::No,
        };
        cx.close();
        cx.commands.extend(effect.map(Command::Effect));
        Handled::Yes
    }
}
