//! What is exported of one person.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::HashSet;
use uuid::Uuid;

use crate::domain::care::clock::{Clock, LastContact, PersonClock};
use crate::domain::care::role::{Role, connected_or_namesake};
use crate::domain::decision::checklist::Answers;
use crate::domain::decision::event::{Description, Entry};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Decision, DeclineKind, FollowUpMode, Gift, Verdict, VerdictKind};
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::{Untrusted, is_blank, is_unsafe_char};

/// A person as exported to other programs. All text is [`Untrusted`], even the person's own: a journal may have
/// been edited elsewhere, and this forces every exporter to choose a safe exit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The person.
    pub person: PersonKey,
    /// The full name, as displayed at the decision, else as in Connections.csv.
    pub name: Untrusted,
    /// Address on another network, for those without a profile.
    pub other_address: Option<String>,
    /// First and last name, from the two cells of Connections.csv; `None` for others, whose parts can only be guessed.
    pub name_cells: Option<(Untrusted, Untrusted)>,
    /// The headline under the name: own text first, then the request's.
    pub headline: Option<Untrusted>,
    /// The employer: own text first, then the connection's, then the request's.
    pub company: Option<Untrusted>,
    /// The position: own text first, then the connection's.
    pub position: Option<Untrusted>,
    /// The e-mail address, if the person shares it.
    pub email: Option<Untrusted>,
    /// *Connected On*, a UTC date, for a connection.
    pub connected_on: Option<NaiveDate>,
    /// The request and the decision on it; `None` for a connection without a decision.
    pub decided: Option<DecidedRequest>,
    /// Tags, each once.
    pub tags: Vec<Untrusted>,
    /// People we both know.
    pub mutuals: Option<Untrusted>,
    /// Help they can offer.
    pub offers: Option<Untrusted>,
    /// Help they look for.
    pub seeks: Option<Untrusted>,
    /// Their goals.
    pub goals: Option<Untrusted>,
    /// Their dreams.
    pub dreams: Option<Untrusted>,
    /// Help that one can give them.
    pub i_can: Option<Untrusted>,
    /// The last contact, until today; its day is the local one, or that of UTC ([`Contacts::with_utc_days`]).
    ///
    /// [`Contacts::with_utc_days`]: super::Contacts::with_utc_days
    pub last_contact: Option<LastContact>,
    /// The rhythm that applies.
    pub rhythm: Option<Rhythm>,
    /// How we met.
    pub how_met: Option<Untrusted>,
    /// One thing to remember.
    pub remember: Option<Untrusted>,
}

/// A request and the decision on it, as exported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecidedRequest {
    /// The request.
    pub invitation: InvitationId,
    /// Its time of sending, if known.
    pub sent_at: Option<DateTime<Utc>>,
    /// Local date of sending, if known.
    pub sent_on: Option<NaiveDate>,
    /// The request's note.
    pub message: Option<Untrusted>,
    /// Time of the decision.
    pub decided_at: DateTime<Utc>,
    /// Local date of the decision.
    pub decided_on: NaiveDate,
    /// The verdict.
    pub verdict: VerdictKind,
    /// The answers.
    pub answers: Answers,
    /// The reason.
    pub reason: Option<Untrusted>,
    /// A private note.
    pub note: Option<Untrusted>,
    /// For an accept: first gift.
    pub gift: Option<Gift>,
    /// For a follow-up: the day it comes back.
    pub due: Option<NaiveDate>,
    /// For a follow-up: its mode.
    pub follow_up_mode: Option<FollowUpMode>,
    /// For a follow-up: the question to ask.
    pub question: Option<Untrusted>,
    /// For a decline: its kind.
    pub decline: Option<DeclineKind>,
}

impl Contact {
    /// Returns a permanent id, so that a second import updates instead of duplicating: the UUIDv5 of the profile's URL
    /// with the slug decoded, or of the person's key if there is no profile.
    pub fn uid(&self) -> Uuid {
        let key = self.person.as_str();
        let name = if self.person.is_profile() { format!("https://www.linkedin.com/in/{key}") } else { key.to_owned() };
        Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
    }

    /// Returns the web address: the profile's page, else one on another network.
    pub fn address(&self) -> Option<String> {
        self.person.profile_url().or_else(|| self.other_address.clone())
    }

    /// Builds the contact of a row.
    pub(super) fn new(ledger: &Ledger, network: &Network, Clocks { local, clock, in_utc }: &Clocks, row: &Row) -> Self {
        let &Row { person, name, decided, .. } = row;
        let known = network.get(person);
        let PersonClock { last_contact, rhythm, .. } = clock.of_known(person, known);
        let last_contact = in_utc.as_ref().map_or(last_contact, |in_utc| in_utc.last_contact_with(person));
        let described = ledger.description_of(person);
        let role = Role::of_known(person, known, ledger, network);
        let decided_name = decided.map_or(name, |(.., decision)| &decision.name);
        let connected = connected_or_namesake(person, known, decided_name, network);
        let connection = connected.and_then(PersonFacts::connection);
        let said = |field: fn(&Description) -> &String| described.and_then(|d| Untrusted::non_blank(field(d)));
        let accept = decided.and_then(|(.., decision)| accept_details(&decision.verdict));
        let request = decided.filter(|_| !person.is_profile()).map(|(case, ..)| case.invitation());
        Self {
            person: person.clone(),
            name: name.clone(),
            other_address: request.and_then(Invitation::address),
            name_cells: connected.and_then(name_cells),
            headline: role.own.clone().or(role.headline),
            company: role.company,
            position: role.own.or(role.position),
            email: connection.and_then(|connection| connection.email.as_deref().cloned()).filter(is_address),
            connected_on: connection.and_then(|connection| connection.connected_on),
            decided: decided.map(|decided| DecidedRequest::new(decided, *local)),
            tags: tags_of(decided.map(|(.., decision)| decision), described).map(Untrusted::from).collect(),
            mutuals: said(|d| &d.mutuals),
            offers: said(|d| &d.offers),
            seeks: said(|d| &d.seeks),
            goals: said(|d| &d.goals),
            dreams: said(|d| &d.dreams),
            i_can: said(|d| &d.i_can),
            last_contact,
            rhythm: rhythm.map(|applied| applied.rhythm),
            how_met: said(|d| &d.how_met).or_else(|| Untrusted::non_blank(&accept?.how_met)),
            remember: said(|d| &d.remember).or_else(|| Untrusted::non_blank(&accept?.remember)),
        }
    }
}

fn accept_details(verdict: &Verdict) -> Option<&AcceptDetails> {
    if let Verdict::Accept(details) = verdict { Some(details) } else { None }
}

impl DecidedRequest {
    fn new((case, entry, decision): Decided, local: LocalDates) -> Self {
        let invitation = case.invitation();
        let request = Self {
            invitation: invitation.id.clone(),
            sent_at: invitation.sent_at,
            sent_on: invitation.sent_at.map(|at| local.of(at)),
            message: invitation.note.clone(),
            decided_at: entry.at,
            decided_on: local.of(entry.at),
            verdict: decision.verdict.kind(),
            answers: decision.answers.clone(),
            reason: Untrusted::non_blank(&decision.reason),
            note: Untrusted::non_blank(&decision.note),
            gift: None,
            due: None,
            follow_up_mode: None,
            question: None,
            decline: None,
        };
        match &decision.verdict {
            Verdict::Accept(details) => Self { gift: Some(details.gift), ..request },
            Verdict::Decline(kind) => Self { decline: Some(*kind), ..request },
            Verdict::FollowUp { due, mode, question } => Self {
                due: Some(*due),
                follow_up_mode: Some(*mode),
                question: Untrusted::non_blank(question),
                ..request
            },
        }
    }
}

/// What tells the days of contacts.
pub(super) struct Clocks<'a> {
    pub(super) local: LocalDates,
    /// The clock of local days.
    pub(super) clock: Clock<'a>,
    /// That of days in UTC, if the last contact is told by it.
    pub(super) in_utc: Option<Clock<'a>>,
}

/// A request, the line that decided it, and what it says.
pub(super) type Decided<'a> = (&'a InvitationCase, &'a Entry, &'a Decision);

/// A person of an export, of whom a contact is built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// The key under which lists have them; without a profile on their request not that of the connection, and with a
    /// new address the one that they were decided on with.
    pub(super) listed_as: &'a PersonKey,
    /// The key that they have now.
    pub(super) person: &'a PersonKey,
    pub(super) name: &'a Untrusted,
    pub(super) decided: Option<Decided<'a>>,
}

impl<'a> Row<'a> {
    /// Returns the row of somebody decided on, with the key that they have now.
    pub(super) fn of_decided(person: &'a PersonKey, decided: Decided<'a>) -> Self {
        let (case, _, decision) = decided;
        let name = name_of(decision, case.invitation());
        Self { listed_as: &decision.person, person, name, decided: Some(decided) }
    }
}

/// Returns the tags of a decision and of the person, each once, without blank ones.
pub fn tags_of<'a>(
    decision: Option<&'a Decision>,
    described: Option<&'a Description>,
) -> impl Iterator<Item = &'a str> {
    let of_decision = decision.into_iter().flat_map(|decision| &decision.tags);
    unique_tags(of_decision.chain(described.into_iter().flat_map(|described| &described.tags)))
}

/// Returns the tags that are not blank, each once.
pub fn unique_tags<'a>(tags: impl Iterator<Item = &'a String>) -> impl Iterator<Item = &'a str> {
    let mut seen = HashSet::default();
    tags.map(String::as_str).filter(move |tag| !is_blank(tag) && seen.insert(*tag))
}

/// Returns first and last name of a connection, unless nothing in them is visible.
fn name_cells(connected: &PersonFacts) -> Option<(Untrusted, Untrusted)> {
    let (first, last) = connected.name_cells()?;
    let cells = (Untrusted::from(first), Untrusted::from(last));
    (!cells.0.is_blank() || !cells.1.is_blank()).then_some(cells)
}

/// True if a cell is an e-mail address; some are `urn:li:member:…` instead.
fn is_address(cell: &Untrusted) -> bool {
    let text = cell.raw();
    let odd = |c: char| c.is_whitespace() || is_unsafe_char(c) || "()<>[]\\,;:\"".contains(c);
    let halves = text.split_once('@').filter(|(local, domain)| !local.is_empty() && !domain.contains('@'));
    text.len() <= 254 && !text.contains(odd) && halves.is_some_and(|(_, domain)| domain.trim_matches('.').contains('.'))
}

fn name_of<'a>(decision: &'a Decision, invitation: &'a Invitation) -> &'a Untrusted {
    if decision.name.is_blank() { &invitation.name } else { &decision.name }
}
