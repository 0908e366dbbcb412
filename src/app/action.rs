//! Everything a person can ask for: a sentence, a name; the keys are in the keymap.

use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};

/// Something a person can ask for. The line above each is the sentence that the help and the palette show; its name
/// in the configuration is made from the variant's, or stands beside it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, VariantArray, IntoStaticStr, EnumString, EnumMessage)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Answer the question in focus with yes
    Yes,
    /// Answer the question in focus with no
    No,
    /// Answer the question in focus with unsure (maybe)
    Unsure,
    /// Go to the first question
    #[strum(to_string = "question_1")]
    Question1,
    /// Go to the second question
    #[strum(to_string = "question_2")]
    Question2,
    /// Go to the third question
    #[strum(to_string = "question_3")]
    Question3,
    /// Go to the fourth question
    #[strum(to_string = "question_4")]
    Question4,
    /// Go to the fifth question
    #[strum(to_string = "question_5")]
    Question5,
    /// Go to the sixth question
    #[strum(to_string = "question_6")]
    Question6,
    /// Go to the seventh question
    #[strum(to_string = "question_7")]
    Question7,
    /// Go to the eighth question
    #[strum(to_string = "question_8")]
    Question8,
    /// Go to the ninth question
    #[strum(to_string = "question_9")]
    Question9,
    /// Accept: how met, one thing to remember, rhythm, first gift
    Accept,
    /// Decline: ignore, don't know, or spam
    Decline,
    /// Follow up: ask first or wait, and when it comes back
    FollowUp,
    /// No answer: ask again, and wait as long again
    AskAgain,
    /// Park: out of sight and out of all counts; it comes back by itself
    Park,
    /// Skip: to the end of this sitting; nothing is written
    Skip,
    /// Look at the card before; changes nothing
    Back,
    /// Look at the card after; changes nothing
    Forward,
    /// Write a note of your own on this card
    Note,
    /// Show the eight questions to think a request through
    Prompts,
    /// Complete the card: role, company, people you both know
    Complete,
    /// Open the profile in the browser, this one page
    Open,
    /// Write a message from a draft, and copy it to the clipboard
    Copy,
    /// Write a line of your own into the message
    Write,
    /// Done on LinkedIn; the next one
    CarryOut,
    /// The request is no longer there
    NotThere,
    /// Given what you owed; it counts as a contact
    Keep,
    /// Try again to write what could not be written
    Retry,
    /// Take back what was done last
    Undo,
    /// Bring back what was taken back last
    Redo,
    /// Go through the cards, a portion at a time
    Start,
    /// Change the order of the cards
    Order,
    /// Open a request again that the import closed
    Reopen,
    /// Add a request by hand
    Add,
    /// Try it on made-up people, in a throw-away directory
    Demo,
    /// Take it as it stands
    Confirm,
    /// Back, nothing is changed
    Cancel,
    /// Next field
    NextField,
    /// Previous field
    PreviousField,
    /// Choose the one before
    PreviousChoice,
    /// Choose the one after
    NextChoice,
    /// Write in your $EDITOR
    Editor,
    /// Up
    Up,
    /// Down
    Down,
    /// A page up
    PageUp,
    /// A page down
    PageDown,
    /// To the beginning
    First,
    /// To the end
    Last,
    /// Next screen
    NextScreen,
    /// Previous screen
    PreviousScreen,
    /// Go to a screen: a hint shows the letters
    GoTo,
    /// Go to the opening screen: what waits, in piles
    GoOpening,
    /// Go to the cards
    GoCards,
    /// Go to what the import found, closed and did not understand
    GoFound,
    /// Go to how to get your file from LinkedIn
    GoWelcome,
    /// Go to what is to be carried out on LinkedIn
    GoCarry,
    /// Go to what waits for its day, and what you owe
    GoAgenda,
    /// Go to the history: everything you decided, newest first
    GoHistory,
    /// Go to the people you accepted
    GoPeople,
    /// Find anybody by typing: names, companies, notes, reasons, answers, tags
    Search,
    /// Narrow the list by words; several narrow more
    Filter,
    /// Narrow to accepted, declined, put off, or all
    FilterVerdict,
    /// The next saved view; the configuration holds them
    View,
    /// Show everything again
    ShowAll,
    /// Open the page of this person
    Page,
    /// Back to where the page was opened
    Leave,
    /// Take back this one decision; the request waits again
    Retract,
    /// Write contacts to a file: vCard, Google, Outlook, CSV and more
    Export,
    /// Help for where you are
    Help,
    /// Find any action by typing
    Palette,
    /// Suspend; `fg` brings it back
    Suspend,
    /// Quit; everything decided is on disk
    Quit,
}

impl Action {
    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it does.
    pub fn sentence(self) -> &'static str {
        self.get_documentation().unwrap_or_default()
    }

    /// Counts from 0 which question it goes to; `None` for every other action.
    pub fn question(self) -> Option<usize> {
        let at = (self as usize).checked_sub(Self::Question1 as usize)?;
        (self as usize <= Self::Question9 as usize).then_some(at)
    }
}
