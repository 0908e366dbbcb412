//! Overlays, one file each. At most one is open, and it gets keys first.

pub mod export_preview;
pub mod go_to;
pub mod message;
pub mod page;
pub mod palette;
pub mod pause;
pub mod prompts;
pub mod search;

use super::command::{Page, Pause};
use super::draft::Drafts;
use super::effect::Preview;
use super::form::Form;
use super::layer::Layer;
use super::message_editor::MessageEditor;
use go_to::GoTo;
use palette::Palette;
use prompts::Prompts;

/// An open overlay.
#[derive(Debug)]
pub enum Overlay {
    /// Form.
    Form(Form),
    /// Text page.
    Page(Page),
    /// Prompts, and what to look for on the profile.
    Prompts(Prompts),
    /// Popup that takes Enter or Esc.
    Pause(Pause),
    /// Letters after `g`.
    GoTo(GoTo),
    /// Palette of every enabled action.
    Palette(Box<Palette>),
    /// Person search; its state is kept elsewhere, alive like a screen.
    Search,
    /// Message.
    Message(MessageEditor),
    /// Export preview.
    ExportPreview(Preview),
}

impl Overlay {
    /// Returns the overlay as a layer; `None` for the search, which is kept elsewhere.
    pub fn layer(&self) -> Option<&dyn Layer> {
        Some(match self {
            Self::Form(form) => form,
            Self::Page(page) => page,
            Self::Prompts(prompts) => prompts,
            Self::Pause(pause) => pause,
            Self::GoTo(letters) => letters,
            Self::Palette(palette) => palette.as_ref(),
            Self::Message(letter) => letter,
            Self::ExportPreview(preview) => preview,
            Self::Search => return None,
        })
    }

    /// Returns the same layer, mutable.
    pub fn layer_mut(&mut self) -> Option<&mut dyn Layer> {
        Some(match self {
            Self::Form(form) => form,
            Self::Page(page) => page,
            Self::Prompts(prompts) => prompts,
            Self::Pause(pause) => pause,
            Self::GoTo(letters) => letters,
            Self::Palette(palette) => palette.as_mut(),
            Self::Message(letter) => letter,
            Self::ExportPreview(preview) => preview,
            Self::Search => return None,
        })
    }

    /// Saves what was typed into a form or a message; nothing else has input to lose.
    pub fn save_input(&self, drafts: &mut Drafts) {
        match self {
            Self::Form(form) => form.save_fields(drafts),
            Self::Message(letter) => drafts.save_message(letter.clone()),
            Self::Page(_)
            | Self::Prompts(_)
            | Self::Pause(_)
            | Self::GoTo(_)
            | Self::Palette(_)
            | Self::Search
            | Self::ExportPreview(_) => {}
        }
    }
}
