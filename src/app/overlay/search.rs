//! Everybody the journal knows, found by typing.

use std::ops::Range;

use crate::app::action::{Action, Bindings, PICK, hear};
use crate::app::command::{Cx, Handled};
use crate::app::field::TextField;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::Layer;
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::search::{Index, Matcher, SearchResults, fold};

/// Its keys.
pub static BINDINGS: Bindings = &[&[hear(Action::Confirm, "open")], PICK];

/// People scored in one step: it takes a few milliseconds, and nobody waits longer for what they type.
const STEP: usize = 1_000;

/// The search. It is always alive, since everybody's words are made ready once and kept.
#[derive(Default)]
pub struct Search {
    /// Everybody.
    pub everybody: Everybody,
    /// What was typed.
    pub query: TextField,
    /// Who matches.
    pub ranking: SearchResults,
    /// Who is selected.
    pub cursor: ListCursor,
    /// The folded query that `ranking` answers.
    last_query: String,
    matcher: Matcher,
}

impl Search {
    /// Begins anew, with everybody in sight.
    pub fn open(&mut self, model: &Model) {
        self.query = TextField::default();
        self.everybody.renew(&model.ledger);
        self.begin(model);
    }

    /// Begins to look after the query changed, at the likely ones first; a query whose last word only grew is looked
    /// for within the last result.
    fn begin(&mut self, model: &Model) {
        let query = fold(self.query.text());
        let last_word = self.last_query.rsplit(' ').next().map_or(0, str::len);
        let grew = last_word > 1 && query.len() > self.last_query.len() && query.starts_with(&self.last_query);
        let before = std::mem::take(&mut self.ranking);
        self.ranking = if query.trim().is_empty() {
            SearchResults::unranked(self.everybody.people.len())
        } else {
            SearchResults::start(&query, &self.everybody.index, grew.then_some(before))
        };
        self.last_query = query;
        self.cursor = ListCursor::over(self.ranking.hits.len());
        if !self.finds_all() {
            self.step(model);
        }
    }

    /// True if those who are shown are all whom the query finds.
    pub fn is_whole(&self) -> bool {
        self.finds_all() || (self.everybody.is_whole() && self.ranking.is_complete())
    }

    /// True while there is something left to do.
    pub fn has_more_to_do(&self) -> bool {
        !self.everybody.is_whole() || !self.is_whole()
    }

    /// Goes on where somebody was not looked at yet, for a few milliseconds; the selection stays on whom it was set.
    pub fn step(&mut self, model: &Model) {
        let ready = self.everybody.fold_more(&model.ledger, &model.network);
        if self.finds_all() {
            return;
        }
        self.ranking.enqueue(&self.everybody.index, ready);
        let selected = self.ranking.hits.get(self.cursor.at).map(|hit| hit.index).filter(|_| self.cursor.at > 0);
        self.matcher.score_next(&mut self.ranking, &self.everybody.index, STEP);
        let place = |person| self.ranking.hits.iter().position(|hit| hit.index == person);
        self.cursor.at = selected.and_then(place).unwrap_or(self.cursor.at);
        self.cursor.set_len(self.ranking.hits.len());
    }

    fn finds_all(&self) -> bool {
        self.last_query.trim().is_empty()
    }
}

impl Layer for Search {
    fn context(&self) -> Context {
        Context::Search
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Confirm => {
                cx.close();
                let found = self.ranking.hits.get(self.cursor.at).and_then(|hit| self.everybody.people.get(hit.index));
                if let Some(PersonSummary { latest, standing, .. }) = found {
                    // The card of somebody who waits, the page of anybody else.
                    let waits = standing.is_pending_on(cx.model.moment.today);
                    let screen = if waits { ScreenId::Triage } else { ScreenId::Person };
                    cx.show(screen, Selection::Request(latest.clone()));
                }
            }
            Action::Down | Action::Up => self.cursor.step_round(action == Action::Down),
            Action::Cancel => cx.close(),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn text(&mut self) -> Option<&mut TextField> {
        Some(&mut self.query)
    }

    fn typed(&mut self, model: &Model) {
        self.begin(model);
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        self.everybody = Everybody::default();
        self.everybody.renew(&cx.model.ledger);
        self.last_query.clear(); // nothing of the last result is taken over
        self.begin(cx.model);
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("query", &self.query).field("cursor", &self.cursor).finish_non_exhaustive()
    }
}

/// Everybody, ready to be searched; made when it is first needed, and again after something changed.
#[derive(Clone, Debug, Default)]
pub struct Everybody {
    /// By name.
    pub people: Vec<PersonSummary>,
    /// The words of the first ones: they are made ready in steps.
    index: Index,
    /// How many lines the journal had.
    lines: usize,
}

impl Everybody {
    /// Makes it again, if the journal has grown.
    fn renew(&mut self, ledger: &Ledger) {
        let lines = ledger.entries().len();
        if lines != self.lines {
            *self = Self { people: summary::all_people(ledger), index: Index::default(), lines };
        }
    }

    /// True if everybody's words are ready.
    fn is_whole(&self) -> bool {
        self.index.size() == self.people.len()
    }

    /// Makes ready the words of some more; returns whose.
    fn fold_more(&mut self, ledger: &Ledger, network: &Network) -> Range<usize> {
        let from = self.index.size();
        for person in self.people.iter().skip(from).take(STEP) {
            self.index.push(&summary::search_text(person, ledger, network));
        }
        from..self.index.size()
    }
}
