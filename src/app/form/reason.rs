//! Form for the reason that an accept without a yes needs; the accept continues afterwards.

use crate::app::action::Action;
use crate::app::command::{Command, Cx, FormSpec};
use crate::app::decide::edit_draft;
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::{Context, Selection};

/// Why a reason is asked for.
pub const WHY: &str = "No answer was yes, so one line, please";

/// The reason form.
pub static FORM: FormSpec = FormSpec {
    name: "reason",
    title: |cx, target| format!("Accept {}?", super::name(cx, target)),
    fields: |_, _| vec![Field::text(FieldId::Reason, "Why accept?", "", format!("{WHY}."))],
    submit,
    on_cancel: super::decline::keep_reason,
    ..FormSpec::PLAIN
};

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let reason = fields.text(FieldId::Reason);
    if reason.is_empty() {
        let why = cx.model.settings.keymap.fill_in(Context::Text, &format!("{WHY}. {{cancel}} goes back"));
        return Err(FieldError(FieldId::Reason, why));
    }
    edit_draft(target, cx, |draft| draft.reason = reason);
    cx.commands.push(Command::Perform(Action::Accept));
    Ok(())
}
