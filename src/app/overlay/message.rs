//! Message overlay: choose a draft, add an own line, copy the whole.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::ask::owed_gift;
use crate::app::bindings::{Bindings, MOVE, default_keys, with_keys};
use crate::app::command::{Command, Cx, Handled};
use crate::app::decide::template_values;
use crate::app::effect::Effect;
use crate::app::ids::{Context, Selection};
use crate::app::layer::Layer;
use crate::app::message_editor::{MessageDraft, MessageEditor};
use crate::app::model::Model;
use crate::app::notification::Notification;
use crate::app::text_field::{Fit, TextField};
use crate::app::view::ListCursor;
use crate::domain::care::introduction::{Introduction, SideState, introductions_of};
use crate::domain::decision::{FollowUpMode, Gift, Verdict};
use crate::domain::message::{Template, TemplateValues};
use crate::domain::person::key::PersonKey;

/// Bindings while no text is typed.
pub static BINDINGS: Bindings = &[
    &[
        with_keys("Enter c", Action::Confirm, "copy"),
        default_keys(Action::EditMessage, "add a line"),
        with_keys("l Right Tab", Action::NextChoice, "other draft"),
        with_keys("h Left Shift-Tab", Action::PreviousChoice, ""),
        default_keys(Action::Editor, "$EDITOR"),
        with_keys("Esc q", Action::Cancel, "back"),
    ],
    MOVE,
];

/// Days without contact after which a message says so.
const SILENCE_DAYS: i64 = 365;

/// Opens a message to the selected person, restoring a saved one.
pub fn open(to: &Selection, cx: &mut Cx) {
    open_at(to, "", cx);
}

/// Opens a message at a template, which need not be one of those that everybody is offered.
pub fn open_at(to: &Selection, template: &str, cx: &mut Cx) {
    let Some(person) = to.person(&cx.model.ledger) else { return };
    let kept = cx.drafts.take_message(&person);
    let name = to.name(&cx.model.ledger, &cx.model.network).display_name();
    let mut drafts = message_drafts(to, cx.model, &cx.drafts.my_news);
    if let Some(template) = cx.model.settings.template(template)
        && let Some(fill) = template_values(to, cx.model)
    {
        drafts.insert(0, MessageDraft::new(template.title.clone(), template.render(&fill)));
    }
    let fresh = MessageEditor::new(person, name, drafts);
    let message = match kept {
        Some(kept) => fresh.with_edits_of(kept),
        None => fresh,
    };
    cx.commands.push(Command::EditMessage(message));
}

/// Returns the title of the draft that a message to the selected person begins with.
pub fn first_title(to: &Selection, model: &Model) -> Option<String> {
    message_drafts(to, model, "").first().map(|draft| draft.title.clone())
}

/// Returns the drafts of a message: those that fit the person's status first, then all other templates.
fn message_drafts(to: &Selection, model: &Model, my_news: &str) -> Vec<MessageDraft> {
    let Some(fill) = template_values(to, model) else { return Vec::new() };
    let fill = TemplateValues { my_news: my_news.to_owned(), ..fill };
    let case = to.case(&model.ledger);
    let verdict = case.and_then(|case| model.ledger.decision_of(case)).map(|(_, decision)| &decision.verdict);
    let mut message_drafts = Vec::new();
    if let Some(Verdict::FollowUp { question, mode: FollowUpMode::Ask, .. }) = verdict
        && !question.is_empty()
    {
        let template = model.settings.template("ask_first").map(|t| t.render(&fill)).unwrap_or_default();
        message_drafts.push(MessageDraft::with_text("Your question", question, template));
    }
    message_drafts.extend(introduction_drafts(to, &fill, model));
    let for_contact = to.person(&model.ledger).and_then(|person| template_for_contact(&person, &fill, model));
    let first = for_contact.unwrap_or_else(|| template_for(verdict, case.is_some()));
    let (fits, others): (Vec<_>, Vec<_>) = general(model).partition(|t| t.id == first);
    message_drafts.extend(fits.into_iter().chain(others).map(|t| MessageDraft::new(t.title.clone(), t.render(&fill))));
    message_drafts
}

/// Templates for one occasion, which only that occasion offers.
const OF_OCCASIONS: [&str; 4] = ["write_recommendation", "introduction_ask", "introduction_joint", "introduction_off"];

/// Returns the drafts for the introductions of a person: asking them, both together, or that it does not work out, which
/// names nobody.
fn introduction_drafts(to: &Selection, fill: &TemplateValues, model: &Model) -> Vec<MessageDraft> {
    let Some(person) = to.person(&model.ledger) else { return Vec::new() };
    let draft = |introduction: Introduction| {
        let side = introduction.side_of(&person)?;
        let (mine, other) = (introduction.sides[side], introduction.sides[1 - side]);
        let id = match (mine, other, introduction.is_open()) {
            (SideState::NotAsked | SideState::Asked(_), _, true) => "introduction_ask",
            (SideState::Agreed, SideState::Agreed, true) => "introduction_joint",
            (SideState::Agreed, SideState::Declined, false) => "introduction_off",
            _ => return None,
        };
        let template = model.settings.template(id)?;
        let other = introduction.other(side).name.sanitized();
        let fill = TemplateValues { other, why: introduction.why.clone(), ..fill.clone() };
        Some(MessageDraft::new(template.title.clone(), template.render(&fill)))
    };
    introductions_of(&person, &model.ledger, model.moment.local).into_iter().rev().filter_map(draft).collect()
}

fn general(model: &Model) -> impl Iterator<Item = &Template> {
    model.settings.templates.iter().filter(|template| !OF_OCCASIONS.contains(&template.id.as_str()))
}

/// Returns the id of the template for somebody one is in touch with; `None` for everybody else, and while a gift is owed.
fn template_for_contact(person: &PersonKey, fill: &TemplateValues, model: &Model) -> Option<&'static str> {
    let clock = model.plan_data().clock().of(person);
    if !clock.is_in_touch || owed_gift(&Selection::Person(person.clone()), model).is_some() {
        return None;
    }
    let silent = clock.last_contact.is_none_or(|last| (model.moment.today - last.day).num_days() > SILENCE_DAYS);
    Some(match () {
        () if !fill.new_job.is_empty() => "new_job",
        () if silent => "hello_after_silence",
        () => "reach_out",
    })
}

/// Returns the id of the template that fits a verdict.
fn template_for(verdict: Option<&Verdict>, asked: bool) -> &'static str {
    match verdict {
        None if asked => "ask_first",
        None => "hello",
        Some(Verdict::FollowUp { .. }) => "ask_first",
        Some(Verdict::Decline(_)) => "kind_decline",
        Some(Verdict::Accept(details)) => match details.gift {
            Gift::Hello | Gift::Nothing => "hello",
            Gift::Introduction => "offer_introduction",
            Gift::Article => "offer_article",
            Gift::Call => "offer_call",
            Gift::Recommendation => "recommendation",
        },
    }
}

impl MessageEditor {
    /// Copies the message, unless a required own line is missing.
    fn copy(&self, cx: &mut Cx) {
        let Some(text) = self.current().map(|sketch| sketch.text.text().trim().to_owned()) else { return };
        if text.is_empty() || (cx.model.settings.needs_own_line && !self.has_own_line()) {
            let key = cx.model.settings.keymap.key_label(Context::Message, Action::EditMessage);
            cx.notify(Notification::hint(format!("Add a line of your own first ({key}), then copy.")));
            return;
        }
        cx.drafts.save_message(self.clone());
        if let Some(sketch) = self.current() {
            cx.drafts.remember_copied(self.to.clone(), sketch.title.clone());
        }
        cx.close();
        cx.effect(Effect::Copy(text));
    }
}

impl Layer for MessageEditor {
    fn context(&self) -> Context {
        if self.is_typing { Context::Text } else { Context::Message }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Confirm | Action::Cancel if self.is_typing => self.stop_typing(),
            Action::Confirm => self.copy(cx),
            Action::Cancel => {
                cx.drafts.save_message(self.clone());
                cx.close();
            }
            Action::EditMessage => self.start_typing(),
            Action::NextChoice | Action::PreviousChoice => self.choose(action == Action::NextChoice),
            Action::Editor => {
                let text = self.current_text_mut().map(|field| field.text().to_owned());
                cx.commands.extend(text.map(|text| Command::Effect(Effect::Edit(text))));
            }
            Action::Down | Action::Up if self.is_typing => {
                if let Some(field) = self.current_text_mut() {
                    field.move_line(action == Action::Down);
                }
            }
            Action::NextField | Action::PreviousField => {}
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn disabled(&self, action: Action, model: &Model) -> Option<Cow<'static, str>> {
        let is_choice = matches!(action, Action::NextChoice | Action::PreviousChoice);
        let key = || model.settings.keymap.key_label(Context::Text, Action::Confirm);
        (is_choice && self.is_typing).then(|| format!("{} ends writing; then choose another draft", key()).into())
    }

    fn choose(&mut self, draft: usize, _: Option<usize>, _: &Model) {
        if !self.is_typing {
            self.show_draft(draft);
        }
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }

    fn text(&mut self) -> Option<&mut TextField> {
        if self.is_typing { self.current_text_mut() } else { None }
    }

    fn editor_closed(&mut self, text: &str, _: &Model) -> Fit {
        self.current_text_mut().map_or(Fit::Whole, |field| field.replace(text.trim_end()))
    }
}
