//! People screen: everybody who was accepted.

use crate::app::action::{Action, EVERYWHERE, EXPORT, MOVE, PERSON, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::care::summary::{PersonSummary, all_people};
use crate::domain::decision::ledger::Status;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::People,
    title: "People",
    name: "people",
    place: Place::Tab,
    go_keys: "p",
    go_label: "people",
    bindings: &[
        &[default_keys(Action::OpenPerson, "page"), default_keys(Action::GiveGift, "done")],
        RETRY,
        PERSON,
        &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        MOVE,
        UNDO,
        EXPORT,
        EVERYWHERE,
    ],
};

/// The people screen.
#[derive(Debug, Default)]
pub struct PeopleScreen {
    /// Accepted people, by name.
    pub people: Vec<PersonSummary>,
    /// Cursor in the people.
    pub cursor: ListCursor,
}

impl PeopleScreen {
    fn person(&self) -> Option<&PersonSummary> {
        self.people.get(self.cursor.index)
    }
}

impl Layer for PeopleScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::People)
    }

    fn selected(&self, _: &Model) -> Selection {
        self.person().map_or(Selection::Nobody, |person| Selection::Request(person.latest.clone()))
    }

    fn act(&mut self, _: Action, _: &mut Cx) -> Handled {
        Handled::No
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let selected = self.person().map(|person| person.key.clone());
        self.people = all_people(&cx.model.ledger);
        self.people.retain(|person| person.status == Status::Accepted);
        let place = self.people.iter().position(|person| Some(&person.key) == selected.as_ref());
        self.cursor.restore(place, self.people.len());
    }
}
