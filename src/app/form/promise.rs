//! Form for a promise: what, and by when.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::care::log::promised;
use crate::domain::decision::event::Event;
use crate::domain::text::dates;
use crate::domain::text::plural::capitalized;
use crate::domain::text::untrusted::Untrusted;

/// The promise form.
pub static FORM: FormSpec = FormSpec {
    name: "promise",
    title: |cx, target| format!("Promise {}", super::name(cx, target)),
    fields,
    submit,
    advice,
    ..FormSpec::PLAIN
};

fn fields(_: &Cx, _: &Selection) -> Vec<Field> {
    vec![
        Field::text(FieldId::Text, "What", "", "one thing that you will do for them"),
        Field::day(FieldId::Due, "By", "2w"),
    ]
}

/// Says that a promise of the same words moves to the new date.
fn advice(fields: &Fields, target: &Selection, model: &Model) -> String {
    let Some(person) = target.person(&model.ledger) else { return String::new() };
    let open = model.ledger.open_promises(&person);
    let text = fields.text(FieldId::Text);
    match open.iter().find(|open| open.promise.text == text) {
        Some(open) => {
            format!("Promised already, by {}: this moves the date.", dates::format_long(open.promise.due))
        }
        None if text.is_empty() && !open.is_empty() => {
            let promised = open.iter().map(|open| Untrusted::from(open.promise.text.as_str()).display_name());
            format!("Open: {}", promised.collect::<Vec<_>>().join(", "))
        }
        None => String::new(),
    }
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let (text, due) = (fields.text(FieldId::Text), fields.text(FieldId::Due));
    let field = if text.is_empty() { FieldId::Text } else { FieldId::Due };
    let event = promised(about, &text, &due, &cx.model.ledger, cx.model.day_context());
    cx.append(Event::care(event.map_err(|why| FieldError(field, capitalized(&why)))?));
    Ok(())
}
