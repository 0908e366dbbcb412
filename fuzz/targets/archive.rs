//! Arbitrary bytes as LinkedIn's ZIP archive.

#![no_main]

mod taken;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| taken::taken("export.zip", bytes));
