//! Form for the user's own note on a card.

use crate::app::command::{Cx, FormSpec};
use crate::app::decide::{draft_for, edit_draft};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::notification::Notification;

/// The note form.
pub static FORM: FormSpec = FormSpec {
    name: "note",
    title: |cx, target| format!("Your note on {}", super::name(cx, target)),
    fields,
    submit,
    on_cancel: save_note,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let note = draft_for(target, cx.model, cx.drafts).note;
    vec![Field::text(FieldId::Note, "Note", note, "for yourself; kept with the decision. Alt-Enter: new line")]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    save_note(fields, target, cx);
    cx.notify(Notification::done("Note saved with this card"));
    Ok(())
}

fn save_note(fields: &Fields, target: &Selection, cx: &mut Cx) {
    edit_draft(target, cx, |draft| draft.note = fields.text(FieldId::Note));
}
