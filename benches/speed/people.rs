//! Made-up people, identical in every run.

use chrono::{DateTime, TimeDelta, Utc};
use invite_triage::domain::decision::checklist::Answers;
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{Entry, EntryId, Event, Import};
use invite_triage::domain::decision::{Decision, DeclineKind, Verdict};
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::store::line;

const FIRST: [&str; 8] = ["Ann", "Bo", "Chloé", "Dov", "Eve", "Fatıma", "Gus", "María"];
const LAST: [&str; 8] = ["Almeida", "Brandt", "Çelik", "Duarte", "Egan", "Ferreira", "Göring", "Hale"];

/// Returns a fixed time.
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_500)
}

/// Returns the name of person `n`.
pub fn name(n: usize) -> String {
    format!("{} {}", FIRST[n % FIRST.len()], LAST[n / FIRST.len() % LAST.len()])
}

/// Returns the request of person `n`; every fourth has a note.
pub fn request(n: usize) -> Invitation {
    let ago = TimeDelta::hours(i64::try_from(n).unwrap_or(0));
    let note = if n.is_multiple_of(4) {
        format!("Hi, I read your page {n} on bees and would like to ask.")
    } else {
        String::new()
    };
    Invitation::new(&name(n), &format!("https://www.linkedin.com/in/person-{n}"), now() - ago).with_note(&note)
}

/// Returns the bytes of a journal with `decisions` requests and a decision on each.
pub fn journal(decisions: usize) -> Vec<u8> {
    let decided = (0..decisions).map(declined);
    std::iter::once(imported(decisions)).chain(decided).zip(1..).flat_map(|(event, n)| line_of(n, event)).collect()
}

/// Returns the event that declines person `n`.
pub fn declined(n: usize) -> Event {
    let request = request(n);
    Event::decided(Decision {
        invitation: request.id,
        person: request.person,
        name: request.name,
        verdict: Verdict::Decline(DeclineKind::default()),
        answers: Answers::default(),
        checklist: "1".to_owned(),
        reason: "no idea where we might have met".to_owned(),
        note: String::new(),
        tags: Vec::new(),
        evidence: Vec::new(),
        questions: Vec::new(),
    })
}

/// Returns the event that imports `requests` requests.
pub fn imported(requests: usize) -> Event {
    let invitations = (0..requests).map(request).collect();
    Event::imported(Import {
        source: "made up".into(),
        origin: SourceKind::Linkedin,
        invitations,
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    })
}

/// Returns a journal line.
pub fn line_of(n: u64, event: Event) -> Vec<u8> {
    let id = EntryId(format!("019b0a2e-5c40-7d31-9a6b-{n:012x}"));
    line::encode(&Entry { n, id, at: now(), redo_of: None, batch: None, event }).expect("it can be written").bytes
}
