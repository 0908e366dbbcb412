//! Forms of a look at a connection: keep it, let go of it, or reach out first.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::{ScreenId, Selection};
use crate::domain::care::log::{ReviewInput, reviewed};
use crate::domain::decision::care_event::ReviewChoice;
use crate::domain::decision::carry_out::CarryOutTask;
use crate::domain::decision::event::Event;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::text::dates;

/// The form that keeps a connection.
pub static KEEP: FormSpec = FormSpec {
    name: "keep",
    title: |cx, target| format!("Keep {}", super::name(cx, target)),
    fields: |_, _| {
        let options = RHYTHMS.iter().map(|rhythm| rhythm.map_or("as the pledge says", Rhythm::label));
        vec![Field::choice_of(FieldId::Rhythm, "In touch", options, 0), note()]
    },
    submit: |fields, target, cx| {
        let rhythm = RHYTHMS[fields.chosen_index(FieldId::Rhythm)];
        review(fields, target, &ReviewInput { rhythm, ..ReviewInput::of(ReviewChoice::Keep) }, cx)
    },
    ..FormSpec::PLAIN
};

/// The form that lets go of a connection.
pub static LET_GO: FormSpec = FormSpec {
    name: "let_go",
    title: |cx, target| format!("Let go of {}", super::name(cx, target)),
    fields: |_, _| vec![note()],
    submit: |fields, target, cx| review(fields, target, &ReviewInput::of(ReviewChoice::LetGo), cx),
    advice: |_, _, _| {
        let clicks = CarryOutTask::RemoveConnection.instructions();
        format!("To do: {}. {}", clicks.path, clicks.consequence)
    },
    ..FormSpec::PLAIN
};

/// The form for reaching out first.
pub static REACH_OUT: FormSpec = FormSpec {
    name: "reach_out_first",
    title: |cx, target| format!("Reach out to {} first", super::name(cx, target)),
    fields: |_, _| vec![Field::day(FieldId::Due, "When", "1w"), note()],
    submit: |fields, target, cx| {
        let due = dates::parse_future_date(&fields.text(FieldId::Due), cx.model.day_context());
        let due = due.map_err(|why| FieldError(FieldId::Due, why))?;
        review(fields, target, &ReviewInput { due: Some(due), ..ReviewInput::of(ReviewChoice::ReachOut) }, cx)
    },
    ..FormSpec::PLAIN
};

/// Rhythms of a keep, in the order of the form.
const RHYTHMS: [Option<Rhythm>; 6] =
    [None, Some(Rhythm::Month), Some(Rhythm::Quarter), Some(Rhythm::HalfYear), Some(Rhythm::Year), Some(Rhythm::Never)];

fn note() -> Field {
    Field::text(FieldId::Note, "Note", "", "for yourself, if you like")
}

fn review(fields: &Fields, target: &Selection, input: &ReviewInput, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let draft = cx.drafts.card_draft(ScreenId::KeepOrLetGo, target).cloned().unwrap_or_default();
    let input = ReviewInput { answers: draft.answers, note: fields.text(FieldId::Note), ..input.clone() };
    let event = reviewed(about, input, &cx.model.network).map_err(|why| FieldError(FieldId::Note, why))?;
    cx.append(Event::care(event));
    Ok(())
}
