//! Whom one has: people by scope, keep or let go, recommendations, introductions, own requests.

use chrono::NaiveDate;
use invite_triage::app::ids::ScreenId;
use invite_triage::domain::evidence::file_age::FileAge;
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef,
};
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::dates::LocalDates;
use serde_json::{Value, json};

use crate::common::{UiTest, imported, six_people, time};

/// Returns a fact of a file that nobody asks for.
fn fact(kind: FactKind) -> Fact {
    Fact { kind, source: SourceRef { file: 0, record: 2 } }
}

/// Returns a connection since a day, with as many messages from me and from them, the last one a day after.
fn connection(key: &str, name: &str, since: &str, talk: Option<(u32, u32)>) -> PersonFacts {
    let since: NaiveDate = since.parse().expect("a day");
    let mut known = PersonFacts::new(PersonKey::from_stored(key), name.into());
    known.facts.push(fact(FactKind::Connected(Connection { connected_on: Some(since), ..Connection::default() })));
    if let Some((sent, received)) = talk {
        let at = since.succ_opt().and_then(|day| day.and_hms_opt(10, 0, 0)).expect("a time").and_utc().into();
        let stats = ConversationStats {
            sent,
            received,
            first: at,
            last: at,
            last_received: (received > 0).then_some(at),
            last_sent: (sent > 0).then_some(at),
            last_excerpt: "The kiln is warm.".into(),
            ..ConversationStats::default()
        };
        known.facts.push(fact(FactKind::Conversation(Box::new(stats))));
    }
    known
}

/// Returns five connections: without a message, only written to, talked with long ago and lately, and one more.
fn five_connections() -> Vec<PersonFacts> {
    vec![
        connection("ada-kell", "Ada Kell", "2024-05-01", Some((3, 4))),
        connection("ben-oak", "Ben Oak", "2020-02-03", None),
        connection("cleo-ray", "Cleo Ray", "2019-01-01", Some((2, 0))),
        connection("dora-sun", "Dora Sun", "2018-07-07", Some((5, 5))),
        connection("emil-tor", "Emil Tor", "2023-03-03", None),
    ]
}

/// Returns the network of a copy of this day.
fn copy(people: Vec<PersonFacts>, day: &str) -> Network {
    let me = Owner { name: "Pat Owner".into(), person: Some(PersonKey::from_stored("pat-owner")) };
    let at = time(&format!("{day}T00:00:00Z"));
    let mut network = Network::new(me, Some(at), vec!["Connections.csv".to_owned()], people);
    network.kinds = vec![FileKind::Invitations, FileKind::Connections, FileKind::Messages];
    network.ages = vec![FileAge::new(FileKind::Connections, None, Some(at), Some(at), Some(at))];
    network
}

fn with_connections() -> UiTest {
    UiTest::with_data(copy(five_connections(), "2026-03-01"), vec![imported(six_people())])
}

/// Starts at the first connection to look at.
fn at_the_deck() -> UiTest {
    let mut ui = with_connections();
    ui.keys("gk");
    assert_eq!(ui.app.screens().current_id(), ScreenId::KeepOrLetGo, "{}", ui.screen_text());
    ui
}

fn kept(ui: &UiTest) -> Value {
    let text = std::fs::read_to_string(ui.dir().join("drafts.json")).unwrap_or_else(|_| "null".to_owned());
    serde_json::from_str(&text).expect("drafts are JSON")
}

#[test]
fn people_are_those_accepted_those_in_touch_or_all_connections() {
    let mut ui = with_connections();
    ui.keys("gp").assert_shows("No one accepted yet.");
    ui.keys("v").assert_shows("No one is in your rhythm yet.");
    ui.keys("v").assert_shows("5 people").assert_shows("you are connected with").assert_shows("Ada Kell");
    ui.keys("wkell<enter>").assert_shows("1 of 5").assert_hides("Ben Oak");
    ui.keys("<enter>R<right><right><enter>").assert_shows("In touch with Ada Kell every three months").assert_replays();
    ui.keys("<esc><esc>v").assert_shows("No one accepted yet.");
    ui.keys("v").assert_shows("1 person").assert_shows("Ada Kell").assert_hides("Ben Oak");
    ui.keys("<enter>").assert_shows("every three months");
    ui.keys("a").assert_shows("No request here. g k keeps or lets go.").assert_replays();
}

#[test]
fn help_and_palette_say_what_the_keys_do_on_this_deck() {
    let mut ui = at_the_deck();
    ui.keys("?").assert_shows("Keep the connection").assert_shows("Let go of the connection");
    ui.assert_shows("Reach out first, then decide").assert_hides("Ask first, or wait");
    ui.keys("<esc>:let go").assert_shows("Let go of the connection");
}

#[test]
fn a_filtered_list_of_connections_is_exported() {
    let mut ui = with_connections();
    ui.keys("gpvvwkell<enter>E").assert_shows("those in the filtered list   1 person");
    let path = ui.dir().join("kell.csv");
    ui.keys("<tab><left><tab><ctrl-u>").paste(path.to_str().expect("a path")).keys("<enter><enter>");
    ui.assert_shows("Wrote 1 contact to");
    let table = std::fs::read_to_string(&path).expect("written");
    assert!(table.contains("ada-kell") && table.lines().count() == 2, "{table}");
    ui.keys("<esc>E").assert_shows("all connections").assert_shows("5 people").assert_hides("filtered list");
    ui.keys("<esc>gkd<enter>gpE").assert_shows("4 people").assert_replays();
}

#[test]
fn silent_connections_come_first() {
    let mut ui = at_the_deck();
    for name in ["Ben Oak", "Emil Tor", "Cleo Ray", "Dora Sun", "Ada Kell"] {
        ui.assert_shows(name);
        ui.keys("s");
    }
    ui.assert_shows("Ben Oak").assert_shows("skipped once").assert_shows("never a message");
    ui.keys("<esc>");
    assert_eq!(ui.app.screens().current_id(), ScreenId::People);
}

#[test]
fn a_connection_is_kept_let_go_or_written_to_first() {
    let mut ui = at_the_deck();
    ui.keys("ynma").assert_shows("Keep Ben Oak");
    ui.keys("<right><right><right><tab>ceramics<enter>")
        .assert_shows("Kept Ben Oak")
        .assert_shows("Emil Tor")
        .assert_replays();
    assert_eq!(
        ui.last_line(),
        json!({ "id": ui.last_line()["id"], "event": "reviewed", "person": "ben-oak", "name": "Ben Oak",
                "choice": "keep", "answers": { "know": "yes", "help": "no", "recommend": "unsure" },
                "rhythm": "6m", "note": "ceramics" })
    );
    ui.keys("d").assert_shows("Let go of Emil Tor").assert_says("they aren't notified");
    ui.keys("<enter>").assert_shows("Let go of Emil Tor. On LinkedIn it is still to do").assert_shows("Cleo Ray");
    assert_eq!(ui.last_line()["choice"], "let_go");
    ui.keys("f2w<enter>");
    ui.keys("<ctrl-u>2w<enter>").assert_replays();
    assert_eq!(ui.last_line()["choice"], "reach_out");
    ui.assert_shows("Dora Sun");
    ui.keys("u").assert_shows("Undone: reaching out to Cleo Ray first").assert_shows("Cleo Ray").assert_replays();
    ui.keys("h").assert_shows("Emil Tor").assert_shows("Let go.").assert_shows("On LinkedIn it is to do.");
    ui.keys("h").assert_shows("Kept, every six months.");
}

#[test]
fn answers_and_skips_of_people_survive_a_restart() {
    let mut ui = at_the_deck();
    ui.keys("yns").assert_shows("Emil Tor");
    assert_eq!(
        kept(&ui)["cards"],
        json!([{ "deck": "keep_or_let_go", "person": "ben-oak", "answers": { "help": "no", "know": "yes" }, "skips": 1 }])
    );
    let mut ui = ui.restart();
    ui.keys("gk").assert_shows("Ben Oak").assert_shows("skipped once");
    ui.keys("ya<enter>").assert_replays();
    assert_eq!(ui.last_line()["answers"], json!({ "know": "yes", "help": "no", "recommend": "yes" }));
    assert_eq!(kept(&ui), Value::Null, "the review holds it now");
}

#[test]
fn a_filter_limits_the_deck() {
    let mut ui = at_the_deck();
    ui.keys("wnobody at all<enter>").assert_shows("No connection here matches");
    ui.keys("<ctrl-u>talked:both<enter>").assert_shows("2 connections to look at").assert_shows("Dora Sun");
    ui.keys("a<enter>").assert_shows("Ada Kell").assert_shows("1 to look at");
    ui.keys("d<enter>").assert_shows("That's everyone.").assert_replays();
    ui.keys("<esc>gpgk").assert_replays();
}

#[test]
fn letting_go_in_quick_succession_asks() {
    let mut ui = at_the_deck();
    ui.pace = 1;
    ui.keys("d<enter>d<enter>d<enter>d<enter>d<enter>")
        .assert_shows("You let go of these in quick succession:")
        .assert_replays();
}

/// Replaces a connection by a former one.
fn gone(known: PersonFacts) -> PersonFacts {
    let facts = known.facts.into_iter().map(|fact| match fact.kind {
        FactKind::Connected(connection) => Fact { kind: FactKind::WasConnected(connection), ..fact },
        _ => fact,
    });
    PersonFacts { facts: facts.collect(), ..known }
}

#[test]
fn letting_go_is_to_do_until_a_copy_confirms_it() {
    let mut ui = at_the_deck();
    ui.keys("d<enter>d<enter>gc").assert_shows("2 clicks to make").assert_shows("To do 2");
    ui.assert_row("✗ Emil Tor", "Profile › More › Remove connection").assert_shows("they aren't notified");
    ui.keys(" ").assert_shows("Removed on LinkedIn: Emil Tor").assert_shows("1 click to make").assert_replays();
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["person"]), (&json!("disconnected"), &json!("emil-tor")));
    let review = ui.lines().into_iter().find(|line| line["event"] == "reviewed" && line["person"] == "emil-tor");
    assert_eq!(line["review"], review.expect("a review")["id"]);
    ui.assert_row("✗ Emil Tor", "done");
    ui.keys("u")
        .assert_shows("Undone: removing Emil Tor is to do again")
        .assert_shows("2 clicks to make")
        .assert_replays();
    ui.keys(" ").assert_shows("1 click to make").assert_shows("To do 1");
    ui.keys("<esc>gck<enter>").assert_hides("still to do").assert_shows("You removed the connection on LinkedIn");
    // A later copy still lists Emil; Ben, who was not removed by hand, is gone from it.
    let mut people = five_connections();
    let ben = people.remove(1);
    people.push(gone(ben));
    let mut ui = ui.days_later(3).with_reports(copy(people, "2026-03-05"), Vec::new());
    ui.keys("gc").assert_row("✗ Emil Tor", "still connected").assert_hides("Ben Oak");
    ui.assert_shows("To do 1");
    ui.keys("gf").assert_shows("LET GO, STILL CONNECTED").assert_shows("Emil Tor").assert_shows("let go on 2 Mar 2026");
    ui.keys("<enter>").assert_shows("Remove the connection · still to do").assert_replays();
    let people =
        five_connections().into_iter().map(|known| if known.key.as_str() == "emil-tor" { gone(known) } else { known });
    let mut ui = ui.days_later(9).with_reports(copy(people.collect(), "2026-03-14"), Vec::new());
    ui.keys("gc").assert_hides("Emil Tor").assert_shows("Ben Oak");
}

#[test]
fn who_is_no_connection_cannot_be_let_go() {
    let mut ui = at_the_deck();
    ui.keys("d<enter>");
    let before = ui.line_count();
    let mut people = five_connections();
    let emil = people.pop().expect("Emil");
    people.push(gone(emil));
    let mut ui = ui.with_reports(copy(people, "2026-03-01"), Vec::new());
    ui.keys("gk").assert_hides("Emil Tor").assert_shows("Cleo Ray");
    assert_eq!(ui.line_count(), before);
}

#[test]
fn whom_one_could_recommend_is_listed_until_it_is_done() {
    let mut people = five_connections();
    people[4].facts.push(fact(FactKind::RecommendedMe));
    people[3].facts.push(fact(FactKind::RecommendedByMe));
    let mut ui = UiTest::with_data(copy(people, "2026-03-01"), vec![imported(six_people())]);
    ui.keys("gr").assert_shows("You haven't been asked about anyone yet.").assert_shows("THEY RECOMMENDED YOU");
    ui.assert_shows("Emil Tor").assert_hides("YOU COULD");
    ui.keys("<enter>W").assert_shows("Could you write a recommendation for Emil Tor?");
    ui.keys("<enter>").assert_shows("Not yet able to recommend Emil Tor").assert_replays();
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["could"]), (&json!("recommendable"), &json!("unsure")));
    // The third question of the deck asks the same; the newer answer counts.
    ui.keys("gk").assert_shows("Ben Oak");
    ui.keys("yyya<enter>").assert_replays();
    ui.keys("gr").assert_says("You could recommend 1 of the 2 people you were asked about.");
    ui.assert_shows("YOU COULD, AND HAVE NOT").assert_shows("Ben Oak");
    ui.keys("kc")
        .assert_shows("A recommendation, in three questions")
        .assert_shows("What did we do together, Ben and I?");
    ui.keys("<esc>W<right><right><enter>")
        .assert_says("You could recommend 0 of the 2 people")
        .assert_hides("AND HAVE NOT");
    ui.keys("u").assert_shows("Ben Oak").assert_replays();
    ui.keys("gpvvwrecommend:yes<enter>").assert_shows("1 of 5").assert_shows("Ben Oak");
    ui.keys("<enter>").assert_shows("you could recommend them");
    ui.keys("gp<esc>wrecommend:not_yet<enter>").assert_shows("Emil Tor").assert_hides("Ben Oak").assert_replays();
}

#[test]
fn own_requests_are_listed_with_the_clicks_to_withdraw_them() {
    let asked = |key: &str, name: &str, day: &str| {
        let mut known = PersonFacts::new(PersonKey::from_stored(key), name.into());
        known.facts.push(fact(FactKind::InvitedByMe { at: time(&format!("{day}T08:00:00Z")) }));
        known
    };
    let mut people = five_connections();
    people[0].facts.push(fact(FactKind::InvitedByMe { at: time("2024-04-01T08:00:00Z") }));
    people.extend([asked("zoe-late", "Zoe Late", "2026-02-20"), asked("yan-old", "Yan Old", "2023-02-20")]);
    let mut ui = UiTest::with_data(copy(people, "2026-03-01"), vec![imported(six_people())]);
    ui.keys("gm").assert_shows("2 requests of your own without an answer").assert_hides("Ada Kell");
    ui.assert_row("Yan Old", "sent 3 years ago").assert_shows("My Network › Manage › Sent › Withdraw");
    ui.assert_says("You can't ask them again for three weeks.");
    ui.keys("j<enter>").assert_shows("Zoe Late");
    ui.keys("<esc><esc>");
    assert_eq!(ui.app.screens().current_id(), ScreenId::People);
    let mut ui = ui.with_reports(copy(five_connections(), "2026-03-02"), Vec::new());
    ui.keys("gm").assert_shows("No request of your own waits for an answer.");
}

#[test]
fn an_introduction_asks_both_sides_and_is_on_both_pages_and_today() {
    let mut ui = with_connections().with_size(120, 40);
    ui.keys("gpvv<enter>i").assert_shows("Introduce Ada Kell to somebody");
    ui.keys("<enter>").assert_shows("Who is the second person? Type a name");
    ui.keys("kell<enter>").assert_shows("Ada Kell cannot be introduced to themselves");
    let before = ui.line_count();
    ui.keys("<ctrl-u>o").assert_shows("Several people match: Ben Oak, Cleo");
    ui.keys("a").assert_shows("To Ben Oak");
    assert_eq!(ui.line_count(), before, "what is refused is not written");
    ui.keys("<enter>").assert_shows("one line, please: why should they meet?");
    ui.keys("clocks");
    ui.keys("<enter>").assert_shows("Introduction of Ada Kell and Ben Oak noted").assert_replays();
    let first = ui.last_line();
    assert_eq!((&first["step"], &first["text"]), (&json!("proposed"), &json!("clocks")));
    ui.assert_shows("◇ Meet Ben Oak").assert_shows("Meet Ben Oak · not asked yet");
    ui.assert_shows("Introduce to Ben Oak?").assert_shows("Today 1");
    ui.keys("i").keys("ben oak<tab>again<enter>").assert_says("is on its way");
    ui.keys("<esc>gd")
        .assert_shows("INTRODUCTIONS")
        .assert_row("◇ Ada Kell and Ben Oak  ask Ada Kell", "│")
        .assert_shows("next step");
    ui.keys("c")
        .assert_shows("Ask before introducing")
        .assert_shows("I know Ben Oak")
        .assert_shows("meet: clocks. May I introduce you?");
    ui.keys("<esc> ").assert_shows("Asked Ada Kell").assert_shows("Ada Kell was asked").assert_replays();
    let asked = ui.last_line();
    assert_eq!((&asked["introduction"], &asked["side"]), (&first["id"], &json!(1)));
    ui.keys("u").assert_shows("Undone: the last step of introducing").assert_shows("  ask Ada Kell").assert_replays();
    ui.keys(" ");
    // Her answer is asked for; she agrees, and Ben is asked and declines: it is over, and she is told so without his name.
    ui.keys(" ").assert_shows("Introduction of Ada Kell and Ben Oak");
    ui.keys("<enter>").assert_shows("Ada Kell agreed").assert_shows("  ask Ben Oak").assert_replays();
    ui.keys(" ").assert_shows("Ben Oak was asked");
    ui.keys(" <right><enter>").assert_shows("Ben Oak declined").assert_hides("INTRODUCTIONS").assert_replays();
    ui.keys("gpk").keys("<home><enter>").assert_hides("◇ Meet Ben Oak").assert_shows("Ben Oak declined to meet");
    ui.keys("c").assert_shows("It does not work out now").assert_shows("introduction that I had in mind");
    ui.keys("<esc>u").assert_shows("◇ Meet Ben Oak").assert_shows("agreed, other asked").assert_replays();
    ui.keys("gd").assert_shows("Ben Oak was asked");
    // Two weeks later it asks once more; he agrees, both are introduced, and a month later it asks what came of it.
    let mut ui = ui.days_later(15);
    ui.keys("gd").assert_shows("ask Ben Oak again, or drop");
    ui.keys(" <enter>").assert_shows("both agreed: introduce them");
    ui.keys("c").assert_shows("Introduce the two").assert_shows("hello Ben Oak, you both said yes");
    ui.keys("<esc> ").assert_shows("Introduced Ada Kell and Ben Oak").assert_hides("INTRODUCTIONS").assert_replays();
    ui.keys("u").assert_shows("both agreed: introduce them");
    ui.keys("<home> gpvv<down><enter>").assert_shows("Ben Oak").assert_shows("Meet Ada Kell · introduced");
    let mut ui = ui.days_later(32);
    ui.keys("gd").assert_shows("what came of it?");
    ui.keys(" <tab>they opened a shop<enter>").assert_hides("INTRODUCTIONS").assert_replays();
    assert_eq!((&ui.last_line()["step"], &ui.last_line()["text"]), (&json!("outcome"), &json!("they opened a shop")));
    ui.keys("gpvv<enter>").assert_hides("◇ Meet").assert_shows("they opened a shop");
    ui.keys("u").assert_shows("Meet Ben Oak · introduced").assert_replays();
}

#[test]
fn who_is_no_connection_is_not_introduced() {
    let mut people = five_connections();
    let emil = people.pop().expect("Emil");
    people.push(gone(emil));
    let mut ui = UiTest::with_data(copy(people, "2026-03-01"), vec![imported(six_people())]);
    let before = ui.line_count();
    ui.keys("gpvv<enter>iemil<tab>clocks<enter>").assert_shows("Emil Tor is no longer connected with you");
    ui.keys("<esc><esc>/fay<enter><esc>").keys("/emil<enter>i");
    assert_eq!(ui.line_count(), before);
}

#[test]
fn who_is_gone_and_kept_in_touch_with_is_named_first() {
    let mut ui = with_connections();
    // A rhythm for Ada, a promise to Ben; nothing for Cleo.
    ui.keys("gpvv<enter>R<right><right><enter>").keys("<esc><down><enter>Ptheir book<enter>").assert_replays();
    let gone = five_connections().split_off(3);
    let batch =
        ImportBatch { network: copy(gone, "2026-03-05"), kinds: vec![FileKind::Connections], ..ImportBatch::default() };
    let found = reconcile(batch, copy(five_connections(), "2026-03-01"), &ui.app.model().ledger, LocalDates::UTC);
    let mut ui = ui.days_later(4).with_reports(found.network, vec![found.report]);
    ui.keys("gf").assert_shows("NO LONGER CONNECTED, AND YOU KEEP IN TOUCH").assert_shows("NO LONGER CONNECTED");
    let text = ui.screen_text();
    let place = |words: &str| text.find(words).expect(words);
    assert!(place("AND YOU KEEP") < place("Ada Kell") && place("Ben Oak") < place("Cleo Ray"), "{text}");
    assert!(text[place("Ben Oak")..place("Cleo Ray")].contains("NO LONGER CONNECTED"), "{text}");
}

#[test]
fn a_new_address_is_one_person_once_that_is_said() {
    let mut ui = with_connections();
    ui.keys("gpvv<enter>R<right><right><enter>L<enter>").assert_shows("Logged").assert_replays();
    // In the next copy Ada has another address: the same name, and connected on the same day.
    let mut people = five_connections();
    let ada = people.remove(0);
    let moved = PersonFacts { key: PersonKey::from_stored("ada-kell-maker"), ..ada.clone() };
    let before = copy(five_connections(), "2026-03-01");
    let mut connections = people.clone();
    connections.push(moved);
    let fresh = copy(connections, "2026-03-05");
    let batch = ImportBatch {
        network: fresh,
        kinds: vec![FileKind::Invitations, FileKind::Connections],
        ..ImportBatch::default()
    };
    let found = reconcile(batch, before, &ui.app.model().ledger, LocalDates::UTC);
    let mut ui = ui.days_later(4).with_reports(found.network, vec![found.report]);
    ui.keys("gf")
        .assert_shows("A NEW ADDRESS: THE SAME PERSON?")
        .assert_shows("Ada Kell")
        .assert_says("now ada-kell-maker");
    ui.keys("<enter>")
        .assert_shows("Ada Kell is one person with two addresses")
        .assert_hides("A NEW ADDRESS")
        .assert_replays();
    let line = ui.last_line();
    assert_eq!(
        (&line["event"], &line["person"], &line["into"]),
        (&json!("same_person"), &json!("ada-kell"), &json!("ada-kell-maker"))
    );
    ui.keys("gpvvwada<enter>").assert_shows("1 of 5");
    ui.keys("<enter>").assert_shows("in/ada-kell-maker").assert_shows("every three months").assert_shows("Message");
    ui.keys("u").assert_shows("Undone: Ada Kell as one person").assert_hides("every three months").assert_replays();
    ui.keys("gf").assert_shows("A NEW ADDRESS: THE SAME PERSON?");
}

/// Opens the form of a request of one's own and types whom it is about, in place of what was left there.
fn invite(ui: &mut UiTest, name: &str, profile: &str) {
    ui.keys("gm+<ctrl-u>").paste(name).keys("<tab><ctrl-u>").paste(profile);
}

#[test]
fn a_request_of_ones_own_is_written_down_and_its_note_fits() {
    let mut ui = with_connections();
    ui.keys("gm+").assert_shows("Somebody you want to invite").assert_shows("0 of 300 letters.");
    ui.keys("<enter>").assert_shows("Whom do you want to invite?");
    ui.keys("<esc>");
    invite(&mut ui, "Zoe Late", "zoe at work");
    ui.keys("<enter>").assert_shows("No address of a profile");
    ui.keys("<ctrl-u>").paste("https://www.linkedin.com/in/zoe-late?x=1");
    ui.keys("<tab><left><left><tab><left><tab><tab>").paste(&"x".repeat(301)).assert_shows("301 of 300 letters.");
    let before = ui.line_count();
    ui.keys("<enter>").assert_shows("1 letter too many");
    assert_eq!(ui.line_count(), before, "nothing is written");
    ui.keys("<backspace>").assert_shows("300 of 300 letters.");
    ui.keys("<enter>")
        .assert_says("Wrote down your request to Zoe Late. On LinkedIn it is still to do. Not copied")
        .assert_shows("WRITTEN DOWN")
        .assert_shows("not in your copy yet")
        .assert_replays();
    assert_eq!(
        ui.last_line(),
        json!({ "id": ui.last_line()["id"], "event": "invited", "person": "zoe-late", "name": "Zoe Late",
                "answers": { "met": "yes", "context": "no", "value": "unsure" }, "note": "x".repeat(300) })
    );
    ui.keys("<enter>")
        .assert_shows("You wanted to invite them")
        .assert_shows("met yes · context no")
        .assert_shows("“xxx");
    ui.keys("gm").assert_shows("Zoe Late");
    ui.keys("u").assert_shows("Undone: your request to Zoe Late").assert_hides("WRITTEN DOWN").assert_replays();
    ui.assert_shows("No request of your own waits for an answer.");
}

#[test]
fn a_request_of_ones_own_needs_no_address_and_no_note() {
    let mut ui = with_connections();
    invite(&mut ui, "Zoe Late", "");
    ui.keys("<enter>").assert_shows("Wrote down your request to Zoe Late").assert_hides("Not copied").assert_replays();
    assert_eq!(ui.last_line()["person"], "name:zoe late");
    assert_eq!(ui.last_line().get("note"), None);
    let mut ui = ui.restart();
    ui.keys("gm").assert_shows("Zoe Late").assert_shows("WRITTEN DOWN");
    let mut ui = ui.with_size(100, 30);
    ui.keys("gm").assert_shows("not in you…").assert_shows("copy yet"); // whole beside the row that is cut
}

#[test]
fn who_is_connected_or_asks_already_is_not_invited() {
    let mut people = five_connections();
    let mut yan = PersonFacts::new(PersonKey::from_stored("yan-old"), "Yan Old".into());
    yan.facts.push(fact(FactKind::InvitedByMe { at: time("2026-02-20T08:00:00Z") }));
    people.push(yan);
    let mut ui = UiTest::with_data(copy(people, "2026-03-01"), vec![imported(six_people())]);
    let before = ui.line_count();
    for (name, profile, why) in [
        ("Ada Kell", "https://www.linkedin.com/in/ada-kell", "You are connected already"),
        ("ada kell", "", "You are connected already"),
        ("Ann Bee", "https://www.linkedin.com/in/ann-bee", "Their request to you is waiting"),
        ("Pat Owner", "https://www.linkedin.com/in/pat-owner", "That is your own profile"),
        ("Yan Old", "https://www.linkedin.com/in/yan-old", "You asked them already"),
        ("\u{200b}", "", "Whom do you want to invite?"),
    ] {
        invite(&mut ui, name, profile);
        ui.keys("<enter>").assert_shows(why);
        ui.keys("<esc>");
    }
    assert_eq!(ui.line_count(), before, "nothing is written");
}

#[test]
fn the_next_copy_says_what_came_of_requests_of_ones_own() {
    let mut ui = with_connections();
    for (name, key) in
        [("Zoe Late", "zoe-late"), ("Yan Old", "yan-old"), ("Mia Far", "mia-far"), ("Otto Pal", "otto-pal")]
    {
        invite(&mut ui, name, &format!("https://www.linkedin.com/in/{key}"));
        ui.keys("<enter>").assert_shows("Wrote down");
    }
    ui.keys("gf").assert_hides("Your own requests:");
    ui.wait_days(10);
    let mut people = five_connections();
    people.push(connection("zoe-late", "Zoe Late", "2026-03-05", None));
    people.push(connection("otto-pal", "Otto Pal", "2020-05-05", None));
    let mut yan = PersonFacts::new(PersonKey::from_stored("yan-old"), "Yan Old".into());
    yan.facts.push(fact(FactKind::InvitedByMe { at: time("2026-03-03T08:00:00Z") }));
    people.push(yan);
    let mut ui = ui.with_reports(copy(people, "2026-03-09"), Vec::new());
    ui.keys("gf").assert_says("Your own requests: 1 of 3 accepted (Zoe Late).");
    ui.keys("gm").assert_shows("ACCEPTED").assert_shows("connected 5 Mar").assert_shows("not in your copy of 9 Mar");
    ui.assert_hides("Otto Pal").assert_shows("1 request of your own without an answer");
    assert_eq!(ui.screen_text().matches("Yan Old").count(), 1, "{}", ui.screen_text());
    ui.assert_replays();
}

#[test]
fn a_form_stands_beside_the_story_and_leaves_no_buttons_out() {
    let mut ui = UiTest::in_triage().with_size(120, 40);
    ui.keys("yyya<enter>gp<enter>");
    for (key, title) in [("L", "In touch with"), ("R", "How often"), ("i", "Introduce"), ("T", "Talk sheet")] {
        let text = ui.keys(key).screen_text();
        let row = text.lines().find(|line| line.contains(title)).expect("the form");
        assert!(row.contains("Your story together"), "{text}");
        ui.keys("<esc>");
    }
    ui.keys("gt").assert_shows("d  decline");
    ui.keys("g").assert_shows("d  decline").assert_shows("Go to");
}
