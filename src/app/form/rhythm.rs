//! Form for the rhythm of one person.

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::clock::RhythmSource;
use crate::domain::decision::care_event::{CareEvent, RhythmChoice};
use crate::domain::decision::event::Event;
use crate::domain::decision::rhythm::Rhythm;

/// The rhythm form.
pub static FORM: FormSpec = FormSpec {
    name: "rhythm",
    title: |cx, target| format!("How often do you want to be in touch with {}?", super::name(cx, target)),
    fields,
    submit,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let person = target.person(&cx.model.ledger);
    let applied = person.and_then(|person| cx.model.plan_data().clock().of(&person).rhythm);
    let own = applied.filter(|applied| matches!(applied.source, RhythmSource::Person | RhythmSource::Keep));
    let chosen = own.and_then(|own| Rhythm::VARIANTS.iter().position(|rhythm| *rhythm == own.rhythm));
    let options = std::iter::once("as your pledge says").chain(Rhythm::VARIANTS.iter().map(|rhythm| rhythm.label()));
    vec![Field::choice_of(FieldId::Rhythm, "In touch", options, chosen.map_or(0, |at| at + 1))]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let chosen = fields.chosen_index(FieldId::Rhythm).checked_sub(1);
    let rhythm = chosen.map(|at| Rhythm::VARIANTS[at]);
    cx.append(Event::care(CareEvent::RhythmSet(RhythmChoice { about, rhythm, because: None })));
    Ok(())
}
