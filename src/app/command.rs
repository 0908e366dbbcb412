//! What a screen, a form or an overlay asks of `App`, and what it is given for that. Specs of forms stand here too: a
//! command names a form, a form makes commands.

use crate::domain::decision::event::Event;

use super::action::Action;
use super::draft::Drafts;
use super::effect::Effect;
use super::field::{Field, FieldError, FieldId, Fields};
use super::ids::{Context, OverlayId, ScreenId, Selection};
use super::message_editor::MessageEditor;
use super::model::Model;
use super::notification::Notification;
use super::view::{ListCursor, ViewMetrics};

/// A form: one static in a file of its own, its fields and its submit together. Nothing lists the forms.
#[derive(Debug)]
pub struct FormSpec {
    /// What it is known by.
    pub name: &'static str,
    /// Returns its title.
    pub title: fn(&Cx, &Selection) -> String,
    /// Returns its fields, each with a default, so that Enter alone will do.
    pub fields: fn(&Cx, &Selection) -> Vec<Field>,
    /// Asks for what it comes to; or says what is wrong, and then nothing happens.
    pub submit: fn(&Fields, &Selection, &mut Cx) -> Result<(), FieldError>,
    /// Keeps other fields in step with one that has changed.
    pub on_change: fn(&mut Fields, FieldId, &Model),
    /// Puts what was typed where it belongs, when the form is left by Esc.
    pub on_cancel: fn(&Fields, &Selection, &mut Cx),
}

impl FormSpec {
    /// The rest of a form that needs nothing more.
    pub const PLAIN: Self = Self {
        name: "",
        title: |_, _| String::new(),
        fields: |_, _| Vec::new(),
        submit: |_, _, _| Ok(()),
        on_change: |_, _, _| {},
        on_cancel: |_, _, _| {},
    };
}

/// Something to read: help, prompts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// What it says, not wrapped.
    pub body: Vec<Paragraph>,
    /// How far it is scrolled.
    pub scroll: ListCursor,
}

/// A paragraph of something to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Paragraph {
    /// Words that matter more.
    Title(String),
    /// Words.
    Plain(String),
    /// Words that matter less.
    Dim(String),
    /// The keys of an action, and what it does.
    Keys(String, &'static str),
    /// A point of a list, with its number.
    Point(usize, String),
    /// Nothing.
    Blank,
}

/// Something that is taken by Enter or left by Esc.
#[derive(Debug)]
pub struct Pause {
    /// Its title.
    pub title: &'static str,
    /// What it says.
    pub body: Vec<String>,
    /// Where keys are heard: [`Context::Pause`] or [`Context::ConfirmQuit`].
    pub context: Context,
    /// What Enter asks for, beside closing it.
    pub enter: Vec<Command>,
    /// What Esc asks for, beside closing it.
    pub esc: Vec<Command>,
    /// What becomes of other keys.
    pub stray: Stray,
}

/// What becomes of a key that means nothing on an overlay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stray {
    /// Nothing.
    Ignored,
    /// The overlay closes.
    Closes,
    /// If the screen below knows the key, the overlay closes and the key counts there.
    FallsThrough,
}

/// What somebody asks of `App`. They run in order; what stands behind an effect waits for its outcome, and is dropped
/// if it failed.
#[derive(Debug)]
pub enum Command {
    /// To a screen.
    Go(ScreenId),
    /// To a screen, and there to this.
    Show(ScreenId, Selection),
    /// Back to where the screen was opened.
    Leave,
    /// Ask.
    Ask(&'static FormSpec, Selection),
    /// Open what `App` alone can make.
    Open(OverlayId),
    /// Write a message.
    EditMessage(MessageEditor),
    /// Show something to read.
    Read(Page),
    /// Ask for Enter or Esc.
    Pause(Pause),
    /// Close what lies over the screen.
    Close,
    /// As if its key was pressed.
    Act(Action),
    /// Say something.
    Notify(Notification),
    /// Say more behind what is said.
    AddToNotification(String),
    /// Do something in the world.
    Effect(Effect),
}

/// True to whoever asks if the action was taken; else whoever lies below is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Handled {
    /// It was.
    Yes,
    /// It was not.
    No,
}

/// What a layer is given when it acts: all of it to look at, the drafts to change, and room for what it asks.
#[derive(Debug)]
pub struct Cx<'a> {
    /// What the program knows.
    pub model: &'a Model,
    /// What was answered and typed.
    pub drafts: &'a mut Drafts,
    /// What the last picture showed.
    pub view: &'a ViewMetrics,
    /// What is asked of `App`.
    pub out: Vec<Command>,
}

impl<'a> Cx<'a> {
    /// For one call.
    pub fn new(model: &'a Model, drafts: &'a mut Drafts, view: &'a ViewMetrics) -> Self {
        Self { model, drafts, view, out: Vec::new() }
    }

    /// Asks by a form.
    pub fn ask(&mut self, form: &'static FormSpec, target: Selection) {
        self.out.push(Command::Ask(form, target));
    }

    /// Goes to a screen.
    pub fn go(&mut self, screen: ScreenId) {
        self.out.push(Command::Go(screen));
    }

    /// Goes to a screen, and there to this.
    pub fn show(&mut self, screen: ScreenId, target: Selection) {
        self.out.push(Command::Show(screen, target));
    }

    /// Says something.
    pub fn notify(&mut self, notice: Notification) {
        self.out.push(Command::Notify(notice));
    }

    /// Closes the overlay.
    pub fn close(&mut self) {
        self.out.push(Command::Close);
    }

    /// Asks for something to be done in the world.
    pub fn effect(&mut self, effect: Effect) {
        self.out.push(Command::Effect(effect));
    }

    /// Asks for a line in the journal.
    pub fn append(&mut self, event: Event) {
        self.effect(Effect::Append { event, redo_of: None });
    }
}
