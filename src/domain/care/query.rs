//! Queries over people and decisions: what the words of the query language mean here.

use chrono::NaiveDate;
use strum::VariantArray;

use crate::domain::care::clock::Clock;
use crate::domain::care::recommendation::could_recommend;
use crate::domain::care::role::Role;
use crate::domain::care::summary::{self, PersonSummary};
use crate::domain::decision::checklist::{Answer, Checklist, QuestionId};
use crate::domain::decision::event::Entry;
use crate::domain::decision::history::{self, PastDecision};
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::status::StatusKind;
use crate::domain::decision::{Decision, VerdictKind};
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::Pile;
use crate::domain::inbox::Inbox;
use crate::domain::inbox::evidence_finder::{EvidenceFinder, evidence_kind_of};
use crate::domain::person::key::PersonKey;
use crate::domain::search::fields::search_text;
use crate::domain::search::fold;
use crate::domain::search::query::{Key, Query, QueryError, Record, Vocabulary};
use crate::domain::text::dates::{DayContext, LocalDates};
use crate::domain::text::untrusted::Untrusted;

/// Ids of the questions that every checklist begins with.
pub const BUILT_IN_QUESTIONS: [&str; 3] = ["met", "context", "value"];
/// Value of `has:` for a request with a note.
const NOTE: &str = "note";

/// Everything that a query may ask about.
#[derive(Clone, Copy)]
pub struct SearchData<'a> {
    /// The decisions.
    pub ledger: &'a Ledger,
    /// The exports' data.
    pub network: &'a Network,
    /// The pending requests, with their piles.
    pub inbox: &'a Inbox,
    /// Local dates.
    pub local: LocalDates,
}

/// Says what is wrong in a query, whatever data there will be.
///
/// # Errors
///
/// As [`Query::parse`].
pub fn check(text: &str, days: impl Into<DayContext>, checklist: &Checklist) -> Result<(), QueryError> {
    let is_question = |id: &str| checklist.questions().iter().any(|question| fold(&question.id.0) == id);
    let vocabulary = Vocabulary { values: &values, is_question: &is_question, has_messages: true };
    Query::parse(text, days, &vocabulary).map(|_| ())
}

impl SearchData<'_> {
    /// Reads a query; questions are the built-in ones, those of the checklist, if it is known, and those that were ever
    /// answered.
    ///
    /// # Errors
    ///
    /// As [`Query::parse`].
    pub fn parse(
        &self,
        text: &str,
        days: impl Into<DayContext>,
        checklist: Option<&Checklist>,
    ) -> Result<Query, QueryError> {
        let is_question = |id: &str| {
            let is_it = |question: &QuestionId| fold(&question.0) == id;
            let asked = checklist.map_or(&[][..], Checklist::questions);
            BUILT_IN_QUESTIONS.contains(&id)
                || asked.iter().any(|question| is_it(&question.id))
                || history::lines(self.ledger).any(|(_, decision)| decision.answers.iter().any(|(id, _)| is_it(id)))
        };
        let has_messages = self.network.has_messages();
        Query::parse(text, days, &Vocabulary { values: &values, is_question: &is_question, has_messages })
    }

    /// Returns the people of all decisions that match a query, newest first.
    pub fn people_decided(&self, query: &Query) -> Vec<PersonKey> {
        let matching = history::decisions(self.ledger).filter(|past| {
            let text = decision_text(past, self.local);
            query.matches(&DecisionRecord { data: *self, past, text: &text })
        });
        matching.map(|past| past.decision.person.clone()).collect()
    }

    /// Returns the connections that match a query, by name.
    pub fn connections_found(&self, query: &Query) -> Vec<PersonKey> {
        let connections = summary::connections(self.ledger, self.network).into_iter();
        connections.filter(|person| self.is_found(person, query)).map(|person| person.key).collect()
    }

    /// True if a person matches a query, by what is known of them now.
    pub fn is_found(&self, person: &PersonSummary, query: &Query) -> bool {
        let text = search_text(&summary::fields(person, self.ledger, self.network, self.local));
        query.matches(&PersonRecord { data: *self, person, text: &text })
    }

    fn has_tag(&self, person: &PersonKey, tag: &str) -> bool {
        let described = self.ledger.description_of(person);
        described.is_some_and(|described| has_tag(&described.tags, tag))
    }

    fn is_at(&self, person: &PersonKey, company: &str) -> bool {
        let known = Role::of(person, self.ledger, self.network).company;
        known.is_some_and(|known| fold(known.raw()).contains(company))
    }

    /// True if this rhythm applies to a person, by the contact clock; which does not depend on the day.
    fn has_rhythm(&self, person: &PersonKey, value: &str) -> bool {
        let clock = Clock::of_contacts(self.ledger, self.network, NaiveDate::MAX, self.local);
        clock.of(person).rhythm.is_some_and(|applied| applied.rhythm.name() == value)
    }

    /// True if this is the last answer to whether one could recommend a person.
    fn could_recommend(&self, person: &PersonKey, value: &str) -> bool {
        let answer = could_recommend(person, self.ledger).map(Answer::name);
        answer == Some(if matches!(value, "not_yet" | "maybe") { Answer::Unsure.name() } else { value })
    }

    /// True if one-to-one messages went neither way, one way or both ways.
    fn talked(&self, person: &PersonKey, name: &Untrusted, value: &str) -> bool {
        let talks = self.network.matching(person, name).into_iter().filter_map(|known| known.conversation_stats());
        let (mine, theirs) = talks.fold((0, 0), |(mine, theirs), talk| (mine + talk.sent, theirs + talk.received));
        value
            == match (mine > 0, theirs > 0) {
                (false, false) => "no",
                (true, true) => "both",
                _ => "one",
            }
    }
}

/// Returns the values of a key; empty for a key with free text or a date.
fn values(key: Key) -> Vec<&'static str> {
    match key {
        Key::Company | Key::Since | Key::Until => Vec::new(),
        Key::Pile => Pile::VARIANTS.iter().map(|pile| pile.name()).collect(),
        Key::Has => EvidenceKind::VARIANTS.iter().map(|kind| kind.name()).chain([NOTE]).collect(),
        Key::Talked => vec!["no", "one", "both"],
        Key::Rhythm => Rhythm::VARIANTS.iter().map(|rhythm| rhythm.name()).collect(),
        Key::Recommend => vec!["yes", "no", "not_yet", "unsure", "maybe"],
        Key::Status => {
            use StatusKind::{Accepted, Closed, Declined, FollowUp, Pending};
            [Pending, Accepted, Declined, FollowUp, Closed].map(StatusKind::name).to_vec()
        }
    }
}

fn has_tag(tags: &[String], wanted: &str) -> bool {
    tags.iter().any(|tag| fold(tag.trim().trim_start_matches('#')) == wanted)
}

fn answered(decision: &Decision, question: &str, answer: &str) -> bool {
    decision.answers.iter().any(|(id, given)| fold(&id.0) == question && given.name() == answer)
}

/// A person for a query: what is known of them now. Their day is that of the last decision, else of the request, else
/// of the connection.
pub struct PersonRecord<'a> {
    /// Where everything is known.
    pub data: SearchData<'a>,
    /// The person.
    pub person: &'a PersonSummary,
    /// The folded text of their fields ([`crate::domain::care::summary::fields`]).
    pub text: &'a str,
}

impl<'a> PersonRecord<'a> {
    fn case(&self) -> Option<&'a InvitationCase> {
        let (id, _) = self.person.latest.as_ref()?;
        self.data.ledger.case(id)
    }

    fn decisions(&self) -> impl Iterator<Item = (&'a Entry, &'a Decision)> {
        let ledger = self.data.ledger;
        ledger.cases_of(&self.person.key).filter_map(|case| ledger.decision_of(case))
    }

    fn pile(&self) -> Option<Pile> {
        let case = self.case()?;
        self.data.inbox.pile_of(&case.invitation().id).or_else(|| {
            let (_, decision) = self.data.ledger.decision_of(case)?;
            Some(history::pile_then(decision, case.invitation()))
        })
    }

    fn has(&self, kind: &str) -> bool {
        let SearchData { ledger, network, inbox, local } = self.data;
        if kind == NOTE {
            return ledger.cases_of(&self.person.key).any(|case| case.invitation().note.is_some());
        }
        if let Some(case) = self.case().filter(|_| self.person.status() == Some(Status::Pending)) {
            let finder = EvidenceFinder { network, ledger, duplicates: inbox.duplicate_notes() };
            let evidence = finder.evidence(case.invitation(), local);
            return evidence.iter().any(|fact| fact.present && fact.kind.name() == kind);
        }
        let known = network.matching(&self.person.key, &self.person.name);
        let mut in_files = known.iter().flat_map(|known| &known.facts).filter_map(|fact| evidence_kind_of(&fact.kind));
        in_files.any(|known| known.name() == kind)
            || self.decisions().any(|(_, decision)| decision.evidence.iter().any(|fact| fact.kind.name() == kind))
    }
}

impl Record for PersonRecord<'_> {
    fn contains(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    fn has_tag(&self, tag: &str) -> bool {
        self.data.has_tag(&self.person.key, tag) || self.decisions().any(|(_, decision)| has_tag(&decision.tags, tag))
    }

    fn is_at(&self, company: &str) -> bool {
        self.data.is_at(&self.person.key, company)
    }

    fn day(&self) -> Option<NaiveDate> {
        let SearchData { ledger, network, local, .. } = self.data;
        let decided = || self.case().and_then(|case| ledger.decision_of(case)).map(|(entry, _)| local.of(entry.at));
        let asked = || self.case().and_then(|case| case.invitation().sent_at).map(|at| local.of(at));
        let connected = || network.get(&self.person.key)?.connection()?.connected_on;
        decided().or_else(asked).or_else(connected)
    }

    fn has_value(&self, key: Key, value: &str) -> bool {
        match key {
            Key::Pile => self.pile().is_some_and(|pile| pile.name() == value),
            Key::Has => self.has(value),
            Key::Talked => self.data.talked(&self.person.key, &self.person.name, value),
            Key::Rhythm => self.data.has_rhythm(&self.person.key, value),
            Key::Recommend => self.data.could_recommend(&self.person.key, value),
            Key::Status => self.person.status().is_some_and(|status| status.kind().name() == value),
            Key::Company | Key::Since | Key::Until => false,
        }
    }

    fn answered(&self, question: &str, answer: &str) -> bool {
        self.decisions().any(|(_, decision)| answered(decision, question, answer))
    }
}

/// A decision of the history for a query: what was known then, and the person's tags, company and rhythm now.
pub struct DecisionRecord<'a> {
    /// Where everything is known.
    pub data: SearchData<'a>,
    /// The decision.
    pub past: &'a PastDecision<'a>,
    /// The folded text ([`decision_text`]).
    pub text: &'a str,
}

/// Returns the folded text of a decision.
pub fn decision_text(past: &PastDecision, local: LocalDates) -> String {
    search_text(&history::fields(past.decision, local.of(past.entry.at)))
}

impl Record for DecisionRecord<'_> {
    fn contains(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    fn has_tag(&self, tag: &str) -> bool {
        let decision = self.past.decision;
        has_tag(&decision.tags, tag) || self.data.has_tag(&decision.person, tag)
    }

    fn is_at(&self, company: &str) -> bool {
        self.data.is_at(&self.past.decision.person, company)
    }

    fn day(&self) -> Option<NaiveDate> {
        Some(self.data.local.of(self.past.entry.at))
    }

    fn has_value(&self, key: Key, value: &str) -> bool {
        let PastDecision { decision, invitation, .. } = self.past;
        match key {
            Key::Pile => history::pile_then(decision, invitation).name() == value,
            Key::Has if value == NOTE => invitation.note.is_some(),
            Key::Has => decision.evidence.iter().any(|fact| fact.kind.name() == value),
            Key::Talked => self.data.talked(&decision.person, &decision.name, value),
            Key::Rhythm => self.data.has_rhythm(&decision.person, value),
            Key::Recommend => self.data.could_recommend(&decision.person, value),
            Key::Status => status_of(decision.verdict.kind()).name() == value,
            Key::Company | Key::Since | Key::Until => false,
        }
    }

    fn answered(&self, question: &str, answer: &str) -> bool {
        answered(self.past.decision, question, answer)
    }
}

/// Returns the status that a verdict gives.
fn status_of(verdict: VerdictKind) -> StatusKind {
    match verdict {
        VerdictKind::Accept => StatusKind::Accepted,
        VerdictKind::Decline => StatusKind::Declined,
        VerdictKind::FollowUp => StatusKind::FollowUp,
    }
}
