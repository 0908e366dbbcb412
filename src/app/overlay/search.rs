//! Search over everybody in the journal.

use std::ops::Range;

use crate::app::action::{Action, Bindings, SEARCH_LIST, default_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::Layer;
use crate::app::model::{Change, Model};
use crate::app::text_field::TextField;
use crate::app::view::ListCursor;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::decision::ledger::Ledger;
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
    /// Typed query.
    pub query: TextField,
    /// Matches.
    pub results: SearchResults,
    /// Cursor in the matches.
    pub cursor: ListCursor,
    /// Folded query that `results` answers.
    last_query: String,
    matcher: Matcher,
}

impl PersonSearch {
    /// Starts over with everybody listed.
    pub fn reset(&mut self, model: &Model) {
        self.query = TextField::default();
        self.index.refresh(&model.ledger);
        self.restart(model);
    }

    /// Starts the search for a changed query, likely matches first; if only its last word grew, within the last
    /// results.
    fn restart(&mut self, model: &Model) {
        let query = fold(self.query.text());
        let last_word = self.last_query.rsplit(' ').next().map_or(0, str::len);
        let grew = last_word > 1 && query.len() > self.last_query.len() && query.starts_with(&self.last_query);
        let before = std::mem::take(&mut self.results);
        self.results = if query.trim().is_empty() {
            SearchResults::unranked(self.index.people.len())
        } else {
            SearchResults::start(&query, &self.index.index, grew.then_some(before))
        };
        self.last_query = query;
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
        self.matcher.score_next(&mut self.results, &self.index.index, STEP_PEOPLE);
        let place = |person| self.results.hits.iter().position(|hit| hit.index == person);
        self.cursor.index = selected.and_then(place).unwrap_or(self.cursor.index);
        self.cursor.set_len(self.results.hits.len());
    }

    fn finds_all(&self) -> bool {
        self.last_query.trim().is_empty()
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
                if let Some(PersonSummary { latest, status, .. }) = found {
                    // A card if the request is pending, else the person's page.
                    let waits = status.is_pending_on(cx.model.moment.today);
                    let screen = if waits { ScreenId::Triage } else { ScreenId::Person };
                    cx.show(screen, Selection::Request(latest.clone()));
                }
            }
            Action::Down | Action::Up => self.cursor.step_wrapping(action == Action::Down),
            Action::Cancel => cx.close(),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn text(&mut self) -> Option<&mut TextField> {
        Some(&mut self.query)
    }

    fn text_changed(&mut self, model: &Model) {
        self.restart(model);
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        self.index = PersonIndex::default();
        self.index.refresh(&cx.model.ledger);
        self.last_query.clear(); // so that no old result is reused
        self.restart(cx.model);
    }
}

impl std::fmt::Debug for PersonSearch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("query", &self.query).field("cursor", &self.cursor).finish_non_exhaustive()
    }
}

/// Everybody, ready to be searched; built on first use, rebuilt after changes.
#[derive(Clone, Debug, Default)]
pub struct PersonIndex {
    /// People, by name.
    pub people: Vec<PersonSummary>,
    /// Search texts of the first people; the rest follow in steps.
    index: SearchIndex,
    /// Number of journal entries at the last build.
    entry_count: usize,
}

impl PersonIndex {
    /// Rebuilds the list, if the journal has grown.
    fn refresh(&mut self, ledger: &Ledger) {
        let lines = ledger.entries().len();
        if lines != self.entry_count {
            *self = Self { people: summary::all_people(ledger), index: SearchIndex::default(), entry_count: lines };
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
            self.index.push(&summary::search_text(person, &model.ledger, &model.network, model.moment.local));
        }
        from..self.index.size()
    }
}
