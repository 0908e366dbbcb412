//! Forms: a few fields, each with a default, so that Enter alone is enough. One file per form.

pub mod accept;
pub mod absence;
pub mod add;
pub mod contact;
pub mod all;
pub mod ask_again_later;
pub mod decline;
pub mod details;
pub mod export;
pub mod follow_up;
pub mod import;
pub mod introduction;
pub mod invite;
pub mod learnt;
pub mod my_news;
pub mod note;
pub mod pledge;
pub mod postpone;
pub mod promise;
pub mod reason;
pub mod recommendation;
pub mod review;
pub mod rhythm;
pub mod talk_sheet;

use std::borrow::Cow;

use super::action::Action;
use super::bindings::{Bindings, default_keys, with_keys};
use super::command::{Command, Cx, FormSpec, Handled};
use super::draft::Drafts;
use super::effect::Effect;
use super::field::{Field, FieldError, FieldId, FieldValue, Fields};
use super::ids::{Context, Selection};
use super::layer::Layer;
use super::model::Model;
use super::text_field::TextField;
use crate::domain::care::summary::name_of;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::care_event::Party;
use crate::domain::text::dates;

/// Bindings in a text field.
pub static TEXT: Bindings = &[&[
    default_keys(Action::Confirm, "done"),
    default_keys(Action::NextField, "next field"),
    default_keys(Action::PreviousField, ""),
    with_keys("Ctrl-n", Action::NextChoice, "other days"),
    with_keys("Ctrl-p", Action::PreviousChoice, ""),
    with_keys("Down", Action::Down, ""),
    with_keys("Up", Action::Up, ""),
    default_keys(Action::Editor, "$EDITOR"),
    default_keys(Action::Cancel, "back"),
]];
/// Bindings in a choice.
pub static CHOICE: Bindings = &[&[
    default_keys(Action::Confirm, "done"),
    default_keys(Action::NextField, "next field"),
    default_keys(Action::PreviousField, ""),
    default_keys(Action::NextChoice, "choose"),
    default_keys(Action::PreviousChoice, ""),
    with_keys("Down j", Action::Down, ""),
    with_keys("Up k", Action::Up, ""),
    default_keys(Action::Cancel, "back"),
    default_keys(Action::Question1, "reason"),
    default_keys(Action::Question2, ""),
    default_keys(Action::Question3, ""),
    default_keys(Action::Question4, ""),
    default_keys(Action::Question5, ""),
    default_keys(Action::Question6, ""),
    default_keys(Action::Question7, ""),
    default_keys(Action::Question8, ""),
    default_keys(Action::Question9, ""),
]];

/// Returns the name for a title.
fn name(cx: &Cx, target: &Selection) -> String {
    target.name(&cx.model.ledger, &cx.model.network).display_name()
}

/// Returns the selected person as the party of an event.
fn party(cx: &Cx, target: &Selection) -> Option<Party> {
    let person = target.person(&cx.model.ledger)?;
    let name = name_of(&person, &cx.model.ledger, &cx.model.network);
    Some(Party { person, name })
}

/// Returns the title of a form that decides; over an earlier decision of another kind it says what it changes.
fn decision_title(verb: &str, kind: VerdictKind, cx: &Cx, target: &Selection) -> String {
    let name = name(cx, target);
    let earlier = target.case(&cx.model.ledger).and_then(|case| cx.model.ledger.decision_of(case));
    match earlier.filter(|(_, decision)| decision.verdict.kind() != kind) {
        Some((entry, decision)) => {
            let day = dates::format_long(cx.model.moment.local.of(entry.at));
            let kind = decision.verdict.kind();
            format!("{verb} {name}? So far: {} {} {day}", kind.label(), kind.day_word())
        }
        None => format!("{verb} {name}"),
    }
}

/// An open form.
#[derive(Debug)]
pub struct Form {
    /// Definition of the form.
    pub spec: &'static FormSpec,
    /// Target of the form.
    pub target: Selection,
    /// Title.
    pub title: String,
    /// Fields with their current values.
    pub fields: Fields,
    /// Fields with their default values.
    fresh: Fields,
    /// Index of the focused field.
    pub focus: usize,
    /// Error in the input, if any.
    pub error: Option<String>,
    /// What follows from the values; empty if nothing does.
    pub advice: String,
}

impl Form {
    /// Opens a form at its first field, restoring saved input.
    pub fn new(spec: &'static FormSpec, target: Selection, cx: &mut Cx) -> Self {
        let fresh = Fields((spec.fields)(cx, &target));
        let fields = cx.drafts.take_form(spec.name, &target, &fresh);
        let advice = (spec.advice)(&fields, &target, cx.model);
        Self { spec, title: (spec.title)(cx, &target), target, fields, fresh, focus: 0, error: None, advice }
    }

    /// Saves what was typed, as on leaving the form.
    pub fn save(&self, cx: &mut Cx) {
        (self.spec.on_cancel)(&self.fields, &self.target, cx);
        self.save_fields(cx.drafts);
    }

    /// Saves the fields for the next time the form is opened.
    pub fn save_fields(&self, drafts: &mut Drafts) {
        drafts.save_form(self.spec.name, &self.target, &self.fields, &self.fresh);
    }

    fn submit(&mut self, cx: &mut Cx) {
        cx.close(); // before the form's own commands, which may open the next form
        if let Err(FieldError(id, why)) = (self.spec.submit)(&self.fields, &self.target, cx) {
            cx.commands.clear();
            self.focus = self.fields.0.iter().position(|field| field.id == id).unwrap_or(self.focus);
            if self.advice == why {
                self.advice.clear(); // said once, as the error
            }
            self.error = Some(why);
        }
    }

    /// Updates what depends on a field that changed.
    fn changed(&mut self, id: FieldId, model: &Model) {
        (self.spec.on_change)(&mut self.fields, id, model);
        self.advice = (self.spec.advice)(&self.fields, &self.target, model);
    }

    /// True if Tab completes a path: the only field is one.
    fn completes_path(&self) -> bool {
        matches!(self.fields.0.as_slice(), [field] if field.id == FieldId::Path)
    }

    /// Moves the focus by one field, wrapping around.
    fn move_focus(&mut self, forward: bool) {
        let fields = self.fields.0.len().max(1);
        self.focus = (self.focus + if forward { 1 } else { fields - 1 }) % fields;
    }

    /// Chooses the next or previous option, or preset of a text field, wrapping around.
    fn move_choice(&mut self, forward: bool, model: &Model) {
        let Some(field) = self.fields.0.get_mut(self.focus) else { return };
        let id = field.id;
        match &mut field.value {
            FieldValue::Choice { options, chosen } => {
                let count = options.len().max(1);
                *chosen = (*chosen + if forward { 1 } else { count - 1 }) % count;
            }
            FieldValue::Text(_) => {
                self.error = None;
                self.fields.step_preset(self.focus, forward);
            }
        }
        self.changed(id, model);
    }

    /// Moves up or down: within a choice that lists its options vertically, else to the field above or below.
    fn move_line(&mut self, forward: bool, model: &Model) {
        let at_edge = match self.fields.0.get(self.focus).map(|field| &field.value) {
            Some(FieldValue::Choice { options, chosen }) if options.iter().any(|(_, said)| !said.is_empty()) => {
                if forward {
                    chosen + 1 == options.len()
                } else {
                    *chosen == 0
                }
            }
            Some(FieldValue::Text(_) | FieldValue::Choice { .. }) | None => true,
        };
        if at_edge { self.move_focus(forward) } else { self.move_choice(forward, model) }
    }
}

impl Layer for Form {
    fn context(&self) -> Context {
        match self.fields.0.get(self.focus).map(|field| &field.value) {
            Some(FieldValue::Text(_)) => Context::Text,
            Some(FieldValue::Choice { .. }) | None => Context::Choice,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Confirm => self.submit(cx),
            Action::NextField if self.completes_path() => {
                let text = self.text().map(|text| text.text().to_owned());
                cx.commands.extend(text.map(|text| Command::Effect(Effect::CompletePath(text))));
            }
            Action::NextField | Action::PreviousField => self.move_focus(action == Action::NextField),
            Action::NextChoice | Action::PreviousChoice => self.move_choice(action == Action::NextChoice, cx.model),
            Action::Down | Action::Up => self.move_line(action == Action::Down, cx.model),
            Action::Editor => {
                let text = self.text().map(|text| text.text().to_owned());
                cx.commands.extend(text.map(|text| Command::Effect(Effect::Edit(text))));
            }
            Action::Cancel => {
                self.save(cx);
                cx.close();
            }
            action => {
                let taken = action.question().and_then(|number| self.fields.take_chip(number));
                let Some(id) = taken else { return Handled::No };
                self.changed(id, cx.model);
            }
        }
        Handled::Yes
    }

    fn choose(&mut self, field: usize, option: Option<usize>, model: &Model) {
        let Some(target) = self.fields.0.get_mut(field) else { return };
        self.focus = field;
        if target.has_chips
            && let Some(id) = option.and_then(|number| self.fields.take_chip(number))
        {
            return self.changed(id, model);
        }
        let Some(target) = self.fields.0.get_mut(field) else { return };
        if let (FieldValue::Choice { options, chosen }, Some(option)) = (&mut target.value, option)
            && option < options.len()
        {
            *chosen = option;
            let id = target.id;
            self.changed(id, model);
        }
    }

    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        let without_presets = match self.fields.0.get(self.focus) {
            Some(Field { value: FieldValue::Text(_), presets, .. }) => presets.is_empty(),
            Some(_) | None => false,
        };
        if action.question().is_some_and(|number| number >= self.fields.chips()) {
            return Some(Cow::from("No usual reason has this digit here"));
        }
        let is_move = matches!(action, Action::NextField | Action::PreviousField);
        if is_move && self.fields.0.len() < 2 && !(action == Action::NextField && self.completes_path()) {
            return Some(Cow::from("This is the only field"));
        }
        let is_choice = matches!(action, Action::NextChoice | Action::PreviousChoice);
        (is_choice && without_presets).then(|| Cow::from("There is nothing to choose from here"))
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        let has_chips = self.fields.0.get(self.focus).is_some_and(|field| field.has_chips);
        let completes = action == Action::NextField && self.completes_path();
        if action == Action::NextChoice && has_chips { Some("usual reasons") } else { completes.then_some("complete") }
    }

    fn text(&mut self) -> Option<&mut TextField> {
        match &mut self.fields.0.get_mut(self.focus)?.value {
            FieldValue::Text(text) => Some(text),
            FieldValue::Choice { .. } => None,
        }
    }

    fn paste(&mut self, text: &str) -> bool {
        let Some(id) = self.fields.0.get(self.focus).map(|field| field.id) else { return false };
        let is_parted = (self.spec.on_paste)(&mut self.fields, id, text);
        if is_parted {
            self.error = None;
        }
        is_parted
    }

    fn text_changed(&mut self, model: &Model) {
        self.error = None;
        if let Some(id) = self.fields.0.get(self.focus).map(|field| field.id) {
            self.changed(id, model);
        }
    }
}
