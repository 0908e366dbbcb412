//! A list of people for one purpose, in sections: one static a list, one kind of screen for all.

use crate::app::action::Action;
use crate::app::bindings::{BindingRow, Bindings, DETAILS, EVERYWHERE, MOVE, PERSON, RETRY, UNDO, default_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, Selection};
use crate::app::layer::{Layer, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::overlay::message;
use crate::app::view::ListCursor;
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::Untrusted;

/// A list: one static in its own file.
#[derive(Debug)]
pub struct PersonList {
    /// Screen spec.
    pub spec: ScreenSpec,
    /// Returns the sections, with their people in order.
    pub sections: fn(&Model) -> Vec<ListSection>,
    /// Returns what stands beside the title.
    pub summary: fn(&Model) -> String,
    /// Where nobody is listed: that it is so, and who will be here.
    pub nobody: [&'static str; 2],
    /// Template that a message begins with; empty for the one that fits.
    pub template: &'static str,
}

/// A section of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListSection {
    /// Heading.
    pub heading: &'static str,
    /// People.
    pub people: Vec<ListPerson>,
}

/// A person of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListPerson {
    /// The person.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// What is said of them in the row.
    pub text: String,
    /// What to click on LinkedIn, and what comes of it.
    pub clicks: Option<[&'static str; 2]>,
}

/// Bindings of a list.
pub static BINDINGS: Bindings = &[
    &[default_keys(Action::OpenPerson, "page")],
    RETRY,
    PERSON,
    CARE,
    &[default_keys(Action::ClosePerson, "people")],
    MOVE,
    DETAILS,
    UNDO,
    EVERYWHERE,
];

/// Bindings of the list of one's own requests.
pub static WITH_INVITE: Bindings = &[
    &[default_keys(Action::OpenPerson, "page"), default_keys(Action::Invite, "invite somebody")],
    RETRY,
    PERSON,
    CARE,
    &[default_keys(Action::ClosePerson, "people")],
    MOVE,
    DETAILS,
    UNDO,
    EVERYWHERE,
];

/// Bindings of what one does for a person.
static CARE: &[BindingRow] = &[
    default_keys(Action::Recommend, "recommend?"),
    default_keys(Action::LogContact, ""),
    default_keys(Action::Promise, ""),
    default_keys(Action::SetRhythm, ""),
];

/// The screen of a list.
#[derive(Debug)]
pub struct PersonListScreen {
    /// The list.
    pub list: &'static PersonList,
    /// Its sections that are not empty.
    pub sections: Vec<ListSection>,
    /// Cursor in the people.
    pub cursor: ListCursor,
}

impl PersonListScreen {
    /// Returns a screen that is filled when first shown.
    pub fn new(list: &'static PersonList) -> Self {
        Self { list, sections: Vec::new(), cursor: ListCursor::default() }
    }

    /// Returns the people of all sections.
    pub fn people(&self) -> impl Iterator<Item = &ListPerson> {
        self.sections.iter().flat_map(|section| &section.people)
    }

    /// Returns the selected person.
    pub fn person(&self) -> Option<&ListPerson> {
        self.people().nth(self.cursor.index)
    }
}

impl Layer for PersonListScreen {
    fn context(&self) -> Context {
        Context::Screen(self.list.spec.id)
    }

    fn selected(&self, _: &Model) -> Selection {
        self.person().map_or(Selection::Nobody, |one| Selection::Person(one.person.clone()))
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        if action == Action::ComposeMessage && !self.list.template.is_empty() {
            message::open_at(&self.selected(cx.model), self.list.template, cx);
            return Handled::Yes;
        }
        Handled::No
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let selected = self.person().map(|one| one.person.clone());
        self.sections = (self.list.sections)(cx.model);
        self.sections.retain(|section| !section.people.is_empty());
        let place = self.people().position(|one| Some(&one.person) == selected.as_ref());
        let len = self.people().count();
        self.cursor.restore(place, len);
    }
}
