//! Arbitrary bytes as LinkedIn's ZIP archive.

#![no_main]

mod check_import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check_import::check_import("export.zip", bytes));
