//! Form for an export of contacts.

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::effect::{Effect, Export};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::care::contact::{self, ContactFilter};
use crate::domain::decision::history;
use crate::domain::text::plural::number;

/// The export form; its target is the query of the filtered list that it was opened from.
pub static FORM: FormSpec = FormSpec {
    name: "export",
    title: |_, _| "Export contacts".to_owned(),
    fields,
    submit,
    on_change: sync_suffix,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let formats = &cx.model.settings.formats;
    let options = formats.iter().map(|(name, says, _)| (name.clone(), says.clone())).collect();
    let filtered = matches!(target, Selection::Query(_)).then_some("those in the filtered list");
    let whose = ContactFilter::VARIANTS.iter().map(|filter| who(*filter, cx.model));
    let whose: Vec<String> = whose.chain(filtered.map(str::to_owned)).collect();
    let chosen = if filtered.is_some() { ContactFilter::VARIANTS.len() } else { 0 };
    let vcard = formats.iter().position(|(name, ..)| name == "vcard").unwrap_or_default();
    vec![
        Field::choice_of(FieldId::Filter, "Who", whose.iter().map(String::as_str), chosen),
        Field::choice(FieldId::Format, "Format", options, vcard),
        Field::text(FieldId::Path, "File", path_for(vcard, cx.model), "where to write it"),
    ]
}

/// Returns the label of a filter with the number of its people.
fn who(filter: ContactFilter, model: &Model) -> String {
    let people = contact::contacts(&model.ledger, &model.network, filter, model.moment.local).count();
    format!("{} {}", filter.label(), number(people))
}

fn path_for(format: usize, model: &Model) -> String {
    let ending = model.settings.formats.get(format).map_or("txt", |(_, _, ending)| ending.as_str());
    let name = if model.settings.is_demo { "demo-contacts" } else { "contacts" };
    format!("{}/{name}.{ending}", model.settings.export_dir.trim_end_matches('/'))
}

/// Sets the suffix of the proposed path to the format's, unless the user edited the path.
fn sync_suffix(fields: &mut Fields, changed: FieldId, model: &Model) {
    let path = fields.text(FieldId::Path);
    let is_proposed = (0..model.settings.formats.len()).any(|format| path_for(format, model) == path);
    if changed == FieldId::Format && is_proposed {
        fields.set_text(FieldId::Path, path_for(fields.chosen_index(FieldId::Format), model));
    }
}

fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let path = fields.text(FieldId::Path);
    if path.is_empty() {
        return Err(FieldError(FieldId::Path, "A file needs a name".to_owned()));
    }
    let whose = ContactFilter::VARIANTS.get(fields.chosen_index(FieldId::Filter)).copied();
    let only = match (target, whose) {
        (Selection::Query(query), None) => {
            Some(history::people_matching(&cx.model.ledger, query, cx.model.moment.local))
        }
        _ => None,
    };
    if let Some((format, ..)) = cx.model.settings.formats.get(fields.chosen_index(FieldId::Format)) {
        let filter = whose.unwrap_or(ContactFilter::Decided);
        cx.effect(Effect::Preview(Export { format: format.clone(), filter, only, path }));
    }
    Ok(())
}
