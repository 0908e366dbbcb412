//! The list of one's own requests: those that nobody answered, with the clicks to withdraw them, and what became of
//! those that were written down here.

use super::person_list::{ListPerson, ListSection, PersonList, WITH_INVITE};
use crate::app::ids::ScreenId;
use crate::app::layer::{Place, ScreenSpec};
use crate::app::model::Model;
use crate::domain::care::own_request::{
    OwnRequest, WITHDRAW_CONSEQUENCE, WITHDRAW_PATH, WrittenRequest, WrittenState, own_requests, written_requests,
};
use crate::domain::text::dates;
use crate::domain::text::plural::plural;

/// The list.
pub static LIST: PersonList = PersonList {
    spec: ScreenSpec {
        id: ScreenId::OwnRequests,
        title: "Your own requests",
        name: "your own requests",
        place: Place::Under(ScreenId::People),
        go_keys: "m",
        go_label: "my requests",
        bindings: WITH_INVITE,
    },
    sections,
    summary: |model| match own_requests(&model.network).len() {
        0 => String::new(),
        open => format!("{} of your own without an answer, oldest first", plural(open, "request")),
    },
    nobody: [
        "No request of your own waits for an answer.",
        "Requests that you sent are listed here until your copy shows that they were answered or withdrawn, and those that you wrote down.",
    ],
    template: "",
};

fn sections(model: &Model) -> Vec<ListSection> {
    let waiting = |request: OwnRequest| ListPerson {
        text: format!("sent {}", dates::format_ago(model.moment.local.of(request.at), model.moment.today)),
        person: request.person,
        name: request.name,
        clicks: Some([WITHDRAW_PATH, WITHDRAW_CONSEQUENCE]),
    };
    let (mut not_listed, mut accepted) = (Vec::new(), Vec::new());
    for request in written_requests(model.plan_data()) {
        match request.state {
            WrittenState::NotListed(_) => not_listed.push(written(request, model)),
            WrittenState::Accepted(_) => accepted.push(written(request, model)),
            WrittenState::Waiting => {} // among those without an answer
        }
    }
    vec![
        ListSection { heading: "WRITTEN DOWN", people: not_listed },
        ListSection {
            heading: "WITHOUT AN ANSWER",
            people: own_requests(&model.network).into_iter().map(waiting).collect(),
        },
        ListSection { heading: "ACCEPTED", people: accepted },
    ]
}

/// Returns a request that was written down, with what the copy says of it.
fn written(request: WrittenRequest, model: &Model) -> ListPerson {
    let plain = |day| dates::format_plain(day, model.moment.today);
    let became = match request.state {
        WrittenState::NotListed(None) => "not in your copy yet".to_owned(),
        WrittenState::NotListed(Some(copy)) => format!("not in your copy of {}", plain(copy)),
        WrittenState::Waiting => "waiting for an answer".to_owned(),
        WrittenState::Accepted(None) => "connected now".to_owned(),
        WrittenState::Accepted(Some(since)) => format!("connected {}", plain(since)),
    };
    ListPerson {
        text: format!("written down {}, {became}", plain(model.moment.local.of(request.at))),
        person: request.about.person,
        name: request.about.name,
        clicks: None,
    }
}
