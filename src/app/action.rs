//! The table of actions. Each variant of [`Action`] is a row: its doc line is the sentence that help and palette show,
//! its name (or `to_string`) is the name in `[keys]`, and `keys` are the default keys.

use strum::{EnumIter, EnumMessage, EnumProperty, EnumString, IntoEnumIterator, IntoStaticStr};

use super::ids::ScreenId;

/// An action that a key can trigger. Variants with data are `disabled` in strum, whose iterator and parser would fill
/// in a default; [`Action::all`] and [`Action::from_name`] add them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EnumIter, EnumString, EnumMessage, EnumProperty, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Answer yes
    #[strum(props(keys = "y"))]
    Yes,
    /// Answer no
    #[strum(props(keys = "n"))]
    No,
    /// Answer maybe
    #[strum(props(keys = "m"))]
    Unsure,
    /// Go to the first question, or take the first reason
    #[strum(to_string = "question_1", props(keys = "1"))]
    Question1,
    /// Go to the second question, or take the second reason
    #[strum(to_string = "question_2", props(keys = "2"))]
    Question2,
    /// Go to the third question, or take the third reason
    #[strum(to_string = "question_3", props(keys = "3"))]
    Question3,
    /// Go to the fourth question, or take the fourth reason
    #[strum(to_string = "question_4", props(keys = "4"))]
    Question4,
    /// Go to the fifth question, or take the fifth reason
    #[strum(to_string = "question_5", props(keys = "5"))]
    Question5,
    /// Go to the sixth question, or take the sixth reason
    #[strum(to_string = "question_6", props(keys = "6"))]
    Question6,
    /// Go to the seventh question, or take the seventh reason
    #[strum(to_string = "question_7", props(keys = "7"))]
    Question7,
    /// Go to the eighth question, or take the eighth reason
    #[strum(to_string = "question_8", props(keys = "8"))]
    Question8,
    /// Go to the ninth question, or take the ninth reason
    #[strum(to_string = "question_9", props(keys = "9"))]
    Question9,
    /// Accept
    #[strum(props(keys = "a", needs = "request", writes = true))]
    Accept,
    /// Decline
    #[strum(props(keys = "d", needs = "request", writes = true))]
    Decline,
    /// Ask first, or wait
    #[strum(props(keys = "f", needs = "request", writes = true))]
    FollowUp,
    /// No answer: ask again
    #[strum(props(keys = "t", needs = "request", writes = true))]
    AskAgain,
    /// Park: out of sight for now
    #[strum(props(keys = "b", needs = "request", writes = true))]
    Park,
    /// Skip for now; the card comes back at the end
    #[strum(props(keys = "s"))]
    Skip,
    /// Previous card (just looking)
    #[strum(props(keys = "h Left"))]
    Back,
    /// Next card (just looking)
    #[strum(props(keys = "l Right"))]
    Forward,
    /// Write a note of your own
    #[strum(props(keys = "e"))]
    Note,
    /// Things to consider, and what to look for on the profile
    #[strum(props(keys = "p"))]
    Prompts,
    /// Tick what you saw
    #[strum(props(keys = "Space Enter"))]
    Tick,
    /// Edit what you know
    #[strum(to_string = "complete", props(keys = "r", needs = "person", writes = true))]
    EditDetails,
    /// Open profile in browser (this one page)
    #[strum(props(keys = "o", needs = "person"))]
    Open,
    /// Copy the address of the profile
    #[strum(props(keys = "y", needs = "person"))]
    CopyAddress,
    /// Write a message from a draft and copy it
    #[strum(to_string = "copy", props(keys = "c", needs = "person"))]
    ComposeMessage,
    /// Add a line of your own
    #[strum(to_string = "write", props(keys = "e"))]
    EditMessage,
    /// Mark as done on LinkedIn
    #[strum(props(keys = "Space", writes = true))]
    CarryOut,
    /// The request is gone from LinkedIn
    #[strum(to_string = "not_there", props(keys = "x", writes = true))]
    RequestGone,
    /// Mark as done; counts as contact
    #[strum(to_string = "keep", props(keys = "K", writes = true))]
    GiveGift,
    /// Log a contact
    #[strum(to_string = "log_contact", props(keys = "L", needs = "person", writes = true))]
    LogContact,
    /// Promise something
    #[strum(props(keys = "P", needs = "person", writes = true))]
    Promise,
    /// Talk sheet: goals, dreams, what each can do
    #[strum(props(keys = "T", needs = "person", writes = true))]
    TalkSheet,
    /// Choose how often to be in touch
    #[strum(props(keys = "R", needs = "person", writes = true))]
    SetRhythm,
    /// Introduce them to somebody
    #[strum(props(keys = "i", needs = "person", writes = true))]
    Introduce,
    /// Invite somebody: three questions, and a note to copy
    #[strum(props(keys = "+"))]
    Invite,
    /// Could you recommend them?
    #[strum(props(keys = "W", needs = "person", writes = true))]
    Recommend,
    /// No answer needed
    #[strum(to_string = "no_answer", props(keys = "x", writes = true))]
    NoAnswer,
    /// Five notes: write to five people
    #[strum(props(keys = "5"))]
    FiveNotes,
    /// Choose how often to be in touch with whom
    #[strum(props(writes = true))]
    Pledge,
    /// Write down your news, for messages
    MyNews,
    /// What happened since
    #[strum(to_string = "show_since", props(keys = "Space"))]
    ShowSince,
    /// Copy as text
    #[strum(to_string = "copy_text", props(keys = "y"))]
    CopyText,
    /// Shorter period
    #[strum(to_string = "shorter_period", props(keys = "h Left"))]
    ShorterPeriod,
    /// Longer period
    #[strum(to_string = "longer_period", props(keys = "l Right"))]
    LongerPeriod,
    /// See whom it speaks of
    #[strum(to_string = "show_people", props(keys = "Enter"))]
    ShowPeople,
    /// Try again to save
    #[strum(props(keys = "r"))]
    Retry,
    /// Undo
    #[strum(props(keys = "u", writes = true))]
    Undo,
    /// Redo
    #[strum(props(keys = "U Ctrl-r", writes = true))]
    Redo,
    /// Start
    #[strum(props(keys = "Enter"))]
    Start,
    /// Next order of the cards
    #[strum(props(keys = "o"))]
    Order,
    /// Look through a pile
    #[strum(props(keys = "v"))]
    LookThrough,
    /// Keep for its card
    #[strum(props(keys = "Space"))]
    KeepForCard,
    /// Decline the rest as ignore
    #[strum(props(keys = "D", writes = true))]
    DeclineRest,
    /// Compare with LinkedIn's All (N)
    #[strum(props(keys = "#"))]
    CompareCount,
    /// Open a closed request again
    #[strum(props(keys = "r", writes = true))]
    Reopen,
    /// Open all closed requests again
    #[strum(props(keys = "X", writes = true))]
    ReopenAll,
    /// Add a request by hand
    #[strum(props(keys = "+", writes = true))]
    Add,
    /// Import your data
    #[strum(props(keys = "I"))]
    Import,
    /// Try it with made-up people
    #[strum(props(keys = "m"))]
    Demo,
    /// Confirm
    #[strum(props(keys = "Enter"))]
    Confirm,
    /// Back, without a change
    #[strum(props(keys = "Esc"))]
    Cancel,
    /// Overwrite the file
    #[strum(props(keys = "O"))]
    Overwrite,
    /// Next field
    #[strum(props(keys = "Tab"))]
    NextField,
    /// Previous field
    #[strum(props(keys = "Shift-Tab"))]
    PreviousField,
    /// Previous option
    #[strum(props(keys = "Left h"))]
    PreviousChoice,
    /// Next option
    #[strum(props(keys = "Right l Space"))]
    NextChoice,
    /// Write in your $EDITOR
    #[strum(props(keys = "Ctrl-e"))]
    Editor,
    /// Up
    #[strum(props(keys = "k Up"))]
    Up,
    /// Down
    #[strum(props(keys = "j Down"))]
    Down,
    /// A page up
    #[strum(props(keys = "PgUp Ctrl-u"))]
    PageUp,
    /// A page down
    #[strum(props(keys = "PgDn Ctrl-d"))]
    PageDown,
    /// To the beginning
    #[strum(props(keys = "Home"))]
    First,
    /// To the end
    #[strum(props(keys = "End G"))]
    Last,
    /// More of the details
    #[strum(props(keys = "]"))]
    DetailsDown,
    /// Back in the details
    #[strum(props(keys = "["))]
    DetailsUp,
    /// Next screen
    #[strum(props(keys = "Tab"))]
    NextScreen,
    /// Previous screen
    #[strum(props(keys = "Shift-Tab"))]
    PreviousScreen,
    /// Go to a screen
    #[strum(props(keys = "g"))]
    GoTo,
    /// Go to a screen; sentence and name are the screen's
    #[strum(disabled)]
    Go(ScreenId),
    /// Search for anybody
    #[strum(props(keys = "/"))]
    Search,
    /// Filter the list
    #[strum(props(keys = "w"))]
    Filter,
    /// Next kind of decision
    #[strum(props(keys = "v"))]
    FilterVerdict,
    /// Accepted, in touch, or all connections
    #[strum(props(keys = "v"))]
    NextScope,
    /// Next saved view
    #[strum(to_string = "view", props(keys = "V"))]
    NextSavedView,
    /// Clear the filter
    #[strum(props(keys = "Esc"))]
    ShowAll,
    /// Open the person's page
    #[strum(to_string = "page", props(keys = "Enter", needs = "person"))]
    OpenPerson,
    /// Back
    #[strum(to_string = "leave", props(keys = "Esc"))]
    ClosePerson,
    /// Take this decision back
    #[strum(props(keys = "x", writes = true))]
    Retract,
    /// Export contacts
    #[strum(props(keys = "E"))]
    Export,
    /// Read the configuration again
    Reload,
    /// Help
    #[strum(props(keys = "?"))]
    Help,
    /// All actions
    #[strum(props(keys = ":"))]
    Palette,
    /// Suspend (fg resumes)
    #[strum(props(keys = "Ctrl-z"))]
    Suspend,
    /// Quit (everything is saved)
    #[strum(props(keys = "q"))]
    Quit,
}

impl Action {
    /// Returns the action's name in `[keys]`.
    pub fn name(self) -> &'static str {
        if let Self::Go(screen) = self { screen.into() } else { self.into() }
    }

    /// Returns the action with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let screen = || name.strip_prefix("go_")?.parse().ok().map(Self::Go);
        name.parse().ok().or_else(screen)
    }

    /// Returns the sentence that describes the action.
    pub fn description(self) -> &'static str {
        let sentence = if let Self::Go(screen) = self { screen.get_documentation() } else { self.get_documentation() };
        sentence.unwrap_or_default()
    }

    /// Returns the default keys, separated by spaces; empty for an action reached through `g` and a letter.
    pub fn default_keys_text(self) -> &'static str {
        self.get_str("keys").unwrap_or_default()
    }

    /// True if the action writes to the journal.
    pub fn writes(self) -> bool {
        self.get_bool("writes").unwrap_or_default()
    }

    /// Returns the selection that the action needs: `request`, `person` or none.
    pub fn needed_selection(self) -> Option<&'static str> {
        self.get_str("needs")
    }

    /// Returns the question that the action focuses, counted from 0; `None` for every other action.
    pub fn question(self) -> Option<usize> {
        Self::QUESTIONS.iter().position(|question| *question == self)
    }

    /// Actions that focus a question, in their order.
    pub const QUESTIONS: [Self; 9] = [
        Self::Question1,
        Self::Question2,
        Self::Question3,
        Self::Question4,
        Self::Question5,
        Self::Question6,
        Self::Question7,
        Self::Question8,
        Self::Question9,
    ];

    /// Returns every action in table order, going to a screen last.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter().chain(ScreenId::iter().map(Self::Go))
    }
}
