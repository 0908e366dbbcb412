//! Dispatch: routes keys, pasted text and clicks to the layer that handles them.

use super::App;
use super::action::Action;
use super::command::{Handled, UnboundKey};
use super::common;
use super::ids::Context;
use super::key::{Key, KeyCode};
use super::notification::Notification;
use super::text_field::Fit;
use super::view::ClickTarget;

/// Rows that one turn of the wheel moves.
const WHEEL_ROWS: usize = 3;

impl App {
    /// Handles a key: its first enabled action runs; a key without a binding is typed.
    pub(super) fn press(&mut self, key: Key) {
        let mut why_not = None;
        let meanings: Vec<Action> = self.keymap().actions_for(self.context(), key).collect();
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
                layer.text_changed(&self.model);
            }
            return;
        }
        match layer.unbound_key(key) {
            UnboundKey::Ignored => self.notice = Some(Notification::hint(format!("{key} does nothing here"))),
            UnboundKey::Closes => self.layers.overlay = None,
            UnboundKey::FallsThrough => {
                let below = self.layers.screens.current().context();
                if self.keymap().actions_for(below, key).next().is_some() {
                    self.layers.overlay = None;
                    self.press(key);
                }
            }
        }
    }

    /// Performs an action, or shows why it is disabled.
    pub(super) fn act(&mut self, action: Action) {
        match self.disabled(action) {
            None => self.perform(action),
            Some(why) => self.notice = Some(Notification::hint(why)),
        }
    }

    /// Performs an enabled action: by the top layer, else by its cursor, else by the shared default.
    fn perform(&mut self, action: Action) {
        let selected = self.selected();
        self.with(|layers, cx| {
            let (tab, layer) = (layers.screens.tab(), layers.top_mut());
            let handled = layer.act(action, cx) == Handled::Yes
                || layer.cursor().is_some_and(|cursor| cursor.step(action, cx.view.list));
            if !handled && common::act(action, &selected, tab, cx) == Handled::No {
                cx.notify(Notification::hint(format!("{} does nothing here", action.name()))); // a test looks for this
            }
        });
    }

    /// Inserts pasted text into the focused text field; pasted text never acts as keys.
    pub(super) fn paste(&mut self, text: &str) {
        let layer = self.layers.top_mut();
        if layer.paste(text) {
            return;
        }
        let takes_lines = layer.context() == Context::Text;
        let Some(field) = layer.text() else {
            self.notice = Some(Notification::hint("Nothing pasted. Open a text field first."));
            return;
        };
        let fit = if takes_lines { field.insert(text) } else { field.insert(&text.replace('\n', " ")) };
        layer.text_changed(&self.model);
        self.tell_cut(fit);
    }

    /// Says that a text was cut.
    pub(super) fn tell_cut(&mut self, fit: Fit) {
        if fit == Fit::Cut {
            self.notice = Some(Notification::failed("Too long for a field: only its beginning is here"));
        }
    }

    /// Handles a click on what the last frame drew there.
    pub(super) fn click(&mut self, x: u16, y: u16) {
        if let Some(target) = self.view.hit_test(x, y) {
            self.choose(target);
        }
    }

    /// Selects a row of the list.
    pub(super) fn select_row(&mut self, row: usize) {
        match self.layers.top_mut().cursor() {
            Some(cursor) if cursor.size().is_some_and(|len| row < len) => cursor.index = row,
            Some(cursor) if cursor.size().is_some() => {
                self.notice = Some(Notification::hint(format!("There is no row {} here", row + 1)));
            }
            _ => self.notice = Some(Notification::hint("There is no list here")),
        }
    }

    /// Does what a click on a target does.
    pub(super) fn choose(&mut self, target: ClickTarget) {
        match target {
            ClickTarget::Key(action) => self.act(action),
            ClickTarget::Answer(question, answer) => {
                self.act(question);
                self.act(answer);
            }
            ClickTarget::Field(field, option) => self.layers.top_mut().choose(field, option, &self.model),
            ClickTarget::Row(row) => {
                let Some(cursor) = self.layers.top_mut().cursor() else { return };
                if cursor.index == row {
                    self.press(Key::plain(KeyCode::Enter)); // a second click opens
                } else {
                    cursor.index = row;
                }
            }
        }
    }

    /// Scrolls the details of the selected row by a few lines.
    pub(super) fn scroll_details(&mut self, down: bool) {
        let Some((_, extent)) = self.view.details.filter(|(_, extent)| extent.overflow > 0) else {
            self.notice = Some(Notification::hint("Nothing more to show here"));
            return;
        };
        let mut scroll = self.detail_scroll();
        for _ in 0..WHEEL_ROWS {
            scroll.step(if down { Action::Down } else { Action::Up }, extent);
        }
        self.details = (self.screens().current_id(), self.selected(), scroll);
    }

    /// Moves the cursor or scrolls the text under the wheel.
    pub(super) fn wheel(&mut self, x: u16, y: u16, down: bool) {
        if self.view.details.is_some_and(|(area, extent)| area.contains(x, y) && extent.overflow > 0) {
            return self.scroll_details(down);
        }
        if !self.view.is_over_list(x, y) {
            return;
        }
        let (extent, action) = (self.view.list, if down { Action::Down } else { Action::Up });
        if let Some(cursor) = self.layers.top_mut().cursor() {
            for _ in 0..WHEEL_ROWS {
                cursor.step(action, extent);
            }
        }
    }
}
