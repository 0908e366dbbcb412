//! What a screen or an overlay is to `App`; and the row by which a screen is known.

use std::borrow::Cow;

use crate::domain::decision::Draft;
use crate::domain::decision::event::{Entry, Event};

use super::action::{Action, Bindings};
use super::command::{Cx, Handled, Stray};
use super::field::TextField;
use super::ids::{Context, ScreenId, Selection};
use super::key::Key;
use super::model::{Change, Model};
use super::view::ListCursor;

/// Where a screen lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// It is a tab.
    Tab,
    /// Under this tab.
    Under(ScreenId),
    /// Under the screen from which it was opened.
    Opener,
}

/// A screen as the top line, `g`, palette, help, README and tests know it.
#[derive(Debug)]
pub struct ScreenSpec {
    /// Which.
    pub id: ScreenId,
    /// What it is called in the top line.
    pub title: &'static str,
    /// What it is called in the help.
    pub name: &'static str,
    /// Where it lies.
    pub place: Place,
    /// The letters after `g`; empty for one that needs a person.
    pub go_keys: &'static str,
    /// What stands beside those letters.
    pub go_hint: &'static str,
    /// Its keys.
    pub bindings: Bindings,
}

/// A screen or an overlay.
pub trait Layer {
    /// Returns where keys are heard now.
    fn context(&self) -> Context;

    /// Does what is asked, or leaves it to whoever lies below.
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled;

    /// Returns why an action is not possible now; help, status line, palette and executor ask this.
    fn disabled(&self, _action: Action, _model: &Model) -> Option<Cow<'static, str>> {
        None
    }

    /// Returns what an action is called here, where it is called otherwise.
    fn label(&self, _action: Action) -> Option<&'static str> {
        None
    }

    /// Returns who or what is selected.
    fn selected(&self, _model: &Model) -> Selection {
        Selection::Nobody
    }

    /// Turns to something, so that it is selected.
    fn show(&mut self, _target: &Selection, _cx: &mut Cx) {}

    /// Returns what moves: the place in the list, or the scroll position where there is no list.
    fn cursor(&mut self) -> Option<&mut ListCursor> {
        None
    }

    /// Returns the text in focus.
    fn text(&mut self) -> Option<&mut TextField> {
        None
    }

    /// The text in focus has changed.
    fn typed(&mut self, _model: &Model) {}

    /// The text came back from the editor.
    fn edited(&mut self, text: &str, model: &Model) {
        if let Some(field) = self.text() {
            *field = TextField::default();
            field.insert(text.trim_end());
            self.typed(model);
        }
    }

    /// Returns what becomes of a key that is bound to nothing and types nothing.
    fn stray(&self, _key: Key) -> Stray {
        Stray::Ignored
    }

    /// The model has changed, or the screen comes up for the first time; filter and selection are kept.
    fn refresh(&mut self, _change: &Change, _cx: &mut Cx) {}

    /// A line was written while this screen was up.
    fn posted(&mut self, _entry: &Entry, _cx: &mut Cx) {}

    /// Returns which card here an event answers, and the draft to put back when it is taken back.
    fn answers(&self, _event: &Event) -> Option<(Selection, Draft)> {
        None
    }
}
