//! The query language of every search and filter: words, `"phrase"`, `-not`, `#tag`, and words with a value such as
//! `company:` or `since:`. What is no such word is told, never silently matched.

use chrono::NaiveDate;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::search::fold::fold;
use crate::domain::text::dates::{DayContext, parse_past_period};

/// The words of a query, in one line for a hint on a screen.
pub const QUERY_HELP: &str = "words, \"phrase\", -not, #tag, company: talked:no status: since:";

/// A word that takes a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, IntoStaticStr, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Key {
    /// A part of the company's name.
    Company,
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// A pile of the inbox.
    Pile,
    /// A kind of evidence.
    Has,
    /// Messages exchanged: `no`, `one` way, `both` ways.
    Talked,
    /// The rhythm of keeping in touch.
    Rhythm,
    /// Whether one could recommend them: `yes`, `no`, `not_yet`.
    Recommend,
    /// The status of a request.
    Status,
}

impl Key {
    /// Returns the word, without its colon.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Answers to a question, as a query writes them; the last is another name of the one before.
const ANSWERS: [(&str, &str); 4] = [("yes", "yes"), ("no", "no"), ("unsure", "unsure"), ("maybe", "unsure")];

/// What a query may name, known to those who have the data.
pub struct Vocabulary<'a> {
    /// Returns the values of a key; empty for a key with free text or a date.
    pub values: &'a dyn Fn(Key) -> Vec<&'static str>,
    /// True if a question has this id: `met:yes` asks for an answer.
    pub is_question: &'a dyn Fn(&str) -> bool,
    /// True if messages were imported; without them nobody can be told to have talked or not.
    pub has_messages: bool,
}

/// Why a query cannot be read, in a sentence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct QueryError(String);

/// What a query compares: a person or a decision. All texts are folded.
pub trait Record {
    /// True if the text about it contains this.
    fn contains(&self, text: &str) -> bool;
    /// True if it has this tag.
    fn has_tag(&self, tag: &str) -> bool;
    /// True if the name of the company contains this.
    fn is_at(&self, company: &str) -> bool;
    /// Returns its day, if known.
    fn day(&self) -> Option<NaiveDate>;
    /// True if it has this value of a key.
    fn has_value(&self, key: Key, value: &str) -> bool;
    /// True if a question was answered so.
    fn answered(&self, question: &str, answer: &str) -> bool;
}

/// One part of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Test {
    Word(String),
    Phrase(String),
    Tag(String),
    Company(String),
    Since(NaiveDate),
    Until(NaiveDate),
    Value(Key, &'static str),
    Answer { question: String, answer: &'static str },
}

impl Test {
    fn holds(&self, record: &impl Record) -> bool {
        match self {
            Self::Word(text) | Self::Phrase(text) => record.contains(text),
            Self::Tag(tag) => record.has_tag(tag),
            Self::Company(name) => record.is_at(name),
            Self::Since(day) => record.day().is_some_and(|on| on >= *day),
            Self::Until(day) => record.day().is_some_and(|on| on <= *day),
            Self::Value(key, value) => record.has_value(*key, value),
            Self::Answer { question, answer } => record.answered(question, answer),
        }
    }
}

/// A query: everything in it must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query(Vec<Condition>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Condition {
    is_not: bool,
    test: Test,
}

impl Query {
    /// Reads a query; an empty one matches everything.
    ///
    /// # Errors
    ///
    /// If it has an unknown word with a colon, or a value or day that its word does not know.
    pub fn parse(text: &str, days: impl Into<DayContext>, vocabulary: &Vocabulary) -> Result<Self, QueryError> {
        let days = days.into();
        let mut conditions = Vec::new();
        for token in tokens(text) {
            if let Some(test) = token.test(days, vocabulary)? {
                conditions.push(Condition { is_not: token.is_not, test });
            }
        }
        Ok(Self(conditions))
    }

    /// True if it matches everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns its plain words, which a search while typing matches by their letters.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(Condition::word)
    }

    /// Returns its plain words and phrases, to show where they stand.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|condition| !condition.is_not).filter_map(|condition| match &condition.test {
            Test::Word(text) | Test::Phrase(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// True if everything holds for a record.
    pub fn matches(&self, record: &impl Record) -> bool {
        self.0.iter().all(|condition| condition.holds(record))
    }

    /// True if everything but the plain words ([`Query::words`]) holds for a record.
    pub fn matches_beside_words(&self, record: &impl Record) -> bool {
        self.0.iter().filter(|condition| condition.word().is_none()).all(|condition| condition.holds(record))
    }

    /// True if it has more than plain words.
    pub fn has_filters(&self) -> bool {
        self.0.iter().any(|condition| condition.word().is_none())
    }
}

impl Condition {
    fn holds(&self, record: &impl Record) -> bool {
        self.test.holds(record) != self.is_not
    }

    fn word(&self) -> Option<&str> {
        match &self.test {
            Test::Word(word) if !self.is_not => Some(word),
            _ => None,
        }
    }
}

/// A part of a query as written.
#[derive(Debug, Default)]
struct Token {
    is_not: bool,
    /// What stands before the colon.
    key: Option<String>,
    text: String,
    is_quoted: bool,
}

/// Splits a query at white space outside quotation marks.
fn tokens(query: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let mut token = Token::default();
        if let Some(after) = rest.strip_prefix('-').filter(|after| after.starts_with(|c: char| !c.is_whitespace())) {
            (token.is_not, rest) = (true, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(rest.len());
        let head = &rest[..end];
        // `://` belongs to an address, not to a key.
        let key = head.split_once(':').filter(|(key, value)| is_key(key) && !value.starts_with("//"));
        if let Some((key, value)) = key {
            token.key = Some(fold(key));
            rest = &rest[end - value.len()..];
        } else if head == "#" {
            (token.text, rest) = ("#".to_owned(), &rest[1..]);
        }
        let (text, is_quoted, after) = value(rest);
        token.text.push_str(text);
        token.is_quoted = is_quoted;
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// Splits off a value: a phrase in quotation marks, else what stands before the next space. A phrase that is still
/// being typed has no end.
fn value(rest: &str) -> (&str, bool, &str) {
    if let Some(quote) = rest.chars().next().filter(|c| is_quote(*c)) {
        let inner = &rest[quote.len_utf8()..];
        let (text, after) = inner.split_once(is_quote).unwrap_or((inner, ""));
        return (text, true, after);
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (&rest[..end], false, &rest[end..])
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic()) && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

impl Token {
    /// Returns what it asks for; `None` if there is nothing in it.
    fn test(&self, days: DayContext, vocabulary: &Vocabulary) -> Result<Option<Test>, QueryError> {
        let text = fold(self.text.trim());
        if let Some(key) = &self.key {
            return self.test_of_key(key, &text, days, vocabulary).map(Some);
        }
        Ok(match text.strip_prefix('#').filter(|_| !self.is_quoted || self.text.starts_with('#')) {
            Some("") => None,
            Some(tag) => Some(Test::Tag(tag.to_owned())),
            None if text.is_empty() || text == "-" => None,
            None if self.is_quoted => Some(Test::Phrase(text)),
            None => Some(Test::Word(text)),
        })
    }

    fn test_of_key(
        &self,
        word: &str,
        value: &str,
        days: DayContext,
        vocabulary: &Vocabulary,
    ) -> Result<Test, QueryError> {
        let Ok(key) = word.parse::<Key>() else {
            return answer(word, value, vocabulary);
        };
        let needs = |what: &str| QueryError(format!("{word}: needs {what}"));
        match key {
            Key::Company if value.is_empty() => Err(needs("a part of a company's name")),
            Key::Company => Ok(Test::Company(value.to_owned())),
            Key::Since | Key::Until => {
                let (first, last) =
                    parse_past_period(&self.shown(), days).map_err(|why| QueryError(format!("{word}: {why}")))?;
                Ok(if key == Key::Since { Test::Since(first) } else { Test::Until(last) })
            }
            Key::Talked if !vocabulary.has_messages => {
                Err(QueryError("talked: needs messages.csv, and no copy that was imported has it".to_owned()))
            }
            Key::Pile | Key::Has | Key::Talked | Key::Rhythm | Key::Recommend | Key::Status => {
                let values = (vocabulary.values)(key);
                let wanted = value.replace([' ', '-'], "_");
                let known = values.iter().find(|known| **known == wanted);
                let list = values.join(", ");
                known.map(|known| Test::Value(key, known)).ok_or_else(|| match value {
                    "" => needs(&format!("one of {list}")),
                    _ => QueryError(format!("{word}: knows no \"{}\"; it takes {list}", self.shown())),
                })
            }
        }
    }

    /// Returns the value for a message.
    fn shown(&self) -> String {
        self.text.trim().chars().filter(|c| !c.is_control()).take(40).collect()
    }
}

/// Returns the test of `met:yes`, or why there is none.
fn answer(question: &str, value: &str, vocabulary: &Vocabulary) -> Result<Test, QueryError> {
    if !(vocabulary.is_question)(question) {
        let known: Vec<String> = Key::VARIANTS.iter().map(|key| format!("{}:", key.name())).collect();
        let known = known.join(" ");
        return Err(QueryError(format!(
            "No query word \"{question}:\"; quote it as text, or use {known} met: context: value:"
        )));
    }
    let found = ANSWERS.iter().find(|(written, _)| *written == value);
    let needs = || QueryError(format!("{question}: needs yes, no or unsure"));
    let (_, answer) = found.ok_or_else(needs)?;
    Ok(Test::Answer { question: question.to_owned(), answer })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Person;

    impl Record for Person {
        fn contains(&self, text: &str) -> bool {
            "ann bee keeps bees in ghent".contains(text)
        }
        fn has_tag(&self, tag: &str) -> bool {
            ["bees", "on the roof"].contains(&tag)
        }
        fn is_at(&self, company: &str) -> bool {
            "acorn mills".contains(company)
        }
        fn day(&self) -> Option<NaiveDate> {
            NaiveDate::from_ymd_opt(2026, 1, 31)
        }
        fn has_value(&self, key: Key, value: &str) -> bool {
            (key, value) == (Key::Pile, "no_note")
        }
        fn answered(&self, question: &str, answer: &str) -> bool {
            (question, answer) == ("met", "unsure")
        }
    }

    fn parse(text: &str) -> Result<Query, QueryError> {
        let values = |key| match key {
            Key::Pile => vec!["note", "no_note"],
            _ => vec!["no", "both"],
        };
        let vocabulary = Vocabulary { values: &values, is_question: &|id| id == "met", has_messages: true };
        Query::parse(text, NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day"), &vocabulary)
    }

    #[test]
    fn everything_in_a_query_must_hold() {
        for (text, holds) in [
            ("", true),
            ("BEE ghent", true),
            ("ghent paris", false),
            ("\"keeps bees\"", true),
            ("“bees keeps”", false),
            ("\"keeps bees", true),
            ("-paris -\"bees keeps\"", true),
            ("-Ghent", false),
            ("#bees", true),
            ("#bee", false),
            ("#\"on the roof\"", true),
            ("-#bees", false),
            ("company:acorn", true),
            ("company:\"Acorn Mills\"", true),
            ("company:birch", false),
            ("-company:birch", true),
            ("since:2026-01 until:2026-01", true),
            ("since:2026-02", false),
            ("until:2025", false),
            ("pile:no_note", true),
            ("pile:\"no note\"", true),
            ("pile:note", false),
            ("met:unsure", true),
            ("MET:maybe", true),
            ("met:no", false),
            ("- #", true),
        ] {
            let query = parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(query.matches(&Person), holds, "{text}");
        }
    }

    #[test]
    fn words_are_told_from_the_rest() {
        let query = parse("ann -bob \"keeps bees\" ghent http://example.org 12:30 #bees").expect("a query");
        assert_eq!(query.words().collect::<Vec<_>>(), ["ann", "ghent", "http://example.org", "12:30"]);
        assert!(query.has_filters() && query.matches_beside_words(&Person) && !query.matches(&Person));
        assert!(!parse("ann ghent").expect("a query").has_filters());
    }

    #[test]
    fn a_wrong_word_is_told() {
        for (text, says) in [
            ("compny:acorn", "No query word \"compny:\"; quote it as text, or use company: since:"),
            ("pile:nope", "pile: knows no \"nope\"; it takes note, no_note"),
            ("pile:", "pile: needs one of note, no_note"),
            ("company:", "company: needs a part"),
            ("since:foo", "since: I don't understand “foo”. Try 3d, 2w, monday, 12 jan"),
            ("until:2026-02-31", "I don't understand “2026-02-31”"),
            ("met:perhaps", "met: needs yes, no or unsure"),
            ("ann -talked:never", "talked: knows no \"never\"; it takes no, both"),
        ] {
            let why = parse(text).expect_err(text).to_string();
            assert!(why.contains(says), "{text}: {why}");
        }
    }

    #[test]
    fn without_messages_nobody_is_told_not_to_have_talked() {
        let vocabulary = Vocabulary { values: &|_| vec!["no"], is_question: &|_| false, has_messages: false };
        let why = Query::parse("talked:no", NaiveDate::MIN, &vocabulary).expect_err("no messages");
        assert!(why.to_string().contains("needs messages.csv"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_told(text in "\\PC*|[-#:\"a-z ]{0,12}") {
            let _ = parse(&text).map(|query| query.matches(&Person));
        }
    }
}
