//! The screens and the overlay.

use super::command::Cx;
use super::draft::Drafts;
use super::layer::Layer;
use super::model::Change;
use super::overlay::Overlay;
use super::overlay::search::PersonSearch;
use super::screen::Screens;

/// The screens and the overlay, apart from the model, so that layers can change while the model is borrowed.
#[derive(Debug)]
pub(super) struct Layers {
    /// All screens.
    pub screens: Screens,
    /// Overlay over the current screen.
    pub overlay: Option<Overlay>,
    /// Person search; kept alive like a screen.
    pub search: PersonSearch,
}

impl Layers {
    /// Returns the layer that gets keys first.
    pub fn top(&self) -> &dyn Layer {
        match &self.overlay {
            None => self.screens.current(),
            Some(overlay) => overlay.layer().unwrap_or(&self.search),
        }
    }

    /// Returns the same layer, mutable.
    pub fn top_mut(&mut self) -> &mut dyn Layer {
        match &mut self.overlay {
            None => self.screens.current_mut(),
            Some(overlay) => overlay.layer_mut().unwrap_or(&mut self.search),
        }
    }

    /// Replaces the overlay; the input of a form or message that was open is saved.
    pub fn open(&mut self, overlay: Option<Overlay>, drafts: &mut Drafts) {
        if let Some(before) = std::mem::replace(&mut self.overlay, overlay) {
            before.save_input(drafts);
        }
    }

    /// Passes a model change to the screens and the overlay.
    pub fn apply_change(&mut self, change: &Change, cx: &mut Cx) {
        self.screens.apply_change(change, cx);
        if self.overlay.is_some() {
            self.top_mut().refresh(change, cx);
        }
    }
}
