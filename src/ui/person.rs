//! The page of one person: known facts, timeline and evidence.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::app::screen::person::PersonScreen;
use crate::domain::care::agenda::has_written_since_connected;
use crate::domain::care::role::Role;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::decision::carry_out::carry_out_state;
use crate::domain::decision::event::{CarryOutResult, CloseReason};
use crate::domain::decision::{AcceptDetails, Decision, Gift, Verdict};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates;
use crate::domain::text::plural::capitalized;
use crate::domain::text::untrusted::Untrusted;

use super::theme::Theme;
use super::widget::Paint;
use crate::domain::text::wrap;

/// The person shown.
struct PersonPage<'a> {
    person: PersonKey,
    name: Untrusted,
    target: &'a Selection,
}

/// Draws the page.
pub fn draw(paint: &mut Paint, area: Rect, screen: &PersonScreen) {
    let (model, theme) = (paint.app.model(), paint.theme);
    let columns = usize::from(area.width).min(100);
    let Some(person) = screen.target.person(&model.ledger) else { return };
    let page = PersonPage { person, name: screen.target.name(&model.ledger, &model.network), target: &screen.target };
    let mut lines = head(&page, model, columns, theme);
    lines.extend(timeline(&page, model, columns, theme));
    lines.extend(evidence_lines(&page, model, columns, theme));
    paint.pager(area, &lines, screen.scroll);
}

fn head(page: &PersonPage, model: &Model, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let (headline, company) = Role::of(&page.person, &model.ledger, &model.network).display();
    let (how_met, remember) = how_met_and_notes(&page.person, &model.ledger);
    let described = model.ledger.description_of(&page.person).cloned().unwrap_or_default();
    let mut lines = vec![Line::styled(wrap::truncate(&page.name.display_name(), columns), theme.title())];
    let role: Vec<String> = [headline, company].into_iter().filter(|words| !words.is_empty()).collect();
    lines.extend((!role.is_empty()).then(|| Line::raw(wrap::truncate(&role.join(", "), columns))));
    let known = || model.ledger.cases_of(&page.person).filter_map(|case| case.invitation().address()).last();
    lines.extend(
        page.person.profile_url().or_else(known).map(|url| Line::styled(wrap::truncate(&url, columns), theme.muted())),
    );
    lines.push(Line::default());
    let tags = described.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let facts = [
        ("How we met", how_met),
        ("To remember", remember),
        ("Can offer", described.offers),
        ("Looks for", described.seeks),
        ("You both know", described.mutuals),
        ("Tags", tags),
    ];
    let before = lines.len();
    for (label, words) in facts.into_iter().filter(|(_, words)| !words.is_empty()) {
        let words = Untrusted::new(words).display().into_owned();
        lines.extend(wrap::wrap(&format!("{label}: {words}"), columns).into_iter().map(Line::raw));
    }
    if lines.len() == before {
        let hint = "r: write down how you met, what to remember, what they offer and look for.";
        lines.extend(wrap::wrap(hint, columns).into_iter().map(|line| Line::styled(line, theme.muted())));
    }
    lines
}

/// Returns the person's history, newest first.
fn timeline(page: &PersonPage, model: &Model, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut happened: Vec<(Option<chrono::DateTime<chrono::Utc>>, String)> = Vec::new();
    for case in model.ledger.cases_of(&page.person) {
        let invitation = case.invitation();
        let note = invitation.note.as_ref().map(|note| format!(": “{}”", note.display())).unwrap_or_default();
        happened.push((invitation.sent_at, format!("Asked{note}")));
        let mut stands = carry_out_state(&model.ledger, case).map(|stage| format!(" ({})", stage.label()));
        for (entry, decision) in model.ledger.decisions_of(case) {
            let why = Untrusted::from(decision.reason.as_str()).display().into_owned();
            let more = match &decision.verdict {
                Verdict::Accept(details) if keeps_hello(details, decision, model) => {
                    "; you wrote since, so no hello is owed".to_owned()
                }
                Verdict::Accept(_) => String::new(),
                Verdict::Decline(how) => format!(" ({})", how.label()),
                Verdict::FollowUp { due, .. } => format!(" until {}", dates::format_long(*due)),
            };
            let why = if why.is_empty() { why } else { format!(": {why}") };
            happened.push((
                Some(entry.at),
                format!(
                    "{}{more}{why}{}",
                    capitalized(decision.verdict.kind().label()),
                    stands.take().unwrap_or_default()
                ),
            ));
        }
        happened.extend(model.ledger.carried_out(case).map(|(entry, how)| {
            let said = match how {
                CarryOutResult::Done => "Done on LinkedIn",
                CarryOutResult::NotThere => "The request was gone",
            };
            (Some(entry.at), said.to_owned())
        }));
        happened
            .extend(model.ledger.gift_given(case).map(|entry| (Some(entry.at), "The first gift was made".to_owned())));
        if let Some((entry, closing)) = model.ledger.closed_by(case) {
            let said = match closing {
                CloseReason::Connected => "An import found you connected",
                CloseReason::Vanished => "An import found the request gone",
            };
            happened.push((Some(entry.at), said.to_owned()));
        }
    }
    if happened.is_empty() {
        return Vec::new();
    }
    happened.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut lines = vec![Line::default(), Line::styled("What happened", theme.title())];
    for (at, words) in happened {
        let day = at.map_or("date unknown".to_owned(), |at| dates::format_long(model.moment.local.of(at)));
        let words = format!("{day:<12} {words}");
        let broken = wrap::wrap(&words, columns.saturating_sub(13));
        lines.extend(
            broken
                .into_iter()
                .enumerate()
                .map(|(i, line)| Line::raw(if i == 0 { line } else { format!("{:13}{line}", "") })),
        );
    }
    lines
}

/// True if the first gift was to be a hello and the copy has a message of the owner's since the connection.
fn keeps_hello(details: &AcceptDetails, decision: &Decision, model: &Model) -> bool {
    let talk = model.network.get(&decision.person).and_then(|known| known.conversation_stats());
    details.gift == Gift::Hello && talk.is_some_and(has_written_since_connected)
}

/// Returns the evidence that the user's files hold today.
fn evidence_lines(page: &PersonPage, model: &Model, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let latest = page.target.case(&model.ledger).map(|case| case.invitation().clone());
    let who = latest.unwrap_or_else(|| placeholder(page));
    let evidence: Vec<_> =
        model.evidence_finder().evidence(&who, model.moment.local).into_iter().filter(|fact| fact.present).collect();
    if evidence.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default(), Line::styled("In your files", theme.title())];
    for fact in evidence {
        let words = format!("{}  {}", fact.text.display(), fact.file.display());
        lines.extend(wrap::wrap(&words, columns).into_iter().map(Line::raw));
    }
    lines
}

/// Returns a stand-in invitation for a connection who never sent one: evidence lookup takes an invitation.
fn placeholder(page: &PersonPage) -> Invitation {
    let mut invitation = Invitation::with_raw_date(page.name.raw(), "", "");
    invitation.person = page.person.clone();
    invitation
}
