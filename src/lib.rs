//! Work through a backlog of connection requests at the keyboard, one deliberate decision at a time.
//!
//! One sentence: *a key becomes an action, an action becomes an effect, an effect becomes a line on disk, the line
//! becomes state, the state becomes a picture; and nothing ever goes the other way.*
//!
//! ```text
//!   FRONT DOOR                 THE PERSON                            BACK DOOR
//!   LinkedIn.zip                   key                              contacts.vcf
//!       │                           │                                    ▲
//!       ▼                           ▼                                    │
//!    import ─► ImportBatch   shell::terminal ─► Input                 export
//!                  │                │                                    ▲
//!                  │                ▼                                    │ Contact
//!                  │         app::keymap ─► Action                       │
//!                  │                │                                    │
//!                  │                ▼                                    │
//!                  │     Layer::act ─► Command ─► Effect      asks, never does
//!                  │                                │                    │
//!                  └────────► shell::environment ◄──┘ ───────────────────┘
//!                                   │ Event
//!                                   ▼
//!                        store::Journal::append        one line, synced: the only writer
//!                                   │ Entry
//!                                   ▼
//!                          App::apply(Outcome)         the only mutator of the model
//!                                   │
//!                                   ▼
//!                         domain::Ledger::post         the only mutator of what was decided
//!                                   │
//!                                   ▼
//!                     ui::draw(frame, &App) ─► ViewMetrics    never &mut; the next key or click may ask it
//! ```
//!
//! The loop, whole, is `shell/run.rs`. The rooms, in reading order, and whom each may use:
//!
//! * [`domain`] — what is true: plain values, pure functions. Uses no other room.
//! * [`store`] — what is kept: the journal, its lines, its repair, the snapshot, safe saving. Uses `domain`.
//! * [`import`] — the front door: a ZIP, a folder, a mailbox or a table becomes `ImportBatch`. Uses `domain`.
//! * [`export`] — the back door: contacts become bytes. Uses `domain`.
//! * [`app`] — what a key means: a file for each screen, deck, form and overlay. Uses `domain`.
//! * [`ui`] — what it looks like. Uses `app` and `domain`.
//! * [`shell`] — what touches the world. Uses everything.
//!
//! `tests/house.rs` keeps these arrows, and that no two files need each other.

pub mod domain;
pub mod store;
pub mod import;
pub mod export;
pub mod app;
pub mod ui;
pub mod shell;
