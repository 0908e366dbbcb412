//! One person fills the screen: who, the whole note, what the own files say, the questions.

use chrono::{DateTime, Utc};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::drawn::Drawn;
use crate::domain::decision::{Verdict, Way};
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::invitation::Invitation;
use crate::domain::ledger::Case;
use crate::domain::stage::stage;
use crate::domain::untrusted::Untrusted;
use crate::domain::when;

use super::theme::Theme;
use super::{questions, scroll, text};

/// From this width on, note and evidence stand side by side.
const TWO_COLUMNS: u16 = 104;
/// As much is shown of a date that could not be read, in columns.
const WRITTEN_DATE: usize = 20;

/// Draws the card that is up, or the calm end.
pub fn draw(frame: &mut Frame, area: Rect, app: &App, theme: Theme) -> Drawn {
    let Some(case) = app.case() else { return done(frame, area, app, theme) };
    let invitation = case.invitation();
    let columns = usize::from(area.width);
    let head = head(invitation, app, columns, theme);
    let asked = questions::height(app, area.height);
    let head_rows = u16::try_from(head.len()).unwrap_or(u16::MAX).min(area.height / 2);
    let [top, middle, bottom] =
        area.layout(&Layout::vertical([Constraint::Length(head_rows), Constraint::Fill(1), Constraint::Length(asked)]));
    scroll_free(frame, top, &head);
    questions::draw(frame, bottom, case, app, theme);
    let middle = next_in_line(frame, middle, app, theme);
    if area.width >= TWO_COLUMNS {
        let [left, right] =
            middle.layout(&Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).spacing(3));
        let note = note(invitation, app, usize::from(left.width), theme);
        let facts = facts(&app.sitting.evidence, usize::from(right.width), theme);
        let read = scroll::lines(frame, left, &note, app.sitting.scroll, theme);
        let known = scroll::lines(frame, right, &facts, app.sitting.scroll, theme);
        return Drawn { rows: read.rows, overflow: read.overflow.max(known.overflow) };
    }
    let mut lines = note(invitation, app, columns, theme);
    lines.push(Line::default());
    lines.extend(facts(&app.sitting.evidence, columns, theme));
    scroll::lines(frame, middle, &lines, app.sitting.scroll, theme)
}

fn scroll_free(frame: &mut Frame, area: Rect, lines: &[Line]) {
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// Who comes next, at the foot of a card with room to spare; returns what is left of the room.
fn next_in_line(frame: &mut Frame, area: Rect, app: &App, theme: Theme) -> Rect {
    let next: Vec<String> = app
        .sitting
        .next_in_line()
        .filter_map(|id| app.ledger.case(id))
        .map(|case| case.invitation().name.shown_name())
        .collect();
    if area.height < 14 || next.is_empty() {
        return area;
    }
    let words = text::fit(&format!("Then: {}", next.join(", ")), usize::from(area.width));
    frame.render_widget(Line::styled(words, theme.dim()), Rect { y: area.bottom() - 1, height: 1, ..area });
    Rect { height: area.height - 2, ..area }
}

/// Name, pile and age; role in the file's or the person's own words; the address.
fn head(invitation: &Invitation, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let age = age(invitation, app.moment.now);
    let pile = app.inbox.pile_of(&invitation.id).map(crate::domain::pile::Pile::words);
    let aside = pile.map_or_else(|| age.clone(), |pile| format!("{pile} · {age}"));
    let aside = text::fit(&aside, columns);
    let room = columns.saturating_sub(text::width(&aside) + 2);
    let name = text::fit(&invitation.name.shown_name(), room.max(12).min(columns));
    let gap = columns.saturating_sub(text::width(&name) + text::width(&aside));
    let mut lines = vec![Line::from(vec![
        Span::styled(name, theme.title()),
        Span::raw(" ".repeat(gap)),
        Span::styled(aside, theme.dim()),
    ])];
    lines.extend(role(invitation, app).map(|role| Line::raw(text::fit(&role, columns))));
    lines.extend(invitation.person.profile_url().map(|url| Line::styled(text::fit(&url, columns), theme.dim())));
    lines.push(Line::default());
    lines
}

/// How long ago it was sent; where that is not known, what the file says instead.
fn age(invitation: &Invitation, now: DateTime<Utc>) -> String {
    match (invitation.age_days(now), &invitation.sent_as) {
        (Some(days), _) => when::ago(days),
        (None, Some(written)) => format!("sent \"{}\"", text::fit(&written.shown(), WRITTEN_DATE)),
        (None, None) => "date unknown".to_owned(),
    }
}

fn role(invitation: &Invitation, app: &App) -> Option<String> {
    let own = app.ledger.description_of(&invitation.person);
    let told = |text: &Option<Untrusted>| text.as_ref().map(Untrusted::shown_name).unwrap_or_default();
    let mine = |text: Option<&String>| {
        text.filter(|text| !text.is_empty()).map(|text| Untrusted::from(text.as_str()).shown_name())
    };
    let headline = mine(own.map(|d| &d.headline)).unwrap_or_else(|| told(&invitation.headline));
    let company = mine(own.map(|d| &d.company)).unwrap_or_else(|| told(&invitation.company));
    let mutuals = mine(own.map(|d| &d.mutuals)).unwrap_or_default();
    let mut said = match (headline.is_empty(), company.is_empty()) {
        (true, true) => String::new(),
        (false, true) => headline,
        (true, false) => format!("at {company}"),
        (false, false) => format!("{headline} at {company}"),
    };
    if !mutuals.is_empty() {
        said.push_str(&format!("{}you both know {mutuals}", if said.is_empty() { "" } else { " · " }));
    }
    (!said.is_empty()).then_some(said)
}

/// The whole note behind a gutter, so that it cannot pass for the program's own words.
fn note(invitation: &Invitation, app: &App, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = match &invitation.note {
        Some(note) => gutter(note, columns, Style::new(), theme),
        None => vec![Line::styled("No note came with it.", theme.dim())],
    };
    let own = app.sitting.draft().map(|draft| draft.note.trim().to_owned()).filter(|note| !note.is_empty());
    if let Some(own) = own {
        lines.push(Line::default());
        lines.push(Line::styled("Your note", theme.dim()));
        lines.extend(gutter(&Untrusted::new(own), columns, Style::new(), theme));
    }
    lines
}

fn gutter(words: &Untrusted, columns: usize, style: Style, theme: Theme) -> Vec<Line<'static>> {
    let shown = words.shown_lines();
    // Line breaks are flattened to double spaces in the export; reading is easier with the breaks back.
    let shown = shown.trim().replace("  ", "\n");
    text::wrapped(&shown, columns.saturating_sub(2))
        .into_iter()
        .map(|line| Line::from(vec![Span::styled("│ ", theme.dim()), Span::styled(line, style)]))
        .collect()
}

/// What is there, each with its file; then, in one sentence, what is not.
fn facts(evidence: &[Evidence], columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line> = evidence.iter().filter(|e| e.present).flat_map(|e| fact(e, columns, theme)).collect();
    let absent: Vec<String> = evidence.iter().filter(|e| !e.present).map(|e| e.file.shown().into_owned()).collect();
    if !absent.is_empty() {
        let words = format!("No trace in {}.", absent.join(", "));
        let hang = text::wrapped(&words, columns.saturating_sub(2));
        lines.extend(
            hang.into_iter()
                .enumerate()
                .map(|(i, line)| Line::styled(format!("{}{line}", if i == 0 { "· " } else { "  " }), theme.dim())),
        );
    }
    if lines.is_empty() {
        lines.push(Line::styled("Nothing else is known: no data copy was read yet.", theme.dim()));
    }
    lines
}

fn fact(evidence: &Evidence, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let (sign, style) = match evidence.kind {
        EvidenceKind::SameNote | EvidenceKind::StandardNote | EvidenceKind::Pitch => ("! ", theme.careful()),
        EvidenceKind::AskedBefore | EvidenceKind::WasConnected => ("* ", theme.careful()),
        EvidenceKind::Messages
        | EvidenceKind::Groups
        | EvidenceKind::AddressBook
        | EvidenceKind::Recommendation
        | EvidenceKind::Endorsement
        | EvidenceKind::Follow
        | EvidenceKind::InvitedByMe
        | EvidenceKind::Changed
        | EvidenceKind::Company => ("+ ", theme.fact()),
    };
    let file = evidence.file.shown().into_owned();
    let words = format!("{}  {file}", evidence.says.shown());
    let breaks = text::wrapped(&words, columns.saturating_sub(2));
    let last = breaks.len().saturating_sub(1);
    breaks
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let lead = Span::styled(if i == 0 { sign } else { "  " }, style);
            match line.strip_suffix(&file).filter(|_| i == last) {
                Some(says) => {
                    Line::from(vec![lead, Span::raw(says.to_owned()), Span::styled(file.clone(), theme.dim())])
                }
                None => Line::from(vec![lead, Span::raw(line)]),
            }
        })
        .collect()
}

/// Nothing is left in the deck.
fn done(frame: &mut Frame, area: Rect, app: &App, theme: Theme) -> Drawn {
    let tally = app.ledger.tally();
    let mut words = vec![
        Line::styled("All done.", theme.title()),
        Line::default(),
        Line::raw(format!(
            "In this sitting you decided {}. Everything is on disk.",
            crate::domain::evidence::count(app.sitting.decided, "request")
        )),
    ];
    let left = app.inbox.left();
    if left > 0 {
        let wait = if left == 1 {
            "1 waits in another pile.".to_owned()
        } else {
            format!("{} wait in other piles.", text::number(left))
        };
        words.push(Line::raw(wait));
    }
    if tally.follow_up > 0 {
        let said = if tally.follow_up == 1 {
            "1 is put off and comes back by itself.".to_owned()
        } else {
            format!("{} are put off and come back by themselves.", text::number(tally.follow_up))
        };
        words.push(Line::raw(said));
    }
    if app.ledger.undoable().is_some() {
        words.push(Line::default());
        words.push(Line::styled("A slip? u takes back what was done last.", theme.dim()));
    }
    scroll::lines(frame, area, &words, 0, theme)
}

/// The decision that stands for a card that was looked back at.
pub fn stamp(case: &Case, app: &App, theme: Theme) -> Option<Line<'static>> {
    let (entry, decision) = app.ledger.decision_of(case)?;
    let kind = decision.verdict.kind();
    let on = when::long(entry.at.date_naive());
    let (words, more) = match &decision.verdict {
        Verdict::FollowUp { way, .. } if app.ledger.standing_of(case).waits_on(app.moment.today) => {
            let (did, key) = match way {
                Way::Ask => ("asked", app.settings.keymap.key_of(Action::AskAgain)),
                Way::Wait => ("put this off", None),
                Way::Park => ("parked this", None),
            };
            let again = key.map_or(String::new(), |key| format!(" {key} asks again,"));
            let park = app.settings.keymap.key_of(Action::Park).map_or(String::new(), |key| key.to_string());
            (format!("You {did} on {on}."), format!(" No answer?{again} {park} parks."))
        }
        _ => {
            let stage = stage(&app.ledger, case).map_or(String::new(), |stage| format!(" · {}", stage.words()));
            (
                format!("You {} this on {on}{stage}.", kind.past()),
                " Deciding again keeps both in the journal.".to_owned(),
            )
        }
    };
    Some(Line::from(vec![
        Span::styled(format!("{} {words}", kind.sign()), theme.verdict(kind)),
        Span::styled(more, theme.dim()),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_could_not_be_read_is_shown_as_it_is_written() {
        let now = "2026-01-02T03:04:05Z".parse().expect("a time");
        let says = |written: &str| age(&Invitation::undated("Ann", "", written), now);
        assert_eq!(says("yesterday-ish"), "sent \"yesterday-ish\"");
        assert_eq!(says("2\u{1b}[2J"), "sent \"2␛[2J\"");
        assert_eq!(text::width(&says(&"名".repeat(90))), 26);
        assert_eq!(says(" "), "date unknown");
        assert_eq!(age(&Invitation::new("Ann", "", now - chrono::TimeDelta::days(3)), now), "3 days ago");
    }
}
