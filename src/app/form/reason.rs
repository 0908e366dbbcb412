//! Form for the reason that an accept without a yes needs; the accept continues afterwards.

use crate::app::action::Action;
use crate::app::command::{Command, Cx, FormSpec};
use crate::app::decide::edit_draft;
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;

/// The reason form.
pub static FORM: FormSpec = FormSpec {
    name: "reason",
    title: |cx, target| format!("Accept {}?", super::name(cx, target)),
    fields: |_, _| vec![Field::text(FieldId::Reason, "Why accept?", "", "No answer was yes, so one line, please.")],
    submit,
    on_cancel: super::decline::keep_reason,
    ..FormSpec::PLAIN
};

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let reason = fields.text(FieldId::Reason);
    if reason.is_empty() {
        return Err(FieldError(FieldId::Reason, "No answer was yes, so one line, please. Esc goes back".to_owned()));
    }
    edit_draft(target, cx, |draft| draft.reason = reason);
    cx.commands.push(Command::Perform(Action::Accept));
    Ok(())
}
