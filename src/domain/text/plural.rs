//! Numbers and plurals for display.

/// Returns `1 message`, `2 messages`, `2 people`, `2 entries`.
pub fn plural(n: impl TryInto<u64>, noun: &str) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    let noun = match noun.strip_suffix('y') {
        _ if n == 1 => noun.to_owned(),
        _ if noun == "person" => "people".to_owned(),
        Some(stem) if !stem.ends_with('a') => format!("{stem}ies"),
        _ => format!("{noun}s"),
    };
    format!("{} {noun}", number(n))
}

/// Returns a number with commas as thousands separators: `12,034`.
pub fn number(n: impl TryInto<u64>) -> String {
    let digits = n.try_into().unwrap_or(u64::MAX).to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns the text with its first letter capitalized.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns a number up to ten as a word, a larger one in figures.
pub fn in_words(count: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(count).map_or_else(|| number(count), |word| (*word).to_owned())
}

/// Returns `a, b or c`.
pub fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0_u32, 999, 12_034, 1_000_000].map(number), ["0", "999", "12,034", "1,000,000"]);
    }

    #[test]
    fn the_last_alternative_has_an_or() {
        let words = ["messages", "contacts", "follows"];
        assert_eq!(
            [0, 1, 2, 3].map(|count| alternatives(&words[..count])),
            ["", "messages", "messages or contacts", "messages, contacts or follows"]
        );
    }

    #[test]
    fn one_is_singular() {
        assert_eq!([0_usize, 1, 2, 1_200].map(|n| plural(n, "card")), ["0 cards", "1 card", "2 cards", "1,200 cards"]);
        let nouns = ["person", "entry", "day"];
        assert_eq!(nouns.map(|noun| plural(1_u8, noun)), ["1 person", "1 entry", "1 day"]);
        assert_eq!(nouns.map(|noun| plural(2_u8, noun)), ["2 people", "2 entries", "2 days"]);
    }
}
