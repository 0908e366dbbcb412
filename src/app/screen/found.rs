//! What the import found: what became of old decisions, who changed, what was closed before, and every row that
//! was not understood.

use foldhash::HashSet;
use strum::VariantArray;

use crate::domain::arrival::{Found, NotUnderstood};
use crate::domain::event::Closing;
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::{Ledger, Standing};
use crate::domain::network::Network;
use crate::domain::renewal::{Named, Renewal, Topic};

/// A list of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// What the imports of this run said.
    Topic(Topic),
    /// Closed by an import before.
    Closed,
    /// Rows that were not understood.
    NotUnderstood,
}

impl Section {
    /// Its heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Topic(topic) => topic.words(),
            Self::Closed => "Closed by an earlier import",
            Self::NotUnderstood => "Rows that were not understood",
        }
    }
}

/// A line of the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// Somebody.
    Named(Named),
    /// A row of a file.
    NotUnderstood(NotUnderstood),
}

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FoundScreen {
    /// Its lines, those of a list together.
    pub rows: Vec<(Section, Row)>,
    /// Which is marked.
    pub marked: usize,
    /// The lists, and how many lines each has.
    sections: Vec<(Section, usize)>,
}

impl FoundScreen {
    /// What the imports of this run found, else what the last one did; and what stands closed in the ledger.
    pub fn of(ledger: &Ledger, network: &Network, found: &[Found]) -> Self {
        let last = if found.is_empty() { Renewal::of_last(ledger, network) } else { Renewal::default() };
        let mut rows = Vec::new();
        for &topic in Topic::VARIANTS {
            let told = found.iter().map(|found| &found.renewal).chain([&last]);
            let named = told.flat_map(|renewal| renewal.of(topic)).cloned();
            rows.extend(named.map(|named| (Section::Topic(topic), Row::Named(named))));
        }
        let told: HashSet<InvitationId> = rows.iter().filter_map(|(_, row)| row.request().cloned()).collect();
        let closed =
            closed(ledger).into_iter().filter(|named| !named.request.as_ref().is_some_and(|id| told.contains(id)));
        rows.extend(closed.map(|named| (Section::Closed, Row::Named(named))));
        let not_understood = found.iter().flat_map(|found| &found.not_understood).cloned();
        rows.extend(not_understood.map(|row| (Section::NotUnderstood, Row::NotUnderstood(row))));
        let sections = rows.chunk_by(|(one, _), (next, _)| one == next).map(|list| (list[0].0, list.len())).collect();
        Self { rows, marked: 0, sections }
    }

    /// Who is marked.
    pub fn named(&self) -> Option<&Named> {
        match self.rows.get(self.marked) {
            Some((_, Row::Named(named))) => Some(named),
            _ => None,
        }
    }

    /// The lists, in their order, and how many lines each has.
    pub fn sections(&self) -> &[(Section, usize)] {
        &self.sections
    }
}

impl Row {
    fn request(&self) -> Option<&InvitationId> {
        match self {
            Self::Named(named) => named.request.as_ref(),
            Self::NotUnderstood(_) => None,
        }
    }
}

/// Requests that were closed before anything was decided, newest first.
fn closed(ledger: &Ledger) -> Vec<Named> {
    let mut closed: Vec<_> = ledger
        .cases()
        .filter_map(|case| {
            let Standing::Closed(closing) = ledger.standing_of(case) else { return None };
            Some((case.invitation(), closing))
        })
        .collect();
    closed.sort_by_key(|(invitation, _)| std::cmp::Reverse(invitation.sent_at));
    let named = |(invitation, closing): (&crate::domain::invitation::Invitation, Closing)| Named {
        person: invitation.person.clone(),
        name: invitation.name.clone(),
        request: Some(invitation.id.clone()),
        says: match closing {
            Closing::Connected => "connected now".to_owned(),
            Closing::Vanished => "no longer listed".to_owned(),
        },
    };
    closed.into_iter().map(named).collect()
}
