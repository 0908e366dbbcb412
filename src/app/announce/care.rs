//! Notifications about keeping in touch.

use chrono::NaiveDate;

use crate::domain::decision::care_event::{
    Absence, CareEvent, IntroductionStep, Promise, Review, ReviewChoice, RhythmChoice,
};
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

/// Returns the names of the people an event is about.
fn names(event: &CareEvent) -> String {
    let names: Vec<String> = event.parties().iter().map(|party| party.name.display_name()).collect();
    names.join(" and ")
}

/// Returns what was written, as it stands in a sentence.
pub fn describe_done(event: &CareEvent, today: NaiveDate) -> String {
    let name = names(event);
    match event {
        CareEvent::Contacted(contact) => format!("logged: {} with {name}", contact.channel.label()),
        CareEvent::RhythmSet(RhythmChoice { rhythm, because, .. }) => match (rhythm, because) {
            (_, Some(Absence::Died)) => format!("{name} stays in the history; nothing asks about them any more"),
            (Some(Rhythm::Never), _) => format!("no reminders for {name} any more"),
            (Some(rhythm), _) => format!("in touch with {name} {}", rhythm.label()),
            (None, _) => format!("in touch with {name} as your pledge says"),
        },
        CareEvent::Postponed { due, .. } => format!("{name} comes up again on {}", dates::format_short(*due, today)),
        CareEvent::Pledged(_) => "saved how often you want to be in touch".to_owned(),
        CareEvent::Promised(Promise { text, due, promise, .. }) => {
            let due = dates::format_short(*due, today);
            match promise {
                Some(_) => format!("promise to {name} moved to {due}"),
                None => format!("promised {name} by {due}: {}", Untrusted::from(text.as_str()).display_name()),
            }
        }
        CareEvent::PromiseKept { .. } => format!("done: promise to {name}"),
        CareEvent::PromiseDropped { .. } => format!("not owed to {name} any more"),
        CareEvent::SamePerson { .. } => format!("{name} is one person with two addresses"),
        CareEvent::Reviewed(Review { choice, .. }) => match choice {
            ReviewChoice::Keep => format!("kept {name}"),
            ReviewChoice::LetGo => format!("let go of {name}. On LinkedIn it is still to do"),
            ReviewChoice::ReachOut => format!("reaching out to {name} first"),
        },
        CareEvent::Disconnected { .. } => format!("removed on LinkedIn: {name}"),
        CareEvent::Recommendable { could, .. } => match could {
            Answer::Yes => format!("you could recommend {name}"),
            Answer::No => format!("you could not recommend {name}"),
            Answer::Unsure => format!("not yet able to recommend {name}"),
        },
        CareEvent::Introduction(entry) => {
            let one = entry.party().map_or(name.clone(), |party| party.name.display_name());
            match entry.step {
                IntroductionStep::Proposed => format!("introduction of {name} noted"),
                IntroductionStep::Asked => format!("asked {one}"),
                IntroductionStep::Agreed => format!("{one} agreed"),
                IntroductionStep::Declined => format!("{one} declined"),
                IntroductionStep::Made => format!("introduced {name}"),
                IntroductionStep::Outcome => format!("noted what came of introducing {name}"),
                IntroductionStep::Dropped => format!("introduction of {name} dropped"),
            }
        }
        CareEvent::Judged(_) => format!("looked back at {name}"),
        CareEvent::NoReplyNeeded { .. } => format!("no answer needed: {name}"),
        CareEvent::Invited(_) => format!("wrote down your request to {name}. On LinkedIn it is still to do"),
    }
}

/// Returns what was taken back.
pub fn describe_undone(event: &CareEvent, today: NaiveDate) -> String {
    let name = names(event);
    match event {
        CareEvent::Contacted(contact) => format!("{} with {name}", contact.channel.label()),
        CareEvent::RhythmSet(_) => format!("the rhythm for {name}"),
        CareEvent::Postponed { .. } => format!("putting off {name}"),
        CareEvent::Pledged(_) => "how often you want to be in touch".to_owned(),
        CareEvent::Promised(_) => format!("the promise to {name}"),
        CareEvent::PromiseKept { .. } | CareEvent::PromiseDropped { .. } => {
            format!("the promise to {name} is open again")
        }
        CareEvent::NoReplyNeeded { .. } => format!("{name} waits for an answer"),
        CareEvent::Introduction(_) => format!("the last step of introducing {name}"),
        CareEvent::Disconnected { .. } => format!("removing {name} is to do again"),
        CareEvent::SamePerson { .. } => format!("{name} as one person"),
        CareEvent::Invited(_) => format!("your request to {name}"),
        CareEvent::Reviewed(_) | CareEvent::Recommendable { .. } | CareEvent::Judged(_) => describe_done(event, today),
    }
}
