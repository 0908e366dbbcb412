//! Evidence finder: collects what the person's own data says about the sender of a request.

use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::evidence::network::{Fact, FactKind, FileKind, KnownCompany, Network, SourceRef};
use crate::domain::evidence::pile::Pile;
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::inbox::fact_text::{FactText, folded};
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::{self, NormalizedNote, NoteCounts};
use crate::domain::text::dates::{self, LocalDates};
use crate::domain::text::untrusted::Untrusted;

/// Sources of evidence: the snapshot, the ledger, and the notes of all pending requests.
#[derive(Clone, Copy)]
pub struct EvidenceFinder<'a> {
    /// The exports' data.
    pub network: &'a Network,
    /// The decisions.
    pub ledger: &'a Ledger,
    /// Notes used more than once.
    pub duplicates: &'a NoteCounts,
}

impl EvidenceFinder<'_> {
    /// Returns all evidence about a request: present facts first, then absent ones.
    pub fn evidence(&self, invitation: &Invitation, local: LocalDates) -> Vec<Evidence> {
        let mut said = self.file_evidence(invitation, local);
        said.extend(self.journal_evidence(invitation, local));
        said.extend(self.note_evidence(invitation));
        said.extend(self.connections_unknown());
        said.extend(self.company_evidence(invitation));
        said.sort_by_key(|evidence| evidence.kind);
        said.extend(self.missing_evidence(&said));
        said
    }

    /// Returns the pile of a request with this note: same result as from its evidence, without building the sentences.
    pub fn pile(&self, invitation: &Invitation, note: Option<&NormalizedNote>) -> Pile {
        let known = self.network.matching(&invitation.person, &invitation.name);
        let in_files =
            |kind| known.iter().flat_map(|a| &a.facts).any(|fact| evidence_kind_of(&fact.kind) == Some(kind));
        let asked_before = || self.asked_before(invitation).next().is_some();
        let has = |kind| if kind == EvidenceKind::AskedBefore { asked_before() } else { in_files(kind) };
        Pile::classify(has, note, self.duplicates)
    }

    fn file_evidence(&self, invitation: &Invitation, local: LocalDates) -> Vec<Evidence> {
        let known = self.network.matching(&invitation.person, &invitation.name);
        let of_person = known.into_iter().flat_map(|known| {
            let by_name = known.key != invitation.person;
            known.facts.iter().map(move |fact| (fact, by_name))
        });
        let said = of_person.filter_map(|(fact, by_name)| {
            let kind = evidence_kind_of(&fact.kind)?;
            Some(FactText::new(kind, &fact.kind, by_name, local).in_file(self.place(fact.source)))
        });
        folded(said.collect())
    }

    /// Returns a fact's file and record, as written on the card.
    fn place(&self, source: SourceRef) -> String {
        format!("{}:{}", self.network.file(source), source.record)
    }

    /// Returns earlier requests of the same person.
    fn asked_before(&self, invitation: &Invitation) -> impl Iterator<Item = &InvitationCase> {
        let mut told_before = true;
        self.ledger.cases_of(&invitation.person).filter(move |case| {
            told_before &= case.invitation().id != invitation.id;
            match (case.invitation().sent_at, invitation.sent_at) {
                (Some(other), Some(this)) => other < this,
                _ => told_before, // without a date, only the order of arrival is left
            }
        })
    }

    fn journal_evidence(&self, invitation: &Invitation, local: LocalDates) -> Vec<Evidence> {
        let said = self.asked_before(invitation).map(|case| {
            let then = match self.ledger.decision_of(case) {
                None => "you didn't decide".to_owned(),
                Some((entry, decision)) => {
                    let why = if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
                    let did = decision.verdict.kind().past_tense();
                    format!("you {did} on {}{why}", dates::format_long(local.of(entry.at)))
                }
            };
            let sent_on = case.invitation().sent_at.map(|at| local.of(at));
            FactText::asked_before(sent_on, &then).in_file(JOURNAL.to_owned())
        });
        folded(said.collect())
    }

    /// Returns what the note itself shows, with its row.
    fn note_evidence(&self, invitation: &Invitation) -> Vec<Evidence> {
        let Some(note) = &invitation.note else { return Vec::new() };
        let mut said = Vec::new();
        let place = self.note_place(invitation);
        let plain = NormalizedNote::new(note);
        let people = self.duplicates.count_of(&plain);
        if people > 1 {
            let words = format!("The same text came from {people} people");
            said.push(Evidence::new(EvidenceKind::SameNote, words, place.as_str()));
        }
        if plain.is_standard() {
            let words = "A standard sentence, not their own words";
            said.push(Evidence::new(EvidenceKind::StandardNote, words, place.as_str()));
        }
        let hints = note_analysis::sales_signals(note);
        if !hints.is_empty() {
            let words = format!("In the note: {}", hints.join(", "));
            said.push(Evidence::new(EvidenceKind::Pitch, words, place.as_str()));
        }
        said
    }

    /// Says that no copy tells who is a connection, if requests came from one.
    fn connections_unknown(&self) -> Option<Evidence> {
        let words = "May be a connection already: your copy has no Connections.csv to tell";
        self.network
            .lacks_connections()
            .then(|| Evidence::new(EvidenceKind::ConnectionsUnknown, words, FileKind::Connections.file_name()))
    }

    /// Returns the row of a request's note; the file alone if an old snapshot did not keep the row; the journal for a
    /// note from elsewhere.
    fn note_place(&self, invitation: &Invitation) -> String {
        let known = self.network.matching(&invitation.person, &invitation.name);
        let is_its_row =
            |fact: &&Fact| matches!(fact.kind, FactKind::NoteToMe { at } if Some(at) == invitation.sent_at);
        let row = known.into_iter().flat_map(|known| &known.facts).find(is_its_row);
        if let Some(fact) = row {
            return self.place(fact.source);
        }
        let is_listed = self.ledger.case(&invitation.id).is_some_and(|case| self.ledger.is_from_linkedin(case));
        let files = if is_listed { self.file_names(FileKind::Invitations) } else { Vec::new() };
        files.first().copied().unwrap_or(JOURNAL).to_owned()
    }

    /// Returns the connections at the person's company, and at those that the note or the headline names.
    fn company_evidence(&self, invitation: &Invitation) -> Vec<Evidence> {
        let described = self.ledger.description_of(&invitation.person);
        let written = |text: Option<&String>| text.and_then(|text| Untrusted::non_blank(text));
        let typed = written(described.map(|described| &described.company));
        let headline = written(described.map(|described| &described.headline));
        let company = typed.as_ref().or(invitation.company.as_ref());
        let mut said: Vec<(String, Evidence)> = Vec::new();
        let theirs = company.and_then(|company| self.network.company_called(company));
        if let Some(company) = theirs {
            let words = format!("You know {} at {}", names(&company), company.name);
            let evidence = self.colleagues(&company, words);
            said.push((company.name, evidence));
        }
        let named =
            |text: Option<&Untrusted>| text.map(|text| self.network.companies_named_in(text)).unwrap_or_default();
        let headline = headline.as_ref().or(invitation.headline.as_ref());
        for company in named(invitation.note.as_ref()).into_iter().chain(named(headline)) {
            if !said.iter().any(|(name, _)| *name == company.name) {
                let words = format!("Mentions {}, where you know {}", company.name, names(&company));
                let evidence = self.colleagues(&company, words);
                said.push((company.name, evidence));
            }
        }
        said.into_iter().map(|(_, evidence)| evidence).collect()
    }

    /// Returns the evidence about known people at a company, with the rows of those that it names.
    fn colleagues(&self, company: &KnownCompany<'_>, words: String) -> Evidence {
        let mut rows = company.people.iter().take(NAMED_COLLEAGUES).map(|(_, row)| *row);
        let mut place = rows.next().map_or_else(String::new, |row| self.place(row));
        place.extend(rows.map(|row| format!(", {}", row.record)));
        Evidence::new(EvidenceKind::Company, words, place)
    }

    /// Returns the absent facts: only of files that were imported, under the names that they had.
    fn missing_evidence(&self, said: &[Evidence]) -> Vec<Evidence> {
        let mut missing = Vec::new();
        for Absence { kinds, files, text } in &ABSENCES {
            let names: Vec<&str> = files.iter().flat_map(|file| self.file_names(*file)).collect();
            let is_there = |evidence: &Evidence| {
                kinds.contains(&evidence.kind)
                    || (kinds[0] == EvidenceKind::Messages && names.iter().any(|name| is_of_file(evidence, name)))
            };
            if names.is_empty() || said.iter().any(is_there) {
                continue;
            }
            let names = names.join(", ");
            let file =
                if kinds[0] == EvidenceKind::InvitedByMe { format!("your own requests ({names})") } else { names };
            missing.push(Evidence { present: false, ..Evidence::new(kinds[0], *text, file) });
        }
        missing
    }

    /// Returns the names of the imported files of a kind; the usual one, if an old snapshot did not keep them.
    fn file_names(&self, kind: FileKind) -> Vec<&str> {
        if !self.network.kinds.contains(&kind) {
            return Vec::new();
        }
        let names: Vec<&str> = self.network.files_of(kind).filter(|name| !name.is_empty()).collect();
        if names.is_empty() { vec![kind.file_name()] } else { names }
    }
}

/// File of facts from the journal.
const JOURNAL: &str = "journal.jsonl";
/// Colleagues whose names are said; the others are counted.
const NAMED_COLLEAGUES: usize = 2;

/// Facts that may be absent.
struct Absence {
    /// Kind of the absent fact first, then of other facts from these files that say the contrary.
    kinds: &'static [EvidenceKind],
    /// Kinds of files that were looked in.
    files: &'static [FileKind],
    text: &'static str,
}

const ABSENCES: [Absence; 6] = [
    Absence {
        kinds: &[EvidenceKind::Messages, EvidenceKind::Groups],
        files: &[FileKind::Messages],
        text: "no messages",
    },
    Absence { kinds: &[EvidenceKind::AddressBook], files: &[FileKind::AddressBook], text: "not in your address book" },
    Absence {
        kinds: &[EvidenceKind::Recommendation],
        files: &[FileKind::RecommendationsReceived, FileKind::RecommendationsGiven],
        text: "no recommendation",
    },
    Absence {
        kinds: &[EvidenceKind::Endorsement],
        files: &[FileKind::EndorsementsReceived, FileKind::EndorsementsGiven],
        text: "no endorsement",
    },
    Absence { kinds: &[EvidenceKind::Follow], files: &[FileKind::Follows], text: "you don't follow them" },
    Absence { kinds: &[EvidenceKind::InvitedByMe], files: &[FileKind::Invitations], text: "you never asked them" },
];

/// True if a fact stands in this file.
fn is_of_file(evidence: &Evidence, name: &str) -> bool {
    evidence.file.raw().strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Returns the names of people at a company: the first ones, and how many more.
fn names(company: &KnownCompany<'_>) -> String {
    let names: Vec<String> =
        company.people.iter().take(NAMED_COLLEAGUES).map(|(known, _)| known.name.display_name()).collect();
    let more = company.people.len().saturating_sub(NAMED_COLLEAGUES);
    let and = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{and}", names.join(", "))
}

/// Returns the kind of evidence for a fact; a current connection is none, and a note is one by what it says.
pub(in crate::domain) fn evidence_kind_of(what: &FactKind) -> Option<EvidenceKind> {
    Some(match what {
        FactKind::Connected(_) | FactKind::NoteToMe { .. } => return None,
        FactKind::WasConnected(_) | FactKind::NoteAmongMessages { .. } => EvidenceKind::WasConnected,
        FactKind::Changed(_) | FactKind::Renamed { .. } => EvidenceKind::Changed,
        FactKind::Conversation(_) => EvidenceKind::Messages,
        FactKind::InGroups { .. } => EvidenceKind::Groups,
        FactKind::InAddressBook { .. } => EvidenceKind::AddressBook,
        FactKind::RecommendedByMe | FactKind::RecommendedMe => EvidenceKind::Recommendation,
        FactKind::EndorsedByMe { .. } | FactKind::EndorsedMe { .. } => EvidenceKind::Endorsement,
        FactKind::FollowedByMe => EvidenceKind::Follow,
        FactKind::InvitedByMe { .. } => EvidenceKind::InvitedByMe,
    })
}
