//! Evidence finder: collects what the person's own data says about the sender of a request.

use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::evidence::network::{ConversationStats, FactKind, FileKind, Network};
use crate::domain::evidence::pile::Pile;
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::{self, NormalizedNote, NoteCounts};
use crate::domain::text::dates::{self, LocalDates};
use crate::domain::text::plural::plural;

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
        let mut said = Vec::new();
        for known in self.network.matching(&invitation.person, &invitation.name) {
            let by_name = known.key != invitation.person;
            for fact in &known.facts {
                let Some(kind) = evidence_kind_of(&fact.kind) else { continue };
                let file = format!("{}:{}", self.network.file(fact.source), fact.source.record);
                said.push(Evidence::new(kind, describe(&fact.kind, by_name, local), file));
            }
        }
        said
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
        self.asked_before(invitation)
            .map(|case| {
                let asked = match case.invitation().sent_at {
                    Some(at) => format!("on {}", dates::format_long(local.of(at))),
                    None => "date unknown".to_owned(),
                };
                let then = match self.ledger.decision_of(case) {
                    None => "nothing was decided".to_owned(),
                    Some((entry, decision)) => {
                        let why =
                            if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
                        format!(
                            "you {} on {}{why}",
                            decision.verdict.kind().label(),
                            dates::format_long(local.of(entry.at))
                        )
                    }
                };
                Evidence::new(EvidenceKind::AskedBefore, format!("Asked before, {asked}; {then}"), "journal.jsonl")
            })
            .collect()
    }

    fn note_evidence(&self, invitation: &Invitation) -> Vec<Evidence> {
        let Some(note) = &invitation.note else { return Vec::new() };
        let mut said = Vec::new();
        let plain = NormalizedNote::new(note);
        let people = self.duplicates.count_of(&plain);
        if people > 1 {
            said.push(Evidence::new(
                EvidenceKind::SameNote,
                format!("The same text came from {people} people"),
                INVITATIONS_CSV,
            ));
        }
        if plain.is_standard() {
            said.push(Evidence::new(
                EvidenceKind::StandardNote,
                "A standard sentence, not their own words",
                INVITATIONS_CSV,
            ));
        }
        let hints = note_analysis::sales_signals(note);
        if !hints.is_empty() {
            said.push(Evidence::new(
                EvidenceKind::Pitch,
                format!("In the note: {}", hints.join(", ")),
                INVITATIONS_CSV,
            ));
        }
        said.extend(self.network.companies_named_in(note).into_iter().map(|(company, people)| {
            let names: Vec<String> = people.iter().take(2).map(|a| a.name.display_name()).collect();
            let more = people.len().saturating_sub(2);
            let and = if more > 0 { format!(" and {more} more") } else { String::new() };
            let words = format!("They name {company}, where you know {}{and}", names.join(", "));
            Evidence::new(EvidenceKind::Company, words, CONNECTIONS_CSV)
        }));
        said
    }

    /// Says that no copy tells who is a connection, if requests came from one.
    fn connections_unknown(&self) -> Option<Evidence> {
        let kinds = &self.network.kinds;
        let is_unknown = kinds.contains(&FileKind::Invitations) && !kinds.contains(&FileKind::Connections);
        let words = "May be a connection already: your copy has no Connections.csv to tell";
        is_unknown.then(|| Evidence::new(EvidenceKind::ConnectionsUnknown, words, CONNECTIONS_CSV))
    }

    /// Returns the absent facts: only of files that were imported.
    fn missing_evidence(&self, said: &[Evidence]) -> Vec<Evidence> {
        const LOOKED_FOR: [(FileKind, EvidenceKind, &str, &str); 6] = [
            (FileKind::Messages, EvidenceKind::Messages, "no messages", "messages.csv"),
            (FileKind::AddressBook, EvidenceKind::AddressBook, "not in your address book", "Contacts.csv"),
            (
                FileKind::RecommendationsReceived,
                EvidenceKind::Recommendation,
                "no recommendation",
                "Recommendations_Received.csv",
            ),
            (
                FileKind::EndorsementsReceived,
                EvidenceKind::Endorsement,
                "no endorsement",
                "Endorsement_Received_Info.csv",
            ),
            (FileKind::Follows, EvidenceKind::Follow, "you don't follow them", "Member_Follows.csv"),
            (
                FileKind::Invitations,
                EvidenceKind::InvitedByMe,
                "you never asked them",
                "your own requests (Invitations.csv)",
            ),
        ];
        let there = LOOKED_FOR.iter().filter(|(file, ..)| self.network.kinds.contains(file));
        there
            .filter(|(_, kind, ..)| !said.iter().any(|evidence| evidence.kind == *kind))
            .map(|(_, kind, words, file)| Evidence { present: false, ..Evidence::new(*kind, *words, *file) })
            .collect()
    }
}

const INVITATIONS_CSV: &str = "Invitations.csv";
const CONNECTIONS_CSV: &str = "Connections.csv";

/// Returns the kind of evidence for a fact; a current connection is no evidence.
fn evidence_kind_of(what: &FactKind) -> Option<EvidenceKind> {
    Some(match what {
        FactKind::Connected(_) => return None,
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

/// Returns a fact as a sentence; `by_name` if the person was matched by name only.
fn describe(what: &FactKind, by_name: bool, local: LocalDates) -> String {
    let who = if by_name { "Someone of this name" } else { "They" };
    let day = |date: Option<chrono::NaiveDate>| {
        date.map_or(String::new(), |date| format!(" since {}", dates::format_long(date)))
    };
    match what {
        FactKind::Connected(connection) => format!("Is a connection{}", day(connection.connected_on)),
        FactKind::WasConnected(was) => format!("Was a connection{}, and is none any more", day(was.connected_on)),
        FactKind::Changed(before) => {
            let post = crate::domain::inbox::import_diff::describe_job(before.job());
            if post.is_empty() {
                return "Had no company or position in the export before".to_owned();
            }
            format!("Was {post} in the export before")
        }
        FactKind::Renamed { name } => format!("Went by {} in the export before", name.display_name()),
        FactKind::NoteAmongMessages { at } => {
            let on = dates::format_long(local.of(*at));
            format!("This note stands among your messages of {on}: you were connected once")
        }
        FactKind::Conversation(talk) => describe_conversation(talk, by_name, local),
        FactKind::InGroups { messages } => format!("{messages} messages in groups with both of you"),
        FactKind::InAddressBook { role } => {
            let role = role.as_ref().map_or(String::new(), |role| format!(" ({})", role.raw()));
            format!("Someone of this name is in your address book{role}")
        }
        FactKind::RecommendedByMe => "You recommended someone of this name".to_owned(),
        FactKind::RecommendedMe => "Someone of this name recommended you".to_owned(),
        FactKind::EndorsedByMe { skills } => format!("You endorsed them for {}", plural(*skills, "skill")),
        FactKind::EndorsedMe { skills } => format!("{who} endorsed you for {}", plural(*skills, "skill")),
        FactKind::FollowedByMe => "You follow someone of this name".to_owned(),
        FactKind::InvitedByMe { at } => format!("You asked them yourself on {}", dates::format_long(local.of(*at))),
    }
}

fn describe_conversation(talk: &ConversationStats, by_name: bool, local: LocalDates) -> String {
    let ConversationStats {
        sent: mine,
        received: theirs,
        first,
        last,
        started_by_me: i_began,
        last_by_me: i_was_last,
        last_excerpt: last_line,
        ..
    } = talk;
    let (first, last) = (dates::format_long(local.of(*first)), dates::format_long(local.of(*last)));
    let dates = if first == last { format!("on {last}") } else { format!("{first} to {last}") };
    let who = if by_name { "someone of this name" } else { "them" };
    let began = if *i_began { "you began" } else { "they began" };
    let sum = match (mine, theirs) {
        (0, theirs) => format!("{} from {who}, {dates}; you never answered", plural(*theirs, "message")),
        (mine, 0) => format!("{} from you to {who}, {dates}; never answered", plural(*mine, "message")),
        (mine, theirs) => {
            format!("{} between you and {who}, {dates}; {began}", plural(mine + theirs, "message"))
        }
    };
    let by = if *i_was_last { "you" } else { "they" };
    if last_line.is_blank() { sum } else { format!("{sum}. Last, {by}: \"{}\"", last_line.raw()) }
}
