//! People screen: whom you accepted, whom you are in touch with, or all connections.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::bindings::{DETAILS, EVERYWHERE, EXPORT, MOVE, PERSON, RETRY, UNDO, default_keys};
use crate::app::command::{Cx, Handled};
use crate::app::form;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec, show_all_label};
use crate::app::list_filter::ListFilter;
use crate::app::model::{Change, Model};
use crate::app::text_field::TextField;
use crate::app::view::ListCursor;
use crate::domain::care::query::PersonRecord;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::decision::ledger::Status;
use crate::domain::person::key::PersonKey;
use crate::domain::search::fields::search_text;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::People,
    title: "People",
    name: "people",
    place: Place::Tab,
    go_keys: "p",
    go_label: "people",
    bindings: &[
        &[
            default_keys(Action::OpenPerson, "page"),
            default_keys(Action::Filter, "filter"),
            default_keys(Action::NextScope, "who"),
            default_keys(Action::GiveGift, "done"),
        ],
        EXPORT,
        RETRY,
        PERSON,
        &[default_keys(Action::ShowAll, "inbox")],
        MOVE,
        DETAILS,
        UNDO,
        EVERYWHERE,
    ],
};

/// Whom the screen lists, in the order in which one key shows them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PeopleScope {
    /// People accepted here.
    #[default]
    Accepted,
    /// People to whom a rhythm applies.
    InTouch,
    /// Connections of the last copy.
    Connections,
}

impl PeopleScope {
    fn next(self) -> Self {
        match self {
            Self::Accepted => Self::InTouch,
            Self::InTouch => Self::Connections,
            Self::Connections => Self::Accepted,
        }
    }

    /// Returns its people, by name.
    fn people(self, model: &Model) -> Vec<PersonSummary> {
        let Model { ledger, network, .. } = model;
        match self {
            Self::Accepted => {
                let mut people = summary::all_people(ledger);
                people.retain(|person| person.status() == Some(Status::Accepted));
                people
            }
            Self::InTouch => {
                let clock = model.plan_data().clock();
                let mut people = summary::everybody(ledger, network);
                people.retain(|person| clock.of(&person.key).is_in_touch);
                people
            }
            Self::Connections => summary::connections(ledger, network),
        }
    }
}

/// The people screen.
#[derive(Debug, Default)]
pub struct PeopleScreen {
    /// Whom it lists.
    pub scope: PeopleScope,
    /// Cursor in the people.
    pub cursor: ListCursor,
    /// Filter.
    pub filter: ListFilter,
    /// The only people to be shown, with a heading; `None` for everybody of the scope.
    pub only: Option<(String, Vec<PersonKey>)>,
    /// All people of the scope, or the only ones to be shown, by name.
    all: Vec<PersonSummary>,
    /// Indices into `all` of those that match the filter.
    shown: Vec<usize>,
    /// Search text of each; built when the first filter is applied.
    search_texts: Vec<String>,
}

/// Returns a person as a selection: their latest request.
fn selection_of(person: &PersonSummary) -> Selection {
    let latest = person.latest.as_ref().map(|(id, _)| Selection::Request(id.clone()));
    latest.unwrap_or_else(|| Selection::Person(person.key.clone()))
}

impl PeopleScreen {
    /// Returns the number of all people of the scope.
    pub fn total(&self) -> usize {
        self.all.len()
    }

    /// Returns the number of people that match the filter.
    pub fn shown(&self) -> usize {
        self.shown.len()
    }

    /// Returns the person in a row of the list; there are [`Self::shown`] rows.
    pub fn person_at(&self, row: usize) -> &PersonSummary {
        &self.all[self.shown[row]]
    }

    /// Returns the selected person.
    pub fn person(&self) -> Option<&PersonSummary> {
        (self.cursor.index < self.shown.len()).then(|| self.person_at(self.cursor.index))
    }

    fn people(&self) -> impl Iterator<Item = &PersonSummary> {
        (0..self.shown.len()).map(|row| self.person_at(row))
    }

    /// Lists the people of the scope, and keeps the filter and the selected person.
    fn list(&mut self, model: &Model) {
        let selected = self.person().map(|person| person.key.clone());
        self.all = match &self.only {
            Some((_, people)) => summary::people_among(people, &model.ledger, &model.network),
            None => self.scope.people(model),
        };
        self.search_texts.clear();
        let cursor = self.cursor;
        self.apply_filter(model);
        let place = self.people().position(|person| Some(&person.key) == selected.as_ref());
        self.cursor = cursor;
        self.cursor.restore(place, self.shown.len());
    }

    /// Shows only the people that match the filter, and selects the first.
    fn apply_filter(&mut self, model: &Model) {
        self.filter.read(model);
        let data = model.search_data();
        if self.search_texts.is_empty() && !self.filter.query.is_empty() {
            let fields = |person| summary::fields(person, data.ledger, data.network, data.local);
            self.search_texts = self.all.iter().map(|person| search_text(&fields(person))).collect();
        }
        let text = |at: usize| self.search_texts.get(at).map_or("", String::as_str);
        let matches = |(at, person): &(usize, &PersonSummary)| {
            self.filter.query.matches(&PersonRecord { data, person, text: text(*at) })
        };
        self.shown = self.all.iter().enumerate().filter(matches).map(|(at, _)| at).collect();
        self.cursor = ListCursor::new(self.shown.len());
    }
}

impl Layer for PeopleScreen {
    fn context(&self) -> Context {
        if self.filter.is_typing { Context::Filter } else { Context::Screen(ScreenId::People) }
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        show_all_label(action, self.only.is_some() || !self.filter.text().is_empty())
    }

    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        (action == Action::Filter && self.all.is_empty()).then_some("No one is listed here".into())
    }

    /// Connections are exported without a decision, too.
    fn takes(&self, action: Action) -> bool {
        action == Action::Export && !self.all.is_empty()
    }

    fn selected(&self, _: &Model) -> Selection {
        self.person().map_or(Selection::Nobody, selection_of)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Cancel => self.filter.is_typing = false,
            Action::Filter => self.filter.is_typing = true,
            Action::NextScope => {
                if self.only.take().is_none() {
                    self.scope = self.scope.next();
                }
                self.list(cx.model);
            }
            Action::ShowAll if self.filter.text().is_empty() && self.only.take().is_some() => {
                self.list(cx.model);
            }
            Action::ShowAll if self.filter.text().is_empty() => cx.go(ScreenId::Inbox),
            Action::Export if self.only.is_some() || !self.filter.text().is_empty() => {
                let people = self.people().map(|person| person.key.clone()).collect();
                let target = Selection::People("those in the filtered list".to_owned(), people);
                cx.open_form(&form::export::FORM, target);
            }
            Action::ShowAll => {
                self.filter.set("", cx.model);
                self.apply_filter(cx.model);
            }
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn show(&mut self, target: &Selection, cx: &mut Cx) {
        if let Selection::People(heading, people) = target {
            self.only = Some((heading.clone(), people.clone()));
            self.filter.set("", cx.model);
            self.cursor = ListCursor::default();
            self.list(cx.model);
        }
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn text(&mut self) -> Option<&mut TextField> {
        self.filter.is_typing.then_some(&mut self.filter.field)
    }

    fn text_changed(&mut self, model: &Model) {
        self.apply_filter(model);
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        self.list(cx.model);
    }
}
