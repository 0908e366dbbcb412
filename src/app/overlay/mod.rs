//! What lies over a screen, one file each. At most one is open, and while it is open it hears the keys first.

pub mod export_preview;
pub mod go_to;
pub mod message;
pub mod page;
pub mod palette;
pub mod pause;
pub mod search;

use super::command::{Page, Pause};
use super::effect::Preview;
use super::form::Form;
use super::layer::Layer;
use super::message_editor::MessageEditor;
use go_to::GoTo;
use palette::Palette;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// A form.
    Form(Form),
    /// Something to read.
    Page(Page),
    /// Something to take or to leave.
    Pause(Pause),
    /// The letters after `g`.
    GoTo(GoTo),
    /// Every action, found by typing.
    Palette(Box<Palette>),
    /// Everybody, found by typing; the search itself is always alive, as a screen is.
    Search,
    /// A message.
    Message(MessageEditor),
    /// What an export would write.
    ExportPreview(Preview),
}

impl Overlay {
    /// As a layer; `None` for the search, which is kept elsewhere.
    pub fn layer(&self) -> Option<&dyn Layer> {
        Some(match self {
            Self::Form(form) => form,
            Self::Page(page) => page,
            Self::Pause(pause) => pause,
            Self::GoTo(letters) => letters,
            Self::Palette(palette) => palette.as_ref(),
            Self::Message(letter) => letter,
            Self::ExportPreview(preview) => preview,
            Self::Search => return None,
        })
    }

    /// The same, to change it.
    pub fn layer_mut(&mut self) -> Option<&mut dyn Layer> {
        Some(match self {
            Self::Form(form) => form,
            Self::Page(page) => page,
            Self::Pause(pause) => pause,
            Self::GoTo(letters) => letters,
            Self::Palette(palette) => palette.as_mut(),
            Self::Message(letter) => letter,
            Self::ExportPreview(preview) => preview,
            Self::Search => return None,
        })
    }
}
