//! Forms for what the user knows about a person: a short one for a card, a long one for a page.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::decision::event::{DescribedPerson, Description, Event};

/// The short form, for a card.
pub static ON_CARD: FormSpec = FormSpec { name: "card_details", title, fields: on_card, submit, ..FormSpec::PLAIN };

/// The long form, for a page or any other selected person.
pub static ON_PAGE: FormSpec = FormSpec { name: "details", title, fields: on_page, submit, ..FormSpec::PLAIN };

fn title(cx: &Cx, target: &Selection) -> String {
    format!("About {}", super::name(cx, target))
}

fn current_description(cx: &Cx, target: &Selection) -> Description {
    let person = target.person(&cx.model.ledger);
    person.and_then(|person| cx.model.ledger.description_of(&person)).cloned().unwrap_or_default()
}

fn on_card(cx: &Cx, target: &Selection) -> Vec<Field> {
    let known = current_description(cx, target);
    vec![
        Field::text(FieldId::Headline, "Role", known.headline, "what they do, in your words"),
        Field::text(FieldId::Company, "Company", known.company, "where"),
        Field::text(FieldId::Mutuals, "You both know", known.mutuals, "names, as you see them on the profile"),
    ]
}

fn on_page(cx: &Cx, target: &Selection) -> Vec<Field> {
    let known = current_description(cx, target);
    let person = target.person(&cx.model.ledger);
    let (how_met, remember) = person.map(|person| how_met_and_notes(&person, &cx.model.ledger)).unwrap_or_default();
    let mut fields = on_card(cx, target);
    fields.extend([
        Field::text(FieldId::HowMet, "How we met", how_met, "a few words"),
        Field::text(FieldId::Remember, "Remember", remember, "one thing"),
        Field::text(FieldId::Offers, "Can offer", known.offers, "what they are good for"),
        Field::text(FieldId::Seeks, "Looks for", known.seeks, "what would help them"),
        Field::text(FieldId::Tags, "Tags", known.tags.join(" "), "words with spaces between"),
    ]);
    fields
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(person) = target.person(&cx.model.ledger) else { return Ok(()) };
    let known = current_description(cx, target);
    let mut description = Description {
        headline: fields.text(FieldId::Headline),
        company: fields.text(FieldId::Company),
        mutuals: fields.text(FieldId::Mutuals),
        ..known.clone()
    };
    if fields.has(FieldId::Offers) {
        let tags = fields.text(FieldId::Tags);
        let tags = tags.split([' ', ',']).filter(|tag| !tag.is_empty());
        description.how_met = fields.text(FieldId::HowMet);
        description.remember = fields.text(FieldId::Remember);
        description.offers = fields.text(FieldId::Offers);
        description.seeks = fields.text(FieldId::Seeks);
        description.tags = tags.map(|tag| tag.trim_start_matches('#').to_owned()).collect();
    }
    if description != known {
        let name = target.name(&cx.model.ledger, &cx.model.network);
        cx.append(Event::person_described(DescribedPerson { person, name, description }));
    }
    Ok(())
}
