//! Arbitrary bytes as an e-mail and as a mailbox.

#![no_main]

mod taken;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    taken::taken("invitation.eml", bytes);
    taken::taken("invitations.mbox", bytes);
});
