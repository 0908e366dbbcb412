//! From what the person does to the layer that does it.

use super::App;
use super::action::Action;
use super::command::{Handled, Stray};
use super::common;
use super::ids::Context;
use super::key::Key;
use super::notification::Notification;
use super::view::Hit;

impl App {
    /// A key: the first of its meanings that is possible; else it is typed.
    pub(super) fn press(&mut self, key: Key) {
        let mut why_not = None;
        let meanings: Vec<Action> = self.keymap().meanings(self.context(), key).collect();
        for action in meanings {
            match self.disabled(action) {
                None => return self.perform(action),
                Some(why) => why_not = Some(why),
            }
        }
        if let Some(why) = why_not {
            self.notice = Some(Notification::hint(why));
            return;
        }
        let layer = self.layers.top_mut();
        if let Some(text) = layer.text() {
            if text.input(key) {
                layer.typed(&self.model);
            }
            return;
        }
        match layer.stray(key) {
            Stray::Ignored => {}
            Stray::Closes => self.layers.overlay = None,
            Stray::FallsThrough => {
                let below = self.layers.screens.current().context();
                if self.keymap().meanings(below, key).next().is_some() {
                    self.layers.overlay = None;
                    self.press(key);
                }
            }
        }
    }

    /// Does what is asked for, or says why not.
    pub(super) fn act(&mut self, action: Action) {
        match self.disabled(action) {
            None => self.perform(action),
            Some(why) => self.notice = Some(Notification::hint(why)),
        }
    }

    /// Does what is possible: the layer on top, else its cursor, else what every screen does.
    fn perform(&mut self, action: Action) {
        let selected = self.selected();
        self.with(|layers, cx| {
            let (tab, layer) = (layers.screens.tab(), layers.top_mut());
            let handled = layer.act(action, cx) == Handled::Yes
                || layer.cursor().is_some_and(|cursor| cursor.step(action, cx.view.list));
            if !handled && common::act(action, &selected, tab, cx) == Handled::No {
                cx.notify(Notification::hint(format!("{} does nothing here", action.name()))); // a test looks for it
            }
        });
    }

    /// Pasted text goes into a field and nowhere else.
    pub(super) fn paste(&mut self, text: &str) {
        let layer = self.layers.top_mut();
        let takes_lines = layer.context() == Context::Text;
        let Some(field) = layer.text() else {
            self.notice = Some(Notification::hint("Pasted text goes into text fields only; nothing was done"));
            return;
        };
        if takes_lines {
            field.insert(text);
        } else {
            field.insert(&text.replace('\n', " "));
        }
        layer.typed(&self.model);
    }

    /// A click means what lay there in the last picture.
    pub(super) fn click(&mut self, x: u16, y: u16) {
        match self.view.at(x, y) {
            Some(Hit::Key(action)) => self.act(action),
            Some(Hit::Row(row)) => {
                if let Some(cursor) = self.layers.top_mut().cursor() {
                    cursor.at = row;
                }
            }
            None => {}
        }
    }
}
