//! Overlays: forms one field at a time, pauses, pages, messages, the search, the preview of an export.

use crate::app::App;
use crate::app::action::Action;
use crate::app::command::{Page, Paragraph, Pause};
use crate::app::effect::{ExistingFile, Preview};
use crate::app::field::{Field, FieldId, FieldValue};
use crate::app::form::Form;
use crate::app::message_editor::MessageEditor;
use crate::app::overlay::Overlay;
use crate::app::overlay::prompts::Prompts;
use crate::app::overlay::search::PersonSearch;
use crate::domain::text::plural::{number, plural};
use crate::ui::form::{due_hint, gift_by_hint};
use crate::ui::search;
use crate::ui::status::standing;

use super::help;
use super::saying::{Saying, rows_said};
use super::words::{clean, joined, paragraphs, sentence};

/// Returns what the open overlay says; `None` without one.
pub fn saying(app: &App) -> Option<Saying> {
    let mut saying = match app.overlay()? {
        Overlay::Form(form) => return Some(of_form(app, form)),
        Overlay::Page(page) => of_page(page),
        Overlay::Prompts(prompts) => of_prompts(app, prompts),
        Overlay::Pause(pause) => of_pause(app, pause),
        Overlay::GoTo(_) => Saying { about: letters(app), ..Saying::new("Go to") },
        Overlay::Palette(_) => Saying::new("What do you want to do?"),
        Overlay::Search => return Some(of_search(app, app.search())),
        Overlay::Message(letter) => return Some(of_message(app, letter)),
        Overlay::ExportPreview(preview) => of_preview(preview),
    };
    if saying.ask.is_empty() {
        saying.ask = help::ask(app);
    }
    Some(saying)
}

fn of_form(app: &App, form: &Form) -> Saying {
    let mut saying = Saying::new(&form.title);
    if !form.advice.is_empty() {
        saying.about = paragraphs(&form.advice);
    }
    let Some(field) = form.fields.0.get(form.focus) else { return saying };
    let of = form.fields.0.len();
    let place = if of > 1 { format!(" ({} of {of})", form.focus + 1) } else { String::new() };
    // Said with the question, so that a mistake made twice is said twice.
    let error = form.error.as_deref().map(|why| sentence(why) + " ").unwrap_or_default();
    saying.ask = format!("{error}{}{place}: {}", field.label.trim_end_matches('?'), field_text(app, form, field));
    saying
}

/// Returns the value of a field, or what belongs into it; of a choice the options.
fn field_text(app: &App, form: &Form, field: &Field) -> String {
    match &field.value {
        FieldValue::Text(text) if text.text().trim().is_empty() => {
            if field.hint.is_empty() {
                "empty.".to_owned()
            } else {
                sentence(&field.hint)
            }
        }
        FieldValue::Text(text) => {
            let days = app.model().day_context();
            let meant = match field.id {
                FieldId::Due => due_hint(form, days),
                FieldId::GiftBy => gift_by_hint(form, days),
                _ => None,
            };
            let meant = meant.map_or(String::new(), |meant| format!(", {meant}"));
            sentence(&format!("now {}{meant}", clean(text.text())))
        }
        FieldValue::Choice { options, chosen } => {
            let option = |(at, (label, _)): (usize, &(String, String))| {
                let now = if at == *chosen { " (now)" } else { "" };
                format!("{} {label}{now}", at + 1)
            };
            let options: Vec<String> = options.iter().enumerate().map(option).collect();
            sentence(&options.join(", "))
        }
    }
}

fn of_page(page: &Page) -> Saying {
    Saying { about: page.body.iter().map(paragraph).collect(), ..Saying::new(&page.title) }
}

/// Says the prompts, then what to look for on the profile, and which of it comes next.
fn of_prompts(app: &App, prompts: &Prompts) -> Saying {
    let model = app.model();
    let signs = prompts.signs(model, app.drafts());
    let sign = |(sign, is_ticked): &(&str, bool)| {
        let ticked = if *is_ticked { ", ticked" } else { "" };
        sentence(&format!("On their profile: {sign}{ticked}"))
    };
    let chosen = prompts.cursor.index.checked_sub(model.settings.prompts.len()).and_then(|at| signs.get(at));
    let ask = chosen.map_or_else(|| help::ask(app), |(sign, _)| format!("{} {}", sentence(sign), help::ask(app)));
    let about = model.settings.prompts.iter().cloned().chain(signs.iter().map(sign)).collect();
    Saying { about, ask, ..Saying::new("What to consider") }
}

/// Returns a paragraph as a line.
pub fn paragraph(paragraph: &Paragraph) -> String {
    match paragraph {
        Paragraph::Title(text) | Paragraph::Plain(text) | Paragraph::Dim(text) => text.clone(),
        Paragraph::Keys(keys, text) => format!("{keys}: {text}"),
        Paragraph::NumberedItem(at, text) => format!("{at}. {text}"),
        Paragraph::Blank => String::new(),
    }
}

fn of_pause(app: &App, pause: &Pause) -> Saying {
    let hint = |action| app.available().find(|row| row.action == action).map_or("", |row| row.hint);
    let asked = [Action::Confirm, Action::Cancel];
    let [enter, esc] = asked.map(hint);
    let others = app.available().filter(|row| !row.hint.is_empty() && !asked.contains(&row.action));
    let others = others.map(|row| row.hint).collect::<Vec<_>>().join(", ");
    let others = if others.is_empty() { others } else { format!(" Or say {others}.") };
    Saying {
        about: pause.body.iter().map(|line| line.trim().to_owned()).collect(),
        ask: format!("Enter: {enter}. back: {esc}.{others}"),
        ..Saying::new(pause.title)
    }
}

fn letters(app: &App) -> Vec<String> {
    let rows = app.available().filter(|row| !row.hint.is_empty());
    let rows =
        rows.map(|row| format!("{} {}", row.keys.first().map(ToString::to_string).unwrap_or_default(), row.hint));
    vec![sentence(&rows.collect::<Vec<_>>().join(", "))]
}

fn of_search(app: &App, search: &PersonSearch) -> Saying {
    let hits = &search.results.hits;
    let mut saying = Saying::new("Find");
    let query = search.filter.text();
    let (first, again) = ("Whom? A name, or other words.", "A number opens. Other words search again.");
    saying.ask.push_str(if query.is_empty() { first } else { again });
    if let Some(why) = &search.filter.error {
        saying.selected = vec![sentence(why)];
        return saying;
    }
    if query.is_empty() {
        return saying;
    }
    let model = app.model();
    let person = |at: usize| hits.get(at).and_then(|hit| search.index.people.get(hit.index));
    let range = rows_said(search.cursor.index, hits.len());
    let row = |at: usize| {
        let one = person(at)?;
        let case = one.latest.as_ref().and_then(|(id, _)| model.ledger.case(id));
        let stands = standing(&one.key, case, model, super::words::theme()).words;
        let aside = search::aside(one, app);
        let name = one.name.display_name();
        // People of one name are told apart by their addresses.
        let namesakes = range.clone().filter_map(person).filter(|other| other.name.display_name() == name);
        let key = if namesakes.count() > 1 { one.key.as_str() } else { "" };
        Some(format!("{}. {}", at + 1, joined(&[&name, &stands, &aside, key])))
    };
    saying.selected = vec![match hits.len() {
        0 => "No matches.".to_owned(),
        1 => "1 match.".to_owned(),
        many => format!("{} matches{}", number(many), if many > range.len() { ", the likeliest first:" } else { ":" }),
    }];
    saying.selected.extend(range.clone().filter_map(row));
    saying
}

fn of_message(app: &App, letter: &MessageEditor) -> Saying {
    let mut saying = Saying::new(&format!("Message to {}", letter.name));
    let Some(draft) = letter.current() else { return saying };
    let place = if letter.drafts.len() > 1 {
        sentence(&format!("Draft {} of {}: {}", letter.chosen + 1, letter.drafts.len(), draft.title))
    } else {
        sentence(&draft.title)
    };
    saying.selected = vec![place];
    saying.selected.extend(paragraphs(draft.text.text()));
    saying.selected.extend(letter.sales_tone_warning().map(|warning| sentence(&warning)));
    let needs_line = app.model().settings.needs_own_line && !letter.has_own_line();
    saying.ask = match (letter.is_typing, needs_line) {
        (true, _) => "Your line:".to_owned(),
        (false, true) => "Add a line of your own first: write and the line. Or say other draft, back.".to_owned(),
        (false, false) => "Enter: copy; nothing is sent. Or say write and a line, other draft, back.".to_owned(),
    };
    saying
}

fn of_preview(preview: &Preview) -> Saying {
    let Preview { export, lines: _, people, existing } = preview;
    let mut about = vec![format!("{} to {}.", plural(*people, "contact"), export.path)];
    let ask = match existing {
        ExistingFile::None => "Enter: write it. back: do not.".to_owned(),
        ExistingFile::OwnExport => {
            about.push("Your earlier export of this name is there already, unchanged.".to_owned());
            "Enter: overwrite it. back: do not.".to_owned()
        }
        ExistingFile::Folder => {
            about.push(
                "The folder is there already. Notes that you changed stay, and so do all other files.".to_owned(),
            );
            "Enter: write it. back: do not.".to_owned()
        }
        ExistingFile::Foreign { free_path } => {
            about.push("Another file of this name is there already.".to_owned());
            format!("Enter: write to {free_path} instead. overwrite: overwrite the file. back: neither.")
        }
    };
    Saying { about, ask, ..Saying::new("Export") }
}
