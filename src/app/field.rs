//! Form fields: choices, text fields, and the fields of a form together.

use std::collections::BTreeMap;

use strum::IntoStaticStr;

use super::text_field::TextField;
use crate::domain::text::dates;

/// Identifier of a form field; its name is a key in `drafts.json`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum FieldId {
    /// Circumstances of the meeting.
    HowMet,
    /// Thing to remember.
    Remember,
    /// Rhythm.
    Rhythm,
    /// First gift.
    Gift,
    /// Due date of the gift.
    GiftBy,
    /// Kind of decline.
    DeclineKind,
    /// Reason.
    Reason,
    /// Follow-up mode.
    Mode,
    /// Due date of a follow-up.
    Due,
    /// Question to ask.
    Question,
    /// Own note.
    Note,
    /// Role or headline.
    Headline,
    /// Company.
    Company,
    /// Mutual contacts.
    Mutuals,
    /// Name.
    Name,
    /// Profile address.
    Profile,
    /// Help they can offer.
    Offers,
    /// Help they look for.
    Seeks,
    /// Tags.
    Tags,
    /// Export format.
    Format,
    /// Contacts to export.
    Filter,
    /// Export path.
    Path,
    /// Something that was said, done or promised.
    Text,
    /// How a contact took place.
    Channel,
    /// What a contact was for.
    Aim,
    /// Whether they answered.
    Answered,
    /// Day in the past.
    On,
    /// Goals.
    Goals,
    /// Dreams.
    Dreams,
    /// Help that one can give.
    ICan,
    /// Why there are no reminders.
    Absence,
    /// Rhythm for people accepted here.
    Accepted,
    /// Rhythm for people with messages both ways.
    Both,
    /// Rhythm for everybody else.
    Others,
    /// Rhythms by tag.
    ByTag,
    /// One's own news.
    MyNews,
    /// Whether one could recommend somebody.
    Recommend,
    /// Suggested person.
    Suggested,
    /// Somebody else, by name.
    Other,
    /// Why two people should meet.
    Why,
    /// Step of an introduction.
    Step,
    /// Answer to the first question.
    FirstQuestion,
    /// Answer to the second question.
    SecondQuestion,
    /// Answer to the third question.
    ThirdQuestion,
    /// Query.
    Query,
    /// Number of requests that LinkedIn lists.
    Listed,
}

/// Value of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldValue {
    /// Typed text.
    Text(TextField),
    /// One of several options.
    Choice {
        /// Options: label and description.
        options: Vec<(String, String)>,
        /// Index of the chosen option.
        chosen: usize,
    },
}

/// A labelled field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Identifier.
    pub id: FieldId,
    /// Label.
    pub label: &'static str,
    /// Value.
    pub value: FieldValue,
    /// Placeholder, shown while the field is empty.
    pub hint: String,
    /// Texts that a key puts into a text field, one after the other.
    pub presets: Vec<String>,
    /// True if the presets are shown, each with the digit that takes it from another field.
    pub has_chips: bool,
}

/// An invalid field and its error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError(pub FieldId, pub String);

impl Field {
    /// Returns a text field.
    pub fn text(id: FieldId, label: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        let (value, hint) = (FieldValue::Text(TextField::new(text)), hint.into());
        Self { id, label, value, hint, presets: Vec::new(), has_chips: false }
    }

    /// Returns a text field for a day, with presets.
    pub fn day(id: FieldId, label: &'static str, text: impl Into<String>) -> Self {
        Self::text(id, label, text, dates::DATE_HELP).with_presets(&dates::PRESETS)
    }

    /// Returns a text field for a day in the past.
    pub fn past_day(id: FieldId, label: &'static str, text: impl Into<String>) -> Self {
        Self::text(id, label, text, dates::PAST_DATE_HELP).with_presets(&dates::PAST_PRESETS)
    }

    fn with_presets(self, presets: &[&str]) -> Self {
        Self { presets: presets.iter().map(|preset| (*preset).to_owned()).collect(), ..self }
    }

    /// Returns the field with chips: texts that a digit takes.
    pub fn with_chips(self, chips: &[String]) -> Self {
        Self { presets: chips.to_vec(), has_chips: true, ..self }
    }

    /// Returns a choice.
    pub fn choice(id: FieldId, label: &'static str, options: Vec<(String, String)>, chosen: usize) -> Self {
        let (value, hint) = (FieldValue::Choice { options, chosen }, String::new());
        Self { id, label, value, hint, presets: Vec::new(), has_chips: false }
    }

    /// Returns a choice whose options have no description.
    pub fn choice_of<'w>(
        id: FieldId,
        label: &'static str,
        words: impl Iterator<Item = &'w str>,
        chosen: usize,
    ) -> Self {
        Self::choice(id, label, words.map(|word| (word.to_owned(), String::new())).collect(), chosen)
    }
}

/// The fields of a form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields(pub Vec<Field>);

impl Fields {
    /// Returns the trimmed text of a field; empty if there is no such text field.
    pub fn text(&self, id: FieldId) -> String {
        let text = self.0.iter().find_map(|field| match &field.value {
            FieldValue::Text(text) if field.id == id => Some(text.text().trim().to_owned()),
            FieldValue::Text(_) | FieldValue::Choice { .. } => None,
        });
        text.unwrap_or_default()
    }

    /// Returns the index of the chosen option; 0 if there is no such choice.
    pub fn chosen_index(&self, id: FieldId) -> usize {
        let chosen = self.0.iter().find_map(|field| match field.value {
            FieldValue::Choice { chosen, .. } if field.id == id => Some(chosen),
            FieldValue::Text(_) | FieldValue::Choice { .. } => None,
        });
        chosen.unwrap_or_default()
    }

    /// Returns the label of the chosen option; empty if there is no such choice.
    pub fn chosen_label(&self, id: FieldId) -> &str {
        let label = self.0.iter().find_map(|field| match &field.value {
            FieldValue::Choice { options, chosen } if field.id == id => options.get(*chosen),
            FieldValue::Text(_) | FieldValue::Choice { .. } => None,
        });
        label.map_or("", |(label, _)| label.as_str())
    }

    /// Chooses the option with this label, if there is one.
    pub fn choose(&mut self, id: FieldId, label: &str) {
        for field in self.0.iter_mut().filter(|field| field.id == id) {
            if let FieldValue::Choice { options, chosen } = &mut field.value {
                *chosen = options.iter().position(|(option, _)| option == label).unwrap_or(*chosen);
            }
        }
    }

    /// Puts the preset after or before the one in a text field into it, from the first or last one on.
    pub fn step_preset(&mut self, at: usize, forward: bool) {
        let Some(Field { value: FieldValue::Text(field), presets, .. }) = self.0.get_mut(at) else { return };
        let count = presets.len();
        let next = match presets.iter().position(|preset| *preset == field.text()) {
            Some(chosen) => chosen + if forward { 1 } else { count - 1 },
            None if forward => 0,
            None => count.saturating_sub(1),
        };
        if let Some(preset) = presets.get(next % count.max(1)) {
            *field = TextField::new(preset.clone());
        }
    }

    /// Puts a chip into its field, by its number from 0; returns the field. `None` if there is no such chip.
    pub fn take_chip(&mut self, number: usize) -> Option<FieldId> {
        let field = self.0.iter_mut().find(|field| field.has_chips)?;
        let chip = field.presets.get(number)?.clone();
        let FieldValue::Text(text) = &mut field.value else { return None };
        text.replace(&chip);
        Some(field.id)
    }

    /// Returns the number of chips.
    pub fn chips(&self) -> usize {
        self.0.iter().find(|field| field.has_chips).map_or(0, |field| field.presets.len())
    }

    /// True if there is such a field.
    pub fn has(&self, id: FieldId) -> bool {
        self.0.iter().any(|field| field.id == id)
    }

    /// Sets the text of a text field, sanitized.
    pub fn set_text(&mut self, id: FieldId, text: &str) {
        if let Some(Field { value: FieldValue::Text(field), .. }) = self.0.iter_mut().find(|field| field.id == id) {
            field.replace(text);
        }
    }

    /// Returns the text, or the label of the chosen option, by field name.
    pub fn values(&self) -> BTreeMap<String, String> {
        let value = |field: &Field| match &field.value {
            FieldValue::Text(text) => text.text().to_owned(),
            FieldValue::Choice { options, chosen } => {
                options.get(*chosen).map(|(label, _)| label.clone()).unwrap_or_default()
            }
        };
        let name = |field: &Field| <&str>::from(field.id).to_owned();
        self.0.iter().map(|field| (name(field), value(field))).collect()
    }

    /// Returns the fields with these values; `None` if a value has no field, or names no option.
    pub fn with_values(&self, values: &BTreeMap<String, String>) -> Option<Self> {
        let mut fields = self.clone();
        for (name, value) in values {
            let field = fields.0.iter_mut().find(|field| <&str>::from(field.id) == name)?;
            match &mut field.value {
                FieldValue::Text(text) => {
                    *text = TextField::default();
                    text.insert(value);
                    text.forget_undo();
                }
                FieldValue::Choice { options, chosen } => {
                    *chosen = options.iter().position(|(label, _)| label == value)?;
                }
            }
        }
        Some(fields)
    }
}
