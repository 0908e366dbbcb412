//! Arbitrary bytes as the user's own table, JSON and CSV.

#![no_main]

mod taken;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    taken::taken("requests.json", bytes);
    taken::taken("requests.csv", bytes);
});
