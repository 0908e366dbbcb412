//! Form for a later date to reach out to somebody.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::Event;
use crate::domain::text::dates;

/// The form for a later date.
pub static FORM: FormSpec = FormSpec {
    name: "postpone",
    title: |cx, target| format!("Reach out to {} later", super::name(cx, target)),
    fields: |_, _| vec![Field::day(FieldId::Due, "When", "1w")],
    submit,
    ..FormSpec::PLAIN
};

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let due = dates::parse_future_date(&fields.text(FieldId::Due), cx.model.day_context());
    let due = due.map_err(|why| FieldError(FieldId::Due, why))?;
    cx.append(Event::care(CareEvent::Postponed { about, due }));
    Ok(())
}
