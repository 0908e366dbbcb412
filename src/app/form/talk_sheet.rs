//! Talk sheet: half an hour about their goals, in lines of one's own. It is part of what one knows about a person.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::decision::event::{Description, Event};

/// The talk sheet.
pub static FORM: FormSpec = FormSpec {
    name: "talk_sheet",
    title: |cx, target| format!("Talk sheet: {}", super::name(cx, target)),
    fields,
    submit,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let person = target.person(&cx.model.ledger);
    let known = person.and_then(|person| cx.model.ledger.description_of(&person)).cloned().unwrap_or_default();
    vec![
        Field::text(FieldId::Goals, "Goals", known.goals, "what are they working towards this year?"),
        Field::text(FieldId::Dreams, "Dreams", known.dreams, "what would they do if nothing stood in the way?"),
        Field::text(FieldId::Seeks, "Looks for", known.seeks, "who or what would help them now?"),
        Field::text(FieldId::Offers, "Can offer", known.offers, "what do people come to them for?"),
        Field::text(FieldId::ICan, "What I can do", known.i_can, "one thing you could do for them"),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let known = cx.model.ledger.description_of(&about.person).cloned().unwrap_or_default();
    let description = Description {
        goals: fields.text(FieldId::Goals),
        dreams: fields.text(FieldId::Dreams),
        seeks: fields.text(FieldId::Seeks),
        offers: fields.text(FieldId::Offers),
        i_can: fields.text(FieldId::ICan),
        ..known.clone()
    };
    if description != known {
        let description = Box::new(description);
        cx.append(Event::PersonDescribed { person: about.person, name: about.name, description });
    }
    Ok(())
}
