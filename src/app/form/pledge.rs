//! The pledge: how often to be in touch with whom, with the honest sum.

use std::collections::BTreeMap;

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::care::pledge::pledge_in_words;
use crate::domain::decision::care_event::{CareEvent, Pledge};
use crate::domain::decision::event::Event;
use crate::domain::decision::rhythm::Rhythm;

/// The pledge form.
pub static FORM: FormSpec = FormSpec {
    name: "pledge",
    title: |_, _| "How often do you want to be in touch?".to_owned(),
    fields,
    submit,
    advice: |fields, _, model| advice(fields, model),
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, _: &Selection) -> Vec<Field> {
    let pledge = cx.model.ledger.pledges().next_back().map(|(_, _, pledge)| pledge.clone()).unwrap_or_default();
    let group = |id, label, rhythm: Option<Rhythm>| {
        let options = std::iter::once("nothing chosen").chain(Rhythm::VARIANTS.iter().map(|rhythm| rhythm.label()));
        let chosen = rhythm.and_then(|rhythm| Rhythm::VARIANTS.iter().position(|other| *other == rhythm));
        Field::choice_of(id, label, options, chosen.map_or(0, |at| at + 1))
    };
    let by_tag = pledge.by_tag.iter().map(|(tag, rhythm)| format!("{tag} {}", rhythm.name()));
    vec![
        group(FieldId::Accepted, "Accepted here", pledge.accepted),
        group(FieldId::Both, "Messages both ways", pledge.both),
        group(FieldId::Others, "Everybody else", pledge.others),
        Field::text(
            FieldId::ByTag,
            "By tag",
            by_tag.collect::<Vec<_>>().join(", "),
            "mentor 1m, school 1y (1m 3m 6m 1y never)",
        ),
    ]
}

/// Returns the pledge that the fields make.
fn pledge(fields: &Fields) -> Result<Pledge, FieldError> {
    let group = |id| fields.chosen_index(id).checked_sub(1).map(|at| Rhythm::VARIANTS[at]);
    let mut by_tag = BTreeMap::new();
    let text = fields.text(FieldId::ByTag);
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let named = part.rsplit_once(' ').and_then(|(tag, rhythm)| {
            let rhythm = Rhythm::VARIANTS.iter().find(|known| known.name() == rhythm.to_lowercase())?;
            Some((tag.trim().trim_start_matches('#').to_owned(), *rhythm))
        });
        let wrong = || FieldError(FieldId::ByTag, format!("“{part}” is no tag with a rhythm, such as “mentor 1m”"));
        let (tag, rhythm) = named.filter(|(tag, _)| !tag.is_empty()).ok_or_else(wrong)?;
        by_tag.insert(tag, rhythm);
    }
    let [accepted, both, others] = [FieldId::Accepted, FieldId::Both, FieldId::Others].map(group);
    Ok(Pledge { accepted, both, others, by_tag })
}

fn advice(fields: &Fields, model: &Model) -> String {
    pledge(fields).map_or_else(|_| String::new(), |pledge| pledge_in_words(&pledge, model.plan_data()))
}

fn submit(fields: &Fields, _: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let pledge = pledge(fields)?;
    let now = cx.model.ledger.pledges().next_back().map(|(_, _, pledge)| pledge);
    if now != Some(&pledge) && !(now.is_none() && pledge == Pledge::default()) {
        cx.append(Event::care(CareEvent::Pledged(pledge)));
    }
    Ok(())
}
