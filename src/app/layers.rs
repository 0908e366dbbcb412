//! The screens and what lies over them.

use super::command::Cx;
use super::draft::Drafts;
use super::layer::Layer;
use super::model::Change;
use super::overlay::Overlay;
use super::overlay::search::PersonSearch;
use super::screen::Screens;

/// The screens and what lies over them: apart from the model, so that one can change while the other is looked at.
#[derive(Debug)]
pub(super) struct Layers {
    /// The screens.
    pub screens: Screens,
    /// What lies over the one that is up.
    pub overlay: Option<Overlay>,
    /// The search for somebody, alive as a screen is.
    pub search: PersonSearch,
}

impl Layers {
    /// Whatever hears keys first.
    pub fn top(&self) -> &dyn Layer {
        match &self.overlay {
            None => self.screens.current(),
            Some(overlay) => overlay.layer().unwrap_or(&self.search),
        }
    }

    /// The same, to change it.
    pub fn top_mut(&mut self) -> &mut dyn Layer {
        match &mut self.overlay {
            None => self.screens.current_mut(),
            Some(overlay) => overlay.layer_mut().unwrap_or(&mut self.search),
        }
    }

    /// Lays something over the screen; what is typed into a form or a message that lay there is kept.
    pub fn open(&mut self, overlay: Option<Overlay>, drafts: &mut Drafts) {
        match std::mem::replace(&mut self.overlay, overlay) {
            Some(Overlay::Form(form)) => drafts.save_form(form.spec.name, &form.target, form.fields),
            Some(Overlay::Message(letter)) => drafts.save_message(letter),
            Some(
                Overlay::Page(_)
                | Overlay::Pause(_)
                | Overlay::GoTo(_)
                | Overlay::Palette(_)
                | Overlay::Search
                | Overlay::ExportPreview(_),
            )
            | None => {}
        }
    }

    /// The model has changed.
    pub fn mark_changed(&mut self, change: &Change, cx: &mut Cx) {
        self.screens.mark_changed(change, cx);
        if self.overlay.is_some() {
            self.top_mut().refresh(change, cx);
        }
    }
}
