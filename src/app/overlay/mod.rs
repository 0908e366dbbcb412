//! What lies over a screen. At most one is open, and while it is open it hears the keys first. One file for each that
//! has a life of its own; what is only read, or taken by Enter, is data of whoever shows it.

pub mod export_preview;
pub mod message;
pub mod palette;
pub mod search;

use super::action::{Action, Bindings, MOVE, UNDO, hear, on};
use super::command::{Command, Cx, Handled, Page, Pause, Stray};
use super::effect::{Effect, Preview};
use super::form::Form;
use super::ids::Context;
use super::key::Key;
use super::layer::Layer;
use super::letter::Letter;
use super::view::ListCursor;
use palette::Palette;

/// Keys after `g`, beside the letters.
pub static GO_TO: Bindings = &[&[on("g", Action::First, "top"), hear(Action::Cancel, "back")]];
/// Keys of something that is read.
pub static READING: Bindings = &[&[on("Esc q Enter ? p", Action::Cancel, "back")], MOVE];
/// Keys of something that asks.
pub static PAUSE: Bindings =
    &[&[hear(Action::Confirm, "go on"), hear(Action::Cancel, "stop here")], UNDO, &[hear(Action::Quit, "quit")]];
/// Keys of the question whether to quit.
pub static CONFIRM_QUIT: Bindings =
    &[&[on("Enter q", Action::Quit, "leave all the same"), hear(Action::Cancel, "stay")]];

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
    Message(Letter),
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

/// The letters after `g`.
#[derive(Debug)]
pub struct GoTo;

impl Layer for GoTo {
    fn context(&self) -> Context {
        Context::GoTo
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        cx.close();
        cx.out.extend((action != Action::Cancel).then_some(Command::Act(action)));
        Handled::Yes
    }

    fn stray(&self, _: Key) -> Stray {
        Stray::Closes
    }
}

impl Layer for Page {
    fn context(&self) -> Context {
        Context::Reading
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        if action != Action::Cancel {
            return Handled::No;
        }
        cx.close();
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }
}

impl Layer for Pause {
    fn context(&self) -> Context {
        self.context
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        let asked = match action {
            Action::Confirm => &mut self.enter,
            Action::Cancel => &mut self.esc,
            Action::Quit if self.context == Context::ConfirmQuit => {
                cx.effect(Effect::Quit);
                return Handled::Yes;
            }
            _ => return Handled::No,
        };
        cx.close();
        cx.out.append(asked);
        Handled::Yes
    }

    fn stray(&self, _: Key) -> Stray {
        self.stray
    }
}
