//! The list of one's own requests that nobody answered, with the clicks to withdraw them.

use super::person_list::{ListPerson, ListSection, PersonList, WITH_INVITE};
use crate::app::ids::ScreenId;
use crate::app::layer::{Place, ScreenSpec};
use crate::domain::care::own_request::{OwnRequest, WITHDRAW_CONSEQUENCE, WITHDRAW_PATH, own_requests};
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
    sections: |model| {
        let person = |request: OwnRequest| ListPerson {
            text: format!("sent {}", dates::format_ago(model.moment.local.of(request.at), model.moment.today)),
            person: request.person,
            name: request.name,
            clicks: Some([WITHDRAW_PATH, WITHDRAW_CONSEQUENCE]),
        };
        vec![ListSection {
            heading: "WITHOUT AN ANSWER",
            people: own_requests(&model.network).into_iter().map(person).collect(),
        }]
    },
    summary: |model| match own_requests(&model.network).len() {
        0 => String::new(),
        open => format!("{} of your own without an answer, oldest first", plural(open, "request")),
    },
    nobody: [
        "No request of your own waits for an answer.",
        "Requests that you sent are listed here until your copy shows that they were answered or withdrawn.",
    ],
    template: "",
};
