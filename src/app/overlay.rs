//! What lies over a screen. At most one is open, and while it is open it hears the keys first.

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
        let folded = actions.iter().map(|action| fold(&format!("{} {}", action.sentence(), action.name()))).collect();
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
        self.hits = self.matcher.rank(self.query.text(), &self.index, None).hits;
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
        let matcher = Matcher::default();
        let ranking = matcher.rank("", &everybody.index, None);
        Self { query: Field::default(), ranking, chosen: 0, answered: String::new(), matcher }
    }

    /// Types a key into the query.
    pub fn hear(&mut self, key: super::key::Key, everybody: &Everybody) {
        if self.query.hear(key) {
            self.search(everybody);
        }
    }

    /// Looks again after the query changed; a query whose last word only grew is looked for within the last result.
    pub fn search(&mut self, everybody: &Everybody) {
        let query = fold(self.query.text());
        let last_word = self.answered.rsplit(' ').next().map_or(0, str::len);
        let grew = last_word > 1 && query.len() > self.answered.len() && query.starts_with(&self.answered);
        let within = grew.then_some(&self.ranking);
        self.ranking = self.matcher.rank(&query, &everybody.index, within);
        self.answered = query;
        self.chosen = 0;
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
    index: Index,
    /// How many lines the journal had.
    lines: usize,
}

impl Everybody {
    /// Everybody as of now; `self` if nothing changed since.
    pub fn renewed(self, ledger: &Ledger, network: &Network) -> Self {
        let lines = ledger.entries().len();
        if lines == self.lines {
            return self;
        }
        let people = people::everybody(ledger);
        let index = Index::new(people.iter().map(|person| people::words(person, ledger, network)).collect());
        Self { people, index, lines }
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
