//! Companies that connections work at, and where a text names one of them.
//!
//! Better silent than wrong: a company cell may say *Free* or *Self*, so a word is taken for a company only where the
//! text writes it as a name.

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use crate::domain::evidence::fact::{FactKind, PersonFacts, SourceRef};
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace, normalize};

/// Words that are no companies, whoever wrote them into that field.
const ORDINARY_WORDS: &str = include_str!("../../../assets/ordinary_words.txt");
/// Characters of a company's name below which a text is not searched for it.
const MIN_NAME_CHARS: usize = 4;
/// Words before the name of an employer.
const EMPLOYER_WORDS: [&str; 4] = ["at", "from", "bei", "chez"];

/// A company with connections of the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Company {
    /// Lower-cased words with single spaces between.
    normalized_name: String,
    /// Name as the first of its rows writes it, for display.
    pub name: String,
    /// Everybody there: position in the list of people, and row.
    pub people: Vec<(usize, SourceRef)>,
}

/// All companies with connections, by the first word of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Companies(HashMap<String, Vec<Company>>);

impl Companies {
    /// Collects the companies of all connections; ordinary words are left out.
    pub fn new(people: &[PersonFacts]) -> Self {
        // Most rows spell a company alike, so that only its first needs to be normalized.
        let mut spellings: HashMap<&Untrusted, usize> = HashMap::default();
        let mut rows: Vec<(&Untrusted, Vec<(usize, SourceRef)>)> = Vec::new();
        for (place, known) in people.iter().enumerate() {
            for fact in &known.facts {
                let FactKind::Connected(connection) = &fact.kind else { continue };
                let Some(name) = &connection.company else { continue };
                let at = *spellings.entry(name).or_insert(rows.len());
                match rows.get_mut(at) {
                    Some((_, known)) => known.push((place, fact.source)),
                    None => rows.push((name, vec![(place, fact.source)])),
                }
            }
        }
        let mut companies = Self::default();
        rows.into_iter().for_each(|(name, people)| companies.add(name, people));
        companies
    }

    fn add(&mut self, name: &Untrusted, people: Vec<(usize, SourceRef)>) {
        let normalized_name = normalize(name.raw().chars());
        let Some(first) = normalized_name.split(' ').next().filter(|_| !is_ordinary(&normalized_name)) else { return };
        let alike = self.0.entry(first.to_owned()).or_default();
        match alike.iter_mut().find(|company| company.normalized_name == normalized_name) {
            Some(company) => {
                company.people.extend(people);
                company.people.sort_unstable_by_key(|(place, _)| *place);
            }
            None => alike.push(Company { name: collapse_whitespace(&name.display()), people, normalized_name }),
        }
    }

    /// Returns the company of this name.
    pub fn called(&self, name: &Untrusted) -> Option<&Company> {
        let name = normalize(name.raw().chars());
        self.0.get(name.split(' ').next()?)?.iter().find(|company| company.normalized_name == name)
    }

    /// Returns the companies that a text names, in order of appearance.
    pub fn named_in(&self, text: &Untrusted) -> Vec<&Company> {
        let text = text.raw();
        let words = words(text);
        let capitals_tell = !mostly_capitals(&words);
        let mut found: Vec<&Company> = Vec::new();
        for at in 0..words.len() {
            for company in self.0.get(&words[at].normalized).into_iter().flatten() {
                let is_new = !found.iter().any(|other| other.normalized_name == company.normalized_name);
                if is_new && company.is_named_at(&words[at..], capitals_tell) {
                    found.push(company);
                }
            }
        }
        found
    }
}

impl Company {
    /// True if the words begin with this company, written as a name: several words, or behind *at* and the like, or
    /// with a capital inside a sentence.
    fn is_named_at(&self, words: &[Word], capitals_tell: bool) -> bool {
        let names: Vec<&str> = self.normalized_name.split(' ').collect();
        let Some(mention) = words.get(..names.len()) else { return false };
        let matches = mention.iter().zip(&names).all(|(word, name)| word.normalized == *name);
        let is_whole = !mention[0].joined_before
            && !mention[names.len() - 1].joined_after
            && mention[1..].iter().all(|word| !word.starts_sentence);
        let reads_as_name = names.len() > 1
            || mention[0].names_employer
            || (capitals_tell && mention[0].has_capital && !mention[0].starts_sentence);
        matches && is_whole && reads_as_name && self.normalized_name.chars().count() >= MIN_NAME_CHARS
    }
}

/// A word of a text, with what tells a name from an ordinary word.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
struct Word {
    normalized: String,
    has_capital: bool,
    starts_sentence: bool,
    /// Behind *at*, *from* or *@*.
    names_employer: bool,
    /// Part of a longer word, address or hashtag: `self-hosted`, `acme.com`, `#free`.
    joined_before: bool,
    joined_after: bool,
}

/// Splits a text into its words.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = 0;
    while let Some(length) = text[rest..].find(char::is_alphanumeric) {
        let begin = rest + length;
        let end = text[begin..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| begin + length);
        let (raw, gap) = (&text[begin..end], &text[rest..begin]);
        let before = words.last().map(|word| word.normalized.as_str());
        words.push(Word {
            normalized: normalize(raw.chars()),
            has_capital: raw.contains(char::is_uppercase),
            starts_sentence: rest == 0 || ends_sentence(gap),
            names_employer: (gap.ends_with('@') && !joins(&gap[..gap.len() - 1], true))
                || before.is_some_and(|before| EMPLOYER_WORDS.contains(&before) && gap.trim().is_empty()),
            joined_before: joins(gap, rest > 0),
            joined_after: joined_after(&text[end..]),
        });
        rest = end;
    }
    words
}

/// True if what stands between two words ends a sentence. Exports flatten a line break to two spaces.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ':', ';', '\n', '\r', '"', '“', '”', '«', '•', '*', '(', '|', '…'])
        || gap.contains("  ")
        || gap.contains(" - ")
        || gap.contains(['–', '—'])
}

/// True if what stands before a word makes it a part of something longer; `is_inside` if another word precedes.
fn joins(gap: &str, is_inside: bool) -> bool {
    let touches = !gap.is_empty() && !gap.contains(char::is_whitespace);
    gap.ends_with(['#', '/', '\\', '_']) || (is_inside && touches && !gap.contains([',', ';', '(', ')', '"', '“', '”']))
}

/// True if what follows a word makes it a part of something longer; a genitive does not.
fn joined_after(rest: &str) -> bool {
    let mut after = rest.chars();
    let (first, second) = (after.next(), after.next());
    let is_genitive =
        matches!(first, Some('\'' | '’')) && second == Some('s') && !after.next().is_some_and(char::is_alphanumeric);
    !is_genitive
        && first.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ';' | ')' | '"' | '”'))
        && second.is_some_and(char::is_alphanumeric)
}

/// True if most words inside sentences have capitals, as in a headline: then a capital says nothing.
fn mostly_capitals(words: &[Word]) -> bool {
    let inside = words.iter().filter(|word| !word.starts_sentence);
    let (capitals, all) =
        inside.fold((0, 0), |(capitals, all), word| (capitals + usize::from(word.has_capital), all + 1));
    capitals * 2 > all && all > 3
}

/// True if a normalized name has no word that could be a company's.
fn is_ordinary(name: &str) -> bool {
    static ORDINARY: OnceLock<HashSet<&str>> = OnceLock::new();
    let ordinary = ORDINARY.get_or_init(|| {
        let lines = ORDINARY_WORDS.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    // Words of one or two letters (*of*, *n/a*) make no name of an ordinary one.
    let is_short = |word: &str| word.chars().nth(2).is_none();
    let all_ordinary = name.split(' ').all(|word| is_short(word) || ordinary.contains(word));
    all_ordinary && (name.is_empty() || name.contains(' ') || !is_short(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evidence::fact::{Connection, Fact};
    use crate::domain::person::key::PersonKey;

    fn companies(names: &[&str]) -> Companies {
        let person = |(at, name): (usize, &&str)| {
            let connection = Connection { company: Some(Untrusted::from(*name)), ..Connection::default() };
            let fact = Fact { kind: FactKind::Connected(connection), source: SourceRef { file: 0, record: 2 } };
            let key = PersonKey::from_stored(format!("person-{at}"));
            PersonFacts { facts: vec![fact], ..PersonFacts::new(key, "Ann Bee".into()) }
        };
        Companies::new(&names.iter().enumerate().map(person).collect::<Vec<_>>())
    }

    fn named<'a>(companies: &'a Companies, text: &str) -> Vec<&'a str> {
        companies.named_in(&text.into()).into_iter().map(|company| company.name.as_str()).collect()
    }

    #[test]
    fn a_name_is_written_as_one() {
        let known = companies(&["Quillmoor Labs", "Acorn", "Birchwood"]);
        for (text, found) in [
            ("I lead the team at Quillmoor Labs and saw your talk.", &["Quillmoor Labs"][..]),
            ("we met when i was with quillmoor labs", &["Quillmoor Labs"]),
            ("My years with Acorn taught me that.", &["Acorn"]),
            ("i am a baker at acorn", &["Acorn"]),
            ("a baker @acorn, once Birchwood’s", &["Acorn", "Birchwood"]),
            ("an acorn falls", &[]),
            ("Acorn falls", &[]),
            ("so it is. Acorn falls", &[]),
            ("All Trees Begin As An Acorn, Mostly", &[]),
            ("write to bob@acorn.example or see www.acorn.example, #Acorn and Acorn-like", &[]),
        ] {
            assert_eq!(named(&known, text), found, "{text}");
        }
    }

    #[test]
    fn ordinary_words_name_no_company() {
        let words =
            ["Self-Employed", "Free", "REMOTE", "LinkedIn", "Open to work", "Web Development", "N/A", "Various"];
        let known = companies(&words);
        let text = "I found you on LinkedIn, am Self-Employed, Free and open to work from remote in Web Development";
        assert_eq!(named(&known, text), [""; 0]);
        assert!(words.iter().all(|word| known.called(&(*word).into()).is_none()));
    }

    #[test]
    fn a_typed_company_is_found_in_any_spelling() {
        let known = companies(&["Acorn  Mills", "ACORN MILLS", "IBM"]);
        assert_eq!(known.called(&"acorn mills".into()).map(|company| company.people.len()), Some(2));
        assert!(known.called(&"ibm".into()).is_some());
        assert!(known.called(&"Acorn".into()).is_none());
        assert!(known.called(&"".into()).is_none());
    }
}
