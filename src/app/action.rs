//! Everything a person can ask for: a name, a sentence; the keys are in the keymap.

/// Something a person can ask for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// Answer yes.
    Yes,
    /// Answer no.
    No,
    /// Answer unsure.
    Unsure,
    /// Focus a question, counted from 0.
    Question(u8),
    /// Accept.
    Accept,
    /// Decline.
    Decline,
    /// Follow up.
    FollowUp,
    /// Ask again, what was asked before.
    AskAgain,
    /// Out of sight until later.
    Park,
    /// Not now.
    Skip,
    /// Look at the card before.
    Back,
    /// Look at the card after.
    Forward,
    /// Write an own note.
    Note,
    /// Show the eight prompts.
    Prompts,
    /// Complete the card.
    Complete,
    /// Open the profile.
    Open,
    /// Choose a draft, add a line of one's own, copy it.
    Copy,
    /// Write in a message.
    Write,
    /// It is done on LinkedIn.
    CarryOut,
    /// The request is no longer there.
    NotThere,
    /// What was owed was given.
    Keep,
    /// Try to write again what could not be written.
    Retry,
    /// Take back.
    Undo,
    /// Bring back.
    Redo,
    /// Start a sitting; also: go on after a portion.
    Start,
    /// Change the order of the cards.
    Order,
    /// Open a closed request again.
    Reopen,
    /// Add a request by hand.
    Add,
    /// The made-up people.
    Demo,
    /// Take the marked default of an overlay.
    Confirm,
    /// Close an overlay; back to where I was.
    Cancel,
    /// Next field of a form.
    NextField,
    /// Previous field of a form.
    PreviousField,
    /// Choose the option before.
    PreviousChoice,
    /// Choose the option after.
    NextChoice,
    /// Edit the text in $EDITOR.
    Editor,
    /// Up a line or a row.
    Up,
    /// Down a line or a row.
    Down,
    /// Up a page.
    PageUp,
    /// Down a page.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// The screen after this one.
    NextScreen,
    /// The screen before this one.
    PreviousScreen,
    /// Wait for the letter of a screen.
    GoTo,
    /// The opening screen.
    GoOpening,
    /// The cards.
    GoCards,
    /// What the last import found.
    GoFound,
    /// How to get the file.
    GoWelcome,
    /// What is to be done on LinkedIn.
    GoCarry,
    /// What waits for its day, and what is owed.
    GoAgenda,
    /// What was decided.
    GoHistory,
    /// Who was accepted.
    GoPeople,
    /// Find anybody by typing.
    Search,
    /// Narrow the list by words.
    Filter,
    /// The next verdict to narrow by.
    FilterVerdict,
    /// The next saved view.
    View,
    /// Show everything again.
    ShowAll,
    /// The page of the person that is marked.
    Page,
    /// Back from a page to where it was opened.
    Leave,
    /// Take back the decision that is marked.
    Retract,
    /// Write contacts to a file.
    Export,
    /// Help for where I am.
    Help,
    /// The palette of every action.
    Palette,
    /// Suspend the program.
    Suspend,
    /// Leave.
    Quit,
}

impl Action {
    /// Every action, in the order of the palette.
    pub const ALL: [Self; 74] = [
        Self::Yes,
        Self::No,
        Self::Unsure,
        Self::Question(0),
        Self::Question(1),
        Self::Question(2),
        Self::Question(3),
        Self::Question(4),
        Self::Question(5),
        Self::Question(6),
        Self::Question(7),
        Self::Question(8),
        Self::Accept,
        Self::Decline,
        Self::FollowUp,
        Self::AskAgain,
        Self::Park,
        Self::Skip,
        Self::Back,
        Self::Forward,
        Self::Note,
        Self::Prompts,
        Self::Complete,
        Self::Open,
        Self::Copy,
        Self::Write,
        Self::CarryOut,
        Self::NotThere,
        Self::Keep,
        Self::Retry,
        Self::Undo,
        Self::Redo,
        Self::Start,
        Self::Order,
        Self::Reopen,
        Self::Add,
        Self::Demo,
        Self::Confirm,
        Self::Cancel,
        Self::NextField,
        Self::PreviousField,
        Self::PreviousChoice,
        Self::NextChoice,
        Self::Editor,
        Self::Up,
        Self::Down,
        Self::PageUp,
        Self::PageDown,
        Self::First,
        Self::Last,
        Self::NextScreen,
        Self::PreviousScreen,
        Self::GoTo,
        Self::GoOpening,
        Self::GoCards,
        Self::GoFound,
        Self::GoWelcome,
        Self::GoCarry,
        Self::GoAgenda,
        Self::GoHistory,
        Self::GoPeople,
        Self::Search,
        Self::Filter,
        Self::FilterVerdict,
        Self::View,
        Self::ShowAll,
        Self::Page,
        Self::Leave,
        Self::Retract,
        Self::Export,
        Self::Help,
        Self::Palette,
        Self::Suspend,
        Self::Quit,
    ];

    /// Its name in the configuration, and what it does, in words for the help and the palette.
    pub fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Yes => ("yes", "Answer the question in focus with yes"),
            Self::No => ("no", "Answer the question in focus with no"),
            Self::Unsure => ("unsure", "Answer the question in focus with unsure (maybe)"),
            Self::Question(0) => ("question_1", "Go to the first question"),
            Self::Question(1) => ("question_2", "Go to the second question"),
            Self::Question(2) => ("question_3", "Go to the third question"),
            Self::Question(3) => ("question_4", "Go to the fourth question"),
            Self::Question(4) => ("question_5", "Go to the fifth question"),
            Self::Question(5) => ("question_6", "Go to the sixth question"),
            Self::Question(6) => ("question_7", "Go to the seventh question"),
            Self::Question(7) => ("question_8", "Go to the eighth question"),
            Self::Question(_) => ("question_9", "Go to the ninth question"),
            Self::Accept => ("accept", "Accept: how met, one thing to remember, rhythm, first gift"),
            Self::Decline => ("decline", "Decline: ignore, don't know, or spam"),
            Self::FollowUp => ("follow_up", "Follow up: ask first or wait, and when it comes back"),
            Self::AskAgain => ("ask_again", "No answer: ask again, and wait as long again"),
            Self::Park => ("park", "Park: out of sight and out of all counts; it comes back by itself"),
            Self::Skip => ("skip", "Skip: to the end of this sitting; nothing is written"),
            Self::Back => ("back", "Look at the card before; changes nothing"),
            Self::Forward => ("forward", "Look at the card after; changes nothing"),
            Self::Note => ("note", "Write a note of your own on this card"),
            Self::Prompts => ("prompts", "Show the eight questions to think a request through"),
            Self::Complete => ("complete", "Complete the card: role, company, people you both know"),
            Self::Open => ("open", "Open the profile in the browser, this one page"),
            Self::Copy => ("copy", "Write a message from a draft, and copy it to the clipboard"),
            Self::Write => ("write", "Write a line of your own into the message"),
            Self::CarryOut => ("carry_out", "Done on LinkedIn; the next one"),
            Self::NotThere => ("not_there", "The request is no longer there"),
            Self::Keep => ("keep", "Given what you owed; it counts as a contact"),
            Self::Retry => ("retry", "Try again to write what could not be written"),
            Self::Undo => ("undo", "Take back what was done last"),
            Self::Redo => ("redo", "Bring back what was taken back last"),
            Self::Start => ("start", "Go through the cards, a portion at a time"),
            Self::Order => ("order", "Change the order of the cards"),
            Self::Reopen => ("reopen", "Open a request again that the import closed"),
            Self::Add => ("add", "Add a request by hand"),
            Self::Demo => ("demo", "Try it on made-up people, in a throw-away directory"),
            Self::Confirm => ("confirm", "Take it as it stands"),
            Self::Cancel => ("cancel", "Back, nothing is changed"),
            Self::NextField => ("next_field", "Next field"),
            Self::PreviousField => ("previous_field", "Previous field"),
            Self::PreviousChoice => ("previous_choice", "Choose the one before"),
            Self::NextChoice => ("next_choice", "Choose the one after"),
            Self::Editor => ("editor", "Write in your $EDITOR"),
            Self::Up => ("up", "Up"),
            Self::Down => ("down", "Down"),
            Self::PageUp => ("page_up", "A page up"),
            Self::PageDown => ("page_down", "A page down"),
            Self::First => ("first", "To the beginning"),
            Self::Last => ("last", "To the end"),
            Self::NextScreen => ("next_screen", "Next screen"),
            Self::PreviousScreen => ("previous_screen", "Previous screen"),
            Self::GoTo => ("go_to", "Go to a screen: a hint shows the letters"),
            Self::GoOpening => ("go_opening", "Go to the opening screen: what waits, in piles"),
            Self::GoCards => ("go_cards", "Go to the cards"),
            Self::GoFound => ("go_found", "Go to what the import found, closed and did not understand"),
            Self::GoWelcome => ("go_welcome", "Go to how to get your file from LinkedIn"),
            Self::GoCarry => ("go_carry", "Go to what is to be carried out on LinkedIn"),
            Self::GoAgenda => ("go_agenda", "Go to what waits for its day, and what you owe"),
            Self::GoHistory => ("go_history", "Go to the history: everything you decided, newest first"),
            Self::GoPeople => ("go_people", "Go to the people you accepted"),
            Self::Search => ("search", "Find anybody by typing: names, companies, notes, reasons, answers, tags"),
            Self::Filter => ("filter", "Narrow the list by words; several narrow more"),
            Self::FilterVerdict => ("filter_verdict", "Narrow to accepted, declined, put off, or all"),
            Self::View => ("view", "The next saved view; the configuration holds them"),
            Self::ShowAll => ("show_all", "Show everything again"),
            Self::Page => ("page", "Open the page of this person"),
            Self::Leave => ("leave", "Back to where the page was opened"),
            Self::Retract => ("retract", "Take back this one decision; the request waits again"),
            Self::Export => ("export", "Write contacts to a file: vCard, Google, Outlook, CSV and more"),
            Self::Help => ("help", "Help for where you are"),
            Self::Palette => ("palette", "Find any action by typing"),
            Self::Suspend => ("suspend", "Suspend; `fg` brings it back"),
            Self::Quit => ("quit", "Quit; everything decided is on disk"),
        }
    }

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// What it does.
    pub fn sentence(self) -> &'static str {
        self.row().1
    }

    /// The action with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}
