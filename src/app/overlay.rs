//! What lies over a screen. At most one is open, and while it is open it hears the keys first.

use std::ops::Range;

use crate::domain::ledger::Ledger;
use crate::domain::network::Network;
use crate::domain::people::{self, Person};
use crate::domain::search::{Hit, Index, Matcher, Ranking, fold};

use super::action::Action;
use super::effect::Export;
use super::field::Field;
use super::form::Form;
use super::keymap::Context;
use super::letter::Letter;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// Something is asked.
    Form(Form),
    /// Help for a context, scrolled by so many lines.
    Help {
        /// Where the person was.
        context: Context,
        /// Lines scrolled.
        scroll: usize,
    },
    /// The eight prompts.
    Prompts {
        /// Lines scrolled.
        scroll: usize,
    },
    /// The palette.
    Palette(Box<Palette>),
    /// Finding somebody.
    Finder(Box<Finder>),
    /// The words that narrow the history are being typed.
    Narrowing,
    /// What an export would write.
    Preview(Preview),
    /// A message is being written.
    Letter(Letter),
    /// A portion is done.
    Portion,
    /// Several quick accepts in a row: their names.
    Guard(Vec<String>),
    /// Something typed would be lost: on whose cards.
    Leaving(Vec<String>),
    /// `g` was pressed.
    Going,
}

impl Overlay {
    /// Where keys are heard while it is open.
    pub fn context(&self) -> Context {
        match self {
            Self::Form(form) if form.types_text() => Context::Text,
            Self::Form(_) => Context::Choice,
            Self::Help { .. } | Self::Prompts { .. } => Context::Reading,
            Self::Palette(_) => Context::Palette,
            Self::Finder(_) => Context::Finding,
            Self::Narrowing => Context::Narrowing,
            Self::Preview(_) => Context::Preview,
            Self::Letter(letter) if letter.writing => Context::Text,
            Self::Letter(_) => Context::Letter,
            Self::Portion => Context::Portion,
            Self::Guard(_) => Context::Guard,
            Self::Leaving(_) => Context::Leaving,
            Self::Going => Context::Going,
        }
    }

    /// The lines scrolled, of something to read.
    pub fn scroll(&mut self) -> Option<&mut usize> {
        match self {
            Self::Help { scroll, .. } | Self::Prompts { scroll } => Some(scroll),
            Self::Letter(letter) => Some(&mut letter.scroll),
            Self::Form(_)
            | Self::Palette(_)
            | Self::Finder(_)
            | Self::Narrowing
            | Self::Preview(_)
            | Self::Portion
            | Self::Guard(_)
            | Self::Leaving(_)
            | Self::Going => None,
        }
    }
}

/// Every action that is possible here, found by typing.
pub struct Palette {
    /// What was typed.
    pub query: Field,
    /// What can be found: possible here, in the order of the table.
    pub actions: Vec<Action>,
    /// What matches, best first.
    pub hits: Vec<Hit>,
    /// Which is marked.
    pub chosen: usize,
    index: Index,
    matcher: Matcher,
}

impl Palette {
    /// A palette of these actions.
    pub fn new(actions: Vec<Action>) -> Self {
        let folded = actions.iter().map(|action| fold(&format!("{} {}", action.sentence(), action.name())));
        let index = Index::new(folded);
        let mut palette =
            Self { query: Field::default(), actions, hits: Vec::new(), chosen: 0, index, matcher: Matcher::default() };
        palette.search();
        palette
    }

    /// Types a key into the query.
    pub fn hear(&mut self, key: super::key::Key) {
        if self.query.hear(key) {
            self.search();
        }
    }

    /// Looks again after the query changed.
    pub fn search(&mut self) {
        self.hits = self.matcher.rank(self.query.text(), &self.index).hits;
        self.chosen = 0;
    }

    /// Moves the mark.
    pub fn move_choice(&mut self, forward: bool) {
        let count = self.hits.len().max(1);
        self.chosen = (self.chosen + if forward { 1 } else { count - 1 }) % count;
    }

    /// The marked action.
    pub fn action(&self) -> Option<Action> {
        self.hits.get(self.chosen).and_then(|hit| self.actions.get(hit.index).copied())
    }
}

/// So many people are looked at in one go: it takes a few milliseconds, and nobody waits longer for what they type.
const PORTION: usize = 1_000;

/// Everybody the journal knows, found by typing.
pub struct Finder {
    /// What was typed.
    pub query: Field,
    /// Who matches.
    pub ranking: Ranking,
    /// Which is marked.
    pub chosen: usize,
    /// The folded query that `ranking` answers.
    answered: String,
    matcher: Matcher,
}

impl Finder {
    /// A finder that shows everybody.
    pub fn new(everybody: &Everybody) -> Self {
        let ranking = Ranking::of_all(everybody.people.len());
        Self { query: Field::default(), ranking, chosen: 0, answered: String::new(), matcher: Matcher::default() }
    }

    /// Types a key into the query.
    pub fn hear(&mut self, key: super::key::Key, everybody: &mut Everybody, ledger: &Ledger, network: &Network) {
        if self.query.hear(key) {
            self.search(everybody, ledger, network);
        }
    }

    /// Begins to look after the query changed, at the likely ones first; a query whose last word only grew is looked
    /// for within the last result.
    pub fn search(&mut self, everybody: &mut Everybody, ledger: &Ledger, network: &Network) {
        let query = fold(self.query.text());
        let last_word = self.answered.rsplit(' ').next().map_or(0, str::len);
        let grew = last_word > 1 && query.len() > self.answered.len() && query.starts_with(&self.answered);
        let before = std::mem::take(&mut self.ranking);
        self.ranking = if query.trim().is_empty() {
            Ranking::of_all(everybody.people.len())
        } else {
            Ranking::begin(&query, &everybody.index, grew.then_some(before))
        };
        self.answered = query;
        self.chosen = 0;
        self.go_on(everybody, ledger, network);
    }

    /// Looks at a portion of those who are ready and were not looked at; the mark stays on whom it was set.
    fn look_on(&mut self, everybody: &Everybody) {
        let marked = self.ranking.hits.get(self.chosen).map(|hit| hit.index).filter(|_| self.chosen > 0);
        self.matcher.look_on(&mut self.ranking, &everybody.index, PORTION);
        let place = |person| self.ranking.hits.iter().position(|hit| hit.index == person);
        self.chosen = marked.and_then(place).unwrap_or(self.chosen);
    }

    /// Whether those who are shown are all whom the query finds.
    pub fn is_whole(&self, everybody: &Everybody) -> bool {
        self.is_of_all() || (everybody.is_whole() && self.ranking.is_whole())
    }

    fn is_of_all(&self) -> bool {
        self.answered.trim().is_empty()
    }

    /// Goes on where somebody was not looked at yet.
    pub fn go_on(&mut self, everybody: &mut Everybody, ledger: &Ledger, network: &Network) {
        let ready = everybody.fold_on(ledger, network);
        if !self.is_of_all() {
            self.ranking.look_also(&everybody.index, ready);
            self.look_on(everybody);
        }
    }

    /// Moves the mark.
    pub fn move_choice(&mut self, forward: bool) {
        let count = self.ranking.hits.len().max(1);
        self.chosen = (self.chosen + if forward { 1 } else { count - 1 }) % count;
    }
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder").field("query", &self.query).field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

/// Everybody, ready to be searched; made when it is first needed, and again after something changed.
#[derive(Clone, Debug, Default)]
pub struct Everybody {
    /// By name.
    pub people: Vec<Person>,
    /// What can be looked for, of the first ones: it is made in portions.
    index: Index,
    /// How many lines the journal had.
    lines: usize,
}

impl Everybody {
    /// Everybody as of now; `self` if nothing changed since.
    pub fn renewed(self, ledger: &Ledger) -> Self {
        let lines = ledger.entries().len();
        if lines == self.lines {
            return self;
        }
        Self { people: people::everybody(ledger), index: Index::default(), lines }
    }

    /// Whether everybody's words are ready.
    pub fn is_whole(&self) -> bool {
        self.index.size() == self.people.len()
    }

    /// Makes ready the words of some more; says whose.
    fn fold_on(&mut self, ledger: &Ledger, network: &Network) -> Range<usize> {
        let from = self.index.size();
        for person in self.people.iter().skip(from).take(PORTION) {
            self.index.push(&people::words(person, ledger, network));
        }
        from..self.index.size()
    }
}

/// What an export would write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// What was asked for.
    pub export: Export,
    /// The first lines of the file.
    pub lines: Vec<String>,
    /// How many people.
    pub people: usize,
    /// Whether a file of that name is there.
    pub exists: bool,
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Palette").field("query", &self.query).field("chosen", &self.chosen).finish_non_exhaustive()
    }
}
