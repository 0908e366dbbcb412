//! Form for the day on which a look back asks again.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::judge::judgement;
use crate::domain::text::dates;

/// The form.
pub static FORM: FormSpec = FormSpec {
    name: "ask_again_later",
    title: |cx, target| format!("Ask about {} again", super::name(cx, target)),
    fields: |_, _| vec![Field::day(FieldId::Due, "When", "in 6 months")],
    submit,
    ..FormSpec::PLAIN
};

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let due = dates::parse_future_date(&fields.text(FieldId::Due), cx.model.day_context());
    let due = due.map_err(|why| FieldError(FieldId::Due, why))?;
    let event = judgement(target, None, Some(due), cx.model, cx.drafts);
    cx.append_all(event.into_iter().collect());
    Ok(())
}
