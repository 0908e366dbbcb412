//! Folding of texts for matching: accents and case do not matter.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Builder of a search text: folded texts, separated by spaces.
#[derive(Debug, Default)]
pub struct SearchTextBuilder(String);

impl SearchTextBuilder {
    /// Adds a text, given in parts.
    pub fn add(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| fold_into(part, &mut self.0));
        self.0.push(' ');
    }

    /// Returns the search text.
    pub fn finish(mut self) -> String {
        self.0.pop();
        self.0
    }
}

/// Folds text for matching: decomposed, accents dropped, lower-cased, letters that do not decompose spelled out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Folds char by char: neighbours only matter for the order of combining marks, and these are dropped.
fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            decompose_compatible(c, |part| fold_part(part, out));
        }
    }
}

fn fold_part(part: char, out: &mut String) {
    if is_combining_mark(part) {
        return;
    }
    for c in part.to_lowercase() {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    proptest::proptest! {
        #[test]
        fn folding_letter_by_letter_is_folding_the_whole(text in "\\PC*|[a-zA-Zà-ÿĀ-žǍ-ǰ가-힣ﬀ-ﬆ\\u{0300}-\\u{036f}]{0,12}") {
            let mut whole = String::new();
            text.nfkd().for_each(|part| fold_part(part, &mut whole));
            proptest::prop_assert_eq!(fold(&text), whole);
        }
    }
}
