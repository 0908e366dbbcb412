//! Commands from screens, forms and overlays to `App`, and the context of their calls. Form specs are here too: a
//! command names a form, and a form makes commands.

use crate::domain::decision::event::{EntryId, Event, NewEvent};

use super::action::Action;
use super::draft::Drafts;
use super::effect::Effect;
use super::field::{Field, FieldError, FieldId, Fields};
use super::ids::{Context, OverlayId, ScreenId, Selection};
use super::message_editor::MessageEditor;
use super::model::Model;
use super::notification::Notification;
use super::view::{ListCursor, ViewMetrics};

/// A form: one static in its own file, fields and submit together. No table lists the forms.
#[derive(Debug)]
pub struct FormSpec {
    /// Unique name; drafts are kept under it.
    pub name: &'static str,
    /// Returns the title.
    pub title: fn(&Cx, &Selection) -> String,
    /// Returns the fields, each with a default, so that Enter alone is enough.
    pub fields: fn(&Cx, &Selection) -> Vec<Field>,
    /// Issues the form's commands, or returns the invalid field; then nothing is done.
    pub submit: fn(&Fields, &Selection, &mut Cx) -> Result<(), FieldError>,
    /// Returns what follows from the values, shown below the fields; empty if nothing does.
    pub advice: fn(&Fields, &Selection, &Model) -> String,
    /// Updates dependent fields after a field changed.
    pub on_change: fn(&mut Fields, FieldId, &Model),
    /// Parts a text that was pasted into a field among all fields; false if it belongs into that field.
    pub on_paste: fn(&mut Fields, FieldId, &str) -> bool,
    /// Saves typed text outside the form (on a card, say) when the form is cancelled.
    pub on_cancel: fn(&Fields, &Selection, &mut Cx),
}

impl FormSpec {
    /// Defaults for the optional parts of a form.
    pub const PLAIN: Self = Self {
        name: "",
        title: |_, _| String::new(),
        fields: |_, _| Vec::new(),
        submit: |_, _, _| Ok(()),
        advice: |_, _, _| String::new(),
        on_change: |_, _, _| {},
        on_paste: |_, _, _| false,
        on_cancel: |_, _, _| {},
    };
}

/// A read-only text page, such as help.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Text, not wrapped.
    pub body: Vec<Paragraph>,
    /// True if the sections may stand side by side.
    pub in_columns: bool,
    /// Scroll position.
    pub scroll: ListCursor,
}

/// A paragraph of a text page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Paragraph {
    /// Emphasized text.
    Title(String),
    /// Normal text.
    Plain(String),
    /// Dimmed text.
    Dim(String),
    /// Keys of an action, and its description.
    Keys(String, &'static str),
    /// Numbered list item.
    NumberedItem(usize, String),
    /// Blank line.
    Blank,
}

/// A popup that Enter confirms or Esc cancels.
#[derive(Debug)]
pub struct Pause {
    /// Context, which names what its keys do.
    pub context: Context,
    /// Title.
    pub title: &'static str,
    /// Lines of text.
    pub body: Vec<String>,
    /// Commands that Enter runs after closing the popup.
    pub enter: Vec<Command>,
    /// Commands that Esc runs after closing the popup.
    pub esc: Vec<Command>,
    /// Handling of other keys.
    pub unbound_key: UnboundKey,
}

/// Handling of a key that has no binding in an overlay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnboundKey {
    /// The key is ignored.
    Ignored,
    /// The overlay closes.
    Closes,
    /// If the screen below has a binding for the key, the overlay closes and the binding runs.
    FallsThrough,
}

/// An instruction from a layer to `App`. Commands run in order; those after an effect run once its outcome is known,
/// and are dropped if it failed.
#[derive(Debug)]
pub enum Command {
    /// Go to a screen.
    Go(ScreenId),
    /// Go to a screen and select a target there.
    Show(ScreenId, Selection),
    /// Go back to where the screen was opened.
    Back,
    /// Open a form.
    OpenForm(&'static FormSpec, Selection),
    /// Open an overlay that only `App` can build.
    OpenOverlay(OverlayId),
    /// Open the message editor.
    EditMessage(MessageEditor),
    /// Open a text page.
    OpenPage(Page),
    /// Open a popup that asks for Enter or Esc.
    Pause(Pause),
    /// Close the overlay.
    Close,
    /// Scroll the details of the selected row: down if true.
    ScrollDetails(bool),
    /// Perform an action, as if its key was pressed.
    Perform(Action),
    /// Show a notification.
    Notify(Notification),
    /// Append text to the current notification.
    AddToNotification(String),
    /// Ask the shell for an effect.
    Effect(Effect),
    /// Ask for another portion of today's few.
    MoreReachOuts,
    /// Let the next undo bring back this entry, which was just taken back out of order.
    UndoBringsBack(EntryId),
}

/// Result of offering an action to a layer; after `No`, the next handler gets it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Handled {
    /// The layer handled the action.
    Yes,
    /// The layer left the action to the next handler.
    No,
}

/// Context of a call to a layer: the model to read, the drafts to change, and a list for its commands.
#[derive(Debug)]
pub struct Cx<'a> {
    /// Model, read-only.
    pub model: &'a Model,
    /// Unsaved answers and texts.
    pub drafts: &'a mut Drafts,
    /// Metrics of the last frame.
    pub view: &'a ViewMetrics,
    /// Commands for `App`, in order.
    pub commands: Vec<Command>,
}

impl<'a> Cx<'a> {
    /// Returns a context for one call.
    pub fn new(model: &'a Model, drafts: &'a mut Drafts, view: &'a ViewMetrics) -> Self {
        Self { model, drafts, view, commands: Vec::new() }
    }

    /// Opens a form.
    pub fn open_form(&mut self, form: &'static FormSpec, target: Selection) {
        self.commands.push(Command::OpenForm(form, target));
    }

    /// Goes to a screen.
    pub fn go(&mut self, screen: ScreenId) {
        self.commands.push(Command::Go(screen));
    }

    /// Goes to a screen and selects a target there.
    pub fn show(&mut self, screen: ScreenId, target: Selection) {
        self.commands.push(Command::Show(screen, target));
    }

    /// Shows a notification.
    pub fn notify(&mut self, notice: Notification) {
        self.commands.push(Command::Notify(notice));
    }

    /// Closes the overlay.
    pub fn close(&mut self) {
        self.commands.push(Command::Close);
    }

    /// Asks the shell for an effect.
    pub fn effect(&mut self, effect: Effect) {
        self.commands.push(Command::Effect(effect));
    }

    /// Appends an event to the journal.
    pub fn append(&mut self, event: Event) {
        self.append_all(vec![event.into()]);
    }

    /// Appends events to the journal, in one write.
    pub fn append_all(&mut self, events: Vec<NewEvent>) {
        self.effect(Effect::Append(events));
    }
}
