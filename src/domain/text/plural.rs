//! Numbers and plurals for display.

/// Returns `1 message`, `2 messages`: the noun gets an *s* unless there is exactly one.
pub fn plural(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// Returns a number with commas as thousands separators: `12,034`.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 12_034, 1_000_000].map(number), ["0", "999", "12,034", "1,000,000"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!([0, 1, 2, 1_200].map(|n| plural(n, "card")), ["0 cards", "1 card", "2 cards", "1,200 cards"]);
    }
}
