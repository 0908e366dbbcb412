//! Form for a request of one's own: the same questions as for theirs, and a note that LinkedIn takes whole. Nothing is
//! written: the note is copied, and the next copy says what came of the request.

use crate::app::command::{Cx, FormSpec};
use crate::app::effect::Effect;
use crate::app::field::{Field, FieldError, FieldId, Fields};
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
        QUESTIONS.into_iter().map(question).chain([note]).collect()
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
    let note = fields.text(FieldId::Note);
    let wrong = |why: String| Err(FieldError(FieldId::Note, why));
    match note.chars().count() {
        0 => wrong("Nothing to copy yet: why you two?".to_owned()),
        letters if letters > MOST_LETTERS => {
            wrong(format!("{} too many; LinkedIn takes {MOST_LETTERS}", plural(letters - MOST_LETTERS, "letter")))
        }
        _ => {
            cx.effect(Effect::Copy(note));
            Ok(())
        }
    }
}
