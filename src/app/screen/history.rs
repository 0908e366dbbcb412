//! The log of what was decided, newest first, narrowed by words.

use strum::VariantArray;

use crate::app::field::Field;
use crate::domain::decision::VerdictKind;
use crate::domain::event::EntryId;
use crate::domain::history::{self, Narrowing, Past};
use crate::domain::ledger::Ledger;
use crate::domain::person::PersonKey;
use crate::domain::when;

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HistoryScreen {
    /// Which lines are shown, as places among all of them; newest first.
    pub rows: Vec<usize>,
    /// Which of these is marked.
    pub marked: usize,
    /// The words they are narrowed by.
    pub filter: Field,
    /// Every decision there is, newest first.
    all: Vec<EntryId>,
    /// What each of them says; made when the first word is typed.
    said: Vec<Said>,
    /// What `rows` answers.
    narrowing: Narrowing,
}

/// A decision as it is looked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Said {
    words: String,
    day: String,
}

impl Said {
    fn of(past: Past) -> Self {
        let words = history::words(past.decision, past.entry.at, past.invitation);
        Self { words, day: when::iso(past.entry.at) }
    }
}

impl HistoryScreen {
    /// The whole log.
    pub fn of(ledger: &Ledger) -> Self {
        let all: Vec<_> = history::of(ledger).map(|past| past.entry.id.clone()).collect();
        Self { rows: (0..all.len()).collect(), all, ..Self::default() }
    }

    /// The log again after something changed, narrowed as before, the same line marked.
    pub fn again(&self, ledger: &Ledger) -> Self {
        let marked = self.id(self.marked);
        let mut screen = Self { filter: self.filter.clone(), ..Self::of(ledger) };
        screen.narrow(ledger);
        let same = marked.and_then(|id| (0..screen.rows.len()).find(|at| screen.id(*at) == Some(id)));
        screen.marked = same.unwrap_or(self.marked).min(screen.rows.len().saturating_sub(1));
        screen
    }

    /// Shows only the lines in which every word of the filter is found.
    pub fn narrow(&mut self, ledger: &Ledger) {
        self.marked = 0;
        let narrowing = Narrowing::new(self.filter.text());
        if narrowing == self.narrowing {
            return;
        }
        if self.said.is_empty() {
            let past = self.all.iter().map(|id| history::past(ledger, ledger.entry(id)?));
            self.said = past.map(|past| past.map_or_else(Said::default, Said::of)).collect();
        }
        if !narrowing.is_within(&self.narrowing) {
            self.rows = (0..self.all.len()).collect();
        }
        self.rows.retain(|at| self.said.get(*at).is_some_and(|said| narrowing.takes(&said.words, &said.day)));
        self.narrowing = narrowing;
    }

    /// Narrows to the view after the one that is shown; says which it is.
    pub fn next_view(&mut self, views: &[(String, String)], ledger: &Ledger) -> Option<String> {
        let current = views.iter().position(|(_, words)| words == self.filter.text());
        let (name, words) = views.get(current.map_or(0, |at| at + 1)).or_else(|| views.first())?;
        self.filter = Field::new(words.clone());
        self.narrow(ledger);
        Some(name.clone())
    }

    /// Narrows to the next verdict: accepted, declined, put off, and all again.
    pub fn next_verdict(&mut self, ledger: &Ledger) {
        let kinds: Vec<&str> = VerdictKind::VARIANTS.iter().map(|kind| kind.past()).collect();
        let text = self.filter.text().to_owned();
        let current = kinds.iter().position(|word| text.starts_with(word));
        let rest = current.map_or(text.as_str(), |at| text[kinds[at].len()..].trim_start());
        let next = current.map_or(Some(0), |at| Some(at + 1)).and_then(|at| kinds.get(at)).copied().unwrap_or_default();
        self.filter = Field::new(format!("{next} {rest}").trim());
        self.narrow(ledger);
    }

    /// How many lines there are in all.
    pub fn size(&self) -> usize {
        self.all.len()
    }

    /// Everybody in the lines that are shown.
    pub fn people(&self, ledger: &Ledger) -> Vec<PersonKey> {
        let past = (0..self.rows.len()).filter_map(|at| self.past_at(at, ledger));
        past.map(|past| past.decision.person.clone()).collect()
    }

    /// The decision that is marked.
    pub fn past<'a>(&self, ledger: &'a Ledger) -> Option<Past<'a>> {
        self.past_at(self.marked, ledger)
    }

    /// The decision on a line that is shown.
    pub fn past_at<'a>(&self, at: usize, ledger: &'a Ledger) -> Option<Past<'a>> {
        history::past(ledger, ledger.entry(self.id(at)?)?)
    }

    fn id(&self, at: usize) -> Option<&EntryId> {
        self.all.get(*self.rows.get(at)?)
    }
}
