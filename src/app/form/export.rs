//! Form for an export of contacts.

use std::slice;

use foldhash::HashSet;
use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::effect::{Effect, Export};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::care::contact::{self, ContactFilter};
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::plural;

/// The export form; its target is the person, or the filtered list, that it was opened from.
pub static FORM: FormSpec = FormSpec {
    name: "export",
    title: |_, _| "Export contacts".to_owned(),
    fields,
    submit,
    on_change: follow_format,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let formats = &cx.model.settings.formats;
    let options = formats.iter().map(|format| (format.name.clone(), format.description.clone())).collect();
    let whose = choices(cx, target);
    let narrowed = whose.iter().position(|(_, whose)| *whose == Whose::Target).unwrap_or_default();
    let vcard = formats.iter().position(|format| format.name == "vcard").unwrap_or_default();
    vec![
        Field::choice(FieldId::Filter, "Who", whose.into_iter().map(|(option, _)| option).collect(), narrowed),
        Field::choice(FieldId::Format, "Format", options, vcard),
        Field::text(FieldId::Path, "File", path_for(vcard, cx.model), "where to write it"),
    ]
}

/// Whom the export is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The person, or the filtered list, that the form was opened from.
    Target,
    /// Everybody of a status.
    Of(ContactFilter),
}

/// An option of a choice: its label, and what it means.
type Choice = (String, String);

/// Returns the choices, each with the number of its people: a person first, a filtered list last.
fn choices(cx: &Cx, target: &Selection) -> Vec<(Choice, Whose)> {
    let model = cx.model;
    let (ledger, network, moment) = (&model.ledger, &model.network, &model.moment);
    let count = |filter| contact::contacts(ledger, network, filter, moment.today, moment.local).count();
    let count_of = |people: &[PersonKey]| {
        let mut listed = contact::contacts(ledger, network, filter_of(people, cx), moment.today, moment.local);
        let people: HashSet<&PersonKey> = people.iter().collect();
        listed.retain(|person| people.contains(person));
        plural(listed.count(), "person")
    };
    let everybody = ContactFilter::VARIANTS
        .iter()
        .map(|filter| ((filter.label().to_owned(), plural(count(*filter), "person")), Whose::Of(*filter)));
    let mut choices: Vec<_> = everybody.collect();
    match target {
        Selection::Person(person) => {
            choices.insert(0, ((super::name(cx, target), count_of(slice::from_ref(person))), Whose::Target));
        }
        Selection::Query(query) => {
            choices.push((("those in the filtered list".to_owned(), query.clone()), Whose::Target));
        }
        Selection::People(heading, people) => {
            choices.push(((heading.clone(), count_of(people)), Whose::Target));
        }
        Selection::Nobody | Selection::Request(_) | Selection::Entry(_) | Selection::Pile(_) => {}
    }
    choices
}

/// Returns the filter by which the people of a list are exported: by their decisions if all were decided on, else as
/// connections.
fn filter_of(people: &[PersonKey], cx: &Cx) -> ContactFilter {
    let ledger = &cx.model.ledger;
    let is_decided =
        |person: &PersonKey| ledger.cases_of(person).any(|case| ContactFilter::Decided.matches(ledger.status_of(case)));
    if people.iter().all(is_decided) { ContactFilter::Decided } else { ContactFilter::Connections }
}

fn path_for(format: usize, model: &Model) -> String {
    let ending = model.settings.formats.get(format).map_or("txt", |format| format.extension.as_str());
    let name = if model.settings.is_demo { "demo-contacts" } else { "contacts" };
    let dot = if ending.is_empty() { "" } else { "." };
    format!("{}/{name}{dot}{ending}", model.settings.export_dir.trim_end_matches('/'))
}

/// Follows the format, unless the user edited the path: its suffix in the proposed path, and its usual people if those
/// of the format before are still chosen.
fn follow_format(fields: &mut Fields, changed: FieldId, model: &Model) {
    let path = fields.text(FieldId::Path);
    let formats = &model.settings.formats;
    let before = (0..formats.len()).find(|format| path_for(*format, model) == path);
    let (Some(before), FieldId::Format) = (before, changed) else { return };
    let chosen = fields.chosen_index(FieldId::Format);
    fields.set_text(FieldId::Path, &path_for(chosen, model));
    if fields.chosen_label(FieldId::Filter) == formats[before].default_filter.label()
        && let Some(format) = formats.get(chosen)
    {
        fields.choose(FieldId::Filter, format.default_filter.label());
    }
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let path = fields.text(FieldId::Path);
    if path.is_empty() {
        return Err(FieldError(FieldId::Path, "A file needs a name".to_owned()));
    }
    let whose = choices(cx, target).get(fields.chosen_index(FieldId::Filter)).map(|(_, whose)| *whose);
    let (filter, only) = match (whose, target) {
        (Some(Whose::Of(filter)), _) => (filter, None),
        (_, Selection::Person(person)) => (filter_of(slice::from_ref(person), cx), Some(vec![person.clone()])),
        (_, Selection::Query(query)) => {
            let query = cx.model.parse_query(query).map_err(|why| FieldError(FieldId::Filter, why.to_string()))?;
            (ContactFilter::Decided, Some(cx.model.search_data().people_decided(&query)))
        }
        (_, Selection::People(_, people)) => (filter_of(people, cx), Some(people.clone())),
        _ => (ContactFilter::Decided, None),
    };
    if let Some(format) = cx.model.settings.formats.get(fields.chosen_index(FieldId::Format)) {
        cx.effect(Effect::Preview(Export { format: format.name.clone(), filter, only, path }));
    }
    Ok(())
}
