//! The interface of screens and overlays to `App`, and the spec of a screen.

use std::borrow::Cow;

use crate::domain::decision::Draft;
use crate::domain::decision::event::{Entry, Event};

use super::action::Action;
use super::bindings::Bindings;
use super::command::{Cx, Handled, UnboundKey};
use super::ids::{Context, ScreenId, Selection};
use super::key::Key;
use super::model::{Change, Model};
use super::text_field::{Fit, TextField};
use super::view::ListCursor;

/// Position of a screen in the navigation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A tab.
    Tab,
    /// Below this tab.
    Under(ScreenId),
    /// Below the screen that opened it.
    Opener,
}

/// A screen's entry for the top line, `g`, palette, help, documents and tests.
#[derive(Debug)]
pub struct ScreenSpec {
    /// Identifier.
    pub id: ScreenId,
    /// Title in the top line.
    pub title: &'static str,
    /// Name in the help.
    pub name: &'static str,
    /// Position in the navigation.
    pub place: Place,
    /// Letters after `g`; empty if `g` cannot open the screen.
    pub go_keys: &'static str,
    /// Label of those letters.
    pub go_label: &'static str,
    /// Key bindings.
    pub bindings: Bindings,
}

/// Returns the label of a deciding action where it changes a decision; `None` for another action.
pub fn change_label(action: Action) -> Option<&'static str> {
    matches!(action, Action::Accept | Action::Decline | Action::FollowUp).then_some("change")
}

/// Returns the label of Esc above a list that may be filtered; `None` for another action.
pub fn show_all_label(action: Action, is_filtered: bool) -> Option<&'static str> {
    (action == Action::ShowAll).then_some(if is_filtered { "show all" } else { "inbox" })
}

/// A screen or an overlay.
pub trait Layer {
    /// Returns the current key binding context.
    fn context(&self) -> Context;

    /// Performs an action, or leaves it to the next handler.
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled;

    /// Returns the reason an action is disabled; help, status line, palette and dispatch use it.
    fn disabled(&self, _action: Action, _model: &Model) -> Option<Cow<'static, str>> {
        None
    }

    /// True for an action that means something of its own here, whatever it needs elsewhere.
    fn takes(&self, _action: Action) -> bool {
        false
    }

    /// Returns the label of an action, where it differs here. Neighbours with the same label are one hint.
    fn label(&self, _action: Action, _model: &Model) -> Option<&'static str> {
        None
    }

    /// Returns the current selection.
    fn selected(&self, _model: &Model) -> Selection {
        Selection::Nobody
    }

    /// Selects a target.
    fn show(&mut self, _target: &Selection, _cx: &mut Cx) {}

    /// Returns the list cursor, or the scroll position where there is no list.
    fn cursor(&mut self) -> Option<&mut ListCursor> {
        None
    }

    /// Focuses a field and chooses an option, for a click.
    fn choose(&mut self, _field: usize, _option: Option<usize>, _model: &Model) {}

    /// Returns the text field in focus.
    fn text(&mut self) -> Option<&mut TextField> {
        None
    }

    /// Takes a pasted text as a whole; false if it belongs into the text in focus.
    fn paste(&mut self, _text: &str) -> bool {
        false
    }

    /// Reacts to a change of the text in focus.
    fn text_changed(&mut self, _model: &Model) {}

    /// Replaces the text in focus by the editor's result; tells whether all of it fits.
    fn editor_closed(&mut self, text: &str, model: &Model) -> Fit {
        let Some(field) = self.text() else { return Fit::Whole };
        let fit = field.replace(text.trim_end());
        self.text_changed(model);
        fit
    }

    /// Returns the handling of a key that has no binding and types nothing.
    fn unbound_key(&self, _key: Key) -> UnboundKey {
        UnboundKey::Ignored
    }

    /// Updates the layer after a model change or before it is first shown; filter and selection are kept.
    fn refresh(&mut self, _change: &Change, _cx: &mut Cx) {}

    /// Builds what the next key may show, while nobody waits for it.
    fn look_ahead(&mut self, _model: &Model) {}

    /// Reacts to an entry written while this screen was shown.
    fn posted(&mut self, _entry: &Entry, _cx: &mut Cx) {}

    /// Returns the card that an event decides, and the draft to restore on undo.
    fn decided_card(&self, _event: &Event, _model: &Model) -> Option<(Selection, Draft)> {
        None
    }
}
