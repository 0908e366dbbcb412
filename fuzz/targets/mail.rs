//! Arbitrary bytes as an e-mail and as a mailbox.

#![no_main]

mod check_import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    check_import::check_import("invitation.eml", bytes);
    check_import::check_import("invitations.mbox", bytes);
});
