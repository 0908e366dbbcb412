//! Form that imports a copy of the user's data: the newest one in the download folder, or another path.

use crate::app::command::{Cx, FormSpec};
use crate::app::effect::Effect;
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::{Context, Selection};
use crate::app::notification::Notification;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

/// Name of the form; what was typed is kept under it until an import has succeeded.
pub const NAME: &str = "import";

/// The import form.
pub static FORM: FormSpec = FormSpec { name: NAME, title, fields, submit, ..FormSpec::PLAIN };

fn title(cx: &Cx, _: &Selection) -> String {
    match &cx.model.found_export {
        Some(found) => {
            let name = Untrusted::from(found.name()).display_name();
            format!("Found {name}, {}", dates::format_ago(found.day, cx.model.moment.today))
        }
        None => "Import a copy of your data (none found in your downloads)".to_owned(),
    }
}

fn fields(cx: &Cx, _: &Selection) -> Vec<Field> {
    let path = cx.model.found_export.as_ref().map(|found| found.path.clone()).unwrap_or_default();
    let hint = "the ZIP from LinkedIn, or a folder. {next_field} completes";
    let hint = cx.model.settings.keymap.fill_in(Context::Text, hint);
    vec![Field::text(FieldId::Path, "File or folder", path, hint)]
}

fn submit(fields: &Fields, _: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let path = fields.text(FieldId::Path);
    if path.trim().is_empty() {
        return Err(FieldError(FieldId::Path, "Which file? Write its path, such as ~/Downloads/…zip".to_owned()));
    }
    if !cx.model.import_progress.is_empty() {
        return Err(FieldError(FieldId::Path, "An import is running already".to_owned()));
    }
    let fresh = Fields(self::fields(cx, &Selection::Nobody));
    cx.drafts.save_form(NAME, &Selection::Nobody, fields, &fresh);
    cx.notify(Notification::done("Import started"));
    cx.effect(Effect::Import(path));
    Ok(())
}
