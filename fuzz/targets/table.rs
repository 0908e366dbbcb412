//! Arbitrary bytes as the user's own table, JSON and CSV.

#![no_main]

mod check_import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    check_import::check_import("requests.json", bytes);
    check_import::check_import("requests.csv", bytes);
});
