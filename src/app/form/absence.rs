//! Form for no reminders any more, and why.

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::log::{RhythmOption, rhythm_set};
use crate::domain::decision::care_event::Absence;
use crate::domain::decision::event::Event;
use crate::domain::decision::rhythm::Rhythm;

/// The form for no reminders.
pub static FORM: FormSpec = FormSpec {
    name: "no_reminders",
    title: |cx, target| format!("No reminders for {} any more?", super::name(cx, target)),
    fields,
    submit,
    ..FormSpec::PLAIN
};

fn fields(_: &Cx, _: &Selection) -> Vec<Field> {
    let option = |label: &str, consequence: &str| (label.to_owned(), consequence.to_owned());
    let options = vec![
        option("no reminders", "Today leaves them out. Their page stays as it is."),
        option(Absence::Left.label(), "They left LinkedIn. Today leaves them out."),
        option(Absence::Died.label(), "No list, draft or prompt names them again."),
    ];
    vec![Field::choice(FieldId::Absence, "Because", options, 0)]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let option = match fields.chosen_index(FieldId::Absence).checked_sub(1) {
        Some(at) => RhythmOption::Absent(Absence::VARIANTS[at]),
        None => RhythmOption::Every(Rhythm::Never),
    };
    cx.append(Event::care(rhythm_set(about, option)));
    Ok(())
}
