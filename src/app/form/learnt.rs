//! Form for the one line of what a look back teaches.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::{ScreenId, Selection};

/// The form.
pub static FORM: FormSpec = FormSpec {
    name: "learnt",
    title: |_, _| "What do you learn from it?".to_owned(),
    fields,
    submit,
    on_cancel: save,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let note = cx.drafts.card_draft(ScreenId::LookBack, target).map(|draft| draft.note.clone()).unwrap_or_default();
    vec![Field::text(FieldId::Note, "In one line", note, "kept with the decision, for yourself")]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    save(fields, target, cx);
    Ok(())
}

fn save(fields: &Fields, target: &Selection, cx: &mut Cx) {
    cx.drafts.card_draft_mut(ScreenId::LookBack, target).note = fields.text(FieldId::Note);
}
