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
//!    import ─► Arrivals      shell::terminal ─► Input                 export
//!                  │                │                                    ▲
//!                  │                ▼                                    │ Contact
//!                  │         app::keymap ─► Action                       │
//!                  │                │                                    │
//!                  │                ▼                                    │
//!                  │            App::act ─► Option<Effect>    asks, never does
//!                  │                             │                       │
//!                  └─────────► shell::perform ◄──┘ ──────────────────────┘
//!                                   │ Event
//!                                   ▼
//!                        store::Journal::append        one line, synced: the only writer
//!                                   │ Entry
//!                                   ▼
//!                           App::hear(Outcome)
//!                                   │
//!                                   ▼
//!                         domain::Ledger::post         the only mutator of what was decided
//!                                   │
//!                                   ▼
//!                         ui::draw(frame, &App) ─► Drawn      never &mut; the next key may ask it
//! ```
//!
//! The loop, whole, is `shell/run.rs`. The rooms, in reading order, and whom each may use:
//!
//! * [`domain`] — what is true: plain values, pure functions. Uses no other room.
//! * [`store`] — what is kept: the journal, its lines, its repair, the snapshot, safe saving. Uses `domain`.
//! * [`import`] — the front door: a ZIP, a folder, a mailbox or a table becomes `Arrivals`. Uses `domain`.
//! * [`export`] — the back door: contacts become bytes. Uses `domain`.
//! * [`app`] — what a key means. Uses `domain`.
//! * [`ui`] — what it looks like. Uses `app` and `domain`.
//! * [`shell`] — what touches the world. Uses everything.
//!
//! `tests/house.rs` keeps these arrows.

pub mod domain;
pub mod store;
pub mod import;
pub mod export;
pub mod app;
pub mod ui;
pub mod shell;
