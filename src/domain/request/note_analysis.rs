//! Note analysis without judgement: standard sentences, sales phrases, duplicate notes.

use std::borrow::Borrow;

use foldhash::HashMap;

use crate::domain::text::untrusted::{Untrusted, collapsed, normalize};

/// LinkedIn's default notes; compared without greeting, case and punctuation.
const LINKEDIN_NOTES: [&str; 5] = [
    "id like to join your linkedin network",
    "id like to add you to my professional network on linkedin",
    "id like to add you to my professional network",
    "id like to connect with you on linkedin",
    "join my network on linkedin",
];

/// Notes that apps insert; compared as [`LINKEDIN_NOTES`] are.
const APP_NOTES: [&str; 5] = [
    "i came across your profile and would love to connect",
    "please add me to your linkedin network",
    "lets connect",
    "its great connecting with you how have you been",
    "i would like to connect with you",
];

/// Length in characters up to which a note around one of LinkedIn's sentences is still a default note.
const MAX_DEFAULT_CHARS: usize = 160;

/// Sales phrases, each with its label on the card.
const SALES_PHRASES: [(&str, &str); 22] = [
    ("http://", "a link"),
    ("https://", "a link"),
    ("www.", "a link"),
    ("calendly", "a booking link"),
    ("book a call", "asks for a call"),
    ("quick call", "asks for a call"),
    ("15-minute", "asks for a call"),
    ("15 minute", "asks for a call"),
    ("15 min", "asks for a call"),
    ("hop on a call", "asks for a call"),
    ("quick chat", "asks for a chat"),
    ("we help", "\"we help …\""),
    ("cut costs", "promises savings"),
    ("save up to", "promises savings"),
    ("increase your", "promises growth"),
    ("double your", "promises growth"),
    ("grow your", "promises growth"),
    ("free trial", "offers a trial"),
    ("free audit", "offers an audit"),
    ("demo of", "offers a demo"),
    ("limited offer", "an offer"),
    ("special offer", "an offer"),
];

/// A note for comparison: lower-cased letters and digits with single spaces between.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NormalizedNote(String);

impl NormalizedNote {
    /// Normalises a note; apostrophes are dropped.
    pub fn new(note: &Untrusted) -> Self {
        Self(normalize(note.raw().chars().filter(|c| !matches!(c, '\'' | '’'))))
    }

    /// True if the note is one of the sentences that come with the button.
    pub fn is_standard(&self) -> bool {
        let mut sentences = LINKEDIN_NOTES.iter().chain(&APP_NOTES);
        sentences.any(|sentence| self.0 == *sentence || self.without_greeting() == *sentence)
    }

    /// True if the note is little more than one of LinkedIn's sentences, as in its e-mails.
    pub fn is_default_with_frills(&self) -> bool {
        self.0.chars().count() < MAX_DEFAULT_CHARS && LINKEDIN_NOTES.iter().any(|sentence| self.0.contains(sentence))
    }

    /// Returns the note without greeting and one name ("Hi Robin, …"): notes of one campaign differ in nothing else.
    fn without_greeting(&self) -> &str {
        let (first, rest) = self.0.split_once(' ').unwrap_or((&self.0, ""));
        if matches!(first, "hi" | "hello" | "hey" | "dear" | "hola" | "hallo" | "bonjour") {
            return rest.split_once(' ').map_or("", |(_, rest)| rest);
        }
        &self.0
    }
}

/// Returns the sales signals in a note, each once, in order of appearance.
pub fn sales_signals(note: &Untrusted) -> Vec<&'static str> {
    let text = note.raw().to_lowercase();
    let mut found: Vec<(usize, &str)> =
        SALES_PHRASES.iter().filter_map(|(words, called)| Some((text.find(words)?, *called))).collect();
    found.extend(percent_claim(&text).map(|at| (at, "a percentage")));
    found.sort_unstable();
    let mut hints: Vec<&str> = Vec::new();
    for (_, called) in found {
        if !hints.contains(&called) {
            hints.push(called);
        }
    }
    hints
}

fn percent_claim(text: &str) -> Option<usize> {
    let mut signs = text.match_indices('%').map(|(at, _)| at);
    signs.find(|at| text[..*at].trim_end().ends_with(|before: char| before.is_ascii_digit()))
}

/// Number of requests per note, keyed by its normalised text. Short notes ("Hi!") are not counted: they are the
/// same by chance.
#[derive(Clone, Debug, Default)]
pub struct NoteCounts(HashMap<String, usize>);

impl NoteCounts {
    /// Counts the notes.
    pub fn new(notes: impl Iterator<Item = impl Borrow<NormalizedNote>>) -> Self {
        let mut counts = HashMap::default();
        for note in notes {
            let normal = note.borrow().without_greeting();
            if normal.chars().nth(11).is_some() {
                *counts.entry(normal.to_owned()).or_insert(0) += 1;
            }
        }
        Self(counts)
    }

    /// Returns the number of requests with this note; at least one.
    pub fn count_of(&self, note: &NormalizedNote) -> usize {
        self.0.get(note.without_greeting()).copied().unwrap_or(1)
    }

    /// True if a note is the person's own: neither a standard sentence nor a duplicate.
    pub fn is_personal(&self, note: &NormalizedNote) -> bool {
        !note.is_standard() && self.count_of(note) == 1
    }
}

/// Returns a digest to recognise a note among the messages, years later: CRC-32 of its white-space-collapsed text.
pub fn note_digest(note: &str) -> u32 {
    crc32fast::hash(collapsed(note).as_bytes()) // in one piece: word by word takes several times as long
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_is_recognised() {
        for note in [
            "I'd like to join your LinkedIn network.",
            "Hi Robin, I’d like to add you to my professional network on LinkedIn.",
            "Let's connect!",
        ] {
            assert!(NormalizedNote::new(&note.into()).is_standard(), "{note}");
        }
        assert!(!NormalizedNote::new(&"Hi Robin, we met at the meetup in May.".into()).is_standard());
    }

    #[test]
    fn selling_is_named_once() {
        let note =
            "Hi, we help teams cut costs by 37 %. 15-minute call? https://example.com https://example.org".into();
        assert_eq!(
            sales_signals(&note),
            ["\"we help …\"", "promises savings", "a percentage", "asks for a call", "a link"]
        );
        assert!(sales_signals(&"Your talk was 100 minutes well spent".into()).is_empty());
        // In a time that is no square of the length.
        let far = |sign: &str| Untrusted::new(format!("9{}{sign}", "\n".repeat(1_000_000)));
        assert_eq!(sales_signals(&far("%")), ["a percentage"]);
        assert!(sales_signals(&far("!")).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn a_digest_is_that_of_the_words(note in "\\PC*|([ab]|  | |\n|é){0,20}") {
            let words = note.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(note_digest(&note), crc32fast::hash(words.as_bytes()));
        }
    }

    #[test]
    fn a_campaign_differs_only_in_the_greeting() {
        let notes = [
            Untrusted::from("Hi Robin, I admire your journey so much"),
            "Hello Rob I admire your journey, so much!".into(),
        ];
        let notes = notes.map(|note| NormalizedNote::new(&note));
        assert_eq!(NoteCounts::new(notes.iter()).count_of(&notes[0]), 2);
    }
}
