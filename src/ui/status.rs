//! Where somebody stands, in a sign and a few words: one definition for page, lists and search.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::model::Model;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::event::CloseReason;
use crate::domain::decision::ledger::{InvitationCase, Status};
use crate::domain::evidence::network::PersonFacts;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;

use super::theme::{Role, Theme};

/// Where somebody stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Sign.
    pub sign: &'static str,
    /// Words: `accepted 27 Nov`.
    pub words: String,
    /// Style of both.
    pub style: Style,
}

impl Standing {
    /// Returns sign and words in one style.
    pub fn span(&self) -> Span<'static> {
        Span::styled(format!("{} {}", self.sign, self.words), self.style)
    }
}

/// Returns where a person stands, by the latest request, else by the connection.
pub fn standing(person: &PersonKey, case: Option<&InvitationCase>, model: &Model, theme: Theme) -> Standing {
    let (ledger, today) = (&model.ledger, model.moment.today);
    let on = |kind: VerdictKind| {
        let day = case.and_then(|case| ledger.decision_of(case)).map(|(entry, _)| model.moment.local.of(entry.at));
        let words = day.map_or(String::new(), |day| format!(" {}", dates::format_plain(day, today)));
        Standing { sign: kind.symbol(), words: format!("{}{words}", kind.label()), style: theme.verdict(kind) }
    };
    let until = |words: String| Standing { sign: "◷", words, style: theme.style(Role::Maybe) };
    let plain = |words: String| Standing { sign: "·", words, style: theme.muted() };
    match case.map(|case| ledger.status_of(case)) {
        Some(Status::Accepted) => on(VerdictKind::Accept),
        Some(Status::Declined) => on(VerdictKind::Decline),
        Some(Status::FollowUp(day) | Status::Parked(day)) if day <= today => until("is back".to_owned()),
        Some(Status::FollowUp(day)) => until(format!("comes back {}", dates::format_day(day, today))),
        Some(Status::Parked(day)) => until(format!("parked until {}", dates::format_day(day, today))),
        Some(Status::Pending) => Standing { sign: "○", words: "waits".to_owned(), style: theme.accent() },
        Some(Status::Closed(CloseReason::Connected)) => plain("connected".to_owned()),
        Some(Status::Closed(CloseReason::Vanished)) => plain("no longer listed".to_owned()),
        Some(Status::Removed) => plain("taken back".to_owned()),
        None => {
            let known = model.network.get(person);
            if known.is_some_and(PersonFacts::was_connected) {
                return plain("no longer connected".to_owned());
            }
            if !known.is_some_and(PersonFacts::is_connected) {
                return plain("not connected".to_owned());
            }
            let since = known.and_then(|known| known.connection()?.connected_on);
            plain(since.map_or("connected".to_owned(), |day| format!("connected {}", day.format("%Y"))))
        }
    }
}
