//! Talk sheet: half an hour about their goals, in lines of one's own. It is part of what one knows about a person.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::talk_sheet::{TOPICS, Topic};
use crate::domain::decision::event::{DescribedPerson, Event};

/// The talk sheet.
pub static FORM: FormSpec = FormSpec {
    name: "talk_sheet",
    title: |cx, target| format!("Talk sheet: {}", super::name(cx, target)),
    fields,
    submit,
    ..FormSpec::PLAIN
};

/// The topics, each with its field.
fn topics() -> impl Iterator<Item = (FieldId, Topic)> {
    [FieldId::Goals, FieldId::Dreams, FieldId::Seeks, FieldId::Offers, FieldId::ICan].into_iter().zip(TOPICS)
}

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let person = target.person(&cx.model.ledger);
    let known = person.and_then(|person| cx.model.ledger.description_of(&person)).cloned().unwrap_or_default();
    topics().map(|(id, topic)| Field::text(id, topic.label, (topic.text)(&known).clone(), topic.prompt)).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let known = cx.model.ledger.description_of(&about.person).cloned().unwrap_or_default();
    let mut description = known.clone();
    topics().for_each(|(id, topic)| (topic.text_mut)(&mut description).clone_from(&fields.text(id)));
    if description != known {
        cx.append(Event::person_described(DescribedPerson { person: about.person, name: about.name, description }));
    }
    Ok(())
}
