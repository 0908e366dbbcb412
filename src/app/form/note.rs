//! A note of one's own on a card.

use crate::app::command::{Cx, FormSpec};
use crate::app::decide::{consider, considered};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::notification::Notification;

/// The form.
pub static FORM: FormSpec = FormSpec {
    name: "note",
    title: |cx, target| format!("Your note on {}", super::name(cx, target)),
    fields,
    submit,
    left: keep,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let note = considered(target, cx.model, cx.drafts).note;
    vec![Field::text(FieldId::Note, "Note", note, "for yourself; kept with the decision. Alt-Enter: new line")]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    keep(fields, target, cx);
    cx.notify(Notification::done("Noted; it is kept with your decision"));
    Ok(())
}

fn keep(fields: &Fields, target: &Selection, cx: &mut Cx) {
    consider(target, cx, |draft| draft.note = fields.text(FieldId::Note));
}
