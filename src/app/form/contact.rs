//! Form for a contact: what it was, how it took place, what for.

use strum::VariantArray;

use crate::app::ask::owed_gift;
use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::care::aims::aims_so_far;
use crate::domain::care::log::{ContactInput, contacted};
use crate::domain::decision::care_event::{Aim, Channel};
use crate::domain::decision::event::Event;

/// The contact form.
pub static FORM: FormSpec = FormSpec {
    name: "contact",
    title: |cx, target| format!("In touch with {}", super::name(cx, target)),
    fields,
    submit,
    advice,
    ..FormSpec::PLAIN
};

/// Answers to *they answered*, in the order of the form.
const ANSWERED: [(&str, Option<bool>); 3] = [("not known", None), ("yes", Some(true)), ("no", Some(false))];

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let person = target.person(&cx.model.ledger);
    let copied = person.as_ref().and_then(|person| cx.drafts.copied_draft(person));
    let aim = if gives(target, cx.model) { Aim::Give } else { Aim::Neutral };
    let aims: Vec<(String, String)> = Aim::VARIANTS.iter().map(|aim| (aim.label().to_owned(), String::new())).collect();
    let aim = Aim::VARIANTS.iter().position(|other| *other == aim).unwrap_or_default();
    vec![
        Field::text(FieldId::Text, "What", copied.unwrap_or_default(), "one line, if you like"),
        Field::choice_of(FieldId::Channel, "How", Channel::VARIANTS.iter().map(|channel| channel.label()), 0),
        Field::choice(FieldId::Aim, "For", aims, aim),
        Field::choice_of(FieldId::Answered, "They answered", ANSWERED.iter().map(|(label, _)| *label), 0),
        Field::past_day(FieldId::On, "When", "today"),
    ]
}

/// True if a gift or a promise stands behind the contact.
fn gives(target: &Selection, model: &Model) -> bool {
    let person = target.person(&model.ledger);
    let has_promised = person.is_some_and(|person| !model.ledger.open_promises(&person).is_empty());
    has_promised || owed_gift(target, model).is_some()
}

/// Says gently that one asks somebody whom one has never given anything.
fn advice(fields: &Fields, target: &Selection, model: &Model) -> String {
    let is_ask = Aim::VARIANTS[fields.chosen_index(FieldId::Aim)] == Aim::Ask;
    let aims = target.person(&model.ledger).map(|person| aims_so_far(&person, &model.ledger)).unwrap_or_default();
    match (is_ask, aims.given) {
        (true, 0) => aims.in_words(),
        _ => String::new(),
    }
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(about) = super::party(cx, target) else { return Ok(()) };
    let (text, on) = (fields.text(FieldId::Text), fields.text(FieldId::On));
    let input = ContactInput {
        text: &text,
        channel: Channel::VARIANTS[fields.chosen_index(FieldId::Channel)],
        aim: Aim::VARIANTS[fields.chosen_index(FieldId::Aim)],
        answered: ANSWERED[fields.chosen_index(FieldId::Answered)].1,
        on: &on,
    };
    let event = contacted(about, input, cx.model.day_context()).map_err(|why| FieldError(FieldId::On, why))?;
    cx.append(Event::care(event));
    Ok(())
}

/// Logs a contact of today with the defaults of the form.
pub fn log_with_defaults(target: &Selection, cx: &mut Cx) {
    let fields = Fields(fields(cx, target));
    let logged = submit(&fields, target, cx);
    debug_assert!(logged.is_ok(), "the defaults are valid");
}

/// Returns what a contact would be logged as: `message, give, today`.
pub fn defaults_in_words(target: &Selection, model: &Model) -> &'static str {
    if gives(target, model) { "message, give, today" } else { "message, today" }
}
