//! The log of what was decided, newest first, narrowed by words.

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
    /// Lines of the journal that are shown, newest first.
    pub rows: Vec<EntryId>,
    /// Which is marked.
    pub marked: usize,
    /// The words they are narrowed by.
    pub filter: Field,
    /// Everything each decision says, folded: newest first, made once.
    all: Vec<Line>,
}

/// A decision as it is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    id: EntryId,
    words: String,
    day: String,
}

impl Line {
    fn of(past: Past) -> Self {
        let words = history::words(past.decision, past.entry.at, past.invitation);
        Self { id: past.entry.id.clone(), words, day: when::iso(past.entry.at) }
    }
}

impl HistoryScreen {
    /// The whole log.
    pub fn of(ledger: &Ledger) -> Self {
        let all: Vec<_> = history::of(ledger).map(Line::of).collect();
        Self { rows: all.iter().map(|line| line.id.clone()).collect(), all, ..Self::default() }
    }

    /// The log again after something changed, narrowed as before, the same line marked.
    pub fn again(&self, ledger: &Ledger) -> Self {
        let marked = self.rows.get(self.marked).cloned();
        let mut screen = Self { filter: self.filter.clone(), ..Self::of(ledger) };
        screen.narrow();
        screen.marked = marked.and_then(|id| screen.rows.iter().position(|row| *row == id)).unwrap_or(self.marked);
        screen.marked = screen.marked.min(screen.rows.len().saturating_sub(1));
        screen
    }

    /// Shows only the lines in which every word of the filter is found.
    pub fn narrow(&mut self) {
        let narrowing = Narrowing::new(self.filter.text());
        let wanted = self.all.iter().filter(|line| narrowing.takes(&line.words, &line.day));
        self.rows = wanted.map(|line| line.id.clone()).collect();
        self.marked = 0;
    }

    /// Narrows to the view after the one that is shown; says which it is.
    pub fn next_view(&mut self, views: &[(String, String)]) -> Option<String> {
        let current = views.iter().position(|(_, words)| words == self.filter.text());
        let (name, words) = views.get(current.map_or(0, |at| at + 1)).or_else(|| views.first())?;
        self.filter = Field::new(words.clone());
        self.narrow();
        Some(name.clone())
    }

    /// Narrows to the next verdict: accepted, declined, put off, and all again.
    pub fn next_verdict(&mut self) {
        let kinds = [VerdictKind::Accept, VerdictKind::Decline, VerdictKind::FollowUp].map(VerdictKind::past);
        let text = self.filter.text().to_owned();
        let current = kinds.iter().position(|word| text.starts_with(word));
        let rest = current.map_or(text.as_str(), |at| text[kinds[at].len()..].trim_start());
        let next = current.map_or(Some(0), |at| Some(at + 1)).and_then(|at| kinds.get(at)).copied().unwrap_or_default();
        self.filter = Field::new(format!("{next} {rest}").trim());
        self.narrow();
    }

    /// How many lines there are in all.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Everybody in the lines that are shown.
    pub fn people(&self, ledger: &Ledger) -> Vec<PersonKey> {
        let past = self.rows.iter().filter_map(|id| history::past(ledger, ledger.entry(id)?));
        past.map(|past| past.decision.person.clone()).collect()
    }

    /// The decision that is marked.
    pub fn past<'a>(&self, ledger: &'a Ledger) -> Option<Past<'a>> {
        history::past(ledger, ledger.entry(self.rows.get(self.marked)?)?)
    }
}
