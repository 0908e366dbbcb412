//! Form for the details of an accept.

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::decide::decide;
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Gift, GiftBy, Verdict, VerdictKind};

/// The accept form.
pub static FORM: FormSpec = FormSpec {
    name: "accept",
    title: |cx, target| super::decision_title("Accept", VerdictKind::Accept, cx, target),
    fields,
    submit,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let person = target.person(&cx.model.ledger);
    let (how_met, remember) = person.map(|person| how_met_and_notes(&person, &cx.model.ledger)).unwrap_or_default();
    let rhythm = cx.model.settings.rhythm;
    let rhythm = Rhythm::VARIANTS.iter().position(|other| *other == rhythm).unwrap_or_default();
    vec![
        Field::text(FieldId::HowMet, "How we met", how_met, "a few words, or leave it"),
        Field::text(FieldId::Remember, "Remember", remember, "one thing"),
        Field::choice_of(
            FieldId::Rhythm,
            "Keep in touch",
            Rhythm::VARIANTS.iter().map(|rhythm| rhythm.label()),
            rhythm,
        ),
        Field::choice_of(FieldId::Gift, "First gift", Gift::VARIANTS.iter().map(|gift| gift.label()), 0),
        Field::day(FieldId::GiftBy, "By", GiftBy::default().to_input()),
    ]
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let gift_by = GiftBy::parse(&fields.text(FieldId::GiftBy), cx.model.day_context());
    let acceptance = AcceptDetails {
        how_met: fields.text(FieldId::HowMet),
        remember: fields.text(FieldId::Remember),
        rhythm: Some(Rhythm::VARIANTS[fields.chosen_index(FieldId::Rhythm)]),
        gift: Gift::VARIANTS[fields.chosen_index(FieldId::Gift)],
        gift_by: gift_by.map_err(|why| FieldError(FieldId::GiftBy, why))?,
    };
    decide(target, Verdict::Accept(acceptance), cx);
    Ok(())
}
