//! Summaries of all people in the journal, each once, with their search text.

use crate::domain::care::role::Role;
use crate::domain::decision::Verdict;
use crate::domain::decision::event::Description;
use crate::domain::decision::history;
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::evidence::network::Network;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::domain::search::{SearchTextBuilder, fold};
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// A person in the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonSummary {
    /// Their key.
    pub key: PersonKey,
    /// The name on the latest request.
    pub name: Untrusted,
    /// The latest request.
    pub latest: InvitationId,
    /// Its status.
    pub status: Status,
}

/// Returns everybody, sorted by name.
pub fn all_people(ledger: &Ledger) -> Vec<PersonSummary> {
    let is_latest = |case: &&InvitationCase| {
        let invitation = case.invitation();
        !ledger.cases_of(&invitation.person).any(|other| other.invitation().is_later_than(invitation))
    };
    let folded = |case: &InvitationCase| fold(case.invitation().name.raw());
    let mut latest: Vec<_> = ledger.cases().filter(is_latest).map(|case| (folded(case), case)).collect();
    latest.sort_unstable_by(|(a, one), (b, other)| {
        a.cmp(b).then_with(|| one.invitation().person.cmp(&other.invitation().person))
    });
    latest.into_iter().map(|(_, case)| PersonSummary::from_case(case, ledger)).collect()
}

impl PersonSummary {
    /// Returns the summary of a case's sender; the case must be their latest.
    fn from_case(case: &InvitationCase, ledger: &Ledger) -> Self {
        let invitation = case.invitation();
        Self {
            key: invitation.person.clone(),
            name: invitation.name.clone(),
            latest: invitation.id.clone(),
            status: ledger.status_of(case),
        }
    }
}

/// Returns how we met and what to remember: from the person's page, else from the latest accept.
pub fn how_met_and_notes(person: &PersonKey, ledger: &Ledger) -> (String, String) {
    let described = ledger.description_of(person).cloned().unwrap_or_default();
    let accepts =
        ledger.cases_of(person).filter_map(|case| ledger.decision_of(case)).filter_map(|(_, decision)| match &decision
            .verdict
        {
            Verdict::Accept(details) => Some((details.how_met.clone(), details.remember.clone())),
            Verdict::Decline(_) | Verdict::FollowUp { .. } => None,
        });
    let (how_met, remember) = accepts.last().unwrap_or_default();
    let pick = |written: String, said: String| if written.is_empty() { said } else { written };
    (pick(described.how_met, how_met), pick(described.remember, remember))
}

/// Returns the folded search text of a person, the name first.
pub fn search_text(person: &PersonSummary, ledger: &Ledger, network: &Network, local: LocalDates) -> String {
    let (headline, company) = Role::of(&person.key, ledger, network).display();
    let mut words = SearchTextBuilder::default();
    for text in [person.name.raw(), &headline, &company] {
        words.add(&[text]);
    }
    if let Some(Description { mutuals, how_met, remember, offers, seeks, tags, headline: _, company: _ }) =
        ledger.description_of(&person.key)
    {
        for text in [mutuals, how_met, remember, offers, seeks].into_iter().chain(tags) {
            words.add(&[text]);
        }
    }
    let cases: Vec<&InvitationCase> = ledger.cases_of(&person.key).collect();
    for note in cases.iter().filter_map(|case| case.invitation().note.as_ref()) {
        words.add(&[note.raw()]);
    }
    for case in cases {
        if let Some((entry, decision)) = ledger.decision_of(case) {
            history::add_search_text(&mut words, decision, local.of(entry.at), case.invitation());
        }
    }
    words.finish()
}
