//! Companies that connections work at, and where a text names one of them.
//!
//! Better silent than wrong: a company cell may say *Free* or *Self*, so a word is taken for a company only where the
//! text writes it as a name.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use compact_str::CompactString;
use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};
use hashbrown::HashTable;

use crate::domain::evidence::fact::{Connection, FactKind, PersonFacts, SourceRef};
use crate::domain::text::untrusted::{Untrusted, normalize};

/// Words that are no companies, whoever wrote them into that field.
const ORDINARY_WORDS: &str = include_str!("../../../assets/ordinary_words.txt");
/// Characters of a company's name below which a text is not searched for it.
const MIN_NAME_CHARS: usize = 4;
/// Words before the name of an employer.
const EMPLOYER_WORDS: [&str; 4] = ["at", "from", "bei", "chez"];

/// A company with connections of the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Company {
    /// Lower-cased words with single spaces between.
    normalized_name: CompactString,
}

/// A row of a connection, with its company.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Index into [`Companies::all`].
    company: u32,
    /// Index into the list of people.
    person: u32,
    source: SourceRef,
}

/// All companies with connections. Few lists instead of one for each company: thousands of companies have one person.
#[derive(Clone, Debug)]
pub(super) struct Companies {
    all: Vec<Company>,
    /// Indices into `all` by the first word of the name.
    by_first_word: HashTable<u32>,
    hasher: RandomState,
    /// All rows, by company, then in the order of the list of people.
    rows: Vec<Row>,
}

impl Companies {
    /// Collects the companies of all connections; ordinary words are left out.
    pub fn new(people: &[PersonFacts]) -> Self {
        let mut rows = Vec::with_capacity(people.len());
        let mut by_name: HashMap<CompactString, Option<u32>> = HashMap::default();
        // Most rows spell a company alike, so that only its first needs to be normalized.
        let mut spellings: HashMap<&Untrusted, Option<u32>> = HashMap::default();
        let mut count = 0;
        let mut company_of = |name: &Untrusted| {
            let normalized_name = CompactString::from(normalize(name.raw().chars()));
            *by_name.entry(normalized_name).or_insert_with_key(|name| {
                let is_company = !is_ordinary(name);
                count += u32::from(is_company);
                is_company.then(|| count - 1)
            })
        };
        for (person, known) in (0..).zip(people) {
            for fact in &known.facts {
                let FactKind::Connected(Connection { company: Some(name), .. }) = &fact.kind else { continue };
                if let Some(company) = *spellings.entry(name).or_insert_with(|| company_of(name)) {
                    rows.push(Row { company, person, source: fact.source });
                }
            }
        }
        rows.sort_by_key(|row| row.company);
        rows.shrink_to_fit();
        let mut all: Vec<(u32, CompactString)> =
            by_name.into_iter().filter_map(|(name, company)| Some((company?, name))).collect();
        all.sort_unstable_by_key(|(company, _)| *company);
        Self::with_rows(all.into_iter().map(|(_, normalized_name)| Company { normalized_name }).collect(), rows)
    }

    fn with_rows(all: Vec<Company>, rows: Vec<Row>) -> Self {
        let hasher = RandomState::default();
        let hash = |at: &u32| hasher.hash_one(all[*at as usize].first_word());
        let mut by_first_word = HashTable::with_capacity(all.len());
        for (at, _) in (0..).zip(&all) {
            by_first_word.insert_unique(hash(&at), at, hash);
        }
        Self { all, by_first_word, hasher, rows }
    }

    fn find(&self, normalized_name: &str) -> Option<u32> {
        let is_it = |at: &u32| self.all[*at as usize].normalized_name == normalized_name;
        self.by_first_word.find(self.hasher.hash_one(first_word(normalized_name)), is_it).copied()
    }

    /// Returns the rows of the company of this name; none if there is no such company.
    pub fn rows_of_company_called(&self, name: &Untrusted) -> impl Iterator<Item = (usize, SourceRef)> {
        let company = self.find(&normalize(name.raw().chars()));
        company.into_iter().flat_map(|company| self.rows_of(company))
    }

    /// Returns the rows of each company that a text names, in order of appearance.
    pub fn rows_of_companies_in(
        &self,
        text: &Untrusted,
    ) -> impl Iterator<Item = impl Iterator<Item = (usize, SourceRef)>> {
        self.named_in(text).into_iter().map(|company| self.rows_of(company))
    }

    fn rows_of(&self, company: u32) -> impl Iterator<Item = (usize, SourceRef)> {
        let start = self.rows.partition_point(|row| row.company < company);
        let rows = self.rows[start..].iter().take_while(move |row| row.company == company);
        rows.map(|row| (row.person as usize, row.source))
    }

    /// Returns the companies that a text names, in order of appearance.
    fn named_in(&self, text: &Untrusted) -> Vec<u32> {
        let words = words(text.raw());
        let capitals_tell = !mostly_capitals(&words);
        let mut found: Vec<u32> = Vec::new();
        for at in 0..words.len() {
            for company in self.by_first_word.iter_hash(self.hasher.hash_one(&*words[at].normalized)) {
                let is_new = !found.contains(company);
                if is_new && self.all[*company as usize].is_named_at(&words[at..], capitals_tell) {
                    found.push(*company);
                }
            }
        }
        found
    }
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

impl Company {
    fn first_word(&self) -> &str {
        first_word(&self.normalized_name)
    }

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

    fn named(companies: &Companies, text: &str) -> Vec<String> {
        let found = companies.named_in(&text.into()).into_iter();
        found.map(|at| companies.all[at as usize].normalized_name.to_string()).collect()
    }

    #[test]
    fn a_name_is_written_as_one() {
        let known = companies(&["Quillmoor Labs", "Acorn", "Birchwood"]);
        for (text, found) in [
            ("I lead the team at Quillmoor Labs and saw your talk.", &["quillmoor labs"][..]),
            ("we met when i was with quillmoor labs", &["quillmoor labs"]),
            ("My years with Acorn taught me that.", &["acorn"]),
            ("i am a baker at acorn", &["acorn"]),
            ("a baker @acorn, once Birchwood’s", &["acorn", "birchwood"]),
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
        assert!(words.iter().all(|word| known.find(&normalize(word.chars())).is_none()));
    }

    #[test]
    fn a_typed_company_is_found_in_any_spelling() {
        let known = companies(&["Acorn  Mills", "ACORN MILLS", "IBM"]);
        let people = |name: &str| known.rows_of_company_called(&name.into()).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(people("acorn mills"), [0, 1]);
        assert_eq!(people("ibm"), [2]);
        assert_eq!(people("Acorn"), [0; 0]);
        assert_eq!(people(""), [0; 0]);
    }
}
