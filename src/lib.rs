//! Work through a backlog of connection requests at the keyboard, one deliberate decision at a time.
//!
//! One sentence: *a key becomes an action, an action becomes a command, a command that touches the world becomes a line
//! on disk, the line becomes state, the state becomes a picture; and nothing ever goes the other way.*
//!
//! ```text
//!   FRONT DOOR                 THE PERSON                            BACK DOOR
//!   LinkedIn.zip              key or click                         contacts.vcf
//!       │                           │                                    ▲
//!       ▼                           ▼                                    │
//!    import ─► ImportBatch   shell::terminal ─► Input                 export
//!                  │                │                                    ▲
//!                  │                ▼                                    │ Contacts
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
//! # The rooms, in reading order
//!
//! * [`domain`]: what is true. Plain values, pure functions; its folders in the order of who may use whom: `text`,
//!   `search`, `person`, `request`, `evidence`, `decision`, `inbox`, `care`, `insight`, `message`. Uses no other room.
//! * [`store`]: what is kept. The journal, its lines, its repair, the snapshot, drafts, atomic writes. Uses `domain`.
//! * [`import`]: the front door. A ZIP, a folder, a mailbox or a table becomes an `ImportBatch`. Uses `domain`.
//! * [`export`]: the back door. Contacts become bytes. Uses `domain`.
//! * [`app`]: what a key means. One file for each screen, deck, form and overlay. Uses `domain`.
//! * [`ui`]: what it looks like; in `ui::plain`, what it says in lines. Uses `app` and `domain`.
//! * [`shell`]: what touches the world. Uses everything.
//!
//! `tests/house.rs` checks these arrows, and that no two files need each other.
//!
//! # One key press
//!
//! `a` on a card: [`shell`]`::run` reads an [`app::input::Input`] and hands it to [`app::App::update`]. `app::dispatch`
//! asks the [`app::keymap::Keymap`] for the first enabled [`app::action::Action`] of the top layer's context, `Accept`.
//! The layer is `app::screen::review`; its deck, `app::deck::requests`, answers with a [`app::command::Command`]: ask by
//! `app::form::accept`. Enter submits that form, which asks for an [`app::effect::Effect::Append`] of
//! [`domain::decision::event::Event::Decided`]. `shell::environment` performs it through [`store::Journal::append`],
//! which syncs the line and returns the entry; [`app::App::apply`] posts it to the ledger, tells every layer, and shows
//! the next card. [`ui::draw`] paints the result.
//!
//! Without a screen, `shell::plain` reads a line instead; [`app::spoken`] tells what it means, the app gets the same
//! actions, and `ui::plain` says what is new.
//!
//! # Where to begin
//!
//! * A **screen**: its id in `app/ids.rs`, a file and a row in `app/screen/`, a file and an arm in `ui/`.
//! * A **deck** of cards: one file in `app/deck/`, a row in `app/screen/mod.rs`.
//! * A **form**: one file in `app/form/`. An **action**: a row in `app/action.rs`, a binding, an arm.
//! * An **event**: a variant in `domain/decision/event.rs`, its fields in `store/line/{encode,decode}.rs`, its meaning in
//!   `domain/decision/ledger/`, its description in `assets/journal.md`.
//! * An export **format**: one file in `export/`, a row in [`export::FORMATS`]. An import **source**: one file in
//!   `import/`, a row in [`import::SOURCES`].

pub mod domain;
pub mod store;
pub mod import;
pub mod export;
pub mod app;
pub mod ui;
pub mod shell;
