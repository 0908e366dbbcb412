//! Form for the mode, due date and question of a follow-up.

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::decide::{decide, previous_question, render_template};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::decision::{FollowUpMode, Verdict, VerdictKind};
use crate::domain::text::dates;

/// The follow-up form.
pub static FORM: FormSpec = FormSpec {
    name: "follow_up",
    title: |cx, target| super::decision_title("Follow up with", VerdictKind::FollowUp, cx, target),
    fields,
    submit,
    on_change: sync_due,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let ways = FollowUpMode::VARIANTS.iter().map(|way| (way.label().to_owned(), way.consequence().to_owned()));
    let due = span(cx.model.settings.follow_up_days);
    let question = previous_question(target, cx.model)
        .or_else(|| render_template("ask_first", target, cx.model))
        .unwrap_or_default();
    vec![
        Field::choice(FieldId::Mode, "How", ways.collect(), 0),
        Field::day(FieldId::Due, "Comes back", due),
        Field::text(FieldId::Question, "Your question", question, "what you ask them"),
    ]
}

/// Returns a number of days as one writes it.
fn span(days: u32) -> String {
    if days.is_multiple_of(7) { format!("{}w", days / 7) } else { format!("{days}d") }
}

/// Sets the proposed time to the mode's, unless the user edited it.
fn sync_due(fields: &mut Fields, changed: FieldId, model: &Model) {
    let [follow_up, park] = [model.settings.follow_up_days, model.settings.park_days].map(span);
    let due = fields.text(FieldId::Due);
    if changed == FieldId::Mode && (due == follow_up || due == park) {
        let is_park = FollowUpMode::VARIANTS[fields.chosen_index(FieldId::Mode)] == FollowUpMode::Park;
        fields.set_text(FieldId::Due, if is_park { &park } else { &follow_up });
    }
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let due = dates::parse_future_date(&fields.text(FieldId::Due), cx.model.day_context());
    let due = due.map_err(|why| FieldError(FieldId::Due, why))?;
    let way = FollowUpMode::VARIANTS[fields.chosen_index(FieldId::Mode)];
    let question = if way == FollowUpMode::Ask { fields.text(FieldId::Question) } else { String::new() };
    decide(target, Verdict::FollowUp { due, mode: way, question }, cx);
    Ok(())
}
