//! Random keys, the same in every run: disk and memory always agree, and the inbox counts every pending request.

use invite_triage::domain::decision::event::CloseReason;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::inbox::Inbox;

use crate::common::{UiTest, closing_import, imported, request};

const KEYS: &[&str] = &[
    "y",
    "n",
    "m",
    "1",
    "3",
    "a",
    "d",
    "f",
    "s",
    "e",
    "r",
    "p",
    "c",
    "h",
    "l",
    "j",
    "k",
    "u",
    "u",
    "U",
    "U",
    "<ctrl-r>",
    "<enter>",
    "<enter>",
    "<enter>",
    "<enter>",
    "<esc>",
    "<tab>",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<home>",
    "<end>",
    "<pgup>",
    "<pgdn>",
    "g",
    "t",
    "gt",
    "go",
    "gf",
    "gh",
    "gp",
    "/",
    "w",
    "v",
    "gh<enter>",
    "+",
    "?",
    ":",
    "x",
    "<backspace>",
    "<ctrl-u>",
    "G",
    "yyya<enter>",
    "d<enter>",
    "f<enter>",
    "<esc><esc>gt",
    "t",
    "b",
    "c",
    "gc<enter>",
    "gcx",
    "gd",
    "K",
    "gi<home>jv",
    " ",
    "D<enter>",
];

/// A small random number generator (LCG), so that a walk is the same on every machine.
struct Rng(u64);

impl Rng {
    fn key(&mut self) -> &'static str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let faces = u64::try_from(KEYS.len()).expect("a few");
        KEYS[usize::try_from((self.0 >> 33) % faces).expect("a few")]
    }
}

/// Starts with people without a profile; `E` is not among the keys, as it would write to the home.
fn begin() -> UiTest {
    let people: Vec<_> =
        (1..=8).map(|n| request(&format!("Person {n}"), "", &format!("2026-01-{n:02}"), "Hi!")).collect();
    let closed = closing_import(&[(&people[0], CloseReason::Connected), (&people[1], CloseReason::Vanished)]);
    let mut ui = UiTest::with_data(Network::default(), vec![imported(people), closed]).with_config("portion = 3\n");
    ui.pace = 1;
    ui
}

#[test]
fn whatever_is_pressed_disk_and_program_agree() {
    let mut steps = 0;
    for seed in 0..10 {
        let mut dice = Rng(seed);
        let mut ui = begin();
        let mut pressed = String::new();
        for step in 0..90 {
            let key = dice.key();
            pressed.push_str(key);
            ui.keys(key);
            steps += 1;
            if ui.exit_reason.is_some() {
                break; // the palette or the welcome screen can end the program
            }
            if step % 40 == 39 {
                ui = ui.restart();
                ui.pace = 1;
                pressed.push_str("<restart>");
            }
            let (ledger, network, today) =
                (&ui.app.model().ledger, &ui.app.model().network, ui.app.model().moment.today);
            let (told, true_one) = (ui.app.model().inbox.piles(), Inbox::new(ledger, network, today).piles());
            let sum = |piles: &[(_, usize)]| piles.iter().map(|(_, size)| size).sum::<usize>();
            assert_eq!(sum(&told), sum(&true_one), "what waits, after {seed}: {pressed}\n{}", ui.screen_text());
        }
        ui.assert_replays();
    }
    assert!(steps > 500, "walks of {steps} steps");
}
