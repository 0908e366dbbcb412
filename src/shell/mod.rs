//! Access to the outside world: arguments, terminal, clock, files, clipboard, browser. The app only requests effects.

pub mod args;
mod backend;
mod background;
mod browser;
mod cell_writer;
mod clipboard;
mod clock;
mod command;
mod config;
mod downloads;
mod editor;
mod environment;
mod export;
pub mod failure;
mod find_program;
mod import;
mod input_source;
mod look;
mod paths;
mod replies;
mod run;
mod signals;
mod suggest;
mod terminal;

pub use background::{Background, BackgroundEvent};
pub use browser::Browser;
pub use clipboard::Clipboard;
pub use clock::{Clock, SystemClock};
pub use command::{execute, made_up_people};
pub use config::{Config, ConfigSource, sample_config};
pub use editor::Editor;
pub use environment::{Environment, ExitReason, Programs};
pub use import::ReadImport;
pub use input_source::InputSource;
pub use run::run;
