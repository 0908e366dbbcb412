//! Form for the rhythm of one person.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::clock::RhythmSource;
use crate::domain::care::log::{RhythmOption, rhythm_set};
use crate::domain::decision::event::Event;

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
    let own = own.map(|own| RhythmOption::Every(own.rhythm));
    let chosen = own.and_then(|own| RhythmOption::ALL.iter().position(|option| *option == own));
    let options = RhythmOption::ALL.iter().map(|option| option.label());
    vec![Field::choice_of(FieldId::Rhythm, "In touch", options, chosen.unwrap_or_default())]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    cx.append(Event::care(rhythm_set(about, RhythmOption::ALL[fields.chosen_index(FieldId::Rhythm)])));
    Ok(())
}
