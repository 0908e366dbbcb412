//! Search over everybody in the journal and all connections.

use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::app::action::Action;
use crate::app::bindings::{Bindings, SEARCH_LIST, default_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::Layer;
use crate::app::list_filter::ListFilter;
use crate::app::model::{Change, Model};
use crate::app::text_field::TextField;
use crate::app::view::ListCursor;
use crate::domain::care::query::PersonRecord;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::search::fields::search_text;
use crate::domain::search::{Matcher, SearchIndex, SearchResults, fold};

/// Bindings of the search.
pub static BINDINGS: Bindings = &[&[default_keys(Action::Confirm, "open")], SEARCH_LIST];

/// People indexed or scored per step: a few milliseconds of work, so that typing never blocks.
const STEP_PEOPLE: usize = 1_000;

/// The person search. Always alive, because everybody's search text is prepared once and kept.
#[derive(Default)]
pub struct PersonSearch {
    /// Everybody.
    pub index: PersonIndex,
    /// The query, as typed and as read.
    pub filter: ListFilter,
    /// Matches.
    pub results: SearchResults,
    /// Cursor in the matches.
    pub cursor: ListCursor,
    /// The plain words that `results` answers, joined by spaces.
    last_words: String,
    matcher: Matcher,
}

impl PersonSearch {
    /// Starts over with everybody listed.
    pub fn reset(&mut self, model: &Model) {
        self.filter = ListFilter::default();
        self.index.refresh(model);
        self.restart(model);
    }

    /// Starts the search for a changed query, likely matches first; if only its last word grew, within the last
    /// results.
    fn restart(&mut self, model: &Model) {
        self.filter.read(model);
        let words = self.filter.query.words().collect::<Vec<_>>().join(" ");
        let last_word = self.last_words.rsplit(' ').next().map_or(0, str::len);
        let grew = last_word > 1 && words.len() > self.last_words.len() && words.starts_with(&self.last_words);
        let before = std::mem::take(&mut self.results);
        self.results = if self.filter.query.is_empty() {
            SearchResults::unranked(self.index.people.len())
        } else {
            SearchResults::start(&words, &self.index.index, grew.then_some(before))
        };
        self.last_words = words;
        self.cursor = ListCursor::new(self.results.hits.len());
        if !self.finds_all() {
            self.background_step(model);
        }
    }

    /// True if all matches have been found.
    pub fn is_complete(&self) -> bool {
        self.finds_all() || (self.index.is_complete() && self.results.is_complete())
    }

    /// True while background work is left.
    pub fn has_background_work(&self) -> bool {
        !self.index.is_complete() || !self.is_complete()
    }

    /// Indexes and scores more people, for a few milliseconds; the cursor stays on the selected person.
    pub fn background_step(&mut self, model: &Model) {
        let ready = self.index.index_more(model);
        if self.finds_all() {
            return;
        }
        self.results.enqueue(&self.index.index, ready);
        let selected = self.results.hits.get(self.cursor.index).map(|hit| hit.index).filter(|_| self.cursor.index > 0);
        let (PersonIndex { people, index, .. }, query) = (&self.index, &self.filter.query);
        let data = model.search_data();
        let is_wanted = |at: usize| {
            let record = PersonRecord { data, person: &people[at], text: index.text(at) };
            !query.has_filters() || query.matches_beside_words(&record)
        };
        self.matcher.score_next_where(&mut self.results, index, STEP_PEOPLE, is_wanted);
        let place = |person| self.results.hits.iter().position(|hit| hit.index == person);
        self.cursor.index = selected.and_then(place).unwrap_or(self.cursor.index);
        self.cursor.set_len(self.results.hits.len());
    }

    fn finds_all(&self) -> bool {
        self.filter.query.is_empty()
    }
}

impl Layer for PersonSearch {
    fn context(&self) -> Context {
        Context::Search
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Confirm => {
                cx.close();
                let found = self.results.hits.get(self.cursor.index).and_then(|hit| self.index.people.get(hit.index));
                match found {
                    Some(PersonSummary { latest: Some((latest, status)), .. }) => {
                        // A card if the request is pending, else the person's page.
                        let waits = status.is_pending_on(cx.model.moment.today);
                        let screen = if waits { ScreenId::Triage } else { ScreenId::Person };
                        cx.show(screen, Selection::Request(latest.clone()));
                    }
                    Some(person) => cx.show(ScreenId::Person, Selection::Person(person.key.clone())),
                    None => {}
                }
            }
            Action::Down | Action::Up => self.cursor.step_wrapping(action == Action::Down),
            Action::Cancel => cx.close(),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn text(&mut self) -> Option<&mut TextField> {
        Some(&mut self.filter.field)
    }

    fn text_changed(&mut self, model: &Model) {
        self.restart(model);
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        self.index = PersonIndex::default();
        self.index.refresh(cx.model);
        self.last_words.clear(); // so that no old result is reused
        self.restart(cx.model);
    }
}

impl std::fmt::Debug for PersonSearch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("filter", &self.filter).field("cursor", &self.cursor).finish_non_exhaustive()
    }
}

/// Everybody, ready to be searched; built on first use, rebuilt after changes.
#[derive(Clone, Debug, Default)]
pub struct PersonIndex {
    /// People, by name.
    pub people: Vec<PersonSummary>,
    /// Search texts of the first people; the rest follow in steps.
    index: SearchIndex,
    /// Number of journal entries and date of the exports at the last build.
    built_from: (usize, Option<DateTime<Utc>>),
}

impl PersonIndex {
    /// Rebuilds the list, if the journal has grown or the exports' data are others.
    fn refresh(&mut self, model: &Model) {
        let built_from = (model.ledger.entries().len(), model.network.as_of);
        if self.people.is_empty() || built_from != self.built_from {
            let people = summary::everybody(&model.ledger, &model.network);
            *self = Self { people, index: SearchIndex::default(), built_from };
        }
    }

    /// True if everybody is indexed.
    fn is_complete(&self) -> bool {
        self.index.size() == self.people.len()
    }

    /// Indexes the next people; returns their range.
    fn index_more(&mut self, model: &Model) -> Range<usize> {
        let from = self.index.size();
        for person in self.people.iter().skip(from).take(STEP_PEOPLE) {
            let fields = summary::fields(person, &model.ledger, &model.network, model.moment.local);
            self.index.push_named(&search_text(&fields), fold(person.name.raw()).len());
        }
        from..self.index.size()
    }
}
