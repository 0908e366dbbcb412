//! Agenda screen: requests that were put off, and gifts that are owed.

use crate::app::action::{Action, DECIDE, EVERYWHERE, MOVE, PERSON, RESCHEDULE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::care::agenda::{AgendaItem, agenda};

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Agenda,
    title: "Today",
    name: "today",
    place: Place::Tab,
    go_keys: "d",
    go_label: "today",
    bindings: &[
        &[default_keys(Action::OpenPerson, "page"), default_keys(Action::GiveGift, "done")],
        DECIDE,
        RESCHEDULE,
        RETRY,
        PERSON,
        &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// The agenda screen.
#[derive(Debug, Default)]
pub struct AgendaScreen {
    /// Agenda items, the earliest first.
    pub items: Vec<AgendaItem>,
    /// Cursor in the items.
    pub cursor: ListCursor,
}

impl AgendaScreen {
    /// Returns the selected item.
    pub fn item(&self) -> Option<&AgendaItem> {
        self.items.get(self.cursor.index)
    }
}

impl Layer for AgendaScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Agenda)
    }

    fn selected(&self, _: &Model) -> Selection {
        self.item().map_or(Selection::Nobody, |item| Selection::Request(item.id.clone()))
    }

    fn show(&mut self, target: &Selection, _: &mut Cx) {
        let place = self.items.iter().position(|item| Selection::Request(item.id.clone()) == *target);
        self.cursor.restore(place, self.items.len());
    }

    fn act(&mut self, _: Action, _: &mut Cx) -> Handled {
        Handled::No
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let selected = self.item().map(|item| item.id.clone());
        self.items = agenda(&cx.model.ledger, &cx.model.network, cx.model.moment.today, cx.model.moment.local);
        let place = self.items.iter().position(|item| Some(&item.id) == selected.as_ref());
        self.cursor.restore(place, self.items.len());
    }
}
