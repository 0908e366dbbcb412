//! Forms of an introduction: who should meet whom and why, and the next step.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::app::notification::Notification;
use crate::domain::care::introduction::pairing::{
    Suggestion, can_be_introduced, can_be_paired, people_called, propose, suggestions,
};
use crate::domain::care::introduction::{Introduction, NextStep, introductions};
use crate::domain::decision::care_event::{IntroductionStep, Party};
use crate::domain::decision::event::Event;

/// People named where a name fits several.
const MOST_NAMED: usize = 4;
/// People suggested.
const MOST_SUGGESTED: usize = 6;

/// The form that begins an introduction.
static PROPOSE: FormSpec = FormSpec {
    name: "introduction",
    title: |cx, target| format!("Introduce {} to somebody", super::name(cx, target)),
    fields,
    submit,
    advice,
    ..FormSpec::PLAIN
};

/// The form for a step of an introduction.
static STEP: FormSpec = FormSpec {
    name: "introduction_step",
    title: |cx, target| {
        let names = introduction(target, cx.model).map(|one| one.between.map(|party| party.name.display_name()));
        names.map_or(String::new(), |[one, other]| format!("Introduction of {one} and {other}"))
    },
    fields: |cx, target| {
        let steps = introduction(target, cx.model).map(|one| step_labels(&one)).unwrap_or_default();
        let options = steps.iter().map(String::as_str);
        vec![
            Field::choice_of(FieldId::Step, "Next", options, 0),
            Field::text(FieldId::Text, "Note", "", "one line, if you like: what came of it"),
        ]
    },
    submit: |fields, target, cx| {
        let Some(introduction) = introduction(target, cx.model) else { return Ok(()) };
        let steps = introduction.possible_steps();
        let Some((step, side)) = steps.get(fields.chosen_index(FieldId::Step)).copied() else { return Ok(()) };
        let event = introduction.step(step, side, &fields.text(FieldId::Text));
        cx.append(Event::care(event.map_err(|why| FieldError(FieldId::Step, why))?));
        Ok(())
    },
    ..FormSpec::PLAIN
};

/// Opens the form that introduces the selected person, or says why they cannot be introduced.
pub fn open(selected: &Selection, cx: &mut Cx) {
    let Some(about) = super::party(cx, selected) else { return };
    match can_be_introduced(&about, cx.model.plan_data()) {
        Ok(()) => cx.open_form(&PROPOSE, Selection::Person(about.person)),
        Err(why) => cx.notify(Notification::hint(why)),
    }
}

/// Takes the next step of an introduction, or asks which one where it depends on somebody's answer.
pub fn next_step(introduction: &Introduction, cx: &mut Cx) {
    let step = match introduction.next(cx.model.moment.today) {
        Some(NextStep::Ask(side)) => introduction.step(IntroductionStep::Asked, Some(side), ""),
        Some(NextStep::Make) => introduction.step(IntroductionStep::Made, None, ""),
        Some(NextStep::Answer(_) | NextStep::AskAgain(_) | NextStep::Outcome) => {
            return cx.open_form(&STEP, Selection::Entry(introduction.id.clone()));
        }
        None => return,
    };
    match step {
        Ok(event) => cx.append(Event::care(event)),
        Err(why) => cx.notify(Notification::hint(why)),
    }
}

fn introduction(target: &Selection, model: &Model) -> Option<Introduction> {
    let Selection::Entry(id) = target else { return None };
    introductions(&model.ledger, model.moment.local).into_iter().find(|one| one.id == *id)
}

fn step_labels(introduction: &Introduction) -> Vec<String> {
    let label = |(step, side): (IntroductionStep, Option<usize>)| {
        let name = side.map(|side| introduction.between[side].name.display_name()).unwrap_or_default();
        match step {
            IntroductionStep::Proposed => "thought of".to_owned(),
            IntroductionStep::Asked => format!("asked {name}"),
            IntroductionStep::Agreed => format!("{name} agreed"),
            IntroductionStep::Declined => format!("{name} declined"),
            IntroductionStep::Made => "introduced".to_owned(),
            IntroductionStep::Outcome => "note what came of it".to_owned(),
            IntroductionStep::Dropped => "drop it".to_owned(),
        }
    };
    introduction.possible_steps().into_iter().map(label).collect()
}

fn suggested(target: &Selection, model: &Model) -> Vec<Suggestion> {
    let person = target.person(&model.ledger);
    let mut found = person.map(|person| suggestions(&person, model.plan_data())).unwrap_or_default();
    found.truncate(MOST_SUGGESTED);
    found
}

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let suggested = suggested(target, cx.model);
    let mut fields = Vec::new();
    if !suggested.is_empty() {
        let option = |one: &Suggestion| (one.other.name.display_name(), format!("both: {}", one.shared.join(", ")));
        let mut options: Vec<(String, String)> = suggested.iter().map(option).collect();
        options.push(("somebody else".to_owned(), "type the name below".to_owned()));
        fields.push(Field::choice(FieldId::Suggested, "To", options, 0));
    }
    let hint = if suggested.is_empty() { "type a name" } else { "type a name, if it is somebody else" };
    fields.push(Field::text(FieldId::Other, if suggested.is_empty() { "To" } else { "Or" }, "", hint));
    fields.push(Field::text(FieldId::Why, "Why", "", "one line: why should they meet?"));
    fields
}

/// Returns the second person: the one whose name was typed, else the suggested one.
fn second(fields: &Fields, target: &Selection, model: &Model) -> Result<Party, String> {
    let typed = fields.text(FieldId::Other);
    if typed.is_empty() {
        let chosen = suggested(target, model).into_iter().nth(fields.chosen_index(FieldId::Suggested));
        return chosen.map(|one| one.other).ok_or_else(|| "Who is the second person? Type a name".to_owned());
    }
    let mut found = people_called(&typed, model.plan_data(), MOST_NAMED);
    match found.len() {
        0 => Err(format!("Nobody you know matches “{typed}”")),
        1 => Ok(found.remove(0)),
        _ => {
            let names: Vec<String> = found.iter().map(|party| party.name.display_name()).collect();
            Err(format!("Several people match: {}. Type more of the name", names.join(", ")))
        }
    }
}

/// Says who is meant while a name is typed.
fn advice(fields: &Fields, target: &Selection, model: &Model) -> String {
    if fields.text(FieldId::Other).is_empty() {
        return String::new();
    }
    second(fields, target, model).map_or_else(|why| why, |party| format!("To {}", party.name.display_name()))
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let Some(one) = super::party(cx, target) else { return Ok(()) };
    let other = second(fields, target, cx.model).map_err(|why| FieldError(FieldId::Other, why))?;
    let data = cx.model.plan_data();
    can_be_paired(&one, &other, data).map_err(|why| FieldError(FieldId::Other, why))?;
    let event = propose(one, other, &fields.text(FieldId::Why), data).map_err(|why| FieldError(FieldId::Why, why))?;
    cx.append(Event::care(event));
    Ok(())
}
