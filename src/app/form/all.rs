//! Form for the number that LinkedIn shows as *All (N)*: how many requests the copy lacks, or has too many.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::notification::Notification;
use crate::domain::decision::carry_out::open_on_linkedin;
use crate::domain::text::plural::number;

/// The form for LinkedIn's number.
pub static FORM: FormSpec = FormSpec {
    name: "all",
    title: |_, _| "What LinkedIn shows".to_owned(),
    fields: |_, _| {
        let hint = "the number N in My Network › Invitations › Received › All (N)";
        vec![Field::text(FieldId::Listed, "All", "", hint)]
    },
    submit,
    ..FormSpec::PLAIN
};

fn submit(fields: &Fields, _: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let typed = fields.text(FieldId::Listed);
    let digits: String = typed.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '(' | ')')).collect();
    let Ok(there) = digits.parse::<usize>() else {
        return Err(FieldError(FieldId::Listed, "Write a number, such as 249".to_owned()));
    };
    let here = open_on_linkedin(&cx.model.ledger);
    cx.notify(Notification::done(compare(there, here)));
    Ok(())
}

/// Returns what the difference between LinkedIn's number and ours means.
fn compare(there: usize, here: usize) -> String {
    let both = format!("LinkedIn shows {}, here are {}", number(there), number(here));
    match there.abs_diff(here) {
        0 => format!("Nothing is missing: {} on LinkedIn, {} here.", number(there), number(here)),
        more if there > here => format!("{both}: {} came after your copy. Your next one has them.", number(more)),
        fewer => format!("{both}: {} were answered or withdrawn since. Your next copy closes them.", number(fewer)),
    }
}
