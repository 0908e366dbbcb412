//! Form that asks whether one could recommend somebody.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::recommendation::could_recommend;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::event::Event;

/// The form.
pub static FORM: FormSpec = FormSpec {
    name: "recommendation",
    title: |cx, target| format!("Could you write a recommendation for {}?", super::name(cx, target)),
    fields,
    submit,
    ..FormSpec::PLAIN
};

/// Answers, in the order of the form.
const ANSWERS: [(&str, Answer); 3] = [("yes", Answer::Yes), ("not yet", Answer::Unsure), ("no", Answer::No)];

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let last = target.person(&cx.model.ledger).and_then(|person| could_recommend(&person, &cx.model.ledger));
    let chosen = last.and_then(|last| ANSWERS.iter().position(|(_, answer)| *answer == last)).unwrap_or(1);
    vec![Field::choice_of(FieldId::Recommend, "Could you?", ANSWERS.iter().map(|(label, _)| *label), chosen)]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let (_, could) = ANSWERS[fields.chosen_index(FieldId::Recommend)];
    cx.append(Event::care(CareEvent::Recommendable { about, could }));
    Ok(())
}
