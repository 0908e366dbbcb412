//! Arbitrary bytes as each CSV file of the export.

#![no_main]

mod check_import;

const FILES: [&str; 9] = [
    "Invitations.csv",
    "Connections.csv",
    "messages.csv",
    "ImportedContacts.csv",
    "Recommendations_Given.csv",
    "Recommendations_Received.csv",
    "Endorsement_Received_Info.csv",
    "Member_Follows.csv",
    "Profile.csv",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| FILES.iter().for_each(|name| check_import::check_import(name, bytes)));
