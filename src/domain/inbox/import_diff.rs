//! What a new export says of old decisions: kept, forgotten, contradicted; who asks again; what changed about
//! the connections.

use serde::{Deserialize, Serialize};
use strum::{EnumMessage, IntoStaticStr, VariantArray};

use crate::domain::decision::VerdictKind;
use crate::domain::decision::event::CloseReason;
use crate::domain::decision::ledger::{Case, Ledger};
use crate::domain::evidence::network::{FileKind, KnownPerson, Network, Post, What};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::untrusted::Untrusted;

/// Somebody in a list of the summary.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DiffItem {
    /// Who.
    pub person: PersonKey,
    /// Their name.
    pub name: Untrusted,
    /// Their request, where it is about one.
    pub request: Option<InvitationId>,
    /// What there is to say of them, beside what the list says; empty where nothing is.
    pub says: String,
}

impl DiffItem {
    fn of_request(invitation: &Invitation) -> Self {
        Self {
            person: invitation.person.clone(),
            name: invitation.name.clone(),
            request: Some(invitation.id.clone()),
            says: String::new(),
        }
    }

    fn of_connection(acquaintance: &KnownPerson) -> Self {
        let KnownPerson { person, name, .. } = acquaintance;
        Self { person: person.clone(), name: name.clone(), request: None, says: String::new() }
    }
}

/// The lists of the summary, in its order.
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
    /// Accepted, no connection, still listed.
    #[strum(message = "Accepted here, still waiting there")]
    Forgotten,
    /// Declined, and a connection now.
    #[strum(message = "Declined here, yet connected now")]
    Contradicted,
    /// Asks again, after having been declined.
    #[strum(message = "Ask again, after you declined")]
    Returned,
    /// Asks again, without having been declined.
    #[strum(message = "Ask again")]
    Resent,
    /// Accepted, and a connection now.
    #[strum(message = "Accepted, and connected now")]
    Confirmed,
    /// Undecided or put off, and a connection now.
    #[strum(message = "Connected now, without a decision here")]
    ConnectedUndecided,
    /// The row is gone and the person no connection.
    #[strum(message = "No longer listed, and closed")]
    Vanished,
    /// Declined, and the row is still there.
    #[strum(message = "Declined here, still listed there")]
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
    /// No connection any more.
    #[strum(message = "No connections any more")]
    Gone,
}

impl DiffKind {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it is called on the screen.
    pub fn words(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

/// Everybody whom a new export says something about, by topic.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportDiff(Vec<(DiffKind, DiffItem)>);

impl ImportDiff {
    /// Those of a topic.
    pub fn of(&self, topic: DiffKind) -> impl Iterator<Item = &DiffItem> {
        self.0.iter().filter(move |(other, _)| *other == topic).map(|(_, named)| named)
    }

    /// The same without those that are meant.
    pub(super) fn without(mut self, is_meant: impl Fn(&DiffItem) -> bool) -> Self {
        self.0.retain(|(_, named)| !is_meant(named));
        self
    }

    /// What the last import said, as far as the journal and the snapshot tell of it.
    pub fn of_last(ledger: &Ledger, network: &Network) -> Self {
        let mut renewal = Self::default();
        let Some(last) = ledger.last_listing_import() else { return renewal };
        for case in ledger.cases() {
            match ledger.closed_by(case) {
                Some((entry, closing)) if entry.id == last.id => renewal.open(ledger, case, Some(closing)),
                None if ledger.still_listed(case) => renewal.open(ledger, case, None),
                Some(_) | None => {}
            }
            if ledger.told_by(case).is_some_and(|entry| entry.id == last.id) {
                renewal.asks_again(ledger, case.invitation());
            }
        }
        for now in network.people() {
            for fact in &now.facts {
                match &fact.what {
                    What::Changed(before) => renewal.changed(now, Some(before.post()), None),
                    What::Renamed { name } => renewal.changed(now, None, Some(name)),
                    _ => {}
                }
            }
        }
        renewal.sorted()
    }

    /// Takes in what was otherwise about a connection: the post, where it is known, and the name, where it differs.
    fn changed(&mut self, now: &KnownPerson, before: Option<Post>, name: Option<&Untrusted>) {
        if let (Some(old), Some(new)) = (before, now.post())
            && old != new
        {
            self.0.push((DiffKind::Changed, DiffItem { says: moved(old, new), ..DiffItem::of_connection(now) }));
        }
        if let Some(name) = name {
            let says = format!("was {}", name.shown_name());
            self.0.push((DiffKind::Renamed, DiffItem { says, ..DiffItem::of_connection(now) }));
        }
    }

    /// Takes in what an export says of a request that was open: closed in some way, or still listed.
    pub(super) fn open(&mut self, ledger: &Ledger, case: &Case, closing: Option<CloseReason>) {
        let decision = ledger.decision_of(case);
        let verdict = decision.map(|(_, decision)| decision.verdict.kind());
        let topic = match (closing, verdict) {
            (Some(CloseReason::Connected), Some(VerdictKind::Accept)) => DiffKind::Confirmed,
            (Some(CloseReason::Connected), Some(VerdictKind::Decline)) => DiffKind::Contradicted,
            (Some(CloseReason::Connected), Some(VerdictKind::FollowUp) | None) => DiffKind::ConnectedUndecided,
            (Some(CloseReason::Vanished), _) => DiffKind::Vanished,
            (None, Some(VerdictKind::Accept)) => DiffKind::Forgotten,
            (None, Some(VerdictKind::Decline)) => DiffKind::StillListed,
            (None, Some(VerdictKind::FollowUp) | None) => return,
        };
        let says = match (topic, decision) {
            (DiffKind::Vanished, Some((_, decision))) => format!("{} here", decision.verdict.kind().past()),
            _ => String::new(),
        };
        self.0.push((topic, DiffItem { says, ..DiffItem::of_request(case.invitation()) }));
    }

    /// Takes in a request that is new, of somebody who asked before.
    pub(super) fn asks_again(&mut self, ledger: &Ledger, row: &Invitation) {
        let earlier: Vec<&Case> = ledger.cases_of(&row.person).filter(|case| case.invitation().id != row.id).collect();
        let declined = earlier
            .iter()
            .filter_map(|case| ledger.decision_of(case))
            .rfind(|(_, decision)| decision.verdict.kind() == VerdictKind::Decline);
        let (topic, says) = match declined {
            _ if earlier.is_empty() => return,
            None => (DiffKind::Resent, String::new()),
            Some((entry, decision)) => {
                let why = if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
                (
                    DiffKind::Returned,
                    format!("you declined on {}{why}", crate::domain::text::dates::long(entry.at.date_naive())),
                )
            }
        };
        self.0.push((topic, DiffItem { says, ..DiffItem::of_request(row) }));
    }

    /// Takes in how the connections of a new export differ from those of the last one.
    pub(super) fn connections(&mut self, old: &Network, new: &Network) {
        for before in old.people().filter(|acquaintance| acquaintance.is_connected()) {
            let Some(now) = new.get(&before.person).filter(|now| now.is_connected()) else {
                self.0.push((DiffKind::Gone, DiffItem::of_connection(before)));
                continue;
            };
            self.changed(now, before.post(), (before.name != now.name).then_some(&before.name));
        }
        for now in new.people().filter(|acquaintance| acquaintance.is_connected()) {
            if !old.get(&now.person).is_some_and(KnownPerson::is_connected) {
                self.0.push((DiffKind::Added, DiffItem::of_connection(now)));
            }
        }
    }

    /// By topic, and by name within it.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_by_cached_key(|(topic, named)| (*topic, crate::domain::search::fold(named.name.as_written())));
        self
    }
}

/// Whether both exports list the connections.
pub(super) fn comparable(old: &Network, kinds: &[FileKind]) -> bool {
    old.kinds.contains(&FileKind::Connections) && kinds.contains(&FileKind::Connections)
}

/// What somebody does now and did before, where that differs.
fn moved(before: Post, now: Post) -> String {
    match (said(now).as_str(), said(before).as_str()) {
        (new, "") => format!("now {new}"),
        ("", old) => format!("was {old}"),
        (new, old) => format!("now {new}; was {old}"),
    }
}

/// A post as words: `Welder at Acme`; empty for none.
pub fn said((position, company): Post) -> String {
    match (position.map(Untrusted::shown_name), company.map(Untrusted::shown_name)) {
        (Some(position), Some(company)) => format!("{position} at {company}"),
        (Some(position), None) => position,
        (None, Some(company)) => format!("at {company}"),
        (None, None) => String::new(),
    }
}
