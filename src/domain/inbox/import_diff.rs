//! Diff of a new export: its effect on old decisions, repeated requests, and changed connections.

use serde::{Deserialize, Serialize};
use strum::{EnumMessage, IntoStaticStr, VariantArray};

use crate::domain::decision::VerdictKind;
use crate::domain::decision::event::{CloseReason, EntryId};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::evidence::network::{FactKind, FileKind, Job, Network, PersonFacts, describe_job};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates::{self, LocalDates};
use crate::domain::text::untrusted::Untrusted;

/// A person in a list of the diff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DiffItem {
    /// The person.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// Their request, if the list is about requests.
    pub request: Option<InvitationId>,
    /// Details in addition to the list's title; may be empty.
    pub text: String,
}

impl DiffItem {
    fn from_request(invitation: &Invitation) -> Self {
        Self {
            person: invitation.person.clone(),
            name: invitation.name.clone(),
            request: Some(invitation.id.clone()),
            text: String::new(),
        }
    }

    fn from_connection(known: &PersonFacts) -> Self {
        let PersonFacts { key: person, name, .. } = known;
        Self { person: person.clone(), name: name.clone(), request: None, text: String::new() }
    }
}

/// Lists of the diff, in display order.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    VariantArray,
    IntoStaticStr,
    EnumMessage,
)]
#[strum(serialize_all = "snake_case")]
pub enum DiffKind {
    /// Accepted, but not connected and still listed.
    #[strum(serialize = "forgotten", message = "Accepted, but still waiting on LinkedIn")]
    StillPending,
    /// Declined, but connected now.
    #[strum(message = "Declined, yet connected now")]
    Contradicted,
    /// Asks again after a decline.
    #[strum(serialize = "returned", message = "Asked again after you declined")]
    AskedAgainAfterDecline,
    /// Asks again without an earlier decline.
    #[strum(serialize = "resent", message = "Asked again")]
    AskedAgain,
    /// Accepted and connected now.
    #[strum(message = "Accepted and connected now")]
    Confirmed,
    /// Undecided or put off, but connected now.
    #[strum(message = "Connected without a decision here")]
    ConnectedUndecided,
    /// No longer listed and not connected.
    #[strum(message = "No longer listed, so closed")]
    Vanished,
    /// Declined, but still listed.
    #[strum(message = "Declined, still listed on LinkedIn")]
    StillListed,
    /// A connection at another company or in another position.
    #[strum(message = "Changed company or position")]
    Changed,
    /// A connection under another name.
    #[strum(message = "Changed their name")]
    Renamed,
    /// A new connection.
    #[strum(message = "New connections")]
    Added,
    /// No longer a connection.
    #[strum(serialize = "gone", message = "No longer connected")]
    Disconnected,
}

impl DiffKind {
    /// Returns its name for programs.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// True if it says what became of a request, which the ledger can say at any time.
    pub fn is_request_state(self) -> bool {
        match self {
            Self::StillPending
            | Self::Contradicted
            | Self::Confirmed
            | Self::ConnectedUndecided
            | Self::Vanished
            | Self::StillListed => true,
            Self::AskedAgainAfterDecline
            | Self::AskedAgain
            | Self::Changed
            | Self::Renamed
            | Self::Added
            | Self::Disconnected => false,
        }
    }

    /// Returns its label on the screen.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

/// Changes in a new export, by kind.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportDiff(Vec<(DiffKind, DiffItem)>);

impl ImportDiff {
    /// Returns the items of one kind.
    pub fn items(&self, topic: DiffKind) -> impl Iterator<Item = &DiffItem> {
        self.0.iter().filter(move |(other, _)| *other == topic).map(|(_, named)| named)
    }

    /// Returns the diff without the items for which `is_meant` is true.
    pub(super) fn without(mut self, is_meant: impl Fn(&DiffItem) -> bool) -> Self {
        self.0.retain(|(_, named)| !is_meant(named));
        self
    }

    /// Returns the diff of the last import, as far as the journal and the snapshot still record it.
    pub fn from_last_import(ledger: &Ledger, network: &Network, local: LocalDates) -> Self {
        let mut diff = Self::default();
        let Some(last) = ledger.last_full_import() else { return diff };
        for case in ledger.cases() {
            match ledger.closed_by(case) {
                Some((entry, closing)) if entry.id == last.id => diff.add_known_request(ledger, case, Some(closing)),
                None if ledger.still_pending_there(case) => diff.add_known_request(ledger, case, None),
                Some(_) | None => {}
            }
            if ledger.imported_by(case).is_some_and(|entry| entry.id == last.id) {
                diff.add_repeat(ledger, case.invitation(), Some(&last.id), local);
            }
        }
        for now in network.people() {
            for fact in &now.facts {
                match &fact.kind {
                    FactKind::Changed(before) => diff.add_changes(now, Some(before.job()), None),
                    FactKind::Renamed { name } => diff.add_changes(now, None, Some(name)),
                    _ => {}
                }
            }
        }
        diff.sorted()
    }

    /// Adds a changed job and/or name.
    fn add_changes(&mut self, now: &PersonFacts, before: Option<Job>, name: Option<&Untrusted>) {
        if let (Some(old), Some(new)) = (before, now.job())
            && old != new
        {
            self.0.push((
                DiffKind::Changed,
                DiffItem { text: describe_job_change(old, new), ..DiffItem::from_connection(now) },
            ));
        }
        if let Some(name) = name {
            let says = format!("was {}", name.display_name());
            self.0.push((DiffKind::Renamed, DiffItem { text: says, ..DiffItem::from_connection(now) }));
        }
    }

    /// Adds an open request that an export closes or still lists.
    pub(super) fn add_known_request(&mut self, ledger: &Ledger, case: &InvitationCase, closing: Option<CloseReason>) {
        let decision = ledger.decision_of(case);
        let verdict = decision.map(|(_, decision)| decision.verdict.kind());
        let topic = match (closing, verdict) {
            (Some(CloseReason::Connected), Some(VerdictKind::Accept)) => DiffKind::Confirmed,
            (Some(CloseReason::Connected), Some(VerdictKind::Decline)) => DiffKind::Contradicted,
            (Some(CloseReason::Connected), Some(VerdictKind::FollowUp) | None) => DiffKind::ConnectedUndecided,
            (Some(CloseReason::Vanished), _) => DiffKind::Vanished,
            (None, Some(VerdictKind::Accept)) => DiffKind::StillPending,
            (None, Some(VerdictKind::Decline)) => DiffKind::StillListed,
            (None, Some(VerdictKind::FollowUp) | None) => return,
        };
        let says = match (topic, decision) {
            (DiffKind::Vanished, Some((_, decision))) => format!("{} here", decision.verdict.kind().label()),
            _ => String::new(),
        };
        self.0.push((topic, DiffItem { text: says, ..DiffItem::from_request(case.invitation()) }));
    }

    /// Adds a new request from somebody who asked before, each person once. Requests that the same `import` brought
    /// are not earlier ones.
    pub(super) fn add_repeat(
        &mut self,
        ledger: &Ledger,
        row: &Invitation,
        import: Option<&EntryId>,
        local: LocalDates,
    ) {
        let is_listed = |(_, item): &(DiffKind, DiffItem)| item.person == row.person && item.request.is_some();
        let is_repeat =
            |(kind, _): &&(DiffKind, DiffItem)| matches!(kind, DiffKind::AskedAgain | DiffKind::AskedAgainAfterDecline);
        if self.0.iter().filter(is_repeat).any(is_listed) {
            return;
        }
        let is_earlier = |case: &&InvitationCase| {
            case.invitation().id != row.id
                && (import.is_none() || ledger.imported_by(case).map(|entry| &entry.id) != import)
        };
        let earlier: Vec<&InvitationCase> = ledger.cases_of(&row.person).filter(is_earlier).collect();
        let declined = earlier
            .iter()
            .filter_map(|case| ledger.decision_of(case))
            .rfind(|(_, decision)| decision.verdict.kind() == VerdictKind::Decline);
        let (topic, says) = match declined {
            _ if earlier.is_empty() => return,
            None => (DiffKind::AskedAgain, String::new()),
            Some((entry, decision)) => {
                let why = if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
                (
                    DiffKind::AskedAgainAfterDecline,
                    format!("you declined on {}{why}", dates::format_long(local.of(entry.at))),
                )
            }
        };
        self.0.push((topic, DiffItem { text: says, ..DiffItem::from_request(row) }));
    }

    /// Adds the differences between the connections of two exports.
    pub(super) fn add_connection_changes(&mut self, old: &Network, new: &Network) {
        for before in old.people().filter(|known| known.is_connected()) {
            let Some(now) = new.get(&before.key).filter(|now| now.is_connected()) else {
                self.0.push((DiffKind::Disconnected, DiffItem::from_connection(before)));
                continue;
            };
            self.add_changes(now, before.job(), (before.name != now.name).then_some(&before.name));
        }
        for now in new.people().filter(|known| known.is_connected()) {
            if !old.get(&now.key).is_some_and(PersonFacts::is_connected) {
                self.0.push((DiffKind::Added, DiffItem::from_connection(now)));
            }
        }
    }

    /// Returns the diff sorted by kind, then by name.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_by_cached_key(|(topic, named)| (*topic, crate::domain::search::fold(named.name.raw())));
        self
    }
}

/// True if both exports list the connections.
pub(super) fn both_list_connections(old: &Network, kinds: &[FileKind]) -> bool {
    old.kinds.contains(&FileKind::Connections) && kinds.contains(&FileKind::Connections)
}

/// Returns the new and the old job as text.
fn describe_job_change(before: Job, now: Job) -> String {
    match (describe_job(now).as_str(), describe_job(before).as_str()) {
        (new, "") => format!("now {new}"),
        ("", old) => format!("was {old}"),
        (new, old) => format!("now {new}; was {old}"),
    }
}
