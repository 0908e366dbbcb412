//! Form for a request of one's own: the same questions as for theirs, and a note that LinkedIn takes whole. It is written
//! down and the note is copied; the next copy says what came of the request.

use crate::app::command::{Cx, FormSpec};
use crate::app::effect::Effect;
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::domain::care::own_request::{InviteError, invite};
use crate::domain::care::query::BUILT_IN_QUESTIONS;
use crate::domain::decision::care_event::{CareEvent, Invite};
use crate::domain::decision::checklist::{Answer, QuestionId};
use crate::domain::decision::event::Event;
use crate::domain::text::plural::plural;

/// Letters that LinkedIn takes.
const MOST_LETTERS: usize = 300;
/// Answers, in the order of the form; the last is chosen at first.
const ANSWERS: [&str; 3] = ["yes", "no", "maybe"];
/// The three questions, each with its label.
const QUESTIONS: [(FieldId, &str); 3] = [
    (FieldId::FirstQuestion, "Have we met?"),
    (FieldId::SecondQuestion, "A context?"),
    (FieldId::ThirdQuestion, "Good for both?"),
];

/// The form for a request of one's own.
pub static FORM: FormSpec = FormSpec {
    name: "invite",
    title: |_, _| "Somebody you want to invite".to_owned(),
    fields: |_, _| {
        let question = |(id, label): (FieldId, &'static str)| Field::choice_of(id, label, ANSWERS.into_iter(), 2);
        let note = Field::text(FieldId::Note, "Your note", "", "why you two; at most 300 letters");
        let name = Field::text(FieldId::Name, "Name", "", "whom you want to invite");
        let profile = Field::text(FieldId::Profile, "Profile", "", "https://www.linkedin.com/in/…, if you know it");
        [name, profile].into_iter().chain(QUESTIONS.into_iter().map(question)).chain([note]).collect()
    },
    submit: |fields, _, cx| submit(fields, cx),
    advice: |fields, _, _| {
        let letters = fields.text(FieldId::Note).chars().count();
        let says_no = QUESTIONS.iter().all(|(id, _)| fields.chosen_label(*id) == "no");
        let doubt = if says_no { " Three times no: is now the time to ask?" } else { "" };
        format!("{letters} of {MOST_LETTERS} letters.{doubt}")
    },
    ..FormSpec::PLAIN
};

fn submit(fields: &Fields, cx: &mut Cx) -> Result<(), FieldError> {
    let (name, profile) = (fields.text(FieldId::Name), fields.text(FieldId::Profile));
    let about = invite(&name, &profile, cx.model.plan_data()).map_err(|why| {
        let field = if why == InviteError::NoProfile { FieldId::Profile } else { FieldId::Name };
        FieldError(field, why.sentence().to_owned())
    })?;
    let note = fields.text(FieldId::Note);
    let too_many = note.chars().count().saturating_sub(MOST_LETTERS);
    if too_many > 0 {
        let why = format!("{} too many; LinkedIn takes {MOST_LETTERS}", plural(too_many, "letter"));
        return Err(FieldError(FieldId::Note, why));
    }
    let answer = |(id, (field, _)): (&str, (FieldId, _))| {
        let chosen = [Answer::Yes, Answer::No, Answer::Unsure].get(fields.chosen_index(field)).copied();
        Some((QuestionId(id.into()), chosen?))
    };
    let answers = BUILT_IN_QUESTIONS.into_iter().zip(QUESTIONS).filter_map(answer).collect();
    cx.append(Event::care(CareEvent::Invited(Invite { about, answers, note: note.clone() })));
    if !note.is_empty() {
        cx.effect(Effect::Copy(note));
    }
    Ok(())
}
