//! A card: who it is, what they wrote, what you know, and the next question.

use crate::app::App;
use crate::app::deck::spec::{CardPane, CardView, Part};
use crate::app::screen::review::ReviewScreen;
use crate::domain::text::plural::capitalized;
use crate::ui::card::skips_text;
use crate::ui::questions::{answers, leaning};

use super::help;
use super::overlay::paragraph;
use super::saying::Saying;
use super::words::{clean, joined, paragraphs, sentence};

/// Returns what the card says, or the text behind the last one.
pub fn of_card(app: &App, session: &ReviewScreen) -> Saying {
    let mut saying = Saying::new(session.deck.spec.title);
    let Some(card) = &session.card else {
        let said = (session.deck.all_done)(app.model(), session.decided());
        saying.selected = said.iter().map(paragraph).collect();
        saying.ask = help::ask(app);
        return saying;
    };
    saying.selected = card_lines(app, session, card);
    saying.ask = question(app, session);
    saying
}

fn card_lines(app: &App, session: &ReviewScreen, card: &CardView) -> Vec<String> {
    let (at, of) = session.position();
    let skips = skips_text(app, session).replace(" · ", "");
    let subtitle = card.subtitle.as_deref().unwrap_or_default().replace(" · ", ", ");
    let mut lines = vec![joined(&[&card.name, &subtitle, &card.aside, &skips])];
    if let Some(earlier) = &card.earlier_decision {
        lines.push(format!("{}{}", earlier.text, earlier.hint));
    }
    for pane in &card.panes {
        lines.extend(pane_lines(pane));
    }
    let draft = session.current().and_then(|card| app.drafts().card_draft(session.deck.spec.id, card));
    if let Some(draft) = draft.filter(|draft| !draft.note.trim().is_empty()) {
        lines.push(format!("Your note: {}", clean(&draft.note)));
    }
    let badge = card.badge.as_ref().map(|badge| format!("Pile: {badge}. ")).unwrap_or_default();
    let wait = (session.deck.waiting)(app.model(), session.left());
    lines.push(format!("{badge}Card {at} of {of}; {wait}."));
    lines
}

fn pane_lines(pane: &CardPane) -> Vec<String> {
    let mut lines: Vec<String> = pane.parts.iter().flat_map(part_lines).collect();
    if let Some(first) = lines.first_mut() {
        *first = format!("{}: {first}", pane.title);
    }
    lines
}

fn part_lines(part: &Part) -> Vec<String> {
    match part {
        Part::Letter(text) => {
            let lines = paragraphs(&text.lines(super::words::WIDE).join("\n"));
            vec![format!("“{}”", lines.join(" "))]
        }
        Part::Section(heading, text) => {
            vec![sentence(&format!("{heading}: {}", clean(&text.lines(super::words::WIDE).join(" "))))]
        }
        Part::Muted(text) => vec![text.clone()],
        Part::Fact { text, quote, file, mark: _, months: _, span: _ } => {
            let [text, quote] = [text, quote].map(|words| clean(&words.lines(super::words::WIDE).join(" ")));
            let file = if file.is_empty() { String::new() } else { format!(" ({file})") };
            let quote = if quote.is_empty() { String::new() } else { format!(". {}", capitalized(&quote)) };
            vec![sentence(&format!("{text}{quote}{file}"))]
        }
        Part::MissingEvidence(text) => vec![sentence(&capitalized(&text.lines(super::words::WIDE).join(" ")))],
    }
}

/// Returns the question in focus; once all are answered, what they lean towards, and the verbs.
fn question(app: &App, session: &ReviewScreen) -> String {
    let questions = (session.deck.questions)(app.model());
    let verbs = session.deck.verbs.join(", ");
    if let Some(question) = questions.get(session.focus) {
        let given = answers(app, session).get(&question.id);
        let given = given.map_or(String::new(), |answer| format!(" So far {}.", answer.label()));
        return format!("{}{given} yes, no or maybe?", question.text);
    }
    let leaning = leaning(app, session).map_or(String::new(), |(words, _)| format!("Leaning towards {words}. "));
    format!("{leaning}You decide: {verbs}, or skip?")
}
