//! Events as WeCom's documentation writes them.

use banyan_wecom::{
    CallbackError, ChatChange, ContactChange, Event, JoinScene, MemberChange, Message, QuitScene, TagChange,
    TagKind,
};

use super::{NOW, callback, query, sent};

/// An event with some fields beside those that every event has.
fn event(name: &str, fields: &str) -> Result<Message, CallbackError> {
    Message::parse(&text(name, fields))
}

fn text(name: &str, fields: &str) -> String {
    format!(
        "<xml>\n\t<ToUserName><![CDATA[toUser]]></ToUserName>\n\t<FromUserName><![CDATA[sys]]></FromUserName>\n\t<CreateTime>1403610513</CreateTime>\n\t<MsgType><![CDATA[event]]></MsgType>\n\t<Event><![CDATA[{name}]]></Event>\n\t{fields}\n</xml>"
    )
}

fn contact(change: &str, more: &str) -> Event {
    let fields = format!(
        "<ChangeType><![CDATA[{change}]]></ChangeType><UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[woAJ2GCAAA]]></ExternalUserID>{more}"
    );
    event("change_external_contact", &fields).unwrap().event
}

fn chat(change: &str, more: &str) -> Event {
    let fields =
        format!("<ChatId><![CDATA[CHAT_ID]]></ChatId><ChangeType><![CDATA[{change}]]></ChangeType>{more}");
    event("change_external_chat", &fields).unwrap().event
}

fn owned<'a>(text: impl Into<Option<&'a str>>) -> Option<String> {
    text.into().map(str::to_owned)
}

#[test]
fn a_callback_is_opened_and_read() {
    let fields =
        "<UserID>a</UserID><ExternalUserID>b</ExternalUserID><ChangeType>del_follow_user</ChangeType>";
    let callback = callback();
    let (body, signature) = sent(&callback, &text("change_external_contact", fields));
    let opened = callback.open(query(&signature, &NOW.to_string()), body.as_bytes(), NOW).unwrap();
    let message = Message::parse(&opened).unwrap();
    assert_eq!((message.corp.as_str(), message.at), ("toUser", 1_403_610_513));
    let expected = Event::Contact {
        user: "a".to_owned(),
        external_user: "b".to_owned(),
        change: ContactChange::RemovedByCustomer,
    };
    assert_eq!(message.event, expected);
}

#[test]
fn what_happens_between_staff_and_customers() {
    let of = |change: ContactChange| Event::Contact {
        user: "zhangsan".to_owned(),
        external_user: "woAJ2GCAAA".to_owned(),
        change,
    };
    let way = "<State><![CDATA[teststate]]></State><WelcomeCode><![CDATA[CODE]]></WelcomeCode>";
    let (state, welcome_code) = (owned("teststate"), owned("CODE"));
    let added = ContactChange::Added { state: state.clone(), welcome_code: welcome_code.clone() };
    assert_eq!(contact("add_external_contact", way), of(added));
    assert_eq!(
        contact("add_external_contact", "<State></State>"),
        of(ContactChange::Added { state: None, welcome_code: None })
    );
    assert_eq!(
        contact("add_half_external_contact", way),
        of(ContactChange::HalfAdded { state, welcome_code })
    );
    assert_eq!(contact("edit_external_contact", ""), of(ContactChange::Edited { state: None }));
    assert_eq!(contact("del_external_contact", ""), of(ContactChange::RemovedByStaff { by_transfer: false }));
    let source = "<Source><![CDATA[DELETE_BY_TRANSFER]]></Source>";
    assert_eq!(
        contact("del_external_contact", source),
        of(ContactChange::RemovedByStaff { by_transfer: true })
    );
    assert_eq!(contact("del_follow_user", ""), of(ContactChange::RemovedByCustomer));
    let failed = "<FailReason><![CDATA[customer_refused]]></FailReason>";
    let reason = "customer_refused".to_owned();
    assert_eq!(contact("transfer_fail", failed), of(ContactChange::TransferFailed { reason }));
}

#[test]
fn what_happens_in_groups() {
    let of = |change: ChatChange| Event::Chat { chat: "CHAT_ID".to_owned(), change };
    assert_eq!(chat("create", ""), of(ChatChange::Created));
    assert_eq!(chat("dismiss", ""), of(ChatChange::Dismissed));
    let update = |detail: &str, more: &str| {
        chat("update", &format!("<UpdateDetail><![CDATA[{detail}]]></UpdateDetail>{more}"))
    };
    let list = "<MemChangeCnt>2</MemChangeCnt><MemChangeList><Item>Jack</Item>\n<Item><![CDATA[Rose]]></Item></MemChangeList><LastMemVer>9c3f97c2</LastMemVer><CurMemVer>9c3f97c3</CurMemVer>";
    let members = MemberChange {
        count: Some(2),
        members: vec!["Jack".to_owned(), "Rose".to_owned()],
        last_version: owned("9c3f97c2"),
        version: owned("9c3f97c3"),
    };
    for (number, scene) in [(0, JoinScene::Invited), (3, JoinScene::QrCode), (9, JoinScene::Other(9))] {
        let found = update("add_member", &format!("<JoinScene>{number}</JoinScene>{list}"));
        assert_eq!(found, of(ChatChange::Joined { scene: Some(scene), members: members.clone() }));
    }
    for (number, scene) in [(0, QuitScene::Left), (1, QuitScene::Removed), (9, QuitScene::Other(9))] {
        let found = update("del_member", &format!("<QuitScene>{number}</QuitScene>{list}"));
        assert_eq!(found, of(ChatChange::Left { scene: Some(scene), members: members.clone() }));
    }
    assert_eq!(update("change_owner", ""), of(ChatChange::Owner));
    assert_eq!(update("change_name", ""), of(ChatChange::Name));
    assert_eq!(update("change_notice", ""), of(ChatChange::Notice));
}

#[test]
fn a_list_of_members_may_be_applied_to_the_version_before_it_and_no_other() {
    let change = |count, members: &[&str], last: Option<&str>| MemberChange {
        count,
        members: members.iter().map(|member| (*member).to_owned()).collect(),
        last_version: owned(last),
        version: owned("2"),
    };
    assert!(change(Some(1), &["a"], Some("1")).follows("1"));
    assert!(!change(Some(1), &["a"], Some("1")).follows("0"), "an event came before it or is missing");
    assert!(!change(Some(2), &["a"], Some("1")).follows("1"), "somebody is not in the list");
    assert!(!change(None, &[], Some("1")).follows("1"), "nobody is in the list");
    assert!(!change(Some(1), &["a"], None).follows("1"), "no version is told");
    let late = MemberChange { version: None, ..change(Some(1), &["a"], Some("1")) };
    assert!(!late.follows("1"), "the version after it is not told");
}

#[test]
fn what_happens_to_tags() {
    let tag = |change: &str, more: &str| {
        event("change_external_tag", &format!("<ChangeType><![CDATA[{change}]]></ChangeType>{more}"))
    };
    let of = |id: &str, kind, change| Event::Tag { id: id.to_owned(), kind, change };
    let named = "<Id><![CDATA[T1]]></Id><TagType><![CDATA[tag]]></TagType>";
    for (word, change) in
        [("create", TagChange::Created), ("update", TagChange::Updated), ("delete", TagChange::Deleted)]
    {
        assert_eq!(tag(word, named).unwrap().event, of("T1", TagKind::Tag, change));
    }
    let group = "<Id>G1</Id><TagType>tag_group</TagType>";
    assert_eq!(tag("update", group).unwrap().event, of("G1", TagKind::Group, TagChange::Updated));
    assert_eq!(tag("shuffle", "<Id>G1</Id>").unwrap().event, of("G1", TagKind::Group, TagChange::Shuffled));
    assert_eq!(tag("shuffle", "").unwrap().event, of("", TagKind::Group, TagChange::Shuffled));
    assert_eq!(tag("create", ""), Err(CallbackError::Missing("Id")));
    assert_eq!(tag("create", "<Id>T1</Id><TagType>bag</TagType>"), Err(CallbackError::Wrong("TagType")));
}

#[test]
fn what_is_new_to_us_is_kept_and_no_error() {
    let other = |event: &str, change: Option<&str>| Event::Other {
        kind: "event".to_owned(),
        event: owned(event),
        change: owned(change),
    };
    assert_eq!(event("brand_new", "").unwrap().event, other("brand_new", None));
    assert_eq!(contact("brand_new", ""), other("change_external_contact", Some("brand_new")));
    assert_eq!(chat("brand_new", ""), other("change_external_chat", Some("brand_new")));
    let detail = "<UpdateDetail>brand_new</UpdateDetail>";
    assert_eq!(chat("update", detail), other("change_external_chat", Some("update")));
    let link = "<ChangeType>link_unavailable</ChangeType><LinkId>L</LinkId>";
    let expected = Event::Acquisition { change: "link_unavailable".to_owned(), link: owned("L") };
    assert_eq!(event("customer_acquisition", link).unwrap().event, expected);
    let message = "<xml><ToUserName>c</ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>hello</Content></xml>";
    let expected = Event::Other { kind: "text".to_owned(), event: None, change: None };
    assert_eq!(Message::parse(message).unwrap().event, expected);
}

#[test]
fn fields_that_are_missing_or_wrong_are_named() {
    let contact = |fields: &str| event("change_external_contact", fields).unwrap_err();
    assert_eq!(contact(""), CallbackError::Missing("ChangeType"));
    assert_eq!(contact("<ChangeType>del_follow_user</ChangeType>"), CallbackError::Missing("UserID"));
    let half = "<ChangeType>del_follow_user</ChangeType><UserID>a</UserID>";
    assert_eq!(contact(half), CallbackError::Missing("ExternalUserID"));
    let chat = |fields: &str| event("change_external_chat", fields).unwrap_err();
    assert_eq!(chat("<ChangeType>create</ChangeType>"), CallbackError::Missing("ChatId"));
    let update = "<ChatId>c</ChatId><ChangeType>update</ChangeType>";
    assert_eq!(chat(update), CallbackError::Missing("UpdateDetail"));
    let wrong = |field: &str| chat(&format!("{update}<UpdateDetail>add_member</UpdateDetail>{field}"));
    assert_eq!(wrong("<JoinScene>x</JoinScene>"), CallbackError::Wrong("JoinScene"));
    assert_eq!(wrong("<MemChangeCnt>-1</MemChangeCnt>"), CallbackError::Wrong("MemChangeCnt"));
    assert_eq!(Message::parse("<xml></xml>"), Err(CallbackError::Missing("ToUserName")));
    assert_eq!(
        Message::parse("<xml><ToUserName>c</ToUserName></xml>"),
        Err(CallbackError::Missing("CreateTime"))
    );
    let text = "<xml><ToUserName>c</ToUserName><CreateTime>soon</CreateTime></xml>";
    assert_eq!(Message::parse(text), Err(CallbackError::Wrong("CreateTime")));
}
