//! Facts as sentences, and equal ones folded into one: where all people have one name, a card would show a thousand.

use chrono::NaiveDate;

use crate::domain::evidence::network::{ConversationStats, FactKind, describe_job};
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::text::dates::{self, LocalDates};
use crate::domain::text::plural::plural;

/// Namesakes whose conversations stand on a card one by one; more are counted.
const MAX_NAMESAKES: usize = 2;

/// A fact as a sentence, and what a sentence about several such facts says.
pub(super) struct FactText {
    kind: EvidenceKind,
    /// The sentence about this fact alone.
    text: String,
    /// What several facts must have in common to be one: the text without dates and details.
    common: String,
    /// Day of the fact, to say the last.
    day: Option<NaiveDate>,
    /// The sentence about several, from their number and the last day.
    several: Several,
    /// What was done about it, after the sentence: `; you didn't decide`. Several facts must have it in common too.
    then: String,
    file: String,
}

/// How several facts with the same [`FactText::common`] are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Several {
    /// `You asked them yourself 3 times, last on 2 Jan 2026`.
    Times,
    /// As the last of them.
    Last,
    /// Of namesakes: `Messages with 12 people of this name, last on 2 Jan 2026`, from [`MAX_NAMESAKES`] on.
    People,
}

impl FactText {
    /// Returns a fact of a file as a sentence; `by_name` if the person was matched by name only.
    pub fn new(kind: EvidenceKind, what: &FactKind, by_name: bool, local: LocalDates) -> Self {
        let text = describe(what, by_name, local);
        let (common, day, several) = match what {
            FactKind::InvitedByMe { at } => (asked(by_name).to_owned(), Some(local.of(*at)), Several::Times),
            FactKind::NoteAmongMessages { at } => ("note".to_owned(), Some(local.of(*at)), Several::Last),
            FactKind::Conversation(talk) if by_name => {
                ("Messages with".to_owned(), Some(local.of(talk.last)), Several::People)
            }
            FactKind::InGroups { .. } if by_name => ("Group messages with".to_owned(), None, Several::People),
            FactKind::WasConnected(was) if by_name => {
                ("No longer connected:".to_owned(), was.connected_on, Several::People)
            }
            FactKind::EndorsedMe { .. } if by_name => ("Endorsed by".to_owned(), None, Several::People),
            FactKind::EndorsedByMe { .. } if by_name => ("You endorsed".to_owned(), None, Several::People),
            _ => (text.clone(), None, Several::Times),
        };
        Self { kind, text, common, day, several, then: String::new(), file: String::new() }
    }

    /// Returns an earlier request of the same person, with what was done then.
    pub fn asked_before(sent_on: Option<NaiveDate>, then: &str) -> Self {
        let text = sent_on
            .map_or("Also asked, date unknown".to_owned(), |day| format!("Also asked on {}", dates::format_long(day)));
        Self {
            kind: EvidenceKind::AskedBefore,
            text,
            common: "Also asked".to_owned(),
            day: sent_on,
            several: Several::Times,
            then: format!("; {then}"),
            file: String::new(),
        }
    }

    /// Returns the fact with its file and record.
    pub fn in_file(self, file: String) -> Self {
        Self { file, ..self }
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.kind, self.several, &self.common, &self.then) == (other.kind, other.several, &other.common, &other.then)
    }

    /// Returns the sentence about `count` facts of which this is the last.
    fn into_evidence(self, count: usize) -> Evidence {
        let last = self.day.map_or(String::new(), |day| format!(", last on {}", dates::format_long(day)));
        let text = match self.several {
            _ if count == 1 => self.text,
            Several::Last => self.text,
            Several::Times => format!("{} {count} times{last}", self.common),
            Several::People => format!("{} {count} people of this name{last}", self.common),
        };
        Evidence::new(self.kind, text + &self.then, self.file)
    }
}

/// Returns facts as evidence, in their order, equal ones folded into one that names the row of the last.
pub(super) fn folded(facts: Vec<FactText>) -> Vec<Evidence> {
    let mut groups: Vec<Vec<FactText>> = Vec::new();
    for fact in facts {
        match groups.iter_mut().find(|group| group[0].is_like(&fact)) {
            Some(group) => group.push(fact),
            None => groups.push(vec![fact]),
        }
    }
    let stay = |group: &[FactText]| group[0].several == Several::People && group.len() <= MAX_NAMESAKES;
    let fold = |group: Vec<FactText>| -> Vec<Evidence> {
        if stay(&group) {
            return group.into_iter().map(|fact| fact.into_evidence(1)).collect();
        }
        let count = group.len();
        let last = group.into_iter().max_by_key(|fact| fact.day);
        last.map(|fact| fact.into_evidence(count)).into_iter().collect()
    };
    groups.into_iter().flat_map(fold).collect()
}

fn asked(by_name: bool) -> &'static str {
    if by_name { "You asked someone of this name yourself" } else { "You asked them yourself" }
}

/// Returns a fact as a sentence; `by_name` if the person was matched by name only.
fn describe(what: &FactKind, by_name: bool, local: LocalDates) -> String {
    let who = if by_name { "Someone of this name" } else { "They" };
    let whom = if by_name { "someone of this name" } else { "them" };
    let connected =
        |on: Option<NaiveDate>| on.map_or(String::new(), |day| format!(", connected on {}", dates::format_long(day)));
    match what {
        FactKind::Connected(connection) => format!("Is a connection{}", connected(connection.connected_on)),
        FactKind::WasConnected(was) if by_name => {
            format!("Someone of this name used to be a connection{}", connected(was.connected_on))
        }
        FactKind::WasConnected(was) => format!("Used to be a connection{}", connected(was.connected_on)),
        FactKind::Changed(before) => match describe_job(before.job()) {
            post if post.is_empty() => "Had no company or position in your previous copy".to_owned(),
            post => format!("Was {post} in your previous copy"),
        },
        FactKind::Renamed { name } => format!("Was called {} in your previous copy", name.display_name()),
        FactKind::NoteAmongMessages { at } => {
            let on = dates::format_long(local.of(*at));
            format!("This note is in your messages from {on}, so you were once connected")
        }
        FactKind::Conversation(talk) => describe_conversation(talk, by_name, local),
        FactKind::InGroups { messages } => {
            let with = if by_name { format!("with {whom}") } else { "you were both in".to_owned() };
            format!("{} {with}", plural(*messages, "group message"))
        }
        FactKind::InAddressBook { role } => {
            let role = role.as_ref().map_or(String::new(), |role| format!(" ({})", role.raw()));
            format!("Someone of this name is in your address book{role}")
        }
        FactKind::RecommendedByMe => "You recommended someone of this name".to_owned(),
        FactKind::RecommendedMe => "Someone of this name recommended you".to_owned(),
        FactKind::EndorsedByMe { skills } => format!("You endorsed {whom} for {}", plural(*skills, "skill")),
        FactKind::EndorsedMe { skills } => format!("{who} endorsed you for {}", plural(*skills, "skill")),
        FactKind::FollowedByMe => "You follow someone of this name".to_owned(),
        FactKind::InvitedByMe { at } => format!("{} on {}", asked(by_name), dates::format_long(local.of(*at))),
        FactKind::NoteToMe { at } => format!("Asked with a note on {}", dates::format_long(local.of(*at))),
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
    let (day, span) = if first == last {
        (format!(", {last}"), String::new())
    } else {
        (String::new(), format!("; {first} to {last}"))
    };
    let who = if by_name { "someone of this name" } else { "them" };
    let first_by = if *i_began { "you wrote first" } else { "they wrote first" };
    let sum = match (mine, theirs) {
        (0, theirs) => format!("{} from {who}{day}, you never replied{span}", plural(*theirs, "message")),
        (mine, 0) => format!("{} from you to {who}{day}, they never replied{span}", plural(*mine, "message")),
        (mine, theirs) => format!("{} with {who}{day}, {first_by}{span}", plural(mine + theirs, "message")),
    };
    let by = if *i_was_last { "you" } else { "them" };
    if last_line.is_blank() { sum } else { format!("{sum}. Last, from {by}: “{}”", last_line.raw()) }
}
